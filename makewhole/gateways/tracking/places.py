"""The place and country of an event, from fields and from text such as `Puurs (BE)` or `Milan - Italy`.

>>> in_text("Puurs (BE)"), in_text("Milan - Italy"), in_text("KINGSTON-JAM"), in_text("Toronto, ON, CA")
('BE', 'IT', 'JM', 'CA')
>>> in_text("Los Angeles, CA"), in_text("Lyon, FR")
(None, 'FR')
"""

import re
from functools import cache

import airportsdata

from makewhole import tables
from makewhole.gateways.tracking import zones

_LAST = re.compile(r"^(?P<front>.+?)\s*(?:\((?P<held>[^()]+)\)|[,\-]\s*(?P<last>[^,\-()]+))$")
_STATES = frozenset(tables.read("makewhole.gateways.tracking", "places.toml")["states"].split())


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


def airport(code: str) -> tuple[str, str] | None:
    """Country and time zone of an airport by its IATA code; None for one that is none."""
    row = _airports().get(code.upper())
    return None if row is None else (str(row["country"]), str(row["tz"]))


@cache
def _airports() -> dict[str, airportsdata.Airport]:
    return airportsdata.load("IATA")
