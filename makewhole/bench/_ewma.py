"""What `./run bench disruptions` is compared with: plain EWMA charts, one for each subject.

Two of them: of the days under way of the parcels delivered in a day (as their logarithm), and of the share
of the parcels under way that moved, the weekday's usual taken out. Each day is compared with the mean and the
standard deviation of the same past days `watch` learns from. An alarm stands until the chart is back at half
its limit; the limit is chosen afterwards.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from makewhole.bench._lanes import World
from makewhole.parcel.change import TABLE
from makewhole.parcel.counts import MEASURES, Floats
from makewhole.parcel.usual import Groups, Subject

_SMOOTHED: Final = 0.2
_LEAST_DAYS: Final = 14


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm: the day it was raised and the day it ended, counted from the first; None while it stands."""

    about: Subject
    raised: int
    ended: int | None


def of_days_under_way(world: World, days: int) -> dict[Subject, Floats]:
    """The chart of each subject by the days under way of what is delivered."""
    parts: dict[Subject, set[int]] = {}
    for way, three in enumerate(world.stands):
        for place in three:
            for subject in place.subjects():
                parts.setdefault(subject, set()).add(way)
    charts = {}
    for subject, ways in sorted(parts.items()):
        many, total = np.zeros(days), np.zeros(days)
        for (way, day), (parcels, sums, _) in world.delivered.items():
            if way in ways:
                many[day] += parcels
                total[day] += sums
        charts[subject] = _chart(np.where(many > 0, total / np.maximum(many, 1), np.nan))
    return charts


def of_moves(world: World, days: int, first: int) -> dict[Subject, Floats]:
    """The chart of each subject by the share that moved; `first` is the ordinal of the first day."""
    counts = world.counts
    kept = counts.measure == MEASURES.index("moves")
    key = counts.place[kept] * days + counts.day[kept] - first
    size = len(counts.places) * days
    groups = Groups.of(counts.places)
    there, moved = (
        groups.sums(np.bincount(key, weights=what[kept], minlength=size).astype(np.float64).reshape(-1, days))
        for what in (counts.at_risk, counts.seen)
    )
    share = np.where(there < 1, np.nan, moved / np.maximum(there, 1.0))
    return {subject: _chart(-share[row], weekdays=True) for row, subject in enumerate(groups.subjects)}


def alarms(chart: Floats, about: Subject, limit: float, since: int) -> Iterator[Alarm]:
    """The alarms of a chart under a limit, from a day on."""
    raised: int | None = None
    for day in range(since, len(chart)):
        if raised is None and chart[day] > limit:
            raised = day
        elif raised is not None and chart[day] < limit / 2:
            yield Alarm(about, raised, day)
            raised = None
    if raised is not None:
        yield Alarm(about, raised, None)


def tuned(quiet: Sequence[dict[Subject, Floats]], since: int, wanted: int) -> float:
    """The lowest limit that raises no more than the wanted number of alarms where nothing is wrong."""
    low, high = 0.5, 60.0
    while high - low > 0.01:
        middle = (low + high) / 2
        raised = sum(
            1
            for charts in quiet
            for about, chart in charts.items()
            for _ in alarms(chart, about, middle, since)
        )
        low, high = (low, middle) if raised <= wanted else (middle, high)
    return high


def _chart(values: Floats, weekdays: bool = False) -> Floats:
    """The standardised EWMA of a series; a day without a value leaves it as it was."""
    chart = np.zeros(len(values))
    level = 0.0
    for day in range(len(values)):
        begin = max(0, day - TABLE["history_days"] - TABLE["rests_days"])
        past = values[begin : max(begin, day - TABLE["rests_days"])]
        past = past[(np.arange(begin, begin + len(past)) - day) % 7 == 0] if weekdays else past
        past = past[np.isfinite(past)]
        least = _LEAST_DAYS // 7 if weekdays else _LEAST_DAYS
        if np.isfinite(values[day]) and len(past) >= least and past.std() > 0:
            level = (1 - _SMOOTHED) * level + _SMOOTHED * float((values[day] - past.mean()) / past.std())
        chart[day] = level / np.sqrt(_SMOOTHED / (2 - _SMOOTHED))
    return chart
