"""Bytes from a carrier to a plain tree, whatever they hold: JSON or XML, bounded, and never executed.

XML with a document type is refused before its entities are read. What cannot be read is `Unreadable`, a value
with one sentence; what the tree means is not asked here.

>>> tree(b'<a x="1"><b>2</b><b/></a>').root
{'a': {'x': '1', 'b': ['2', None]}}
>>> tree(b'{"n": 12345678901234567890123, "x": NaN}').root
{'n': '12345678901234567890123', 'x': None}
>>> tree(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>")
Unreadable(says='the XML declares a document type, which we do not read')
"""

import codecs
import json
import math
import re
from dataclasses import dataclass
from xml.parsers import expat

from makewhole.gateways.tracking.answer import Tree

LARGEST_BYTES = 8 * 1024 * 1024
"""A larger body is refused unread; forty parcels with fifty events each are about a quarter of it."""
DEEPEST = 60
"""Levels of nesting that are read; the deepest answer we know has fifteen."""
MOST_NODES = 400_000
_EXACT_DIGITS = 15
_PROLOG = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})</title>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a body is no tree, in a sentence that quotes at most a page's title."""

    says: str


@dataclass(frozen=True, slots=True)
class Body:
    """A tree, and what had to be assumed to read it."""

    root: Tree
    doubts: tuple[str, ...] = ()


class _TooMuch(Exception):
    """A bound was passed; its text says which."""


def tree(content: bytes | str) -> Body | Unreadable:
    """The body as a tree. Never raises, whatever the bytes are."""
    if len(content) > LARGEST_BYTES:
        return Unreadable(f"the body is larger than {LARGEST_BYTES // 1024 // 1024} MB and is not read")
    text, doubts = (content, ()) if isinstance(content, str) else _decoded(content)
    text = text.lstrip("\ufeff \t\r\n\x00").rstrip("\x00 \t\r\n")
    if not text:
        return Unreadable("the body is empty")
    try:
        if text.startswith("<"):
            return _from_xml(text, doubts)
        return _from_json(text, doubts)
    except _TooMuch as bound:
        return Unreadable(str(bound))
    except RecursionError:
        return Unreadable(f"the body is nested deeper than {DEEPEST} levels")


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text: by its byte order mark, its XML declaration, UTF-8, and last Windows-1252, which says so."""
    named = next((name for mark, name in _BOMS if content.startswith(mark)), None)
    if named is None and (declared := _PROLOG.match(content[:300].lstrip())):
        named = declared[1].decode("ascii")
    for name in (named, "utf-8"):
        try:
            if name is not None and codecs.lookup(name)._is_text_encoding:
                return content.decode(name), ()
        except (LookupError, UnicodeError):
            continue
    return content.decode("cp1252", "replace"), ("the body is not UTF-8; it was read as Windows-1252",)


def _from_json(text: str, doubts: tuple[str, ...]) -> Body | Unreadable:
    try:
        value = json.loads(text, parse_int=_whole, parse_float=_real, parse_constant=_no_number)
        if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
            value = json.loads(value, parse_int=_whole, parse_float=_real, parse_constant=_no_number)
    except ValueError:
        return Unreadable("the body is neither JSON nor XML, or it breaks off")
    if not isinstance(value, dict | list):
        return Unreadable("the body is a single value, not an answer")
    return Body(_Copy().of(value, 0), doubts)


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= _EXACT_DIGITS else digits


def _real(written: str) -> float | None:
    value = float(written)
    return value if math.isfinite(value) else None


def _no_number(_name: str) -> None:
    """NaN and the infinities are no values."""


class _Copy:
    """Copies a parsed value within the bounds, without characters no store can keep."""

    def __init__(self) -> None:
        self._nodes = 0

    def of(self, value: Tree, depth: int) -> Tree:
        self._nodes += 1
        if depth > DEEPEST:
            raise _TooMuch(f"the body is nested deeper than {DEEPEST} levels")
        if self._nodes > MOST_NODES:
            raise _TooMuch(f"the body holds more than {MOST_NODES} values")
        if isinstance(value, str):
            return _clean(value)
        if isinstance(value, dict):
            return {_clean(key): self.of(one, depth + 1) for key, one in value.items()}
        if isinstance(value, list):
            return [self.of(one, depth + 1) for one in value]
        return value


def _clean(text: str) -> str:
    if text.isascii() and "\x00" not in text:
        return text
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _from_xml(text: str, doubts: tuple[str, ...]) -> Body | Unreadable:
    if text[:200].lower().lstrip().startswith(("<!doctype html", "<html")):
        title = _TITLE.search(text[:5000])
        named = f", titled {' '.join(title[1].split())!r}" if title else ""
        return Unreadable(f"the body is a web page{named}, not an answer")
    try:
        return Body(_Elements().parsed(text), doubts)
    except expat.ExpatError:
        return Unreadable("the XML breaks off or is not well formed")


class _Elements:
    """Builds the tree of an XML document: local names, attributes beside children, repeats as lists."""

    def __init__(self) -> None:
        self._open: list[tuple[str, dict[str, Tree], list[str]]] = [("", {}, [])]
        self._nodes = 0

    def parsed(self, text: str) -> Tree:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(text.encode("utf-8", "replace"), True)
        return self._open[0][1]

    def _doctype(self, *_: object) -> None:
        raise _TooMuch("the XML declares a document type, which we do not read")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._nodes += 1 + len(attributes)
        if len(self._open) > DEEPEST:
            raise _TooMuch(f"the body is nested deeper than {DEEPEST} levels")
        if self._nodes > MOST_NODES:
            raise _TooMuch(f"the body holds more than {MOST_NODES} values")
        told = {
            _local(key): value.strip() or None
            for key, value in attributes.items()
            if not key.startswith(("xmlns", "xsi:", "i:"))
        }
        self._open.append((_local(name), dict(told), []))

    def _text(self, text: str) -> None:
        self._open[-1][2].append(text)

    def _end(self, _name: str) -> None:
        name, children, parts = self._open.pop()
        text = "".join(parts).strip() or None
        value: Tree = children
        if not children:
            value = text
        elif text is not None:
            children["#text"] = text
        parent = self._open[-1][1]
        if name not in parent:
            parent[name] = value
        elif isinstance(parent[name], list):
            parent[name].append(value)
        else:
            parent[name] = [parent[name], value]


def _local(name: str) -> str:
    return name.rpartition(":")[2]
