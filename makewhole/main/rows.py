"""Parcels and orders from a file: CSV with a header, or JSON lines, one parcel a row.

Reads and checks; what is kept is the store's. A row that cannot be read is told with its line and reason,
and the others go on. Sums are written as people write them (12.50) and become minor units here.

>>> parcel_of({"waybill": "rb 123 456 785 gb", "value": "12.50", "currency": "EUR"})["value_minor"]
1250
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from makewhole.money import EXPONENTS, Money, parse
from makewhole.parcel import waybill
from makewhole.parcel.consignment import Mode

COUNTRY = 2
LONGEST = 1_000_000
"""Characters a line or a field may have."""
_UNKEPT = re.compile("[\x00\ud800-\udfff]")
MODES = get_args(Mode)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not kept: its line in the file, and why."""

    line: int
    says: str


def read(path: Path, need: tuple[str, ...] = ("waybill",)) -> Iterator[tuple[int, dict[str, Any]] | BadRow]:
    """The rows of a file, by line; `need` names the columns a row must fill."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = _csv(file) if path.suffix.lower() in (".csv", ".tsv") else _json_lines(file)
        for line, row in rows:
            if isinstance(row, str):
                yield BadRow(line, row)
                continue
            missing = [column for column in need if not str(row.get(column) or "").strip()]
            if missing:
                yield BadRow(line, f"{', '.join(missing)} is empty")
                continue
            try:
                yield line, parcel_of(row)
            except ValueError as wrong:
                yield BadRow(line, str(wrong))


def _csv(file: Any) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    csv.field_size_limit(LONGEST)
    reader = csv.DictReader(file)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as wrong:
            yield reader.line_num, f"not CSV: {wrong}"
            continue
        yield reader.line_num, {(key or "").strip().lower(): value for key, value in row.items()}


def _json_lines(file: Any) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    line = 0
    while text := file.readline(LONGEST):
        line += 1
        if len(text) == LONGEST and not text.endswith("\n"):
            while (rest := file.readline(LONGEST)) and not rest.endswith("\n"):
                pass
            yield line, f"longer than {LONGEST:,} characters: no parcel is"
            continue
        if not text.strip():
            continue
        try:
            row = json.loads(text)
        except ValueError as wrong:
            yield line, f"not JSON: {wrong}"
            continue
        except RecursionError:
            yield line, "not JSON we can read: nested too deeply"
            continue
        yield line, row if isinstance(row, dict) else "not a JSON object"


def parcel_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A parcel's columns from a row; a `ValueError` says which column reads wrong and what is allowed."""
    if any(isinstance(value, str) and _UNKEPT.search(value) for value in row.values()):
        raise ValueError("a column holds a NUL or half a character; the file may not be UTF-8 text")
    number = "".join(str(row.get("waybill") or "").split()).upper()
    reading = next((r for r in waybill.judge(number) if r.verdict in ("valid", "plausible")), None)
    currency = _word(row, "currency", str.upper)
    if currency is not None and currency not in EXPONENTS:
        raise ValueError(f"currency reads {currency!r}; give an ISO 4217 code such as EUR")
    return {
        "waybill": number,
        "operator": _word(row, "operator") or (reading.operator if reading else None),
        "service": _word(row, "service"),
        "postal": _flag(row, "postal"),
        "mode": _one_of(row, "mode", MODES),
        "origin": _country(row, "origin"),
        "destination": _country(row, "destination"),
        "accepted_at": _moment(row, "accepted_at"),
        "promised_by": _moment(row, "promised_by"),
        "weight_grams": _count(row, "weight_grams"),
        "packages": _count(row, "packages"),
        "value_minor": _sum(row, "value", currency),
        "freight_minor": _sum(row, "freight", currency),
        "currency": currency,
        "order_ref": _word(row, "order"),
    }


def _word(row: Mapping[str, Any], column: str, form: Any = str) -> str | None:
    text = str(row.get(column) or "").strip()
    return form(text)[:100] if text else None


def _one_of(row: Mapping[str, Any], column: str, allowed: tuple[str, ...]) -> str | None:
    text = _word(row, column, str.lower)
    if text is not None and text not in allowed:
        raise ValueError(f"{column} reads {text!r}; allowed are {', '.join(allowed)}")
    return text


def _country(row: Mapping[str, Any], column: str) -> str | None:
    text = _word(row, column, str.upper)
    if text is not None and not (len(text) == COUNTRY and text.isascii() and text.isalpha()):
        raise ValueError(f"{column} reads {text!r}; give the two letters of ISO 3166, such as DE")
    return text


def _flag(row: Mapping[str, Any], column: str) -> bool | None:
    text = _word(row, column, str.lower)
    if text is None:
        return None
    if text in ("true", "yes", "1"):
        return True
    if text in ("false", "no", "0"):
        return False
    raise ValueError(f"{column} reads {text!r}; write yes or no")


def _count(row: Mapping[str, Any], column: str) -> int | None:
    text = _word(row, column)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 2**31):
        raise ValueError(f"{column} reads {text!r}; give a whole number above zero")
    return int(text)


def _sum(row: Mapping[str, Any], column: str, currency: str | None) -> int | None:
    text = _word(row, column)
    if text is None:
        return None
    if currency is None:
        raise ValueError(f"{column} is given without a currency; add its ISO 4217 code")
    money = parse(text, currency)
    if not isinstance(money, Money) or money.minor < 0:
        raise ValueError(f"{column} reads {text!r}; write it like 12.50, without a sign for the currency")
    return money.minor


def _moment(row: Mapping[str, Any], column: str) -> datetime | None:
    text = _word(row, column)
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(
            f"{column} reads {text!r}; write it like 2026-03-01 or 2026-03-01T10:00:00+01:00"
        ) from None
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
