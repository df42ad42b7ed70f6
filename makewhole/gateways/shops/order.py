"""An order as a shop tells it, and the parcels it became: no name, no address, no goods, no buyer.

>>> operator_of("DHL Express"), operator_of("Royal Mail"), operator_of("Pony Riders Ltd."), operator_of(" ")
('dhl', 'royal_mail', 'pony_riders_ltd', None)
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from makewhole import tables
from makewhole.money import EXPONENTS, Money, parse
from makewhole.parcel.journey import moment

State = Literal["open", "shipped", "cancelled"]
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Shipped:
    """One parcel of an order: the waybill as the shop has it, and who carries it, in our name for them."""

    waybill: str
    operator: str | None
    handed_over_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ShopOrder:
    """What a shop says of one order. `ref` is its number as the customer sees it; countries are alpha-2."""

    shop: str
    ref: str
    state: State
    placed_at: datetime | None = None
    ships_by: datetime | None = None
    promised_by: datetime | None = None
    destination: str | None = None
    value: Money | None = None
    told_at: datetime | None = None
    parcels: tuple[Shipped, ...] = ()
    whole: bool = False
    """Whether nothing of it is still to be sent: then a single parcel of it has the order's value."""


@dataclass(frozen=True, slots=True)
class NoOrder:
    """A body that tells of no order: why."""

    says: str


def operator_of(company: Any) -> str | None:
    """Our name of the carrier a shop calls by this one; a name we don't know is kept in our spelling."""
    if not isinstance(company, str):
        return None
    name = re.sub(r"[\W_]+", "_", company.casefold()).strip("_")[:_LONGEST]
    ours: dict[str, str] = tables.read("makewhole.gateways.shops", "companies.toml")["company"]
    return ours.get(name, name or None)


def word(value: Any) -> str | None:
    """Text of some use, bounded; None for what is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    plain = "".join(letter for letter in value if letter.isprintable()).strip()
    return plain[:_LONGEST] or None


def time(value: Any) -> datetime | None:
    """An ISO time of a shop; one without a zone is UTC, as both shops write those. None too for one that no
    order of this century has, such as the year 1 of an empty field or 9999 of "never"."""
    found = moment(value) if isinstance(value, str) else None
    return found[0] if found is not None and 2000 <= found[0].year < 2100 else None


def country(value: Any) -> str | None:
    """Two letters of ISO 3166, or None."""
    text = value.strip().upper() if isinstance(value, str) else ""
    return text if len(text) == 2 and text.isascii() and text.isalpha() else None


def total(value: Any, currency: Any) -> Money | None:
    """A sum as a shop writes it, or None where it makes no sense."""
    code = currency.upper() if isinstance(currency, str) else ""
    if code not in EXPONENTS or not isinstance(value, str | int | float):
        return None
    read = parse(str(value), code)
    return read if isinstance(read, Money) and read.minor >= 0 else None
