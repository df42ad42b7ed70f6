"""A parcel's journey as its page tells it: numbered events with their doubts, and the map of where they were.

It words what `parcel.journey` decided and draws where `atlas` found a place; it decides neither.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from makewhole.parcel import journey
from makewhole.parcel.journey import Scan
from makewhole.parcel.reasons import REASONS
from makewhole.store.scans import ScanRow
from makewhole.web.atlas import chart, places
from makewhole.web.atlas.chart import Chart, Stop
from makewhole.web.atlas.places import Spot
from makewhole.web.speech import Speech


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline, in the reader's words.

    `number` is its place in the list beside the map, None where it is set aside. `when` is local where the
    place's zone is known. `doubts` say what is not sure; `struck` that it is not believed at all.
    """

    number: int | None
    status: str
    why: str
    party: str
    when: str
    at: dt.datetime | None
    place: str
    holder: str
    condition: str
    words: str
    sources: tuple[str, ...]
    doubts: tuple[str, ...]
    struck: bool
    answer: int | None


@dataclass(frozen=True, slots=True)
class Halt:
    """A stop as the list beside the map says it: which events, where, whether only its country is known."""

    numbers: str
    place: str
    exact: bool


@dataclass(frozen=True, slots=True)
class Journey:
    """What the page draws. Events are newest first; `unread` could not be read as events at all."""

    events: tuple[Event, ...]
    unread: tuple[Event, ...]
    chart: Chart | None
    halts: tuple[Halt, ...]
    nowhere: tuple[Halt, ...]
    """Stops that are not on the map, because nothing says where on the earth they are."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A kept event with everybody who told it, its place on the earth, and why it is set aside if it is."""

    row: ScanRow
    sources: tuple[str, ...]
    spot: Spot | None
    doubt: str | None
    number: int | None


def of(rows: Sequence[ScanRow], now: dt.datetime, speech: Speech) -> Journey:
    """The journey of a parcel's kept events, oldest first as the store gives them."""
    told = _told(rows, now)
    events = [_event(one, speech) for one in told]
    stops = [(one.number, one.row, one.spot) for one in told if one.number is not None]
    picture = chart.chart(
        [Stop(number, spot.lat, spot.lon, spot.exact) for number, _, spot in stops if spot is not None]
    )
    halts = _halts([(number, speech.place(row.place, row.country), spot) for number, row, spot in stops])
    return Journey(
        tuple(event for event in reversed(events) if event.at is not None),
        tuple(event for event in events if event.at is None),
        picture,
        tuple(Halt(numbers, place, spot.exact) for numbers, place, spot in halts if spot is not None),
        tuple(Halt(numbers, place, False) for numbers, place, spot in halts if spot is None and place),
    )


def _told(rows: Sequence[ScanRow], now: dt.datetime) -> list[_Told]:
    """Each event once; those that are believed are counted."""
    first: dict[tuple[object, ...], ScanRow] = {}
    sources: dict[tuple[object, ...], list[str]] = {}
    for place, row in enumerate(rows):
        known = None if row.at is None else (row.at, row.status, row.place, row.words, row.doubt)
        key = known or (place,)
        first.setdefault(key, row)
        told = sources.setdefault(key, [])
        if row.source and row.source not in told:
            told.append(row.source)
    made: list[_Told] = []
    number = 0
    for key, row in first.items():
        doubt = _doubt(row, now)
        number += doubt is None
        spot = places.spot(row.place, row.country)
        made.append(_Told(row, tuple(sources[key]), spot, doubt, number if doubt is None else None))
    return made


def _doubt(row: ScanRow, now: dt.datetime) -> str | None:
    """Why an event is set aside: a message's id, or what was kept with it; None for one that is believed."""
    if row.at is None or row.doubt is not None:
        return row.doubt or "desk-doubt-unread"
    if journey.trusted((Scan(row.at, row.status, offset_known=row.offset_known),), now)[0]:
        return None
    return "desk-doubt-future" if row.at > now else "desk-doubt-early"


def _event(one: _Told, speech: Speech) -> Event:
    row, doubts = one.row, []
    if one.doubt is not None:
        doubts.append(speech.t(one.doubt) if one.doubt.startswith("desk-") else one.doubt)
    if row.at is not None and not row.offset_known:
        doubts.append(speech.t("desk-doubt-zone"))
    reason = REASONS.get(row.reason or "")
    return Event(
        number=one.number,
        status=row.status,
        why="" if row.reason is None else speech.t(f"parcel-reason-{row.reason.replace('_', '-')}"),
        party="" if reason is None else speech.t(f"parcel-party-{reason.party}"),
        when="" if row.at is None else _when(row.at, row.offset_known, one.spot, speech),
        at=row.at,
        place=speech.place(row.place, row.country),
        holder=_holder(row.holder, speech),
        condition="" if row.condition is None else speech.t(f"parcel-condition-{row.condition}"),
        words=row.words or "",
        sources=one.sources,
        doubts=tuple(doubts),
        struck=one.doubt is not None,
        answer=row.answer,
    )


def _when(at: dt.datetime, offset_known: bool, spot: Spot | None, speech: Speech) -> str:
    """The moment on the clocks of the place, else in UTC; as it was written where no zone was told."""
    if not offset_known:
        return speech.clock(at, None)
    zone = ZoneInfo(spot.zone) if spot is not None and spot.zone else dt.UTC
    return speech.clock(at.astimezone(zone), zone)


def _holder(holder: str | None, speech: Speech) -> str:
    if holder is None:
        return ""
    if holder in ("customs", "consignee", "sender"):
        return speech.t(f"parcel-holder-{holder}")
    return speech.carrier(holder)


def _halts(stops: Sequence[tuple[int, str, Spot | None]]) -> list[tuple[str, str, Spot | None]]:
    """Events at one place as one stop, in the order they were first reached."""
    together: dict[str, tuple[list[int], Spot | None]] = {}
    for number, place, spot in stops:
        together.setdefault(place, ([], spot))[0].append(number)
    return [(chart.ranges(numbers), place, spot) for place, (numbers, spot) in together.items()]
