"""Parcels as consignments, and the scans of their journeys, kept whole."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from makewhole.store.wire import as_json


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


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A scan's row, without its raw answer."""

    at: dt.datetime | None
    status: str
    place: str | None
    country: str | None
    words: str | None
    source: str | None
    offset_known: bool


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
_ROW = "id, brand, " + ", ".join(FIELDS) + ", checked_at"


def put(conn: sa.Connection, brand: str, parcel: Mapping[str, Any], now: dt.datetime) -> int:
    """Add a parcel or bring it up to date; a field not given keeps what it had."""
    given = {field: parcel.get(field) for field in FIELDS}
    sets = ", ".join(f"{field} = coalesce(excluded.{field}, parcel.{field})" for field in FIELDS[1:])
    return int(
        conn.execute(
            sa.text(
                f"INSERT INTO parcel (brand, {', '.join(FIELDS)}, created_at)"
                f" VALUES (:brand, {', '.join(':' + field for field in FIELDS)}, :now)"
                f" ON CONFLICT (brand, waybill) DO UPDATE SET {sets} RETURNING id"
            ),
            given | {"brand": brand, "now": now},
        ).scalar_one()
    )


def get(conn: sa.Connection, parcel: int) -> ParcelRow:
    """A parcel by id."""
    return ParcelRow(*conn.execute(sa.text(f"SELECT {_ROW} FROM parcel WHERE id = :i"), {"i": parcel}).one())


def find(
    conn: sa.Connection, brand: str, waybills: Sequence[str], orders: Sequence[str] = ()
) -> ParcelRow | None:
    """The brand's parcel with one of these waybills, else the newest of one of these orders."""
    row = conn.execute(
        sa.text(
            f"SELECT {_ROW} FROM parcel WHERE brand = :b AND (waybill = ANY(:w) OR order_ref = ANY(:o))"
            " ORDER BY waybill = ANY(:w) DESC, id DESC LIMIT 1"
        ),
        {"b": brand, "w": list(waybills), "o": list(orders)},
    ).one_or_none()
    return None if row is None else ParcelRow(*row)


def keep_scans(
    conn: sa.Connection,
    parcel: ParcelRow,
    scans: Iterable[tuple[ScanRow, Mapping[str, Any]]],
    now: dt.datetime,
) -> int:
    """Keep scans with the raw answer each came in; one that is kept already is not kept twice."""
    kept = 0
    for scan, raw in scans:
        text = as_json(dict(raw))
        digest = hashlib.sha256(
            "\0".join(
                (str(scan.at), scan.status, scan.place or "", scan.words or "", scan.source or "")
            ).encode()
        ).digest()
        kept += conn.execute(
            sa.text(
                "INSERT INTO scan (brand, parcel, at, status, place, country, words, source, offset_known,"
                " raw,"
                " digest, received_at) VALUES (:brand, :parcel, :at, :status, :place, :country, :words,"
                " :source,"
                " :offset_known, CAST(:raw AS jsonb), :digest, :now) ON CONFLICT (parcel, digest) DO NOTHING"
            ),
            {
                "brand": parcel.brand,
                "parcel": parcel.id,
                "at": scan.at,
                "status": scan.status,
                "place": scan.place,
                "country": scan.country,
                "words": scan.words,
                "source": scan.source,
                "offset_known": scan.offset_known,
                "raw": text,
                "digest": digest,
                "now": now,
            },
        ).rowcount
    conn.execute(sa.text("UPDATE parcel SET checked_at = :n WHERE id = :p"), {"n": now, "p": parcel.id})
    return kept


def scans(conn: sa.Connection, parcel: int) -> list[ScanRow]:
    """A parcel's scans, oldest first; those without a time last."""
    rows = conn.execute(
        sa.text(
            "SELECT at, status, place, country, words, source, offset_known FROM scan WHERE parcel = :p"
            " ORDER BY at NULLS LAST, id"
        ),
        {"p": parcel},
    )
    return [ScanRow(*row) for row in rows]


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
