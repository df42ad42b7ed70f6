"""Scans in a file: a table with one a row, EPCIS or EDI, or a carrier's answer as it came.

A table's rows become our own plain form (`gateways/tracking/shapes/makewhole.toml`), a parcel at a time, so
that they are read as everything else is. A time without a zone stays one: its place may settle it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from makewhole.desk.parcels_in import as_kept
from makewhole.gateways import handed, tracking
from makewhole.gateways.tracking import times
from makewhole.gateways.tracking.answer import Answer
from makewhole.main import cells, rows, sheets
from makewhole.main.rows import BadRow

_NEED = ("waybill", "scanned_at")
_AT_ONCE = 5_000
_EVENT = ("words", "place")


@dataclass(frozen=True, slots=True)
class Handed:
    """Some answers and the bytes they were read from; `scans` is how many rows or events that was."""

    source: str
    body: bytes
    answers: tuple[Answer, ...]
    scans: int


def read(path: Path, carrier: str = "") -> Iterator[Handed | BadRow]:
    """What a file tells; `carrier` names who wrote it where it is a raw answer. Raises `NoSheet`."""
    with path.open("rb") as file:
        whole = bool(carrier) or handed.is_standard(file.read(4_000))
    if whole:
        yield from _whole(path, carrier)
        return
    with path.open("rb") as file:
        sheet = sheets.opened(file, path.name)
        rows.require(sheet, _NEED)
        yield from _table(sheet)


def _whole(path: Path, carrier: str) -> Iterator[Handed | BadRow]:
    with path.open("rb") as file:
        body = file.read(tracking.LARGEST_BYTES + 1)
    answers = handed.read(carrier, body)
    for answer in answers:
        for says in (*(one.says for one in answer.told), *(one.says for one in answer.unread)):
            yield BadRow(1, says)
    source = carrier or answers[0].carrier
    yield Handed(source, body, answers, sum(len(one.scans) for one in answers))


def _table(sheet: sheets.Sheet) -> Iterator[Handed | BadRow]:
    by_number: dict[str, list[dict[str, Any]]] = {}
    held = 0
    for line, row, order in rows.read_with_dates(sheet):
        event = row if isinstance(row, str) else _event(row, order)
        if isinstance(event, str):
            yield BadRow(line, event)
            continue
        by_number.setdefault(event.pop("number"), []).append(event)
        held += 1
        if held == _AT_ONCE:
            yield _handed(by_number, held)
            by_number, held = {}, 0
    if held:
        yield _handed(by_number, held)


def _handed(by_number: dict[str, list[dict[str, Any]]], scans: int) -> Handed:
    parcels = [{"number": number, "events": events} for number, events in by_number.items()]
    body = json.dumps({"parcels": parcels}, ensure_ascii=False).encode("utf-8", "replace")
    return Handed("file", body, handed.read(handed.PLAIN, body), scans)


def _event(row: sheets.Row, order: times.Order | None) -> dict[str, Any] | str:
    """A row as an event of the plain form, or what is wrong with it."""
    missing = [column for column in _NEED if cells.word(row, column) is None]
    if missing:
        return f"{', '.join(missing)} is empty"
    said = times.written(str(row["scanned_at"]), order)
    if isinstance(said, times.NoTime):
        return (
            f"scanned_at reads {str(row['scanned_at'])[:40]!r}: {said.says};"
            " write it like 2026-03-01T10:00 or 2026-03-01T10:00:00+01:00"
        )
    at = said.local if said.offset is None else said.local.replace(tzinfo=said.offset)
    try:
        country = cells.country(row, "scan_country")
    except ValueError as wrong:
        return str(wrong)
    told = {name: str(row.get(name) or "").strip() for name in ("status", *_EVENT)}
    if not told["status"] and not told["words"]:
        return "status and words are both empty; one of them says what happened"
    return {
        "number": as_kept(str(row["waybill"]))[0],
        "at": at.isoformat(),
        "country": country,
        "carrier": cells.word(row, "operator"),
        **{name: text or None for name, text in told.items()},
    }
