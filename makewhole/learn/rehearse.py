"""Foretelling a stretch of past trips in the order they came, as it would have been done then.

What was said of a parcel is laid beside what happened only from its arrival on: the levels that make a range
hold what it claims roll on with the last arrivals and know of no later one.
"""

from bisect import insort
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from makewhole.learn.gather import Asked
from makewhole.parcel.forest import Forest
from makewhole.parcel.learned import shares
from makewhole.parcel.staying import GRID, Floats, falling, levelled, of_days, share_at

LAST = 300
"""Arrivals by which the levels are set."""


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What was said of each row: the share still out by `staying.GRID`, and of being late (NaN without a
    promise)."""

    out: Floats
    late: Floats


def by_forest(forest: Forest, rows: Asked) -> Said:
    """What the forest says, as it is."""
    due = np.where(np.isnan(rows.due), 1.0, np.maximum(rows.due, 0.0))
    days = np.column_stack([np.broadcast_to(GRID, (len(rows.at), len(GRID))), due])
    raw = shares(forest, rows.facts, days)
    return Said(falling(raw[:, :-1]), _late(raw[:, -1], rows))


def by_table(rows: Asked) -> Said:
    """What the lane's recent trips say; where too few are known, that nobody knows."""
    out = np.where(np.isnan(rows.table), np.linspace(1.0, 0.0, len(GRID)), rows.table)
    return Said(out, _late(share_at(out, rows.due), rows))


_NEAR = 200


def by_promise(past: Asked, rows: Asked) -> Said:
    """What became of the past parcels with the nearest time left to the promise."""
    arrived = past.where(np.isfinite(past.took) & ~np.isnan(past.due))
    order = np.argsort(arrived.due, kind="stable")
    due, took = arrived.due[order], arrived.took[order]
    begin = np.clip(np.searchsorted(due, rows.due) - _NEAR // 2, 0, max(0, len(due) - _NEAR))
    near = [took[n : n + _NEAR] for n in begin]
    ahead = [due[n : n + _NEAR] for n in begin]
    out = np.array([of_days(each) for each in near]).reshape(len(rows.at), len(GRID))
    late = np.array([(t > d).mean() if len(t) else np.nan for t, d in zip(near, ahead, strict=True)])
    return Said(out, _late(late, rows))


def _late(share: Floats, rows: Asked) -> Floats:
    return np.where(np.isnan(rows.due), np.nan, np.where(rows.due <= 0, 1.0, share))


def levels(said: Said, rows: Asked) -> Floats:
    """The share that had been said to have arrived when each arrived one did, in order of arrival."""
    there = np.isfinite(rows.took)
    order = np.argsort((rows.at + rows.took)[there], kind="stable")
    return np.asarray((1.0 - share_at(said.out, np.where(there, rows.took, 0.0)))[there][order])


def rolling(said: Said, rows: Asked, before: Iterable[float] = ()) -> Said:
    """What is said once the last arrivals known at each row's moment have set it right; `before` are the
    levels of arrivals before the first."""
    window = deque(before, maxlen=LAST)
    ordered = sorted(window)
    there = np.flatnonzero(np.isfinite(rows.took))
    arrivals = deque(there[np.argsort((rows.at + rows.took)[there], kind="stable")])
    reached = 1.0 - share_at(said.out, np.where(np.isfinite(rows.took), rows.took, 0.0))
    out, late = said.out.copy(), said.late.copy()
    for row in range(len(rows.at)):
        while arrivals and rows.at[arrivals[0]] + rows.took[arrivals[0]] < rows.at[row]:
            if len(window) == LAST:
                ordered.remove(window[0])
            window.append(float(reached[arrivals.popleft()]))
            insort(ordered, window[-1])
        level = np.asarray(ordered)
        out[row] = levelled(said.out[row], level)
        late[row] = levelled(said.late[row : row + 1], level)[0]
    return Said(falling(out), late)
