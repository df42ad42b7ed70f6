"""Letters: what we send, owed until it is sent, held for a person, or known to be undeliverable."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from makewhole.store.wire import as_json, storable


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
    approved: bool
    """Whether a person let it go."""
    account: str | None
    """The account of ours it leaves from, as user id on X; None: the brand's main one."""


_LETTER = (
    "id, brand, person, thread, claim, kind, channel, in_reply_to, body, language, state, tries,"
    " approved_by IS NOT NULL, account"
)


def write(
    conn: sa.Connection,
    *,
    brand: str,
    person: int,
    name: str,
    kind: str,
    channel: str,
    body: str,
    language: str,
    state: str,
    because: Sequence[Mapping[str, Any]],
    now: dt.datetime,
    thread: int | None = None,
    claim: int | None = None,
    in_reply_to: str | None = None,
    account: str | None = None,
    way_forward: str | None = None,
) -> int | None:
    """Write a letter under a name of its own; None when a letter of that name exists."""
    made = conn.execute(
        sa.text(
            "INSERT INTO person_letter (brand, person, thread, claim, name, kind, channel, in_reply_to, body,"
            " language, state, because, way_forward, account, created_at)"
            " VALUES (:brand, :person, :thread, :claim, :name, :kind, :channel,"
            " :in_reply_to, :body, :language, :state, CAST(:because AS jsonb),"
            " :way_forward, :account, :now) ON CONFLICT (brand, name) DO NOTHING RETURNING id"
        ),
        {
            "brand": brand,
            "person": person,
            "thread": thread,
            "claim": claim,
            "name": name,
            "kind": kind,
            "channel": channel,
            "in_reply_to": in_reply_to,
            "body": storable(body),
            "language": language,
            "state": state,
            "because": as_json(list(because)),
            "way_forward": way_forward,
            "account": account,
            "now": now,
        },
    ).scalar()
    return None if made is None else int(made)


def get(conn: sa.Connection, letter_id: int, *, lock: bool = False) -> Letter | None:
    """A letter; None when it was forgotten meanwhile."""
    row = conn.execute(
        sa.text(f"SELECT {_LETTER} FROM person_letter WHERE id = :i{' FOR UPDATE' if lock else ''}"),
        {"i": letter_id},
    ).one_or_none()
    return None if row is None else Letter(*row)


def count_try(conn: sa.Connection, letter_id: int) -> tuple[int, int | None]:
    """One more try: which one this is, and how many of the world's seconds ago the one before began."""
    row = conn.execute(
        sa.text(
            "WITH before AS (SELECT id, tried_at FROM person_letter WHERE id = :i FOR UPDATE)"
            " UPDATE person_letter SET tries = tries + 1, tried_at = clock_timestamp() FROM before"
            " WHERE person_letter.id = before.id"
            " RETURNING tries, CAST(extract(epoch FROM clock_timestamp() - before.tried_at) AS integer)"
        ),
        {"i": letter_id},
    ).one()
    return int(row[0]), None if row[1] is None else int(row[1])


def taken(conn: sa.Connection, letter_id: int, remote_ids: Sequence[str]) -> set[str]:
    """Which of these messages on the channel are another letter's already.

    Two letters may say the same to the same person. Whoever asks waits for transactions that asked before.
    """
    for remote_id in sorted(remote_ids):
        conn.execute(
            sa.text("SELECT pg_advisory_xact_lock(hashtextextended('letter ' || :r, 0))"), {"r": remote_id}
        )
    return set(
        conn.execute(
            sa.text("SELECT remote_id FROM person_letter WHERE remote_id = ANY(:r) AND id <> :i"),
            {"r": list(remote_ids), "i": letter_id},
        ).scalars()
    )


def settle(
    conn: sa.Connection,
    letter_id: int,
    state: str,
    now: dt.datetime,
    *,
    remote_id: str | None = None,
    because: Sequence[Mapping[str, Any]] | None = None,
    way_forward: str | None = None,
) -> None:
    """What became of a letter."""
    conn.execute(
        sa.text(
            "UPDATE person_letter SET state = :s, remote_id = coalesce(:r, remote_id), settled_at = :n,"
            " because = because || coalesce(CAST(:b AS jsonb), '[]'), way_forward = :w WHERE id = :i"
        ),
        {
            "s": state,
            "r": remote_id,
            "n": now,
            "i": letter_id,
            "w": way_forward,
            "b": None if because is None else as_json(list(because)),
        },
    )


def approve(conn: sa.Connection, letter_id: int, staff: int, body: str) -> None:
    """A person lets a held letter go, perhaps in other words."""
    conn.execute(
        sa.text(
            "UPDATE person_letter SET state = 'owed', approved_by = :s, body = :b, way_forward = NULL"
            " WHERE id = :i"
        ),
        {"s": staff, "b": storable(body), "i": letter_id},
    )


def recent_texts(conn: sa.Connection, person: int, most: int = 8) -> frozenset[str]:
    """What we lately said to a person in public."""
    rows = conn.execute(
        sa.text(
            "SELECT body FROM person_letter WHERE person = :p AND kind = 'public_reply'"
            " ORDER BY id DESC LIMIT :m"
        ),
        {"p": person, "m": most},
    )
    return frozenset(rows.scalars())


def answered_interaction(conn: sa.Connection, thread: int, in_reply_to: str) -> bool:
    """Whether a public letter already answers this post."""
    return (
        conn.execute(
            sa.text(
                "SELECT 1 FROM person_letter WHERE thread = :t AND kind = 'public_reply' AND in_reply_to = :r"
                " AND state IN ('owed', 'sent', 'unsettled') LIMIT 1"
            ),
            {"t": thread, "r": in_reply_to},
        ).scalar()
        is not None
    )
