"""Simulated lanes for `./run bench disruptions`: parcels that move day by day, with slow-downs planted.

A parcel waits at its carrier's hub at the origin, with customs of the destination (abroad), then at the hub
there, and is delivered; each day it goes on with a chance of its own. Weekdays, holidays, days that are just
bad, a peak before Christmas and slow changes of volume are in it. A planted slow-down lowers that chance for
a lane, a carrier, a hub or a country's customs, quickly or over some days, and people complain more.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from makewhole.parcel import holidays
from makewhole.parcel.counts import MEASURES, SLOWER, Counts, Floats, Ints, Kind, Place
from makewhole.parcel.counts import age as by_age

FIRST: Final = dt.date(2025, 3, 3)
WARM_UP: Final = 100
"""Days before the first planted slow-down."""
SIZES: Final = {"+20 %": 1 / 1.2, "+50 %": 1 / 1.5, "x2": 0.5, "stop": 0.03}
"""How much longer a day's step takes, and what is left of its chance."""
REASONS: Final[dict[Kind, tuple[str, ...]]] = {
    "lane": ("carrier_missort", "weather", ""),
    "carrier": ("strike", "carrier_capacity", ""),
    "hub": ("weather", "strike", ""),
    "customs": ("customs_delay", "customs_inspection", ""),
}
_WEEK: Final = np.array([1.0, 1.05, 1.05, 1.0, 0.95, 0.55, 0.2])
_LANES: Final = (
    ("CN", "DE"), ("CN", "FR"), ("CN", "US"), ("CN", "GB"), ("CN", "JP"), ("CN", "ES"), ("DE", "FR"),
    ("DE", "AT"), ("DE", "US"), ("DE", "GB"), ("FR", "ES"), ("FR", "DE"), ("US", "GB"), ("US", "CA"),
    ("US", "DE"), ("JP", "US"), ("GB", "IE"), ("GB", "FR"), ("DE", "DE"), ("US", "US"),
)  # fmt: skip
_OPERATORS: Final = ("north", "river", "falcon", "union", "post")
_STEPS: Final = np.array([0.55, 0.35, 0.42])
"""The chance of a day to leave the hub at the origin, customs, and the hub at the destination."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A slow-down: days are counted from the first of the simulation; `last` is the last slow day. For
    `ahead` days people complain and nothing is slow yet."""

    kind: Kind
    subject: str
    size: str
    first: int
    last: int
    ramp: int
    reason: str
    ahead: int = 0

    def left(self, day: int) -> float:
        """What is left of the chance of a step on a day."""
        slow = self.first + self.ahead
        if not slow <= day <= self.last:
            return 1.0
        return float(SIZES[self.size] ** min(1.0, (day - slow + 1) / (self.ramp + 1)))

    def louder(self, day: int) -> float:
        """How many times as often people complain on a day."""
        if not self.first <= day <= self.last:
            return 1.0
        return 5.0 if self.ahead else 2.5


@dataclass(slots=True)
class World:
    """What was simulated: the counts, and what came to the door each day by way and day: parcels, the sum of
    the logarithms of their days under way, and of the squares."""

    counts: Counts
    delivered: dict[tuple[int, int], tuple[int, float, float]]
    ways: list[tuple[str, str, str, str]]
    planted: list[Planted]
    stands: list[list[Place]] = field(default_factory=list)


def plant(source: np.random.Generator, days: int) -> list[Planted]:
    """Slow-downs of every kind and size, some at the same time, never twice at once at one subject."""
    ways = _ways(np.random.default_rng(1))
    of_kind: dict[Kind, list[str]] = {
        "lane": sorted({way[0] for way in ways}),
        "carrier": list(_OPERATORS),
        "hub": sorted({way[3] for way in ways}),
        "customs": sorted({way[0][3:] for way in ways if way[0][:2] != way[0][3:]}),
    }
    found: list[Planted] = []
    day = WARM_UP
    turn = 0
    cases = [(kind, size) for size in SIZES for kind in of_kind]
    while day < days - 30:
        if turn % len(cases) == 0:
            source.shuffle(cases)
        kind, size = cases[turn % len(cases)]
        subject = str(source.choice(of_kind[kind]))
        turn += 1
        busy = any(one.subject == subject and one.last + 20 > day for one in found)
        if busy:
            continue
        lasts = int(source.integers(8, 24))
        ramp = int(source.choice([0, 0, 3]))
        reason = str(source.choice(REASONS[kind]))
        ahead = int(source.choice([0, 0, 0, 4]))
        found.append(Planted(kind, subject, size, day, day + lasts + ahead, ramp, reason, ahead))
        day += int(source.integers(7, 13))
    return found


