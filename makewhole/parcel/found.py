"""A disruption as it is found, stands and ends: the shape `disruption` gives and is given back."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from makewhole.because import Because
from makewhole.parcel.counts import Kind, Measure
from makewhole.parcel.usual import Subject

Ending = Literal["over", "quiet", "settled", "part", "faded"]
ENDINGS: Final[dict[Ending, str]] = {
    "over": "it is as usual again",
    "quiet": "nothing is under way there any more",
    "settled": "it has lasted so long that this is how things are now",
    "part": "it is part of another disruption",
    "faded": "what is left does not stand out",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A disruption as it stands on the judged day. `usual` and `now` are shares of the parcels under way to
    which `measure` happens in a day. `over_on` is the first day as usual again, `ended` how it ended; `into`
    the disruption that explains this one as well, where it ended because of that."""

    kind: Kind
    subject: str
    measure: Measure
    began_on: date
    usual: float
    now: float
    cause: str
    because: Because
    over_on: date | None = None
    ended: Ending | None = None
    into: Subject | None = None

    @property
    def about(self) -> Subject:
        """What is disrupted."""
        return self.kind, self.subject
