"""What the ways in remember: where each has read to, what was deleted or edited, what could not be kept.

Rows in, rows out. An id of a post that came once, in any of its versions, is known for good; its words are
kept elsewhere (`talk`) and only as long as they may be.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from makewhole.store.wire import as_json, storable


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a way in has read to: the newest id seen (may be empty), and when that was written."""

    since_id: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """How often something came that was not kept. `meaning` is passed or unreadable."""

    via: str
    meaning: str
    what: str
    count: int
    first_at: dt.datetime
    last_at: dt.datetime


def cursor(conn: sa.Connection, brand: str | None, source: str) -> Cursor | None:
    """Where a way in has read to; None before its first time. Without a brand: the app's own."""
    row = conn.execute(
        sa.text("SELECT since_id, at FROM intake_cursor WHERE brand IS NOT DISTINCT FROM :b AND source = :s"),
        {"b": brand, "s": source},
    ).one_or_none()
    return None if row is None else Cursor(*row)


def cursors(conn: sa.Connection, brand: str) -> dict[str, dt.datetime]:
    """When each way in of a brand, and of the app, last wrote down its place, by source."""
    asked = sa.text("SELECT source, at FROM intake_cursor WHERE brand = :b OR brand IS NULL ORDER BY source")
    return {row.source: row.at for row in conn.execute(asked, {"b": brand})}


def move_cursor(conn: sa.Connection, brand: str | None, source: str, since_id: str, now: dt.datetime) -> None:
    """Write down how far a way in has read. It never goes back: ids on X grow with time."""
    conn.execute(
        sa.text(
            "INSERT INTO intake_cursor (brand, source, since_id, at) VALUES (:b, :s, :i, :n)"
            " ON CONFLICT ON CONSTRAINT intake_cursor_brand_source_key DO UPDATE SET"
            " since_id = CASE WHEN (length(excluded.since_id), excluded.since_id)"
            " > (length(intake_cursor.since_id), intake_cursor.since_id)"
            " THEN excluded.since_id ELSE intake_cursor.since_id END,"
            " at = greatest(excluded.at, intake_cursor.at)"
        ),
        {"b": brand, "s": source, "i": since_id, "n": now},
    )


def note_missed(conn: sa.Connection, since: dt.datetime) -> None:
    """Note that X's events may have been missed since a moment; an earlier one that is noted stays."""
    conn.execute(
        sa.text(
            "INSERT INTO intake_cursor (brand, source, at) VALUES (NULL, 'missed', :n)"
            " ON CONFLICT ON CONSTRAINT intake_cursor_brand_source_key"
            " DO UPDATE SET at = least(excluded.at, intake_cursor.at)"
        ),
        {"n": since},
    )


def made_good(conn: sa.Connection, since: dt.datetime) -> None:
    """What was missed since a moment is asked for again; one noted meanwhile with an earlier moment stays."""
    conn.execute(
        sa.text("DELETE FROM intake_cursor WHERE brand IS NULL AND source = 'missed' AND at >= :n"),
        {"n": since},
    )


def drop_cursors(conn: sa.Connection, account: str) -> None:
    """Forget how far an account of ours was read, when it may no longer be."""
    conn.execute(
        sa.text("DELETE FROM intake_cursor WHERE right(source, :l) = :a"),
        {"a": f":{account}", "l": len(account) + 1},
    )


def counted(
    conn: sa.Connection, brand: str, via: str, meaning: str, whats: Iterable[str], now: dt.datetime
) -> None:
    """Count what came and was not kept. Written last in a transaction, since many ways share these rows."""
    many: dict[str, int] = {}
    for what in whats:
        many[what[:80]] = many.get(what[:80], 0) + 1
    for what in sorted(many):
        conn.execute(
            sa.text(
                "INSERT INTO intake_count (brand, via, meaning, what, count, first_at, last_at)"
                " VALUES (:b, :v, :m, :w, :c, :n, :n) ON CONFLICT (brand, via, meaning, what) DO UPDATE"
                " SET count = intake_count.count + excluded.count, last_at = excluded.last_at"
            ),
            {"b": brand, "v": via, "m": meaning, "w": storable(what), "c": many[what], "n": now},
        )


def counts(conn: sa.Connection, brand: str) -> list[Counted]:
    """What came for a brand and was not kept, most often first."""
    return [
        Counted(*row)
        for row in conn.execute(
            sa.text(
                "SELECT via, meaning, what, count, first_at, last_at FROM intake_count WHERE brand = :b"
                " ORDER BY meaning DESC, count DESC, what"
            ),
            {"b": brand},
        )
    ]


def known(conn: sa.Connection, brand: str, channel: str, remote_ids: Sequence[str]) -> set[str]:
    """Which of these ids a brand has had in any version, or are of posts that were deleted there."""
    return set(
        conn.execute(
            sa.text(
                "SELECT remote_id FROM person_post WHERE brand = :b AND channel = :c AND remote_id = ANY(:r)"
                " UNION ALL SELECT remote_id FROM person_post_version"
                " WHERE brand = :b AND channel = :c AND remote_id = ANY(:r)"
                " UNION ALL SELECT remote_id FROM intake_gone WHERE channel = :c AND remote_id = ANY(:r)"
            ),
            {"b": brand, "c": channel, "r": list(remote_ids)},
        ).scalars()
    )


_OF = (
    "SELECT p.id FROM brand b JOIN person_post p ON p.brand = b.id AND p.channel = :c"
    " AND p.remote_id = ANY(:r) UNION SELECT v.post FROM brand b JOIN person_post_version v"
    " ON v.brand = b.id AND v.channel = :c AND v.remote_id = ANY(:r)"
)


