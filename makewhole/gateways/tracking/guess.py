"""A shape for an answer we have none for: where in it there are dated things said in a row, and which field
is what.

Events are objects of one place in the body with a time that can be read and a code or words beside it; the
place whose words and codes we know goes before the others. What a field is, its name and what it holds tell
(`roles`). The answer says that it was guessed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from makewhole.gateways.tracking import roles, shapes, told
from makewhole.gateways.tracking.answer import Tree
from makewhole.gateways.tracking.roles import Field, Steps, fields
from makewhole.gateways.tracking.shapes import EventShape, Shape
from makewhole.gateways.tracking.tree import Path, Step, fold

_HINTS = frozenset(
    word
    for line in (
        "event events history histories scan scans checkpoint checkpoints activity activities milestone",
        "milestones trace traces timeline track tracks movements details occurrence steps list evento",
        "eventos objeto result",
    )
    for word in line.split()
)
"""What a list of events is called, in a word of its name."""
_NO_EVENTS = frozenset(
    word
    for line in (
        "error errors message messages document documents image images rate rates fault warning warnings",
        "estimated expected window signature charge charges",
    )
    for word in line.split()
)
_MOST_LOOKED_AT, _MOST_SPOKEN = 4000, 20


@dataclass(frozen=True, slots=True)
class _Parcel:
    """The object that stands for a parcel: the steps to it, its fields, where its number is, and its path."""

    steps: Steps
    fields: tuple[Field, ...]
    number: Path
    path: Path


@dataclass(frozen=True, slots=True)
class _Group:
    """Objects of one place in the body that look like events, and how many of them say what we know."""

    steps: Steps
    objects: tuple[Tree, ...]
    known: int

    @property
    def hinted(self) -> bool:
        words = set(roles.words_of(self.steps[-1].name)) if self.steps else set()
        return bool(words & _HINTS) and not words & _NO_EVENTS

    @property
    def rank(self) -> tuple[bool, int, bool, int, int]:
        return (self.known > 0, min(len(self.objects), 2), self.hinted, self.known, len(self.objects))


def shape_of(root: Tree, name: str, table: str) -> Shape:
    """The shape this body seems to have, for a carrier called `name` whose codes are in `table`."""
    seen = _Seen(table)
    groups = list(seen.groups(root))
    groups = [one for one in groups if not any(_has_inside(one, other) for other in groups)]
    group = max(groups, key=lambda one: one.rank, default=_NOTHING)
    events = fields(group.objects, seen.is_event)
    alike = [one.steps for one in groups if one is group or _is_beside(one, group, events, seen)]
    parcel = _parcel(root, group, events)
    return Shape(
        name=name,
        says="",
        codes=table,
        parcels=(parcel.path,),
        number=parcel.number,
        status=_paths(_statuses(parcel.fields, table)),
        delivered=_paths(
            [each for each in parcel.fields if each.steps[-1].folded in ("delivered", "isdelivered")]
        ),
        expected=_paths(
            roles.ranked(parcel.fields, "expected", lambda one: 4 * one.share(roles.is_time) - 4, 5)
        ),
        events=tuple(((0, steps[len(parcel.steps) :]),) for steps in alike),
        event=_event_shape(events, table),
    )


_NOTHING = _Group((), (), 0)


def _has_inside(one: _Group, other: _Group) -> bool:
    """Whether objects hold others that are called events: then they are parcels with a date."""
    deeper = len(other.steps) > len(one.steps) and other.steps[: len(one.steps)] == one.steps
    return deeper and other.hinted and len(other.objects) >= len(one.objects)


def _is_beside(one: _Group, best: _Group, events: tuple[Field, ...], seen: "_Seen") -> bool:
    """Whether objects beside the events are events told apart, such as the newest, by their fields."""
    if not best.steps or one.steps[:-1] != best.steps[:-1]:
        return False
    mine = {each.steps for each in fields(one.objects, seen.is_event)}
    return 2 * len(mine & {each.steps for each in events}) > max(len(mine), len(events))


class _Seen:
    """What is an event in one body, each object judged once."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._judged: dict[int, bool] = {}

    def is_event(self, node: Tree) -> bool:
        """Whether an object has a time, and words or a code, that are not those of an event inside it."""
        if id(node) not in self._judged:
            self._judged[id(node)] = self._judge(node)
        return self._judged[id(node)]

    def _judge(self, node: Tree) -> bool:
        if not isinstance(node, dict):
            return False
        mine = fields([node], self.is_event)
        dated = [each for each in mine if roles.is_time(each.held[0]) and each.name_for("time") >= 0]
        if not dated:
            return False
        rest = [each for each in mine if not roles.is_time(each.held[0])]
        return any(_says(each, self._table) for each in rest) or any(map(_speaks, rest[:_MOST_SPOKEN]))

    def groups(self, root: Tree) -> Iterator[_Group]:
        """The places in the body where objects look like events."""
        found: dict[Steps, list[Tree]] = {}
        for steps, node in islice(_objects(root, ()), _MOST_LOOKED_AT):
            if self.is_event(node):
                found.setdefault(steps, []).append(node)
        for steps, many in found.items():
            known = sum(map(self._is_known, many[:40]))
            # An error with a time is no event.
            if known or not told.found(many[0]):
                yield _Group(steps, tuple(many), known)

    def _is_known(self, node: Tree) -> bool:
        code = roles.known_code(self._table)
        return any(
            (roles.known_words(one.held[0]) and one.name_for("words") > 0)
            or (code(one.held[0]) and one.name_for("code") > 0)
            for one in fields([node], self.is_event)
        )


