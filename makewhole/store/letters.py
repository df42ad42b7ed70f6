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
    by_model: bool
    """Whether a model wrote its words."""


_LETTER = (
    "id, brand, person, thread, claim, kind, channel, in_reply_to, body, language, state, tries,"
    " approved_by IS NOT NULL, account, by_model"
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
    by_model: bool = False,
) -> int | None:
    """Write a letter under a name of its own; None when a letter of that name exists.

    `account` is the one of ours it leaves from (None: the brand's main one)."""
    made = conn.execute(
        sa.text(
            "INSERT INTO person_letter (brand, person, thread, claim, name, kind, channel, in_reply_to, body,"
            " language, state, because, way_forward, account, by_model, created_at)"
            " VALUES (:brand, :person, :thread, :claim, :name, :kind, :channel,"
            " :in_reply_to, :body, :language, :state, CAST(:because AS jsonb),"
            " :way_forward, :account, :by_model, :now) ON CONFLICT (brand, name) DO NOTHING RETURNING id"
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
            "by_model": by_model,
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


def count_try(conn: sa.Connection, letter_id: int) -> None:
    """One more try begins."""
    conn.execute(
        sa.text("UPDATE person_letter SET tries = tries + 1, tried_at = clock_timestamp() WHERE id = :i"),
        {"i": letter_id},
    )


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


def recent_texts(conn: sa.Connection, person: int, since: dt.datetime, most: int = 64) -> frozenset[str]:
    """What we lately said in public: the last to this person, and the last to anybody since then, whichever
    account and brand said it."""
    rows = conn.execute(
        sa.text(
            "(SELECT body FROM person_letter WHERE person = :p AND kind = 'public_reply'"
            " ORDER BY id DESC LIMIT 8) UNION (SELECT body FROM person_letter WHERE kind = 'public_reply'"
            " AND created_at >= :s ORDER BY id DESC LIMIT :m)"
        ),
        {"p": person, "s": since, "m": most},
    )
    return frozenset(rows.scalars())


def said_before(conn: sa.Connection, letter: Letter, since: dt.datetime) -> bool:
    """Whether the same public words went to this person already, or were said by another account since."""
    return bool(
        conn.execute(
            sa.text(
                "SELECT EXISTS (SELECT 1 FROM person_letter WHERE kind = 'public_reply' AND id <> :i"
                " AND md5(body) = md5(:t) AND body = :t AND state IN ('sent', 'unsettled')"
                " AND (person = :p OR (settled_at >= :s"
                " AND (brand, coalesce(account, '')) IS DISTINCT FROM (:b, :a))))"
            ),
            {
                "i": letter.id,
                "t": letter.body,
                "p": letter.person,
                "s": since,
                "b": letter.brand,
                "a": letter.account or "",
            },
        ).scalar()
    )


def answers(conn: sa.Connection, post: int, remote_id: str, *, but: int = 0) -> bool:
    """Whether another public letter (`but` this one) already answers a post, whatever version of it."""
    return bool(
        conn.execute(
            sa.text(
                "SELECT EXISTS (SELECT 1 FROM person_letter WHERE kind = 'public_reply' AND id <> :i"
                " AND (in_reply_to = :r OR name = :n) AND state IN ('owed', 'sent', 'unsettled'))"
            ),
            {"i": but, "r": remote_id, "n": f"post-{post}:public_reply"},
        ).scalar()
    )


def of_ours(conn: sa.Connection, brand: str, remote_ids: Sequence[str]) -> frozenset[str]:
    """Which of these posts on the channel the brand wrote: answers, and what it published."""
    if not remote_ids:
        return frozenset()
    rows = conn.execute(
        sa.text(
            "SELECT remote_id FROM person_letter WHERE brand = :b AND kind = 'public_reply'"
            " AND remote_id = ANY(:r)"
            " UNION SELECT remote_id FROM publication_part WHERE brand = :b AND remote_id = ANY(:r)"
        ),
        {"b": brand, "r": list(remote_ids)},
    )
    return frozenset(rows.scalars())


def hold(
    conn: sa.Connection,
    letter_id: int,
    because: Sequence[Mapping[str, Any]],
    way_forward: str,
) -> None:
    """A letter waits for a person."""
    conn.execute(
        sa.text(
            "UPDATE person_letter SET state = 'held', because = because || CAST(:b AS jsonb),"
            " way_forward = :w WHERE id = :i"
        ),
        {"i": letter_id, "b": as_json(list(because)), "w": way_forward},
    )


def by_mail(conn: sa.Connection, letter_id: int, because: Sequence[Mapping[str, Any]]) -> None:
    """A letter leaves by mail instead."""
    conn.execute(
        sa.text(
            "UPDATE person_letter SET channel = 'email', account = NULL,"
            " because = because || CAST(:b AS jsonb) WHERE id = :i"
        ),
        {"i": letter_id, "b": as_json(list(because))},
    )


def tried(conn: sa.Connection, letter_id: int) -> int | None:
    """How many of the world's seconds ago the last try began; None when there was none."""
    ago = conn.execute(
        sa.text(
            "SELECT CAST(extract(epoch FROM clock_timestamp() - tried_at) AS integer) FROM person_letter"
            " WHERE id = :i"
        ),
        {"i": letter_id},
    ).scalar()
    return None if ago is None else int(ago)
