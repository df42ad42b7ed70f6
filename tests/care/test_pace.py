"""No stretch of time holds more turns than X allows, and a day's money goes to answers before looks."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.care.pace import SHARES, WINDOWS, Lane, Purpose, affords, quiet_until, turns

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LANES = st.sampled_from(get_args(Lane))
BEFORE = st.lists(st.integers(-90_000, 0).map(lambda s: NOON + timedelta(seconds=s)), max_size=40)


def most_in(moments: Sequence[datetime], period: timedelta) -> int:
    """The most of these moments that one stretch of `period` holds."""
    ordered = sorted(moments)
    return max(
        (sum(first <= each < first + period for each in ordered[i:]) for i, first in enumerate(ordered)),
        default=0,
    )


@given(lane=LANES, own=BEFORE, others=BEFORE, count=st.integers(1, 60))
def test_no_window_ever_holds_more_turns_than_x_allows(
    lane: Lane, own: list[datetime], others: list[datetime], count: int
) -> None:
    made = turns(lane, own, [*own, *others], NOON, count)
    assert len(made) == count
    assert list(made) == sorted(made)
    assert made[0] >= NOON
    for window in WINDOWS[lane]:
        past = own if window.over == "account" else [*own, *others]
        assert most_in([*past, *made], window.period) <= max(window.calls, most_in(past, window.period))


@given(own=BEFORE, count=st.integers(1, 40))
def test_nobody_waits_while_there_is_room(own: list[datetime], count: int) -> None:
    made = turns("message", own, own, NOON, count)
    for i, at in enumerate(made):
        if at > NOON:
            before = [*own, *made[:i]]
            just_before = at - timedelta(microseconds=1)
            full = [
                sum(just_before - w.period < each <= just_before for each in before) >= w.calls
                for w in WINDOWS["message"]
            ]
            assert any(full), "a turn was put off though every window had room"


def test_sixteen_messages_take_a_quarter_of_an_hour_and_a_day_holds_1440() -> None:
    made = turns("message", [], [], NOON, 1_441)
    assert made[14] == NOON
    assert made[15] == NOON + timedelta(minutes=15)
    assert made[1_439] == NOON + timedelta(minutes=15 * 95)
    assert made[1_440] == NOON + timedelta(days=1)


@given(
    limit=st.integers(0, 10**9),
    spent=st.integers(0, 10**9),
    micro=st.integers(0, 10**6),
)
def test_looks_stop_first_then_posts_and_answers_last(limit: int, spent: int, micro: int) -> None:
    may: dict[Purpose, bool] = {p: affords(p, micro, limit, spent) for p in get_args(Purpose)}
    assert may["read"] <= may["post"] <= may["reply"]
    assert not may["reply"] or spent + micro <= limit
    assert SHARES["read"] < SHARES["post"] < SHARES["reply"] == 100


@given(
    begins=st.times(),
    ends=st.times(),
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
)
def test_quiet_hours_end_within_a_day_and_at_their_end(begins: time, ends: time, at: datetime) -> None:
    until = quiet_until(begins, ends, UTC, at)
    if until is not None:
        assert at < until <= at + timedelta(days=1)
        assert until.timetz().replace(tzinfo=None) == ends
        assert quiet_until(begins, ends, UTC, until) is None


@pytest.mark.parametrize("lane", get_args(Lane))
def test_every_lane_has_a_window_of_an_account_and_one_of_the_app(lane: Lane) -> None:
    assert {window.over for window in WINDOWS[lane]} == {"account", "app"}
