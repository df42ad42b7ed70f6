"""What is usual: how often a thing happens to a parcel in a day, by where it stands and for how long it has.

Learned from the counts of past days: a rate for each stratum, which a lane of an operator and then a place
take from all and correct by what was seen of their own (few parcels correct it little); then the weekdays,
for everything and for each subject. Days of a known disruption and of holidays are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from makewhole.parcel import holidays
from makewhole.parcel.counts import KINDS, MEASURES, Counts, Floats, Ints, Kind, Place

_OWN: Final = 5.0
"""Events it takes until a rate is as much a place's own as that of the wider one it is part of."""
_WEEKDAY: Final = 10.0
"""The same for the days of the week."""
_STRATA: Final = 1_000
Subject = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts by place (or subject), measure and day: what was seen, what is usual, how many were at risk.

    All three have the shape (places, measures, days).
    """

    seen: Floats
    usual: Floats
    at_risk: Floats

    def without(self, aside: npt.NDArray[np.bool_]) -> "Tally":
        """The tally with some of its places and days, (places, days), empty."""
        keep = ~aside[:, None, :]
        return Tally(self.seen * keep, self.usual * keep, self.at_risk * keep)


@dataclass(frozen=True, slots=True)
class Groups:
    """Subjects in order, and which place is part of which: rows are subjects, columns are places."""

    subjects: tuple[Subject, ...]
    part: Floats

    @classmethod
    def of(cls, places: Sequence[Place]) -> "Groups":
        """All subjects these places have."""
        named = sorted(
            {subject for place in places for subject in place.subjects()},
            key=lambda one: (KINDS.index(one[0]), one[1]),
        )
        index = {subject: number for number, subject in enumerate(named)}
        part = np.zeros((len(named), len(places)))
        for column, place in enumerate(places):
            for subject in place.subjects():
                part[index[subject], column] = 1.0
        return cls(tuple(named), part)

    def sums(self, values: Floats) -> Floats:
        """Values by place, (places, ...), as values by subject."""
        flat = values.reshape(values.shape[0], -1)
        return np.asarray((self.part @ flat).reshape(len(self.subjects), *values.shape[1:]))


def by_place(counts: Counts, first: int, days: int, learn: npt.NDArray[np.bool_]) -> Tally:
    """Counts by place, measure and day from the ordinal `first` on, with the usual learned where `learn`
    (places, days) says so."""
    inside = (counts.day >= first) & (counts.day < first + days)
    place, measure = counts.place[inside], counts.measure[inside]
    stratum, day = counts.stratum[inside], counts.day[inside] - first
    at_risk, seen = counts.at_risk[inside], counts.seen[inside]
    rate = _rates(counts.places, place, measure, stratum, at_risk, seen, learn[place, day])
    shape = (len(counts.places), len(MEASURES), days)
    key = (place * len(MEASURES) + measure) * days + day

    def laid(values: Floats) -> Floats:
        flat = np.bincount(key, weights=values, minlength=int(np.prod(shape)))
        return flat.astype(np.float64).reshape(shape)

    tally = Tally(laid(seen), laid(at_risk * rate), laid(at_risk))
    weekdays = _weekdays(
        tally.seen.sum(axis=0, where=learn[:, None, :], keepdims=True),
        tally.usual.sum(axis=0, where=learn[:, None, :], keepdims=True),
        first,
    )
    return Tally(tally.seen, tally.usual * weekdays, tally.at_risk)


def by_subject(groups: Groups, tally: Tally, first: int, learn: npt.NDArray[np.bool_]) -> Floats:
    """By how much the usual of each subject, measure and day is to be multiplied to be the subject's own."""
    kept = learn[:, None, :]
    return _weekdays(groups.sums(tally.seen * kept), groups.sums(tally.usual * kept), first)


def resting(places: Sequence[Place], first: int, days: int) -> npt.NDArray[np.bool_]:
    """Which places have a holiday on which day."""
    found = np.zeros((len(places), days), dtype=bool)
    known: dict[tuple[frozenset[str], int], bool] = {}
    for row, place in enumerate(places):
        countries = place.countries()
        for day in range(days):
            if (countries, day) not in known:
                on = date.fromordinal(first + day)
                known[countries, day] = holidays.any_of(countries, on) is not None
            found[row, day] = known[countries, day]
    return found


def _rates(
    places: Sequence[Place],
    place: Ints,
    measure: Ints,
    stratum: Ints,
    at_risk: Floats,
    seen: Floats,
    learn: npt.NDArray[np.bool_],
) -> Floats:
    """The usual rate of every row: of its stratum everywhere, of its lane and operator, of its place."""
    if not len(place):
        return np.zeros(0)
    strata, kind = np.unique(measure * _STRATA + stratum, return_inverse=True)
    ways: dict[tuple[str, str], int] = {}
    way_of = np.array([ways.setdefault((one.lane, one.operator), len(ways)) for one in places])
    weight = learn.astype(np.float64)
    rate = np.full(len(place), 0.5)
    for own, key in (
        (1.0, measure),
        (_OWN, kind),
        (_OWN, way_of[place] * len(strata) + kind),
        (_OWN, place * len(strata) + kind),
    ):
        there = np.bincount(key, weights=at_risk * weight)[key]
        happened = np.bincount(key, weights=seen * weight)[key]
        rate = (happened + own) / (there + own / rate)
    return np.asarray(rate)


def _weekdays(seen: Floats, usual: Floats, first: int) -> Floats:
    """Factors (rows, measures, days) from what was seen against the usual, drawn to 1 where little was."""
    days = seen.shape[-1]
    weekday = (first + np.arange(days)) % 7
    level = (seen.sum(axis=-1) + _WEEKDAY) / (usual.sum(axis=-1) + _WEEKDAY)
    factor = np.zeros_like(seen)
    for one in range(7):
        on = weekday == one
        own = level[..., None] * usual[..., on].sum(axis=-1, keepdims=True)
        factor[..., on] = level[..., None] * (
            (seen[..., on].sum(axis=-1, keepdims=True) + _WEEKDAY) / (own + _WEEKDAY)
        )
    return factor
