"""Which states an instrument binds, and since when.

A state that is not in the table is unknown, never "no": a missing row must not turn into a wrong regime.
Only where the whole list of a depositary was read (`complete`, or `complete_until` a day) is a state that is
not on it no party; and a state whose first day is known was none before it.

>>> [bound("mc99", "CN", day) for day in (date(2005, 7, 30), date(2005, 7, 31))]
[False, True]
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import Any

from msgspec import Struct

from makewhole import tables
from makewhole.because import Because, Flag, Ground
from makewhole.law.carriage import Carriage
from makewhole.law.vocabulary import Treaty


class Common(Struct, frozen=True):
    """Whether a treaty is common to both ends; `unknown` names the states of which that is not known."""

    applies: bool | None
    because: Because = ()
    unknown: tuple[str, ...] = ()


def _plain(instrument: str) -> dict[str, Any]:
    plain: dict[str, Any] = tables.read("makewhole.law", "tables/parties.toml")[instrument]
    return plain


@cache
def _since(instrument: str) -> dict[str, date]:
    return {state: group["on"] for group in _plain(instrument)["joined"] for state in group["states"]}


@cache
def _no_first_day(instrument: str) -> frozenset[str]:
    """States of which it is only known that they were bound by a day."""
    groups = _plain(instrument)["joined"]
    return frozenset(state for group in groups if group.get("by") for state in group["states"])


def states(instrument: str) -> tuple[str, ...]:
    """All states the table lists for an instrument, sorted."""
    return tuple(sorted(_since(instrument)))


class Bound(Struct, frozen=True):
    """States bound by an instrument from one day on (`by`: at the latest), and where that is written."""

    on: date
    by: bool
    states: tuple[str, ...]
    article: str
    source: str
    flag: Flag
    checked: date


def listed() -> Mapping[str, tuple[Bound, ...]]:
    """The whole table, by instrument, for a page that shows it."""
    return {name: tuple(_bounds(name)) for name in tables.read("makewhole.law", "tables/parties.toml")}


def _bounds(instrument: str) -> Iterator[Bound]:
    plain = _plain(instrument)
    for group in plain["joined"]:
        yield Bound(
            on=group["on"],
            by=bool(group.get("by")),
            states=tuple(group["states"]),
            article=plain["article"],
            source=plain["source"],
            flag=plain["flag"],
            checked=plain["checked"],
        )


@cache
def _outside(instrument: str) -> frozenset[str]:
    """States known to be no party: all others than those on a complete list and those left open."""
    plain = _plain(instrument)
    listed = frozenset(plain.get("outside", ()))
    return listed | _unlisted(instrument) if plain.get("complete", False) else listed


@cache
def _unlisted(instrument: str) -> frozenset[str]:
    """States that a whole list does not name, territories and other open ones left out."""
    codes = frozenset(tables.read("makewhole.law", "tables/countries.toml")["codes"])
    left_open = frozenset(_plain(instrument).get("open", ())) | _territories()
    return codes - _since(instrument).keys() - left_open


@cache
def _territories() -> frozenset[str]:
    """Codes for which a list of states does not tell."""
    return frozenset(tables.read("makewhole.law", "tables/countries.toml")["territories"])


def bound(instrument: str, country: str, on: date) -> bool | None:
    """True where the state was bound on that day, False where it is known not to be, None where unknown."""
    since = _since(instrument).get(country)
    if since is not None and since <= on:
        return True
    if since is not None and country not in _no_first_day(instrument):
        return False
    if country in _outside(instrument):
        return False
    until = _plain(instrument).get("complete_until")
    return False if until is not None and on <= until and country in _unlisted(instrument) else None


def common(treaty: Treaty, carriage: Carriage, on: date) -> Common:
    """Whether a treaty binds origin and destination, as somebody confirmed or as the list has it.

    Both places must be known.
    """
    if treaty in carriage.treaties_common or treaty in carriage.treaties_not_common:
        yes = treaty in carriage.treaties_common
        says = f"confirmed {'to be' if yes else 'not to be'} common to both ends"
        return Common(yes, (Ground(_plain(treaty)["article"], says, "the facts as told"),))
    return _listed(treaty, carriage.origin, carriage.destination, on)


@lru_cache(maxsize=4096)
def _listed(treaty: Treaty, origin: str | None, destination: str | None, on: date) -> Common:
    """As `common`, by the list alone."""
    ends = dict.fromkeys(state for state in (origin, destination) if state is not None)
    found = {state: bound(treaty, state, on) for state in ends}
    outside = [state for state, one in found.items() if one is False]
    if outside:
        return Common(False, tuple(_no_party(treaty, state, on) for state in outside))
    unknown = tuple(state for state, one in found.items() if one is None)
    if unknown:
        return Common(None, (), unknown)
    return Common(True, tuple(ground(treaty, state) for state in found))


@cache
def ground(instrument: str, country: str) -> Ground:
    """The ground that a state is bound; for a state in the table only."""
    plain = _plain(instrument)
    since = _since(instrument)[country].isoformat()
    facts = {"row": f"{instrument}-parties", "country": country, "since": since}
    return Ground(
        plain["article"], f"{country} is bound since {since}", plain["source"], facts, plain["flag"]
    )


def _no_party(instrument: str, country: str, on: date) -> Ground:
    plain = _plain(instrument)
    flag: Flag = "U" if country in plain.get("outside", ()) else plain["flag"]
    facts = {"row": f"{instrument}-parties", "country": country}
    return Ground(plain["article"], f"{country} was not bound on {on}", plain["source"], facts, flag)
