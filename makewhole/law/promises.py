"""The rows of carriers' and marketplaces' own terms that concern one carriage or order, with their days.

Reads `tables/terms.toml`: which rows are meant for this operator or marketplace, this product, this kind of
loss and this destination, and the day each window comes to. What follows from them is `law.terms`.

>>> known(Facts()), promises(Facts())
(False, ())
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct

from makewhole import tables
from makewhole.law import counting, rows
from makewhole.law.facts import Facts

_OF_PLATFORM = frozenset({"buyer_v_seller", "buyer_v_platform"})


class Promise(Struct, frozen=True):
    """One row and what it does; `plain` holds what is particular to terms."""

    row: rows.Row
    plain: Mapping[str, Any]

    @property
    def does(self) -> str:
        """What the row does: opens, file, latest, limit, duty or nothing."""
        return str(self.plain["does"])


class Window(Struct, frozen=True):
    """A day of the terms: from when, or until when, they take a claim; None while its start is unknown."""

    promise: Promise
    starts: str
    by: date | None
    doubts: tuple[str, ...] = ()


@cache
def _all() -> tuple[Promise, ...]:
    plain = tables.read("makewhole.law", "tables/terms.toml")["row"]
    by_id = {row.id: row for row in rows.table("terms").rows}
    return tuple(Promise(by_id[one["id"]], one) for one in plain if "of" in one)


@cache
def _by_name() -> Mapping[str, tuple[Promise, ...]]:
    found: dict[str, list[Promise]] = {}
    for one in _all():
        for name in one.plain["of"]:
            found.setdefault(name.casefold(), []).append(one)
    return {name: tuple(promises) for name, promises in found.items()}


def _party(facts: Facts) -> str:
    name = facts.sale.platform if facts.claim in _OF_PLATFORM else facts.carriage.operator
    return (name or "").casefold()


def known(facts: Facts) -> bool:
    """Whether we keep terms of this operator or marketplace at all."""
    name = _party(facts)
    return name != "" and name in _by_name()


def regime_of(facts: Facts) -> str | None:
    """How an answer calls those terms, as "CONTRACT_AMAZON"."""
    found = _by_name().get(_party(facts))
    return str(found[0].plain["regime"]) if found else None


def promises(facts: Facts) -> tuple[Promise, ...]:
    """The rows of this operator or marketplace that concern these facts, in the order of the table."""
    table = rows.table("terms")
    ours = (one for one in _by_name().get(_party(facts), ()) if table.rule(one.row.name) is one.row)
    return tuple(one for one in ours if _concerns(one, facts))


def unknown(facts: Facts) -> tuple[str, ...]:
    """The facts these terms differ by that nobody told, by the names of their fields."""
    carriage, rows_of = facts.carriage, _by_name().get(_party(facts), ())
    found = []
    if carriage.scanned_in is None and any("unscanned" in one.plain for one in rows_of):
        found.append("carriage.scanned_in")
    bound = [one for one in rows_of if one.does == "file"]
    if carriage.product is None and bound and all("products" in one.plain for one in bound):
        found.append("carriage.product")
    if facts.loss.kind is None and any("kinds" in one.plain for one in promises(facts)):
        found.append("loss.kind")
    return tuple(found)


def windows(facts: Facts) -> tuple[Window, ...]:
    """The days these terms set."""
    starts = _starts(facts)
    found = []
    for one in promises(facts):
        if one.does not in ("opens", "file", "latest"):
            continue
        name = str(one.plain["starts"])
        start = starts[name]
        if start is None:
            found.append(Window(one, name, None))
        elif one.row.holds(start):
            counted = counting.last_day(str(one.row.value), start, one.plain.get("counted_in"))
            doubts = counted.doubts if "working" in str(one.row.value) else ()
            found.append(Window(one, name, counted.by, doubts))
    return tuple(found)


def _starts(facts: Facts) -> Mapping[str, date | None]:
    carriage, sale = facts.carriage, facts.sale
    received = carriage.delivered_on or sale.received_on
    due = carriage.due_on or sale.latest_estimate
    return {
        "accepted": carriage.accepted_on,
        "due": due,
        "received": received,
        "received_or_due": received or due,
        "estimate": sale.latest_estimate or carriage.due_on,
        "completed": sale.completed_on,
        "purchased": sale.contract_on,
        "told": sale.seller_told_on,
    }


def _concerns(one: Promise, facts: Facts) -> bool:
    plain, carriage = one.plain, facts.carriage
    kind = facts.loss.kind
    if "kinds" in plain and kind is not None and kind not in plain["kinds"]:
        return False
    if "products" in plain and (carriage.product or "").casefold() not in {
        name.casefold() for name in plain["products"]
    }:
        return False
    if "inside" in plain and not carriage.origin == carriage.destination == plain["inside"]:
        return False
    if "touches" in plain and plain["touches"] not in (carriage.origin, carriage.destination):
        return False
    if plain.get("abroad") and carriage.origin is not None and carriage.origin == carriage.destination:
        return False
    if "unscanned" in plain and (carriage.scanned_in is None or carriage.scanned_in == plain["unscanned"]):
        return False
    return _in_region(plain.get("to_region"), carriage.destination)


def _in_region(region: str | None, destination: str | None) -> bool:
    """Whether a row for that region is meant; "world" is all that is not Europe."""
    if region is None or destination is None:
        return region is None
    lists = tables.read("makewhole.law", "tables/terms.toml")
    return destination not in lists["europe"] if region == "world" else destination in lists[region]
