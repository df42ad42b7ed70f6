"""How fast an account may speak and how a day's budget is shared: whose turn is when, what still may cost.

X counts calls in windows, for an account and for all accounts of an app; `pace.toml` has them with source and
date. Here is the arithmetic: given the moments that count, when the next turns are. Nothing is sent, kept or
looked up here, and the moments are house time.

>>> from datetime import UTC, datetime
>>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
>>> [str(at.time()) for at in turns("message", [noon] * 14, [noon] * 14, noon, 2)]
['12:00:00', '12:15:00']
>>> affords("read", 0, limit=1_000_000, spent=700_000), affords("reply", 10_000, 1_000_000, 700_000)
(False, True)
"""

from bisect import insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Literal

from makewhole import tables

Lane = Literal["message", "post"]
Purpose = Literal["read", "post", "reply"]
_TABLE = tables.read("makewhole.care", "pace.toml")


@dataclass(frozen=True, slots=True)
class Window:
    """At most `calls` in any stretch of `period`, counted over one account or over the whole app."""

    calls: int
    period: timedelta
    over: str


WINDOWS: Mapping[str, tuple[Window, ...]] = {
    lane: tuple(
        Window(row["calls"], timedelta(seconds=row["seconds"]), row["over"])
        for row in _TABLE["window"]
        if row["lane"] == lane
    )
    for lane in ("message", "post")
}
SHARES: Mapping[str, int] = {row["id"]: row["percent"] for row in _TABLE["share"]}
DAY_MICRO: int = _TABLE["day"]["micro"]
LONGEST = max(window.period for windows in WINDOWS.values() for window in windows)


def turns(
    lane: Lane, own: Sequence[datetime], app: Sequence[datetime], now: datetime, count: int
) -> tuple[datetime, ...]:
    """When the next `count` turns of an account are, the first not before `now`.

    `own` are the moments from which this account's calls count, `app` those of all accounts of the app.
    """
    mine, all_of = sorted(own), sorted(app)
    made: list[datetime] = []
    for _ in range(count):
        at = made[-1] if made else now
        for window in WINDOWS[lane]:
            past = mine if window.over == "account" else all_of
            if len(past) >= window.calls:
                at = max(at, past[-window.calls] + window.period)
        insort(mine, at)
        insort(all_of, at)
        made.append(at)
    return tuple(made)


def affords(purpose: Purpose, micro: int, limit: int, spent: int) -> bool:
    """Whether a day's budget (`limit`, of which `spent`, millionths of a dollar) still bears this cost."""
    share = limit * SHARES[purpose] // 100
    return spent + micro <= share and spent < share


def quiet_until(begins: time | None, ends: time | None, zone: tzinfo, now: datetime) -> datetime | None:
    """When the quiet hours end that `now` falls into; None outside of them. They may run over midnight.

    >>> from datetime import UTC
    >>> late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    >>> str(quiet_until(time(22), time(7), UTC, late))
    '2026-11-23 07:00:00+00:00'
    """
    if begins is None or ends is None or begins == ends:
        return None
    here = now.astimezone(zone)
    at = here.timetz().replace(tzinfo=None)
    inside = begins <= at < ends if begins < ends else at >= begins or at < ends
    if not inside:
        return None
    day = here.date() if at < ends else here.date() + timedelta(days=1)
    return datetime.combine(day, ends, zone).astimezone(now.tzinfo)
