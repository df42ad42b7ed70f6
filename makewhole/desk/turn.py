"""The turn: the one way an errand records. One transaction, its statements, and what it leaves owed.

Whatever a turn decides, its statement is written in the same transaction, signed and chained to the last
statement about the same subject; what comes next is owed by name, never called. A turn is taken at a door
(`at_door`) or as an errand's transaction (`in_errand`), which the engine commits exactly once. Statements
about one subject follow one another, whoever makes them.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa

from makewhole import durable
from makewhole.because import Because, plain
from makewhole.desk.house import House
from makewhole.effects import effect
from makewhole.proof import leaf, openings, statement
from makewhole.store import log, people

T = TypeVar("T")


class Turn:
    """An open transaction: `conn` to read and write rows, `now` in house time."""

    def __init__(self, house: House, conn: sa.Connection, errand: str) -> None:
        self.house = house
        self.conn = conn
        self.errand = errand
        self.now: datetime = house.clock.now()
        self._news: dict[tuple[str, str], None] = {}

    def state(
        self,
        brand: str,
        kind: str,
        subject: str,
        public: Mapping[str, Any],
        because: Because,
        personal: Mapping[str, Any] | None = None,
        person: int | None = None,
    ) -> int:
        """Write the statement of a decision; `personal` values ({JSON pointer: value}) are only committed to.

        Returns the statement's id. A decision without grounds is a bug of ours and raises.
        """
        if not because:
            raise ValueError(f"a {kind} statement about {subject} has no grounds")
        private = dict(personal or {})
        number = None
        while number is None:  # whoever states something about the same subject at the same moment goes first
            count, last = log.last_about(self.conn, subject)
            fields: dict[str, Any] = {
                "at": statement.moment(self.now),
                "brand": brand,
                "errand": self.errand,
                "about": subject,
                "seq": count + 1,
                "because": plain(because),
                **public,
            }
            if last is not None:
                fields["prev"] = last.hex()
            made = statement.build(
                kind,
                fields,
                private,
                secrets.token_bytes(statement.SALT_SIZE),
                {path: secrets.token_bytes(32) for path in private},
            )
            signed = leaf.sign(self.house.sender, made.checksum)
            number = log.record(
                self.conn, brand, kind, subject, count + 1, made.bytes, made.checksum, signed.bytes, self.now
            )
        self._news[log.RECORDED, ""] = None
        if made.openings and person is not None:
            key = people.key_of(self.conn, self.house.vault, person)
            sealed = openings.seal(
                made.openings, key.raw, secrets.token_bytes(12), str(person), made.checksum
            )
            log.keep_opening(self.conn, number, person, sealed)
        return number

    def owe(
        self, errand: str, key: str, *args: str | int, after: timedelta = timedelta(0), priority: int = 5
    ) -> None:
        """Owe an errand under a key, `after` this much house time."""
        at = None if not after else self.house.clock.world(self.now + after)
        durable.owe(self.conn, errand, key, *args, at=at, priority=priority)

    def tell(self, topic: str) -> None:
        """Let open pages about `topic` (thread:7, claim:3, inbox:shop) know once this turn is committed."""
        self._news["makewhole_page", topic] = None

    def spread(self) -> None:
        """Send the turn's news, after its commit. Who misses it looks a moment later by itself."""
        if self._news:
            self.house.database.tell(list(self._news))


@contextmanager
def at_door(house: House, errand: str, effect_name: str) -> Iterator[Turn]:
    """A turn taken at a door."""
    with effect(effect_name), house.database.writing() as conn:
        turn = Turn(house, conn, errand)
        yield turn
    turn.spread()


def in_errand(house: House, errand: str, effect_name: str, work: Callable[[Turn], T]) -> T:
    """A turn taken by a running errand: committed exactly once, together with what it returns."""
    turns: list[Turn] = []

    def take(conn: sa.Connection) -> T:
        turns.append(Turn(house, conn, errand))
        return work(turns[-1])

    with effect(effect_name):
        made = house.engine.transact(effect_name, take)
    for turn in turns[-1:]:  # the last is the one that was committed; none where the step was done before
        turn.spread()
    return made