def _says(each: Field, table: str) -> bool:
    held = each.held[0]
    return each.name_for("words") > 1 or (
        each.name_for("code") > 1 and (len(held) < 60 or roles.known_code(table)(held))
    )


def _speaks(each: Field) -> bool:
    """Whether a field whose name says nothing to us holds words that do."""
    return each.name_for("words") >= 0 and len(each.held[0]) < 100 and roles.known_words(each.held[0])


def _objects(node: Tree, steps: Steps) -> Iterator[tuple[Steps, Tree]]:
    """Every object of the body with the steps that lead to it; lists on the way have no step."""
    if isinstance(node, list):
        for each in node:
            yield from _objects(each, steps)
    elif isinstance(node, dict):
        yield steps, node
        for key, value in node.items():
            if isinstance(value, dict | list):
                yield from _objects(value, (*steps, Step(key, fold(key))))


def _parcel(root: Tree, group: _Group, events: tuple[Field, ...]) -> _Parcel:
    """Which object on the way to the events is the parcel: the one with the best name for a number."""
    inside = {id(each) for each in group.objects}
    around: dict[Steps, list[Tree]] = {}
    for steps, node in _objects(root, ()):
        if steps == group.steps[: len(steps)] and id(node) not in inside:
            around.setdefault(steps, []).append(node)
    best: tuple[int, _Parcel] | None = None
    for steps in sorted(around, key=len, reverse=True):
        here = fields(around[steps], lambda node: id(node) in inside)
        for each in _numbers(here):
            score = each.name_for("number")
            if best is None or score > best[0] + 2:
                best = (
                    score,
                    _around_all(_Parcel(steps, here, each.path, ((0, steps),)), each, around, group),
                )
    if best is not None:
        return best[1]
    numbers = _numbers(events)
    if numbers and len(set(numbers[0].held)) == len(numbers[0].held) == len(group.objects):
        # Each event names a parcel of its own.
        return _Parcel(group.steps, events, numbers[0].path, ((0, group.steps),))
    number = ((0, group.steps + numbers[0].steps),) if numbers and len(set(numbers[0].held)) == 1 else ()
    return _Parcel((), fields(around.get((), []), lambda node: id(node) in inside), number, shapes.WHOLE)


def _around_all(parcel: _Parcel, number: Field, around: dict[Steps, list[Tree]], group: _Group) -> _Parcel:
    """The parcel; where each event stands in such an object alone and all name one number, what is around."""
    single = len(around[parcel.steps]) >= len(group.objects) > 1 and len(set(number.held)) == 1
    if not parcel.steps or not single:
        return parcel
    up, last = parcel.steps[:-1], parcel.steps[-1:]
    return _Parcel(up, (), ((0, last + number.steps),), ((0, up),) if up else shapes.WHOLE)


def _numbers(those: tuple[Field, ...]) -> list[Field]:
    return roles.ranked(those, "number", lambda one: 0 if one.share(_is_number) == 1 else -99, 4)


def _is_number(said: str) -> bool:
    plain = [each for each in said if each.isalnum()]
    return 4 <= len(plain) <= 60 and sum(map(str.isdigit, plain)) >= 3 and " " not in said.strip()[:12]


def _statuses(those: tuple[Field, ...], table: str) -> list[Field]:
    code = roles.known_code(table)

    def known(said: str) -> bool:
        return code(said) or roles.known_words(said)

    return roles.ranked(those, "status", lambda one: 3 * one.share(known) - 3, 3)


def _event_shape(those: tuple[Field, ...], table: str) -> EventShape:
    """Which field of the events is what."""
    dated = roles.ranked(
        those, "time", lambda one: 4 * one.share(roles.is_time) - 4 + 3 * one.share(roles.has_clock), 1
    )
    moment = [each for each in dated if each.share(roles.has_clock) > 0][:1]
    days = [each for each in dated if each not in moment][:1]
    clocks = roles.ranked(those, "time", lambda one: 4 * one.share(roles.is_clock) - 4, 2)[:1]
    left = [each for each in those if each not in (*moment, *days, *clocks)]
    code = roles.known_code(table)
    coded = roles.ranked(
        left, "code", lambda one: 3 * one.share(code) - 2 * one.share(lambda said: " " in said), 2
    )
    said = roles.ranked(
        left, "words", lambda one: 3 * one.share(roles.known_words) + one.share(lambda x: " " in x), 2
    )
    place = [roles.ranked(left, part, lambda _: 0, 3)[:1] for part in ("facility", "city", "state")]
    return EventShape(
        time=_paths(moment),
        date=_paths(days),
        clock=_paths(clocks),
        zone=_paths(roles.ranked(left, "zone", lambda _: 0, 3)),
        code=_paths(coded),
        words=_paths(said),
        place=tuple(_paths(each) for each in place if each),
        country=_paths(roles.ranked(left, "country", lambda one: 4 * one.share(roles.is_country) - 4, 3)),
    )


def _paths(those: list[Field]) -> Path:
    """The fields as alternatives, best first."""
    return tuple(each.path[0] for each in those)
