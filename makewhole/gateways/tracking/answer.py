"""What a carrier's answer came to, in our words, with everything it said kept beside it.

Nothing here reads; the shape of a value is all it decides.

>>> Answer("ups", "1Z", told=(Told("TW0001", "Tracking Information Not Found"),)).scans
()
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from makewhole.gateways.wire import Json
from makewhole.parcel.journey import Scan


@dataclass(frozen=True, slots=True)
class Unread:
    """An event that is no scan we can trust: kept as it came, with why. `says` holds nothing personal."""

    raw: Json
    says: str


@dataclass(frozen=True, slots=True)
class Told:
    """An error or a notice the carrier told: its code ("" where it told none) and its sentence."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one answer says of one parcel. `carrier` is the reader's name, `number` as the carrier wrote it.

    `scans` come oldest first; beside each stand the event it was read from (`raw`), the code it was read by
    (`codes`, None where it has none) and its time on the carrier's own clock (`local`, without a zone where
    none is known). `status` is the carrier's overall status in our word, where it tells one; `expected_on`
    the day it expects to deliver. `doubts` are sentences on what was assumed. `guessed` is True where no
    shape of ours fits and the fields were found by their names. `withdrawn` are scans told before that were
    declared to be wrong, as they were told.
    """

    carrier: str
    number: str | None = None
    scans: tuple[Scan, ...] = ()
    raw: tuple[Json, ...] = ()
    unread: tuple[Unread, ...] = ()
    told: tuple[Told, ...] = ()
    status: str | None = None
    expected_on: date | None = None
    codes: tuple[str | None, ...] = ()
    local: tuple[datetime, ...] = ()
    doubts: tuple[str, ...] = ()
    guessed: bool = False
    withdrawn: tuple[Scan, ...] = ()


Tree = Any
"""A body after parsing: dicts with text keys, lists, and leaves (text, numbers, booleans, None)."""
