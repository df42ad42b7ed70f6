"""What X costs, as the console shows it: a thread's calls, the brand's day, and how many letters wait."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from makewhole.care.pace import affords
from makewhole.desk import pace
from makewhole.desk.house import House
from makewhole.store import meter
from makewhole.store import pace as rows
from makewhole.store.meter import Item
from makewhole.store.views import LetterCard


@dataclass(frozen=True, slots=True)
class Cost:
    """Sums in millionths of a US dollar. `thread` is None on a page of no thread; `reads` and `replies` say
    whether the day's budget still bears them; `waiting` counts letters that wait for their turn."""

    limit: int
    spent: int
    thread: tuple[Item, ...] | None
    waiting: int

    @property
    def reads(self) -> bool:
        """Whether reads nobody waits for go on."""
        return affords("read", 0, self.limit, self.spent)

    @property
    def replies(self) -> bool:
        """Whether a machine still answers."""
        return affords("reply", 0, self.limit, self.spent)


def shown(house: House, conn: sa.Connection, brand: str, thread: int | None = None) -> Cost:
    """A brand's day, and a thread's part of all its days."""
    limit, spent = pace.budget(house, conn, brand)
    calls = None if thread is None else meter.of_thread(conn, brand, thread)
    return Cost(limit, spent, calls, sum(count for _, count in rows.waiting(conn, brand)))


def turns(house: House, conn: sa.Connection, letters: tuple[LetterCard, ...]) -> dict[int, dt.datetime]:
    """When the letters of a page that wait for their turn will go."""
    foreseen = {one.id: pace.forecast(house, conn, one.id) for one in letters if one.state == "owed"}
    return {letter: at for letter, at in foreseen.items() if at is not None}
