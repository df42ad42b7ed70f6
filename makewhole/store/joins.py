"""Two accounts of one person, joined by what they gave us themselves, and split again.

The join is a row beside the people, never a change to their rows: splitting it leaves each as they were. It
keeps the words the person agreed to, the message by which they did, and when.
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from makewhole.store import people


@dataclass(frozen=True, slots=True)
class Join:
    """A join that holds: between whom, on which words, since when."""

    id: int
    person: int
    other: int
    consent: str
    at: dt.datetime


def offer_code(
    conn: sa.Connection,
    brand: str,
    person: int,
    code_hash: bytes,
    consent: str,
    now: dt.datetime,
    until: dt.datetime,
) -> None:
    """Keep the code shown to a person on their private page; an older one of theirs is void."""
    conn.execute(sa.text("DELETE FROM person_join_code WHERE person = :p AND used_at IS NULL"), {"p": person})
    conn.execute(
        sa.text(
            "INSERT INTO person_join_code (code_hash, brand, person, consent, made_at, until)"
            " VALUES (:h, :b, :p, :c, :n, :u)"
        ),
        {"h": code_hash, "b": brand, "p": person, "c": consent, "n": now, "u": until},
    )


def take_code(conn: sa.Connection, brand: str, code_hash: bytes, now: dt.datetime) -> tuple[int, str] | None:
    """Use a code up: whose page showed it, and the words beside it. None where it is none, or too old."""
    row = conn.execute(
        sa.text(
            "UPDATE person_join_code SET used_at = :n WHERE code_hash = :h AND brand = :b AND used_at IS NULL"
            " AND until > :n RETURNING person, consent"
        ),
        {"h": code_hash, "b": brand, "n": now},
    ).one_or_none()
    return None if row is None else (int(row.person), str(row.consent))


def join(
    conn: sa.Connection,
    brand: str,
    person: int,
    other: int,
    consent: str,
    post: int | None,
    now: dt.datetime,
) -> int | None:
    """Join two people; the join's id, or None where they are one already."""
    if other in people.together(conn, person):
        return None
    made = conn.execute(
        sa.text(
            "INSERT INTO person_join (brand, person, other, consent, post, at)"
            " VALUES (:b, :p, :o, :c, :x, :n) ON CONFLICT DO NOTHING RETURNING id"
        ),
        {"b": brand, "p": person, "o": other, "c": consent, "x": post, "n": now},
    ).scalar()
    return None if made is None else int(made)


def of(conn: sa.Connection, person: int) -> tuple[Join, ...]:
    """The joins that hold a person and all they are joined with together."""
    rows = conn.execute(
        sa.text(
            "SELECT id, person, other, consent, at FROM person_join WHERE split_at IS NULL"
            " AND person = ANY(:w) ORDER BY id"
        ),
        {"w": list(people.together(conn, person))},
    )
    return tuple(Join(*row) for row in rows)


def split(conn: sa.Connection, brand: str, number: int, staff: int, now: dt.datetime) -> Join | None:
    """Undo a join; it as it was, or None where the brand has none of that number that holds."""
    row = conn.execute(
        sa.text(
            "UPDATE person_join SET split_at = :n, split_by = :s WHERE id = :i AND brand = :b"
            " AND split_at IS NULL RETURNING id, person, other, consent, at"
        ),
        {"i": number, "b": brand, "s": staff, "n": now},
    ).one_or_none()
    return None if row is None else Join(*row)