def simulate(seed: int, days: int, planted: list[Planted]) -> World:
    """Run the lanes for some days."""
    source = np.random.default_rng(seed)
    ways = _ways(np.random.default_rng(1))
    volume = np.exp(np.random.default_rng(2).uniform(np.log(0.7), np.log(120), len(ways)))
    speed = np.exp(np.random.default_rng(3).normal(0, 0.25, (len(ways), 3)))
    stands = [
        [Place(w[0], w[1], w[2], ""), Place(w[0], w[1], "", w[0][3:]), Place(w[0], w[1], w[3], "")]
        for w in ways
    ]
    places = sorted({place for three in stands for place in three})
    index = {place: number for number, place in enumerate(places)}
    where = np.array([[index[place] for place in three] for three in stands])
    abroad = np.array([way[0][:2] != way[0][3:] for way in ways])
    hits = {
        one: np.array([(one.kind, one.subject) in place.subjects() for place in places]) for one in planted
    }
    columns: list[Ints] = []
    reasons: list[tuple[int, int, str, int]] = []
    delivered: dict[tuple[int, int], tuple[int, float, float]] = {}
    way = stage = gap = age = np.zeros(0, dtype=np.int64)
    drift = np.ones(len(ways))
    for day in range(days):
        on = FIRST + dt.timedelta(days=day)
        drift *= np.exp(source.normal(0, 0.01, len(ways)))
        chance = _chances(source, on, ways, speed)
        noise, loud = np.ones(len(places)), np.ones(len(places))
        for one in planted:
            hit = hits[one]
            noise[hit] *= one.left(day)
            loud[hit] *= one.louder(day)
        rate = np.clip(chance[way, stage] * noise[where[way, stage]], 0, 0.97)
        goes = source.random(len(way)) < rate
        tries = goes & (stage == 2)
        fails = tries & (source.random(len(way)) < 0.05)
        arrives = tries & ~fails
        scanned = ~goes & (source.random(len(way)) < 0.12 * noise[where[way, stage]])
        held = ~goes & (source.random(len(way)) < 0.006 / noise[where[way, stage]].clip(0.15))
        late = (age > 12) * 0.006 + (age > 20) * 0.02
        complains = source.random(len(way)) < (0.0015 + late) * loud[where[way, stage]]
        events = np.stack([(goes & ~arrives) | scanned, arrives, held, fails, complains])
        columns.append(_cells(on, where[way, stage], stage * 16 + np.minimum(gap, 10), age, events))
        reasons += _said(source, on, planted, day, places, where[way, stage], held)
        for one_way in np.unique(way[arrives]):
            lasted = np.log(age[arrives & (way == one_way)] + 1.0)
            delivered[int(one_way), day] = (len(lasted), float(lasted.sum()), float((lasted**2).sum()))
        gap = np.where(goes | scanned, 0, gap + 1)
        stage = np.where(goes & (stage < 2), stage + 1, stage)
        stage = np.where((stage == 1) & goes & ~abroad[way], 2, stage)
        stays = ~arrives & (age < 60)
        way, stage, gap, age = way[stays], stage[stays], gap[stays], age[stays] + 1
        born = source.poisson(volume * drift * _WEEK[on.weekday()] ** 0.4 * _peak(on))
        new = np.repeat(np.arange(len(ways)), born)
        zero = np.zeros(len(new), dtype=np.int64)
        way, stage = np.concatenate([way, new]), np.concatenate([stage, zero])
        gap, age = np.concatenate([gap, zero]), np.concatenate([age, zero])
    return World(_table(places, columns, reasons), delivered, ways, planted, stands)


