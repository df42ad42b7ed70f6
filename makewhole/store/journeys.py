"""Journeys: one row a parcel with where it stands, and what is asked over many of them.

A row is drawn by the desk from the parcel's scans, in the transaction that keeps them. What is wrong by the
hour (late, silent, lost) is kept as the time from which it is, so that no row has to be touched when it does.
What any of it means is decided in `parcel.journey`.
"""

import datetime as dt
from dataclasses import asdict, dataclass, fields

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn of a parcel's journey; times aware UTC, risks in permille."""

    lane: str
    operator: str | None
    service: str
    status: str
    reason: str | None
    holder: str | None
    started_at: dt.datetime | None
    last_at: dt.datetime | None
    last_place: str | None
    last_country: str | None
    delivered_at: dt.datetime | None
    promised_by: dt.datetime | None
    problem: str | None
    late_from: dt.datetime | None
    silent_from: dt.datetime | None
    lost_from: dt.datetime | None
    eta_early: dt.date | None
    eta_likely: dt.date | None
    eta_late: dt.date | None
    risk_late: int | None
    risk_stuck: int | None
    risk_lost: int | None
    draw_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class JourneyRow(Drawn):
    """A parcel's journey as it was last drawn."""

    parcel: int
    brand: str
    waybill: str
    order_ref: str | None
    changed_at: dt.datetime


_DRAWN = tuple(field.name for field in fields(Drawn))
_PUT = sa.text(
    f"INSERT INTO journey (parcel, brand, changed_at, {', '.join(_DRAWN)})"
    f" VALUES (:parcel, :brand, :now, {', '.join(':' + name for name in _DRAWN)})"
    f" ON CONFLICT (parcel) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _DRAWN)},"
    " changed_at = CASE WHEN (journey.status, journey.last_at, journey.problem, journey.delivered_at)"
    " IS DISTINCT FROM (excluded.status, excluded.last_at, excluded.problem, excluded.delivered_at)"
    " THEN excluded.changed_at ELSE journey.changed_at END"
)


def put(conn: sa.Connection, brand: str, parcel: int, drawn: Drawn, now: dt.datetime) -> None:
    """Write a parcel's journey; `changed_at` moves when what it says of the parcel does."""
    conn.execute(_PUT, asdict(drawn) | {"brand": brand, "parcel": parcel, "now": now})


def one(conn: sa.Connection, parcel: int) -> JourneyRow | None:
    """A parcel's journey; None for a parcel that is not known."""
    row = conn.execute(
        sa.text(
            f"SELECT {', '.join('j.' + name for name in _DRAWN)}, j.parcel, j.brand, p.waybill, p.order_ref,"
            " j.changed_at FROM journey j JOIN parcel p ON p.id = j.parcel WHERE j.parcel = :p"
        ),
        {"p": parcel},
    ).one_or_none()
    return None if row is None else JourneyRow(*row)
