"""Who is asked about which parcel, when next and why, and what asking costs. When is `parcel.worth`'s.

Money is in millionths of a US dollar; a day is one of UTC.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A parcel's watch: the source that has pushed it (None while it is only asked), and its next look."""

    parcel: int
    source: str | None
    registered_at: dt.datetime | None
    refused: str | None
    refused_way: str | None
    look_at: dt.datetime | None
    because: str | None
    looks: int


_ROW = "parcel, source, registered_at, refused, refused_way, look_at, because, looks"


def one(conn: sa.Connection, parcel: int, *, lock: bool = False) -> WatchRow | None:
    """A parcel's watch; None while nobody has asked about it."""
    row = conn.execute(
        sa.text(f"SELECT {_ROW} FROM parcel_watch WHERE parcel = :p" + (" FOR UPDATE" if lock else "")),
        {"p": parcel},
    ).one_or_none()
    return None if row is None else WatchRow(*row)


def begin(conn: sa.Connection, brand: str, parcels: Sequence[int]) -> None:
    """Keep an eye on parcels from now on; those watched already stay as they are."""
    conn.execute(
        sa.text(
            "INSERT INTO parcel_watch (parcel, brand) SELECT unnest(CAST(:p AS bigint[])), :b"
            " ON CONFLICT (parcel) DO NOTHING"
        ),
        {"p": list(parcels), "b": brand},
    )


def look_next(
    conn: sa.Connection, brand: str, parcel: int, at: dt.datetime | None, because: str | None
) -> None:
    """Note the next look, or that there is none (`at` None)."""
    conn.execute(
        sa.text(
            "INSERT INTO parcel_watch (parcel, brand, look_at, because) VALUES (:p, :b, :at, :why)"
            " ON CONFLICT (parcel) DO UPDATE SET look_at = excluded.look_at, because = excluded.because"
        ),
        {"p": parcel, "b": brand, "at": at, "why": because},
    )


def looked(conn: sa.Connection, parcel: int) -> None:
    """Count a look."""
    conn.execute(sa.text("UPDATE parcel_watch SET looks = looks + 1 WHERE parcel = :p"), {"p": parcel})


def unregistered(
    conn: sa.Connection, brand: str, most: int, *, also_planned: bool
) -> list[tuple[int, str | None, str]]:
    """Watched parcels that no source watches for us yet: (parcel, operator, waybill), oldest first.

    Without `also_planned`, only those whose first look is not owed yet.
    """
    rows = conn.execute(
        sa.text(
            "SELECT p.id, p.operator, p.waybill FROM parcel_watch w JOIN parcel p ON p.id = w.parcel"
            " WHERE w.brand = :b AND w.registered_at IS NULL AND w.refused IS NULL"
            " AND (CAST(:planned AS boolean) OR w.because IS NULL) AND w.because IS DISTINCT FROM 'over'"
            " ORDER BY w.parcel LIMIT :m"
        ),
        {"b": brand, "m": most, "planned": also_planned},
    )
    return [(row.id, row.operator, row.waybill) for row in rows]


def registered(conn: sa.Connection, parcels: Sequence[int], now: dt.datetime) -> None:
    """Note that a source was asked to watch these for us."""
    conn.execute(
        sa.text(
            "UPDATE parcel_watch SET registered_at = :n, refused = NULL, refused_way = NULL"
            " WHERE parcel = ANY(:p)"
        ),
        {"n": now, "p": list(parcels)},
    )


def pushed_by(conn: sa.Connection, brand: str, parcel: int, source: str, now: dt.datetime) -> None:
    """Note that a source tells of this parcel by itself: it just did."""
    conn.execute(
        sa.text(
            "INSERT INTO parcel_watch (parcel, brand, source, registered_at) VALUES (:p, :b, :s, :n)"
            " ON CONFLICT (parcel) DO UPDATE SET source = :s,"
            " registered_at = coalesce(parcel_watch.registered_at, :n)"
        ),
        {"p": parcel, "b": brand, "s": source, "n": now},
    )


def refused(conn: sa.Connection, no: Mapping[int, tuple[str, str]]) -> None:
    """Note why a source would not watch these: (what it says, what can be done), by parcel."""
    for parcel, (says, way) in no.items():
        conn.execute(
            sa.text("UPDATE parcel_watch SET refused = :s, refused_way = :w WHERE parcel = :p"),
            {"s": says, "w": way, "p": parcel},
        )


def count(conn: sa.Connection, brand: str, spent: Sequence[tuple[str, int, int]], now: dt.datetime) -> None:
    """Count what asking cost: (source, calls, micro) each."""
    for source, calls, micro in spent:
        conn.execute(
            sa.text(
                "INSERT INTO tracking_cost (brand, source, day, calls, micro) VALUES (:b, :s, :d, :c, :m)"
                " ON CONFLICT (brand, source, day) DO UPDATE SET calls = tracking_cost.calls +"
                " excluded.calls, micro = tracking_cost.micro + excluded.micro"
            ),
            {"b": brand, "s": source, "d": now.astimezone(dt.UTC).date(), "c": calls, "m": micro},
        )


def spent_on(conn: sa.Connection, brand: str, now: dt.datetime) -> int:
    """What a brand has spent on asking today, from all sources."""
    return int(
        conn.execute(
            sa.text("SELECT coalesce(sum(micro), 0) FROM tracking_cost WHERE brand = :b AND day = :d"),
            {"b": brand, "d": now.astimezone(dt.UTC).date()},
        ).scalar_one()
    )


def stopped(conn: sa.Connection, brand: str, waybills: Sequence[str], source: str) -> list[int]:
    """Note that a source no longer tells of these by itself, so that they are asked about; their parcels."""
    return list(
        conn.execute(
            sa.text(
                "UPDATE parcel_watch w SET source = NULL FROM parcel p WHERE p.id = w.parcel AND p.brand = :b"
                " AND p.waybill = ANY(:w) AND w.source = :s RETURNING w.parcel"
            ),
            {"b": brand, "w": _ways(waybills), "s": source},
        ).scalars()
    )


def brands_of(conn: sa.Connection, waybills: Sequence[str]) -> list[str]:
    """The brands that have a parcel with one of these waybills."""
    asked = sa.text("SELECT DISTINCT brand FROM parcel WHERE waybill = ANY(:w) ORDER BY brand")
    return list(conn.execute(asked, {"w": _ways(waybills)}).scalars())


def _ways(waybills: Sequence[str]) -> list[str]:
    """Waybills as they came, and as our rows have them: in capitals, without what parts them."""
    plain = ("".join(mark for mark in one.upper() if mark.isalnum()) for one in waybills)
    return sorted({*waybills, *plain} - {""})


def take_once(conn: sa.Connection, brand: str, source: str, sha256: bytes, now: dt.datetime) -> bool:
    """Whether what was pushed is new to us; it is noted, so a replay is not."""
    return (
        conn.execute(
            sa.text(
                "INSERT INTO pushed (brand, source, sha256, received_at) VALUES (:b, :s, :h, :n)"
                " ON CONFLICT DO NOTHING"
            ),
            {"b": brand, "s": source, "h": sha256, "n": now},
        ).rowcount
        == 1
    )


def forget_pushed(conn: sa.Connection, before: dt.datetime) -> int:
    """Delete what is known of bodies pushed before a moment; returns how many."""
    return conn.execute(sa.text("DELETE FROM pushed WHERE received_at < :b"), {"b": before}).rowcount
