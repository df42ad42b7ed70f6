"""Parcels as consignments: the contract as far as it is known."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from makewhole.store.orders import key_of


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A parcel's row: the contract as far as it is known."""

    id: int
    brand: str
    waybill: str
    operator: str | None
    service: str | None
    postal: bool | None
    mode: str | None
    origin: str | None
    destination: str | None
    accepted_at: dt.datetime | None
    promised_by: dt.datetime | None
    weight_grams: int | None
    packages: int | None
    value_minor: int | None
    freight_minor: int | None
    currency: str | None
    order_ref: str | None
    checked_at: dt.datetime | None
    forgotten_at: dt.datetime | None


FIELDS = (
    "waybill",
    "operator",
    "service",
    "postal",
    "mode",
    "origin",
    "destination",
    "accepted_at",
    "promised_by",
    "weight_grams",
    "packages",
    "value_minor",
    "freight_minor",
    "currency",
    "order_ref",
)
_ROW = "id, brand, " + ", ".join(FIELDS) + ", checked_at, forgotten_at"


def put(conn: sa.Connection, brand: str, parcel: Mapping[str, Any], now: dt.datetime) -> int:
    """Add a parcel or bring it up to date; a field not given keeps what it had. Its journey is due then."""
    given = {field: parcel.get(field) for field in FIELDS}
    sets = ", ".join(f"{field} = coalesce(excluded.{field}, parcel.{field})" for field in FIELDS[1:])
    return int(
        conn.execute(
            sa.text(
                f"WITH kept AS (INSERT INTO parcel (brand, {', '.join(FIELDS)}, order_key, created_at)"
                f" VALUES (:brand, {', '.join(':' + field for field in FIELDS)}, :order_key, :now)"
                f" ON CONFLICT (brand, waybill) DO UPDATE SET {sets},"
                " order_key = coalesce(excluded.order_key, parcel.order_key) RETURNING *)"
                " INSERT INTO journey (parcel, brand, lane, operator, service, status, promised_by,"
                " changed_at, draw_at) SELECT id, brand, coalesce(origin, '??') || '-' ||"
                " coalesce(destination, '??'), operator, 'standard', 'pending', promised_by, :now, :now"
                " FROM kept ON CONFLICT (parcel) DO UPDATE SET draw_at = :now RETURNING parcel"
            ),
            given | {"brand": brand, "order_key": key_of(given["order_ref"] or "") or None, "now": now},
        ).scalar_one()
    )


def get(conn: sa.Connection, parcel: int) -> ParcelRow:
    """A parcel by id."""
    return ParcelRow(*conn.execute(sa.text(f"SELECT {_ROW} FROM parcel WHERE id = :i"), {"i": parcel}).one())


def lock(conn: sa.Connection, parcel: int) -> ParcelRow:
    """A parcel by id, locked until the transaction ends."""
    asked = sa.text(f"SELECT {_ROW} FROM parcel WHERE id = :i FOR NO KEY UPDATE")
    return ParcelRow(*conn.execute(asked, {"i": parcel}).one())


def lock_free(conn: sa.Connection, parcels: Sequence[int]) -> list[ParcelRow]:
    """Those of these parcels nobody else is at, locked until the transaction ends; nobody is waited for."""
    asked = sa.text(f"SELECT {_ROW} FROM parcel WHERE id = ANY(:i) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED")
    return [ParcelRow(*row) for row in conn.execute(asked, {"i": list(parcels)})]


def checked(conn: sa.Connection, parcel: int, now: dt.datetime) -> ParcelRow:
    """Note that its carrier was heard of now; the parcel, locked until the transaction ends."""
    asked = sa.text(f"UPDATE parcel SET checked_at = greatest(checked_at, :n) WHERE id = :i RETURNING {_ROW}")
    return ParcelRow(*conn.execute(asked, {"n": now, "i": parcel}).one())


def find(
    conn: sa.Connection, brand: str, waybills: Sequence[str], orders: Sequence[str] = ()
) -> ParcelRow | None:
    """The brand's parcel with one of these waybills, else the newest of one of these orders, however the
    order's number is written."""
    row = conn.execute(
        sa.text(
            f"SELECT {_ROW} FROM parcel WHERE brand = :b AND (waybill = ANY(:w) OR order_key = ANY(:o))"
            " ORDER BY waybill = ANY(:w) DESC, id DESC LIMIT 1"
        ),
        {"b": brand, "w": list(waybills), "o": [key for key in map(key_of, orders) if key]},
    ).one_or_none()
    return None if row is None else ParcelRow(*row)


def wanted(conn: sa.Connection, parcel: int) -> bool:
    """Whether somebody waits for this parcel: an open thread or an open claim."""
    return (
        conn.execute(
            sa.text(
                "SELECT 1 WHERE EXISTS (SELECT 1 FROM thread WHERE parcel = :p AND lane NOT IN ('done',"
                " 'ignore'))"
                " OR EXISTS (SELECT 1 FROM claim WHERE parcel = :p AND closed_at IS NULL)"
            ),
            {"p": parcel},
        ).scalar()
        is not None
    )
