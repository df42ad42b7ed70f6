"""Mail as rows: how far a mailbox was read, what each mail became, and each letter's one handing over."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from makewhole.store.wire import as_json, storable


@dataclass(frozen=True, slots=True)
class Box:
    """How far a brand's mailbox was read; mails from before `began_at` are not ours to answer."""

    uid_validity: int
    last_uid: int
    began_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """What a kept mail says of itself, as far as an answer to it needs it."""

    post: int
    person: int
    thread: int
    message_id: str
    references: tuple[str, ...]
    subject: str
    contact: int | None


@dataclass(frozen=True, slots=True)
class Handed:
    """The one handing over of a letter to the mail server."""

    message_id: str
    accepted: bool
    bounced: bool


def lock_box(conn: sa.Connection, brand: str) -> Box | None:
    """The brand's mailbox as we know it, locked until the transaction ends; None where it was never read."""
    row = conn.execute(
        sa.text("SELECT uid_validity, last_uid, began_at FROM mail_box WHERE brand = :b FOR UPDATE"),
        {"b": brand},
    ).one_or_none()
    return None if row is None else Box(*row)


def set_box(conn: sa.Connection, brand: str, uid_validity: int, last_uid: int, now: dt.datetime) -> None:
    """How far the mailbox is read now."""
    conn.execute(
        sa.text(
            "INSERT INTO mail_box (brand, uid_validity, last_uid, began_at, looked_at)"
            " VALUES (:b, :v, :u, :n, :n) ON CONFLICT (brand) DO UPDATE SET uid_validity = :v, last_uid = :u,"
            " looked_at = :n"
        ),
        {"b": brand, "v": uid_validity, "u": last_uid, "n": now},
    )


def looked(conn: sa.Connection, brand: str) -> dt.datetime | None:
    """When a mail was last taken from the brand's mailbox, or the mailbox first opened."""
    at = conn.execute(sa.text("SELECT looked_at FROM mail_box WHERE brand = :b"), {"b": brand}).scalar()
    return at if isinstance(at, dt.datetime) else None


def note(
    conn: sa.Connection,
    brand: str,
    uid_validity: int,
    uid: int,
    became: str,
    says: str,
    size: int,
    now: dt.datetime,
) -> bool:
    """Note what a mail became; False where that was noted before."""
    made = conn.execute(
        sa.text(
            "INSERT INTO mail_seen (brand, uid_validity, uid, became, says, size, seen_at)"
            " VALUES (:b, :v, :u, :a, :s, :z, :n) ON CONFLICT (brand, uid_validity, uid) DO NOTHING"
        ),
        {"b": brand, "v": uid_validity, "u": uid, "a": became, "s": says, "z": size, "n": now},
    )
    return made.rowcount > 0


def noted(conn: sa.Connection, brand: str, uid_validity: int, uid: int) -> bool:
    """Whether this mail was looked at before."""
    found = conn.execute(
        sa.text("SELECT 1 FROM mail_seen WHERE brand = :b AND uid_validity = :v AND uid = :u"),
        {"b": brand, "v": uid_validity, "u": uid},
    )
    return found.scalar() is not None


def unreadable(conn: sa.Connection, brand: str) -> tuple[int, str]:
    """How many mails could not be read, and why not the newest of them; the word is empty where none."""
    row = conn.execute(
        sa.text(
            "SELECT count(*), coalesce((array_agg(says ORDER BY id DESC))[1], '') FROM mail_seen"
            " WHERE brand = :b AND became = 'unreadable'"
        ),
        {"b": brand},
    ).one()
    return int(row[0]), str(row[1])


def keep(
    conn: sa.Connection,
    brand: str,
    person: int,
    thread: int,
    post: int,
    message_id: str,
    references: Sequence[str],
    subject: str,
    contact: int | None,
    files: Sequence[Mapping[str, Any]],
) -> None:
    """Keep what a mail says of itself beside its post."""
    conn.execute(
        sa.text(
            "INSERT INTO person_mail (post, brand, person, thread, message_id, refs, subject, contact, files)"
            " VALUES (:o, :b, :p, :t, :m, :r, :s, :c, CAST(:f AS jsonb))"
        ),
        {
            "o": post,
            "b": brand,
            "p": person,
            "t": thread,
            "m": storable(message_id),
            "r": [storable(one) for one in references],
            "s": storable(subject),
            "c": contact,
            "f": as_json(list(files)),
        },
    )


def by_post_name(conn: sa.Connection, brand: str, remote_id: str) -> Kept | None:
    """The kept mail that a letter answers, by its post's id on the channel."""
    row = conn.execute(
        sa.text(
            "SELECT m.post, m.person, m.thread, m.message_id, m.refs, m.subject, m.contact FROM person_mail m"
            " JOIN person_post p ON p.id = m.post WHERE p.brand = :b AND p.channel = 'email'"
            " AND p.remote_id = :r"
        ),
        {"b": brand, "r": remote_id},
    ).one_or_none()
    return (
        None
        if row is None
        else Kept(row.post, row.person, row.thread, row.message_id, tuple(row.refs), row.subject, row.contact)
    )


