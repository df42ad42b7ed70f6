"""Past trips as rows to learn from: each asked about at its start and at its hand-over, as it stood then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
import numpy.typing as npt

from makewhole.parcel import features, lane_table
from makewhole.parcel.lately import Lately, days
from makewhole.parcel.staying import GRID, Floats
from makewhole.parcel.trip import Trip

Moment = Literal["start", "hand_over"]
MOMENTS: tuple[Moment, ...] = ("start", "hand_over")
KNOWN: dict[Moment, tuple[str, ...]] = {
    "start": (
        "started_at", "promised_by", "origin", "destination", "postcode", "origin_postcode", "operator",
        "service", "sender", "weight_grams", "value", "freight", "items",
        "what had become of earlier parcels by then",
    ),
    "hand_over": ("all of the above", "approved_at", "ship_by", "handed_over_at"),
}  # fmt: skip
"""What a row may be made of, moment by moment; the test of leaks holds this list true."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Rows of one moment in order of time. All in days: `at` of the epoch; `due` (NaN without a promise) and
    `took` (infinite while not arrived) after `at`. `facts` by `features.FACTS`, `table` by `staying.GRID`."""

    trips: tuple[Trip, ...]
    at: Floats
    due: Floats
    took: Floats
    facts: Floats
    table: Floats

    def where(self, keep: npt.NDArray[np.bool_]) -> "Asked":
        """Some of the rows."""
        trips = tuple(trip for trip, kept in zip(self.trips, keep, strict=True) if kept)
        return Asked(
            trips, self.at[keep], self.due[keep], self.took[keep], self.facts[keep], self.table[keep]
        )

    def started(self) -> Floats:
        """When each trip started, in days of the epoch."""
        return np.array([days(trip.started_at) for trip in self.trips])

    def called_off(self) -> npt.NDArray[np.bool_]:
        """Which trips were called off; a label, never a fact."""
        return np.array([trip.called_off for trip in self.trips], dtype=bool)

    def until(self, end: float) -> "Asked":
        """The rows as they stood at `end`: those asked before it, with the arrivals known by then."""
        rows = self.where(self.at < end)
        took = np.where(rows.at + rows.took < end, rows.took, np.inf)
        return Asked(rows.trips, rows.at, rows.due, took, rows.facts, rows.table)


def gather(trips: Sequence[Trip]) -> tuple[dict[Moment, Asked], Lately]:
    """Every trip asked about at each moment it came to, and how parcels fared as it stood after the last."""
    asks = sorted(
        ((at, number, moment) for number, trip in enumerate(trips) for at, moment in _moments(trip)),
        key=lambda ask: ask[0],
    )
    lately = Lately(trips)
    rows: dict[Moment, list[tuple[Trip, datetime, tuple[float, ...], Floats]]] = {m: [] for m in MOMENTS}
    for at, number, moment in asks:
        lately.until(at)
        trip = trips[number]
        rows[moment].append((trip, at, features.row(trip, at, lately), lane_table.staying(trip, at, lately)))
    return {moment: _asked(rows[moment]) for moment in MOMENTS}, lately


def _moments(trip: Trip) -> list[tuple[datetime, Moment]]:
    asks: list[tuple[datetime, Moment]] = [(trip.started_at, "start")]
    if trip.handed_over_at is not None:
        asks.append((trip.handed_over_at, "hand_over"))
    return asks


def _asked(rows: list[tuple[Trip, datetime, tuple[float, ...], Floats]]) -> Asked:
    trips = tuple(trip for trip, _, _, _ in rows)
    at = np.array([days(moment) for _, moment, _, _ in rows])
    due = np.array([np.nan if t.promised_by is None else days(t.promised_by) for t in trips]) - at
    took = np.array([np.inf if t.delivered_at is None else days(t.delivered_at) for t in trips]) - at
    facts = np.array([facts for _, _, facts, _ in rows]).reshape(len(rows), len(features.FACTS))
    table = np.array([table for _, _, _, table in rows]).reshape(len(rows), len(GRID))
    return Asked(trips, at, due, took, facts, table)
