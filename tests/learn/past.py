"""A made-up past of parcels on three lanes: how long they take, drawn with a seed."""

from datetime import UTC, datetime, timedelta

import numpy as np

from makewhole.parcel.trip import Trip

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
LANES = {("CN", "BR"): 14.0, ("DE", "FR"): 4.0, ("DE", "DE"): 2.0}


def past(count: int, seed: int = 7, slow: float = 1.8, per_day: int = 12) -> list[Trip]:
    """Trips in order of time. Heavy ones take `slow` times as long, and the promise does not know it."""
    dice = np.random.default_rng(seed)
    trips = []
    for number in range(count):
        origin, destination = list(LANES)[number % 3]
        started = BEGIN + timedelta(days=number / per_day)
        heavy = bool(dice.random() < 0.4)
        way = LANES[origin, destination] * (slow if heavy else 1.0) * float(np.exp(dice.normal(0, 0.25)))
        handed = started + timedelta(days=float(dice.uniform(0.2, 2.0)))
        trips.append(
            Trip(
                origin,
                destination,
                started,
                operator="post",
                promised_by=started + timedelta(days=1.5 + 1.6 * LANES[origin, destination]),
                approved_at=started + timedelta(hours=2),
                handed_over_at=handed,
                delivered_at=None if dice.random() < 0.01 else handed + timedelta(days=way),
                weight_grams=9000.0 if heavy else 300.0,
                marks=((handed, "picked_up"), (handed + timedelta(days=way / 2), "in_transit")),
            )
        )
    return trips
