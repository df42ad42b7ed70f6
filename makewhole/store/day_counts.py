"""What happened in a day to the parcels under way, kept as it was known some hours after the day's end.

A day is counted once: scans that come later make no past day look better than the present. A day on which
nothing was under way may be counted again, for a history may be brought in afterwards.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from makewhole.parcel.counts import MEASURES, REASON, Cell, Counts, Place

_COLUMNS = {
    "lane": "text", "operator": "text", "hub": "text", "customs": "text", "measure": "text",
    "stratum": "smallint", "at_risk": "integer", "seen": "integer",
}  # fmt: skip
_KEEP = sa.text(
    f"INSERT INTO day_count (brand, day, {', '.join(_COLUMNS)}) SELECT :b, :d, * FROM unnest("
    + ", ".join(f"CAST(:{name} AS {kind}[])" for name, kind in _COLUMNS.items())
    + ") ON CONFLICT DO NOTHING"
)


def uncounted(conn: sa.Connection, brand: str, first: dt.date, last: dt.date) -> list[dt.date]:
    """The days from `first` to `last` that are to be counted, the earliest first; none before the brand's
    first parcel was under way."""
    rows = conn.execute(
        sa.text(
            "WITH began AS (SELECT (min(started_at) AT TIME ZONE 'UTC')::date + 1 AS day FROM journey"
            " WHERE brand = :b) SELECT one::date FROM began, generate_series(greatest(:f, began.day),"
            " CAST(:l AS date), interval '1 day') AS one"
            " WHERE began.day IS NOT NULL AND NOT EXISTS (SELECT 1 FROM day_counted c WHERE c.brand = :b"
            " AND c.day = one::date AND c.any_there) ORDER BY 1"
        ),
        {"b": brand, "f": first, "l": last},
    )
    return [row[0] for row in rows]


def keep(conn: sa.Connection, brand: str, day: dt.date, cells: Iterable[Cell], now: dt.datetime) -> None:
    """Keep a day's cells; a cell that is kept already stays as it is."""
    values: dict[str, list[str | int]] = {name: [] for name in _COLUMNS}
    for cell in cells:
        for name in ("lane", "operator", "hub", "customs"):
            values[name].append(getattr(cell.place, name))
        for name in ("measure", "stratum", "at_risk", "seen"):
            values[name].append(getattr(cell, name))
    given = {"b": brand, "d": day, "now": now, "any": bool(values["lane"])}
    if given["any"]:
        conn.execute(_KEEP, values | given)
    conn.execute(
        sa.text(
            "INSERT INTO day_counted (brand, day, counted_at, any_there) VALUES (:b, :d, :now, :any)"
            " ON CONFLICT (brand, day) DO UPDATE SET any_there = excluded.any_there"
        ),
        given,
    )


def judge(conn: sa.Connection, brand: str, now: dt.datetime) -> dt.date | None:
    """The last counted day, noted as judged; None where it was judged before, or no day is counted."""
    return conn.execute(
        sa.text(
            "UPDATE day_counted SET judged_at = :now WHERE brand = :b AND judged_at IS NULL"
            " AND day = (SELECT max(day) FROM day_counted WHERE brand = :b) RETURNING day"
        ),
        {"b": brand, "now": now},
    ).scalar()


def drop(conn: sa.Connection, brand: str, before: dt.date) -> None:
    """Delete what was counted before a day."""
    given = {"b": brand, "d": before}
    conn.execute(sa.text("DELETE FROM day_count WHERE brand = :b AND day < :d"), given)
    conn.execute(sa.text("DELETE FROM day_counted WHERE brand = :b AND day < :d"), given)


def read(conn: sa.Connection, brand: str, first: dt.date) -> Counts:
    """The brand's counts since a day."""
    rows = conn.execute(
        sa.text(f"SELECT day, {', '.join(_COLUMNS)} FROM day_count WHERE brand = :b AND day >= :f"),
        {"b": brand, "f": first},
    ).all()
    places = sorted({Place(*row[1:5]) for row in rows})
    index = {place: number for number, place in enumerate(places)}
    measures = {name: number for number, name in enumerate(MEASURES)}
    columns: list[tuple[int, int, int, int, int, int]] = []
    said = []
    for day, lane, operator, hub, customs, measure, stratum, at_risk, seen in rows:
        place, ordinal = index[Place(lane, operator, hub, customs)], day.toordinal()
        if measure in measures:
            columns.append((place, ordinal, measures[measure], stratum, at_risk, seen))
        else:
            said.append((place, ordinal, measure.removeprefix(REASON), seen))
    table = np.array(columns, dtype=np.int64).reshape(-1, 6)
    where, when, what, how_long = (table[:, column] for column in range(4))
    there, happened = (table[:, column].astype(np.float64) for column in (4, 5))
    return Counts(tuple(places), where, when, what, how_long, there, happened, tuple(sorted(said)))


@dataclass(frozen=True, slots=True)
class DayShare:
    """Of how many parcels under way on a day, to which share something happened."""

    day: dt.date
    at_risk: int
    share: float


_OF: dict[str, str] = {"lane": "lane", "carrier": "operator", "hub": "hub", "customs": "customs"}


def shares(
    conn: sa.Connection, brand: str, kind: str, subject: str, measure: str, days: int
) -> list[DayShare]:
    """How often a measure happened at a subject on each of the last counted days, the earliest first."""
    rows = conn.execute(
        sa.text(
            f"SELECT day, sum(at_risk), sum(seen)::float / sum(at_risk) FROM day_count"
            f" WHERE brand = :b AND {_OF[kind]} = :s AND measure = :m"
            " GROUP BY day HAVING sum(at_risk) > 0 ORDER BY day DESC LIMIT :n"
        ),
        {"b": brand, "s": subject, "m": measure, "n": days},
    ).all()
    return [DayShare(row[0], int(row[1]), float(row[2])) for row in reversed(rows)]


def span(conn: sa.Connection, brand: str) -> tuple[dt.date, dt.date] | None:
    """The first and last day with parcels under way that is counted; None where none is."""
    row = conn.execute(
        sa.text("SELECT min(day), max(day) FROM day_counted WHERE brand = :b AND any_there"), {"b": brand}
    ).one()
    return None if row[0] is None else (row[0], row[1])
