"""Journeys: one row a parcel with where it stands, and which of them have a problem at an hour.

A row is drawn by the desk from the parcel's scans, in the transaction that keeps them. What is wrong by the
hour (late, silent, lost) is kept as the time from which it is, so that no row has to be touched when it does.
What any of it means is decided in `parcel.journey`, whose `problem_at` is asked here of many rows at once.
"""

import datetime as dt
import re
from dataclasses import asdict, dataclass, fields

import sqlalchemy as sa

from makewhole.parcel.counts import Kind
from makewhole.parcel.journey import GRAVE
from makewhole.store.orders import key_of


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
    handed_over_at: dt.datetime | None
    delivered_at: dt.datetime | None
    ended_at: dt.datetime | None
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


_ROW = f"{', '.join('j.' + name for name in _DRAWN)}, j.parcel, j.brand, p.waybill, p.order_ref, j.changed_at"


def one(conn: sa.Connection, parcel: int) -> JourneyRow | None:
    """A parcel's journey; None for a parcel that is not known."""
    asked = sa.text(f"SELECT {_ROW} FROM journey j JOIN parcel p ON p.id = j.parcel WHERE j.parcel = :p")
    row = conn.execute(asked, {"p": parcel}).one_or_none()
    return None if row is None else JourneyRow(*row)


def due(conn: sa.Connection, now: dt.datetime, most: int) -> list[int]:
    """Parcels whose journey is to be drawn anew by `now`, the longest due first."""
    asked = sa.text("SELECT parcel FROM journey WHERE draw_at <= :now ORDER BY draw_at LIMIT :n")
    return [int(row) for row in conn.execute(asked, {"now": now, "n": most}).scalars()]


def find(conn: sa.Connection, brand: str, text: str, most: int = 50) -> list[JourneyRow]:
    """The brand's parcels whose waybill or order number begins with a text, whole matches first.

    Case and signs make no difference; an empty text finds the newest parcels. Where more begin with it than
    are asked for, any of them are given.
    """
    key, written = key_of(text), "".join(text.split()).upper()
    found = _BEGINS if key else "SELECT id FROM parcel WHERE brand = :b ORDER BY id DESC LIMIT :n"
    asked = sa.text(
        f"SELECT {_ROW} FROM ({found}) AS found JOIN parcel p USING (id) JOIN journey j ON j.parcel = p.id"
        " ORDER BY coalesce(:k IN (p.waybill, p.order_key) OR p.waybill = :w, false) DESC, p.id DESC LIMIT :n"
    )
    like = {"kk": _begins(key), "ww": _begins(written)}
    given = {"b": brand, "k": key, "w": written, "n": most} | like
    return [JourneyRow(*row) for row in conn.execute(asked, given)]


# A search by each index, none of which reads more than is asked for.
_BEGINS = " UNION ".join(
    f"(SELECT id FROM parcel WHERE brand = :b AND {how} LIMIT :n)"
    for how in (
        "waybill = :k",
        "waybill = :w",
        "order_key = :k",
        "waybill LIKE :kk ESCAPE '!'",
        "waybill LIKE :ww ESCAPE '!'",
        "order_key LIKE :kk ESCAPE '!'",
    )
)


def _begins(text: str) -> str:
    """A pattern of what begins with a text, whose own signs stand for themselves.

    >>> _begins("A_1%")
    'A!_1!%%'
    """
    return re.sub("([!%_])", "!\\1", text) + "%"


@dataclass(frozen=True, slots=True)
class ProblemRow(JourneyRow):
    """A parcel's journey with what is wrong at the asked hour (`parcel.journey.Problem`), and since when."""

    kind: str
    since: dt.datetime

    @property
    def key(self) -> tuple[dt.datetime, int]:
        """Where the next page begins."""
        return self.since, self.parcel


