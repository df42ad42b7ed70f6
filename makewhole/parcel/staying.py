"""The share of parcels still out so many days after a moment, on one grid of days, as arrays of rows.

Every estimate of an arrival, learned or from a table, is such a row: it starts at most at 1 and never rises.
From it come the days by which so many of 100 have arrived, the chance to be late, and how well it foretold.

>>> out = np.interp(GRID, (0, 10, 20), (1.0, 0.5, 0.0))[None, :]
>>> [round(float(by(out, share)[0])) for share in (0.1, 0.5, 0.9)]
[2, 10, 18]
>>> round(float(by(after(out, np.array([10.0])), 0.5)[0]))
5
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
GRID: Floats = np.concatenate([[0.0], np.geomspace(0.5, 120.0, 27)])
"""Days ahead."""
_STEPS: Floats = np.log(GRID + 0.5)


def falling(shares: Floats) -> Floats:
    """Rows that start at most at 1 and never rise, from rows of shares on `GRID`."""
    return np.minimum.accumulate(np.clip(shares, 0.0, 1.0), axis=1)


def of_days(took: Floats) -> Floats:
    """One row from days that parcels took, each counted a half on the very day."""
    ordered = np.sort(took)
    below = np.searchsorted(ordered, GRID, side="right")
    return np.asarray(1.0 - below / (len(ordered) + 1.0))


def share_at(out: Floats, ahead: Floats) -> Floats:
    """For each row the share still out after its own number of days."""
    at = np.log(np.maximum(ahead, 0.0) + 0.5)
    right = np.clip(np.searchsorted(_STEPS, at), 1, len(GRID) - 1)
    part = np.clip((at - _STEPS[right - 1]) / (_STEPS[right] - _STEPS[right - 1]), 0.0, 1.0)
    every = np.arange(len(out))
    return np.asarray(out[every, right - 1] * (1 - part) + out[every, right] * part)


def by(out: Floats, share: float) -> Floats:
    """For each row the days by which `share` have arrived; the grid's last day where they never do."""
    wanted = 1.0 - share
    reached = out <= wanted
    right = np.where(reached.any(axis=1), np.maximum(reached.argmax(axis=1), 1), len(GRID) - 1)
    every = np.arange(len(out))
    high, low = out[every, right - 1], out[every, right]
    part = np.clip((high - wanted) / np.where(high > low, high - low, 1.0), 0.0, 1.0)
    return np.asarray(np.exp(_STEPS[right - 1] + part * (_STEPS[right] - _STEPS[right - 1])) - 0.5)


def after(out: Floats, passed: Floats) -> Floats:
    """What the rows say of parcels that are still out `passed` days later."""
    columns = [share_at(out, passed + day) for day in GRID]
    left = np.maximum(columns[0], 1e-9)
    return falling(np.column_stack(columns) / left[:, None])


def levelled(shares: Floats, levels: Floats, trust: float = 60.0) -> Floats:
    """Shares as they turned out: `levels` are, in order, the share that had been said to have arrived at the
    very moment each of the last parcels did. Even levels change nothing, and `trust` of them are assumed."""
    arrived = 1.0 - shares
    rank = np.searchsorted(levels, arrived, side="right")
    return np.asarray(1.0 - (rank + trust * arrived) / (len(levels) + trust))


def stretched(shares: Floats, outside: float) -> Floats:
    """Shares with the range from 10 to 90 of 100 moved out or in to where `outside` of all are beyond,
    half on each side; 0.2 changes nothing."""
    arrived = np.interp(1.0 - shares, (0.0, outside / 2, 1 - outside / 2, 1.0), (0.0, 0.1, 0.9, 1.0))
    return np.asarray(1.0 - arrived)


def missed(out: Floats, took: Floats, known: Floats) -> Floats:
    """How far off each row was: the mean square between it and what happened over all days of the grid up to
    `known` days (how long the parcel could be watched); `took` is infinite while it has not arrived. The
    logarithmic grid makes it the ranked probability score of log days."""
    truth = (took[:, None] > GRID).astype(np.float64)
    seen = (np.maximum(known, GRID[0])[:, None] >= GRID) | (took[:, None] <= known[:, None])
    return np.asarray(((out - truth) ** 2 * seen).sum(axis=1) / seen.sum(axis=1))