def _table(places: list[Place], columns: list[Ints], reasons: list[tuple[int, int, str, int]]) -> Counts:
    rows = np.concatenate(columns)
    place, day, measure, stratum = (rows[:, column] for column in range(4))
    there, seen = (rows[:, column].astype(np.float64) for column in (4, 5))
    return Counts(tuple(places), place, day, measure, stratum, there, seen, tuple(reasons))


def _ways(source: np.random.Generator) -> list[tuple[str, str, str, str]]:
    """Every lane of every operator on it, with its two hubs."""
    found = []
    for origin, destination in _LANES:
        for operator in source.choice(len(_OPERATORS), size=2, replace=False):
            name = _OPERATORS[int(operator)]
            hubs = f"{name[0].upper()}1, {origin}", f"{name[0].upper()}2, {destination}"
            found.append((f"{origin}-{destination}", name, *hubs))
    return found


def _chances(
    source: np.random.Generator, on: dt.date, ways: list[tuple[str, str, str, str]], speed: Floats
) -> Floats:
    """The chance of a step on a day, by way and stage."""
    days: dict[str, float] = {}
    for name in sorted(
        {way[1] for way in ways} | {way[0][:2] for way in ways} | {way[0][3:] for way in ways}
    ):
        days[name] = float(np.exp(source.normal(0, 0.07)))
    found = np.zeros((len(ways), 3))
    for row, (lane, operator, _, _) in enumerate(ways):
        for stage, country in enumerate((lane[:2], lane[3:], lane[3:])):
            rests = 0.25 if holidays.name(country, on) else 1.0
            week = _WEEK[on.weekday()]
            found[row, stage] = (
                _STEPS[stage] * speed[row, stage] * week * rests * days[country] * days[operator]
            )
    return found


def _peak(on: dt.date) -> float:
    """More parcels before Christmas."""
    return 1.0 + 0.5 * max(0.0, 1.0 - abs((dt.date(on.year, 12, 5) - on).days) / 15.0)


def _cells(on: dt.date, place: Ints, step: Ints, days: Ints, events: np.typing.NDArray[np.bool_]) -> Ints:
    """The day's rows: place, day, measure, stratum, at risk, seen; parcels by step and by days under way."""
    rows = []
    for measure, name in enumerate(MEASURES):
        stratum = by_age(days) if name == "complaints" else step if name in SLOWER else np.zeros_like(step)
        key, back = np.unique(place * 1_000 + stratum, return_inverse=True)
        there = np.bincount(back, minlength=len(key))
        seen = np.bincount(back, weights=events[measure], minlength=len(key)).astype(np.int64)
        whole = np.full(len(key), on.toordinal()), np.full(len(key), measure)
        rows.append(np.stack([key // 1_000, *whole, key % 1_000, there, seen], axis=1))
    return np.concatenate(rows)


def _said(
    source: np.random.Generator,
    on: dt.date,
    planted: list[Planted],
    day: int,
    places: list[Place],
    place: Ints,
    held: np.typing.NDArray[np.bool_],
) -> list[tuple[int, int, str, int]]:
    """Reasons given on the day: now and then any, and those of a slow-down that has one."""
    said: Counter[tuple[int, str]] = Counter()
    for one in place[held & (source.random(len(place)) < 0.3)]:
        said[int(one), str(source.choice(["weather", "customs_inspection", "carrier_missort", "hold"]))] += 1
    for plan in planted:
        if plan.reason and plan.left(day) < 1.0:
            hit = [i for i, one in enumerate(places) if (plan.kind, plan.subject) in one.subjects()]
            inside = np.isin(place, hit) & (source.random(len(place)) < 0.04)
            for one in place[inside]:
                said[int(one), plan.reason] += 1
    return [(one, on.toordinal(), reason, times) for (one, reason), times in said.items()]
