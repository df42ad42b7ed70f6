"""A brand's past orders from a CSV as trips: which column is read as what, and what could not be read.

The columns are found by name, under any of the names listed here; one that is missing is simply unknown, but
without a start and an end nothing can be learned. What is known only afterwards (a review, a label, a final
status) is never read as a fact of the trip; a status says alone which orders were called off.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from makewhole.because import Refused
from makewhole.parcel.trip import Trip

COLUMNS: dict[str, tuple[str, ...]] = {
    "started_at": ("started_at", "order_purchase_timestamp", "ordered_at", "accepted_at"),
    "approved_at": ("approved_at", "order_approved_at"),
    "ship_by": ("ship_by", "shipping_limit", "shipping_limit_date"),
    "handed_over_at": ("handed_over_at", "order_delivered_carrier_date"),
    "promised_by": ("promised_by", "order_estimated_delivery_date"),
    "delivered_at": ("delivered_at", "order_delivered_customer_date"),
    "origin": ("origin", "seller_state"),
    "destination": ("destination", "customer_state"),
    "postcode": ("postcode", "customer_zip_code_prefix"),
    "origin_postcode": ("origin_postcode", "seller_zip"),
    "operator": ("operator", "carrier"),
    "service": ("service",),
    "sender": ("sender", "seller_id"),
    "weight_grams": ("weight_grams", "weight_g"),
    "value": ("value", "price"),
    "freight": ("freight", "freight_value"),
    "items": ("items", "n_items"),
    "status": ("status", "order_status"),
}
"""What we read, and the names it may stand under in the first line."""
_TIMES = ("started_at", "approved_at", "ship_by", "handed_over_at", "promised_by", "delivered_at")
_WORDS = ("origin", "destination", "operator", "service", "sender")
_SIZES = ("weight_grams", "value", "freight", "items")
_CALLED_OFF = frozenset({"canceled", "cancelled", "unavailable", "returned"})
_AREA_DIGITS = 3
_SOURCE = "docs/outlook.md"


@dataclass(frozen=True, slots=True)
class Orders:
    """Trips by their start; how many rows gave none, by reason; the names no column was found for."""

    trips: tuple[Trip, ...]
    left_out: Mapping[str, int]
    unknown: tuple[str, ...]


def read(path: Path) -> Orders | Refused:
    """The orders of a CSV file in UTF-8 with a first line of names."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            rows = csv.DictReader(opened)
            names = {name: _column(said, rows.fieldnames or ()) for name, said in COLUMNS.items()}
            missing = [name for name in ("started_at", "delivered_at") if names[name] is None]
            if missing:
                said = ", ".join(COLUMNS[missing[0]])
                return _no(f"{path.name} has no column {missing[0]}", f"name a column one of: {said}")
            return _gather(rows, names)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return _no(
            f"{path} can't be read as CSV ({error})", "give a file of orders in UTF-8, comma separated"
        )


def _no(says: str, way: str) -> Refused:
    return Refused("learn.orders", says, _SOURCE, way)


def _column(said: tuple[str, ...], there: Iterable[str]) -> str | None:
    return next((name for name in said if name in there), None)


def _gather(rows: Iterable[Mapping[str, str | None]], names: Mapping[str, str | None]) -> Orders:
    trips, left_out = [], Counter[str]()
    for row in rows:
        got = {name: (row.get(column) or "").strip() for name, column in names.items() if column}
        trip = _trip(got)
        if isinstance(trip, Trip):
            trips.append(trip)
        else:
            left_out[trip] += 1
    trips.sort(key=lambda trip: trip.started_at)
    unknown = tuple(name for name, column in names.items() if column is None)
    return Orders(tuple(trips), dict(left_out), unknown)


def _trip(got: Mapping[str, str]) -> Trip | str:
    """The trip of a row, or why it is none."""
    times = {name: _time(got.get(name, "")) for name in _TIMES}
    started = times.pop("started_at")
    if started is None:
        return "no start that is a time"
    if any(at is not None and at < started for at in (times["delivered_at"], times["promised_by"])):
        return "arrived or promised before it started"
    handed = times["handed_over_at"]
    if handed is not None and (handed < started or (times["delivered_at"] or handed) < handed):
        times["handed_over_at"] = None
    word = {name: got.get(name) or None for name in _WORDS}
    size = {name: _size(got.get(name, "")) for name in _SIZES}
    return Trip(
        origin=word["origin"],
        destination=word["destination"],
        started_at=started,
        operator=word["operator"],
        service=word["service"],
        sender=word["sender"],
        area=_area(word["destination"], got.get("postcode", "")),
        origin_area=_area(word["origin"], got.get("origin_postcode", "")),
        promised_by=times["promised_by"],
        approved_at=times["approved_at"],
        ship_by=times["ship_by"],
        handed_over_at=times["handed_over_at"],
        delivered_at=times["delivered_at"],
        weight_grams=size["weight_grams"],
        value=size["value"],
        freight=size["freight"],
        items=size["items"],
        called_off=got.get("status", "").lower() in _CALLED_OFF,
    )


def _area(region: str | None, postcode: str) -> str | None:
    """The region and the first digits of a postcode, as a spreadsheet may have left it (`1310.0`)."""
    code = postcode.removesuffix(".0")
    return f"{region or ''}-{code.zfill(5)[:_AREA_DIGITS]}" if code else None


def _time(written: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _size(written: str) -> float | None:
    try:
        size = float(written)
    except ValueError:
        return None
    return size if 0 <= size < 1e12 else None
