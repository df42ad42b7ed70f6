"""Exchange rates an installation brings itself, as CSV or TOML: for currencies the packaged rates lack.

A row says how much of a currency one euro is (or, with `per` = XDR, one SDR), on which day, by whose word.
The file is read whole or refused with the row that is wrong; nothing in it is guessed or rounded. A table
answers with the last row on or before the day asked for, never with a later one.

>>> table = parsed([{"currency": "NGN", "date": "2026-10-30", "rate": "1765.25", "source": "CBN"}])
>>> table.last("NGN", date(2026, 11, 2)).rate, table.last("NGN", date(2026, 10, 29))
(Fraction(7061, 4), None)
"""

import bisect
import csv
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from makewhole.because import Refused
from makewhole.money import EXPONENTS, SDR_CODE

COLUMNS = ("currency", "date", "rate", "source")
_RATE = re.compile(r"\d{1,12}(?:\.\d{1,12})?")


@dataclass(frozen=True, slots=True)
class Quoted:
    """One unit of `per` (EUR or XDR) was `rate` of the currency on that day, by that source."""

    rate: Fraction
    on: date
    source: str


@dataclass(frozen=True, slots=True)
class RateTable:
    """The rows by currency and `per`, each list in order of its days."""

    rows: Mapping[tuple[str, str], tuple[Quoted, ...]]

    def last(self, currency: str, on: date, per: str = "EUR") -> Quoted | None:
        """The last row on or before a day; None where there is none."""
        rows = self.rows.get((currency, per), ())
        place = bisect.bisect_right(rows, on, key=lambda row: row.on)
        return rows[place - 1] if place else None


EMPTY = RateTable({})


def load(path: Path) -> RateTable | Refused:
    """The table of a file: CSV with a header, or TOML with `[[rate]]`."""
    try:
        if path.suffix == ".toml":
            rows: Any = tomllib.loads(path.read_text(encoding="utf-8")).get("rate", [])
        else:
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error) as error:
        return _refused(f"{path} cannot be read: {error}")
    return parsed(rows)


def parsed(rows: Iterable[Mapping[str, Any]]) -> RateTable | Refused:
    """The table of plain rows, or a refusal that names the row, what was read and what is allowed."""
    found: dict[tuple[str, str], dict[date, Quoted]] = {}
    for number, row in enumerate(rows, 1):
        read = _row(row)
        if isinstance(read, str):
            return _refused(f"row {number}: {read}")
        key, quoted = read
        before = found.setdefault(key, {}).get(quoted.on)
        if before is not None and before.rate != quoted.rate:
            return _refused(f"row {number}: {key[0]} has another rate for {quoted.on} already")
        found[key][quoted.on] = quoted
    return RateTable({key: tuple(one[on] for on in sorted(one)) for key, one in found.items()})


def _row(row: Mapping[str, Any]) -> tuple[tuple[str, str], Quoted] | str:
    """One row, or what is wrong with it."""
    if not isinstance(row, Mapping) or any(not str(row.get(name) or "").strip() for name in COLUMNS):
        return f"read {row!r:.120}, allowed is a row with {', '.join(COLUMNS)}"
    currency, per = str(row["currency"]).strip(), str(row.get("per") or "EUR").strip()
    if currency not in EXPONENTS or per not in ("EUR", SDR_CODE):
        return f"read {currency} per {per}, allowed is an ISO 4217 code, per EUR or {SDR_CODE}"
    rate = str(row["rate"]).strip()
    if _RATE.fullmatch(rate) is None or Fraction(rate) == 0:
        return f"read the rate {rate!r}, allowed is a decimal above nothing such as 1765.25"
    try:
        on = date.fromisoformat(str(row["date"]).strip())
    except ValueError:
        return f"read the date {row['date']!r}, allowed is a date such as 2026-10-30"
    return (currency, per), Quoted(Fraction(rate), on, str(row["source"]).strip())


def _refused(says: str) -> Refused:
    return Refused("rates.file", says, "docs/assess.md", "correct that row; nothing of the file was used")
