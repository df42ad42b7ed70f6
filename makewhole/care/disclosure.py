"""What may be said where: the guard every public text passes before it may leave.

Public text never holds a waybill, order, phone or account number, an e-mail, a link, a person's name or
words, an address, a sum, a promise to pay, blame, or a date of delivery. `leaks` names each one it finds and
is used as an assertion on every public reply. A time by which we answer (minutes or hours) is allowed.

>>> [leak.kind for leak in leaks("Dear Ana, your parcel AB123456785GB comes on 12 May", Post("1", "hi"))]
['number', 'date', 'name']
>>> leaks("Sorry about the wait. We answer within 60 minutes.", Post("1", "hi"))
()
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from makewhole import tables
from makewhole.care import length, script
from makewhole.care.post import Post

_TABLE = tables.read("makewhole.care", "disclosure.toml")
_ECHO_WORDS = 6
_ECHO_CHARACTERS = 12
_LONGEST_READ = 6_000


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(set(words), key=len, reverse=True))


def _flat(table: dict[str, list[str]]) -> re.Pattern[str]:
    """Any of the words: at the start of a word in Latin and Cyrillic letters, anywhere in other scripts."""
    folded = {script.fold(w) for words in table.values() for w in words}
    lettered = {w for w in folded if w[0] < _FIRST_UNSPACED}
    return re.compile(rf"{_STARTS}(?:{_either(lettered)})|(?:{_either(folded - lettered)})")


_FIRST_UNSPACED = "\u0590"
_STARTS = r"(?<![^\W\d_])"
_ENDS = r"(?![^\W\d_])"
_MONEY, _ROAD, _MONTHS, _DAYS = (
    _TABLE["money"],
    _TABLE["street"],
    _TABLE["months"]["words"],
    _TABLE["day"]["words"],
)
_MARKS = r"[\s.\-/\u2010-\u2015\u00a0_()+*]"
_NUMBER = re.compile(rf"(?:[A-Za-z]{{0,4}}{_MARKS}{{0,2}})?\d(?:{_MARKS}{{0,2}}[A-Za-z]{{0,2}}\d){{4,}}")
_MIXED = re.compile(r"(?<![^\W_])(?=[A-Za-z0-9]*\d[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{6,}")
_MAIL = re.compile(
    r"[^\s@<>]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w\-]+(?:\.|\s?dot\s?)[\w\-.]{2,}", re.IGNORECASE
)
_LINK = re.compile(
    r"https?:|www\.|\bt\.co/|\b[\w\-]+\.(?:com|net|org|io|co|shop|info|app|me)\b", re.IGNORECASE
)
_HANDLE = re.compile(r"(?<!\w)@\w+")
_SUM = re.compile(
    rf"(?:{_either(_MONEY['signs'])})\s?\d|\d[\d.,]*\s?(?:{_either(_MONEY['signs'])})"
    rf"|\d[\d.,]*\s?(?:{_either(_MONEY['codes'])})\b|\b(?:{_either(_MONEY['codes'])})\.?\s?\d",
    re.IGNORECASE,
)
_DATE = re.compile(
    rf"\b\d{{1,4}}\s?[./\-]\s?\d{{1,2}}\s?[./\-]\s?\d{{1,4}}\b|\b\d{{1,2}}/\d{{1,2}}\b|\d{{1,2}}\s?[\u6708\uc6d4\u65e5\uc77c]"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|\.)?\s?(?:de\s|of\s)?(?:{_either(_MONTHS)}){_ENDS}"
    rf"|{_STARTS}(?:{_either(_MONTHS)})\.?\s?\d{{1,2}}\b",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"{_STARTS}(?:{_either(w for w in _DAYS if w[0] < _FIRST_UNSPACED)}){_ENDS}"
    rf"|(?:{_either(w for w in _DAYS if w[0] >= _FIRST_UNSPACED)})",
    re.IGNORECASE,
)
_STREET = re.compile(
    rf"\b\d{{1,5}}[a-z]?,?\s(?:\w+\s){{1,3}}(?:{_either(_ROAD['after_number'])})\b"
    rf"|{_STARTS}(?:{_either(_ROAD['before_number'])})\.?\s(?:no\.?\s)?(?:\w+\s){{0,3}}\d"
    rf"|\w+(?:{_either(_ROAD['ending'])})\s\d"
    rf"|[\u4e00-\u9fff\uac00-\ud7a3]{{1,8}}(?:{_either(_ROAD['cjk'])})\s?\d|\d+\s?(?:{_either(_ROAD['cjk'])})"
    r"|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b",
    re.IGNORECASE,
)
_PAY = _flat(_TABLE["pay"])
_BLAME = _flat(_TABLE["blame"])
_NAMED = re.compile(
    rf"(?:{_either(_TABLE['names']['before'])})\s?((?:[^\W\d_]+[ .'-]?){{1,3}})", re.IGNORECASE
)
_GREETED = re.compile(
    rf"(?<!\w)(?i:{_either(_TABLE['greeting']['before'])})[,.]?\s(?!(?i:{_either(_TABLE['greeting']['fine'])})\b)"
    r"[A-Z\u00c0-\u00de\u0410-\u042f][^\W\d_]+"
)


@dataclass(frozen=True, slots=True)
class Leak:
    """Something a public text may not hold: its kind and its words, for a person's eyes, never for a log."""

    kind: str
    found: str


