"""Which field of an object plays which part, told by the words of its name and by what it holds.

Only leaves are judged, each by the path that leads to it. A part nobody plays well enough stays empty.

>>> words_of("eventDateTime"), words_of("piece-code"), words_of("GMTOffset"), words_of("unitno")
(('event', 'date', 'time'), ('piece', 'code'), ('gmt', 'offset'), ('unit', 'no'))
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from makewhole import tables
from makewhole.gateways.tracking import codes, times, words, zones
from makewhole.gateways.tracking.answer import Tree
from makewhole.gateways.tracking.tree import Path, Step, fold, text

Steps = tuple[Step, ...]
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[^\W\d_]+")
_DEEPEST = 3
_MOST, _MOST_LEAVES = 40, 300
_LONGEST_CODE = 60
_CLOCK = re.compile(r"^\d{1,2}:\d{2}|^\d{3,6}$|^\d{1,2}\s?[ap]m$", re.IGNORECASE)
_ENDS = ("number", "status", "date", "time", "code", "desc", "name", "no", "nr", "id", "dt")
_DEAF = frozenset({"unknown"})


@dataclass(frozen=True, slots=True)
class Field:
    """A leaf's path within its object, and what it holds in each object that has it."""

    steps: Steps
    held: tuple[str, ...]

    @property
    def path(self) -> Path:
        """The field as a path of one alternative."""
        return ((0, self.steps),)

    def name_for(self, part: str) -> int:
        """How much the name speaks for a part; what stands nearer to the value counts more."""
        return _name_for(tuple(step.name for step in self.steps), part)

    def share(self, fits: Callable[[str], bool]) -> float:
        """Of what it holds, the share that fits."""
        return sum(map(fits, self.held)) / len(self.held)


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """The words a name is made of, in small letters."""
    plain = name.rpartition(":")[2].replace("DateTime", "Date_Time")
    return tuple(part for each in _WORD.findall(plain) for part in _parted(each.casefold()))


def _parted(word: str) -> tuple[str, ...]:
    """A word written as one and known only as two: `unitno`, `opcode`."""
    if word not in _vocabulary():
        for end in _ENDS:
            if word.endswith(end) and len(word) - len(end) >= 2:
                return word[: -len(end)], end
    return (word,)


@lru_cache(maxsize=8192)
def _name_for(names: tuple[str, ...], part: str) -> int:
    told = _names()[part]
    score = 0
    for far, name in enumerate(reversed(names)):
        for word in words_of(name):
            speaks = told.get(word, 0)
            score += speaks if far == 0 else min(speaks, 3)
    return score


@cache
def _names() -> dict[str, dict[str, int]]:
    parts = tables.read("makewhole.gateways.tracking", "names.toml")
    return {
        part: {word: int(weight) for weight, many in rows.items() for word in many.split()}
        for part, rows in parts.items()
    }


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(word for rows in _names().values() for word in rows)


def leaves(node: Tree, without: Callable[[Tree], bool], steps: Steps = ()) -> Iterator[tuple[Steps, str]]:
    """The leaves of an object and of the objects in it, three levels down; lists are not looked into."""
    for key, value in node.items():
        here = (*steps, Step(key, fold(key)))
        if isinstance(value, dict) and text(value) is None:
            if len(here) < _DEEPEST and not without(value):
                yield from leaves(value, without, here)
        elif (said := text(value[0] if isinstance(value, list) and value else value)) is not None:
            yield here, said


def fields(objects: Iterable[Tree], without: Callable[[Tree], bool]) -> tuple[Field, ...]:
    """The fields of objects of one kind, in the order they stand."""
    held: dict[Steps, list[str]] = {}
    for node in islice(objects, _MOST):
        for steps, said in islice(leaves(node, without), _MOST_LEAVES):
            held.setdefault(steps, []).append(said)
    return tuple(Field(steps, tuple(many)) for steps, many in held.items())


def is_time(said: str) -> bool:
    """Whether a text is a day or a moment, in whichever order it writes them."""
    return isinstance(times.written(said, "day"), times.Written) or isinstance(
        times.written(said, "month"), times.Written
    )


def has_clock(said: str) -> bool:
    """Whether a text is a moment and not only a day."""
    read_as = times.written(said, "day"), times.written(said, "month")
    return any(isinstance(one, times.Written) and not one.day_only for one in read_as)


def is_clock(said: str) -> bool:
    """Whether a text is a time of day alone."""
    return bool(_CLOCK.match(said)) and not is_time(said)


def known_words(said: str) -> bool:
    """Whether our table of words has a meaning for it."""
    coded = words.of(said)
    return coded is not None and coded.status not in _DEAF


def known_code(table: str) -> Callable[[str], bool]:
    """Whether a code has a meaning in a carrier's table, or stands for one thing wherever it stands."""
    return lambda said: len(said) <= _LONGEST_CODE and codes.of(table, said) is not None


def is_country(said: str) -> bool:
    """Whether a text names a country."""
    return zones.country(said) is not None


def ranked(those: Iterable[Field], part: str, worth: Callable[[Field], float], least: float) -> list[Field]:
    """The fields that play a part, best first: the score of the name and of what it holds together."""
    scored = [(each.name_for(part) + worth(each), -len(each.steps), each) for each in those]
    best = sorted((one for one in scored if one[0] >= least), key=lambda one: one[:2], reverse=True)
    return [one[2] for one in best]
