"""Which states an instrument binds, and since when.

A state that is not in the table is unknown, never "no": a missing row must not turn into a wrong regime. Only
where the whole list of a depositary was read (`complete`) is a state that is not on it no party.

>>> bound("mc99", "CN", date(2005, 7, 30)), bound("mc99", "CN", date(2005, 7, 31))
(None, True)
"""

from datetime import date
from functools import cache

from makewhole import tables
from makewhole.because import Ground


@cache
def _since(instrument: str) -> dict[str, date]:
    plain = tables.read("makewhole.law", "tables/parties.toml")[instrument]
    return {state: group["on"] for group in plain["joined"] for state in group["states"]}


def states(instrument: str) -> tuple[str, ...]:
    """All states the table lists for an instrument, sorted."""
    return tuple(sorted(_since(instrument)))


@cache
def _outside(instrument: str) -> frozenset[str]:
    """States known to be no party: all others than those on a complete list and those left open."""
    plain = tables.read("makewhole.law", "tables/parties.toml")[instrument]
    listed = frozenset(plain.get("outside", ()))
    if not plain.get("complete", False):
        return listed
    codes = frozenset(tables.read("makewhole.law", "tables/countries.toml")["codes"])
    return listed | (codes - _since(instrument).keys() - frozenset(plain.get("open", ())))


def bound(instrument: str, country: str, on: date) -> bool | None:
    """True where the state was bound on that day, False where it is known not to be, None where unknown."""
    since = _since(instrument).get(country)
    if since is not None and since <= on:
        return True
    return False if country in _outside(instrument) else None


@cache
def ground(instrument: str, country: str) -> Ground:
    """The ground that a state is bound; for a state in the table only."""
    plain = tables.read("makewhole.law", "tables/parties.toml")[instrument]
    since = _since(instrument)[country].isoformat()
    facts = {"row": f"{instrument}-parties", "country": country, "since": since}
    return Ground(
        plain["article"], f"{country} is bound since {since}", plain["source"], facts, plain["flag"]
    )
