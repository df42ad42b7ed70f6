"""A seller's terms: read whole or refused by the wrong rule, applied from the top, hashed with prose."""

import hashlib
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from makewhole.because import Refused
from makewhole.claims import rules, terms
from makewhole.claims.terms import Case, Terms
from makewhole.money import Money

PROSE = {"en": "We pay you back.", "zh": "我们退款。"}
DOCUMENT: dict[str, Any] = {
    "id": "shop",
    "seller": "A shop",
    "in_force_from": "2026-03-01",
    "claim_within_days": 60,
    "appeal_within_days": 30,
    "outside_body": "the mediator",
    "rules": [
        {
            "id": "lost",
            "says": "Lost is paid back.",
            "when": {"problem": ["lost"]},
            "give": {"percent": 100, "of": "value", "charges": True, "cap": {"EUR": 10_000}},
        },
        {
            "id": "late",
            "says": "Late earns five euros.",
            "when": {"problem": ["late"], "days_late": {"at_least": 5, "below": 20}},
            "give": {"fixed": {"EUR": 500}},
        },
        {"id": "unclear", "says": "A person decides.", "person": True},
    ],
}


def made(**changes: Any) -> Terms:
    """The terms above, with changes."""
    got = terms.read({**deepcopy(DOCUMENT), **changes}, PROSE)
    assert isinstance(got, Terms), got
    return got


def euros(minor: int) -> Money:
    """A sum in cents."""
    return Money(minor, "EUR")


def test_the_first_rule_that_holds_gives_the_promise() -> None:
    promise = made().promise(Case(facts={"problem": "lost"}, value=euros(4_000), charges=euros(500)))
    assert promise.money == euros(4_500)
    assert promise.because[0].rule == "terms shop of 2026-03-01, rule lost"
    assert promise.because[0].facts["terms_hash"] == made().hash


def test_a_cap_holds_for_the_goods() -> None:
    assert made().promise(Case(facts={"problem": "lost"}, value=euros(99_000))).money == euros(10_000)


@pytest.mark.parametrize(("days", "minor"), [(4, None), (5, 500), (19, 500), (20, None)])
def test_bounds_take_the_first_day_and_leave_the_last(days: int, minor: int | None) -> None:
    promise = made().promise(Case(facts={"problem": "late", "days_late": days}, value=euros(4_000)))
    assert promise.money == (euros(minor) if minor else None)


@pytest.mark.parametrize(
    ("case", "why"),
    [
        (Case(facts={"problem": "late"}, value=euros(1)), "days_late, which is not known"),
        (Case(facts={"problem": "damaged"}, value=euros(1)), "no rule before the last"),
        (Case(facts={"problem": "lost"}), "a sum is missing: value"),
        (Case(facts={"problem": "lost"}, value=Money(1, "USD")), "no upper limit in USD"),
        (Case(facts={"problem": "late", "days_late": 6}, value=Money(1, "USD")), "no sum in USD"),
    ],
)
def test_what_is_not_clear_goes_to_a_person_and_says_why(case: Case, why: str) -> None:
    promise = made().promise(case)
    assert promise.money is None
    assert promise.because
    assert why in (promise.unclear or "")


def test_one_hash_names_rules_and_prose() -> None:
    one = made()
    assert one.hash == hashlib.sha256(rfc8785.dumps(dict(one.document))).hexdigest()
    assert one.hash != made(claim_within_days=61).hash
    other = terms.read(DOCUMENT, {**PROSE, "zh": "我们不退款。"})
    assert isinstance(other, Terms)
    assert other.hash != one.hash
    shuffled = terms.read(dict(reversed(list(DOCUMENT.items()))), PROSE)
    assert isinstance(shuffled, Terms)
    assert shuffled.hash == one.hash


def test_the_terms_of_the_day_are_the_latest_then_in_force() -> None:
    old, new = made(), made(in_force_from="2026-09-01")
    assert terms.in_force((new, old), date(2026, 8, 31)) == old
    assert terms.in_force((new, old), date(2026, 9, 1)) == new
    assert terms.in_force((new, old), date(2026, 2, 1)) is None


def rule(**changes: Any) -> dict[str, Any]:
    """The first rule above, with changes."""
    return {**DOCUMENT["rules"][0], **changes}


LAST = DOCUMENT["rules"][-1]


@pytest.mark.parametrize(
    ("listed", "says"),
    [
        ([], "rules are missing"),
        ([rule()], "the last rule, and only that one"),
        ([LAST, LAST], "rule 1 (unclear): the last rule, and only that one"),
        ([rule(when={}), LAST], "without a condition no later rule could ever hold"),
        ([rule(when={"moon": ["full"]}), LAST], "no fact is called 'moon'"),
        ([rule(when={"delivered": "yes"}), LAST], "delivered is answered with true or false"),
        ([rule(when={"problem": "lost"}), LAST], "problem is answered with a list of words"),
        ([rule(when={"days_late": {"at_least": 9, "below": 3}}), LAST], "at_least under below"),
        ([rule(when={"days_late": {"over": 9}}), LAST], "days_late takes at_least and below"),
        ([rule(when={"problem": ["silent"]}), LAST], "problem is one of late, lost"),
        ([rule(give={"percent": 120, "of": "value"}), LAST], "percent is a whole number, 1 to 100"),
        ([rule(give={"percent": 10, "of": "hope"}), LAST], "give names what it is of"),
        ([rule(give={"percent": 10, "of": "value", "cap": {"EUR": 0}}), LAST], "cap in EUR"),
        ([rule(give={"fixed": {"EUR": 1.5}}), LAST], "fixed in EUR"),
        ([rule(give={"fixed": {"EUR": 5}, "percent": 3}), LAST], "fixed stands alone"),
        ([rule(says=""), LAST], "id and says are needed"),
    ],
)
def test_terms_that_cannot_work_are_refused_by_the_rule_that_is_wrong(
    listed: list[dict[str, Any]], says: str
) -> None:
    got = terms.read({**DOCUMENT, "rules": listed}, PROSE)
    assert isinstance(got, Refused)
    assert says in got.says


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"in_force_from": "soon"}, "in_force_from is a date"),
        ({"seller": ""}, "seller is missing"),
        ({"claim_within_days": 0}, "claim_within_days is a whole number"),
    ],
)
def test_terms_without_their_head_are_refused(changes: dict[str, Any], says: str) -> None:
    got = terms.read({**DOCUMENT, **changes}, PROSE)
    assert isinstance(got, Refused)
    assert says in got.says


FACTS = st.fixed_dictionaries(
    {
        "problem": st.sampled_from(("late", "lost", "damaged", "missing", "wrong", "not_received")),
        "severity": st.sampled_from((None, "total", "part")),
        "delivered": st.sampled_from((None, True, False)),
        "photos": st.booleans(),
        "silent_days": st.none() | st.integers(0, 400),
        "days_late": st.none() | st.integers(0, 400),
    }
)


@given(FACTS, st.integers(1, 10**8), st.integers(0, 10**5))
def test_the_demonstration_terms_answer_every_case_and_never_give_more_than_was_paid(
    facts: dict[str, rules.Known], value: int, charges: int
) -> None:
    case = Case(facts=facts, value=euros(value), charges=euros(charges), part_value=euros(value // 2))
    promise = terms.demo().promise(case)
    assert promise.because
    if promise.money is None:
        assert promise.unclear
    else:
        assert 0 <= promise.money.minor <= value + charges
