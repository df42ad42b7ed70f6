"""What claimants showed, kept by its hash."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A piece of evidence, without its content."""

    id: int
    kind: str
    sha256: str
    media_type: str
    received_at: dt.datetime


def add(
    conn: sa.Connection,
    brand: str,
    claim: int,
    person: int,
    kind: str,
    sha256: str,
    media_type: str,
    content: bytes,
    now: dt.datetime,
) -> bool:
    """Keep a piece of evidence by its hash; False when the claim has it already."""
    return (
        conn.execute(
            sa.text(
                "INSERT INTO person_evidence (brand, claim, person, kind, sha256, media_type, content,"
                " received_at)"
                " VALUES (:b, :c, :p, :k, :h, :m, :x, :n) ON CONFLICT (claim, sha256) DO NOTHING"
            ),
            {
                "b": brand,
                "c": claim,
                "p": person,
                "k": kind,
                "h": sha256,
                "m": media_type,
                "x": content,
                "n": now,
            },
        ).rowcount
        == 1
    )


def of(conn: sa.Connection, claim: int) -> list[EvidenceRow]:
    """A claim's evidence, without contents."""
    rows = conn.execute(
        sa.text(
            "SELECT id, kind, sha256, media_type, received_at FROM person_evidence WHERE claim = :c"
            " ORDER BY id"
        ),
        {"c": claim},
    )
    return [EvidenceRow(*row) for row in rows]


def seen_elsewhere(conn: sa.Connection, brand: str, claim: int) -> frozenset[str]:
    """The hashes of those of the claim's photos that an earlier claim of the brand has shown."""
    rows = conn.execute(
        sa.text(
            "SELECT DISTINCT mine.sha256 FROM person_evidence mine JOIN person_evidence other"
            " ON other.sha256 = mine.sha256 AND other.brand = mine.brand AND other.claim < mine.claim"
            " WHERE mine.claim = :c AND mine.brand = :b"
        ),
        {"c": claim, "b": brand},
    )
    return frozenset(rows.scalars())
