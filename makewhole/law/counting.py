"""Counting time as each instrument does: which days count, and what becomes of a last day on a holiday.

A period is written as a lawyer would say it ("14 days", "7 days without sundays_and_holidays", "25
working_days", "6 months", "2 years"). The day of the event never counts and the last day is inside. Public
holidays are those of a whole country, from the `holidays` package; where it does not know a country the
count says so. Whether a last day on a holiday moves on is for the law of the court, a row each; where none
is on record nothing moves, and a person is told.

>>> last_day("7 days without sundays_and_holidays", date(2026, 4, 1), "DE").by
datetime.date(2026, 4, 11)
"""

import re
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal, get_args

import holidays
from msgspec import Struct

from makewhole.because import Because
from makewhole.law import days, rows

Unit = Literal["days", "working_days", "months", "years"]
_WRITTEN = re.compile(r"(\d{1,4}) (days|working_days|months|years)(?: without (sundays_and_holidays))?")
_UNITS: dict[str, Unit] = {unit: unit for unit in get_args(Unit)}
_SUNDAY = 6
_WEEKEND = frozenset({5, 6})
_ONE = timedelta(days=1)


class Period(Struct, frozen=True):
    """A stretch of time and which days of it do not count."""

    count: int
    unit: Unit
    without: str | None = None


class Counted(Struct, frozen=True):
    """The last day, inside the period, and what the count could not know."""

    by: date
    doubts: tuple[str, ...] = ()


class Rolled(Struct, frozen=True):
    """Whether a last day falls on a day off, and the day it moves to where the court's law moves it."""

    day_off: str | None
    to: date | None = None
    because: Because = ()
    doubts: tuple[str, ...] = ()


class DaysOff(Struct, frozen=True):
    """A country's weekend (Monday is 0) and its public holidays of one year, by name."""

    weekend: frozenset[int]
    named: dict[date, str]


@cache
def period(written: str) -> Period:
    """The period of a row; one that is not written so raises, for rows of our own tables.

    >>> period("21 days").count, period("1 months").unit
    (21, 'months')
    """
    match = _WRITTEN.fullmatch(written)
    if match is None:
        raise ValueError(f"{written!r} is no period")
    return Period(int(match[1]), _UNITS[match[2]], match[3])


@cache
def days_off(country: str, year: int) -> DaysOff | None:
    """The days off of a country ("DE") or its part ("GB-ENG") in a year; None where it is not known.

    >>> days_off("DE", 2026).named[date(2026, 10, 3)], days_off("ZZ", 2026)
    ('German Unity Day', None)
    """
    state, _, part = country.partition("-")
    known = holidays.list_supported_countries(include_aliases=False)
    if state not in known or part not in ("", *known[state]):
        return None
    of_year = holidays.country_holidays(state, subdiv=part or None, years=year, language="en_US")
    return DaysOff(frozenset(of_year.weekend), dict(of_year))


@lru_cache(maxsize=4096)
def last_day(written: str, start: date, country: str | None = None) -> Counted:
    """The last day of a period that begins with the event on `start`, in the country where it runs."""
    asked = period(written)
    if asked.unit == "months":
        return Counted(days.months_after(start, asked.count))
    if asked.unit == "years":
        return Counted(days.years_after(start, asked.count))
    if asked.unit == "days" and asked.without is None:
        return Counted(start + timedelta(days=asked.count))
    day, left = start, asked.count
    while left:
        day += _ONE
        left -= not _left_out(day, asked, country)
    return Counted(day, _unsure(country, day.year))


def rolled(last: date, court: str | None) -> Rolled:
    """What becomes of a last day by the law of the court in that country."""
    off = _off(last, court)
    if off is None:
        return Rolled(None)
    where = court or "the court's country"
    row = rows.table("counting").find(f"roll_{court}", last) if court else None
    if row is None:
        says = f"the last day, {last}, is {off} in {where}: whether it moves is not on record"
        return Rolled(off, doubts=(says,))
    to = last
    while _off(to, court) is not None:
        to += _ONE
    says = f"{last} is {off}: it ends on the next working day, {to}"
    return Rolled(off, to, (row.ground(says, court=court),), _unsure(court, last.year))


def near_miss(last: date, acted: date | None, court: str | None) -> tuple[str, ...]:
    """Why a person looks at what came late: the last day was a day off, and it came by the next working day.

    `court`: the country whose days off count; None where it is unknown, then weekends alone.
    """
    off = _off(last, court) if acted is not None and acted > last else None
    if acted is None or off is None:
        return ()
    to = last
    while _off(to, court) is not None:
        to += _ONE
    if acted > to:
        return ()
    return (f"the last day, {last}, was {off}; some courts move it to the next working day, {to}",)


def _left_out(day: date, asked: Period, country: str | None) -> bool:
    known = days_off(country, day.year) if country is not None else None
    if known is not None and day in known.named:
        return True
    if asked.without is not None:
        return day.weekday() == _SUNDAY
    return day.weekday() in (known.weekend if known is not None else _WEEKEND)


def _off(day: date, country: str | None) -> str | None:
    """What makes a day no working day, in words; None for a working day."""
    known = days_off(country, day.year) if country is not None else None
    if known is not None and day in known.named:
        return known.named[day]
    weekend = known.weekend if known is not None else _WEEKEND
    return f"a {day:%A}" if day.weekday() in weekend else None


def _unsure(country: str | None, year: int) -> tuple[str, ...]:
    if country is None or days_off(country, year) is None:
        return (f"the public holidays of {country or 'an unknown country'} are not known: weekends only",)
    return ()
