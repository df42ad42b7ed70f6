"""What doors read beside threads and claims: the brand and the log."""

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
