"""Orders as shops tell them, without the buyer: what was ordered is not kept, nor by whom."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order: `ref` as the shop shows it, `state` one of open, shipped, cancelled."""

    id: int
    brand: str
    ref: str
    shop: str
    state: str
    placed_at: dt.datetime | None
    ships_by: dt.datetime | None
    promised_by: dt.datetime | None
    destination: str | None


FIELDS = (
    "state",
    "placed_at",
    "ships_by",
    "promised_by",
    "origin",
    "destination",
    "value_minor",
    "currency",
    "told_at",
)
_ROW = "id, brand, ref, shop, state, placed_at, ships_by, promised_by, destination"


def key_of(ref: str) -> str:
    """An order number without what people leave out or add when they write it.

    >>> key_of("#1001"), key_of(" w-218 0436 ")
    ('1001', 'W2180436')
    """
    return "".join(letter for letter in ref.upper() if letter.isalnum())


def put(
    conn: sa.Connection, brand: str, ref: str, shop: str, order: Mapping[str, Any], now: dt.datetime
) -> bool:
    """Add an order or bring it up to date; a field not given keeps what it had.

    False where the shop's word is older than the one kept: then nothing is changed. An order that is shipped
    or cancelled does not become open again by a word that does not say when it was said.
    """
    given = {field: order.get(field) for field in FIELDS} | {"state": order.get("state") or "open"}
    sets = ", ".join(
        f"{field} = coalesce(excluded.{field}, shop_order.{field})" for field in FIELDS if field != "state"
    )
    return (
        conn.execute(
            sa.text(
                f"INSERT INTO shop_order (brand, ref, key, shop, {', '.join(FIELDS)}, received_at)"
                f" VALUES (:brand, :ref, :key, :shop, {', '.join(':' + field for field in FIELDS)}, :now)"
                f" ON CONFLICT (brand, key) DO UPDATE SET {sets}, received_at = excluded.received_at,"
                " state = CASE WHEN excluded.state = 'open' AND (excluded.told_at IS NULL"
                " OR shop_order.state = 'shipped') THEN shop_order.state ELSE excluded.state END"
                " WHERE excluded.told_at IS NULL OR shop_order.told_at IS NULL"
                " OR excluded.told_at >= shop_order.told_at RETURNING id"
            ),
            given | {"brand": brand, "ref": ref, "key": key_of(ref), "shop": shop, "now": now},
        ).one_or_none()
        is not None
    )


def shipped(conn: sa.Connection, brand: str, refs: Sequence[str]) -> None:
    """Note that orders have become parcels."""
    conn.execute(
        sa.text(
            "UPDATE shop_order SET state = 'shipped' WHERE id IN (SELECT id FROM shop_order WHERE brand = :b"
            " AND key = ANY(:k) AND state = 'open' ORDER BY key FOR UPDATE) AND state = 'open'"
        ),
        {"b": brand, "k": [key_of(ref) for ref in refs]},
    )


def waybills(conn: sa.Connection, brand: str, ref: str) -> list[str]:
    """The waybills of an order's parcels, oldest first."""
    asked = sa.text("SELECT waybill FROM parcel WHERE brand = :b AND order_key = :k ORDER BY id")
    return list(conn.execute(asked, {"b": brand, "k": key_of(ref) or None}).scalars())


def find(conn: sa.Connection, brand: str, refs: Sequence[str]) -> OrderRow | None:
    """The brand's newest order with one of these numbers, however they are written."""
    row = conn.execute(
        sa.text(
            f"SELECT {_ROW} FROM shop_order WHERE brand = :b AND key = ANY(:k)"
            " ORDER BY placed_at DESC NULLS LAST, id DESC LIMIT 1"
        ),
        {"b": brand, "k": [key_of(ref) for ref in refs]},
    ).one_or_none()
    return None if row is None else OrderRow(*row)
