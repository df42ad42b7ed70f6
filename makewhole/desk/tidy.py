"""Once a day the engine's record of errands long done is deleted, and which bodies were pushed to us; what
they did stays in our rows."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from makewhole import durable
from makewhole.desk.house import House
from makewhole.store import watches

ERRAND = "tidy"
_DAY = timedelta(days=1)
_AT_ONCE = 1_000


def tidy(house: House, day: str) -> None:
    """Delete what ended longer ago than the house keeps it, and owe the next day's tidying."""
    before = house.clock.world(house.clock.now() - house.periods.keep_errands)

    def delete() -> int:
        deleted = 0
        while (count := durable.tidy(house.database.url, before, _AT_ONCE)) == _AT_ONCE:
            deleted += count
        return deleted + count

    house.engine.step("tidy.delete", delete)
    following = datetime.fromisoformat(day) + _DAY

    def owe(conn: sa.Connection) -> None:
        watches.forget_pushed(conn, house.clock.now() - house.periods.keep_errands)
        durable.owe(
            conn, ERRAND, key(following), following.isoformat(), at=house.clock.world(following), priority=9
        )

    house.engine.transact("tidy.owe", owe)


def key(day: datetime) -> str:
    """The name of a day's tidying: whoever owes it, it runs once."""
    return f"tidy-{day.date().isoformat()}"
