"""What the ways in heard, as the console shows it: how far each has read, and what came and was not kept."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa

from makewhole.store import intake
from makewhole.store.intake import Counted

_KINDS: Final = ("keywords", "mentions", "messages", "door")


@dataclass(frozen=True, slots=True)
class Way:
    """One way in, by what it brings, and when it last read."""

    kind: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """The ways in that have read; since when events may be missing (None: none are); what was not kept."""

    ways: tuple[Way, ...]
    missed: dt.datetime | None
    unreadable: tuple[Counted, ...]
    passed: tuple[Counted, ...]


def shown(conn: sa.Connection, brand: str) -> Heard:
    """What a brand's ways in heard; the door is every brand's."""
    places = intake.cursors(conn, brand)
    ways = tuple(Way(kind, at) for kind in _KINDS if (at := _last(places, kind)) is not None)
    counted = intake.counts(conn, brand)
    return Heard(
        ways,
        places.get("missed"),
        tuple(one for one in counted if one.meaning == "unreadable"),
        tuple(one for one in counted if one.meaning == "passed"),
    )


def _last(places: dict[str, dt.datetime], kind: str) -> dt.datetime | None:
    return max((at for source, at in places.items() if source.partition(":")[0] == kind), default=None)
