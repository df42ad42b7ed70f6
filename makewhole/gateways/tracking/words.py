"""What a carrier's own words for an event mean in ours: a status, and the reason where they say one.

Free text in the languages of `phrases/`, read by its phrases alone: whole phrases before parts of them, a
negation turns what follows it, and where two things are said the one that stands over the other counts. The
same text always reads the same; words that contradict each other say nothing, so they are None.

>>> of("Out for delivery"), of("Zustellung nicht möglich, niemand zu Hause")
(Coded(status='out_for_delivery', reason=None), Coded(status='delivery_failed', reason='consignee_absent'))
>>> of("快件已签收"), of("Will be delivered on Monday")
(Coded(status='delivered', reason=None), None)
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from makewhole import tables
from makewhole.gateways.tracking.codes import Coded

_LONGEST = 2000
_GAP_WORDS, _GAP_SIGNS = 5, 8
_NEAR_WORDS, _NEAR_SIGNS = 2, 3
_SIGN = "\u2e80-\u30ff\u31f0-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
"""Signs written without spaces, each a token of its own; Korean syllables too, for their endings vary."""
_TOKEN = re.compile(rf"[{_SIGN}]|[^\W_{_SIGN}]+")
_PACKAGE = "makewhole.gateways.tracking"
_GAP = "*"
_NOTHING = "nothing"
_BEARS_A_REASON = frozenset(
    {"on_hold", "customs", "delivery_failed", "ready_for_pickup", "returned", "damaged", "lost", "cancelled"}
)


@dataclass(frozen=True, slots=True)
class _Phrase:
    tokens: tuple[str, ...]
    coded: Coded | None
    """What it says; None where it looks like something and says nothing."""
    whole: bool
    language: str


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    phrase: _Phrase
    coded: Coded | None

    def inside(self, other: "_Found") -> bool:
        """Whether this stands within a longer one."""
        return other.start <= self.start and self.end <= other.end and other.length > self.length

    @property
    def length(self) -> int:
        """How many words of the text it takes up."""
        return self.end - self.start


@cache
def languages() -> tuple[str, ...]:
    """The languages we have phrases of, as two letters."""
    folder = files(_PACKAGE).joinpath("phrases")
    return tuple(sorted(each.name[:-5] for each in folder.iterdir() if each.name.endswith(".toml")))


def of(text: str) -> Coded | None:
    """Our reading of a carrier's words in any language we have; None where nothing clear is said."""
    tokens = _tokens(text[:_LONGEST])
    found = list(_all(tokens))
    standing = [each for each in found if not any(each.inside(other) for other in found)]
    said = [(each.coded, each.phrase.whole) for each in standing if each.coded is not None]
    whole = [coded for coded, is_whole in said if is_whole and coded is not None]
    return _together(whole or [coded for coded, _ in said if coded is not None])


def _together(said: list[Coded]) -> Coded | None:
    """One meaning for several: the one that stands over all others, with the one reason told beside it."""
    over: dict[str, list[str]] = _table()["over"]
    statuses = {coded.status for coded in said}
    tops = [one for one in statuses if all(other == one or other in over[one] for other in statuses)]
    if len(tops) != 1:
        return None
    top = tops[0]
    own = {coded.reason for coded in said if coded.status == top and coded.reason}
    told = own or {coded.reason for coded in said if coded.reason and top in _BEARS_A_REASON}
    return Coded(top, told.pop() if len(told) == 1 else None)


def _all(tokens: tuple[str, ...]) -> Iterator[_Found]:
    """Every phrase that stands in the text, turned where a negation is before it."""
    index = _index()
    for start, token in enumerate(tokens):
        for phrase in index.get(token, ()):
            end = _match(phrase.tokens, tokens, start)
            if end is not None:
                turned = _turned(phrase, tokens, start)
                yield _Found(start - turned, end, phrase, _opposite(phrase.coded) if turned else phrase.coded)


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


def _turned(phrase: _Phrase, tokens: tuple[str, ...], start: int) -> int:
    """How many words back a negation of the phrase's language begins, 0 where there is none."""
    near = _NEAR_SIGNS if _is_sign(phrase.tokens[0]) else _NEAR_WORDS
    for negation in _negations()[phrase.language]:
        for back in range(len(negation), len(negation) + near + 1):
            begin = start - back
            if begin >= 0 and tokens[begin : begin + len(negation)] == negation:
                return back
    return 0


def _opposite(coded: Coded | None) -> Coded | None:
    opposite = _table()["negated"].get(coded.status) if coded else None
    return Coded(opposite) if opposite else None


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
def _negations() -> dict[str, tuple[tuple[str, ...], ...]]:
    spoken = {language: _phrases(language).get("not", ()) for language in languages()}
    return {language: tuple(_tokens(each) for each in said) for language, said in spoken.items()}


def _coded(meaning: str) -> Coded | None:
    status, _, reason = meaning.partition(": ")
    return None if status == _NOTHING else Coded(status, reason or None)


def _spellings(phrase: str, language: str) -> Iterator[tuple[str, ...]]:
    """A phrase in tokens; a German one with ae, oe and ue for its umlauts as well."""
    yield _phrase(phrase)
    if language == "de" and (plain := phrase.translate(_UMLAUTS)) != phrase:
        yield _phrase(plain)


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def _phrase(phrase: str) -> tuple[str, ...]:
    parts = [_tokens(part) for part in phrase.split(_GAP)]
    tokens = list(parts[0])
    for part in parts[1:]:
        tokens += (_GAP, *part)
    return tuple(tokens)


def _tokens(text: str) -> tuple[str, ...]:
    """Words without case and accents; a Chinese, Japanese or Korean sign is a word.

    >>> _tokens("Déjà livré!"), _tokens("已签收 OK")
    (('deja', 'livre'), ('已', '签', '收', 'ok'))
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(each for each in _letters(folded))
    return tuple(_TOKEN.findall(plain))


def _letters(text: str) -> Iterator[str]:
    """The letters of the text without accents; signs stay whole."""
    for each in text:
        yield each if _is_sign(each) or each.isascii() else unicodedata.normalize("NFD", each)[0]


def _is_sign(token: str) -> bool:
    return bool(token) and token[0] >= "\u2e80"


def _table() -> dict[str, Any]:
    return tables.read(_PACKAGE, "words.toml")


def _phrases(language: str) -> dict[str, Any]:
    return tables.read(_PACKAGE, f"phrases/{language}.toml")
