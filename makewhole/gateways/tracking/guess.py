"""A shape for an answer we have none for: where in it there are dated things said in a row.

Cautious on purpose: only objects with a time that can be read and a code or words beside it count, of one place
in the body, and the answer says it was guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from makewhole.gateways.tracking import shapes, times
from makewhole.gateways.tracking.answer import Tree
from makewhole.gateways.tracking.shapes import Shape
from makewhole.gateways.tracking.tree import Path, Spot, Step, first, fold, spots, texts

_HINTS = (
    "event",
    "histor",
    "scan",
    "checkpoint",
    "activit",
    "trackingdetail",
    "milestone",
    "trace",
    "track",
    "timeline",
)
"""What a list of events is called, in part of its name; a list with such a name goes before one without."""
_MOST_TIMES = 40


@dataclass(frozen=True, slots=True)
class _Group:
    """Objects of one place in the body, and those among them that look like events."""

    steps: tuple[Step, ...]
    events: int

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        last = self.steps[-1].folded if self.steps else ""
        return (self.events > 1, any(hint in last for hint in _HINTS), self.events, len(self.steps))


def shape_of(root: Tree, name: str, codes: str) -> Shape | None:
    """The shape this body seems to have, for a carrier called `name`; None where nothing in it is dated."""
    base = shapes.common(name, codes)
    counts: dict[tuple[Step, ...], int] = {}
    for steps, spot in _objects(Spot(root), ()):
        if _is_event(spot, base):
            counts[steps] = counts.get(steps, 0) + 1
    if not counts:
        return None
    best = max((_Group(steps, count) for steps, count in counts.items()), key=lambda group: group.rank)
    parcel = _parcel(Spot(root), best.steps, base)
    events: Path = ((0, best.steps[len(parcel) :]),)
    return replace(base, parcels=(((0, parcel),) if parcel else shapes.WHOLE,), events=(events,))


def _objects(spot: Spot, steps: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], Spot]]:
    """Every object of the body with the steps that lead to it."""
    if isinstance(spot.node, list):
        for each in spot.node:
            yield from _objects(Spot(each, spot.up), steps)
    elif isinstance(spot.node, dict):
        yield steps, spot
        for key, value in spot.node.items():
            if isinstance(value, dict | list):
                yield from _objects(Spot(value, spot), (*steps, Step(key, fold(key))))


def _is_event(spot: Spot, base: Shape) -> bool:
    fields = base.event
    if not (first(spot, fields.code) or first(spot, fields.words)):
        return False
    said = [each for each, _ in zip(texts(spot, fields.time + fields.date), range(_MOST_TIMES), strict=False)]
    return any(isinstance(times.written(each, "day"), times.Written) for each in said)


def _parcel(root: Spot, steps: tuple[Step, ...], base: Shape) -> tuple[Step, ...]:
    """The steps to the nearest object around the events that has a number; none where it is the whole body."""
    for length in range(len(steps) - 1, 0, -1):
        around = spots(root, ((0, steps[:length]),))
        if around and all(first(spot, base.number) for spot in around):
            return steps[:length]
    return ()
