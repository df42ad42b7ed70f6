"""Which field a file's column fills, whatever language its header is written in. The words are in a table.

>>> field_of("Sendungs-Nr."), field_of(" 运单号 "), field_of("Gewicht (kg)"), field_of("Lieblingsfarbe")
('waybill', 'waybill', 'weight_kg', None)
"""

import unicodedata
from collections.abc import Sequence
from functools import cache

from makewhole import tables


def field_of(header: str) -> str | None:
    """The field a header names, or None."""
    return _words().get(_plain(header))


def known(headers: Sequence[str]) -> int:
    """How many of these headers name a field."""
    return sum(field_of(header) is not None for header in headers)


def words_for(field: str, most: int = 8) -> str:
    """Some of the headers that name a field, for whoever has none of them."""
    rows: dict[str, list[str]] = tables.read("makewhole.main", "headers.toml")
    return ", ".join(rows[field][:most])


@cache
def _words() -> dict[str, str]:
    rows: dict[str, list[str]] = tables.read("makewhole.main", "headers.toml")
    return {_plain(word): field for field, words in rows.items() for word in (*words, field)}


def _plain(header: str) -> str:
    """A header without case, accents' second form, spaces and signs."""
    text = unicodedata.normalize("NFKC", header).casefold()
    return "".join(mark for mark in text if mark.isalnum())