def leaks(text: str, post: Post, known: tuple[str, ...] = ()) -> tuple[Leak, ...]:
    """Everything in a public draft that may not be said in public, given the post it would answer.

    `known` are addresses of the brand's own that it chose to name."""
    for address in known:
        # X counts every link as 23 characters.
        text = text.replace(address, "\N{PILCROW SIGN}" * length.LINK)
    return (*_in_itself(text), *_person(text, post), *_echo(text, post))


def promises(text: str) -> bool:
    """Whether a text speaks of paying, or of giving money or goods, in any of our languages."""
    return _PAY.search(script.fold(_plain(text))) is not None


def has_link(text: str) -> bool:
    """Whether a text holds a link, or what X would make one."""
    return _LINK.search(_plain(text)) is not None


def has_address(text: str) -> bool:
    """Whether a text reads like a street and a number, or names a way to reach somebody."""
    plain = _plain(text[:_LONGEST_READ])
    return any(pattern.search(plain) for pattern in (_STREET, _MAIL, _LINK, _HANDLE))


@lru_cache(maxsize=4096)
def _in_itself(text: str) -> tuple[Leak, ...]:
    """What a draft holds whatever it answers; remembered, because templates come again and again."""
    plain = _plain(text)
    folded = script.fold(plain)
    found: dict[str, Leak] = {}
    for kind, pattern, where in (
        ("number", _NUMBER, plain),
        ("number", _MIXED, plain),
        ("mail", _MAIL, plain),
        ("link", _LINK, plain),
        ("handle", _HANDLE, plain),
        ("sum", _SUM, plain),
        ("promise", _PAY, folded),
        ("blame", _BLAME, folded),
        ("date", _DATE, plain),
        ("date", _DAY, plain),
        ("address", _STREET, plain),
        ("name", _GREETED, plain),
    ):
        match = pattern.search(where)
        if match:
            found.setdefault(kind, Leak(kind, match.group()[:80]))
    if length.weighted(text) > length.LONGEST:
        found["length"] = Leak("length", str(length.weighted(text)))
    return tuple(found.values())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", script.visible(text))


def _person(text: str, post: Post) -> tuple[Leak, ...]:
    """The author's handle, or a name they gave in the post, standing in the draft."""
    names = {script.fold(post.author_handle)} if len(post.author_handle) > 2 else set()
    for match in _NAMED.finditer(post.text[:_LONGEST_READ]):
        names.update(script.fold(part) for part in re.split(r"[ .'-]+", match.group(1)) if len(part) > 2)
    hit = next((name for name in names if name in _said(text)), None)
    return (Leak("name", hit),) if hit else ()


@lru_cache(maxsize=4096)
def _said(text: str) -> frozenset[str]:
    return frozenset(script.tokens(_plain(text)))


@lru_cache(maxsize=4096)
def _runs(text: str) -> tuple[int, frozenset[tuple[str, ...]]]:
    """The size of a telling run of words, and every such run of a draft."""
    ours = script.tokens(_plain(text))
    size = _ECHO_CHARACTERS if sum(len(t) == 1 for t in ours) > len(ours) // 2 else _ECHO_WORDS
    return size, frozenset(ours[i : i + size] for i in range(len(ours) - size + 1))


def _echo(text: str, post: Post) -> tuple[Leak, ...]:
    """A run of the customer's own words: six words, or twelve characters of Chinese or Japanese."""
    size, runs = _runs(text)
    theirs = script.tokens(post.text[:_LONGEST_READ])
    said = _said(text)
    run = 0
    for i, token in enumerate(theirs):
        run = run + 1 if token in said else 0
        if run >= size and theirs[i - size + 1 : i + 1] in runs:
            return (Leak("echo", " ".join(theirs[i - size + 1 : i + 1])),)
    return ()
