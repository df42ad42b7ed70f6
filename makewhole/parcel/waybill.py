"""Waybill numbers in a text, each with how far it can be believed.

A number whose letters and check digit speak for themselves counts alone; digits alone pass as some carrier's
number one time in ten, so they count only with context. A number that contradicts itself is `misread` and
says what does not fit; a digit is never guessed. Whether to look a number up is decided elsewhere.

>>> [(r.number, r.operator, r.verdict) for r in read("where is my parcel rb 123 456 785 gb??")]
[('RB123456785GB', 'royal_mail', 'valid')]
>>> read("RB123456784GB never came")[0].because
'S10 postal item: the check digit would be 5, not 4'
>>> read("call me on 9643950895")
[]
"""

from collections.abc import Iterable

from makewhole.parcel.believe import Believed, believe, by_itself
from makewhole.parcel.context import Context, hits, near
from makewhole.parcel.fold import bare, fold
from makewhole.parcel.orders import DEFAULT, OrderNumber, OrderPattern, found_orders, like, orders
from makewhole.parcel.reading import RANK, Reading, Verdict
from makewhole.parcel.spans import Span, masked, spans

__all__ = ["DEFAULT", "OrderNumber", "OrderPattern", "Reading", "Verdict", "judge", "like", "orders", "read"]


def _context(folded: str, span: Span) -> Context:
    return near(hits(folded), folded, span.start, span.end)


def _reading(text: str, span: Span, believed: Believed) -> Reading:
    return Reading(
        text[span.start : span.end],
        span.start,
        span.end,
        span.number,
        believed.operator,
        believed.format,
        believed.verdict,
        believed.because,
    )


def read(text: str, patterns: tuple[OrderPattern, ...] = DEFAULT) -> list[Reading]:
    """The waybill numbers in `text`, in order, without overlap; order numbers of `patterns` left alone.

    Spans count characters of `text`. Time grows with the text's length.
    """
    folded = fold(text)
    found = spans(folded)
    if not found:
        return []
    taken = bytearray(len(folded))
    _take(taken, masked(folded))
    _take(taken, [(order.start, order.end) for order in found_orders(text, patterns)])
    readings: list[Reading] = []
    for span in found:
        if taken.find(1, span.start, span.end) < 0:
            believed = believe(span.number, _context(folded, span), whole=span.whole)
            if believed is not None:
                readings.append(_reading(text, span, believed))
    return _apart(readings, taken)


def _take(taken: bytearray, places: Iterable[tuple[int, int]]) -> None:
    for start, end in places:
        taken[start:end] = b"\x01" * (end - start)


def _apart(readings: list[Reading], taken: bytearray) -> list[Reading]:
    """Of readings of one place the better believed, then the longer."""
    kept: list[Reading] = []
    for reading in sorted(readings, key=lambda r: (RANK[r.verdict], -len(r.number or ""), r.start)):
        if taken.find(1, reading.start, reading.end) < 0:
            _take(taken, [(reading.start, reading.end)])
            kept.append(reading)
    return sorted(kept, key=lambda r: r.start)


def judge(number: str, operator: str | None = None) -> list[Reading]:
    """One number by itself, one reading a format it has the shape of, best first, never empty.

    `operator` is the carrier it is said to belong to: the context that lets digits alone count. Without it
    digits alone are candidates at most.

    >>> judge("9865 7878 8855", "fedex")[0].verdict, judge("986578788855")[0].verdict
    ('valid', 'candidate')
    >>> judge("TBA5028872740OO")[0].because
    'Amazon Logistics with the letter O where a digit belongs at place 14, 15; it may be 0'
    """
    plain = bare(number)
    span = Span(0, len(number), plain, True)
    return [_reading(number, span, believed) for believed in by_itself(plain, operator)]
