"""Journeys drawn anew though nothing was heard: what they foretell grows old, and contracts are changed.

A round is due every hour; it draws what is due by then, some at a time. A parcel somebody is at is left out:
who is at it draws it.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

import sqlalchemy as sa

from makewhole import durable
from makewhole.desk.heard import draw
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, in_errand
from makewhole.store import journeys, parcels

ERRAND = "redraw"
EVERY: Final = timedelta(hours=1)
_LEAST_PAUSE: Final = timedelta(seconds=10)
"""Between two rounds in the world's time, where the house's runs faster."""
_AT_ONCE = 100


def owe_round(house: House, conn: sa.Connection, *, following: bool = False) -> None:
    """Owe the round that is due now, or the one after it. Whoever owes it, it runs once."""
    span, now = max(EVERY, _LEAST_PAUSE * house.clock.scale), house.clock.now()
    began = datetime.fromtimestamp(0, UTC)
    slot = began + (now - began) // span * span + (span if following else timedelta(0))
    key = f"{ERRAND}-{slot.isoformat()}:0"
    durable.owe(conn, ERRAND, key, slot.isoformat(), 0, at=house.clock.world(slot), priority=9)


def redraw(house: House, slot: str, part: int) -> None:
    """Draw some of what is due, and owe the rest of the round, or the next round."""

    def work(turn: Turn) -> None:
        due = journeys.due(turn.conn, turn.now, _AT_ONCE)
        for parcel in parcels.lock_free(turn.conn, due):
            draw(turn, parcel)
        if len(due) == _AT_ONCE:
            turn.owe(ERRAND, f"{ERRAND}-{slot}:{part + 1}", slot, part + 1, priority=9)
        else:
            owe_round(house, turn.conn, following=True)

    in_errand(house, ERRAND, "follow.record", work)
