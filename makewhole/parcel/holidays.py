"""Days on which parcels are known to be slow, by country, from a dated table.

>>> name("DE", date(2026, 12, 25)), name("CN", date(2026, 2, 20)), name("GB", date(2026, 4, 3))
('Christmas', 'Lunar New Year', 'Easter')
>>> name("DE", date(2026, 11, 24)) is None
True
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from makewhole import tables

_TABLE: Mapping[str, Any] = tables.read("makewhole.parcel", "holidays.toml")
SOURCE: Final[str] = f"makewhole/parcel/holidays.toml: {_TABLE['source']}"
_DAY = timedelta(days=1)


def name(country: str, on: date) -> str | None:
    """The holiday of a country (ISO alpha-2) on a day, None where there is none in the table."""
    days = _of_year(on.year)
    return days.get((country, on)) or days.get(("", on))


def any_of(countries: Iterable[str], on: date) -> str | None:
    """The holiday of the first of these countries, by name, that has one on a day."""
    return next((found for country in sorted(countries) if (found := name(country, on))), None)


def easter(year: int) -> date:
    """Easter Sunday, by the rule of Meeus, Jones and Butcher.

    >>> easter(2026).isoformat()
    '2026-04-05'
    """
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)


@cache
def _of_year(year: int) -> dict[tuple[str, date], str]:
    found: dict[tuple[str, date], str] = {}
    for row, first, last in _spans(year):
        day = first
        while day <= last:
            for country in row["countries"] or [""]:
                found.setdefault((country, day), row["name"])
            day += _DAY
    return found


def _spans(year: int) -> Iterator[tuple[Mapping[str, Any], date, date]]:
    for row in _TABLE["yearly"]:
        first, last = (date.fromisoformat(f"2000-{row[end]}") for end in ("first", "last"))
        for began in (year - 1, year):  # a span may cross the end of the year
            ends = began + (last < first)
            yield row, first.replace(year=began), last.replace(year=ends)
    for row in _TABLE["nth"]:
        start = date(year, row["month"], 1)
        ahead = (row["weekday"] - start.isoweekday()) % 7 + 7 * (row["nth"] - 1)
        yield row, start + timedelta(days=ahead), start + timedelta(days=ahead)
    for row in _TABLE["easter"]:
        sunday = easter(year)
        yield row, sunday + timedelta(days=row["first"]), sunday + timedelta(days=row["last"])
    row = _TABLE["lunar"]
    for day in row["days"]:
        if day.year == year:
            yield row, day + timedelta(days=row["first"]), day + timedelta(days=row["last"])
