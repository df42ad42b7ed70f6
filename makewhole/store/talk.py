"""Threads, the posts in them, and the letters we owe: rows in, rows out."""

import datetime as dt
from collections.abc import Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's row."""

    id: int
    brand: str
    person: int
    thread: int | None
    claim: int | None
    kind: str
    channel: str
    in_reply_to: str | None
    body: str
    language: str
    state: str
    tries: int


_THREAD = "id, brand, person, channel, conversation, lane, parcel, dm_open, answered_at"
_LETTER = "id, brand, person, thread, claim, kind, channel, in_reply_to, body, language, state, tries"


def thread_for(
    conn: sa.Connection, brand: str, person: int, channel: str, conversation: str, private: bool, now: dt.datetime
) -> int:
    """The thread a message belongs to: its conversation's; a private one joins the person's latest there."""
    if private:
        latest = conn.execute(
            sa.text("SELECT id FROM thread WHERE brand = :b AND person = :p AND channel = :c AND lane <> 'done'"
                    " ORDER BY last_at DESC, id DESC LIMIT 1"),
            {"b": brand, "p": person, "c": channel},
        ).scalar()
        if latest is not None:
            conn.execute(sa.text("UPDATE thread SET dm_open = true, last_at = :n WHERE id = :t"),
                         {"t": latest, "n": now})
            return int(latest)
    return int(conn.execute(
        sa.text("INSERT INTO thread (brand, person, channel, conversation, dm_open, created_at, last_at)"
                " VALUES (:b, :p, :c, :v, :d, :n, :n) ON CONFLICT (brand, channel, conversation, person)"
                " DO UPDATE SET last_at = excluded.last_at, dm_open = thread.dm_open OR excluded.dm_open"
                " RETURNING id"),
        {"b": brand, "p": person, "c": channel, "v": conversation, "d": private, "n": now},
    ).scalar_one())


def known_posts(conn: sa.Connection, brand: str, channel: str, remote_ids: Sequence[str]) -> set[str]:
    """Which of these posts are kept already."""
    return set(conn.execute(
        sa.text("SELECT remote_id FROM person_post WHERE brand = :b AND channel = :c AND remote_id = ANY(:r)"),
        {"b": brand, "c": channel, "r": list(remote_ids)},
    ).scalars())


def keep_post(
    conn: sa.Connection, brand: str, person: int, thread: int, channel: str, public: bool, remote_id: str,
    text: str, raw: Mapping[str, Any], posted_at: dt.datetime | None, now: dt.datetime,
) -> int | None:
    """Keep a post once; None when its id is kept already."""
    kept = conn.execute(
        sa.text("INSERT INTO person_post (brand, person, thread, channel, public, remote_id, text, raw, posted_at,"
                " received_at) VALUES (:b, :p, :t, :c, :u, :r, :x, CAST(:w AS jsonb), :a, :n)"
                " ON CONFLICT (brand, channel, remote_id) DO NOTHING RETURNING id"),
        {"b": brand, "p": person, "t": thread, "c": channel, "u": public, "r": remote_id, "x": storable(text),
         "w": as_json(dict(raw)), "a": posted_at, "n": now},
    ).scalar()
    return None if kept is None else int(kept)


def post(conn: sa.Connection, post_id: int) -> KeptPost | None:
    """A kept post; None when it was forgotten meanwhile."""
    row = conn.execute(
        sa.text("SELECT id, brand, person, thread, channel, public, remote_id, text, raw, read_at"
                " FROM person_post WHERE id = :i AND gone_at IS NULL"), {"i": post_id},
    ).one_or_none()
    return None if row is None else KeptPost(*row)


def lock_thread(conn: sa.Connection, thread: int) -> Thread:
    """The thread, locked until the transaction ends."""
    return Thread(*conn.execute(sa.text(f"SELECT {_THREAD} FROM thread WHERE id = :t FOR UPDATE"), {"t": thread}).one())


def causes(conn: sa.Connection, thread: int) -> list[str]:
    """What the thread has been about so far, most important first."""
    return list(conn.execute(sa.text("SELECT causes FROM thread WHERE id = :t"), {"t": thread}).scalar_one())


