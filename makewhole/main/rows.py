"""Parcels and orders from a seller's file, one a row, checked; what is kept is the store's.

A row that cannot be read is told with its line and reason, and the others go on. Sums are written as people
write them (12.50) and become minor units here.

>>> parcel_of({"waybill": "rb 123 456 785 gb", "value": "12.50", "currency": "EUR"})["value_minor"]
1250
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, get_args

from makewhole.desk.parcels_in import as_kept
from makewhole.gateways.shops.order import operator_of
from makewhole.gateways.tracking import times
from makewhole.main import cells, headers, sheets
from makewhole.main.sheets import NoSheet, Sheet
from makewhole.money import EXPONENTS
from makewhole.parcel import waybill
from makewhole.parcel.consignment import Mode

__all__ = ["BadRow", "NoSheet", "parcel_of", "read", "read_with_dates"]
_UNKEPT = re.compile("[\x00\ud800-\udfff]")
MODES = get_args(Mode)
_TIMES = ("accepted_at", "promised_by", "placed_at", "ships_by", "scanned_at")
_LOOKED_AHEAD = 500


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not kept: its line in the file, and why."""

    line: int
    says: str


def read(
    path: Path,
    need: tuple[str, ...] = ("waybill",),
    unused: Callable[[tuple[str, ...]], None] = lambda _: None,
) -> Iterator[tuple[int, dict[str, Any]] | BadRow]:
    """The rows of a file, by line; `need` names the fields a row must fill, `unused` is told the columns that
    name no field of ours. Raises `NoSheet`."""
    with path.open("rb") as file:
        sheet = sheets.opened(file, path.name)
        require(sheet, need)
        unused(sheet.unused)
        for line, row, order in read_with_dates(sheet):
            if isinstance(row, str):
                yield BadRow(line, row)
                continue
            missing = [column for column in need if cells.word(row, column) is None]
            if missing:
                yield BadRow(line, f"{', '.join(missing)} is empty")
                continue
            try:
                yield line, parcel_of(row, order)
            except ValueError as wrong:
                yield BadRow(line, str(wrong))


def require(sheet: Sheet, need: tuple[str, ...]) -> None:
    """Raise `NoSheet` where the header names no column for a field that is needed."""
    if not sheet.columns:
        return
    have = {headers.field_of(column) for column in sheet.columns}
    for field in need:
        if field not in have:
            read_as = ", ".join(repr(column[:40]) for column in sheet.columns[:12])
            raise NoSheet(
                f"no column is the {field}; the header reads {read_as}."
                f" Call one of them for example {headers.words_for(field)}"
            )


def read_with_dates(sheet: Sheet) -> Iterator[tuple[int, Mapping[str, Any] | str, times.Order | None]]:
    """A sheet's rows, each with the order of day and month in which its file writes dates with slashes: the
    one that the first rows settle, None where they settle none."""
    ahead = list(islice(sheet.rows, _LOOKED_AHEAD))
    written = [
        text
        for _, row in ahead
        if not isinstance(row, str)
        for column in _TIMES
        if (text := cells.word(row, column)) is not None
    ]
    order = times.settled(written, None)
    for line, row in chain(ahead, sheet.rows):
        yield line, row, order


def parcel_of(row: Mapping[str, Any], order: times.Order | None = None) -> dict[str, Any]:
    """A parcel's and its order's columns from a row; a `ValueError` says which column reads wrong and what
    is allowed."""
    if any(isinstance(value, str) and _UNKEPT.search(value) for value in row.values()):
        raise ValueError("a column holds a NUL or half a character; the file may not be UTF-8 text")
    number, _ = as_kept(cells.word(row, "waybill") or "")
    reading = next((r for r in waybill.judge(number) if r.verdict in ("valid", "plausible")), None)
    currency = cells.word(row, "currency", str.upper)
    if currency is not None and currency not in EXPONENTS:
        raise ValueError(f"currency reads {currency!r}; give an ISO 4217 code such as EUR")
    value, freight = cells.money(row, "value", currency), cells.money(row, "freight", currency)
    if value is not None and freight is not None and value.currency != freight.currency:
        raise ValueError(f"value is in {value.currency} and freight in {freight.currency}; give both in one")
    return {
        "waybill": number,
        "operator": operator_of(row.get("operator")) or (reading.operator if reading else None),
        "service": cells.word(row, "service"),
        "postal": cells.flag(row, "postal"),
        "mode": cells.one_of(row, "mode", MODES),
        "origin": cells.country(row, "origin"),
        "destination": cells.country(row, "destination"),
        "accepted_at": cells.moment(row, "accepted_at", order),
        "promised_by": cells.moment(row, "promised_by", order),
        "placed_at": cells.moment(row, "placed_at", order),
        "ships_by": cells.moment(row, "ships_by", order),
        "weight_grams": cells.weight(row),
        "packages": cells.count(row, "packages"),
        "value_minor": None if value is None else value.minor,
        "freight_minor": None if freight is None else freight.minor,
        "currency": next((one.currency for one in (value, freight) if one is not None), currency),
        "order_ref": cells.word(row, "order"),
    }
