"""What holds for the law whatever the facts: limits, weights, splitting, days, and saying what is missing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.because import Refused
from makewhole.gateways.rates import EcbRates
from makewhole.law import montreal, parties, rows
from makewhole.law.assess import assess
from makewhole.law.conclusion import Assessment
from makewhole.law.facts import Carriage, CarrierTerms, Facts, Kind, Loss, Package, Sale
from makewhole.law.reading import read
from makewhole.money import SDR, Money, NoRates

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
RATES = EcbRates()
GRAMS = st.integers(1, 500_000)
VALUES = st.integers(0, 10**12).map(SDR)
DAYS = st.dates(date(2004, 1, 1), date(2026, 5, 31))


def lost_by_air(grams: int, value: SDR | Money, on: date = date(2026, 5, 1), share: int = 0) -> Facts:
    """An air parcel from China to Germany, lost on that day."""
    return Facts(
        claim="sender_v_carrier",
        carriage=Carriage(
            mode="air",
            postal=False,
            origin="CN",
            destination="DE",
            accepted_on=max(on - timedelta(days=7), date(2005, 8, 1)),
            packages=(Package(grams),),
        ),
        loss=Loss(kind="loss", happened_on=max(on, date(2005, 8, 1)), value=value, claimant_share=share),
    )


def payable(facts: Facts) -> SDR:
    """What the assessment says in SDR."""
    got = assess(facts, RATES, NOW)
    assert got.payable_sdr is not None
    return got.payable_sdr


@given(GRAMS, VALUES, DAYS, st.integers(0, 10_000))
def test_nothing_above_the_limit_or_the_loss_is_ever_payable_by_air(
    grams: int, value: SDR, on: date, share: int
) -> None:
    got = assess(lost_by_air(grams, value, on, share), RATES, NOW)
    assert got.limit is not None
    assert got.payable_sdr is not None
    assert SDR(0) <= got.payable_sdr <= min(got.limit, value)


@given(GRAMS, GRAMS, VALUES)
def test_a_heavier_parcel_is_never_worth_less(one: int, other: int, value: SDR) -> None:
    light, heavy = sorted((one, other))
    assert payable(lost_by_air(light, value)) <= payable(lost_by_air(heavy, value))


@given(GRAMS, VALUES, VALUES)
def test_a_larger_loss_is_never_paid_less(grams: int, one: SDR, other: SDR) -> None:
    small, large = sorted((one, other))
    assert payable(lost_by_air(grams, small)) <= payable(lost_by_air(grams, large))


@given(GRAMS, GRAMS, VALUES, VALUES)
def test_splitting_a_consignment_in_two_claims_gains_nothing(
    one: int, other: int, value: SDR, rest: SDR
) -> None:
    whole = payable(lost_by_air(one + other, value + rest))
    parts = payable(lost_by_air(one, value)) + payable(lost_by_air(other, rest))
    assert parts <= whole


@given(st.integers(0, 10**9), st.sampled_from(("EUR", "USD", "JPY", "CNY")))
def test_a_loss_below_the_limit_is_paid_to_the_cent_in_its_own_currency(minor: int, currency: str) -> None:
    got = assess(lost_by_air(10**10, Money(minor, currency)), RATES, NOW)
    assert got.payable == Money(minor, currency)


@given(DAYS, st.sampled_from(("damage", "delay", "shortage")))
def test_no_deadline_falls_before_the_event(on: date, kind: Kind) -> None:
    carriage = Carriage(delivered_on=on)
    deadline = montreal.notice_by(Facts(carriage=carriage, loss=Loss(kind=kind)))
    assert deadline.by is not None
    assert deadline.by > on


@given(GRAMS, VALUES, DAYS)
def test_the_same_facts_always_come_to_the_same_assessment(grams: int, value: SDR, on: date) -> None:
    facts = lost_by_air(grams, value, on)
    assert assess(facts, RATES, NOW) == assess(facts, RATES, NOW)


def test_each_limit_holds_from_its_first_to_its_last_day() -> None:
    for before, first in ((date(2009, 12, 29), "17"), (date(2019, 12, 27), "19"), (date(2024, 12, 27), "22")):
        table = rows.table("montreal")
        assert table.at("limit_per_kg", before).value == first
        assert table.at("limit_per_kg", before + timedelta(days=1)).value != first


def test_no_two_rows_of_one_name_are_in_force_on_one_day() -> None:
    for name in rows.TABLES:
        table = rows.table(name).rows
        for row in table:
            others = [one for one in table if one.name == row.name and one is not row]
            assert not [one.id for one in others if one.holds(row.since)], row.id


def test_an_accepted_row_no_longer_asks_for_a_person() -> None:
    facts = lost_by_air(1000, SDR.of("10"))
    assert assess(facts, RATES, NOW).needs_person
    assert not assess(facts, RATES, NOW, frozenset({"mc99-parties"})).needs_person


def test_an_assessment_without_a_ground_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="at least one ground"):
        Assessment(claim="x", regime="y", status="decided", because=())


def test_a_missing_fact_says_what_each_answer_would_change() -> None:
    got = assess(replace(lost_by_air(1000, SDR.of("10")), carriage=Carriage()), RATES, NOW)
    assert got.missing
    assert all(one.answers and one.question for one in got.missing)


def test_without_rates_a_sum_in_sdr_still_stands() -> None:
    facts = replace(lost_by_air(1000, SDR.of("10")), payout_currency="EUR")
    got = assess(facts, NoRates(), NOW)
    assert (got.payable_sdr, got.payable, got.status) == (SDR.of("10"), None, "needs_facts")


def test_an_event_before_the_convention_gives_no_figure() -> None:
    carriage = replace(lost_by_air(1000, SDR.of("10")).carriage, contract_on=date(2005, 8, 1))
    facts = replace(lost_by_air(1000, SDR.of("10")), carriage=carriage)
    got = assess(replace(facts, loss=replace(facts.loss, happened_on=date(1999, 1, 1))), RATES, NOW)
    assert got.payable_sdr is None


def test_a_hundred_and_thirty_six_states_are_listed_for_montreal() -> None:
    states = parties.states("mc99")
    assert len(states) == 136
    assert parties.bound("mc99", "TW", date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("plain", "says"),
    [
        ({"claim": "us_v_them"}, "claim: read 'us_v_them'"),
        ({"carriage": {"origin": "XX"}}, "carriage.origin: read 'XX'"),
        ({"carriage": {"packages": [{"kilograms": "-1"}]}}, "carriage.packages[0].kilograms: read '-1'"),
        ({"carriage": {"packages": [{"kilograms": "1.2345"}]}}, "kilograms: read '1.2345'"),
        ({"loss": {"value": "30.00"}}, "loss.value: read '30.00'"),
        ({"loss": {"value": "30.001 EUR"}}, "loss.value: '30.001' is no sum of EUR"),
        ({"loss": {"value": "30 EUU"}}, "loss.value: 'EUU' is no currency"),
        ({"loss": {"value": "-3 EUR"}}, "allowed is a sum that is not negative"),
        ({"loss": {"claimant_share": "140 %"}}, "loss.claimant_share: read '140 %'"),
        ({"loss": {"happened_on": "the other day"}}, "allowed is a date such as"),
        ({"colour": "red"}, "colour: no such field"),
        ({"payout_currency": ["EUR"]}, "payout_currency: read ['EUR']"),
        ({"carriage": {"origin": {"code": "CN"}}}, "carriage.origin: read {'code': 'CN'}"),
        ({"sale": "cheap"}, "sale: read 'cheap', allowed is a table"),
        (
            {"carriage": {"accepted_on": "2026-03-02", "delivered_on": "2026-03-01"}},
            "carriage.delivered_on: read 2026-03-01, allowed is no day before carriage.accepted_on",
        ),
        ({"carriage": {"mode": "post", "postal": False}}, "carriage.postal: read False"),
        ({"loss": {"notice": "not_sent", "notice_sent_on": "2026-03-02"}}, "loss.notice: read 'not_sent'"),
    ],
)
def test_facts_that_cannot_be_are_refused_by_the_name_of_their_field(
    plain: dict[str, object], says: str
) -> None:
    got = read(plain)
    assert isinstance(got, Refused)
    assert says in got.says


def test_terms_that_give_less_than_the_law_change_nothing() -> None:
    facts = lost_by_air(2000, Money(20_000, "EUR"))
    lower = replace(facts.carriage, terms=CarrierTerms(limit=Money(100, "EUR")))
    assert assess(facts, RATES, NOW).payable == assess(replace(facts, carriage=lower), RATES, NOW).payable


def test_carrier_limits_never_touch_the_buyers_claim() -> None:
    sale = Sale(
        buyer_country="DE",
        buyer_is_consumer=True,
        price=Money(99_900, "EUR"),
        terminated=True,
        carrier_chosen_by_buyer=False,
        handed_to="nobody",
    )
    got = assess(replace(lost_by_air(100, SDR.of("900")), claim="buyer_v_seller", sale=sale), RATES, NOW)
    assert got.payable == Money(99_900, "EUR")


def test_what_the_post_carries_is_a_postal_item_without_being_called_one() -> None:
    posted = Carriage(mode="post", origin="DE", destination="FR", service="letter")
    got = assess(Facts(claim="sender_v_carrier", carriage=posted, loss=Loss(kind="loss")), RATES, NOW)
    assert got.regime == "UPU"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.sampled_from(("carriage", "loss", "sale")),
    st.sampled_from(sorted({*Carriage.__dataclass_fields__, *Loss.__dataclass_fields__})),
    ANYTHING,
)
def test_whatever_stands_in_a_file_is_read_or_refused_and_never_a_crash(
    table: str, field: str, value: object
) -> None:
    got = read({"claim": "sender_v_carrier", table: {field: value}})
    assert isinstance(got, Facts | Refused)
    if isinstance(got, Facts):
        assert assess(got, RATES, NOW).because