_GRAVE = ", ".join(f"'{problem}'" for problem in sorted(GRAVE))
_KIND = (
    f"CASE WHEN j.problem IN ({_GRAVE}) THEN j.problem WHEN j.lost_from <= :now THEN 'lost'"
    " WHEN j.silent_from <= :now THEN CASE j.status WHEN 'customs' THEN 'customs' ELSE 'silent' END"
    " WHEN j.problem = 'exception' THEN j.problem WHEN j.late_from < :now THEN 'late' ELSE j.problem END"
)
_SINCE = (
    f"CASE WHEN j.problem IN ({_GRAVE}) THEN j.changed_at WHEN j.lost_from <= :now THEN j.lost_from"
    " WHEN j.silent_from <= :now THEN j.silent_from WHEN j.problem = 'exception' THEN j.changed_at"
    " WHEN j.late_from < :now THEN j.late_from ELSE j.changed_at END"
)
_OPEN = (
    f"SELECT j.parcel, {_KIND} AS kind, {_SINCE} AS since FROM journey j"
    " WHERE j.brand = :b AND j.ended_at IS NULL"
)


def problems(
    conn: sa.Connection,
    brand: str,
    now: dt.datetime,
    kind: str | None = None,
    before: tuple[dt.datetime, int] | None = None,
    most: int = 50,
) -> list[ProblemRow]:
    """The brand's parcels with a problem at `now`, the newest problem first; of one kind where one is asked.

    `before` is the `key` of the last row of the page before. A parcel that has ended is there for what it
    ended with (lost, returned).
    """
    page = "" if before is None else " AND ({}, j.parcel) < (:at, :parcel)"
    ended = (
        "SELECT j.parcel, j.problem AS kind, j.changed_at AS since FROM journey j WHERE j.brand = :b"
        " AND j.ended_at IS NOT NULL AND j.problem IS NOT NULL"
        " AND (CAST(:kind AS text) IS NULL OR j.problem = :kind)"
        f"{page.format('j.changed_at')} ORDER BY j.changed_at DESC, j.parcel DESC LIMIT :n"
    )
    asked = sa.text(
        f"SELECT {_ROW}, w.kind, w.since FROM (SELECT * FROM ({_OPEN} UNION ALL ({ended})) AS j"
        " WHERE j.kind IS NOT NULL AND (CAST(:kind AS text) IS NULL OR j.kind = :kind)"
        f"{page.format('j.since')} ORDER BY j.since DESC, j.parcel DESC LIMIT :n) AS w"
        " JOIN journey j ON j.parcel = w.parcel JOIN parcel p ON p.id = j.parcel"
        " ORDER BY w.since DESC, w.parcel DESC"
    )
    at, parcel = before or (None, None)
    given = {"b": brand, "now": now, "kind": kind, "at": at, "parcel": parcel, "n": most}
    return [ProblemRow(*row) for row in conn.execute(asked, given)]


def problem_counts(conn: sa.Connection, brand: str, now: dt.datetime) -> dict[str, int]:
    """How many of the brand's open parcels have which problem at `now`."""
    asked = sa.text(f"SELECT kind, count(*) FROM ({_OPEN}) AS open WHERE kind IS NOT NULL GROUP BY kind")
    return {str(kind): int(count) for kind, count in conn.execute(asked, {"b": brand, "now": now})}


_AT: dict[Kind, str] = {
    "lane": "j.lane = :s",
    "carrier": "j.operator = :s",
    # As the days' cells name hubs (store.days), that of a country nobody named too.
    "hub": "j.last_place || ', ' || coalesce(j.last_country, '??') = :s",
    "customs": "j.status = 'customs' AND coalesce(j.last_country, right(j.lane, 2)) = :s",
}


def caught(conn: sa.Connection, brand: str, kind: Kind, subject: str, now: dt.datetime) -> list[int]:
    """The brand's open parcels that are on a lane, with a carrier, at a hub ("Leipzig, DE") or with a
    country's customs, and not yet presumed lost at `now`."""
    asked = sa.text(
        f"SELECT j.parcel FROM journey j WHERE j.brand = :b AND j.ended_at IS NULL AND {_AT[kind]}"
        " AND (j.lost_from IS NULL OR j.lost_from > :now) ORDER BY j.parcel"
    )
    return [int(row) for row in conn.execute(asked, {"b": brand, "s": subject, "now": now}).scalars()]
