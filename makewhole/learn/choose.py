"""Whether a learned forest is worth using: judged on the last slice of the past, which it has not seen.

The forest stands beside the plain table of lanes and beside what became of parcels with as much time left to
the promise. What missed least is used, and on a lane where the table is clearly better, the table's days; the
risk to be late stays with one way, so that parcels of all lanes can be put in order by it. Nothing of the
time to be foretold takes part.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from makewhole.because import Refused
from makewhole.learn import scores
from makewhole.learn.fit import grow
from makewhole.learn.gather import Asked
from makewhole.learn.rehearse import Ruler, Said, by_forest, by_promise, by_table, rolling, ruler
from makewhole.parcel.staying import by, missed

FOREST, TABLE, PROMISE = "learned", "lane table", "promise alone"
SLICE = 0.2
"""The last part of the past that judges."""
_ROWS, _ARRIVED = 400, 100
_LANE = 60
_BEYOND = 3.0
"""Standard errors."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One way to foretell on some rows: `missed` as in `staying.missed`; of the arrived ones with a promise
    the ranking and the squared error of being late; the share of arrivals inside its range and the mean days
    its middle was off."""

    missed: float
    auc: float
    average_precision: float
    brier: float
    inside: float
    days_off: float


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What is used, on which lanes the table instead, the ruler to begin with, how each was judged, and the
    calibration of the risk by the one that is used."""

    used: str
    by_table: frozenset[str]
    ruler: Ruler
    judged: Mapping[str, Judged]
    rows: int
    calibration: tuple[scores.Bin, ...]


def judge(said: Said, rows: Asked, end: float) -> Judged:
    """How good what was said of the rows is, as known at `end` (days of the epoch)."""
    there = np.isfinite(rows.took)
    due = there & ~np.isnan(rows.due)
    late = (rows.took > rows.due)[due].astype(np.float64)
    took = rows.took[there]
    low, middle, high = (by(said.out, share)[there] for share in (0.1, 0.5, 0.9))
    return Judged(
        float(missed(said.out, rows.took, end - rows.at).mean()),
        scores.auc(late, said.late[due]),
        scores.average_precision(late, said.late[due]),
        scores.brier(late, said.late[due]) if len(late) else float("nan"),
        float(((low <= took) & (took <= high)).mean()),
        float(np.abs(middle - took).mean()),
    )


def choose(rows: Asked, end: float) -> Choice | Refused:
    """What to use from `end` on, by the last slice of what was known before."""
    known = rows.until(end)
    known = known.where(~known.called_off())
    if len(known.at) < _ROWS or np.isfinite(known.took).sum() < _ARRIVED:
        return _too_little(known)
    cut = float(np.quantile(known.at, 1 - SLICE))
    last = known.where(known.at >= cut)
    forest = grow(known.until(cut))
    if isinstance(forest, Refused):
        return forest
    raw, measure = by_forest(forest, last), ruler()
    ways = {
        FOREST: rolling(raw, last, measure),
        TABLE: by_table(last),
        PROMISE: by_promise(known.until(cut), last),
    }
    judged = {name: judge(said, last, end) for name, said in ways.items()}
    used = min(judged, key=lambda name: judged[name].missed)
    better = _better(ways[TABLE], ways[FOREST], last, end) if used == FOREST else frozenset()
    due = np.isfinite(last.took) & ~np.isnan(last.due)
    late = (last.took > last.due)[due].astype(np.float64)
    bins = scores.calibration(late, ways[used].late[due])
    return Choice(used, better, measure, judged, len(last.at), bins)


def _better(one: Said, other: Said, rows: Asked, end: float) -> frozenset[str]:
    """Lanes on which `one` missed by less than `other`, beyond what chance does on one of many lanes."""
    less = missed(other.out, rows.took, end - rows.at) - missed(one.out, rows.took, end - rows.at)
    lanes = np.array([trip.lane for trip in rows.trips])
    found = set()
    for lane in np.unique(lanes):
        of_lane = less[lanes == lane]
        if len(of_lane) >= _LANE and of_lane.mean() > _BEYOND * of_lane.std() / np.sqrt(len(of_lane)):
            found.add(str(lane))
    return frozenset(found)


def _too_little(known: Asked) -> Refused:
    there = int(np.isfinite(known.took).sum())
    return Refused(
        "learn.too_little",
        f"{len(known.at)} trips, {there} of them arrived, are too few to learn from and to judge by",
        "docs/outlook.md",
        f"{_ROWS} trips and {_ARRIVED} arrivals are needed; until then the prior table is used",
    )
