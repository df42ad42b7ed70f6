"""How each carrier lays out an answer: one small table a carrier, `shapes/<carrier>.toml`.

A shape names paths (see `tree`), never a rule of its own. What it doesn't name is looked for under the names
carriers commonly use.

>>> named("GLS").name, named("dhl express").name, named("no-such-carrier")
('gls', 'dhl_express', None)
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from makewhole import tables
from makewhole.gateways.tracking.times import Order
from makewhole.gateways.tracking.tree import Path, fold, path

_PACKAGE = "makewhole.gateways.tracking"


@dataclass(frozen=True, slots=True)
class EventShape:
    """Where in an event each thing stands. Empty paths find nothing."""

    time: Path = ()
    date: Path = ()
    clock: Path = ()
    zone: Path = ()
    code: Path = ()
    words: Path = ()
    place: tuple[Path, ...] = ()
    country: Path = ()
    airport: Path = ()
    holder: Path = ()
    reached: Path = ()
    otherwise: str = "unknown"


@dataclass(frozen=True, slots=True)
class Shape:
    """Where in an answer the parcels are, and in each its number, events, overall status and expected day.

    `codes` is the table of codes it uses, `rough` says that they only sort events into a few kinds, `order`
    how it writes dates with slashes, `home` the zone it writes all times in, `country` where its events
    happen unless they say so.
    """

    name: str
    says: str
    parcels: tuple[Path, ...]
    number: Path
    status: Path
    delivered: Path
    expected: Path
    events: tuple[Path, ...]
    event: EventShape
    codes: str
    rough: bool = False
    order: Order | None = None
    home: str | None = None
    country: str | None = None


@cache
def carriers() -> tuple[str, ...]:
    """Every carrier and aggregator with a shape of ours, by name."""
    folder = files(_PACKAGE).joinpath("shapes")
    return tuple(sorted(each.name[:-5] for each in folder.iterdir() if each.name.endswith(".toml")))


def named(carrier: str) -> Shape | None:
    """The shape of a carrier, however its name is written; None where we have none."""
    name = _by_name().get(fold(carrier))
    return None if name is None else shape(name)


@cache
def _by_name() -> dict[str, str]:
    names: dict[str, str] = {}
    for name in carriers():
        row = tables.read(_PACKAGE, f"shapes/{name}.toml")
        names |= {fold(each): name for each in (*row.get("aliases", ()), name)}
    return names


WHOLE: Path = path(".")
"""The body itself, be it an object or a list."""


@cache
def shape(name: str) -> Shape:
    """The shape in a table; `like` takes over what another carrier's table says and this one doesn't."""
    row = _row(name)
    usual = tables.read(_PACKAGE, "common.toml")
    top = usual | row
    return Shape(
        name=name,
        says=row["says"],
        parcels=_many(row.get("parcels", ".")),
        number=_one(top, "number"),
        status=_one(top, "status"),
        delivered=_one(top, "delivered"),
        expected=_one(top, "expected"),
        events=_many(row.get("events", [])),
        event=_event(row.get("event", {}), usual["event"]),
        codes=row.get("codes", row.get("like", name)),
        rough=row.get("rough", False),
        order=row.get("order"),
        home=row.get("home"),
        country=row.get("country"),
    )


def _event(told: dict[str, Any], usual: dict[str, Any]) -> EventShape:
    """Where in an event things stand. A table that names its time names all of it."""
    dated = told if {"time", "date"} & told.keys() else usual
    return EventShape(
        **{key: _one(dated, key) for key in ("time", "date", "clock", "zone")},
        **{key: _one(usual | told, key) for key in ("code", "words", "country")},
        **{key: _one(told, key) for key in ("airport", "holder", "reached")},
        place=_many(told.get("place", usual["place"])),
        otherwise=told.get("otherwise", "unknown"),
    )


def _one(row: dict[str, Any], key: str) -> Path:
    return path(row[key]) if key in row else ()


def _row(name: str) -> dict[str, Any]:
    row = tables.read(_PACKAGE, f"shapes/{name}.toml")
    base = _row(row["like"]) if "like" in row else {}
    return {key: value for key, value in base.items() if key != "aliases"} | row


def _many(written: str | list[str]) -> tuple[Path, ...]:
    return tuple(path(each) for each in ([written] if isinstance(written, str) else written))
