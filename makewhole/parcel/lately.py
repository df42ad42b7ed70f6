"""How parcels have fared lately, lane by lane, as it was known at each moment.

Told what happens in the order it happens (a start, a hand-over, a promise that passes, an arrival), it keeps
means that fade with time, recent transit times, and how many parcels are open and overdue. A promise that
passes unmet is known at that moment, so slow parcels count before they arrive. Whoever asks at a moment gets
what was known then and nothing later.
"""

import math
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from makewhole.parcel.fading import FAST, SLOW, Fading, Pace, hazard
from makewhole.parcel.trip import Trip

_DAY = 86_400.0
_FORGET_OPEN = 60.0
_KEPT = 200
PULL = 8.0
"""How many trips of a place count as much as the mean of the wider place around it."""
USUAL = {"way": 2.2, "way_fast": 2.2, "handling": 0.9, "whole": 2.5, "late": 0.08, "late_fast": 0.08}
"""What is taken as usual where nothing is known: log of days and shares; any history replaces it."""
_SPREAD = 0.6


@dataclass(slots=True)
class Place:
    """What is kept of one lane, destination, area, carrier or sender: log days on the way from the hand-over,
    of the sender's handling and of the whole; the share late; arrivals beside expectation; what is open."""

    way: Fading = field(default_factory=lambda: Fading(SLOW))
    way_fast: Fading = field(default_factory=lambda: Fading(FAST))
    handling: Fading = field(default_factory=lambda: Fading(SLOW))
    whole: Fading = field(default_factory=lambda: Fading(SLOW))
    late: Fading = field(default_factory=lambda: Fading(SLOW))
    late_fast: Fading = field(default_factory=lambda: Fading(FAST))
    pace: Pace = field(default_factory=lambda: Pace(7.0))
    pace_slow: Pace = field(default_factory=lambda: Pace(21.0))
    ways: deque[float] = field(default_factory=lambda: deque(maxlen=_KEPT))
    wholes: deque[float] = field(default_factory=lambda: deque(maxlen=_KEPT))
    open: int = 0
    overdue: int = 0


NOWHERE = Place()
"""The place where nothing happened yet; nobody may change it."""


def keys(trip: Trip) -> dict[str, str]:
    """The places a trip counts for, by kind; one that is unknown is not there."""
    named = {
        "to": trip.destination,
        "lane": trip.lane if trip.origin and trip.destination else None,
        "area": trip.area,
        "out": trip.origin_area,
        "by": f"{trip.operator} {trip.service or ''}" if trip.operator else None,
        "from": trip.sender,
    }
    return {"all": "*"} | {kind: f"{kind} {name}" for kind, name in named.items() if name}


def days(at: datetime) -> float:
    """A moment in days of the epoch."""
    return at.timestamp() / _DAY


def log_days(length: float) -> float:
    """The logarithm of days with a half added, so that the same day is not minus infinity."""
    return math.log(max(0.0, length) + 0.5)


def happenings(trip: Trip) -> Iterator[tuple[float, str]]:
    """What happened to a trip, each with its moment in days, in no order.

    "met" and "missed" tell of the promise as soon as either is known; "forgotten" ends an open parcel's being
    counted long after anybody waits for it.
    """
    yield days(trip.started_at), "started"
    handed, due, there = trip.handed_over_at, trip.promised_by, trip.delivered_at
    if handed is not None:
        yield days(handed), "handed"
    if due is not None:
        met = there is not None and there <= due
        yield days(there if met and there else due), "met" if met else "missed"
    forgotten = days(due or handed or trip.started_at) + _FORGET_OPEN
    if there is not None and days(there) <= forgotten:
        yield days(there), "there"
    else:
        yield forgotten, "forgotten"


@dataclass(slots=True)
class _UnderWay:
    """An open parcel's expectation: since when, its log days by what was usual then, how much was counted."""

    since: float
    mean: float
    spread: float
    counted: float = 0.0

    def more(self, now: float) -> float:
        """What is to be expected of it since it was last asked."""
        whole = hazard(now - self.since, self.mean, self.spread)
        more, self.counted = whole - self.counted, whole
        return more


