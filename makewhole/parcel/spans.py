"""Where in folded text a waybill number could stand: words with digits, and spaced or hyphenated groups.

Links, e-mail addresses and @handles are no place for a waybill. This module only cuts; whether a piece is a
number is decided in `believe`.

>>> [span.number for span in spans("IT IS LX 176 35035")]
['ITISLX17635035', 'ISLX17635035', 'LX17635035']
"""

import re
from dataclasses import dataclass

from makewhole import tables
from makewhole.parcel.fold import HIDDEN
from makewhole.parcel.formats import LONGEST, SHORTEST

_GAP = rf"[ \-{HIDDEN}]{{1,3}}+"
_CHUNK = rf"[A-Z{HIDDEN}]*+[0-9][0-9A-Z{HIDDEN}]*+"
_CHUNKS = re.compile(rf"(?<![0-9A-Z{HIDDEN}]){_CHUNK}")
# Up to three short words may lead a spaced number (LX 176 35035, J J D 0 0 0) and short ones stand inside.
_RUN = re.compile(
    rf"(?<![0-9A-Z{HIDDEN}])(?:[A-Z]{{1,4}}+{_GAP}){{0,3}}+{_CHUNK}"
    rf"(?:{_GAP}(?:{_CHUNK}|[A-Z]{{1,2}}+(?![0-9A-Z])))*+"
)
_WORDS = re.compile(rf"[0-9A-Z{HIDDEN}]++")
_MASK = re.compile(
    r"(?:HTTPS?://|(?<![0-9A-Z.])WWW\.)\S++|(?<![0-9A-Z])@[0-9A-Z_]++|(?<!\S)[^\s@]++@[^\s@]++"
    r"|(?<![0-9A-Z.\-])[0-9A-Z\-]++(?:\.[0-9A-Z\-]++)++/\S++"
)
_DATE = re.compile(r"(?:19|20)\d\d(?:0\d|1[0-2])[0-3]\d|[0-3]\d(?:0\d|1[0-2])(?:19|20)\d\d")
_GLUED = re.compile(f"(?:{'|'.join(tables.read('makewhole.parcel', 'context.toml')['glued'])})([0-9]{{8,}})")
_MOST_WORDS, _MOST_TRIALS, _FEWEST_DIGITS, _FEWEST_IN_WORD = 48, 400, 7, 4


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text and the bare number it would be; `whole` when it is one word, not groups."""

    start: int
    end: int
    number: str
    whole: bool


def masked(folded: str) -> list[tuple[int, int]]:
    """The places of links, mail addresses and handles."""
    return [found.span() for found in _MASK.finditer(folded)]


def _digits(written: str) -> int:
    return sum(map(written.count, "0123456789"))


def _edges(words: list[str]) -> tuple[list[int], list[int]]:
    """Where a spaced number may begin and end: never inside a stretch of digit groups."""
    last = len(words) - 1
    begins = [i for i, w in enumerate(words) if not w.isdigit() or i == 0 or not words[i - 1].isdigit()]
    ends = [i for i, w in enumerate(words) if not w.isdigit() or i == last or not words[i + 1].isdigit()]
    return begins, ends


def _pieces(run: re.Match[str]) -> list[Span]:
    """The ways to read a spaced group as one number."""
    places = [(m.start() + run.start(), m[0].replace(HIDDEN, "")) for m in _WORDS.finditer(run[0])]
    places = [(at, word) for at, word in places if word]
    if not 2 <= len(places) <= _MOST_WORDS or _digits(run[0]) < _FEWEST_DIGITS:
        return []
    words = [word for _, word in places]
    raw_end = [m.end() + run.start() for m in _WORDS.finditer(run[0]) if m[0].strip(HIDDEN)]
    begins, ends = _edges(words)
    found = []
    for i in begins:
        for j in ends:
            if j <= i:
                continue
            number = "".join(words[i : j + 1])
            if len(number) > LONGEST:
                break
            if len(number) >= SHORTEST and _digits(number) >= _FEWEST_DIGITS and not _DATE.match(number):
                found.append(Span(places[i][0], raw_end[j], number, False))
    return found


def spans(folded: str) -> list[Span]:
    """Every piece of `folded` that could be a number, single words first.

    A text with more pieces than anyone would write by hand is not cut further, so time stays bounded.
    """
    chunks = list(_CHUNKS.finditer(folded))
    if sum(len(chunk[0]) for chunk in chunks) < _FEWEST_DIGITS:
        return []
    found: list[Span] = []
    for chunk in chunks:
        if chunk.end() - chunk.start() < SHORTEST or folded[chunk.start() - 1 : chunk.start()] == "_":
            continue
        number = chunk[0].replace(HIDDEN, "")
        if glued := _GLUED.fullmatch(chunk[0]):
            # AWB986578788855: the word for waybill is no part of it.
            number = glued[1]
        if SHORTEST <= len(number) <= LONGEST and _digits(number) >= _FEWEST_IN_WORD:
            end = chunk.start() + len(chunk[0].rstrip(HIDDEN))
            found.append(Span(chunk.start() if glued is None else end - len(number), end, number, True))
    if len(chunks) > 1 or (chunks and _digits(chunks[0][0]) >= _FEWEST_DIGITS):
        trials = 0
        for run in _RUN.finditer(folded):
            pieces = _pieces(run)
            trials += len(pieces)
            if trials > _MOST_TRIALS:
                break
            found += pieces
    return found
