"""What a model learned from past trips says of an open one: how many days still, and three risks.

A model holds, for each of two moments (the start and the hand-over), a forest or the word that the plain
table does better, and how its last foretellings turned out; and how parcels had fared when it was made. Later
on the way, what has passed is taken out of what was said at the moment. It is trained elsewhere and comes in
as a value; nothing here reads a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

import numpy as np

from makewhole.parcel import features, lane_table, survival
from makewhole.parcel.forest import Forest
from makewhole.parcel.lately import Lately, days
from makewhole.parcel.staying import GRID, Floats, after, by, falling, levelled, share_at, stretched
from makewhole.parcel.trip import Trip

Moment = Literal["start", "hand_over"]
_ROWS_AT_ONCE = 4_000
KEEPS = timedelta(days=30)
"""How long what a model knows of recent weeks stands for how parcels fare now."""


@dataclass(frozen=True, slots=True)
class Foresight:
    """Days still to go at 10, 50 and 90 of 100, and risks in permille; None where it can't be said."""

    days: tuple[float, float, float]
    risk_late: int | None
    risk_stuck: int
    risk_lost: int
    says: str


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """What is used at one moment: the forest, or the plain table where there is none and for the days on
    the lanes of `by_table`; `levels` and `outside` set the ranges right (`staying`), not the risk."""

    forest: Forest | None
    levels: Floats
    by_table: frozenset[str] = frozenset()
    outside: float = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A learned outlook. `source` names its version, rows and window; `coverage` is the measured percent of
    arrivals inside its ranges; `never` the share that never arrives; `quiet` by lane (and `*` for all) the
    days without a scan that 95 of 100 silences stay under; `until` when what it knows ends."""

    version: str
    source: str
    stages: Mapping[Moment, Stage] = field(repr=False)
    lately: Lately = field(repr=False)
    until: datetime
    coverage: int = 80
    never: float = survival.NEVER
    quiet: Mapping[str, float] = field(default_factory=dict)

    def stale(self, now: datetime) -> bool:
        """Whether what it knows of recent weeks is too old to be used at `now`."""
        return now - self.until > KEEPS

    def foresee(self, trip: Trip, now: datetime, silent: float | None, patience: int) -> Foresight | None:
        """What it says of an open trip at `now`, `silent` days without a scan; None where nothing was learned
        of such. `patience` is the limit of silence where the lane's own is not known."""
        moment: Moment = "start" if trip.handed_over_at is None else "hand_over"
        begin = trip.handed_over_at or trip.started_at
        stage = self.stages.get(moment)
        passed = days(now) - days(begin)
        if stage is None or passed < 0:
            return None
        raw, ranges, says = self._staying(trip, begin, stage)
        if np.isnan(raw).any():
            return None
        gone_by = np.array([passed])
        left = after(ranges, gone_by)
        low, middle, high = (float(by(left, share)[0]) for share in (0.1, 0.5, 0.9))
        quiet = self.quiet.get(trip.lane) or self.quiet.get("*") or float(patience)
        lost = survival.gone(float(share_at(raw, gone_by)[0]), silent, quiet, self.never)
        late = None
        if trip.promised_by is not None:
            due = np.array([days(trip.promised_by) - days(now)])
            still = float(share_at(after(raw, gone_by), due)[0]) if due[0] > 0 else 1.0
            late = survival.permille(lost + (1 - lost) * still)
        stuck = survival.stuck(silent, quiet)
        return Foresight((low, middle, high), late, stuck, survival.permille(lost), says)

    def _staying(self, trip: Trip, begin: datetime, stage: Stage) -> tuple[Floats, Floats, str]:
        """The share still out by the days after the moment, as it is for the risk and as it is for the range,
        and what says so."""
        table = lane_table.staying(trip, begin, self.lately)[None, :]
        if stage.forest is None:
            return table, table, "the lane's own recent trips"
        raw = falling(shares(stage.forest, np.array([features.row(trip, begin, self.lately)]), GRID[None, :]))
        if trip.lane in stage.by_table and not np.isnan(table).any():
            return raw, table, "the learned model, the days by the lane's own recent trips"
        ranges = stretched(levelled(raw, stage.levels), stage.outside)
        return raw, falling(ranges), "the learned model"


def shares(forest: Forest, facts: Floats, ahead: Floats) -> Floats:
    """For each row of facts the share still out after each of the days `ahead` (rows, or one row for all)."""
    every = np.broadcast_to(ahead, (len(facts), ahead.shape[1]))
    found = [
        forest.many(features.asked(np.repeat(facts[n : n + step], every.shape[1], axis=0), part.ravel()))
        for step in (max(1, _ROWS_AT_ONCE // every.shape[1]),)
        for n in range(0, len(facts), step)
        for part in (every[n : n + step],)
    ]
    log_odds = np.concatenate(found) if found else np.zeros(0)
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds))).reshape(every.shape)
