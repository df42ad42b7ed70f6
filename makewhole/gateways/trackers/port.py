"""What every source of scans can do, and what it answers with. Reading a body is `gateways.tracking`'s.

A source is an aggregator or a carrier asked directly. It is asked about one waybill at a time; where it
pushes, a waybill is registered with it once and it tells us by itself from then on.

>>> NotFound("no carrier takes this waybill").spent
()
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from makewhole.gateways import tracking
from makewhole.gateways.tracking.answer import Answer


@dataclass(frozen=True, slots=True)
class Price:
    """What a source takes, in micro-dollars: for a waybill registered, and for a look at one."""

    register: int = 0
    look: int = 0


FREE = Price()


class Spent(NamedTuple):
    """What asking one source has cost: calls made, and micro-dollars."""

    source: str
    calls: int
    micro: int


@dataclass(frozen=True, slots=True)
class Tracked:
    """What a source knows of a waybill, and the body it came in.

    Usually one answer; more where several carriers claim the number.
    """

    source: str
    answers: tuple[Answer, ...]
    body: bytes
    spent: tuple[Spent, ...] = ()


@dataclass(frozen=True, slots=True)
class NotFound:
    """Nothing is known of the waybill, or nothing yet: why, and what can be done about it."""

    says: str
    way_forward: str = ""
    spent: tuple[Spent, ...] = ()


def tracked(source: str, number: str, body: bytes, spent: tuple[Spent, ...]) -> Tracked | NotFound:
    """What a source's body says of one waybill; nothing found where no carrier has said anything of it."""
    answers = tuple(one for one in tracking.read(source, body) if one.number in (number, None))
    if any(one.scans or one.unread for one in answers):
        return Tracked(source, answers, body, spent)
    return NotFound("no carrier has said anything of it yet", spent=spent)


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of waybills given to a source that pushes.

    `taken` are watched there from now on (those it had already among them), `refused` has why by waybill, and
    `later` is what it did not get to: its quota is used up, or its answer did not name them.
    """

    taken: tuple[str, ...]
    refused: Mapping[str, NotFound]
    later: tuple[str, ...] = ()
    spent: tuple[Spent, ...] = ()


class Tracker(Protocol):
    """One source of scans. Every call out raises `TheirFault` where the source failed us."""

    name: str
    price: Price
    pushes: bool
    batch: int
    """How many waybills `register` sends in one call."""

    def takes(self, operator: str | None) -> bool:
        """Whether it can be asked about this operator's waybills."""
        ...

    def register(self, numbers: Sequence[tuple[str | None, str]]) -> Registered:
        """Have it watch these (operator, waybill) and push what happens; safe to repeat."""
        ...

    def track(self, operator: str | None, number: str) -> Tracked | NotFound:
        """The journey so far; registers the waybill where the source asks for that first."""
        ...

    def close(self) -> None:
        """Give the connections back."""
        ...
