"""The parcels a replay may speak of: waybill or order number to scans, consignment and expected day.

Read once from JSON lines or CSV (the columns are in docs/replay.md). A row that can't be read is told and the
others go on. The file is held in memory, so it is the parcels of an archive, not of a decade.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from makewhole.care.judgement import ParcelView
from makewhole.gateways.tracking import times
from makewhole.main import sheets
from makewhole.main.archive import BadLine
from makewhole.main.rows import parcel_of, read_with_dates
from makewhole.parcel.consignment import Consignment
from makewhole.parcel.journey import STATUSES, Scan, moment, whereabouts
from makewhole.parcel.outlook import eta


@dataclass(slots=True)
class _Parcel:
    consignment: Consignment
    scans: list[Scan]


@dataclass(slots=True)
class ParcelBook:
    """Parcels by waybill and by order number, and the rows that could not be read."""

    parcels: dict[str, _Parcel] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)
    bad: list[BadLine] = field(default_factory=list)

    def view(self, numbers: Iterable[str], now: datetime) -> ParcelView | None:
        """What is known at `now` of the first number that is one of ours."""
        for number in numbers:
            plain = _plain(number)
            parcel = self.parcels.get(plain) or self.parcels.get(self.orders.get(plain, ""))
            if parcel is not None:
                where = whereabouts(parcel.scans, parcel.consignment, now)
                return ParcelView(where, eta(parcel.consignment, parcel.scans, now), parcel.consignment)
        return None


def read_parcels(source: Path) -> ParcelBook:
    """The parcels of a file; several rows of one waybill add their scans. May raise `OSError`."""
    book = ParcelBook()
    try:
        with source.open("rb") as file:
            for line, row, order in read_with_dates(sheets.opened(file, source.name)):
                _take(book, line, row, order)
    except sheets.NoSheet as no:
        book.bad.append(BadLine(1, str(no)))
    return book


def _take(book: ParcelBook, line: int, row: Mapping[str, Any] | str, order: times.Order | None) -> None:
    if isinstance(row, str):
        book.bad.append(BadLine(line, row))
        return
    try:
        _keep(book, row, order)
    except ValueError as wrong:
        book.bad.append(BadLine(line, str(wrong)))


def _keep(book: ParcelBook, row: Mapping[str, Any], order: times.Order | None) -> None:
    columns = parcel_of(row, order)
    number = _plain(columns["waybill"])
    if not number:
        raise ValueError("waybill is empty")
    scans = [_scan(each) for each in _scans(row)]
    known = book.parcels.get(number)
    if known is not None:
        known.scans += scans
        return
    consignment = Consignment(
        columns["waybill"],
        operator=columns["operator"],
        service=columns["service"],
        postal=columns["postal"],
        origin=columns["origin"],
        destination=columns["destination"],
        mode=columns["mode"],
        accepted_at=columns["accepted_at"],
        promised_by=columns["promised_by"],
        order=columns["order_ref"],
    )
    book.parcels[number] = _Parcel(consignment, scans)
    if columns["order_ref"]:
        book.orders[_plain(columns["order_ref"])] = number


def _scans(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = row.get("scans")
    if listed is None:
        return [row] if str(row.get("status") or "").strip() else []
    if not isinstance(listed, list) or not all(isinstance(each, Mapping) for each in listed):
        raise ValueError("scans is a list of objects")
    return listed


def _scan(row: Mapping[str, Any]) -> Scan:
    written = str(row.get("scanned_at") or row.get("at") or "")
    at = moment(written)
    if at is None:
        raise ValueError(f"a scan's time reads {written[:40]!r}; give ISO 8601, such as 2026-11-21T09:30Z")
    status = str(row.get("status") or "").strip().lower()
    if status not in STATUSES:
        raise ValueError(f"status reads {status[:40]!r}; allowed are {', '.join(STATUSES)}")
    place, words = (str(row.get(name) or "") or None for name in ("place", "words"))
    return Scan(at[0], status, place, None, words, "file", at[1])


def _plain(number: str) -> str:
    return "".join(c for c in number.upper() if c.isalnum())