def remove_post(conn: sa.Connection, brand: str, channel: str, remote_id: str, now: dt.datetime) -> None:
    """Empty a post that is gone where it came from; its row stays so that it is not taken in again."""
    conn.execute(
        sa.text("UPDATE person_post SET text = '', raw = '{}', reading = NULL, gone_at = :n"
                " WHERE brand = :b AND channel = :c AND remote_id = :r"),
        {"b": brand, "c": channel, "r": remote_id, "n": now},
    )


def record_reading(conn: sa.Connection, post_id: int, reading: Mapping[str, Any], now: dt.datetime) -> None:
    """What was read in a post."""
    conn.execute(sa.text("UPDATE person_post SET reading = CAST(:r AS jsonb), read_at = :n WHERE id = :i"),
                 {"r": as_json(dict(reading)), "n": now, "i": post_id})


def update_thread(conn: sa.Connection, thread: int, **columns: Any) -> None:
    """Set columns of a thread."""
    sets = ", ".join(f"{name} = :{name}" for name in columns)
    conn.execute(sa.text(f"UPDATE thread SET {sets} WHERE id = :thread"), columns | {"thread": thread})


def write_letter(
    conn: sa.Connection, *, brand: str, person: int, name: str, kind: str, channel: str, body: str, language: str,
    state: str, because: Sequence[Mapping[str, Any]], now: dt.datetime, thread: int | None = None,
    claim: int | None = None, in_reply_to: str | None = None, way_forward: str | None = None,
) -> int | None:
    """Write a letter under a name of its own; None when a letter of that name exists."""
    made = conn.execute(
        sa.text("INSERT INTO person_letter (brand, person, thread, claim, name, kind, channel, in_reply_to, body,"
                " language, state, because, way_forward, created_at) VALUES (:brand, :person, :thread, :claim,"
                " :name, :kind, :channel, :in_reply_to, :body, :language, :state, CAST(:because AS jsonb),"
                " :way_forward, :now) ON CONFLICT (brand, name) DO NOTHING RETURNING id"),
        {"brand": brand, "person": person, "thread": thread, "claim": claim, "name": name, "kind": kind,
         "channel": channel, "in_reply_to": in_reply_to, "body": storable(body), "language": language, "state": state,
         "because": as_json(list(because)), "way_forward": way_forward, "now": now},
    ).scalar()
    return None if made is None else int(made)


def letter(conn: sa.Connection, letter_id: int, *, lock: bool = False) -> Letter | None:
    """A letter; None when it was forgotten meanwhile."""
    row = conn.execute(
        sa.text(f"SELECT {_LETTER} FROM person_letter WHERE id = :i{' FOR UPDATE' if lock else ''}"), {"i": letter_id}
    ).one_or_none()
    return None if row is None else Letter(*row)


def count_try(conn: sa.Connection, letter_id: int) -> int:
    """One more try to send; returns which one this is."""
    return int(conn.execute(sa.text("UPDATE person_letter SET tries = tries + 1 WHERE id = :i RETURNING tries"),
                            {"i": letter_id}).scalar_one())


def settle_letter(
    conn: sa.Connection, letter_id: int, state: str, now: dt.datetime, *, remote_id: str | None = None,
    because: Sequence[Mapping[str, Any]] | None = None, way_forward: str | None = None,
) -> None:
    """What became of a letter."""
    conn.execute(
        sa.text("UPDATE person_letter SET state = :s, remote_id = coalesce(:r, remote_id), settled_at = :n,"
                " because = because || coalesce(CAST(:b AS jsonb), '[]'), way_forward = :w WHERE id = :i"),
        {"s": state, "r": remote_id, "n": now, "i": letter_id, "w": way_forward,
         "b": None if because is None else as_json(list(because))},
    )


def approve_letter(conn: sa.Connection, letter_id: int, staff: int, body: str) -> None:
    """A person lets a held letter go, perhaps in other words."""
    conn.execute(sa.text("UPDATE person_letter SET state = 'owed', approved_by = :s, body = :b, way_forward = NULL"
                         " WHERE id = :i"), {"s": staff, "b": storable(body), "i": letter_id})


def answered_interaction(conn: sa.Connection, thread: int, in_reply_to: str) -> bool:
    """Whether a public letter already answers this post."""
    return conn.execute(
        sa.text("SELECT 1 FROM person_letter WHERE thread = :t AND kind = 'public_reply' AND in_reply_to = :r"
                " AND state IN ('owed', 'sent', 'unsettled') LIMIT 1"), {"t": thread, "r": in_reply_to},
    ).scalar() is not None
