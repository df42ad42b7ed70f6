"""Text as X reads it: names, tags, links, and length as X counts it.

>>> weighted_length("hi https://example.com/a/very/long/path")
26
>>> tags("late again #包裹丢失 #Shipping2026")
['包裹丢失', 'Shipping2026']
"""

import base64
import hashlib
import html
import re
import unicodedata

from makewhole.simulators.x_model import Json

LONGEST = 280
HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
_NAMED = re.compile(r"(?<![\w@])@([A-Za-z0-9_]{1,15})(?![A-Za-z0-9_])")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_TAG = re.compile(r"(?<![\w&])[#\uff03]((?=\w*[^\W\d])\w+)")
_CASH = re.compile(r"(?<![\w$])\$([A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?)(?!\w)")
_JOINED = re.compile("[\u200d\ufe0f\U0001f3fb-\U0001f3ff]")


def mentioned(text: str) -> set[str]:
    """Handles named in a text, lower case, without @."""
    return {handle.lower() for handle in _NAMED.findall(text)}


def mention_spans(text: str) -> list[tuple[int, int, str]]:
    """Start, end and handle of each mention, in order."""
    return [(found.start(), found.end(), found.group(1)) for found in _NAMED.finditer(text)]


def tags(text: str) -> list[str]:
    """Hashtags without their sign."""
    return _TAG.findall(_LINK.sub(" ", text))


def cashtags(text: str) -> list[str]:
    """Share symbols without their sign."""
    return _CASH.findall(_LINK.sub(" ", text))


def links(text: str) -> list[str]:
    """Addresses in a text."""
    return _LINK.findall(text)


def weighted_length(text: str) -> int:
    """Length as X counts it, in NFC: a link is 23, Latin and the like 1, everything else 2."""
    without, count = _LINK.subn("", unicodedata.normalize("NFC", text))
    without = _JOINED.sub("", without)
    return 23 * count + sum(1 if _narrow(ord(letter)) else 2 for letter in without)


def _narrow(point: int) -> bool:
    return point <= 4351 or 8192 <= point <= 8205 or 8208 <= point <= 8223 or 8242 <= point <= 8247


def written(text: str) -> tuple[str, Json]:
    """A text as X gives it out, and its `entities` of links: links behind t.co, and & < > escaped.

    >>> written("1 < 2, see https://example.com/a")[0]
    '1 &lt; 2, see https://t.co/FXHAUTCQIQ'
    """
    parts, urls, rest = [], [], 0
    for found in _LINK.finditer(text):
        parts.append(html.escape(text[rest : found.start()], quote=False))
        short = "https://t.co/" + base64.b32encode(hashlib.sha256(found[0].encode()).digest())[:10].decode()
        start = sum(map(len, parts))
        parts.append(short)
        where = {"start": start, "end": start + len(short), "url": short}
        urls.append({**where, "expanded_url": found[0], "display_url": found[0].partition("://")[2]})
        rest = found.end()
    parts.append(html.escape(text[rest:], quote=False))
    return "".join(parts), {"urls": urls} if urls else {}


def spans_of_tags(text: str, sign: str) -> list[Json]:
    """Entities of hashtags ("#") or cashtags ("$") in a text as X gives it out."""
    pattern = _TAG if sign == "#" else _CASH
    return [{"start": one.start(), "end": one.end(), "tag": one.group(1)} for one in pattern.finditer(text)]
