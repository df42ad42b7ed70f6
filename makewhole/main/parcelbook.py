"""The parcels a replay may speak of: waybill or order number to scans, consignment and expected day.

Read once from JSON lines or CSV (the columns are in docs/replay.md). A row that can't be read is told and the
others go on. The file is held in memory, so it is the parcels of an archive, not of a decade.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from makewhole.care.judgement import ParcelView
from makewhole.main.archive import BadLine
from makewhole.main.rows import parcel_of
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
    with source.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = _csv(file) if source.suffix.lower() in (".csv", ".tsv") else _json(file)
        for line, row in rows:
            if isinstance(row, str):
                book.bad.append(BadLine(line, row))
                continue
            try:
                _keep(book, row)
            except ValueError as wrong:
                book.bad.append(BadLine(line, str(wrong)))
    return book


def _keep(book: ParcelBook, row: Mapping[str, Any]) -> None:
    columns = parcel_of(row)
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


def _csv(file: Iterable[str]) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    reader = csv.DictReader(file)
    for row in reader:
        yield reader.line_num, {(name or "").strip().lower(): value for name, value in row.items()}


def _json(file: Iterable[str]) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    for line, text in enumerate(file, start=1):
        if not text.strip():
            continue
        try:
            row = json.loads(text)
        except ValueError as wrong:
            yield line, f"not JSON: {wrong}"
            continue
        yield line, row if isinstance(row, dict) else "not a JSON object"


def _plain(number: str) -> str:
    return "".join(c for c in number.upper() if c.isalnum())