class Lately:
    """The state at a moment. `until` moves it on; it never goes back."""

    def __init__(self, trips: Iterable[Trip]) -> None:
        """The trips it will be told of; each happening is told when its moment has passed."""
        self.places: dict[str, Place] = {}
        self._trips = tuple(trips)
        self._keys = [keys(trip) for trip in self._trips]
        told = [(at, n, what) for n, trip in enumerate(self._trips) for at, what in happenings(trip)]
        self._ahead = deque(sorted(told))
        self._midnight = math.ceil(self._ahead[0][0]) if self._ahead else 0
        self._open: dict[int, _UnderWay] = {}

    def place(self, key: str | None) -> Place:
        """What is kept under a key; empty where nothing happened yet."""
        return self.places.get(key or "", NOWHERE)

    def until(self, moment: datetime) -> None:
        """Tell everything that happened before `moment`."""
        now = days(moment)
        while self._ahead and self._ahead[0][0] < now:
            at, number, what = self._ahead.popleft()
            while self._midnight <= at:
                self._expect(self._midnight)
                self._midnight += 1
            self._tell(number, what, at)

    def _places(self, number: int) -> Iterator[Place]:
        for key in self._keys[number].values():
            yield self.places.setdefault(key, Place())

    def _expect(self, at: float) -> None:
        """Count what was to be expected of everything under way until this midnight."""
        sums: dict[str, float] = {}
        for number, parcel in self._open.items():
            more = parcel.more(at)
            for key in self._keys[number].values():
                sums[key] = sums.get(key, 0.0) + more
        for key, more in sums.items():
            for pace in (self.places[key].pace, self.places[key].pace_slow):
                pace.add(0.0, more, at)

    def _tell(self, number: int, what: str, at: float) -> None:
        trip = self._trips[number]
        due = trip.promised_by
        for place in self._places(number):
            if what == "started":
                place.open += 1
            elif what == "handed":
                place.handling.add(log_days(at - days(trip.started_at)), at)
            elif what in ("met", "missed"):
                _promise(place, what == "missed", at)
            if what in ("there", "forgotten"):
                place.open -= 1
                place.overdue -= due is not None and days(due) < at
            if what == "there":
                _arrive(place, trip, at)
        if what == "handed":
            self._open[number] = _UnderWay(at, *usual(self, self._keys[number]))
        elif what in ("there", "forgotten"):
            self._end(number, float(what == "there"), at)

    def _end(self, number: int, arrived: float, at: float) -> None:
        parcel = self._open.pop(number, None)
        if parcel is None or not arrived:
            return
        more = parcel.more(at)
        for place in self._places(number):
            place.pace.add(arrived, more, at)
            place.pace_slow.add(arrived, more, at)


def usual(lately: "Lately", where: Mapping[str, str]) -> tuple[float, float]:
    """Mean and spread of the log days on the way that are usual there, the wider first."""
    mean, spread = USUAL["way"], _SPREAD
    for kind in ("all", "to", "lane", "by"):
        way = lately.place(where.get(kind)).way
        mean, spread = way.mean(way.at, mean, PULL), way.spread(spread, PULL)
    return mean, max(spread, 0.2)


def _promise(place: Place, missed: bool, at: float) -> None:
    place.late.add(float(missed), at)
    place.late_fast.add(float(missed), at)
    place.overdue += missed


def _arrive(place: Place, trip: Trip, at: float) -> None:
    whole = at - days(trip.started_at)
    place.whole.add(log_days(whole), at)
    place.wholes.append(whole)
    if trip.handed_over_at is not None and trip.handed_over_at <= (trip.delivered_at or trip.handed_over_at):
        way = at - days(trip.handed_over_at)
        place.way.add(log_days(way), at)
        place.way_fast.add(log_days(way), at)
        place.ways.append(way)
