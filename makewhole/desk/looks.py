"""When a parcel is looked at next: asked of `parcel.worth`, noted with the reason, and owed.

Shared by whoever learns something of a parcel; it calls no errand. One look is owed at a time: a nearer one
takes the place of a later one, which finds that out when its moment comes (`is_due`).
"""

import datetime as dt
from collections.abc import Sequence

from makewhole.desk import known
from makewhole.desk.turn import Turn
from makewhole.parcel import worth
from makewhole.store import parcels, watches
from makewhole.store.parcels import ParcelRow
from makewhole.store.watches import WatchRow

FOLLOW, ENROLL = "follow", "enroll"
OVER = "over"
_DAY = dt.timedelta(days=1)


def plan(turn: Turn, parcel_id: int) -> None:
    """Owe the parcel's next look, if one is worth anything and none that is sooner is owed."""
    parcel = parcels.get(turn.conn, parcel_id)
    watches.begin(turn.conn, parcel.brand, [parcel_id])
    watch = watches.one(turn.conn, parcel_id, lock=True)
    complained = parcels.wanted(turn.conn, parcel_id)
    look = None
    if complained or turn.house.follow_all:
        seen = known.look(turn.conn, parcel, turn.now, turn.house.outlook)
        look = worth.next_look(
            seen.consignment,
            seen.whereabouts,
            seen.outlook,
            complained=complained,
            pushed=watch is not None and watch.source is not None,
            now=turn.now,
            period=turn.house.periods.follow_every,
        )
    if look is None:
        watches.look_next(turn.conn, parcel.brand, parcel_id, None, OVER)
    elif watch is None or watch.look_at is None or not turn.now < watch.look_at <= look.at:
        _owe(turn, parcel, look.at, look.reason)


def at_once(turn: Turn, parcel_id: int) -> None:
    """Owe a look now, because a person wants one; asked twice in a second it is one look."""
    _owe(turn, parcels.get(turn.conn, parcel_id), turn.now, "complained")


def put_off(turn: Turn, parcel: ParcelRow, reason: str) -> None:
    """Owe the look the day's money did not bear for tomorrow, each parcel at a moment of its own."""
    now = turn.now.astimezone(dt.UTC)
    tomorrow = now.replace(hour=0, minute=0, second=0, microsecond=0) + _DAY
    # Spread over the day's first hours, so that they don't all come at once.
    _owe(turn, parcel, tomorrow + dt.timedelta(seconds=parcel.id * 7919 % 14_400), reason)


def begin(turn: Turn, brand: str, given: Sequence[int]) -> None:
    """Keep an eye on parcels that came in, where the house follows all of them."""
    if turn.house.follow_all and given:
        watches.begin(turn.conn, brand, given)
        # Named by the first of them: what came a moment ago may be enrolled already, without these.
        turn.owe(ENROLL, f"enroll-{brand}:{min(given)}-{turn.now.isoformat()}", brand, 0, priority=7)


def is_due(watch: WatchRow | None, stamp: int) -> bool:
    """Whether the look owed for that moment is still the parcel's next one."""
    return watch is None or (watch.look_at is not None and int(watch.look_at.timestamp()) == stamp)


def _owe(turn: Turn, parcel: ParcelRow, at: dt.datetime, reason: str) -> None:
    at = at.replace(microsecond=0) + dt.timedelta(seconds=1)
    stamp = int(at.timestamp())
    watches.look_next(turn.conn, parcel.brand, parcel.id, at, reason)
    turn.owe(FOLLOW, f"follow-{parcel.id}:{stamp}", parcel.id, stamp, after=at - turn.now, priority=8)
