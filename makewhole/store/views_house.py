"""What doors read beside threads and claims: the brand, its parcels and the log."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class BrandView:
    """The brand a page speaks for."""

    id: str
    name: str
    handles: tuple[str, ...]
    currency: str
    privacy_url: str | None
    help_url: str | None


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A scan of a parcel."""

    at: dt.datetime | None
    status: str
    place: str | None
    country: str | None
    words: str | None
    source: str


@dataclass(frozen=True, slots=True)
class ParcelView:
    """A parcel with its scans, newest first."""

    id: int
    waybill: str
    operator: str | None
    order_ref: str | None
    origin: str | None
    destination: str | None
    promised_by: dt.datetime | None
    accepted_at: dt.datetime | None
    weight_grams: int | None
    scans: tuple[ScanRow, ...]


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement of the log, by what is public about it."""

    id: int
    kind: str
    subject: str
    checksum: str
    recorded_at: dt.datetime
    leaf_index: int | None


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A signed head of the log."""

    size: int
    root: str
    signed: str
    at: dt.datetime


def brand(conn: sa.Connection, brand_id: str) -> BrandView | None:
    """A brand by its id."""
    row = conn.execute(sa.text("SELECT * FROM brand WHERE id = :b"), {"b": brand_id}).first()
    if row is None:
        return None
    return BrandView(row.id, row.name, tuple(row.handles), row.currency, row.privacy_url, row.help_url)


def parcel(conn: sa.Connection, parcel_id: int) -> ParcelView | None:
    """A parcel and its last forty scans."""
    row = conn.execute(sa.text("SELECT * FROM parcel WHERE id = :p"), {"p": parcel_id}).first()
    if row is None:
        return None
    scans = conn.execute(
        sa.text(
            "SELECT at, status, place, country, words, source FROM scan WHERE parcel = :p"
            " ORDER BY at DESC NULLS LAST, id DESC LIMIT 40"
        ),
        {"p": parcel_id},
    )
    return ParcelView(
        row.id,
        row.waybill,
        row.operator,
        row.order_ref,
        row.origin,
        row.destination,
        row.promised_by,
        row.accepted_at,
        row.weight_grams,
        tuple(ScanRow(s.at, s.status, s.place, s.country, s.words, s.source) for s in scans),
    )


def statements(
    conn: sa.Connection, brand_id: str, before: int | None, limit: int = 50
) -> tuple[StatementRow, ...]:
    """The newest statements of a brand, or those before an id."""
    rows = conn.execute(
        sa.text(
            "SELECT id, kind, subject, encode(checksum, 'hex') AS checksum, recorded_at, leaf_index"
            " FROM statement"
            " WHERE brand = :b AND (cast(:i AS bigint) IS NULL OR id < :i) ORDER BY id DESC LIMIT :n"
        ),
        {"b": brand_id, "i": before, "n": limit},
    )
    return tuple(StatementRow(r.id, r.kind, r.subject, r.checksum, r.recorded_at, r.leaf_index) for r in rows)


def latest_head(conn: sa.Connection) -> HeadRow | None:
    """The newest signed head."""
    row = conn.execute(
        sa.text("SELECT size, encode(root, 'hex') AS root, signed, at FROM head ORDER BY size DESC LIMIT 1")
    ).first()
    return None if row is None else HeadRow(row.size, row.root, row.signed, row.at)
