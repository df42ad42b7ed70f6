"""How good foretold shares are: ranking, precision, squared error and calibration, without any library.

>>> late, said = np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.1, 0.4, 0.35, 0.8])
>>> auc(late, said), round(average_precision(late, said), 3), round(brier(late, said), 4)
(0.75, 0.833, 0.1581)
"""

from dataclasses import dataclass

import numpy as np

from makewhole.parcel.staying import Floats


def auc(happened: Floats, said: Floats) -> float:
    """The chance that one that happened was given more than one that did not; ties are a half."""
    _, place, count = np.unique(said, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    ones = float(happened.sum())
    zeros = len(happened) - ones
    if not ones or not zeros:
        return float("nan")
    return float((rank[happened > 0].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def average_precision(happened: Floats, said: Floats) -> float:
    """The mean precision at every one that happened, walked from the most likely down; ties share theirs."""
    values, place = np.unique(-said, return_inverse=True)
    hits = np.bincount(place, weights=happened, minlength=len(values))
    precision = np.cumsum(hits) / np.cumsum(np.bincount(place, minlength=len(values)))
    return float((precision * hits).sum() / hits.sum()) if hits.sum() else float("nan")


def brier(happened: Floats, said: Floats) -> float:
    """The mean squared difference."""
    return float(((said - happened) ** 2).mean())


@dataclass(frozen=True, slots=True)
class Bin:
    """Parcels of about one foretold share: how many, what was said on average, what happened."""

    count: int
    said: float
    happened: float


def calibration(happened: Floats, said: Floats, bins: int = 10) -> tuple[Bin, ...]:
    """Parcels in order of what was said, in parts of equal number."""
    order = np.argsort(said, kind="stable")
    parts = (part for part in np.array_split(order, bins) if len(part))
    return tuple(Bin(len(p), float(said[p].mean()), float(happened[p].mean())) for p in parts)


def off(bins: tuple[Bin, ...]) -> float:
    """The expected calibration error: by how much said and happened differ, over all parcels."""
    return sum(one.count * abs(one.said - one.happened) for one in bins) / sum(one.count for one in bins)
