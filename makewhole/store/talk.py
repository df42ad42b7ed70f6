"""Threads, the posts in them, and the letters we owe: rows in, rows out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from makewhole.store.wire import as_json, storable


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread's row, as locked or read."""

    id: int
    brand: str
    person: int
    channel: str
    conversation: str
    lane: str
    parcel: int | None
    dm_open: bool
    answered_at: dt.datetime | None
    causes: list[str]


@dataclass(frozen=True, slots=True)
class KeptPost:
    """A kept post: what came in, by whom, in which thread."""

    id: int
    brand: str
    person: int
    thread: int
    channel: str
    public: bool
    remote_id: str
    text: str
    raw: dict[str, Any]
    read_at: dt.datetime | None
    account: str | None
    """The account of ours it speaks to, as user id; None: the brand's main one."""
    via: str


_THREAD = "id, brand, person, channel, conversation, lane, parcel, dm_open, answered_at, causes"


def thread_for(
    conn: sa.Connection,
    brand: str,
    person: int,
    channel: str,
    conversation: str,
    private: bool,
    now: dt.datetime,
) -> int:
    """The thread a message belongs to: its conversation's; a private one joins the person's latest there."""
    if private:
        latest = conn.execute(
            sa.text(
                "SELECT id FROM thread WHERE brand = :b AND person = :p AND channel = :c AND lane <> 'done'"
                " ORDER BY last_at DESC, id DESC LIMIT 1"
            ),
            {"b": brand, "p": person, "c": channel},
        ).scalar()
        if latest is not None:
            conn.execute(
                sa.text("UPDATE thread SET dm_open = true, last_at = :n WHERE id = :t"),
                {"t": latest, "n": now},
            )
            return int(latest)
    return int(
        conn.execute(
            sa.text(
                "INSERT INTO thread (brand, person, channel, conversation, dm_open, created_at, last_at)"
                " VALUES (:b, :p, :c, :v, :d, :n, :n) ON CONFLICT (brand, channel, conversation, person)"
                " DO UPDATE SET last_at = excluded.last_at, dm_open = thread.dm_open OR excluded.dm_open"
                " RETURNING id"
            ),
            {"b": brand, "p": person, "c": channel, "v": conversation, "d": private, "n": now},
        ).scalar_one()
    )


def latest(conn: sa.Connection, person: int, channel: str) -> int | None:
    """The person's latest thread on a channel."""
    found = conn.execute(
        sa.text(
            "SELECT id FROM thread WHERE person = :p AND channel = :c ORDER BY last_at DESC, id DESC LIMIT 1"
        ),
        {"p": person, "c": channel},
    ).scalar()
    return None if found is None else int(found)


def keep_post(
    conn: sa.Connection,
    brand: str,
    person: int,
    thread: int,
    channel: str,
    public: bool,
    remote_id: str,
    text: str,
    raw: Mapping[str, Any],
    posted_at: dt.datetime | None,
    now: dt.datetime,
    *,
    account: str | None = None,
    via: str = "webhook",
) -> int | None:
    """Keep a post once; None when its id is kept already. `account` of ours it speaks to; `via` which way."""
    kept = conn.execute(
        sa.text(
            "INSERT INTO person_post (brand, person, thread, channel, public, remote_id, text, raw,"
            " posted_at, received_at, account, via)"
            " VALUES (:b, :p, :t, :c, :u, :r, :x, CAST(:w AS jsonb), :a, :n, :o, :v)"
            " ON CONFLICT (brand, channel, remote_id) DO NOTHING RETURNING id"
        ),
        {
            "b": brand,
            "p": person,
            "t": thread,
            "c": channel,
            "u": public,
            "r": remote_id,
            "x": storable(text),
            "w": as_json(dict(raw)),
            "a": posted_at,
            "n": now,
            "o": account,
            "v": via,
        },
    ).scalar()
    return None if kept is None else int(kept)


def post(conn: sa.Connection, post_id: int) -> KeptPost | None:
    """A kept post; None when it was forgotten meanwhile."""
    row = conn.execute(
        sa.text(
            "SELECT id, brand, person, thread, channel, public, remote_id, text, raw, read_at, account, via"
            " FROM person_post WHERE id = :i AND gone_at IS NULL"
        ),
        {"i": post_id},
    ).one_or_none()
    return None if row is None else KeptPost(*row)


def answered(conn: sa.Connection, brand: str, channel: str, remote_id: str) -> KeptPost | None:
    """The kept post that a letter answers, by its id there, in any of its versions."""
    number = conn.execute(
        sa.text(
            "SELECT id FROM person_post WHERE brand = :b AND channel = :c AND remote_id = :r UNION ALL"
            " SELECT post FROM person_post_version WHERE brand = :b AND channel = :c AND remote_id = :r"
        ),
        {"b": brand, "c": channel, "r": remote_id},
    ).scalar()
    return None if number is None else post(conn, int(number))


def lock_thread(conn: sa.Connection, thread: int) -> Thread:
    """The thread, locked until the transaction ends."""
    return Thread(
        *conn.execute(sa.text(f"SELECT {_THREAD} FROM thread WHERE id = :t FOR UPDATE"), {"t": thread}).one()
    )


def record_reading(conn: sa.Connection, post_id: int, reading: Mapping[str, Any], now: dt.datetime) -> None:
    """What was read in a post."""
    conn.execute(
        sa.text(
            "UPDATE person_post SET reading = CAST(:r AS jsonb), read_at = :n"
            " WHERE id = :i AND gone_at IS NULL"
        ),
        {"r": as_json(dict(reading)), "n": now, "i": post_id},
    )


def update_thread(conn: sa.Connection, thread: int, **columns: Any) -> None:
    """Set columns of a thread."""
    sets = ", ".join(f"{name} = :{name}" for name in columns)
    conn.execute(sa.text(f"UPDATE thread SET {sets} WHERE id = :thread"), columns | {"thread": thread})
