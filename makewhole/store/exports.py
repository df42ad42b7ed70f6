"""Public posts of X as they are taken out by hand. Rows out, nothing decided."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

_ON_X = "brand = :b AND channel = 'x' AND public AND gone_at IS NULL"


@dataclass(frozen=True, slots=True)
class Row:
    """One post, and when X last gave it."""

    id: int
    remote_id: str
    text: str
    raw: dict[str, Any]
    posted_at: dt.datetime | None
    seen_at: dt.datetime


def ids(conn: sa.Connection, brand: str) -> list[str]:
    """The ids of all public posts kept of a brand, in the order they came."""
    asked = sa.text(f"SELECT remote_id FROM person_post WHERE {_ON_X} ORDER BY id")
    return list(conn.execute(asked, {"b": brand}).scalars())


def posts(conn: sa.Connection, brand: str, thread: int | None, most: int) -> list[Row]:
    """The newest public posts of a brand, or of one of its threads."""
    rows = conn.execute(
        sa.text(
            "SELECT id, remote_id, text, raw, posted_at, greatest(received_at, edited_at, seen_at)"
            f" FROM person_post WHERE {_ON_X} AND thread = coalesce(:t, thread) ORDER BY id DESC LIMIT :n"
        ),
        {"b": brand, "t": thread, "n": most},
    )
    return [Row(*row) for row in rows]
