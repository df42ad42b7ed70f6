"""Brands, and the few facts of the house itself."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from makewhole.store.wire import as_json


@dataclass(frozen=True, slots=True)
class BrandRow:
    """A brand's row."""

    id: str
    name: str
    handles: list[str]
    answer_within_minutes: int
    currency: str
    privacy_url: str | None
    help_url: str | None
    terms: dict[str, Any] | None
    automation_attested_at: dt.datetime | None
    order_examples: list[str]


_ROW = (
    "id, name, handles, answer_within_minutes, currency, privacy_url, help_url, terms,"
    " automation_attested_at, order_examples"
)


def put(
    conn: sa.Connection,
    brand: str,
    name: str,
    handles: list[str],
    currency: str,
    now: dt.datetime,
    *,
    attested: bool = False,
    terms: dict[str, Any] | None = None,
    answer_within_minutes: int = 60,
) -> None:
    """Add a brand or bring it up to date."""
    conn.execute(
        sa.text(
            "INSERT INTO brand (id, name, handles, currency, answer_within_minutes, automation_attested_at,"
            " terms,"
            " created_at) VALUES (:b, :n, :h, :c, :m, :a, CAST(:t AS jsonb), :now) ON CONFLICT (id) DO"
            " UPDATE SET"
            " name = excluded.name, handles = excluded.handles, currency = excluded.currency,"
            " answer_within_minutes = excluded.answer_within_minutes, terms = coalesce(excluded.terms,"
            " brand.terms),"
            " automation_attested_at = coalesce(excluded.automation_attested_at,"
            " brand.automation_attested_at)"
        ),
        {
            "b": brand,
            "n": name,
            "h": [handle.lstrip("@").lower() for handle in handles],
            "c": currency,
            "m": answer_within_minutes,
            "a": now if attested else None,
            "now": now,
            "t": None if terms is None else as_json(terms),
        },
    )


def get(conn: sa.Connection, brand: str) -> BrandRow:
    """A brand by id."""
    return BrandRow(*conn.execute(sa.text(f"SELECT {_ROW} FROM brand WHERE id = :b"), {"b": brand}).one())


def is_there(conn: sa.Connection, brand: str) -> bool:
    """Whether there is such a brand."""
    return conn.execute(sa.text("SELECT 1 FROM brand WHERE id = :b"), {"b": brand}).scalar() is not None


def attest(conn: sa.Connection, brand: str, now: dt.datetime) -> None:
    """Keep that a person says the brand's accounts bear X's "Automated" label."""
    conn.execute(
        sa.text("UPDATE brand SET automation_attested_at = :n WHERE id = :b"), {"b": brand, "n": now}
    )


def set_order_examples(conn: sa.Connection, brand: str, examples: list[str]) -> None:
    """Keep order numbers such as the brand's shop prints; they take the place of those kept before."""
    conn.execute(sa.text("UPDATE brand SET order_examples = :e WHERE id = :b"), {"b": brand, "e": examples})


def all_of(conn: sa.Connection) -> list[BrandRow]:
    """All brands, oldest first."""
    return [
        BrandRow(*row) for row in conn.execute(sa.text(f"SELECT {_ROW} FROM brand ORDER BY created_at, id"))
    ]


def lock(conn: sa.Connection, brand: str) -> None:
    """Hold a brand until the transaction ends, so that statements about it follow one another; who only
    refers to it is not held up."""
    conn.execute(sa.text("SELECT 1 FROM brand WHERE id = :b FOR NO KEY UPDATE"), {"b": brand})


def once(conn: sa.Connection, source: str, event: str, now: dt.datetime) -> bool:
    """Note an outside party's event; False when it was noted before."""
    return (
        conn.execute(
            sa.text(
                "INSERT INTO outside_event (source, id, received_at) VALUES (:s, :i, :n) ON CONFLICT DO"
                " NOTHING"
            ),
            {"s": source, "i": event, "n": now},
        ).rowcount
        == 1
    )


def house_fact(conn: sa.Connection, key: str) -> Any:
    """A fact of the house, or None."""
    return conn.execute(sa.text("SELECT value FROM house WHERE key = :k"), {"k": key}).scalar()


def set_house_fact(conn: sa.Connection, key: str, value: Any) -> Any:
    """Set a fact of the house if it has none yet; returns what it is now."""
    conn.execute(
        sa.text("INSERT INTO house (key, value) VALUES (:k, CAST(:v AS jsonb)) ON CONFLICT (key) DO NOTHING"),
        {"k": key, "v": as_json(value)},
    )
    return house_fact(conn, key)
