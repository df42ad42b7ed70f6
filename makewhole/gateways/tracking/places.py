"""The place and country of an event, from fields and from text such as `Puurs (BE)` or `Milan - Italy`.

>>> in_text("Puurs (BE)"), in_text("Milan - Italy"), in_text("KINGSTON-JAM"), in_text("Toronto, ON, CA")
('BE', 'IT', 'JM', 'CA')
>>> in_text("Los Angeles, CA"), in_text("Lyon, FR")
(None, 'FR')
"""

import re
from dataclasses import dataclass
from functools import cache

import airportsdata

from makewhole import tables
from makewhole.gateways.tracking import zones

_LAST = re.compile(r"^(?P<front>.+?)\s*(?:\((?P<held>[^()]+)\)|[,\-]\s*(?P<last>[^,\-()]+))$")
_NAMED = {
    (country, short.casefold()): name.casefold()
    for country, many in tables.read("makewhole.gateways.tracking", "places.toml")["states"].items()
    for short, name in (" ".join(row.split()).split(" ", 1) for row in many.split("|"))
}
_STATES = frozenset(short.upper() for _, short in _NAMED)


def in_text(place: str) -> str | None:
    """The country a place ends in (alpha-2), where that cannot be a state as well."""
    found = _LAST.match(place.strip())
    if found is None:
        return None
    word = (found["held"] or found["last"]).strip()
    if len(word) == 2 and word.upper() in _STATES and found["held"] is None:
        before = _LAST.match(found["front"])
        state = (before["last"] or "").strip() if before else ""
        return zones.country(word) if word.isupper() and state.upper() in _STATES else None
    if len(word) <= 3 and not word.isupper():
        return None
    return zones.country(word)


def zones_of(country: str, parts: list[str]) -> frozenset[str]:
    """The time zones a town, or else a state, of a country is known to lie in; none if neither is known.

    >>> sorted(zones_of("US", ["Clovis", "CA"])), sorted(zones_of("US", ["Nowhere", "CA"]))
    (['America/Los_Angeles'], ['America/Los_Angeles'])
    """
    index = _index()
    words = [word for part in parts for piece in (part, *part.split(",")) for word in _readings(piece)]
    names = [_NAMED.get((country, word), word) for word in words]
    states = [name for name in names if (country, name) in index.states]
    for word in words:
        rows = index.cities.get((country, word), ())
        if found := frozenset(zone for state, zone in rows if not states or state in states):
            return found
    return index.states[country, states[0]] if states else frozenset()


def _readings(piece: str) -> list[str]:
    """A text as a town or a state may stand in it: whole, without its last words, and its last word alone."""
    tokens = piece.casefold().split()
    starts = [" ".join(tokens[:count]) for count in range(len(tokens), 0, -1)]
    return [*starts, *tokens[-1:]] if len(tokens) <= 4 else starts[:1]


def airport(code: str) -> tuple[str, str] | None:
    """Country and time zone of an airport by its IATA code; None for one that is none."""
    return _index().airports.get(code.upper())


@dataclass(frozen=True, slots=True)
class _Index:
    """Airports by code, and by country the towns and states they are in, each with its zones."""

    airports: dict[str, tuple[str, str]]
    cities: dict[tuple[str, str], frozenset[tuple[str, str]]]
    states: dict[tuple[str, str], frozenset[str]]


@cache
def _index() -> _Index:
    airports: dict[str, tuple[str, str]] = {}
    cities: dict[tuple[str, str], set[tuple[str, str]]] = {}
    states: dict[tuple[str, str], set[str]] = {}
    for row in airportsdata.load("ICAO").values():
        country, zone, state = row["country"], row["tz"], row["subd"].casefold()
        if row["iata"]:
            airports[row["iata"]] = country, zone
        cities.setdefault((country, row["city"].casefold()), set()).add((state, zone))
        if state:
            states.setdefault((country, state), set()).add(zone)
    return _Index(
        airports,
        {key: frozenset(many) for key, many in cities.items()},
        {key: frozenset(many) for key, many in states.items()},
    )
