"""What happens in a storm, step by step, from a seed alone. Pure: it knows no process and no clock.

>>> schedule(7, 100) == schedule(7, 100), schedule(7, 100) == schedule(8, 100)
(True, False)
>>> kills = [step.number for step in schedule(7, 200) if step.action == "kill"]
>>> all(any(first <= kill < first + 50 for kill in kills) for first in range(0, 200, 50))
True
"""

import hashlib
import random
from dataclasses import dataclass
from typing import Final

from makewhole.effects import EFFECTS

EVERY: Final = 50
"""In each stretch of this many steps a worker, the web door and the database are each killed once."""

VICTIMS: Final = ("worker", "web", "database")

POINTS: Final = tuple(f"{name} {side}" for name in EFFECTS for side in ("before", "after"))

LAST_POINTS: Final = tuple(point for point in POINTS if point.startswith("forget."))
"""Deadly in the last act only, when the work is judged: what is forgotten can't be compared any more."""

WORK_POINTS: Final = tuple(point for point in POINTS if point not in LAST_POINTS)

WORK: Final = {
    "post": 22,
    "reply": 6,
    "message": 8,
    "resend_posts": 4,
    "lodge": 16,
    "accept": 14,
    "appeal": 5,
    "supply": 8,
    "withdraw": 1,
    "rule": 10,
    "release": 5,
    "publish": 3,
    "approve": 4,
    "resend_payments": 4,
    "scan": 6,
    "ship": 5,
    "push": 6,
    "advance": 3,
}
"""How often each kind of step comes, against the others."""

WEATHER: Final = (
    "clear",
    "lost answers",
    "busy",
    "events twice",
    "events late",
    "carrier away",
    "all at once",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `draw` in [0, 1) picks among whatever there is when its turn comes; `what` is a victim or
    weather."""

    number: int
    action: str
    draw: float
    what: str = ""


def schedule(seed: int, steps: int) -> tuple[Step, ...]:
    """The steps of a storm. Kills and changes of weather are steps like the others and count."""
    dice = random.Random(f"storm {seed}")
    planned: list[Step] = []
    for first in range(0, steps, EVERY):
        length = min(EVERY, steps - first)
        doom = dict(zip(dice.sample(range(length), min(length, len(VICTIMS))), VICTIMS, strict=False))
        turns = set(dice.sample(range(length), min(length, 4))) - set(doom)
        for place in range(length):
            action, what = "", ""
            if place in doom:
                action, what = "kill", doom[place]
            elif place in turns:
                action, what = "weather", dice.choice(WEATHER)
            else:
                action = dice.choices(tuple(WORK), tuple(WORK.values()))[0]
            planned.append(Step(first + place, action, dice.random(), what))
    return tuple(planned)


def fingerprint(steps: tuple[Step, ...]) -> str:
    """A short name for a schedule, equal for equal schedules."""
    return hashlib.sha256(repr(steps).encode()).hexdigest()[:12]


def weather(name: str, seed: int) -> dict[str, dict[str, float]]:
    """The fault plan of each simulator (x, payment, carriers) in this weather; lengths in seconds."""
    calm: dict[str, float] = {"seed": seed}
    lost = calm | {"lost": 0.15, "cut": 0.1}
    busy = calm | {"busy": 0.2, "slow": 0.1, "slow_seconds": 0.1, "throttled": 0.05, "throttled_seconds": 1}
    twice = calm | {"event_twice": 0.5}
    late = calm | {"event_late": 0.4, "event_late_seconds": 0.4}
    away = calm | {"outage_seconds": 3.0}
    storm = busy | {
        "lost": 0.1,
        "cut": 0.05,
        "event_twice": 0.3,
        "event_late": 0.3,
        "event_late_seconds": 0.3,
    }
    plans = {
        "clear": (calm, calm, calm),
        "lost answers": (lost, lost, lost),
        "busy": (busy, busy, busy),
        "events twice": (twice, twice, twice),
        "events late": (late, late, late),
        "carrier away": (calm, calm, away),
        "all at once": (storm, storm, away),
    }[name]
    return dict(zip(("x", "payment", "carriers"), plans, strict=True))
