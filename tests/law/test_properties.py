"""What holds under every instrument: limit, loss, weight, value, days, and older cases staying as they are.

Facts are drawn for each instrument that has a figure in SDR.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makewhole import tables
from makewhole.because import Refused
from makewhole.gateways.rates import EcbRates
from makewhole.law import rows
from makewhole.law.assess import assess
from makewhole.law.conclusion import Assessment
from makewhole.law.facts import Carriage, CarrierTerms, Facts, Kind, Loss, Package, Sale, Treaty
from makewhole.law.reading import read
from makewhole.law.vocabulary import Basis, Claim
from makewhole.money import SDR, Money

RATES = EcbRates()
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
OLDER: tuple[Treaty, ...] = ("mc99", "mp4", "hague_1955", "warsaw_1929")
CARRIAGES: Mapping[str, Carriage] = MappingProxyType(
    {
        "MC99": Carriage(mode="air", postal=False, origin="CN", destination="DE"),
        "MP4_1975": Carriage(
            mode="air", postal=False, treaties_not_common=("mc99",), treaties_common=("mp4",)
        ),
        "CN_CIVIL_AVIATION_LAW": Carriage(
            mode="air", postal=False, origin="CN", destination="BT", treaties_not_common=OLDER
        ),
        "CMR": Carriage(mode="road", postal=False, origin="PL", destination="DE"),
        "HGB": Carriage(mode="road", postal=False, origin="DE", destination="DE"),
        "HGB_452": Carriage(postal=False, legs=("sea", "road"), governing_law="DE"),
        "CN_CIVIL_CODE": Carriage(postal=False, origin="CN", destination="CN", service="express"),
        "CN_POSTAL_LAW": Carriage(
            mode="post",
            origin="CN",
            destination="CN",
            universal_service=True,
            receipted=True,
            charges=SDR.of("2"),
            terms=CarrierTerms(displayed=True),
        ),
        "UPU": Carriage(postal=True, origin="DE", destination="FR", service="ordinary_parcel"),
        "HAGUE_VISBY": Carriage(
            mode="sea", postal=False, origin="GB", destination="SG", treaties_common=("hague_visby",)
        ),
        "CN_MARITIME_CODE_1992": Carriage(postal=False, legs=("road", "sea"), governing_law="CN"),
    }
)
REGIMES = st.sampled_from(sorted(CARRIAGES))
GRAMS = st.integers(1, 200_000)
VALUES = st.integers(0, 10**11).map(SDR)
SHARES = st.integers(0, 10_000)


def lost(regime: str, grams: int, value: SDR | Money, share: int = 0, **more: Any) -> Facts:
    """One package lost on the way, under that regime."""
    carriage = replace(CARRIAGES[regime], packages=(Package(grams),), accepted_on=date(2026, 3, 2), **more)
    loss = Loss(
        kind="loss",
        happened_on=date(2026, 3, 9),
        value=value,
        claimant_share=share,
        claimed_on=date(2026, 4, 1),
    )
    return Facts(claim="sender_v_carrier", carriage=carriage, loss=loss)


def told(facts: Facts) -> Assessment:
    """The assessment on the day the tests stand at."""
    return assess(facts, RATES, NOW)


def owed(facts: Facts) -> SDR:
    """The sum in SDR; every case drawn here comes to one."""
    got = told(facts)
    assert got.payable_sdr is not None, (got.regime, got.missing, got.doubts)
    return got.payable_sdr


@pytest.mark.parametrize("regime", sorted(CARRIAGES))
def test_the_carriages_of_these_tests_come_under_the_regimes_they_are_named_for(regime: str) -> None:
    got = told(lost(regime, 2000, SDR.of("40")))
    assert (got.regime, got.status) == (regime, "decided")


@given(REGIMES, GRAMS, VALUES, SHARES)
def test_nothing_is_payable_above_an_unbroken_limit_or_the_loss_and_what_comes_on_top(
    regime: str, grams: int, value: SDR, share: int
) -> None:
    got = told(lost(regime, grams, value, share))
    assert got.payable_sdr is not None
    extra = sum(one.amount.micro for one in got.add_ons if isinstance(one.amount, SDR))
    assert 0 <= got.payable_sdr.micro <= value.micro + extra
    if isinstance(got.limit, SDR):
        assert got.payable_sdr.micro <= got.limit.micro + extra


@given(REGIMES, GRAMS, GRAMS, VALUES)
def test_a_heavier_package_is_never_worth_less(regime: str, one: int, other: int, value: SDR) -> None:
    light, heavy = sorted((one, other))
    assert owed(lost(regime, light, value)) <= owed(lost(regime, heavy, value))


@given(REGIMES, GRAMS, VALUES, VALUES)
def test_a_larger_loss_is_never_paid_less(regime: str, grams: int, one: SDR, other: SDR) -> None:
    small, large = sorted((one, other))
    assert owed(lost(regime, grams, small)) <= owed(lost(regime, grams, large))


@given(REGIMES, GRAMS, VALUES, SHARES, SHARES)
def test_more_fault_of_the_claimant_never_pays_more(
    regime: str, grams: int, value: SDR, one: int, other: int
) -> None:
    less, more = sorted((one, other))
    assert owed(lost(regime, grams, value, more)) <= owed(lost(regime, grams, value, less))


@given(
    REGIMES, st.dates(date(2022, 1, 1), date(2026, 5, 1)), st.sampled_from(("damage", "delay", "shortage"))
)
def test_no_deadline_falls_before_the_day_it_runs_from(regime: str, on: date, kind: Kind) -> None:
    facts = lost(regime, 2000, SDR.of("10"), charges=SDR.of("2"), charges_concerned=SDR.of("2"))
    carriage = replace(facts.carriage, accepted_on=on - timedelta(days=9), delivered_on=on)
    loss = Loss(kind=kind, value=SDR.of("10"), apparent=False, reserved_at_delivery=True)
    got = told(replace(facts, carriage=carriage, loss=loss))
    days = (got.notice_by, got.suit_by, got.claimable_from, got.contract_window)
    assert all(day >= on - timedelta(days=9) for day in days if day is not None)
    if got.notice_by is not None and got.regime in ("MC99", "CMR", "HGB"):
        assert got.notice_by > on


@given(REGIMES, GRAMS, VALUES, SHARES)
def test_the_same_facts_always_come_to_the_same_assessment(
    regime: str, grams: int, value: SDR, share: int
) -> None:
    facts = lost(regime, grams, value, share)
    assert told(facts) == told(facts)


@given(st.dates(date(2004, 1, 1), date(2026, 5, 31)), st.dates(date(2026, 6, 1), date(2040, 1, 1)))
def test_a_later_row_never_changes_an_older_case(event: date, later: date) -> None:
    table = rows.table("montreal")
    before = table.at("limit_per_kg", event)
    newest = table.rule("limit_per_kg")
    added = replace(newest, id="mc99-limit-next", value="31", since=later, until=None)
    closed = tuple(
        replace(row, until=later - timedelta(days=1)) if row is newest else row for row in table.rows
    )
    assert rows.Table((*closed, added)).at("limit_per_kg", event).value == before.value


@given(st.sampled_from(sorted(CARRIAGES)), st.integers(1, 10**6))
def test_a_lower_limit_in_terms_never_lowers_what_the_air_conventions_give(regime: str, minor: int) -> None:
    if CARRIAGES[regime].mode != "air":
        return
    facts = lost(regime, 2000, Money(50_000, "EUR"))
    terms = CarrierTerms(limit=Money(minor, "EUR"))
    with_terms = replace(facts, carriage=replace(facts.carriage, terms=terms))
    plain, raised = told(facts).payable, told(with_terms).payable
    assert plain is not None
    assert raised is not None
    assert plain <= raised


@given(st.booleans(), st.integers(1, 10**7))
def test_the_buyers_refund_is_the_price_whatever_a_carrier_owes(chinese: bool, minor: int) -> None:
    currency = "CNY" if chinese else "EUR"
    sale = Sale(
        buyer_country="CN" if chinese else "FR",
        buyer_is_consumer=True,
        price=Money(minor, currency),
        terminated=True,
        carrier_chosen_by_buyer=False,
        handed_to="nobody",
    )
    facts = replace(lost("MC99", 1, SDR.of("1")), claim="buyer_v_seller", sale=sale)
    assert told(facts).payable == Money(minor, currency)


ANY_CARRIAGE = st.builds(
    Carriage,
    mode=st.sampled_from(("air", "post", None)),
    postal=st.sampled_from((False, None)),
    service=st.sampled_from(("registered", "insured", "ordinary_parcel", "letter", "ems", "express", None)),
    operator=st.sampled_from(("China Post", "FedEx", "4PX", "Royal Mail", None)),
    origin=st.sampled_from(("CN", "DE", "IR", None)),
    destination=st.sampled_from(("CN", "DE", "US", None)),
    treaties_not_common=st.sampled_from(((), ("mc99",), OLDER)),
    legs=st.sampled_from(((), ("road", "air"), ("road", "sea"), ("road", "rail"))),
    loss_leg=st.sampled_from((None, "air", "road")),
    governing_law=st.sampled_from((None, "CN", "DE", "FR")),
    accepted_on=st.sampled_from((date(2026, 3, 2), None)),
    delivered_on=st.sampled_from((date(2026, 3, 12), None)),
    due_on=st.sampled_from((date(2026, 3, 9), None)),
    packages=st.sampled_from(((Package(2000),), (Package(1000), Package(1500)), ())),
    declared_interest=st.sampled_from((SDR.of("90"), None)),
    supplement_paid=st.sampled_from((True, False, None)),
    insured=st.sampled_from((Money(9_000, "CNY"), None)),
    charges=st.sampled_from((Money(3_000, "CNY"), None)),
    universal_service=st.sampled_from((True, False, None)),
    receipted=st.sampled_from((True, False, None)),
    scanned_in=st.sampled_from((True, False, None)),
    terms=st.builds(
        CarrierTerms,
        limit_times_charges=st.sampled_from((7, None)),
        displayed=st.sampled_from((True, False, None)),
        claim_within_days=st.sampled_from((30, None)),
    ),
)
ANY_LOSS = st.builds(
    Loss,
    kind=st.sampled_from(("loss", "damage", "shortage", "delay", "none", None)),
    value=st.sampled_from((SDR.of("500"), Money(8_000, "EUR"), None)),
    value_whole=st.sampled_from((Money(20_000, "EUR"), None)),
    happened_on=st.sampled_from((date(2026, 3, 5), None)),
    cause=st.sampled_from(("theft", "war", "force_majeure", "sender_fault", "inherent_vice", None)),
    conduct=st.sampled_from(("intent", "gross_negligence", None)),
    conduct_of=st.sampled_from(("servant", "carrier", None)),
    notice_sent_on=st.sampled_from((date(2026, 3, 14), date(2026, 4, 30), None)),
    claimed_on=st.sampled_from((date(2026, 4, 1), date(2026, 10, 1), None)),
    reserved_at_delivery=st.sampled_from((True, False, None)),
    claimant_share=SHARES,
)
ANY_SALE = st.builds(
    Sale,
    buyer_country=st.sampled_from(("CN", "FR", "GB", "US", None)),
    buyer_is_consumer=st.sampled_from((True, False, None)),
    platform=st.sampled_from(("Amazon", "SHEIN", "Somewhere", None)),
    price=st.sampled_from((Money(4_000, "EUR"), None)),
    contract_on=st.sampled_from((date(2026, 2, 1), None)),
    latest_estimate=st.sampled_from((date(2026, 3, 1), None)),
    terminated=st.sampled_from((True, False, None)),
    carrier_chosen_by_buyer=st.sampled_from((True, False, None)),
    handed_to=st.sampled_from(("buyer", "someone_else", "nobody", None)),
    faulty=st.sampled_from((True, None)),
    seller_fraud=st.sampled_from((True, None)),
)


@settings(max_examples=400)
@given(
    st.sampled_from(("buyer_v_seller", "sender_v_carrier", "consignee_v_carrier", "buyer_v_platform", None)),
    st.sampled_from(("law", "terms")),
    ANY_CARRIAGE,
    ANY_LOSS,
    ANY_SALE,
)
def test_whatever_is_known_an_answer_has_its_grounds_and_no_sum_while_a_fact_is_missing(
    claim: Claim | None, basis: Basis, carriage: Carriage, loss: Loss, sale: Sale
) -> None:
    got = told(
        Facts(claim=claim, basis=basis, carriage=carriage, loss=loss, sale=sale, payout_currency="EUR")
    )
    assert got.because
    assert (got.status == "needs_facts") == bool(got.missing)
    if got.missing and [one.fact for one in got.missing] != ["rate"]:
        assert (got.payable, got.payable_sdr) == (None, None)
    if got.liable is False and got.payable is not None:
        assert got.payable.minor == 0
    if got.status == "not_covered":
        assert got.needs_person
    if got.status == "decided" and got.payable is None and got.payable_sdr is None:
        assert got.needs_person or got.admissible is not True


def test_no_two_rows_of_any_table_share_an_id() -> None:
    ids = [row.id for name in rows.TABLES for row in rows.table(name).rows]
    assert len(ids) == len(set(ids))


def test_every_table_of_rows_is_in_the_register() -> None:
    """A table that no instrument's register names would escape the test that every row has a case."""
    assert all(tables.read("makewhole.law", f"tables/{name}.toml")["row"] for name in rows.TABLES)


