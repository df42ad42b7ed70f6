"""What the words around a number say it is: a waybill, something else, and whose.

The words stand in `context.toml`. This module reports what is written near a span of folded text; what
follows from it is decided in `waybill`. Time grows with the length of the text and nothing else.

>>> folded = "TRACKING NUMBER 986578788855 FROM FEDEX"
>>> near(hits(folded), folded, 16, 28)
Context(labelled=True, other=None, close=frozenset(), named=frozenset({'fedex'}))
>>> near(hits("CALL ME ON 9643950895"), "CALL ME ON 9643950895", 11, 21).other
'phone'
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from makewhole import tables

_TABLE: dict[str, Any] = tables.read("makewhole.parcel", "context.toml")
_BEFORE, _AFTER, _ABOUT, _CLOSE, _OTHER_REACH = 56, 28, 320, 24, 24
_CURRENCY = "$€£¥₹₩"
_WAYBILL = "waybill"


@dataclass(frozen=True, slots=True)
class Context:
    """`labelled` a waybill, or what `other` kind; carriers named `close` before it, and anywhere near."""

    labelled: bool
    other: str | None
    close: frozenset[str]
    named: frozenset[str]


NONE = Context(False, None, frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the table in the text: its `family` is "waybill", "other" or "operator", `kind` which one."""

    start: int
    end: int
    family: str
    kind: str


def _entries() -> list[tuple[str, str, str]]:
    rows = [(w, _WAYBILL, language) for language, words in _TABLE["waybill"].items() for w in words]
    rows += [(w, "other", kind) for kind, words in _TABLE["other"].items() for w in words]
    rows += [(w, "operator", operator) for operator, words in _TABLE["operators"].items() for w in words]
    return rows


def _is_spaced(word: str) -> bool:
    """Whether the word's script puts spaces between words (and Python sees its letters as letters)."""
    return re.match(r"[\u0000-\u052f\u0600-\u06ff]", word) is not None


_Meaning = tuple[str, str]
_EXACT: dict[str, list[_Meaning]] = {}
_PREFIX: dict[str, list[tuple[str, _Meaning]]] = {}
_PHRASE: dict[str, list[tuple[re.Pattern[str], _Meaning]]] = {}
_LOOSE: dict[str, _Meaning] = {}
_STEM = 3


def _file(word: str, meaning: _Meaning) -> None:
    """Put one word of the table where `hits` finds it fastest."""
    stem = word.rstrip("*")
    if not _is_spaced(word):
        _LOOSE[stem] = meaning
    elif not stem.isalnum():
        tail = r"(?![^\W\d_])"
        pattern = re.compile(re.escape(stem).replace(r"\ ", r"[ _\-]?") + tail)
        _PHRASE.setdefault(re.split(r"[^\w]|_", stem)[0], []).append((pattern, meaning))
    elif word.endswith("*"):
        _PREFIX.setdefault(stem[:_STEM], []).append((stem, meaning))
    else:
        _EXACT.setdefault(word, []).append(meaning)


for _word, _family, _kind in _entries():
    _file(_word, (_family, _kind))
_TOKEN = re.compile(r"[^\W_]+")
_LOOSE_WORDS = re.compile("|".join(map(re.escape, sorted(_LOOSE, key=len, reverse=True))))
# "tracking number for my order is ...": the order is whose number it is, not what.
_OF = re.compile(r"(?:FOR|OF|ON|TO|DE|DU|FÜR|DI|DO|DA|的) ?(?:MY |THE |THIS |MA |MEINE |MI )?$")
_STOP = re.compile(r"[.!?;\n]\s|\n")


def _word_hits(word: str, folded: str, at: int) -> list[Hit]:
    found = [Hit(at, at + len(word), *meaning) for meaning in _EXACT.get(word, ())]
    for stem, meaning in _PREFIX.get(word[:_STEM], ()):
        if word.startswith(stem):
            found.append(Hit(at, at + len(word), *meaning))
    for pattern, meaning in _PHRASE.get(word, ()):
        if phrase := pattern.match(folded, at):
            found.append(Hit(at, phrase.end(), *meaning))
    return found


@lru_cache(maxsize=2)
def hits(folded: str) -> tuple[Hit, ...]:
    """Every word of the table in the text, in order; kept for the next question about the same text."""
    found: list[Hit] = []
    exact, prefix, phrase = _EXACT, _PREFIX, _PHRASE
    for token in _TOKEN.finditer(folded):
        word = token[0]
        if word in exact or word[:_STEM] in prefix or word in phrase:
            found += _word_hits(word, folded, token.start())
        elif word[-1].isdigit() and (stem := word.rstrip("0123456789")) in exact:
            found += [Hit(token.start(), token.start() + len(stem), *meaning) for meaning in exact[stem]]
    if not folded.isascii():
        found += [Hit(m.start(), m.end(), *_LOOSE[m[0]]) for m in _LOOSE_WORDS.finditer(folded)]
        found.sort(key=lambda hit: hit.start)
    return tuple(found)


def is_of(folded: str, start: int, end: int) -> bool:
    """Whether the words between two labels say the first belongs to the second ("number of my order")."""
    return end - start <= 2 * _OTHER_REACH and _OF.search(folded, start, end) is not None


def _label(before: Sequence[Hit], folded: str, start: int) -> tuple[bool, str | None]:
    """The nearest label before `start`: (is a waybill word, or else the kind of another number)."""
    if not before:
        return False, None
    last = max(before, key=lambda hit: hit.end)
    if last.family == _WAYBILL:
        return True, None
    waybill = any(hit.family == _WAYBILL for hit in before)
    if start - last.end > _OTHER_REACH or _STOP.search(folded, last.end, start):
        return waybill, None
    if waybill and is_of(folded, max(0, last.start - 16), last.start):
        return True, None
    return False, last.kind


def near(found: Sequence[Hit], folded: str, start: int, end: int) -> Context:
    """What stands near `folded[start:end]`, among the `found` words of the same text."""
    previous = folded[start - 1] if start else ""
    if previous and previous in _CURRENCY:
        return Context(False, "money", frozenset(), frozenset())
    if previous == "+":
        return Context(False, "phone", frozenset(), frozenset())
    low = bisect_left(found, start - _ABOUT, key=lambda hit: hit.start)
    high = bisect_left(found, end + _ABOUT, key=lambda hit: hit.start)
    about = found[low:high]
    labels = [hit for hit in about if hit.family != "operator"]
    before = [hit for hit in labels if start - _BEFORE <= hit.start and hit.end <= start]
    labelled, other = _label(before, folded, start)
    if not labelled and other is None:
        labelled = any(hit.family == _WAYBILL and end <= hit.start <= end + _AFTER for hit in labels)
    named = [hit for hit in about if hit.family == "operator"]
    close = frozenset(hit.kind for hit in named if 0 <= start - hit.end <= _CLOSE)
    return Context(labelled, other, close, frozenset(hit.kind for hit in named))
