"""What is offered: the better of law and terms, in words, and never a no without a person."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.claims import grade, terms
from makewhole.claims.facts import ClaimFacts
from makewhole.claims.grade import Settings
from makewhole.claims.settlement import Decision, decide
from makewhole.gateways.rates import EcbRates
from makewhole.money import Money, NoRates
from tests.claims.claimed import NOW, claim, euros, parcel

RATES = EcbRates()
TERMS = terms.demo()
SEEN = frozenset({"a" * 64})
PHOTOS = frozenset({"photo_goods", "photo_outside", "photo_inside", "photo_label"})


def decided(facts: ClaimFacts, settings: Settings = grade.DEFAULT) -> Decision:
    """The decision by the demonstration terms."""
    return decide(facts, TERMS, RATES, NOW, settings)


def says(decision: Decision) -> str:
    """All its reasons as one text."""
    return " | ".join(ground.says for ground in decision.because)


def test_a_parcel_without_news_for_weeks_is_offered_in_full_with_no_hand_touching_it() -> None:
    got = decided(claim())
    assert (got.verb, got.grade, got.offer, got.full) == ("offer", "simple", euros(40), True)
    assert got.rest is None
    assert not got.person_needed


def test_a_parcel_only_said_to_be_lost_is_not_yet_lost() -> None:
    got = decided(claim(problem="lost", days=2))
    assert got.promise.money != euros(40)
    assert got.verb == "refer"


def test_a_late_parcel_that_fell_silent_is_refunded_as_if_it_were_lost() -> None:
    assert decided(claim(problem="late")).offer == euros(40)


def test_the_law_wins_where_it_gives_more_than_the_terms() -> None:
    facts = claim(
        days=12, charges=euros(5), asked=euros(45), terminated=True, agreed_delivery_by=date(2026, 10, 9)
    )
    got = decided(facts, Settings(accepted_rows=frozenset({"crd-delivery-days"})))
    assert got.promise.money is not None
    assert got.promise.money < euros(45)
    assert (got.verb, got.offer) == ("offer", euros(45))
    assert "better of the two" in says(got)


def test_the_terms_win_where_they_give_more_than_the_law() -> None:
    facts = claim(problem="late", last="delivered", days=15, asked=euros(8))
    got = decided(facts)
    assert (got.verb, got.offer) == ("offer", euros(8))
    assert got.law.payable == euros(0)


def test_an_offer_below_what_was_asked_says_that_it_refuses_the_rest() -> None:
    got = decided(claim(problem="late", last="delivered", days=15, asked=euros(15)))
    assert got.offer == euros(8)
    assert got.rest is not None
    assert "refuses 7.00 EUR" in got.rest.says
    assert "person" in got.rest.way_forward
    assert (got.verb, got.grade) == ("refer", "complex")


def test_a_seller_may_let_the_machine_offer_part() -> None:
    facts = claim(problem="late", last="delivered", days=15, asked=euros(15))
    settings = Settings(machine_offers_part=True, accepted_rows=frozenset({"crd-delivery-days"}))
    got = decided(facts, settings)
    assert (got.verb, got.offer, got.full) == ("offer", euros(8), False)
    assert got.rest is not None


def test_more_than_the_value_is_capped_in_words_and_looked_at_by_a_person() -> None:
    got = decided(claim(asked=euros(99)))
    assert got.offer == euros(40)
    assert got.rest is not None
    assert "the goods cost 40.00 EUR" in got.rest.says
    assert [one.kind for one in got.suspicions] == ["more_than_value"]
    assert got.verb == "refer"


def test_where_nothing_can_be_offered_a_person_is_needed() -> None:
    got = decided(claim(problem="late", last="delivered", days=30, asked=euros(5)))
    assert got.offer is None
    assert got.verb == "refer"
    assert "only a person may refuse" in says(got)


def test_missing_evidence_is_asked_for_before_anything_else() -> None:
    got = decided(claim(problem="damaged"))
    assert got.verb == "ask"
    assert [one.kind for one in got.needs] == ["photo_goods", "photo_outside", "severity"]
    assert got.offer is None


def test_tracking_against_the_claimant_is_a_dispute() -> None:
    facts = claim(last="delivered", days=20, evidence=frozenset({"not_received_statement"}))
    got = decided(facts)
    assert (got.verb, got.grade) == ("refer", "disputed")


def test_an_appeal_always_goes_to_a_person() -> None:
    got = decided(claim(appealed=True))
    assert (got.verb, got.grade) == ("refer", "disputed")
    assert decided(claim(problem="damaged", appealed=True)).verb == "refer"


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        (
            {"photo_hashes": frozenset({"a"}), "photo_hashes_seen_before": frozenset({"a"})},
            "photo_seen_before",
        ),
        ({"other_claims_for_parcel": 1}, "parcel_claimed_before"),
    ],
)
def test_suspicion_slows_a_claim_and_never_refuses_it(changes: dict[str, Any], kind: str) -> None:
    got = decided(claim(**changes))
    assert [one.kind for one in got.suspicions] == [kind]
    assert (got.verb, got.offer) == ("refer", euros(40))


def test_a_sum_resting_on_an_unconfirmed_row_is_never_simple() -> None:
    registered = claim(claimant="sender", days=10, asked=euros(40))
    got = decided(registered)
    assert got.law.unsettled_rows
    assert got.grade != "simple"
    assert "nobody has confirmed" in says(got)


def test_an_offer_in_full_by_the_terms_needs_no_law() -> None:
    got = decide(claim(consumer=None), TERMS, NoRates(), NOW)
    assert got.law.status == "needs_facts"
    assert (got.verb, got.grade) == ("offer", "simple")


def test_a_claim_long_after_the_terms_window_goes_to_a_person() -> None:
    late = parcel(promised_by=NOW - timedelta(days=120), accepted_at=NOW - timedelta(days=140))
    got = decided(claim(late))
    assert got.verb == "refer"
    assert "told more than 90 days" in says(got)


def test_a_sum_above_what_is_paid_without_a_hand_is_confirmed_by_a_person() -> None:
    got = decided(claim(), Settings(simple_up_to={"EUR": 1_000}))
    assert (got.verb, got.grade, got.offer) == ("refer", "complex", euros(40))
    assert "more than is paid without a hand" in says(got)


def test_another_currency_is_converted_or_a_person_is_told_there_is_no_rate() -> None:
    dollars = claim(asked=Money(2_000, "USD"))
    assert decided(dollars).offer == Money(2_000, "USD")
    got = decide(dollars, TERMS, NoRates(), NOW)
    assert got.offer is None
    assert "no rate from EUR to USD" in says(got)


def test_each_grade_has_its_clocks() -> None:
    simple, disputed = decided(claim()), decided(claim(appealed=True))
    assert simple.clocks.decide_by < disputed.clocks.decide_by
    assert simple.clocks.acknowledge_by == NOW + timedelta(minutes=5)
    assert simple.clocks.appeal_by == NOW + timedelta(days=30)


def test_a_decision_without_a_ground_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="at least one ground"):
        replace(decided(claim()), because=())


@given(
    st.sampled_from(("late", "lost", "not_received", "damaged", "missing", "wrong")),
    st.sampled_from(("buyer", "sender", "consignee")),
    st.sampled_from(("in_transit", "delivered", "lost", "damaged", "returned", "customs")),
    st.integers(1, 10**7),
    st.integers(0, 45),
    st.booleans(),
    st.sampled_from((None, "total", "part")),
    st.sampled_from(("post", "air", "road", None)),
)
def test_the_machine_never_refuses_alone_and_never_offers_more_than_was_asked(
    problem: str,
    claimant: str,
    last: str,
    asked: int,
    days: int,
    photos: bool,
    severity: str | None,
    mode: str | None,
) -> None:
    facts = claim(
        parcel(mode=mode, postal=mode == "post"),
        last=last,
        days=days,
        problem=problem,
        claimant=claimant,
        asked=Money(asked, "EUR"),
        severity=severity,
        part_value=euros(10),
        evidence=PHOTOS if photos else frozenset(),
    )
    got = decided(facts)
    assert got.because
    if got.offer is not None:
        assert 0 < got.offer.minor <= asked
        assert got.full == (got.offer.minor == asked)
        assert (got.rest is None) == got.full
    if got.verb == "offer":
        assert got.full
        assert got.grade == "simple"
    if got.offer is None:
        assert got.verb in ("ask", "refer")
    assert got == decided(facts)


def test_a_claim_for_nothing_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="above nothing"):
        claim(asked=euros(0))
