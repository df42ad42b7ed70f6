"""The rows of the law: dated, cited, flagged; the only place an instrument takes a figure from.

A row is in force from a day and until a day (inclusive; absent: open). `at` gives the row of that day, so
a later change never touches an older case. Flags: V verified, P partial or secondary source, U unverified.

>>> table("montreal").at("limit_per_kg", date(2024, 12, 27)).value
'22'
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from makewhole import tables
from makewhole.because import Because, Flag, Ground, Scalar

TABLES = (
    "montreal",
    "mp4",
    "hague_1955",
    "warsaw_1929",
    "china_aviation",
    "upu",
    "china_post",
    "china_civil",
    "china_ecommerce",
    "consumer",
    "remedies",
    "multimodal",
    "terms",
    "cmr",
    "cim",
    "smgs",
    "hgb",
    "carmack",
    "hague_visby",
    "hague",
    "hamburg",
    "cogsa",
    "china_maritime",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: what it is called, its value, when it is in force, where it is written, how well checked."""

    id: str
    name: str
    value: str | int | None
    since: date
    until: date | None
    article: str
    source: str
    flag: Flag
    checked: date
    note: str
    said: dict[str, Ground] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Grounds without facts of their own, made once: the same rule says the same thing in most claims."""

    def holds(self, on: date) -> bool:
        """Whether it is in force on that day."""
        return self.since <= on and (self.until is None or on <= self.until)

    def ground(self, says: str, **facts: Scalar) -> Ground:
        """A ground that rests on this row."""
        if facts:
            facts["row"] = self.id
            return Ground(self.article, says, self.source, facts, self.flag)
        known = self.said.get(says)
        if known is None:
            known = Ground(self.article, says, self.source, {"row": self.id}, self.flag)
            if len(self.said) < _MANY:
                self.said[says] = known
        return known


_OPEN = frozenset({"P", "U"})
_FLAG = attrgetter("flag")
_MANY = 256
"""Grounds kept of one row: texts with a day in them would grow without end."""


JUDGED_BY: ContextVar[date | None] = ContextVar("the day a case is judged by", default=None)
"""Rules that changed over time are those of this day; None: the newest. `assess` sets it, by the facts."""


class Table:
    """All rows of one file, by name."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows
        self._by_name: dict[str, list[Row]] = {}
        for row in sorted(rows, key=lambda one: one.since, reverse=True):
            self._by_name.setdefault(row.name, []).append(row)
        self._unchanged = {name: of[0] for name, of in self._by_name.items() if len(of) == 1}

    def find(self, name: str, on: date) -> Row | None:
        """The row called `name` in force on that day; None where there is none."""
        for row in self._by_name.get(name, ()):
            if row.holds(on):
                return row
        return None

    def at(self, name: str, on: date) -> Row:
        """As `find`, for rows that have to be there; a hole in our tables raises."""
        row = self.find(name, on)
        if row is None:
            raise LookupError(f"no row {name!r} in force on {on.isoformat()}")
        return row

    def rule(self, name: str) -> Row:
        """The row called `name` as the case at hand has it: of the day it is judged by (see `JUDGED_BY`)."""
        return self._unchanged.get(name) or self._changed(name)

    def _changed(self, name: str) -> Row:
        """Of several: the one in force that day, the first before all, the newest where no day is known."""
        several, day = self._by_name[name], JUDGED_BY.get()
        if day is None:
            return several[0]
        return next((row for row in several if row.holds(day)), several[-1 if day < several[-1].since else 0])

    def maybe(self, name: str) -> Row | None:
        """As `rule`; None where this table has no such rule."""
        return self.rule(name) if name in self._by_name else None

    def between(self, first: date, last: date = date.max) -> "Table":
        """The rows that were in force on some day of these."""
        return Table(
            tuple(row for row in self.rows if row.since <= last and (row.until is None or row.until >= first))
        )


@cache
def table(name: str) -> Table:
    """The table `name`, one of TABLES."""
    plain = tables.read("makewhole.law", f"tables/{name}.toml")
    shared = plain.get("shared", {})
    return Table(tuple(_row({**shared, **one}) for one in plain["row"]))


def _row(plain: Mapping[str, Any]) -> Row:
    return Row(
        id=plain["id"],
        name=plain.get("name", plain["id"]),
        value=plain.get("value"),
        since=plain["from"],
        until=plain.get("to"),
        article=plain["article"],
        source=plain["source"],
        flag=plain["flag"],
        checked=plain["checked"],
        note=plain.get("note", ""),
    )


def unsettled(because: Because, accepted: frozenset[str]) -> tuple[str, ...]:
    """Ids of the P and U rows that these grounds rest on and that nobody has accepted, each once."""
    if _OPEN.isdisjoint(map(_FLAG, because)):
        return ()
    found: dict[str, None] = {}
    for ground in because:
        if ground.flag in _OPEN:
            found[str(ground.facts.get("row", ground.rule))] = None
    if accepted:
        return tuple(name for name in found if name not in accepted)
    return tuple(found)
