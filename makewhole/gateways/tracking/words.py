"""What a carrier's own words for an event mean in ours: a status, and the reason where they say one.

Free text in the languages of `phrases/`, read by its phrases alone: whole phrases before parts of them, a
negation turns what follows it in its clause, and where two things are said the one that stands over the other
counts. The same text always reads the same; words that contradict each other say nothing, so they are None.

>>> of("Out for delivery"), of("Zustellung nicht möglich, niemand zu Hause")
(Coded(status='out_for_delivery', reason=None), Coded(status='delivery_failed', reason='consignee_absent'))
>>> of("快件已签收"), of("Will be delivered on Monday")
(Coded(status='delivered', reason=None), None)
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from makewhole import tables
from makewhole.gateways.tracking.codes import Coded
from makewhole.parcel.reasons import REASONS

_LONGEST = 600
_GAP_WORDS, _GAP_SIGNS = 5, 8
_NEAR_WORDS, _NEAR_SIGNS = 2, 3
_SIGN = "\u2e80-\u30ff\u31f0-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
"""Signs written without spaces, each a token of its own; Korean syllables too, for their endings vary."""
_TOKEN = re.compile(rf"[{_SIGN}]|[^\W_{_SIGN}]+")
_CLAUSE = re.compile(r"[.,;:!?()\[\]、。|\n]|\s[-–—/]\s")
_PACKAGE = "makewhole.gateways.tracking"
_GAP = "*"
_NOTHING = "nothing"
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


@dataclass(frozen=True, slots=True)
class _Phrase:
    tokens: tuple[str, ...]
    coded: Coded | None
    """What it says; None where it looks like something and says nothing."""
    whole: bool
    language: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A phrase as it stands in a text, and what it says there."""

    start: int
    end: int
    phrase: _Phrase
    coded: Coded | None

    def inside(self, other: "_Found") -> bool:
        """Whether this stands within a longer one."""
        longer = other.end - other.start > self.end - self.start
        return longer and other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of a text, and for each the clause it stands in."""

    tokens: tuple[str, ...]
    clauses: tuple[int, ...]

    def clause(self, at: int) -> tuple[str, ...]:
        """The words of the clause that has the word `at`."""
        both = zip(self.tokens, self.clauses, strict=True)
        return tuple(token for token, clause in both if clause == self.clauses[at])


@cache
def languages() -> tuple[str, ...]:
    """The languages we have phrases of, as two letters."""
    folder = files(_PACKAGE).joinpath("phrases")
    return tuple(sorted(each.name[:-5] for each in folder.iterdir() if each.name.endswith(".toml")))


@lru_cache(maxsize=8192)
def of(text: str) -> Coded | None:
    """Our reading of a carrier's words in any language we have; None where nothing clear is said."""
    read = _text(text[:_LONGEST])
    bare = [_Found(start, end, phrase, phrase.coded) for start, end, phrase in _matches(read.tokens)]
    found = [_in_its_place(each, read, bare) for each in bare]
    standing = _of_one_language([each for each in found if not any(each.inside(other) for other in found)])
    said = [(each.coded, each.phrase.whole) for each in standing if each.coded is not None]
    whole = [coded for coded, is_whole in said if is_whole and coded is not None]
    return _together(whole or [coded for coded, _ in said if coded is not None])


def _of_one_language(found: Sequence[_Found]) -> list[_Found]:
    """What the language says that has most of the words; another language's words in it are chance."""
    covered: dict[str, set[int]] = {}
    for each in found:
        covered.setdefault(each.phrase.language, set()).update(range(each.start, each.end))
    most = max((len(words) for words in covered.values()), default=0)
    return [each for each in found if len(covered[each.phrase.language]) == most]


def _together(said: list[Coded]) -> Coded | None:
    """One meaning for several: the one that stands over all others, with the one reason told beside it."""
    over: dict[str, list[str]] = _table()["over"]
    statuses = {coded.status for coded in said}
    tops = [one for one in statuses if all(other == one or other in over[one] for other in statuses)]
    if len(tops) != 1:
        return None
    top = tops[0]
    own = {coded.reason for coded in said if coded.status == top and coded.reason}
    others = {coded.reason for coded in said if coded.reason} if top in _table()["bears_a_reason"] else set()
    general = {name for name, reason in REASONS.items() if reason.general}
    told = own - general or others - general or own
    return Coded(top, told.pop() if len(told) == 1 else None)


def _matches(tokens: tuple[str, ...]) -> Iterator[tuple[int, int, _Phrase]]:
    """Every phrase that stands in the text, with where it begins and ends."""
    index = _index()
    for start, token in enumerate(tokens):
        for phrase in index.get(token, ()):
            end = _match(phrase.tokens, tokens, start)
            if end is not None:
                yield start, end, phrase


