"""The words a person wrote anew in a mail, without the history that mail programs put below or between them.

Careful before all: a line is taken for the head of a quoted mail only if it is shaped like one in full, words
between quoted lines stay, and a mail that is nothing but a forwarded one is kept whole.

>>> fresh("Still nothing!\\n\\nOn 3 Feb 2026 at 10:00, Shop <care@shop.example> wrote:\\n> Hello\\n> there")
'Still nothing!'
>>> fresh("The driver wrote:\\nnobody at home")
'The driver wrote:\\nnobody at home'
"""

import re
from collections.abc import Sequence

from makewhole import tables

_TABLE = tables.read("makewhole.gateways.mail", "quoted.toml")
_VERBS = tuple(word.casefold() for word in _TABLE["verbs"])


def _either(words: Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_ORIGINAL = re.compile(
    rf"^\s*[-_*]{{2,}}\s*(?:{_either(_TABLE['originals'])})\s*[-_*]{{2,}}\s*$", re.IGNORECASE
)
_FROM = re.compile(rf"^[\s*>]*(?:{_either(_TABLE['from'])})\s*\*?\s*[:：]\s*\*?\s*\S", re.IGNORECASE)
_THEN = re.compile(rf"^[\s*>]*(?:{_either(_TABLE['then'])})\s*\*?\s*[:：]", re.IGNORECASE)
_DEVICE = tuple(word.casefold() for word in _TABLE["devices"])
_QUOTE = re.compile(r"^\s{0,3}>")
_ADDRESS = re.compile(r"<[^<>\s@]+@[^<>\s@]+>|\[mailto:[^\]\s]+\]|\(<?[^\s()@]+@[^\s()@]+>?\)")
_DAY = re.compile(r"\b(?:19|20)\d\d\b|(?:19|20)\d\d\s?[年년]|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_HOUR = re.compile(r"\b\d{1,2}\s?[:.h時时点點시]\s?\d{2}")
_TALLEST_HEAD, _LONGEST_HEAD = 4, 400


def fresh(text: str) -> str:
    """The new words of a mail's plain text, stripped; empty where there are none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept: list[str] = []
    at = 0
    while at < len(lines):
        tall = _head(lines, at)
        if tall:
            kept += _between(lines[at + tall :])
            break
        if _signature(lines, at):
            break
        if not _QUOTE.match(lines[at]):
            kept.append(lines[at])
        at += 1
    return _tidy(kept)


def _head(lines: Sequence[str], at: int) -> int:
    """How many lines from here are the head of a quoted mail; 0 where none begins here."""
    line = lines[at].strip()
    if not line:
        return 0
    if _ORIGINAL.match(line):
        return 1
    if _FROM.match(line) and sum(bool(_THEN.match(one)) for one in lines[at + 1 : at + 6]) >= 2:
        return 1
    joined = ""
    for tall in range(1, _TALLEST_HEAD + 1):
        part = lines[at + tall - 1].strip() if at + tall <= len(lines) else ""
        if not part or (tall > 1 and _QUOTE.match(part)):
            return 0
        joined = f"{joined} {part}".lstrip("> ")
        if joined.endswith((":", "：")):
            return tall if _introduces(joined) else 0
    return 0


def _introduces(line: str) -> bool:
    """Whether a line that ends in a colon says who wrote what follows, and when."""
    if len(line) > _LONGEST_HEAD or not _DAY.search(line):
        return False
    return bool(_ADDRESS.search(line)) or (
        bool(_HOUR.search(line) or _DAY.search(line)) and any(verb in line.casefold() for verb in _VERBS)
    )


def _between(rest: Sequence[str]) -> list[str]:
    """What stands between the quoted lines below a head: the answers of whoever answers point by point.

    Where the program marks no quoted line, all that follows is the quoted mail.
    """
    if not any(_QUOTE.match(line) for line in rest):
        return []
    own: list[str] = []
    for at, line in enumerate(rest):
        if _signature(rest, at):
            break
        if not _QUOTE.match(line) and not _head(rest, at):
            own.append(line)
    return own


def _signature(lines: Sequence[str], at: int) -> bool:
    """Whether the signature begins here, or the line a phone adds by itself at the end."""
    line = lines[at]
    if line.rstrip("\n") in ("-- ", "--"):
        return True
    told = line.strip().casefold()
    return (
        bool(told)
        and len(told) < 60
        and told.startswith(_DEVICE)
        and not any(one.strip() and not _QUOTE.match(one) for one in lines[at + 1 : at + 3])
    )


def _tidy(lines: Sequence[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()
