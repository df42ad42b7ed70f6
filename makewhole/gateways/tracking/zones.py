"""Which clock a time was read from: an offset, a zone's name or abbreviation, or a country with one clock.

A country counts only where all its zones show the same time at that moment; elsewhere nothing is assumed.
Countries and zones come from CLDR (Babel) and the IANA tables, both packaged.

>>> from datetime import datetime
>>> clock("GMT+08:00", datetime(2026, 1, 1)), clock("EST", datetime(2026, 1, 1))
(datetime.timezone(datetime.timedelta(seconds=28800)), datetime.timezone(datetime.timedelta(days=-1, seconds=68400)))
>>> clock_of("DE", datetime(2026, 7, 1, 12)), clock_of("US", datetime(2026, 7, 1, 12))
(datetime.timezone(datetime.timedelta(seconds=7200)), None)
>>> country("Germany"), country("deu"), country("日本"), country("Atlantis")
('DE', 'DE', 'JP', None)
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.core import get_global

_LANGUAGES = ("en", "zh", "es", "pt", "fr", "de", "it", "ja", "ru")
_OFFSET = re.compile(
    r"^(?:GMT|UTC|Z)?\s*(?P<sign>[+-])\s*(?P<h>\d{1,2}):?(?P<m>\d{2})?(?::?00)?$", re.IGNORECASE
)
_FURTHEST = timedelta(hours=14)
_AMERICA = frozenset({"US", "CA", "MX"})
_UNOFFICIAL = frozenset({"Asia/Urumqi"})
# Abbreviations with one meaning among carriers, in minutes; CST, IST and BST have several and are left out.
_ABBREVIATED: dict[str, int] = {
    name: minutes
    for minutes, names in {
        0: "z gmt utc ut wet", 60: "west cet mez", 120: "cest mesz eet sast", 180: "eest msk", 480: "hkt sgt awst",
        540: "jst kst", 570: "acst", 600: "aest", 630: "acdt", 660: "aedt", 720: "nzst", 780: "nzdt",
        -150: "ndt", -180: "adt brt", -210: "nst", -240: "edt ast", -300: "est cdt", -360: "mdt", -420: "mst pdt",
        -480: "pst akdt", -540: "akst", -600: "hst",
    }.items()
    for name in names.split()
}  # fmt: skip


def clock(said: str, at: datetime, where: str | None = None) -> timezone | None:
    """The offset a text names, as it holds at a local time; None where it names none, or several.

    `where` is the country (alpha-2) if known: CST is six hours behind in America and eight ahead in China.
    """
    word = said.strip()
    if found := _OFFSET.match(word):
        ahead = timedelta(hours=int(found["h"]), minutes=int(found["m"] or 0))
        return timezone(ahead if found["sign"] == "+" else -ahead) if ahead <= _FURTHEST else None
    minutes = _ABBREVIATED.get(word.casefold())
    if word.casefold() == "cst" and where in _AMERICA:
        minutes = -360
    if minutes is not None:
        return timezone(timedelta(minutes=minutes))
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
    offsets = {in_zone(name, at) for name in _zones().get(code, ())}
    return offsets.pop() if len(offsets) == 1 else None


def utc(at: datetime, zone: timezone) -> datetime | None:
    """A local time in UTC; None where that lies outside the calendar."""
    try:
        return at.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return None


def country(said: str) -> str | None:
    """ISO 3166 alpha-2 from a code of two or three letters or a name in nine languages; None if it is none."""
    word = said.strip()
    if len(word) == 2 and word.isascii():
        upper = {"UK": "GB", "EL": "GR"}.get(word.upper(), word.upper())
        return upper if upper in _zones() else None
    return _names().get(word.casefold())


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    by_country: dict[str, list[str]] = {}
    for zone, territory in get_global("zone_territories").items():
        if zone not in _UNOFFICIAL:
            by_country.setdefault(territory, []).append(zone)
    return {territory: tuple(zones) for territory, zones in by_country.items() if len(territory) == 2}


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
    return names | {"usa": "US", "united states of america": "US", "great britain": "GB", "england": "GB",
                    "korea": "KR", "south korea": "KR", "russian federation": "RU", "czech republic": "CZ"}  # fmt: skip
