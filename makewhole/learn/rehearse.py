"""Foretelling a stretch of past trips in the order they came, as it would have been done then.

What was said of a parcel is laid beside what happened only from its arrival on: the levels that make a range
hold what it claims roll on with the last arrivals and know of no later one.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from makewhole.learn.gather import Asked
from makewhole.parcel.forest import Forest
from makewhole.parcel.learned import shares
from makewhole.parcel.staying import GRID, Floats, falling, levelled, of_days, share_at, stretched

LAST = 300
"""Arrivals by which the levels are set."""
CLAIMED = 0.2
"""The share that ranges leave outside."""
_STEP, _LEAST, _MOST = 0.005, 0.02, 0.4


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


@dataclass(slots=True)
class Ruler:
    """What sets ranges right, kept up with each arrival: the levels of the last arrivals, and how much is to
    be left outside so that a fifth is (adaptive conformal inference: a miss widens, a hit narrows)."""

    levels: deque[float]
    outside: float = CLAIMED

    def set_right(self, shares: Floats) -> Floats:
        """The shares still out as they are to be said now."""
        return stretched(levelled(shares, np.sort(np.asarray(self.levels))), self.outside)

    def arrived(self, reached: float, said: float) -> None:
        """One more arrival: the share the raw estimate and what was said had arrived by then."""
        self.levels.append(reached)
        miss = not CLAIMED / 2 <= said <= 1 - CLAIMED / 2
        self.outside = min(_MOST, max(_LEAST, self.outside + _STEP * (CLAIMED - miss)))


def ruler(before: Iterable[float] = (), outside: float = CLAIMED) -> Ruler:
    """A ruler that knows the levels of earlier arrivals."""
    return Ruler(deque(before, maxlen=LAST), outside)


def rolling(said: Said, rows: Asked, using: Ruler) -> Said:
    """What is said once the arrivals known at each row's moment have set the range right; `using` is kept up.
    The risk to be late stays as it was: levels that roll blur the order between parcels."""
    there = np.flatnonzero(np.isfinite(rows.took))
    arrivals = deque(there[np.argsort((rows.at + rows.took)[there], kind="stable")])
    took = np.where(np.isfinite(rows.took), rows.took, 0.0)
    reached = 1.0 - share_at(said.out, took)
    out, told = said.out.copy(), np.zeros(len(took))
    for row in range(len(rows.at)):
        while arrivals and rows.at[arrivals[0]] + rows.took[arrivals[0]] < rows.at[row]:
            one = arrivals.popleft()
            using.arrived(float(reached[one]), float(told[one]))
        out[row] = falling(using.set_right(said.out[row])[None, :])[0]
        told[row] = 1.0 - share_at(out[row : row + 1], took[row : row + 1])[0]
    return Said(out, said.late)
