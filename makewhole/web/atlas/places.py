"""Where on the earth a carrier's place is: by city or airport letters, else the country's point.

Cities are those of the airports' list (`airportsdata`), so a small town is shown at its country's point and
said to be approximate. A name that several places share is no place, unless its country or state says which.

>>> spot("ISC LOS ANGELES CA (USPS)", "US").exact, spot("Dorsten", "DE").exact, spot("Atlantis", None)
(True, False, None)
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean, median
from typing import Any, Final

import airportsdata
from babel import Locale

from makewhole import tables
from makewhole.words import LANGUAGES

_TABLE: Final[Mapping[str, Any]] = tables.read("makewhole.web.atlas", "places.toml")
_NEVER: Final = frozenset(_TABLE["words"]["never"])
_PARTS: Final = re.compile(r"[,;:/|()\[\]【】（），、·]+|\s[-–—]\s")
_CODE: Final = re.compile(r"[A-Z]{3}")
_SAME_PLACE: Final = 2.0
"""Degrees within which airports of one name serve one city."""
_MOST_WORDS, _SHORTEST = 3, 4


@dataclass(frozen=True, slots=True)
class Spot:
    """A point in degrees; `exact` is False where it stands for a whole country or state. `zone` is the time
    zone (IANA) there, where all of it has one."""

    lat: float
    lon: float
    exact: bool
    zone: str | None


@dataclass(frozen=True, slots=True)
class _Field:
    """An airport: which city and state it serves, and whether airlines know it (by three letters)."""

    code: str
    city: str
    state: str
    country: str
    lat: float
    lon: float
    zone: str


def plain(name: str) -> str:
    """A name without accents, marks and case; the spaces between its words are one each.

    >>> plain(" KÖLN-Bonn "), plain("Poznań"), plain("深圳市")
    ('koln bonn', 'poznan', '深圳市')
    """
    letters = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return " ".join(kept.split())


@cache
def _fields() -> Mapping[str, tuple[_Field, ...]]:
    """Every airport by the plain names of its city and its state."""
    rows = {**airportsdata.load("ICAO"), **airportsdata.load("IATA")}
    named: dict[str, dict[tuple[float, float], _Field]] = {}
    for row in rows.values():
        city, state = plain(row["city"]), plain(row["subd"])
        field = _Field(row["iata"], city, state, row["country"], row["lat"], row["lon"], row["tz"])
        for name in {field.city, field.state} - {""}:
            named.setdefault(name, {})[field.lat, field.lon] = field
    return {name: tuple(fields.values()) for name, fields in named.items()}


@cache
def _codes() -> Mapping[str, _Field]:
    return {field.code: field for fields in _fields().values() for field in fields if field.code}


@cache
def _by_country() -> Mapping[str, tuple[_Field, ...]]:
    served: dict[str, list[_Field]] = {}
    for field in _codes().values():
        served.setdefault(field.country, []).append(field)
    return {country: tuple(fields) for country, fields in served.items()}


@cache
def _countries() -> Mapping[str, str]:
    """Countries by their plain names in the languages we speak."""
    named: dict[str, str] = {
        plain(words): code
        for language in LANGUAGES
        for code, words in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }
    return {**named, **_TABLE["countries"]}


def of_country(country: str | None) -> Spot | None:
    """The point that stands for a country: the middle one of its airports, by each direction for itself."""
    fields = _by_country().get(country or "", ())
    if not fields:
        return None
    lat, lon = median(field.lat for field in fields), median(field.lon for field in fields)
    return Spot(lat, lon, False, _zone(fields))


def _zone(fields: Sequence[_Field]) -> str | None:
    zones = {field.zone for field in fields}
    return zones.pop() or None if len(zones) == 1 else None


def _one(fields: Sequence[_Field], exact: bool = True) -> Spot | None:
    """The point of airports that serve one place; None where they are too far apart to be one."""
    served = [field for field in fields if field.code] or list(fields)
    if not served:
        return None
    lat, lon = fmean(field.lat for field in served), fmean(field.lon for field in served)
    apart = max(max(abs(field.lat - lat), abs(field.lon - lon)) for field in served)
    return Spot(lat, lon, exact, _zone(served)) if not exact or apart <= _SAME_PLACE else None


def _cities(name: str, country: str | None) -> list[_Field]:
    """Airports of the cities with a name: just that, or that and what tells it from others ("am Main")."""
    found = [f for f in _fields().get(name, ()) if f.city == name and country in (None, f.country)]
    if not found and country is not None and len(name) >= _SHORTEST:
        found = [f for f in _by_country().get(country, ()) if f.city.startswith(f"{name} ")]
    return found


def _named(name: str, country: str | None, state: str | None) -> Spot | None:
    """The point of a city, or of a state, with this plain name."""
    code = _TABLE["cities"].get(name.removesuffix("市"))
    if code is not None and country in (None, _codes()[code].country):
        return _one([_codes()[code]])
    cities = _cities(name, country)
    if country is None and len({field.country for field in cities}) > 1:
        return None
    here = _one([field for field in cities if field.state == state] or cities)
    if here is not None:
        return here
    states = [f for f in _fields().get(name, ()) if f.state == name and country == f.country]
    return _one(states) or _one(states, exact=False)


def _inside(part: str, country: str) -> Iterator[str]:
    """Runs of words in a part, the longest first, which may be a city's name among others."""
    words = [word for word in plain(part).split() if word not in _NEVER]
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        for start in range(len(words) - count + 1):
            run = " ".join(words[start : start + count])
            # A single word is only believed where airlines fly to a city of that name.
            if len(run) >= _SHORTEST and (count > 1 or any(f.code for f in _cities(run, country))):
                yield run


def _state(parts: Sequence[str], country: str | None) -> str | None:
    """The state whose letters or name stand after a city."""
    letters: Mapping[str, str] = _TABLE["states"].get(country, {})
    for part in reversed(parts):
        for word in reversed(part.split()):
            if word in letters:
                return plain(letters[word])
        if plain(part) in {plain(name) for name in letters.values()}:
            return plain(part)
    return None


def spot(place: str | None, country: str | None) -> Spot | None:
    """The point of a place in a carrier's own words; `country` (ISO 3166) is a hint that is believed.

    None where neither says where on the earth that is.
    """
    parts = [part.strip() for part in _PARTS.split(place or "") if part.strip()]
    if country is None:
        country = next((_countries()[plain(part)] for part in parts if plain(part) in _countries()), None)
    towns = [part for part in parts if _countries().get(plain(part)) is None]
    state = _state(parts, country)
    for part in towns:
        if _CODE.fullmatch(part) and part in _codes() and _codes()[part].country == country:
            return _one([_codes()[part]])
        found = _named(plain(part), country, state)
        if found is not None:
            return found
    if country is not None:
        for part in towns:
            for run in _inside(part, country):
                found = _named(run, country, state)
                if found is not None:
                    return found
    return of_country(country)
