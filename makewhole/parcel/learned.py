"""What a model learned from past trips says of an open one: days still to go, and three risks.

A model holds forests, and what was measured of it: how far its ranges have to be widened to hold what they
claim, how its risks are corrected, on which lanes the plain table does better. It is trained elsewhere and
comes in as a value; nothing here reads a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from makewhole.parcel.forest import Forest


@dataclass(frozen=True, slots=True)
class Foresight:
    """Days still to go at 10, 50 and 90 of 100, and risks in permille; None where it can't be said."""

    days: tuple[float, float, float]
    risk_late: int | None
    risk_stuck: int | None
    risk_lost: int | None
    says: str


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A learned outlook. `source` names its version, rows and window; `coverage` is the measured percent of
    arrivals inside its ranges."""

    version: str
    source: str
    columns: tuple[str, ...]
    forests: Mapping[str, Forest] = field(repr=False)
    coverage: int = 80
