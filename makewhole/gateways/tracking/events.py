"""One event of an answer as a scan, or why it is none.

The status is read by the carrier's code, then by its words; what neither says is `unknown`, and its words are
kept. Nothing is left out: what cannot be a scan is `Unread`.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from makewhole.gateways.tracking import codes, places, times, words, zones
from makewhole.gateways.tracking.answer import Unread
from makewhole.gateways.tracking.codes import Coded
from makewhole.gateways.tracking.shapes import EventShape, Shape
from makewhole.gateways.tracking.times import Around, NoTime, When, Written
from makewhole.gateways.tracking.tree import Spot, first, flag, texts
from makewhole.gateways.wire import Json
from makewhole.parcel.journey import Scan

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Dated:
    """A scan with the event it was read from, its code, and its time on the carrier's own clock."""

    scan: Scan
    raw: Json
    code: str | None
    local: datetime
    known: str
    day_only: bool


def order_of(spots: list[Spot], shape: Shape) -> times.Order | None:
    """How this answer writes dates with slashes."""
    paths = shape.event.time + shape.event.date
    return times.settled([said for spot in spots for said in texts(spot, paths)], shape.order)


def read(spot: Spot, shape: Shape, order: times.Order | None) -> Dated | Unread | None:
    """The event as a scan; None where the carrier says it has not happened yet."""
    fields = shape.event
    if fields.reached and flag(spot, fields.reached) is False:
        return None
    place, country, near = _where(spot, fields, shape.country)
    when = _when(spot, fields, order, Around(first(spot, fields.zone), shape.home, near, country))
    if isinstance(when, NoTime):
        return Unread(raw_of(spot), f"an event could not be dated: {when.says}")
    code, said = _code_of(spot, fields), list(texts(spot, fields.words))
    meant = meaning(shape, list(texts(spot, fields.code)), said)
    scan = Scan(
        at=when.at,
        status=meant.status if meant else fields.otherwise if code is None and not said else "unknown",
        place=place[:_LONGEST] if place else None,
        country=country,
        words=said[0][:_LONGEST] if said else None,
        source=first(spot, fields.holder) or shape.name,
        offset_known=when.known != "no",
        reason=meant.reason if meant else None,
    )
    return Dated(scan, raw_of(spot), code, when.local, when.known, when.day_only)


def meaning(shape: Shape, coded: list[str], said: list[str]) -> Coded | None:
    """The first code with a meaning, else the first words that have one; a reason from either.

    Where a carrier's codes are rough, its words go first.
    """
    found = [one for code in coded if (one := codes.of(shape.codes, code)) is not None]
    spoken = (one for phrase in said if (one := words.of(phrase)) is not None)
    told = chain(spoken, found) if shape.rough else chain(found, spoken)
    best = next((one for one in told if one.status != "unknown"), None)
    if best is None:
        return next(iter(found), None)
    if best.reason is not None:
        return best
    reason = next((one.reason for one in found if one.reason is not None), None)
    return replace(best, reason=reason)


def raw_of(spot: Spot) -> Json:
    """The event as it came."""
    return spot.node if isinstance(spot.node, dict) else {}


def _code_of(spot: Spot, fields: EventShape) -> str | None:
    said = first(spot, fields.code)
    return said[:100] if said else None


def _where(spot: Spot, fields: EventShape, home: str | None) -> tuple[str | None, str | None, frozenset[str]]:
    """Place, country, and the time zones the place may lie in."""
    parts = list(dict.fromkeys(said for part in fields.place if (said := first(spot, part))))
    place = ", ".join(parts) or None
    named = first(spot, fields.country)
    country = zones.country(named) if named else None
    if country is None and place is not None:
        country = places.in_text(place)
    landed = places.airport(code) if (code := first(spot, fields.airport)) else None
    if landed is not None and country in (None, landed[0]):
        return place, landed[0], frozenset({landed[1]})
    country = country or home
    return place, country, places.zones_of(country, parts) if country and parts else frozenset()


def _when(spot: Spot, fields: EventShape, order: times.Order | None, around: Around) -> When | NoTime:
    """The best time of those the event tells: one with a known offset, else the first that can be read."""
    told = [times.written(said, order) for said in texts(spot, fields.time)]
    day = first(spot, fields.date)
    if day is not None:
        hour = first(spot, fields.clock)
        base = times.written(day, order)
        told.append(base if isinstance(base, NoTime) or hour is None else times.with_clock(base, hour))
    read_as = [times.placed(one, around) for one in told if isinstance(one, Written)]
    good = [one for one in read_as if isinstance(one, When)]
    if not good:
        wrong = [one for one in (*told, *read_as) if isinstance(one, NoTime)]
        return wrong[0] if wrong else NoTime(times.NO_TIME)
    return max(good, key=lambda one: (one.known == "told", one.known == "place", not one.day_only))


def overall(spot: Spot, shape: Shape) -> str | None:
    """The status the carrier gives the whole parcel, in our word; None where it gives none."""
    said = list(texts(spot, shape.status))
    meant = meaning(shape, said, said)
    if shape.delivered and flag(spot, shape.delivered):
        return "delivered"
    return meant.status if meant else "unknown" if said else None


def day_of(spot: Spot, shape: Shape, order: times.Order | None) -> Written | None:
    """The day the carrier expects to deliver."""
    for said in texts(spot, shape.expected):
        if isinstance(read_as := times.written(said, order), Written):
            return read_as
    return None
