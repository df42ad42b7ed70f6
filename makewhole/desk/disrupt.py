"""Disruptions are watched for: raised when one began, retired when it is over, parcels caught and freed.

A round is due every hour, for each brand by itself. A day is counted some hours after its end and judged
once; parcels come into a disruption, and leave it, at every round. Nobody is written to: whom to warn is
shown to a person. What counts as a disruption is `parcel.disruption`'s.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final, cast

import sqlalchemy as sa

from makewhole import durable
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, in_errand
from makewhole.parcel import disruption
from makewhole.parcel.change import TABLE
from makewhole.parcel.counts import Kind, Measure
from makewhole.parcel.found import Ending, Found
from makewhole.parcel.usual import Subject
from makewhole.parcel.weighed import SPAN_DAYS
from makewhole.store import brands, day_counts, days, disruptions, journeys
from makewhole.store.disruptions import DisruptionRow

ROUND, ERRAND = "disrupt.round", "disrupt"
EVERY: Final = timedelta(hours=1)
_LEAST_PAUSE: Final = timedelta(seconds=10)
"""Between two rounds in the world's time, where the house's runs faster."""
_AT_ONCE: Final = 14
"""Days that are counted in one transaction."""
_TOLD_AT_MOST: Final = 200
"""Pages of single parcels that are told at once; others look again by themselves."""


def owe_round(house: House, conn: sa.Connection, *, following: bool = False) -> None:
    """Owe the round that is due now, or the one after it. Whoever owes it, it runs once."""
    span, now = max(EVERY, _LEAST_PAUSE * house.clock.scale), house.clock.now()
    began = datetime.fromtimestamp(0, UTC)
    slot = began + (now - began) // span * span + (span if following else timedelta(0))
    name = slot.isoformat()
    durable.owe(conn, ROUND, f"{ROUND}-{name}", name, at=house.clock.world(slot), priority=8)


def hold_round(house: House, slot: str) -> None:
    """Owe every brand its look, and the next round."""

    def work(turn: Turn) -> None:
        owe_round(house, turn.conn, following=True)
        for brand in brands.all_of(turn.conn):
            turn.owe(ERRAND, f"{ERRAND}-{brand.id}-{slot}:0", brand.id, slot, 0, priority=8)

    in_errand(house, ROUND, "take.record", work)


def disrupt(house: House, brand: str, slot: str, since: int) -> None:
    """Count what is to be counted from the day `since` (an ordinal) on, judge a new day, and bring the caught
    parcels up to date."""

    def work(turn: Turn) -> None:
        left = _count(turn, brand, since)
        if left is not None:
            turn.owe(ERRAND, f"{ERRAND}-{brand}-{slot}:{left}", brand, slot, left, priority=8)
            return
        judged = day_counts.judge(turn.conn, brand, turn.now)
        if judged is not None:
            _judge(turn, brand, judged)
        _catch(turn, brand)

    in_errand(house, ERRAND, "disrupt.record", work)


def _count(turn: Turn, brand: str, since: int) -> int | None:
    """Count the days that ended long enough ago, some of them; the first one left, None where none is."""
    last = (turn.now - timedelta(hours=TABLE["counted_after_hours"])).astimezone(UTC).date() - _days(1)
    first = last - _days(SPAN_DAYS - 1)
    left = [day for day in day_counts.uncounted(turn.conn, brand, first, last) if day.toordinal() >= since]
    for day in left[:_AT_ONCE]:
        day_counts.keep(turn.conn, brand, day, days.cells(turn.conn, brand, day), turn.now)
    day_counts.drop(turn.conn, brand, first)
    return left[_AT_ONCE].toordinal() if len(left) > _AT_ONCE else None


def _judge(turn: Turn, brand: str, on: date) -> None:
    first = on - _days(SPAN_DAYS - 1)
    rows = disruptions.since(turn.conn, brand, first)
    numbers = {(row.kind, row.subject): row.id for row in rows if row.over_at is None}
    found = disruption.watch(day_counts.read(turn.conn, brand, first), on, [_found(row) for row in rows])
    standing: dict[Subject, int] = {}
    for one in found:
        if one.over_on is None:
            standing[one.about] = _raise(turn, brand, one)
    for one in found:
        if one.over_on is not None and one.ended is not None:
            into = standing.get(one.into) if one.into is not None else None
            number = numbers[one.about]
            freed = disruptions.end(turn.conn, number, one.ended, one.over_on, one.because, turn.now, into)
            _tell(turn, freed)


def _raise(turn: Turn, brand: str, one: Found) -> int:
    facts = (one.kind, one.subject, one.measure, one.began_on, one.usual, one.now, one.cause, one.because)
    number, _ = disruptions.raise_(turn.conn, brand, *facts, turn.now)
    return number


def _catch(turn: Turn, brand: str) -> None:
    for row in disruptions.standing(turn.conn, brand, lock=True):
        there = journeys.caught(turn.conn, brand, cast(Kind, row.kind), row.subject, turn.now)
        changed = [
            *disruptions.catch(turn.conn, row.id, there, turn.now),
            *disruptions.free(turn.conn, row.id, there, turn.now),
        ]
        _tell(turn, changed)


def _tell(turn: Turn, parcels: list[int]) -> None:
    for parcel in parcels[:_TOLD_AT_MOST]:
        turn.tell(f"parcel:{parcel}")


def _found(row: DisruptionRow) -> Found:
    """A row as the noun gave it; its grounds stay in the row."""
    return Found(
        cast(Kind, row.kind),
        row.subject,
        cast(Measure, row.measure),
        row.began_on,
        row.usual,
        row.now,
        row.cause,
        (),
        row.over_on,
        cast(Ending | None, row.ended),
    )


def _days(count: int) -> timedelta:
    return timedelta(days=count)
