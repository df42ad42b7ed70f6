"""What happens in a day to the parcels under way, counted: the input in which `disruption` sees change.

A parcel that is under way at the beginning of a day stands somewhere: on a lane, with an operator, last seen
at a hub, perhaps with customs. On that day something happens to it or not. Counts of both, by how long it
has been where it is (the stratum), need no delivery to tell that parcels stopped: that shows the next day.

>>> from datetime import date
>>> here = Place("CN-DE", "dhl", "Leipzig, DE", "")
>>> counts = Counts.of([Cell(date(2026, 11, 2), here, "moves", 1, 40, 31)])
>>> counts.places == (here,), counts.at_risk.tolist(), here.subjects()
(True, [40.0], (('lane', 'CN-DE'), ('carrier', 'dhl'), ('hub', 'Leipzig, DE')))
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Kind = Literal["lane", "carrier", "hub", "customs"]
Measure = Literal["moves", "arrives", "held", "failed", "complaints"]
KINDS: Final[tuple[Kind, ...]] = ("lane", "carrier", "hub", "customs")
MEASURES: Final[tuple[Measure, ...]] = ("moves", "arrives", "held", "failed", "complaints")
SLOWER: Final[frozenset[Measure]] = frozenset({"moves", "arrives"})
"""Measures of which less is worse; of the others more is."""
REASON: Final = "reason:"
"""What the measure of a cell begins with that counts how often a reason was given."""
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


_AGES: Final = np.array([4, 7, 10, 14, 21, 30])


def age(days: Ints) -> Ints:
    """The stratum of complaints: who waits long complains more, and that alone is no change.

    >>> age(np.array([0, 3, 4, 12, 40])).tolist()
    [0, 0, 1, 3, 6]
    """
    return np.searchsorted(_AGES, days, side="right")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a parcel stands. An empty word is unknown, or none; a hub ends with its country's code."""

    lane: str
    operator: str
    hub: str
    customs: str

    def subjects(self) -> tuple[tuple[Kind, str], ...]:
        """What a disruption here could be one of."""
        named: tuple[tuple[Kind, str], ...] = (
            ("lane", self.lane if "?" not in self.lane else ""),
            ("carrier", self.operator),
            ("hub", self.hub),
            ("customs", self.customs),
        )
        return tuple((kind, subject) for kind, subject in named if subject)

    def countries(self) -> frozenset[str]:
        """The countries whose holidays slow a parcel here."""
        return frozenset((*self.lane.split("-"), self.hub[-2:], self.customs))


@dataclass(frozen=True, slots=True)
class Cell:
    """One count: of `at_risk` parcels in a stratum at a place, to `seen` the measure happened on the day."""

    on: date
    place: Place
    measure: str
    stratum: int
    at_risk: int
    seen: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Cells as columns. `day` is the ordinal of the date; `reasons` are how often a reason was given:
    index of the place, ordinal of the day, reason, times."""

    places: tuple[Place, ...]
    place: Ints
    day: Ints
    measure: Ints
    stratum: Ints
    at_risk: Floats
    seen: Floats
    reasons: tuple[tuple[int, int, str, int], ...] = ()

    @classmethod
    def of(cls, cells: Iterable[Cell]) -> "Counts":
        """Cells in any order; an unknown measure raises `ValueError`."""
        ordered = list(cells)
        places = tuple(sorted({cell.place for cell in ordered}))
        index = {place: number for number, place in enumerate(places)}
        known = [cell for cell in ordered if not cell.measure.startswith(REASON)]
        said = sorted(
            (index[cell.place], cell.on.toordinal(), cell.measure.removeprefix(REASON), cell.seen)
            for cell in ordered
            if cell.measure.startswith(REASON)
        )
        measures: tuple[str, ...] = MEASURES
        return cls(
            places,
            np.array([index[cell.place] for cell in known], dtype=np.int64),
            np.array([cell.on.toordinal() for cell in known], dtype=np.int64),
            np.array([measures.index(cell.measure) for cell in known], dtype=np.int64),
            np.array([cell.stratum for cell in known], dtype=np.int64),
            np.array([cell.at_risk for cell in known], dtype=np.float64),
            np.array([cell.seen for cell in known], dtype=np.float64),
            tuple(said),
        )
