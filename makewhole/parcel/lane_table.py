"""The plain table: how long the recent trips of a lane took, else those to its destination, else all.

It is what anybody could count; whatever was learned has to beat it, and it speaks where nothing was learned.
"""

from datetime import datetime

import numpy as np

from makewhole.parcel.lately import Lately, keys
from makewhole.parcel.staying import GRID, Floats, of_days
from makewhole.parcel.trip import Trip, seen

ENOUGH = 12
"""Trips from which a table speaks for itself."""


def staying(trip: Trip, moment: datetime, lately: Lately) -> Floats:
    """The share still out by the table, seen from the start or the hand-over; NaN where too few are known."""
    known = seen(trip, moment)
    where = keys(known)
    for kind in ("lane", "to", "all"):
        place = lately.place(where.get(kind))
        took = place.wholes if known.handed_over_at is None else place.ways
        if len(took) >= ENOUGH:
            return of_days(np.fromiter(took, dtype=np.float64))
    return np.full(len(GRID), np.nan)