def bury(conn: sa.Connection, channel: str, remote_ids: Sequence[str], now: dt.datetime) -> list[str]:
    """Empty posts that are gone where they came from, in every version, and remember their ids.

    Returns the brands that had one to show. Call `hold` first: who takes one in now then finds it gone."""
    conn.execute(
        sa.text(
            "INSERT INTO intake_gone (channel, remote_id, at)"
            " SELECT :c, r, :n FROM unnest(CAST(:r AS text[])) AS r ON CONFLICT DO NOTHING"
        ),
        {"c": channel, "r": sorted(set(remote_ids)), "n": now},
    )
    told = {"c": channel, "r": list(remote_ids), "n": now}
    conn.execute(sa.text(f"UPDATE person_post_version SET text = NULL WHERE post IN ({_OF})"), told)
    return list(
        conn.execute(
            sa.text(
                "WITH emptied AS (UPDATE person_post SET text = '', raw = '{}', reading = NULL, gone_at = :n"
                f" WHERE gone_at IS NULL AND id IN ({_OF}) RETURNING brand)"
                " SELECT DISTINCT brand FROM emptied"
            ),
            told,
        ).scalars()
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """The row that holds a post in one of its versions."""

    post: int
    thread: int


def of_history(conn: sa.Connection, brand: str, channel: str, history: Sequence[str]) -> Kept | None:
    """The row that holds a post which has had these ids; None where it is not kept, or is gone."""
    row = conn.execute(
        sa.text(
            "SELECT p.id, p.thread FROM person_post p WHERE p.brand = :b AND p.channel = :c"
            " AND p.gone_at IS NULL AND (p.remote_id = ANY(:h) OR p.id = (SELECT v.post FROM"
            " person_post_version v WHERE v.brand = :b AND v.channel = :c AND v.remote_id = ANY(:h) LIMIT 1))"
            " ORDER BY p.id LIMIT 1"
        ),
        {"b": brand, "c": channel, "h": list(history)},
    ).one_or_none()
    return None if row is None else Kept(*row)


def edit(
    conn: sa.Connection,
    post: int,
    remote_id: str,
    history: Sequence[str],
    text: str,
    raw: Mapping[str, Any],
    now: dt.datetime,
    until: dt.datetime,
) -> bool:
    """Put a version of a post in the place of an older one, whose words stay until `until`; all ids are kept.

    `history` is every id the post has had. False where the version kept is the newer one. Lock its thread
    first: who answers it holds that lock too."""
    row = conn.execute(
        sa.text("SELECT brand, channel, remote_id, text FROM person_post WHERE id = :p FOR UPDATE"),
        {"p": post},
    ).one()
    newer = (len(remote_id), remote_id) > (len(row.remote_id), row.remote_id)
    if newer:
        conn.execute(
            sa.text(
                "UPDATE person_post SET remote_id = :r, text = :x, raw = CAST(:w AS jsonb), edited_at = :n,"
                " read_at = NULL WHERE id = :p"
            ),
            {"r": remote_id, "x": storable(text), "w": as_json(dict(raw)), "n": now, "p": post},
        )
    for one in {*history, row.remote_id} - {remote_id if newer else row.remote_id}:
        conn.execute(
            sa.text(
                "INSERT INTO person_post_version (brand, channel, remote_id, post, text, replaced_at, until)"
                " VALUES (:b, :c, :r, :p, :x, :n, :u) ON CONFLICT (brand, channel, remote_id) DO NOTHING"
            ),
            {"b": row.brand, "c": row.channel, "p": post, "n": now, "u": until, "r": one}
            | {"x": row.text if newer and one == row.remote_id else None},
        )
    return newer


def was_answered(conn: sa.Connection, brand: str, post: int) -> bool:
    """Whether a letter was written in answer to a kept post."""
    asked = sa.text("SELECT EXISTS (SELECT 1 FROM person_letter WHERE brand = :b AND name = ANY(:n))")
    names = [f"post-{post}:{kind}" for kind in ("public_reply", "private_reply")]
    return bool(conn.execute(asked, {"b": brand, "n": names}).scalar_one())


def versions(conn: sa.Connection, post: int) -> int:
    """How many earlier versions of a post are known."""
    counted = sa.text("SELECT count(*) FROM person_post_version WHERE post = :p")
    return int(conn.execute(counted, {"p": post}).scalar_one())


def hold(conn: sa.Connection, channel: str, remote_ids: Iterable[str]) -> None:
    """Hold these ids until the transaction ends, so that a post and its deletion come one after the other.

    Taken in the order of the locks' numbers: two doors that hold the same ids never wait for each other."""
    conn.execute(
        sa.text(
            "SELECT pg_advisory_xact_lock(n) FROM (SELECT DISTINCT hashtextextended(:c || ' ' || r, 0) AS n"
            " FROM unnest(CAST(:r AS text[])) AS r ORDER BY n) AS numbers"
        ),
        {"c": channel, "r": list(remote_ids)},
    )


def sweep(conn: sa.Connection, now: dt.datetime, gone_before: dt.datetime) -> int:
    """Delete earlier versions' words past their time, and ids of deleted posts that nothing can bring again.

    Returns how many rows lost something."""
    emptied = conn.execute(
        sa.text("UPDATE person_post_version SET text = NULL WHERE text IS NOT NULL AND until <= :n"),
        {"n": now},
    ).rowcount
    return (
        emptied + conn.execute(sa.text("DELETE FROM intake_gone WHERE at < :b"), {"b": gone_before}).rowcount
    )


_LISTENER = (0x6D78, 1)


def lead(conn: sa.Connection) -> bool:
    """Try to be the one that listens to X, for as long as this connection lives."""
    return bool(
        conn.execute(
            sa.text("SELECT pg_try_advisory_lock(:a, :b)"), dict(zip("ab", _LISTENER, strict=True))
        ).scalar()
    )
