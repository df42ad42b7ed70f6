"""Finds things in a parsed body by a small path, forgiving of nulls, lists, and other ways to write a name.

A path is names with dots: `shipment.events.code`. Lists on the way are walked through. A name fits whatever
its case, hyphens, underscores or XML prefix. `**` is any depth, `.` the node itself, `*` each object of it
if it is a list, a leading `^` the enclosing object, `name[key=value]` only the objects whose key has that
value, and `a | b` the first that gives something.

>>> body = {"ns:Parcels": [{"track-no": "A1", "times": [{"type": "EST", "at": "x"}, None]}]}
>>> first(Spot(body), path("parcels.number | parcels.trackNo"))
'A1'
>>> first(Spot(body), path("**.times[type=est].at"))
'x'
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from makewhole.gateways.tracking.answer import Tree

_STEP = re.compile(r"^(?P<name>[^\[\]]+)(?:\[(?P<key>[^=\]]+)=(?P<value>[^\]]*)\])?$")


@dataclass(frozen=True, slots=True)
class Spot:
    """A node and the object it was found in."""

    node: Tree
    up: "Spot | None" = None


@dataclass(frozen=True, slots=True)
class Step:
    """One name of a path, as written and folded, and the filter on it."""

    name: str
    folded: str
    key: str | None = None
    value: str | None = None


_LONGEST_TEXT = 4000
"""A longer leaf is read no further; what came is kept whole beside it."""
_SELF = Step(".", ".")
Way = tuple[int, tuple[Step, ...]]
Path = tuple[Way, ...]
"""Alternatives, each how many objects to go up and then the steps down."""


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """A name without prefix, case and marks: `ns2:Event-Date` and `eventDate` are one."""
    return "".join(each for each in name.rpartition(":")[2].casefold() if each.isalnum())


@lru_cache(maxsize=1024)
def path(written: str) -> Path:
    """The path in a table's text; a wrong one is a bug of the table and raises `ValueError`."""
    return tuple(_way(one.strip()) for one in written.split("|"))


def _way(written: str) -> Way:
    up = len(written) - len(written.lstrip("^"))
    rest = written[up:]
    if rest == ".":
        return up, (_SELF,)
    return up, tuple(_step(each) for each in rest.split(".") if each and each != "*")


def _step(written: str) -> Step:
    if written == "**":
        return Step("**", "**")
    found = _STEP.match(written)
    if found is None:
        raise ValueError(f"{written!r} is no step of a path")
    key = found["key"]
    return Step(found["name"], fold(found["name"]), key and fold(key), key and fold(found["value"]))


def spots(start: Spot, where: Path) -> list[Spot]:
    """The objects the first fitting alternative leads to."""
    for way in where:
        found = [
            spot
            for spot in _along(start, way)
            if isinstance(spot.node, dict) or (isinstance(spot.node, list) and way[1] == (_SELF,))
        ]
        if found:
            return found
    return []


def first(start: Spot, where: Path) -> str | None:
    """The first text at the first alternative that has one."""
    return next(texts(start, where), None)


def texts(start: Spot, where: Path) -> Iterator[str]:
    """Every text, in the order of the alternatives."""
    for way in where:
        for spot in _along(start, way):
            if (said := text(spot.node)) is not None:
                yield said


def flag(start: Spot, where: Path) -> bool | None:
    """A yes or no; None where nothing there can be read as one."""
    for way in where:
        for spot in _along(start, way):
            said = str(spot.node).strip().casefold()
            if said in ("true", "1", "yes", "y"):
                return True
            if said in ("false", "0", "no", "n"):
                return False
    return None


def text(node: Tree) -> str | None:
    """A leaf as text, its white space made plain; None for nothing, a flag or an object without text."""
    if isinstance(node, dict):
        node = node.get("#text")
    if isinstance(node, bool) or not isinstance(node, str | int | float):
        return None
    return " ".join(str(node)[:_LONGEST_TEXT].split()) or None


def child(node: Tree, step: Step) -> Tree:
    """The value under a name, however it is written; None where there is none."""
    if not isinstance(node, dict):
        return None
    if step.name in node:
        return node[step.name]
    return next((value for key, value in node.items() if fold(key) == step.folded), None)


def _along(start: Spot, way: Way) -> Iterator[Spot]:
    up, steps = way
    spot: Spot | None = start
    for _ in range(up):
        spot = spot.up if spot is not None else None
    if spot is None:
        return iter(())
    return _down(spot, steps)


def _down(spot: Spot, steps: tuple[Step, ...]) -> Iterator[Spot]:
    if steps and steps[0].name == ".":
        yield spot
    elif isinstance(spot.node, list):
        for each in spot.node:
            yield from _down(Spot(each, spot.up), steps)
    elif not steps:
        yield spot
    elif steps[0].name == "**":
        yield from _anywhere(spot, steps[1:])
    elif isinstance(spot.node, dict):
        found = child(spot.node, steps[0])
        if found is not None:
            yield from _down(Spot(_fitting(found, steps[0]), spot), steps[1:])


def _fitting(found: Tree, step: Step) -> Tree:
    """Of what a filtered step leads to, the objects that have the value; without a filter, all of it."""
    if step.key is None:
        return found
    wanted = Step(step.key, step.key)
    many = found if isinstance(found, list) else [found]
    return [one for one in many if fold(text(child(one, wanted)) or "") == step.value]


def _anywhere(spot: Spot, steps: tuple[Step, ...]) -> Iterator[Spot]:
    """Where the steps fit, the outermost objects first; nothing is looked for inside what fits."""
    found = list(_down(spot, steps)) if isinstance(spot.node, dict) else []
    if found:
        yield from found
    elif isinstance(spot.node, dict):
        for value in spot.node.values():
            if isinstance(value, dict | list):
                yield from _anywhere(Spot(value, spot), steps)
    elif isinstance(spot.node, list):
        for value in spot.node:
            yield from _anywhere(Spot(value, spot.up), steps)
