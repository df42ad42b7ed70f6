"""Order numbers in a text: those whose shape tells, and those that stand right after a word for "order".

A brand's own shapes come in as `OrderPattern`s. What the order is about is not decided here.

>>> [(order.number, order.kind) for order in orders("Order # 403-0554005-7221167 and order no: W2180436")]
[('403-0554005-7221167', 'amazon'), ('W2180436', 'order')]
"""

import re
from dataclasses import dataclass
from functools import cache

from makewhole import tables
from makewhole.parcel.context import hits
from makewhole.parcel.fold import HIDDEN, fold
from makewhole.parcel.formats import fits


@dataclass(frozen=True, slots=True)
class OrderPattern:
    """A shop's order number: a regular expression over capitals and ASCII digits, without anchors or groups.

    `near` lists words of which one must stand in the text; `labelled` asks for a word for "order" right before.
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


DEFAULT: tuple[OrderPattern, ...] = tuple(
    OrderPattern(row["kind"], row["shape"], tuple(row.get("near", ())), row.get("labelled", False))
    for row in tables.read("makewhole.parcel", "orders.toml")["pattern"]
)
_ENOUGH = re.compile(r"[0-9]{3}")
_NUMBER_WORD = (
    r"I'?D'?S?|NO|NOS|NUM|NUMBERS?|NR|REF(?:ERENCE)?|CODE|N[º°O]|NÚM|NÚMERO|NUMERO|NUMÉRO|NUMMER|NOMOR|NOMER|НОМЕР|№"
    r"|编号|编码|号码|单号|号|號|番号|번호|नंबर|संख्या|आईडी"
)
_AFTER_LABEL = re.compile(
    rf"[ _\-]{{0,2}}(?P<word>(?:{_NUMBER_WORD})(?![^\W\d_]))?[\s.:：#=\-(*]{{0,6}}"
    r"(?:(?:IS|ES|EST|IST|È|É|AS|是|为)(?![^\W\d_]))?[\s.:：(*]{0,4}"
    r"(?P<number>#?[0-9A-Z]{1,24}+(?:[\-_][0-9A-Z]{1,24}+){0,4}+)(?![^\W_])"
)
_NEXT = re.compile(r"\s{0,2}(?:,|&|/|、|AND|Y|ET|UND|E|И)\s{0,2}(?P<number>#?[0-9A-Z]{4,24}+(?:-[0-9A-Z]{1,24}+){0,4}+)")
_DATE = re.compile(r"\d{1,4}[\-_]\d{1,2}[\-_]\d{1,4}|\d{1,2}(?:ST|ND|RD|TH)|(?:19|20)\d\d")


@cache
def _compiled(pattern: OrderPattern) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9A-Z\-_/@])(?:{pattern.shape})(?![0-9A-Z_]|-[0-9A-Z])")


def _is_number(written: str, asked: bool) -> bool:
    """Whether what follows the label can be a number: digits enough, no date; fewer digits do when `asked`."""
    digits = sum(c.isdigit() for c in written)
    if digits < (3 if asked or written.startswith("#") else 5) or _DATE.fullmatch(written):
        return False
    bare = written.lstrip("#").replace("-", "")
    # People call a waybill their order; a number that proves itself a waybill is one.
    return not any(fit.sure and fit.format.context == "none" for fit in fits(bare))


def _kind(written: str, patterns: tuple[OrderPattern, ...]) -> str:
    return next((p.kind for p in patterns if re.fullmatch(p.shape, written)), "order")


def _labelled(text: str, folded: str, patterns: tuple[OrderPattern, ...]) -> list[OrderNumber]:
    found: list[OrderNumber] = []
    for hit in hits(folded):
        if hit.kind != "order":
            continue
        match = _AFTER_LABEL.match(folded, hit.end)
        hashed = match is not None and "#" in folded[hit.end : match.start("number") + 1]
        asked = match is not None and (match["word"] is not None or hashed)
        while match is not None and _is_number(match["number"], asked):
            start, end = match.span("number")
            written = folded[start:end].lstrip("#")
            kind = _kind("#" + written if hashed else written, patterns)
            kind = _kind(written, patterns) if kind == "order" else kind
            found.append(OrderNumber(text[end - len(written) : end], written, kind, end - len(written), end))
            match = _NEXT.match(folded, end)
    return found


def orders(text: str, patterns: tuple[OrderPattern, ...] = DEFAULT) -> list[OrderNumber]:
    """The order numbers in `text`, in order and without overlap. Time grows with the text's length."""
    folded = fold(text)
    if not _ENOUGH.search(folded):
        return []
    found: list[OrderNumber] = []
    for pattern in patterns:
        if pattern.labelled or (pattern.near and not any(word in folded for word in pattern.near)):
            continue
        for match in _compiled(pattern).finditer(folded):
            number = match[0].replace(HIDDEN, "")
            found.append(OrderNumber(text[match.start() : match.end()], number, pattern.kind, *match.span()))
    found += _labelled(text, folded, patterns)
    # Patterns come first in `found`, so of two readings of one place the shop's own shape is kept.
    kept: list[OrderNumber] = []
    for order in sorted(found, key=lambda order: order.start):
        if not kept or order.start >= kept[-1].end:
            kept.append(order)
    return kept
