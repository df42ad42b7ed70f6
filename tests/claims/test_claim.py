"""The table of a claim's states keeps its promises, whatever is tried."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from makewhole.because import Refused
from makewhole.claims.claim import RESTING, START, STATES, TABLE, VERBS, Actor, may_judge, move, page, verbs

WHO: tuple[Actor, ...] = ("claimant", "machine", "person", "clock", "provider")
PAGE = Path(__file__).parents[2] / "docs" / "claim-states.md"


def reachable(start: str) -> set[str]:
    """Every state that some walk from `start` can reach."""
    seen, todo = {start}, [start]
    while todo:
        state = todo.pop()
        for step in TABLE:
            if step.state == state and step.to not in seen:
                seen.add(step.to)
                todo.append(step.to)
    return seen


@given(st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from(WHO)), max_size=40))
def test_no_walk_ever_leaves_the_table(walk: list[tuple[str, Actor]]) -> None:
    state = START
    for verb, who in walk:
        to = move(state, verb, who)
        if isinstance(to, Refused):
            assert to.way_forward
            continue
        assert to in STATES
        state = to


def test_every_state_can_be_reached_and_left_or_is_at_rest() -> None:
    assert reachable(START) == set(STATES)
    for state in STATES:
        assert verbs(state), state
        assert RESTING & reachable(state)


def test_an_appeal_can_be_reached_from_every_refusal() -> None:
    for told_no in ("offered", "declined", "paid"):
        assert "appeal" in verbs(told_no, "claimant")
        assert move(told_no, "appeal", "claimant") == "appealed"
    assert move("closed", "reopen", "claimant") == "with_person"


def test_the_machine_can_never_decline() -> None:
    declining = [step for step in TABLE if step.to == "declined"]
    assert declining
    assert all(step.who == ("person",) for step in declining)


def test_money_moves_only_after_the_claimant_accepted() -> None:
    assert {step.state for step in TABLE if step.to == "paying"} == {"accepted", "payout_failed"}
    assert {step.who for step in TABLE if step.to == "accepted"} == {("claimant",)}


def test_nothing_is_closed_by_a_clock_before_somebody_answered() -> None:
    closing = {step.state for step in TABLE if step.to == "closed" and "clock" in step.who}
    assert closing == {"declined", "paid"}


def test_a_claimant_may_withdraw_until_it_is_decided() -> None:
    for state in ("lodged", "deciding", "awaiting_evidence", "with_person", "offered", "appealed"):
        assert "withdraw" in verbs(state, "claimant")


def test_an_appeal_is_taken_by_somebody_who_did_not_decide_before() -> None:
    refused = may_judge("li", frozenset({"li", "anna"}))
    assert isinstance(refused, Refused)
    assert "outside body" in refused.way_forward
    assert may_judge("omar", frozenset({"li", "anna"})) is None


def test_a_step_that_is_not_in_the_table_says_what_may_follow() -> None:
    refused = move("paid", "offer")
    assert isinstance(refused, Refused)
    assert "appeal" in refused.way_forward


def test_the_page_of_states_is_current() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(), "write it anew: python -m makewhole.claims.claim > docs/claim-states.md"
