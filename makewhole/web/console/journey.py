"""A parcel's journey as its page tells it: numbered events with their doubts, and the map of where they were.

It words what `parcel.journey` decided and draws where `atlas` found a place; it decides neither.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from makewhole.desk.known import Sight, scan_of
from makewhole.parcel import journey, stories
from makewhole.parcel.reasons import REASONS
from makewhole.parcel.scan import Scan
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
    newest: int
    """The number of the newest event that is believed, 0 where none is."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A kept event with everybody who told it, its place on the earth, and why it is set aside if it is."""

    row: ScanRow
    sources: tuple[str, ...]
    spot: Spot | None
    doubt: str | None
    number: int | None
    after: bool
    """Whether it is later than the event that says how things stand, which it does not undo."""


def of(seen: Sight, now: dt.datetime, speech: Speech) -> Journey:
    """The journey of a parcel in sight."""
    told = _told(seen, now)
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
        max((one.number or 0 for one in told), default=0),
    )


def _told(seen: Sight, now: dt.datetime) -> list[_Told]:
    """Each event once; those that are believed are counted."""
    possible, _ = journey.trusted(seen.scans, now)
    settled = stories.settle(possible, seen.consignment)
    others, standing = frozenset(settled.aside), seen.whereabouts.last
    first: dict[tuple[object, ...], ScanRow] = {}
    sources: dict[tuple[object, ...], list[str]] = {}
    for place, row in enumerate(seen.rows):
        known = (
            None if row.at is None else (row.at, row.status, row.place, row.words, row.doubt, row.withdrawn)
        )
        key = known or (place,)
        first.setdefault(key, row)
        told = sources.setdefault(key, [])
        if row.source and row.source not in told:
            told.append(row.source)
    made: list[_Told] = []
    number = 0
    for told_as, row in first.items():
        scan = scan_of(row)
        doubt = _doubt(row, scan, others, now)
        number += doubt is None
        after = doubt is None and standing is not None and scan is not None and scan.at > standing.at
        spot = places.spot(row.place, row.country)
        made.append(
            _Told(row, tuple(sources[told_as]), spot, doubt, number if doubt is None else None, after)
        )
    return made


def _doubt(row: ScanRow, scan: Scan | None, others: frozenset[Scan], now: dt.datetime) -> str | None:
    """Why an event is set aside: a message's id, or what was kept with it; None for one that is believed."""
    if row.withdrawn:
        return "desk-doubt-withdrawn"
    if row.at is None or scan is None:
        return row.doubt or "desk-doubt-unread"
    if scan in others:
        return "desk-doubt-another"
    if journey.trusted((scan,), now)[0]:
        return None
    return "desk-doubt-future" if row.at > now else "desk-doubt-early"


def _event(one: _Told, speech: Speech) -> Event:
    row, doubts = one.row, []
    if one.doubt is not None:
        doubts.append(speech.t(one.doubt) if one.doubt.startswith("desk-") else one.doubt)
    if row.at is not None and not row.offset_known:
        doubts.append(speech.t("desk-doubt-zone"))
    if one.after:
        doubts.append(speech.t("desk-doubt-after"))
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
        sources=tuple(speech.carrier(source) for source in one.sources),
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
