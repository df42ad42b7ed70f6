"""What holds for road, rail, sea and national carriage whatever the facts: limits, values, days, tables."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.gateways.rates import EcbRates
from makewhole.law import cmr, regime, rows
from makewhole.law.assess import assess
from makewhole.law.carriage import Bill
from makewhole.law.conclusion import Assessment
from makewhole.law.facts import CAUSES, KINDS, Carriage, CarrierTerms, Facts, Kind, Loss, Mode, Package
from makewhole.money import SDR, Money

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
RATES = EcbRates()
WHERE = MappingProxyType(
    {
        "CMR": Carriage(mode="road", origin="PL", destination="DE"),
        "CIM": Carriage(mode="rail", treaties_common=("cim",)),
        "HGB": Carriage(mode="road", origin="DE", destination="DE"),
        "HAGUE_VISBY": Carriage(mode="sea", bill=Bill(clause="hague_visby")),
        "HAMBURG": Carriage(mode="sea", bill=Bill(clause="hamburg")),
        "CN_MARITIME_CODE_1992": Carriage(mode="sea", governing_law="CN", origin="CN", destination="DE"),
    }
)
"""A carriage under each law with a limit by weight or package."""
LAWS = st.sampled_from(sorted(WHERE))
MODES: tuple[Mode, ...] = ("air", "road", "rail", "sea")
GRAMS = st.integers(1, 500_000)
VALUES = st.integers(0, 10**11).map(SDR)
DAYS = st.dates(date(2012, 1, 1), date(2026, 4, 20))


def lost(
    law: str, grams: int, value: SDR | Money, *, share: int = 0, on: date = date(2026, 4, 1), **more: Any
) -> Facts:
    """One package lost under that law on that day."""
    carriage = replace(WHERE[law], postal=False, contract_on=on, packages=(Package(grams),), **more)
    loss = Loss(kind="loss", happened_on=on, value=value, claimant_share=share)
    return Facts(claim="sender_v_carrier", carriage=carriage, loss=loss)


def assessed(facts: Facts) -> Assessment:
    """The assessment on the day of these tests."""
    return assess(facts, RATES, NOW)


def payable(facts: Facts) -> SDR:
    """What it says in SDR."""
    got = assessed(facts)
    assert got.payable_sdr is not None
    return got.payable_sdr


@given(LAWS, GRAMS, VALUES, st.integers(0, 10_000))
def test_nothing_above_an_unbroken_limit_or_the_loss_is_ever_payable(
    law: str, grams: int, value: SDR, share: int
) -> None:
    got = assessed(lost(law, grams, value, share=share))
    assert got.regime == law
    assert isinstance(got.limit, SDR)
    assert got.payable_sdr is not None
    assert SDR(0) <= got.payable_sdr <= min(got.limit, value)


@given(st.sampled_from(("CMR", "CIM", "HGB")), GRAMS, VALUES, VALUES, VALUES)
def test_charges_come_on_top_and_nothing_else_does(
    law: str, grams: int, value: SDR, freight: SDR, duties: SDR
) -> None:
    bare = payable(lost(law, grams, value))
    whole = payable(lost(law, grams, value, charges=freight, duties=duties))
    assert whole == bare + freight + duties


@given(LAWS, GRAMS, GRAMS, VALUES)
def test_a_heavier_package_is_never_worth_less(law: str, one: int, other: int, value: SDR) -> None:
    light, heavy = sorted((one, other))
    assert payable(lost(law, light, value)) <= payable(lost(law, heavy, value))


@given(LAWS, GRAMS, VALUES, VALUES)
def test_a_larger_loss_is_never_paid_less(law: str, grams: int, one: SDR, other: SDR) -> None:
    small, large = sorted((one, other))
    assert payable(lost(law, grams, small)) <= payable(lost(law, grams, large))


@given(LAWS, GRAMS, VALUES)
def test_intent_never_makes_the_carrier_owe_less(law: str, grams: int, value: SDR) -> None:
    facts = lost(law, grams, value)
    meant = replace(facts, loss=replace(facts.loss, conduct="intent", conduct_of="carrier"))
    assert payable(facts) <= payable(meant)


@given(LAWS, st.sampled_from(("damage", "shortage", "delay")), DAYS, st.integers(0, 40))
def test_no_deadline_lies_before_the_delivery(law: str, kind: Kind, on: date, later: int) -> None:
    facts = lost(law, 5000, SDR.of("90"), on=on, delivered_on=on + timedelta(days=later))
    facts = replace(facts, loss=replace(facts.loss, kind=kind, short_grams=100, apparent=False))
    facts = replace(facts, carriage=replace(facts.carriage, charges=SDR.of("9")))
    got = assessed(facts)
    delivered = facts.carriage.delivered_on
    assert delivered is not None
    assert all(day is None or day >= delivered for day in (got.notice_by, got.suit_by, got.claimable_from))


@given(LAWS, GRAMS, VALUES)
def test_the_same_facts_come_to_the_same_answer(law: str, grams: int, value: SDR) -> None:
    assert assessed(lost(law, grams, value)) == assessed(lost(law, grams, value))


@given(GRAMS, VALUES, st.integers(0, 10**9).map(SDR))
def test_terms_of_a_carrier_by_road_never_lower_what_the_convention_gives(
    grams: int, value: SDR, agreed: SDR
) -> None:
    terms = CarrierTerms(limit=agreed, limit_per_kg=agreed, claim_within_days=1)
    assert payable(lost("CMR", grams, value)) <= payable(lost("CMR", grams, value, terms=terms))


@given(GRAMS, st.integers(0, 10_000).map(lambda milli: SDR(milli * 1000)))
def test_no_term_cuts_the_limit_of_a_consumer_who_sends(grams: int, agreed: SDR) -> None:
    value = SDR.of("100000")
    terms = CarrierTerms(limit_per_kg=agreed, displayed=True)
    cut = lost("HGB", grams, value, terms=terms, sender_is_consumer=True)
    assert payable(cut) >= payable(lost("HGB", grams, value))


@given(st.integers(1, 400), st.integers(0, 400), st.integers(0, 10**9))
def test_a_longer_delay_by_rail_never_costs_the_railway_less(period: int, over: int, freight: int) -> None:
    def owed(days: int) -> int:
        carriage = Carriage(
            mode="rail",
            postal=False,
            treaties_common=("smgs",),
            delivery_period_days=period,
            overrun_days=days or None,
            charges_concerned=Money(freight, "CHF"),
        )
        got = assessed(Facts(claim="sender_v_carrier", carriage=carriage, loss=Loss(kind="delay")))
        return got.payable.minor if got.payable is not None else 0

    assert owed(over) <= owed(over + 1) <= freight


@cache
def _older(name: str) -> rows.Table:
    """The table as it would be read if a row were added tomorrow that changes everything from then on."""
    table = rows.table(name)
    newest = table.rows[0]
    later = replace(newest, id="later", value="99999", since=date(2027, 1, 1))
    return rows.Table((*table.rows, later))


@pytest.mark.parametrize("name", rows.TABLES)
def test_a_row_of_a_later_day_never_changes_an_older_case(name: str) -> None:
    for row in rows.table(name).rows:
        for day in (row.since, date(2026, 4, 30)):
            assert _older(name).find(row.name, day) == rows.table(name).find(row.name, day)


def test_one_state_is_enough_by_road_and_a_state_not_listed_is_none() -> None:
    def applies(origin: str, destination: str) -> bool | None:
        carriage = Carriage(mode="road", postal=False, origin=origin, destination=destination)
        return cmr.applies(Facts(claim="sender_v_carrier", carriage=carriage)).applies

    assert (applies("CN", "KZ"), applies("CN", "VN"), applies("CN", "HK")) == (True, False, None)


def test_every_law_of_a_mode_says_no_to_the_other_modes() -> None:
    for mode, laws in regime.BY_MODE.items():
        for other in MODES:
            carriage = Carriage(mode=other, postal=False, origin="US", destination="US")
            facts = Facts(claim="sender_v_carrier", carriage=carriage)
            here = [law for law in laws if other != mode and law not in regime.BY_MODE[other]]
            assert [law.NAME for law in here if law.applies(facts).applies] == []


def test_a_claim_on_the_seller_is_never_a_claim_of_carriage() -> None:
    for laws in regime.BY_MODE.values():
        for law in laws:
            facts = Facts(claim="buyer_v_seller", carriage=Carriage(mode="road", postal=False))
            assert law.applies(facts).applies is False


def test_post_is_never_carriage_by_road_rail_or_sea() -> None:
    for mode in ("road", "rail", "sea"):
        for law in regime.BY_MODE[mode]:
            facts = Facts(claim="sender_v_carrier", carriage=Carriage(mode="post"))
            assert law.applies(facts).applies is False


SUMS = st.sampled_from((None, SDR(0), SDR.of("90"), Money(4500, "EUR"), Money(100, "JPY"), Money(5, "NGN")))
SAID = st.sampled_from((None, True, False))
OFTEN = st.dates(date(2026, 1, 1), date(2026, 8, 1)) | st.none()
PLACES = st.sampled_from((None, "DE", "CN", "US", "PL", "EG", "KZ", "HK"))
BILLS = st.none() | st.builds(
    Bill,
    clause=st.sampled_from((None, "hague_visby", "hamburg", "us_cogsa", "hague_1924")),
    packages_enumerated=SAID,
    value_declared=SUMS,
    fair_opportunity=SAID,
    container=SAID,
    misstated_by_shipper=st.booleans(),
)
CARRIAGES = st.builds(
    Carriage,
    mode=st.sampled_from(("road", "rail", "sea")),
    postal=st.just(value=False),
    origin=PLACES,
    destination=PLACES,
    governing_law=st.sampled_from((None, "DE", "CN")),
    treaties_common=st.sampled_from(((), ("cim",), ("smgs",), ("cmr",), ("hamburg",))),
    accepted_on=OFTEN,
    due_on=OFTEN,
    delivered_on=OFTEN,
    packages=st.sampled_from(((), (Package(5000),), (Package(5000), Package(1000, concerned=True)))),
    declared_value=SUMS,
    declared_interest=SUMS,
    declared_in_note=SAID,
    supplement_paid=SAID,
    released_value=SUMS,
    charges=SUMS,
    charges_concerned=SUMS,
    duties=SUMS,
    cod=SUMS,
    sender_is_consumer=SAID,
    bill=BILLS,
)
LOSSES = st.builds(
    Loss,
    kind=st.sampled_from((None, *KINDS)),
    happened_on=OFTEN,
    value=SUMS,
    value_whole=SUMS,
    short_grams=st.sampled_from((None, 600)),
    consequential=SUMS,
    cause=st.sampled_from((None, *CAUSES)),
    claimant_share=st.sampled_from((0, 3333, 10_000)),
    conduct=st.sampled_from((None, "intent", "negligence")),
    apparent=SAID,
    reserved_at_delivery=SAID,
    notice_sent_on=OFTEN,
    notice_received_on=OFTEN,
    claimed_on=OFTEN,
    paid_on=OFTEN,
    settled=st.none() | SUMS,
    found_again_on=st.none() | OFTEN,
    compensation_paid=SUMS,
    charges_included=SUMS,
)


@given(CARRIAGES, LOSSES)
def test_whatever_the_facts_an_answer_comes_with_its_grounds_and_no_sum_while_one_is_missing(
    carriage: Carriage, loss: Loss
) -> None:
    got = assessed(Facts(claim="sender_v_carrier", carriage=carriage, loss=loss))
    assert got.because
    if got.missing and [one.fact for one in got.missing] != ["rate"]:
        assert got.payable is None
        assert got.payable_sdr is None
    if got.liable is False and got.payable is not None:
        assert got.payable.minor <= 0