def whose(conn: sa.Connection, brand: str, message_id: str) -> int | None:
    """Whose kept mail of this name is; None where none is kept."""
    found = conn.execute(
        sa.text("SELECT person FROM person_post WHERE brand = :b AND channel = 'email' AND remote_id = :m"),
        {"b": brand, "m": message_id},
    ).scalar()
    return None if found is None else int(found)


def thread_of(
    conn: sa.Connection, brand: str, people: Sequence[int], references: Sequence[str]
) -> int | None:
    """The thread of the newest mail or letter of these people that a mail answers."""
    rows = conn.execute(
        sa.text(
            "SELECT message_id, thread FROM person_mail WHERE brand = :b AND message_id = ANY(:r)"
            " AND person = ANY(:p) UNION ALL"
            " SELECT s.message_id, coalesce(l.thread, c.thread) FROM mail_sent s"
            " JOIN person_letter l ON l.id = s.letter LEFT JOIN claim c ON c.id = l.claim"
            " WHERE s.brand = :b AND s.message_id = ANY(:r) AND l.person = ANY(:p)"
        ),
        {"b": brand, "r": list(references), "p": list(people)},
    )
    found = {str(row[0]): row[1] for row in rows if row[1] is not None}
    return next((int(found[one]) for one in references if one in found), None)


def claim_of(conn: sa.Connection, brand: str, people: Sequence[int], references: Sequence[str]) -> int | None:
    """The claim of these people that a mail answers a letter about."""
    found = conn.execute(
        sa.text(
            "SELECT l.claim FROM mail_sent s JOIN person_letter l ON l.id = s.letter"
            " WHERE s.brand = :b AND s.message_id = ANY(:r) AND l.person = ANY(:p) AND l.claim IS NOT NULL"
            " ORDER BY l.id DESC LIMIT 1"
        ),
        {"b": brand, "r": list(references), "p": list(people)},
    ).scalar()
    return None if found is None else int(found)


def answered_by_machine(conn: sa.Connection, person: int, since: dt.datetime) -> int:
    """How many letters went to a person by mail since then that nobody looked at."""
    return int(
        conn.execute(
            sa.text(
                "SELECT count(*) FROM person_letter WHERE person = :p AND channel = 'email'"
                " AND kind = 'private_reply' AND approved_by IS NULL"
                " AND state IN ('owed', 'sent', 'unsettled')"
                " AND created_at > :s"
            ),
            {"p": person, "s": since},
        ).scalar_one()
    )


def hand_over(conn: sa.Connection, letter: int, brand: str, message_id: str, now: dt.datetime) -> bool:
    """Note that a letter is handed to the mail server now; False where it was before."""
    made = conn.execute(
        sa.text(
            "INSERT INTO mail_sent (letter, brand, message_id, handed_at) VALUES (:l, :b, :m, :n)"
            " ON CONFLICT (letter) DO NOTHING"
        ),
        {"l": letter, "b": brand, "m": message_id, "n": now},
    )
    return made.rowcount > 0


def handed(conn: sa.Connection, letter: int) -> Handed | None:
    """The handing over of a letter; None where it was never handed over."""
    row = conn.execute(
        sa.text(
            "SELECT message_id, accepted_at IS NOT NULL, bounced_at IS NOT NULL FROM mail_sent"
            " WHERE letter = :l"
        ),
        {"l": letter},
    ).one_or_none()
    return None if row is None else Handed(*row)


def take_back(conn: sa.Connection, letter: int) -> None:
    """The server said no, so nothing was handed over after all."""
    conn.execute(sa.text("DELETE FROM mail_sent WHERE letter = :l AND accepted_at IS NULL"), {"l": letter})


def accepted(conn: sa.Connection, letter: int, now: dt.datetime, filed: bool) -> None:
    """The server took the letter; `filed` where a copy lies in the Sent folder."""
    conn.execute(
        sa.text(
            "UPDATE mail_sent SET accepted_at = coalesce(accepted_at, :n),"
            " filed_at = CASE WHEN :f THEN coalesce(filed_at, :n) ELSE filed_at END WHERE letter = :l"
        ),
        {"l": letter, "n": now, "f": filed},
    )


def proves_sent(conn: sa.Connection, brand: str, references: Sequence[str], now: dt.datetime) -> None:
    """Somebody answers these letters: whatever the mail server did not say, they have left."""
    conn.execute(
        sa.text(
            "UPDATE mail_sent SET accepted_at = :n WHERE brand = :b AND message_id = ANY(:r)"
            " AND accepted_at IS NULL"
        ),
        {"b": brand, "r": list(references), "n": now},
    )


def came_back(conn: sa.Connection, brand: str, message_id: str, now: dt.datetime) -> int | None:
    """A letter of this name could not be delivered; its id, or None where it is no letter of ours."""
    found = conn.execute(
        sa.text(
            "UPDATE mail_sent SET bounced_at = coalesce(bounced_at, :n),"
            " accepted_at = coalesce(accepted_at, :n) WHERE brand = :b AND message_id = :m"
            " RETURNING letter"
        ),
        {"b": brand, "m": message_id, "n": now},
    ).scalar()
    return None if found is None else int(found)
