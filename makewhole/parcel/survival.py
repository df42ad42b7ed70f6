"""How likely an open parcel is to be late, stuck or lost by the tables alone, where nothing was learned.

Transit is taken as log-normal through a table's days at 10, 50 and 90 of 100; gaps between scans as Weibull
with a long tail, the patience for the consignment being their 95 of 100; and a small share never arrives.
Each day without a scan makes the last more likely (Bayes' rule), never less.

>>> curve = Curve((6, 12, 25))
>>> [round(curve.open_after(day), 2) for day in (0, 12, 25, 60)]
[1.0, 0.5, 0.1, 0.0]
>>> [lost(curve, age, silent, 7) for age, silent in ((2, 1), (20, 10), (60, 40))]
[13, 170, 962]
"""

import math
from dataclasses import dataclass

_TEN_OF_100 = 1.2815515655446004
NEVER = 0.005
"""The share of parcels that never arrives: about 5 in 1,000 across borders; a prior, not measured."""
_TWENTY, _TAIL = math.log(20), 0.6


@dataclass(frozen=True, slots=True)
class Curve:
    """The share still open after so many days, from days at 10, 50 and 90 of 100; never negative days."""

    days: tuple[int, int, int]

    def open_after(self, days: float) -> float:
        """The share not delivered within `days`, 1 before any could be."""
        if days <= 0:
            return 1.0
        low, middle, high = (math.log(max(0, day) + 0.5) for day in self.days)
        at = math.log(days + 0.5)
        spread = (high - middle if at >= middle else middle - low) / _TEN_OF_100
        return 0.5 * math.erfc((at - middle) / (max(spread, 0.1) * math.sqrt(2)))


def permille(share: float) -> int:
    """A share as whole thousandths, 0 to 1000."""
    return max(0, min(1000, round(1000 * share)))


def lost(curve: Curve, age: float, silent: float | None, silent_limit: int) -> int:
    """Permille that it never arrives, `age` days after the curve's start and `silent` days without a scan.

    Of age and silence the more telling one counts: they are not independent.
    """
    return permille(_never(curve, age, silent, silent_limit))


def _never(curve: Curve, age: float, silent: float | None, silent_limit: int) -> float:
    return gone(curve.open_after(age), silent, silent_limit)


def gone(still_out: float, silent: float | None, silent_limit: float, never: float = NEVER) -> float:
    """The share that never arrives among parcels of which `still_out` are open for as long, `silent` days
    without a scan, where `never` of all never do."""
    alive = (1 - never) * min(still_out, _quiet(silent or 0, silent_limit))
    return never / (never + alive)


def late(curve: Curve, age: float, due: float, silent: float | None, silent_limit: int) -> int:
    """Permille that it is not there `due` days after the curve's start, as it stands `age` days after it."""
    if due <= age:
        return 1000
    left = curve.open_after(age)
    still = curve.open_after(due) / left if left > 0 else 1.0
    never = _never(curve, age, silent, silent_limit)
    return permille(never + (1 - never) * still)


def stuck(silent: float | None, silent_limit: float) -> int:
    """Permille that nothing is heard of it until `silent_limit` days of silence are full."""
    so_far = silent or 0
    if so_far >= silent_limit:
        return 1000
    return permille(_quiet(silent_limit, silent_limit) / _quiet(so_far, silent_limit))


def _quiet(days: float, limit: float) -> float:
    """The share of gaps between scans longer than `days`, where 5 of 100 are longer than `limit`."""
    return math.exp(-_TWENTY * (max(0.0, days) / max(1.0, limit)) ** _TAIL)
