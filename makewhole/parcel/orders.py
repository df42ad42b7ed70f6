"""Order numbers in a text: those whose shape tells, and those that stand right after a word for "order".

A brand's own shapes come in as `OrderPattern`s, which `like` makes from examples. What the order is about is
not decided here.

>>> [(order.number, order.kind) for order in orders("Order # 403-0554005-7221167 and order no: W2180436")]
[('403-0554005-7221167', 'amazon'), ('W2180436', 'order')]
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from makewhole import tables
from makewhole.because import Refused
from makewhole.parcel.context import Hit, hits, is_of
from makewhole.parcel.fold import HIDDEN, fold
from makewhole.parcel.formats import fits


@dataclass(frozen=True, slots=True)
class OrderPattern:
    """A shop's order number: a regular expression over capitals and ASCII digits, without anchors or groups.

    `near` lists words of which one must stand in the text; `labelled` asks for a word for "order" before it.
    """

    kind: str
    shape: str
    near: tuple[str, ...] = ()
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class OrderNumber:
    """An order number as written (`text`), as compared (`number`), by whose pattern, and its span."""

    text: str
    number: str
    kind: str
    start: int
    end: int


_TABLE: dict[str, Any] = tables.read("makewhole.parcel", "orders.toml")
DEFAULT: tuple[OrderPattern, ...] = tuple(
    OrderPattern(row["kind"], row["shape"], tuple(row.get("near", ())), row.get("labelled", False))
    for row in _TABLE["pattern"]
)
_EXAMPLE = re.compile(r"#?[0-9A-Z]+(?:[\-_./][0-9A-Z]+)*")
_TELLING = 6
"""So many digits, or a letter among fewer, tell an order number without a word for "order" before it."""
_MOST_EXAMPLES = 20
_ENOUGH = re.compile(r"[0-9]{3}")


def _any(words: str) -> str:
    return "|".join(re.escape(word) for word in sorted(_TABLE[words], key=len, reverse=True))


_NUMBER = r"#?[0-9A-Z]{1,24}+(?:[\-_][0-9A-Z]{1,24}+){0,4}+"
_AFTER_LABEL = re.compile(
    rf"[ _\-]{{0,2}}(?P<word>(?:{_any('number_words')})(?![^\W\d_]))?[\s.:#=\-(*]{{0,6}}"
    rf"(?:(?:{_any('linking_words')})(?![^\W\d_]))?[\s.:(*]{{0,4}}(?P<number>{_NUMBER})(?![^\W_])"
)
_NEXT = re.compile(rf"\s{{0,2}}(?:{_any('joining_words')})\s{{0,2}}(?P<number>{_NUMBER})(?![^\W_])")
_DATE = re.compile(r"\d{1,4}[\-_]\d{1,2}[\-_]\d{1,4}|\d{1,2}(?:ST|ND|RD|TH)|(?:19|20)\d\d")


def like(examples: Sequence[str], kind: str = "shop") -> tuple[OrderPattern, ...] | Refused:
    """The patterns of order numbers such as these: letters and signs as they stand, digits by how many.

    >>> [order.number for order in orders("hal-104300, HAL-7", like(["HAL-104233", "HAL-99871"]))]
    ['HAL-104300']
    """
    if not examples or len(examples) > _MOST_EXAMPLES:
        return _no_pattern(
            f"{len(examples)} examples", f"give 1 to {_MOST_EXAMPLES} of the shop's own order numbers"
        )
    shapes: dict[tuple[str, ...], list[list[int]]] = {}
    for example in examples:
        written = fold(example.strip())
        if len(written) > 40 or _EXAMPLE.fullmatch(written) is None or not _ENOUGH.search(written):
            allowed = "give one as it is printed: letters, three digits or more, and - _ . / between them"
            return _no_pattern(f"{example[:40]!r}", allowed)
        parts = re.findall("[0-9]+|[^0-9]+", written)
        frame = tuple("" if part.isdigit() else part for part in parts)
        shapes.setdefault(frame, []).append([len(part) for part in parts if part.isdigit()])
    return tuple(_pattern(frame, counts, kind) for frame, counts in shapes.items())


def _pattern(frame: tuple[str, ...], counts: list[list[int]], kind: str) -> OrderPattern:
    ranges = iter([(min(run), max(run)) for run in zip(*counts, strict=True)])
    shape, fewest = "", 0
    for part in frame:
        low, high = (0, 0) if part else next(ranges)
        shape += re.escape(part) if part else f"[0-9]{{{low}}}" if low == high else f"[0-9]{{{low},{high}}}"
        fewest += low
    lettered = any(c.isalpha() for part in frame for c in part)
    return OrderPattern(kind, shape, labelled=fewest < _TELLING and not lettered)


def _no_pattern(read: str, allowed: str) -> Refused:
    return Refused(
        "order.examples", f"no order number can be learned from {read}", "docs/numbers.md", allowed
    )


@cache
def _compiled(pattern: OrderPattern) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9A-Z\-_/@])(?:{pattern.shape})(?![0-9A-Z_]|-[0-9A-Z])")


def _is_number(written: str, asked: bool) -> bool:
    """Whether what follows the label can be a number: no date, digits enough (fewer do when `asked`)."""
    digits = sum(c.isdigit() for c in written)
    if digits < (3 if asked or written.startswith("#") else 4) or _DATE.fullmatch(written):
        return False
    bare = written.lstrip("#").replace("-", "")
    # People call a waybill their order; a number that proves itself a waybill is one.
    return not any(fit.sure and fit.format.context == "none" for fit in fits(bare))


def _kind(writings: tuple[str, ...], patterns: tuple[OrderPattern, ...]) -> str:
    return next((p.kind for p in patterns for w in writings if re.fullmatch(p.shape, w)), "order")


def _labelled(text: str, folded: str, patterns: tuple[OrderPattern, ...]) -> list[OrderNumber]:
    found: list[OrderNumber] = []
    previous: Hit | None = None
    for hit in hits(folded):
        # "pin code for my order is 331027": the number is what was named first.
        of_another = previous is not None and is_of(folded, previous.end, hit.start)
        previous = hit
        match = None if hit.kind != "order" or of_another else _AFTER_LABEL.match(folded, hit.end)
        hashed = match is not None and "#" in folded[hit.end : match.start("number") + 1]
        asked = match is not None and (match["word"] is not None or hashed)
        while match is not None and _is_number(match["number"], asked):
            end = match.end("number")
            written = match["number"].lstrip("#")
            kind = _kind(("#" + written, written) if hashed else (written,), patterns)
            found.append(OrderNumber(text[end - len(written) : end], written, kind, end - len(written), end))
            match = _NEXT.match(folded, end)
    return found


@lru_cache(maxsize=2)
def found_orders(text: str, patterns: tuple[OrderPattern, ...]) -> tuple[OrderNumber, ...]:
    """As `orders`, kept for the next question about the same text."""
    folded = fold(text)
    if not _ENOUGH.search(folded):
        return ()
    usable = tuple(p for p in patterns if not p.near or any(word in folded for word in p.near))
    found: list[OrderNumber] = []
    for pattern in usable:
        if pattern.labelled:
            continue
        for match in _compiled(pattern).finditer(folded):
            number = match[0].replace(HIDDEN, "").lstrip("#")
            found.append(OrderNumber(text[match.start() : match.end()], number, pattern.kind, *match.span()))
    found += _labelled(text, folded, usable)
    # Patterns come first in `found`, so of two readings of one place the shop's own shape is kept.
    kept: list[OrderNumber] = []
    for order in sorted(found, key=lambda order: order.start):
        if not kept or order.start >= kept[-1].end:
            kept.append(order)
    return tuple(kept)


def orders(text: str, patterns: tuple[OrderPattern, ...] = DEFAULT) -> list[OrderNumber]:
    """The order numbers in `text`, in order and without overlap. Time grows with the text's length."""
    return list(found_orders(text, patterns))
