"""Days on which parcels are known to be slow, by country: public holidays, and some days around them.

Public holidays of a whole country come from the `holidays` package; a country it does not know has none. Up
to three days between two holidays are given the first one's name: carriers bridge them. A dated table adds
what is no public holiday. Law counts its days elsewhere (`law.counting`): a day here only says that less than
usual is expected.

>>> name("DE", date(2026, 12, 25)), name("JP", date(2026, 8, 14)), name("GB", date(2026, 4, 3))
('Christmas Day', 'Obon', 'Good Friday')
>>> name("CN", date(2026, 2, 22)), name("DE", date(2026, 11, 24)), name("??", date(2026, 12, 25))
('Chinese New Year (Spring Festival)', None, None)
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any, Final

import holidays

from makewhole import tables

_TABLE: Mapping[str, Any] = tables.read("makewhole.parcel", "holidays.toml")
SOURCE: Final[str] = "the holidays package; makewhole/parcel/holidays.toml"
_DAY = timedelta(days=1)
_BRIDGED: Final = 3
_MOVED: Final = "Day off (substituted"
"""What the package calls a working day made free next to a holiday."""


def name(country: str, on: date) -> str | None:
    """The holiday of a country (ISO alpha-2) on a day, None where none is known."""
    return _of_year(country, on.year).get(on)


def any_of(countries: Iterable[str], on: date) -> str | None:
    """The holiday of the first of these countries, by name, that has one on a day."""
    return next((found for country in sorted(countries) if (found := name(country, on))), None)


@cache
def _known() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries(include_aliases=False))


@cache
def _of_year(country: str, year: int) -> Mapping[date, str]:
    if country not in _known():
        return {}
    public = holidays.country_holidays(country, years=(year - 1, year, year + 1), language="en_US")
    # Two holidays on one day are joined by "; "; a moved one says so in brackets.
    found = {day: said.split(";")[0].removesuffix(" (observed)") for day, said in public.items()}
    for row in _TABLE["span"]:
        if not row["countries"] or country in row["countries"]:
            first, last = (date.fromisoformat(f"{year}-{row[end]}") for end in ("first", "last"))
            for back in range((last - first).days + 1):
                found.setdefault(first + back * _DAY, row["name"])
    for one, following in pairwise(sorted(found)):
        if (following - one).days <= _BRIDGED + 1:
            for back in range(1, (following - one).days):
                found[one + back * _DAY] = found[one]
            if found[following].startswith(_MOVED):
                found[following] = found[one]
    return {day: said for day, said in found.items() if day.year == year}
