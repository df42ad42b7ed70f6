"""Enrolling: parcels that came in are registered with the source that pushes, and their first look is owed.

A source takes them in batches. What it refuses is kept with its reason, so that a person can see which
parcels nobody watches; what its quota or the day's money did not bear waits for the next day.
"""

from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

from makewhole.desk import looks
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, in_errand
from makewhole.effects import effect
from makewhole.gateways.wire import TheirFault
from makewhole.parcel import worth
from makewhole.store import watches

ERRAND = looks.ENROLL
MOST = 200
_TOMORROW = timedelta(hours=24)
_WAITING = 24
"""At most about so many rounds of a brand wait at once, however many were begun."""
Told = dict[str, Any]


def enroll(house: House, brand: str, round_number: int) -> None:
    """Register the brand's newest parcels, plan their first looks, and go on while there are more."""
    source = house.carriers.pushing
    with house.database.reading() as conn:
        new = watches.unregistered(conn, brand, MOST, also_planned=source is not None)
        spent = watches.spent_on(conn, brand, house.clock.now())
    if not new:
        return
    price, told = source.price.register if source is not None else 0, Told()
    borne = [
        one
        for at, one in enumerate(new)
        if worth.bears("begun", spent + at * price, price, house.tracking_budget)
    ]
    if source is not None and borne:
        told = house.engine.step("enroll.send", lambda: _register(house, borne))

    def record(turn: Turn) -> None:
        _record(turn, brand, told)
        for parcel, _, _ in new:
            looks.plan(turn, parcel)
        after = _again_after(told, whole=len(borne) == len(new), full=len(new) == MOST)
        if after:
            # Whoever else waits for the same source or the same day waits for this round too.
            slot = ceil((turn.now + after).timestamp() / (after / _WAITING).total_seconds())
            due = datetime.fromtimestamp(slot * (after / _WAITING).total_seconds(), UTC)
            key = f"enroll-{brand}:later-{due.isoformat()}"
            turn.owe(ERRAND, key, brand, round_number + 1, after=due - turn.now, priority=7)
        elif after is not None:
            key = f"enroll-{brand}:{round_number + 1}:{turn.now.isoformat()}"
            turn.owe(ERRAND, key, brand, round_number + 1, priority=7)

    in_errand(house, ERRAND, "enroll.record", record)


def _again_after(told: Told, *, whole: bool, full: bool) -> timedelta | None:
    """How long until the next round; None where nothing is left to do."""
    if "away" in told:
        return timedelta(seconds=told["away"])
    if told.get("later") or not whole:
        return _TOMORROW
    return timedelta(0) if full else None


def _register(house: House, new: list[tuple[int, str | None, str]]) -> Told:
    """What became of them, by parcel: plain data without a number in it."""
    by_number = {number: parcel for parcel, _, number in new}
    try:
        with effect("enroll.send"):
            told = house.carriers.register([(operator, number) for _, operator, number in new])
    except TheirFault as fault:
        return {"away": fault.retry_after}
    return {
        "taken": [by_number[number] for number in told.taken if number in by_number],
        "refused": [
            [by_number[number], no.says, no.way_forward]
            for number, no in told.refused.items()
            if number in by_number
        ],
        "later": len(told.later),
        "spent": [list(one) for one in told.spent],
    }


def _record(turn: Turn, brand: str, told: Told) -> None:
    """Write down what the source said."""
    watches.registered(turn.conn, told.get("taken", []), turn.now)
    watches.refused(turn.conn, {parcel: (says, way) for parcel, says, way in told.get("refused", [])})
    spent = [(name, calls, micro) for name, calls, micro in told.get("spent", [])]
    watches.count(turn.conn, brand, spent, turn.now)
    if told.get("refused"):
        turn.tell(f"parcels:{brand}")
