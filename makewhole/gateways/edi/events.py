"""What both kinds of EDI come to: an event as a scan, and the events of a parcel as one answer.

>>> from makewhole.gateways.tracking.codes import Coded
>>> meant(Coded("delivery_failed"), [Coded("on_hold", "weather")], [])
Coded(status='delivery_failed', reason='weather')
>>> meant(None, [], ["Out for delivery"])
Coded(status='out_for_delivery', reason=None)
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from makewhole.gateways.edi.segments import Segment
from makewhole.gateways.tracking import places, times, words
from makewhole.gateways.tracking.answer import Answer, Unread
from makewhole.gateways.tracking.codes import Coded
from makewhole.gateways.tracking.times import Around, NoTime, When, Written
from makewhole.gateways.wire import Json
from makewhole.parcel.journey import Scan
from makewhole.parcel.reasons import REASONS

UNREADABLE = "makewhole.unreadable"
"""The code of what we tell ourselves of an interchange that cannot be read."""
_SAYS_LITTLE = frozenset({"in_transit", "unknown", "pending"})
_LONGEST = 500


@dataclass(slots=True)
class Status:
    """A status segment (STS, AT7) with those after it, while a message is read: parsed, and as written."""

    segments: list[Segment] = field(default_factory=list)
    written: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Event:
    """One status of a message before it is dated: what it says, when, where, and its segments."""

    coded: Coded | None
    code: str | None
    said: Written | NoTime
    raw: tuple[str, ...]
    words: str | None = None
    place: str | None = None
    country: str | None = None
    zone: str | None = None
    source: str | None = None


@dataclass(slots=True)
class Parcel:
    """The events a message tells of one number, gathered while it is read."""

    number: str | None
    events: list[Event] = field(default_factory=list)
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Dated:
    scan: Scan
    raw: Json
    code: str | None
    when: When


def meant(status: Coded | None, reasons: Sequence[Coded], said: Sequence[str]) -> Coded | None:
    """Our reading of a status code, the reasons beside it, and the words where no code says anything."""
    spoken = [one for each in said if (one := words.of(each)) is not None]
    told = status or next(iter([*reasons, *spoken]), None)
    if told is None or told.status == "delivered" or (told.reason and not REASONS[told.reason].general):
        return told
    why = next(
        (one for one in [*reasons, *spoken] if one.reason is not None and one.reason != told.reason), None
    )
    if why is None:
        return told
    return why if told.status in _SAYS_LITTLE else replace(told, reason=why.reason)


def answer(reader: str, parcel: Parcel, doubts: tuple[str, ...]) -> Answer:
    """The parcel's events as an answer, oldest first; what has no time we can trust is kept unread."""
    read = [_read(each, reader) for each in parcel.events]
    dated = sorted((one for one in read if isinstance(one, _Dated)), key=lambda one: one.scan.at)
    return Answer(
        carrier=reader,
        number=parcel.number,
        scans=tuple(one.scan for one in dated),
        raw=tuple(one.raw for one in dated),
        unread=tuple(one for one in read if isinstance(one, Unread)),
        status=dated[-1].scan.status if dated else None,
        expected_on=parcel.expected_on,
        codes=tuple(one.code for one in dated),
        local=tuple(one.when.local for one in dated),
        doubts=doubts + _assumed(dated),
    )


def _read(event: Event, reader: str) -> _Dated | Unread:
    raw: Json = {"segments": list(event.raw)}
    near = (
        places.zones_of(event.country, (event.place or "").split(", ")) if event.country else frozenset[str]()
    )
    around = Around(zone=event.zone, near=near, country=event.country)
    when = event.said if isinstance(event.said, NoTime) else times.placed(event.said, around)
    if isinstance(when, NoTime):
        return Unread(raw, f"a status could not be dated: {when.says}")
    scan = Scan(
        at=when.at,
        status=event.coded.status if event.coded else "unknown",
        place=event.place[:_LONGEST] if event.place else None,
        country=event.country,
        words=event.words[:_LONGEST] if event.words else None,
        source=event.source or reader,
        offset_known=when.known != "no",
        reason=event.coded.reason if event.coded else None,
    )
    return _Dated(scan, raw, event.code, when)


def _assumed(dated: Sequence[_Dated]) -> tuple[str, ...]:
    counts = {
        "named no time zone; UTC is assumed, so it may be off by up to 14 hours": "no",
        "named no time zone; the clock of the place or the country is used": "place",
    }
    many = {says: sum(one.when.known == known for one in dated) for says, known in counts.items()}
    return tuple(f"{count} of {len(dated)} times {says}" for says, count in many.items() if count)


def with_time(day: str, clock: str) -> Written | NoTime:
    """A day and a time of day told in two elements, both in digits; the day alone where there is no time."""
    said = digits(day)
    return said if isinstance(said, NoTime) or not clock else times.with_clock(said, clock[:6])


def digits(written: str, *, short_year: bool = False) -> Written | NoTime:
    """A time in digits alone, year first; a year of two digits is of this century.

    >>> digits("2611210930").local.isoformat(), digits("20261121").day_only
    ('2026-11-21T09:30:00', True)
    """
    if not (written.isascii() and written.isdigit()) or len(written) not in (6, 8, 10, 12, 14):
        return NoTime(times.NOT_A_TIME if written else times.NO_TIME)
    if short_year or len(written) in (6, 10):
        written = f"20{written}"
    said = times.written(written[:8])
    if isinstance(said, NoTime) or len(written) == 8:
        return said
    return times.with_clock(said, written[8:])


def later(one: date | None, other: datetime | None) -> date | None:
    """The later of the days a carrier says it expects to deliver on; it may change its mind."""
    if other is None:
        return one
    return max(one, other.date()) if one else other.date()
