"""What a brand chose about speaking on the channel, and the record of what people told us about it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class BrandManners:
    """A brand's own choices. `ai_approval` names where X's written approval of model-written replies is kept;
    `budget_micro` is a day's, in millionths of a dollar, None where the brand set none; quiet hours are by
    the clock of `zone`."""

    links_allowed: bool = False
    ai_approval: str = ""
    quiet_from: dt.time | None = None
    quiet_until: dt.time | None = None
    zone: str = "UTC"
    budget_micro: int | None = None


_ROW = "links_allowed, ai_approval, quiet_from, quiet_until, zone, budget_micro"


def of_brand(conn: sa.Connection, brand: str) -> BrandManners:
    """A brand's choices; the defaults where it made none."""
    row = conn.execute(
        sa.text(f"SELECT {_ROW} FROM brand_manners WHERE brand = :b"), {"b": brand}
    ).one_or_none()
    return BrandManners() if row is None else BrandManners(*row)


def choose(conn: sa.Connection, brand: str, **columns: Any) -> None:
    """Set some of a brand's choices (the fields of `BrandManners`); the others stay."""
    conn.execute(
        sa.text("INSERT INTO brand_manners (brand) VALUES (:b) ON CONFLICT (brand) DO NOTHING"), {"b": brand}
    )
    if columns:
        sets = ", ".join(f"{name} = :{name}" for name in columns)
        conn.execute(
            sa.text(f"UPDATE brand_manners SET {sets} WHERE brand = :brand"), columns | {"brand": brand}
        )


def heard(conn: sa.Connection, brand: str, person: int, said: str, post: str, now: dt.datetime) -> None:
    """A person asked us to `stop`, or to `start` again, in this post or message: it holds from now on."""
    conn.execute(
        sa.text("INSERT INTO person_word (brand, person, said, post, at) VALUES (:b, :p, :s, :r, :n)"),
        {"b": brand, "p": person, "s": said, "r": post, "n": now},
    )
    if said == "stop":
        sql = "INSERT INTO person_optout (person, brand, since) VALUES (:p, :b, :n) ON CONFLICT DO NOTHING"
    else:
        sql = "DELETE FROM person_optout WHERE person = :p AND brand = :b AND since <= :n"
    conn.execute(sa.text(sql), {"b": brand, "p": person, "n": now})


def words_of(conn: sa.Connection, person: int) -> Sequence[tuple[str, dt.datetime]]:
    """What a person told us about being written to, oldest first: the record of their consent."""
    rows = conn.execute(
        sa.text("SELECT said, at FROM person_word WHERE person = :p ORDER BY id"), {"p": person}
    )
    return [(str(row[0]), row[1]) for row in rows]


def wrote_to_us(conn: sa.Connection, person: int) -> bool:
    """Whether the person ever wrote us a private message on X."""
    return bool(
        conn.execute(
            sa.text("SELECT EXISTS (SELECT 1 FROM thread WHERE person = :p AND channel = 'x' AND dm_open)"),
            {"p": person},
        ).scalar()
    )
