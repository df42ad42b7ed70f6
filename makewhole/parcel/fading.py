"""Means and paces that forget: what happened lately counts for more than what happened long ago.

Times are in days of the epoch. A value weighs half as much every `half` days, so a place that went quiet
comes to know less and whoever asks is drawn to the wider place's mean.

>>> mean = Fading(10.0)
>>> mean.add(4.0, at=0.0)
>>> mean.mean(0.0, prior=2.0, strength=1.0), round(mean.mean(30.0, prior=2.0, strength=1.0), 2)
(3.0, 2.22)
"""

import math
from dataclasses import dataclass

FAST, SLOW = 12.0, 60.0
"""Half-lives in days: what is going on now, and what is usual."""


@dataclass(slots=True)
class Fading:
    """A mean and a spread whose past weighs half as much every `half` days."""

    half: float
    weight: float = 0.0
    total: float = 0.0
    square: float = 0.0
    at: float = 0.0

    def _keep(self, at: float) -> float:
        return 0.5 ** (max(0.0, at - self.at) / self.half) if self.weight else 0.0

    def add(self, value: float, at: float) -> None:
        """One more value, `at` in days, not before the last."""
        keep = self._keep(at)
        self.weight = self.weight * keep + 1
        self.total = self.total * keep + value
        self.square = self.square * keep + value * value
        self.at = at

    def mean(self, at: float, prior: float, strength: float) -> float:
        """The mean at a moment, drawn towards `prior` as if `strength` values of it had been seen."""
        keep = self._keep(at)
        return (self.total * keep + prior * strength) / (self.weight * keep + strength)

    def spread(self, prior: float, strength: float) -> float:
        """The standard deviation, drawn towards `prior`."""
        if self.weight <= 0:
            return prior
        mean = self.total / self.weight
        own = max(0.0, self.square / self.weight - mean * mean)
        return math.sqrt((own * self.weight + prior * prior * strength) / (self.weight + strength))


@dataclass(slots=True)
class Pace:
    """Arrivals beside those to be expected of the parcels under way by their age, both fading.

    It turns as soon as parcels stay out, long before the slow ones arrive and lengthen a mean.
    """

    half: float
    arrived: float = 0.0
    expected: float = 0.0
    at: float = 0.0

    def add(self, arrived: float, expected: float, at: float) -> None:
        """More of both, `at` in days, not before the last."""
        keep = 0.5 ** ((at - self.at) / self.half) if self.at else 0.0
        self.arrived = self.arrived * keep + arrived
        self.expected = self.expected * keep + expected
        self.at = at

    def log(self, prior: float, strength: float) -> float:
        """The logarithm of arrivals over expectation, drawn towards `prior`; below 0 is slower than usual."""
        return math.log((self.arrived + strength * math.exp(prior)) / (self.expected + strength))


_NEVER = 0.04


def hazard(age: float, mean: float, spread: float) -> float:
    """Arrivals to be expected of one parcel until it is `age` days under way: the cumulative hazard where the
    logarithm of days (a half added) is normal with `mean` and `spread` and a small share never arrives."""
    if age <= 0:
        return 0.0
    left = 0.5 * math.erfc((math.log(age + 0.5) - mean) / (spread * math.sqrt(2)))
    return -math.log((1 - _NEVER) * left + _NEVER)