def test_a_row_that_is_not_verified_is_named_and_asks_for_a_person() -> None:
    for name in rows.TABLES:
        for row in rows.table(name).rows:
            ground = row.ground("rests on it")
            assert (rows.unsettled((ground,), frozenset()) == (row.id,)) == (row.flag != "V")
            assert rows.unsettled((ground,), frozenset({row.id})) == ()


@pytest.mark.parametrize(
    ("plain", "says"),
    [
        ({"carriage": {"packages": [{"concerned": True}]}}, "carriage.packages[0].kilograms: missing"),
        (
            {"carriage": {"package_count": 0}},
            "carriage.package_count: read 0, allowed is a whole number from 1",
        ),
        ({"carriage": {"terms": {"limit_per_kg": "2.00 EUR"}}}, "allowed is a sum in SDR"),
        ({"carriage": {"treaties_common": ["atlantis"]}}, "carriage.treaties_common[0]: read 'atlantis'"),
        ({"carriage": {"bill": {"issued_in": "XX"}}}, "carriage.bill.issued_in: read 'XX'"),
        (
            {"loss": {"happened_on": "1850-01-01"}},
            "loss.happened_on: read 1850-01-01, allowed is no day before",
        ),
        (
            {"carriage": {"treaties_common": ["cmr"], "treaties_not_common": ["cmr"]}},
            "carriage.treaties_not_common: read 'cmr'",
        ),
        ({"loss": {"wilful": True, "conduct": "negligence"}}, "loss.wilful: read True"),
        (
            {"carriage": {"mode": "air", "delivered_on": "2026-03-02"}, "loss": {"kind": "loss"}},
            "carriage.delivered_on: read 2026-03-02, but loss.kind is loss",
        ),
        ({"carriage": {"legs": ["sea", "road"], "loss_leg": "air"}}, "carriage.loss_leg: read 'air'"),
        (
            {"carriage": {"packages": [{"kilograms": "2"}]}, "loss": {"short_kilograms": "3"}},
            "loss.short_kilograms: read more",
        ),
        (
            {"sale": {"contract_on": "2026-03-02", "completed_on": "2026-03-01"}},
            "sale.completed_on: read 2026-03-01",
        ),
        ({"basis": "hope"}, "basis: read 'hope', allowed are law, terms"),
    ],
)
def test_facts_that_cannot_be_true_together_are_refused_by_name(plain: dict[str, Any], says: str) -> None:
    got = read(plain)
    assert isinstance(got, Refused)
    assert says in got.says


@settings(max_examples=50)
@given(REGIMES, st.sampled_from(("packages", "origin", "destination", "accepted_on", "service", "mode")))
def test_a_fact_left_out_is_asked_for_or_not_needed(regime: str, left_out: str) -> None:
    facts = lost(regime, 2000, SDR.of("40"))
    empty: Any = () if left_out == "packages" else None
    got = told(replace(facts, carriage=replace(facts.carriage, **{left_out: empty})))
    assert got.status in ("decided", "needs_facts", "not_covered")
    assert (got.status == "needs_facts") == bool(got.missing)
    assert all(one.answers and one.question and one.fact for one in got.missing)