def _match(phrase: tuple[str, ...], tokens: tuple[str, ...], at: int) -> int | None:
    """Where the phrase ends if it stands at `at`, or None."""
    for number, token in enumerate(phrase):
        if token == _GAP:
            rest = phrase[number + 1 :]
            gap = _GAP_SIGNS if _is_sign(rest[0]) else _GAP_WORDS
            ends = (_match(rest, tokens, later) for later in range(at, min(at + gap + 1, len(tokens))))
            return next((end for end in ends if end is not None), None)
        if at >= len(tokens) or tokens[at] != token:
            return None
        at += 1
    return at


def _in_its_place(found: _Found, text: _Text, bare: Sequence[_Found]) -> _Found:
    """What the phrase says where it stands: turned by a negation before it, nothing where it is "not yet"."""
    start, coded = found.start, found.coded
    negation = _negation(found, text, bare) if coded else None
    if coded is not None and negation is not None:
        opposite = _table()["negated"].get(coded.status)
        start, coded = (negation, Coded(opposite)) if opposite else (start, None)
    yet = _words("yet")[found.phrase.language]
    if coded == Coded("delivery_failed") and any(_has(text.clause(found.start), each) for each in yet):
        coded = None
    return _Found(start, found.end, found.phrase, coded)


def _negation(found: _Found, text: _Text, bare: Sequence[_Found]) -> int | None:
    """Where a negation begins that stands right before the phrase, in its clause and in no other phrase."""
    near = _NEAR_SIGNS if _is_sign(found.phrase.tokens[0]) else _NEAR_WORDS
    for negation in _words("not")[found.phrase.language]:
        for back in range(len(negation), len(negation) + near + 1):
            begin = found.start - back
            if begin < 0 or text.tokens[begin : begin + len(negation)] != negation:
                continue
            if text.clauses[begin] == text.clauses[found.start] and not any(
                other.start <= begin < other.end <= found.start for other in bare
            ):
                return begin
    return None


def _has(tokens: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(tokens[at : at + len(words)] == words for at in range(len(tokens)))


@cache
def _index() -> dict[str, tuple[_Phrase, ...]]:
    """The phrases by their first word."""
    index: dict[str, list[_Phrase]] = {}
    for language in languages():
        for tier, whole in (("phrases", True), ("parts", False)):
            for meaning, phrases in _phrases(language).get(tier, {}).items():
                for tokens in (each for phrase in phrases for each in _spellings(phrase, language)):
                    found = _Phrase(tokens, _coded(meaning), whole, language)
                    index.setdefault(tokens[0], []).append(found)
    return {first: tuple(phrases) for first, phrases in index.items()}


@cache
def _words(kind: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Each language's negations ("not") or words for "still" ("yet"), the longest first."""
    spoken = {language: _phrases(language).get(kind, ()) for language in languages()}
    told = {language: {_tokens(each) for each in said} for language, said in spoken.items()}
    return {
        language: tuple(sorted(said, key=lambda each: (-len(each), each))) for language, said in told.items()
    }


def _coded(meaning: str) -> Coded | None:
    status, _, reason = meaning.partition(": ")
    return None if status == _NOTHING else Coded(status, reason or None)


def _spellings(phrase: str, language: str) -> Iterator[tuple[str, ...]]:
    """A phrase in tokens; a German one with ae, oe and ue for its umlauts as well."""
    yield _phrase(phrase)
    if language == "de" and (plain := phrase.translate(_UMLAUTS)) != phrase:
        yield _phrase(plain)


def _phrase(phrase: str) -> tuple[str, ...]:
    first, *later = (_tokens(part) for part in phrase.split(_GAP))
    return first + tuple(token for part in later for token in (_GAP, *part))


def _text(text: str) -> _Text:
    clauses = [_tokens(clause) for clause in _CLAUSE.split(unicodedata.normalize("NFKC", text))]
    numbers = (number for number, clause in enumerate(clauses) for _ in clause)
    return _Text(tuple(token for clause in clauses for token in clause), tuple(numbers))


def _tokens(text: str) -> tuple[str, ...]:
    """Words without case and accents; a Chinese, Japanese or Korean sign is a word, and simplified.

    >>> _tokens("Déjà livré!"), _tokens("已簽收 OK")
    (('deja', 'livre'), ('已', '签', '收', 'ok'))
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return tuple(_TOKEN.findall("".join(_letters(folded)).translate(_simplified())))


def _letters(text: str) -> Iterator[str]:
    """The letters of the text without accents; signs stay whole."""
    for each in text:
        yield each if _is_sign(each) or each.isascii() else unicodedata.normalize("NFD", each)[0]


def _is_sign(token: str) -> bool:
    return bool(token) and token[0] >= "\u2e80"


@cache
def _simplified() -> dict[int, str]:
    """Chinese signs as they are written in Taiwan and Hong Kong, with those of the mainland."""
    return {ord(pair[0]): pair[1] for pair in _table()["simplified"].split()}


def _table() -> dict[str, Any]:
    return tables.read(_PACKAGE, "words.toml")


def _phrases(language: str) -> dict[str, Any]:
    return tables.read(_PACKAGE, f"phrases/{language}.toml")
