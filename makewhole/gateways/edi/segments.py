"""An EDI interchange as segments: separators as declared, release characters, repetitions; bounded.

EDIFACT declares its separators in UNA, or has the usual ones; X12 in ISA. What a segment means is not asked.

>>> parsed("UNA:+.? 'FTX+AAI+++50?+ items, 10?':x'").segments
(Segment(tag='FTX', elements=((('AAI',),), (('',),), (('',),), (("50+ items, 10'", 'x'),))),)
>>> parsed("ST*214*1~AT7*X6*NS~").segments[1].at(1)
'X6'
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from makewhole.gateways.tracking.body import LARGEST_BYTES

MOST_SEGMENTS = 50_000
LONGEST_SEGMENT = 10_000
"""Characters; the longest segment of a status message we know has under a thousand."""
_CHARSETS = {
    "UNOD": "iso8859-2", "UNOE": "iso8859-5", "UNOF": "iso8859-7", "UNOG": "iso8859-3", "UNOH": "iso8859-4",
}  # fmt: skip
_ISA_ELEMENTS = 16


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment's elements, each with its repetitions, each of these with its components."""

    tag: str
    elements: tuple[tuple[tuple[str, ...], ...], ...]

    def at(self, element: int, component: int = 1) -> str:
        """A component by the places the standards count from one; "" where there is none."""
        if not 0 < element <= len(self.elements):
            return ""
        parts = self.elements[element - 1][0]
        return parts[component - 1].strip() if component <= len(parts) else ""

    def all(self, element: int, component: int = 1) -> Iterator[str]:
        """The component in every repetition of the element."""
        repeated = self.elements[element - 1] if 0 < element <= len(self.elements) else ()
        for parts in repeated:
            yield parts[component - 1].strip() if component <= len(parts) else ""


@dataclass(frozen=True, slots=True)
class Interchange:
    """The segments of an interchange in their order, without the one that declares separators."""

    standard: Literal["edifact", "x12"]
    segments: tuple[Segment, ...]
    written: tuple[str, ...]
    """Each segment as it stood in the interchange."""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a body is no interchange."""

    says: str


@dataclass(frozen=True, slots=True)
class _Signs:
    """The separators of an interchange."""

    segment: str
    element: str
    component: str
    repetition: str | None = None
    release: str | None = None

    def split(self, text: str, sign: str | None) -> list[str]:
        """The text between the signs, a released sign being none."""
        if sign is None:
            return [text]
        if self.release is None or self.release not in text:
            return text.split(sign)
        whole, part = [], list[str]()
        for piece in text.split(sign):
            part.append(piece)
            if (len(piece) - len(piece.rstrip(self.release))) % 2 == 0:
                whole.append(sign.join(part))
                part = []
        return [*whole, sign.join(part)] if part else whole

    def plain(self, text: str) -> str:
        """The text without its release characters."""
        if self.release is None or self.release not in text:
            return text
        return re.sub(rf"{re.escape(self.release)}(.)", r"\1", text, flags=re.S).removesuffix(self.release)


def parsed(content: bytes | str) -> Interchange | Unreadable:
    """The interchange as segments. Never raises, whatever the bytes are."""
    if len(content) > LARGEST_BYTES:
        return Unreadable(f"the body is larger than {LARGEST_BYTES // 1024 // 1024} MB and is not read")
    text = content if isinstance(content, str) else _decoded(content)
    text = text.replace("\x00", "").lstrip("\ufeff \t\r\n").rstrip(" \t\r\n")
    found = _x12(text) if text.startswith(("ISA", "GS", "ST")) else _edifact(text)
    if found is None:
        return Unreadable("the body is neither an EDIFACT nor an X12 interchange, or declares no separators")
    standard, signs, rest = found
    pieces = signs.split(rest, signs.segment)
    if len(pieces) > MOST_SEGMENTS:
        return Unreadable(f"the interchange holds more than {MOST_SEGMENTS} segments")
    kept = [piece for raw in pieces if (piece := raw.strip("\r\n\t "))]
    if any(len(piece) > LONGEST_SEGMENT for piece in kept):
        return Unreadable(f"the interchange holds a segment of more than {LONGEST_SEGMENT} characters")
    segments = tuple(_segment(piece, signs) for piece in kept)
    return Interchange(
        standard, segments, tuple(kept), _broken(standard, segments, whole=pieces[-1].strip() == "")
    )


def _decoded(content: bytes) -> str:
    """UTF-8 where it is that, else the character set UNB declares, else Latin-1."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        declared = re.search(rb"UNB.(UNO[A-Z])", content[:200])
        name = _CHARSETS.get(declared[1].decode("ascii"), "latin-1") if declared else "latin-1"
        return content.decode(name, "replace")


def _edifact(text: str) -> tuple[Literal["edifact"], _Signs, str] | None:
    if text.startswith("UNA") and len(text) >= 9:
        component, element, _decimal, release, repetition, segment = tuple(text[3:9])
        signs = _Signs(segment, element, component, _sign(repetition), _sign(release))
        return ("edifact", signs, text[9:]) if len({segment, element, component}) == 3 else None
    if not re.match(r"UN[BGH]\+", text):
        return None
    fourth = re.match(r"UNB\+UNO[A-Z]:[4-9]", text)
    return "edifact", _Signs("'", "+", ":", "*" if fourth else None, "?"), text


def _sign(written: str) -> str | None:
    return written if written.strip() else None


def _x12(text: str) -> tuple[Literal["x12"], _Signs, str] | None:
    if not text.startswith("ISA"):
        found = re.match(r"(?:GS|ST)([^\w\s])", text)
        ends = re.search(r"[~\n]", text)
        return ("x12", _Signs(ends[0] if ends else "~", found[1], ":"), text) if found else None
    element = text[3:4]
    if not element or element.isalnum():
        return None
    head = text[:400].split(element, _ISA_ELEMENTS)
    if len(head) <= _ISA_ELEMENTS or len(head[_ISA_ELEMENTS]) < 2:
        return None
    component, segment = head[_ISA_ELEMENTS][0], head[_ISA_ELEMENTS][1]
    repetition = head[11].strip()
    if len({element, component, segment}) < 3:
        return None
    sign = repetition if len(repetition) == 1 and not repetition.isalnum() else None
    return "x12", _Signs(segment, element, component, sign), text


def _segment(piece: str, signs: _Signs) -> Segment:
    tag, *elements = signs.split(piece, signs.element)
    read = (signs.split(element, signs.repetition) for element in elements)
    return Segment(
        signs.split(tag, signs.component)[0].strip().upper(),
        tuple(
            tuple(tuple(map(signs.plain, signs.split(one, signs.component))) for one in repeated)
            for repeated in read
        ),
    )


def _broken(standard: str, segments: tuple[Segment, ...], *, whole: bool) -> tuple[str, ...]:
    """A doubt where the interchange ends before its own end."""
    begins, ends = ("UNB", "UNZ") if standard == "edifact" else ("ISA", "IEA")
    tags = {segment.tag for segment in segments}
    if (begins in tags and ends not in tags) or not whole:
        return ("the interchange breaks off before its end",)
    return ()
