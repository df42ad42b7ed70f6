"""When a series of counts has changed: the odds for it, since when, by how much, and when it is over.

For each subject the counts of a day are weighed against each shape a disruption can have, as a ratio of
likelihoods. The Shiryaev-Roberts statistic adds up those of all days it may have begun on. As long as nothing
is wrong it grows by one a day on average, whatever the counts are like, so a limit of `n` is passed once in
`n` days at the most: the number of false alarms is chosen, not found out (Pollak, Annals of Statistics 13,
1985). Days differ by more than chance (`spread`), which makes each day's evidence smaller; and no single day
may give more than a share of the evidence an alarm needs.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from makewhole import tables
from makewhole.parcel.counts import MEASURES, Floats, Ints
from makewhole.parcel.usual import Tally

TABLE: Final[dict[str, Any]] = tables.read("makewhole.parcel", "disruption.toml")
SOURCE: Final[str] = TABLE["source"]
_LEAST_SPREAD: Final = 0.003
_COUNTS_FOR_SPREAD: Final = 4.0


def _shapes() -> Floats:
    rows = []
    for shape in TABLE["shape"]:
        for strength in range(len(next(iter(shape.values())))):
            rows.append([shape[measure][strength] if measure in shape else 1.0 for measure in MEASURES])
    return np.array(rows)


SHAPES: Final = _shapes()
"""(shapes, measures): by how much each shape of a disruption multiplies each measure."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What the counts of the watched days say, by subject: the log of the odds that something began, the
    evidence (log likelihood ratio) of the best shape since its best day, that shape, and that day's index.
    `by_measure` is the evidence of each measure in it."""

    odds: Floats
    evidence: Floats
    shape: Ints
    began: Ints
    by_measure: Floats


def spread(tally: Tally, learn: npt.NDArray[np.bool_]) -> Floats:
    """How much more than by chance the days of each subject and measure differ: the variance of a day's own
    factor, (subjects, measures). A subject with few days to tell is given what the others have."""
    able = (tally.usual >= _COUNTS_FOR_SPREAD) & learn[:, None, :]
    off = np.where(able, tally.seen / np.maximum(tally.usual, 1e-9) - 1.0, np.nan)
    chance = np.where(able, 1.0 / np.maximum(tally.usual, 1e-9), np.nan)
    days = able.sum(axis=-1)
    own = np.zeros(days.shape)
    for row, column in zip(*np.nonzero(days >= 5), strict=True):
        values = off[row, column][able[row, column]]
        middle = np.median(values)
        wide = 1.4826 * float(np.median(np.abs(values - middle)))
        own[row, column] = max(0.0, wide**2 - float(np.nanmean(chance[row, column])))
    shared = np.zeros(len(MEASURES))
    for column in range(len(MEASURES)):
        told = own[days[:, column] >= 20, column]
        shared[column] = float(np.median(told)) if len(told) else 0.01
    weight = days / (days + 20.0)
    return np.asarray(np.maximum(_LEAST_SPREAD, weight * own + (1.0 - weight) * shared))


def ratios(seen: Floats, low: Floats, high: Floats, wide: Floats) -> Floats:
    """Log likelihood ratios of every shape, (subjects, shapes, measures, days). What is usual lies between
    `low` and `high`; the one that speaks most against a change is taken."""
    usual = np.clip(seen, low, high)
    tempered = 1.0 + wide[:, :, None] * usual
    logs = np.log(SHAPES)[None, :, :, None]
    less = (SHAPES - 1.0)[None, :, :, None]
    return np.asarray((seen[:, None] * logs - usual[:, None] * less) / tempered[:, None])


def signs(each: Floats, limit: float) -> Signs:
    """Weigh the ratios of `ratios` over the watched days; `limit` is the log of the odds of an alarm."""
    whole = each.sum(axis=2)
    daily = np.minimum(whole, TABLE["two_days"] * limit)
    subjects, shapes, days = daily.shape
    running = np.full((subjects, shapes), -np.inf)
    for day in range(days):
        running = np.logaddexp(0.0, running) + daily[:, :, day]
    odds = np.logaddexp.reduce(running, axis=1) - np.log(shapes)
    total = np.cumsum(whole, axis=2)
    before = np.concatenate([np.zeros((subjects, shapes, 1)), total[:, :, :-1]], axis=2)
    since = np.argmin(before, axis=2)
    gain = total[:, :, -1] - np.take_along_axis(before, since[:, :, None], axis=2)[:, :, 0]
    best = np.argmax(gain, axis=1)
    rows = np.arange(subjects)
    began = since[rows, best]
    parts = np.zeros((subjects, len(MEASURES)))
    for row in rows:
        parts[row] = each[row, best[row], :, began[row] :].sum(axis=-1)
    return Signs(odds, gain[rows, best], best, began, parts)


def ended(seen: Floats, usual: Floats, wide: float, less: bool) -> tuple[int, float] | None:
    """The index of the day since which the counts of one measure are as usual again, with the log of the
    odds; None while they are not. The first day belongs to the disruption."""
    best: tuple[int, float] | None = None
    for day in range(1, len(seen) - TABLE["over_days"] + 1):
        expected = usual[:day].sum()
        rate = (seen[:day].sum() + 0.5) / (expected + 0.5)
        after = usual[day:].sum()
        if after <= 0 or (rate >= 1) == less:
            continue
        now = seen[day:].sum() / after
        # A quarter of the way from where it was is what may be left.
        if (now < 1 - 0.3 * (1 - rate)) if less else (now > 1 + 0.3 * (rate - 1)):
            continue
        tempered = 1.0 + wide * usual[day:]
        odds = float(((usual[day:] * (rate - 1) - seen[day:] * np.log(rate)) / tempered).sum())
        if best is None or odds > best[1]:
            best = day, odds
    return best if best is not None and best[1] >= TABLE["over_evidence"] else None
