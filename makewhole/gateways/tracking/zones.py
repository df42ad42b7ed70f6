"""Which clock a time was read from: an offset, a zone's name or abbreviation, or a country with one clock.

A country counts only where all its zones show the same time at that moment; elsewhere nothing is assumed.
Countries and zones come from CLDR (Babel) and the IANA tables, both packaged.

>>> from datetime import datetime
>>> [str(clock(said, datetime(2026, 1, 1))) for said in ("GMT+08:00", "EST", "Europe/Paris", "CST")]
['UTC+08:00', 'UTC-05:00', 'UTC+01:00', 'None']
>>> clock_of("DE", datetime(2026, 7, 1, 12)), clock_of("US", datetime(2026, 7, 1, 12))
(datetime.timezone(datetime.timedelta(seconds=7200)), None)
>>> country("Germany"), country("deu"), country("日本"), country("Atlantis")
('DE', 'DE', 'JP', None)
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.core import get_global

from makewhole import tables

_LANGUAGES = ("en", "zh", "es", "pt", "fr", "de", "it", "ja", "ru")
_OFFSET = re.compile(
    r"^(?:GMT|UTC|Z)?\s*(?P<sign>[+-])\s*(?P<h>\d{1,2}):?(?P<m>\d{2})?(?::?00)?$", re.IGNORECASE
)
_FURTHEST = timedelta(hours=14)
_AMERICA = frozenset({"US", "CA", "MX"})
_UNOFFICIAL = frozenset({"Asia/Urumqi"})
_TABLE: dict[str, Any] = tables.read("makewhole.gateways.tracking", "places.toml")
_ABBREVIATED = {name: written for written, names in _TABLE["clocks"].items() for name in names.split()}


def clock(said: str, at: datetime, where: str | None = None) -> timezone | None:
    """The offset a text names, as it holds at a local time; None where it names none, or several.

    `where` is the country (alpha-2) if known: CST is six hours behind in America and eight ahead in China.
    """
    word = said.strip()
    short = word.casefold()
    named = "-0600" if short == "cst" and where in _AMERICA else _ABBREVIATED.get(short)
    if found := _OFFSET.match(named or word):
        ahead = timedelta(hours=int(found["h"]), minutes=int(found["m"] or 0))
        return timezone(ahead if found["sign"] == "+" else -ahead) if ahead <= _FURTHEST else None
    return in_zone(word, at) if "/" in word else None


def in_zone(name: str, at: datetime) -> timezone | None:
    """The offset of an IANA zone at a local time; None for a name that is no zone."""
    try:
        offset = ZoneInfo(name).utcoffset(at.replace(tzinfo=None))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return None if offset is None else timezone(offset)


def clock_of(code: str, at: datetime) -> timezone | None:
    """The offset of a country (ISO 3166 alpha-2) at a local time, where all its zones agree on it."""
    return agreed(_zones().get(code, frozenset()), at)


@lru_cache(maxsize=4096)
def agreed(names: frozenset[str], at: datetime) -> timezone | None:
    """The offset that all of some zones show at a local time; None where they differ, or there are none."""
    offsets = {in_zone(name, at) for name in names}
    return offsets.pop() if len(offsets) == 1 else None


def utc(at: datetime, zone: timezone) -> datetime | None:
    """A local time in UTC; None where that lies outside the calendar."""
    try:
        return at.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return None


def country(said: str) -> str | None:
    """ISO 3166 alpha-2 from a code of two or three letters or a name in nine languages, or None."""
    word = said.strip()
    if len(word) == 2 and word.isascii():
        upper = {"UK": "GB", "EL": "GR"}.get(word.upper(), word.upper())
        return upper if upper in _zones() else None
    return _names().get(word.casefold())


@cache
def _zones() -> dict[str, frozenset[str]]:
    by_country: dict[str, list[str]] = {}
    for zone, territory in get_global("zone_territories").items():
        if zone not in _UNOFFICIAL:
            by_country.setdefault(territory, []).append(zone)
    return {territory: frozenset(zones) for territory, zones in by_country.items() if len(territory) == 2}


@cache
def _names() -> dict[str, str]:
    names = {
        each.casefold(): now[0]
        for each, now in get_global("territory_aliases").items()
        if len(each) == 3 and each.isalpha() and len(now) == 1
    }
    for language in reversed(_LANGUAGES):
        territories = Locale(language).territories
        names |= {name.casefold(): code for code, name in territories.items() if code in _zones()}
    also = _TABLE["countries"].items()
    return names | {name.strip(): code for code, many in also for name in many.split("|")}
