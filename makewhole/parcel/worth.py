"""When a parcel is next worth asking its carrier about, and why: each look costs, and most tell nothing new.

What somebody waits for is looked at most, then what is due; a parcel whose source pushes is looked at only as
a net under that, and one that has arrived not at all. How often stands in a table as a share of the house's
period, so a house whose time is scaled scales with it. Whether the day's money bears a look is `bears`.

>>> from datetime import UTC, datetime
>>> from makewhole.parcel.journey import Scan, whereabouts
>>> now = datetime(2026, 11, 16, 12, tzinfo=UTC)
>>> parcel = Consignment("RB123456785GB", postal=True)
>>> there = whereabouts((Scan(now, "out_for_delivery"),), parcel, now)
>>> look = next_look(parcel, there, None, complained=False, pushed=False, now=now)
>>> look.at.isoformat(), look.reason
('2026-11-16T13:58:48+00:00', 'out_for_delivery')
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from makewhole import tables
from makewhole.because import Ground
from makewhole.parcel.consignment import Consignment
from makewhole.parcel.journey import ENDS, Whereabouts
from makewhole.parcel.outlook import Outlook

_TABLE = tables.read("makewhole.parcel", "worth.toml")
_ROWS = _TABLE["row"]
_LIMITS = {name: timedelta(days=days) for name, days in _TABLE["limits"].items()}
REASONS: dict[str, str] = {name: row["says"] for name, row in _ROWS.items()}
"""Every reason for a look, with what it means."""
PERIOD = timedelta(hours=6)
_WAITS = frozenset({"ready_for_pickup", "delivery_failed"})
_HELD = frozenset({"customs", "on_hold"})


@dataclass(frozen=True, slots=True)
class Look:
    """When to ask again (aware UTC), for which of `REASONS`, and the ground of it."""

    at: datetime
    reason: str
    because: Ground


def next_look(
    consignment: Consignment,
    where: Whereabouts,
    outlook: Outlook | None,
    *,
    complained: bool,
    pushed: bool,
    now: datetime,
    period: timedelta = PERIOD,
) -> Look | None:
    """The next look, counted from `now`; None where nothing is worth asking any more.

    `complained` says that somebody waits for the parcel, `pushed` that its source tells by itself.
    """
    reasons = tuple(_reasons(consignment, where, outlook, complained, pushed, now))
    if not reasons:
        return None
    reason = min(reasons, key=lambda name: int(_ROWS[name]["every"]))
    every = period * int(_ROWS[reason]["every"]) / 100
    facts = {"every_minutes": int(every.total_seconds()) // 60, "others": len(reasons) - 1}
    return Look(now + every, reason, Ground(f"worth.{reason}", REASONS[reason], _TABLE["source"], facts))


def bears(reason: str, spent: int, price: int, budget: int | None) -> bool:
    """Whether a day's budget bears one more look: each reason may draw the day's spending up to its share.

    So what is worth least stops first, and what somebody waits for last. All in micro-dollars.

    >>> bears("far", 400, 10, 1000), bears("complained", 400, 10, 1000), bears("far", 400, 0, 1000)
    (False, True, True)
    """
    if budget is None or price == 0:
        return True
    return spent + price <= budget * int(_ROWS[reason]["share"]) // 100


def _reasons(
    consignment: Consignment,
    where: Whereabouts,
    outlook: Outlook | None,
    complained: bool,
    pushed: bool,
    now: datetime,
) -> Iterator[str]:
    """Every row that holds."""
    if where.status in ENDS:
        since = where.delivered_at
        if complained and since is not None and now - since <= _LIMITS["doubt_days"]:
            yield "doubted"
        return
    if complained:
        yield "pushed_and_complained" if pushed else "complained"
    elif pushed:
        yield "pushed"
    lost_on = where.presumed_lost_on
    if lost_on is not None and now.date() > lost_on:
        if now.date() <= lost_on + _LIMITS["give_up_days"]:
            yield "lost"
        return
    if not pushed:
        yield from _on_the_way(consignment, where, outlook, now)


def _on_the_way(
    consignment: Consignment, where: Whereabouts, outlook: Outlook | None, now: datetime
) -> Iterator[str]:
    """The rows of a parcel that may still arrive and whose source tells only who asks."""
    if where.status == "out_for_delivery":
        yield "out_for_delivery"
    elif where.status in _HELD:
        yield "customs"
    elif where.status in _WAITS:
        yield "collecting"
    elif where.last is None:
        yield "begun"
    elif where.problem == "silent":
        yield "silent"
    else:
        soon = None if outlook is None else outlook.earliest - now.date()
        if soon is not None and soon <= _LIMITS["near_days"]:
            yield "near_due"
        yield "far" if soon is not None and soon > _LIMITS["far_days"] else "on_the_way"
    if where.problem == "late":
        yield "late"
