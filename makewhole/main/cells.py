"""What stands in a cell of a seller's file, as our kinds of values; a `ValueError` says what was read in
which column and what is allowed.

Sums and weights are read as people of many countries write them (12.50, 12,50, 1.234,56 EUR, 0,7 kg); where a
cell can be read in two ways it is not read.

>>> row = {"value": "1.234,56 €", "weight": "0,7 kg", "destination": "Deutschland", "promised_by": "24.12.26"}
>>> money(row, "value", None), weight(row), country(row, "destination")
(Money(minor=123456, currency='EUR'), 700, 'DE')
>>> moment(row, "promised_by").isoformat()
'2026-12-24T00:00:00+00:00'
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from makewhole.gateways.tracking import times, zones
from makewhole.money import EXPONENTS, Money, parse

Row = Mapping[str, Any]
_LONGEST = 100
_YES = frozenset(
    (
        "true",
        "yes",
        "1",
        "y",
        "x",
        "ja",
        "oui",
        "sí",
        "si",
        "sim",
        "是",
        "はい",
        "예",
        "да",
        "ya",
        "نعم",
        "हाँ",
    )
)
_NO = frozenset(
    (
        "false",
        "no",
        "0",
        "n",
        "nein",
        "non",
        "não",
        "nao",
        "否",
        "いいえ",
        "아니요",
        "нет",
        "tidak",
        "لا",
        "नहीं",
    )
)
_SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "zł": "PLN",
    "₽": "RUB",
    "₩": "KRW",
    "₹": "INR",
    "元": "CNY",
    "人民币": "CNY",
}
_NUMBER = re.compile(r"\d[\d.,' \u00a0\u202f]*")
_MASS = re.compile(
    r"^(?P<n>\d[\d.,]*)\s*(?P<u>kg|kgs|kilo|公斤|千克|кг|g|gr|gram|grams|克|г|lb|lbs|oz)?\.?$", re.IGNORECASE
)
_GRAMS = {"lb": 453.59237, "lbs": 453.59237, "oz": 28.349523125}
_KILO = frozenset({"kg", "kgs", "kilo", "公斤", "千克", "кг"})


def word(row: Row, column: str, form: Callable[[str], str] = str) -> str | None:
    """Text, at most a hundred characters of it."""
    value = row.get(column)
    text = "" if value is None else str(value).strip()
    return form(text)[:_LONGEST] if text else None


def one_of(row: Row, column: str, allowed: tuple[str, ...]) -> str | None:
    """One of a few words."""
    text = word(row, column, str.lower)
    if text is not None and text not in allowed:
        raise ValueError(f"{column} reads {text!r}; allowed are {', '.join(allowed)}")
    return text


def country(row: Row, column: str) -> str | None:
    """Alpha-2, from a code of two or three letters or the country's name in one of nine languages."""
    text = word(row, column)
    if text is None:
        return None
    found = zones.country(text)
    if found is None:
        raise ValueError(
            f"{column} reads {text!r}; give the two letters of ISO 3166, such as DE, or the country's name"
        )
    return found


def flag(row: Row, column: str) -> bool | None:
    """Yes or no, in any of our languages."""
    text = word(row, column, str.casefold)
    if text is None:
        return None
    if text in _YES or text in _NO:
        return text in _YES
    raise ValueError(f"{column} reads {text!r}; write yes or no")


def count(row: Row, column: str) -> int | None:
    """A whole number above zero."""
    text = word(row, column)
    if text is None:
        return None
    plain = text.removesuffix(".0")
    if not (plain.isascii() and plain.isdecimal() and 0 < int(plain) < 2**31):
        raise ValueError(f"{column} reads {text!r}; give a whole number above zero")
    return int(plain)


def weight(row: Row) -> int | None:
    """Grams, from a column that names its unit or a cell that does."""
    for column, unit in (("weight_grams", "g"), ("weight_kg", "kg"), ("weight", "")):
        text = word(row, column)
        if text is None:
            continue
        if column == "weight_grams" and text.isascii() and text.lstrip("-").isdecimal():
            return count(row, column)
        found = _MASS.match(text)
        number = _decimal(found["n"]) if found else None
        named = (found["u"] or unit).lower() if found else ""
        if number is None or not named:
            raise ValueError(
                f"{column} reads {text!r}; give a whole number above zero of grams, or write 0.7 kg"
            )
        grams = round(float(number) * _GRAMS.get(named, 1000 if named in _KILO else 1))
        if not 0 < grams < 2**31:
            raise ValueError(f"{column} reads {text!r}; give a weight above zero")
        return grams
    return None


def money(row: Row, column: str, currency: str | None) -> Money | None:
    """A sum in the row's currency, or in the one the cell names beside it."""
    text = word(row, column)
    if text is None:
        return None
    number = _NUMBER.search(text)
    beside = re.sub(r"\s+", "", _NUMBER.sub("", text, count=1)).upper() if number else ""
    named = _SIGNS.get(beside.lower()) or (beside if beside in EXPONENTS else None)
    if beside and named is None:
        raise ValueError(f"{column} reads {text!r}; write it like 12.50, without a sign for the currency")
    if named is not None and currency is not None and named != currency:
        raise ValueError(f"{column} reads {text!r}, but the currency column {currency}; which one is it?")
    code = currency or named
    if code is None:
        raise ValueError(f"{column} is given without a currency; add its ISO 4217 code")
    plain = _decimal(number[0].strip()) if number else None
    read = parse(plain, code) if plain is not None else None
    if not isinstance(read, Money) or read.minor < 0:
        raise ValueError(f"{column} reads {text!r}; write it like 12.50, without a sign for the currency")
    return read


def moment(row: Row, column: str, order: times.Order | None = None) -> datetime | None:
    """A time in UTC; one without a zone is UTC. `order` is how the file writes dates with slashes."""
    text = word(row, column)
    if text is None:
        return None
    said = times.written(text, order)
    placed = times.placed(said, times.Around()) if isinstance(said, times.Written) else said
    if isinstance(placed, times.NoTime):
        raise ValueError(
            f"{column} reads {text!r}: {placed.says}; write it like 2026-03-01 or 2026-03-01T10:00:00+01:00"
        )
    return placed.at.astimezone(UTC)


def _decimal(written: str) -> str | None:
    """A number with a point, from one with points and commas; None where it can be read in two ways.

    >>> _decimal("1.234,56"), _decimal("1,234.56"), _decimal("12,5"), _decimal("1.234.567"), _decimal("1,234")
    ('1234.56', '1234.56', '12.5', '1234567', None)
    """
    text = re.sub(r"[' \u00a0\u202f]", "", written)
    points, commas = text.count("."), text.count(",")
    if points and commas:
        sign = max(".,", key=text.rindex)
        whole, _, part = text.rpartition(sign)
        groups = re.split(r"[.,]", whole)
        clean = text.count(sign) == 1 and all(len(group) == 3 for group in groups[1:])
        return f"{''.join(groups)}.{part}" if clean and part else None
    if points + commas > 1:
        groups = re.split(r"[.,]", text)
        return "".join(groups) if all(len(group) == 3 for group in groups[1:]) else None
    if commas:
        whole, _, part = text.partition(",")
        return None if len(part) == 3 and whole.strip("0") else f"{whole}.{part}" if part else whole
    return text.removesuffix(".")
