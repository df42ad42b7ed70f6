"""Disruptions as rows: what is raised, what is over, and the parcels caught in each."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from makewhole.because import Because, plain
from makewhole.store.wire import as_json


@dataclass(frozen=True, slots=True)
class DisruptionRow:
    """A disruption's row. `usual` and `now` are shares of the parcels under way to which `measure` happens
    in a day; `caught` counts the parcels that are in it now."""

    id: int
    brand: str
    kind: str
    subject: str
    measure: str
    began_on: dt.date
    raised_at: dt.datetime
    over_on: dt.date | None
    over_at: dt.datetime | None
    ended: str | None
    into: int | None
    usual: float
    now: float
    cause: str
    because: list[dict[str, Any]]
    changed_at: dt.datetime
    caught: int


_ROW = (
    "d.id, d.brand, d.kind, d.subject, d.measure, d.began_on, d.raised_at, d.over_on, d.over_at, d.ended,"
    " d.into_, d.usual, d.now, d.cause, d.because, d.changed_at,"
    " (SELECT count(*) FROM disruption_parcel c WHERE c.disruption = d.id AND c.freed_at IS NULL)"
)


def get(conn: sa.Connection, number: int) -> DisruptionRow | None:
    """A disruption by id."""
    row = conn.execute(
        sa.text(f"SELECT {_ROW} FROM disruption d WHERE d.id = :i"), {"i": number}
    ).one_or_none()
    return None if row is None else DisruptionRow(*row)


def standing(conn: sa.Connection, brand: str, *, lock: bool = False) -> list[DisruptionRow]:
    """The brand's disruptions that are not over, the latest first."""
    rows = conn.execute(
        sa.text(
            f"SELECT {_ROW} FROM disruption d WHERE d.brand = :b AND d.over_at IS NULL"
            f" ORDER BY d.began_on DESC, d.id DESC{' FOR UPDATE OF d' if lock else ''}"
        ),
        {"b": brand},
    )
    return [DisruptionRow(*row) for row in rows]


def over(conn: sa.Connection, brand: str, most: int = 50) -> list[DisruptionRow]:
    """The brand's disruptions that are over, the last to end first."""
    rows = conn.execute(
        sa.text(
            f"SELECT {_ROW} FROM disruption d WHERE d.brand = :b AND d.over_at IS NOT NULL"
            " ORDER BY d.over_at DESC, d.id DESC LIMIT :n"
        ),
        {"b": brand, "n": most},
    )
    return [DisruptionRow(*row) for row in rows]


def since(conn: sa.Connection, brand: str, day: dt.date) -> list[DisruptionRow]:
    """The brand's disruptions that stand or were over no earlier than a day, the first to be raised first."""
    rows = conn.execute(
        sa.text(
            f"SELECT {_ROW} FROM disruption d WHERE d.brand = :b AND (d.over_on IS NULL OR d.over_on >= :d)"
            " ORDER BY d.id"
        ),
        {"b": brand, "d": day},
    )
    return [DisruptionRow(*row) for row in rows]


def of_parcel(conn: sa.Connection, parcel: int) -> DisruptionRow | None:
    """The disruption a parcel is caught in now, the latest to begin where there are several."""
    row = conn.execute(
        sa.text(
            f"SELECT {_ROW} FROM disruption d JOIN disruption_parcel p ON p.disruption = d.id"
            " WHERE p.parcel = :p AND p.freed_at IS NULL AND d.over_at IS NULL"
            " ORDER BY d.began_on DESC, d.id DESC LIMIT 1"
        ),
        {"p": parcel},
    ).one_or_none()
    return None if row is None else DisruptionRow(*row)


def on_lanes(conn: sa.Connection, brand: str) -> list[tuple[str, int, int]]:
    """Each lane with a standing disruption of any kind and how many of its parcels are caught in it now, the
    disruption that holds most of a lane first."""
    rows = conn.execute(
        sa.text(
            "SELECT j.lane, d.id, count(*) FROM disruption d JOIN disruption_parcel c ON c.disruption = d.id"
            " JOIN journey j ON j.parcel = c.parcel"
            " WHERE d.brand = :b AND d.over_at IS NULL AND c.freed_at IS NULL"
            " GROUP BY j.lane, d.id ORDER BY count(*) DESC, d.id DESC"
        ),
        {"b": brand},
    )
    return [(str(lane), int(number), int(caught)) for lane, number, caught in rows]


def raise_(
    conn: sa.Connection,
    brand: str,
    kind: str,
    subject: str,
    measure: str,
    began_on: dt.date,
    usual: float,
    now_: float,
    cause: str,
    because: Because,
    at: dt.datetime,
) -> tuple[int, bool]:
    """Raise a disruption, or bring the open one of that subject up to date: its id, and whether it is new."""
    row = conn.execute(
        sa.text(
            "INSERT INTO disruption (brand, kind, subject, measure, began_on, raised_at, usual, now, cause,"
            " because, changed_at)"
            " VALUES (:brand, :kind, :subject, :measure, :began_on, :at, :usual, :now, :cause,"
            " CAST(:because AS jsonb), :at)"
            " ON CONFLICT (brand, kind, subject) WHERE over_at IS NULL DO UPDATE"
            " SET measure = excluded.measure, began_on = least(disruption.began_on, excluded.began_on),"
            " usual = excluded.usual, now = excluded.now, cause = excluded.cause, because = excluded.because,"
            " changed_at = excluded.changed_at RETURNING id, raised_at = :at"
        ),
        {
            "brand": brand,
            "kind": kind,
            "subject": subject,
            "measure": measure,
            "began_on": began_on,
            "usual": usual,
            "now": now_,
            "cause": cause,
            "because": as_json(plain(because)),
            "at": at,
        },
    ).one()
    return int(row[0]), bool(row[1])


def end(
    conn: sa.Connection,
    number: int,
    ended: str,
    on: dt.date,
    because: Because,
    at: dt.datetime,
    into: int | None = None,
) -> list[int]:
    """A disruption is over since a day (`ended` says how); the parcels still caught are freed, and told."""
    conn.execute(
        sa.text(
            "UPDATE disruption SET ended = :e, over_on = :d, over_at = :at, changed_at = :at, into_ = :into,"
            " because = because || CAST(:because AS jsonb) WHERE id = :i AND over_at IS NULL"
        ),
        {"i": number, "e": ended, "d": on, "at": at, "into": into, "because": as_json(plain(because))},
    )
    return free(conn, number, (), at)


def catch(conn: sa.Connection, number: int, parcels: Sequence[int], at: dt.datetime) -> list[int]:
    """Put parcels into a disruption; those that were not in it before are told."""
    rows = conn.execute(
        sa.text(
            "INSERT INTO disruption_parcel (disruption, parcel, caught_at)"
            " SELECT :i, unnest(CAST(:p AS bigint[])), :at"
            " ON CONFLICT (disruption, parcel) DO UPDATE SET freed_at = NULL"
            " WHERE disruption_parcel.freed_at IS NOT NULL RETURNING parcel"
        ),
        {"i": number, "p": list(parcels), "at": at},
    )
    return [int(row[0]) for row in rows]


def free(conn: sa.Connection, number: int, still: Sequence[int], at: dt.datetime) -> list[int]:
    """Free every parcel of a disruption but those still in it; the freed are told."""
    rows = conn.execute(
        sa.text(
            "UPDATE disruption_parcel SET freed_at = :at WHERE disruption = :i AND freed_at IS NULL"
            " AND NOT parcel = ANY(:p) RETURNING parcel"
        ),
        {"i": number, "p": list(still), "at": at},
    )
    return [int(row[0]) for row in rows]
