"""What the page of one parcel shows beside its journey: the talk, the claims and the answers about it.

Read models only. A raw answer may name the consignee: it is read for those who may see it, and by its id.
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from makewhole.store import parcels, scans
from makewhole.store.parcels import ParcelRow
from makewhole.store.views import ClaimCard


@dataclass(frozen=True, slots=True)
class ThreadLink:
    """A conversation about the parcel."""

    id: int
    channel: str
    lane: str
    causes: tuple[str, ...]
    last_at: dt.datetime
    answer_by: dt.datetime | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A whole answer of a carrier, without its content."""

    id: int
    source: str
    reader: str
    size: int
    trouble: str | None
    received_at: dt.datetime
    gone: bool


def parcel(conn: sa.Connection, brand: str, number: int) -> ParcelRow | None:
    """A parcel by id, if it is the brand's."""
    held = conn.execute(
        sa.text("SELECT 1 FROM parcel WHERE id = :i AND brand = :b"), {"i": number, "b": brand}
    ).scalar()
    return None if held is None else parcels.get(conn, number)


def threads(conn: sa.Connection, brand: str, parcel: int) -> list[ThreadLink]:
    """The conversations about a parcel, the newest first."""
    rows = conn.execute(
        sa.text(
            "SELECT id, channel, lane, causes, last_at, answer_by FROM thread"
            " WHERE parcel = :p AND brand = :b ORDER BY last_at DESC LIMIT 30"
        ),
        {"p": parcel, "b": brand},
    )
    return [ThreadLink(r.id, r.channel, r.lane, tuple(r.causes), r.last_at, r.answer_by) for r in rows]


def claims(conn: sa.Connection, brand: str, parcel: int) -> list[ClaimCard]:
    """The claims for a parcel, the newest first."""
    rows = conn.execute(
        sa.text(
            "SELECT id, ref, state, problem FROM claim WHERE parcel = :p AND brand = :b"
            " ORDER BY id DESC LIMIT 30"
        ),
        {"p": parcel, "b": brand},
    )
    return [ClaimCard(*row) for row in rows]


def answers(conn: sa.Connection, brand: str, parcel: int) -> list[AnswerLine]:
    """The answers kept about a parcel, the newest first, without their content."""
    rows = conn.execute(
        sa.text(
            "SELECT id, source, reader, bytes, trouble, received_at, body IS NULL FROM person_answer"
            " WHERE parcel = :p AND brand = :b ORDER BY id DESC LIMIT 20"
        ),
        {"p": parcel, "b": brand},
    )
    return [AnswerLine(*row) for row in rows]


def told_by(conn: sa.Connection, brand: str, parcel: int) -> dict[int, str]:
    """Who told each answer about a parcel, by the answer's id; the newest five hundred."""
    asked = sa.text(
        "SELECT id, source FROM person_answer WHERE parcel = :p AND brand = :b ORDER BY id DESC LIMIT 500"
    )
    return {int(row.id): str(row.source) for row in conn.execute(asked, {"p": parcel, "b": brand})}


def answer(conn: sa.Connection, brand: str, parcel: int, number: int) -> bytes | None:
    """An answer's bytes as they came; None where that parcel has no such answer, or no longer."""
    row = conn.execute(
        sa.text("SELECT body, packed FROM person_answer WHERE id = :i AND parcel = :p AND brand = :b"),
        {"i": number, "p": parcel, "b": brand},
    ).one_or_none()
    if row is None or row.body is None:
        return None
    return scans.unpacked(row.body, packed=row.packed)
