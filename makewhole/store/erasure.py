"""Erasing content of X: what there is of it, by kind, taking it away piece by piece, and the report.

The scope is all of a brand, or the part of it that came to one account of ours. Posts, messages, what was
read in them and their earlier words, ids of X, handles and what ties a person to an account there go. Our
letters stay as our own words, without what they quote and without handles; claims, statements and books are
not of X and stay. Why something is erased is decided elsewhere.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from makewhole.store import content
from makewhole.store.wire import as_json


@dataclass(frozen=True, slots=True)
class Scope:
    """All of a brand's content of X; or, with an `account` of ours, what came to that one, and with `main`
    also what came to no account by name."""

    brand: str
    account: str | None = None
    main: bool = False

    @property
    def told(self) -> dict[str, object]:
        """The scope as values of a query."""
        return {"b": self.brand, "a": self.account, "m": self.main}


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure: `found` counts what there was, by kind, `remains` what there was afterwards."""

    id: int
    brand: str
    account: str | None
    why: str
    found: Mapping[str, int]
    remains: Mapping[str, int] | None
    statement: int | None
    asked_at: dt.datetime
    done_at: dt.datetime | None


_POSTS = "p.brand = :b AND p.channel = 'x' AND (CAST(:a AS text) IS NULL OR coalesce(p.account = :a, :m))"
_LETTERS = "l.brand = :b AND l.channel = 'x' AND (CAST(:a AS text) IS NULL OR coalesce(l.account = :a, :m))"
# A thread is erased once nothing of it is left that came to another account.
_THREADS = (
    "t.brand = :b AND t.channel = 'x' AND t.conversation NOT LIKE 'erased-%'"
    f" AND NOT EXISTS (SELECT 1 FROM person_post p WHERE p.thread = t.id AND NOT ({_POSTS}))"
)
_CONTACTS = (
    "c.brand = :b AND c.kind = 'x' AND (CAST(:a AS text) IS NULL OR (c.person IN"
    f" (SELECT t.person FROM thread t WHERE {_THREADS}) AND NOT EXISTS (SELECT 1 FROM person_post p"
    f" WHERE p.person = c.person AND p.channel = 'x' AND NOT ({_POSTS}))))"
)
_OPENINGS = (
    "o.statement IN (SELECT s.id FROM statement s WHERE s.brand = :b AND s.kind = 'answer'"
    f" AND s.subject IN (SELECT 'thread-' || t.id FROM thread t WHERE {_THREADS}))"
)
_HANDLE = "(^|[^A-Za-z0-9_@.])[@\uff20][A-Za-z0-9_]{1,15}"
_COUNTS: Mapping[str, str] = {
    "posts": f"person_post p WHERE {_POSTS} AND p.public",
    "messages": f"person_post p WHERE {_POSTS} AND NOT p.public",
    "earlier_words": f"person_post_version v WHERE v.post IN (SELECT p.id FROM person_post p WHERE {_POSTS})",
    "conversations": f"thread t WHERE {_THREADS}",
    "accounts_of_people": f"person_contact c WHERE {_CONTACTS}",
    "ids_in_letters": f"person_letter l WHERE {_LETTERS} AND (l.remote_id IS NOT NULL OR l.in_reply_to IS NOT"
    " NULL)",
    "handles_in_letters": f"person_letter l WHERE {_LETTERS} AND l.body ~ '{_HANDLE}'",
    "letters_still_to_go": f"person_letter l WHERE {_LETTERS} AND l.state IN ('held', 'owed', 'unsettled')",
    "openings": f"person_opening o WHERE {_OPENINGS}",
}


def count(conn: sa.Connection, scope: Scope) -> dict[str, int]:
    """What there is of X in the scope, by kind."""
    return {
        name: int(conn.execute(sa.text(f"SELECT count(*) FROM {what}"), scope.told).scalar_one())
        for name, what in _COUNTS.items()
    }


def begin(conn: sa.Connection, scope: Scope, why: str, staff: int | None, now: dt.datetime) -> int:
    """Note an erasure that is to be, with what there is before it; its number."""
    return int(
        conn.execute(
            sa.text(
                "INSERT INTO content_erasure (brand, account, why, staff, found, asked_at)"
                " VALUES (:b, :a, :w, :s, CAST(:f AS jsonb), :n) RETURNING id"
            ),
            {"b": scope.brand, "a": scope.account, "w": why, "s": staff, "n": now}
            | {"f": as_json(count(conn, scope))},
        ).scalar_one()
    )


_ROW = "id, brand, account, why, found, remains, statement, asked_at, done_at"


def get(conn: sa.Connection, number: int, *, lock: bool = False) -> Erasure | None:
    """One erasure, locked on request until the transaction ends."""
    row = conn.execute(
        sa.text(f"SELECT {_ROW} FROM content_erasure WHERE id = :i{' FOR UPDATE' if lock else ''}"),
        {"i": number},
    ).one_or_none()
    return None if row is None else Erasure(*row)


def of_brand(conn: sa.Connection, brand: str) -> list[Erasure]:
    """A brand's erasures, the newest first."""
    asked = sa.text(f"SELECT {_ROW} FROM content_erasure WHERE brand = :b ORDER BY id DESC LIMIT 20")
    return [Erasure(*row) for row in conn.execute(asked, {"b": brand})]


def erase_posts(conn: sa.Connection, scope: Scope, most: int) -> int:
    """Delete some posts and messages with all their words, and cut what letters quote of them; how many."""
    rows = conn.execute(
        sa.text(
            f"SELECT p.id, p.thread, p.text FROM person_post p WHERE {_POSTS}"
            " ORDER BY p.id LIMIT :n FOR UPDATE"
        ),
        {**scope.told, "n": most},
    ).all()
    ids = [row.id for row in rows]
    before = conn.execute(
        sa.text(
            "SELECT p.thread, v.text FROM person_post_version v JOIN person_post p ON p.id = v.post"
            " WHERE v.post = ANY(:i) AND v.text IS NOT NULL"
        ),
        {"i": ids},
    ).all()
    content.unquote(conn, [*((row.thread, row.text) for row in rows), *(tuple(row) for row in before)])
    conn.execute(sa.text("DELETE FROM person_post WHERE id = ANY(:i)"), {"i": ids})
    return len(ids)


def erase_ties(conn: sa.Connection, scope: Scope, way_forward: str, now: dt.datetime) -> None:
    """Once its posts are gone: delete what is left of the scope, and let no letter go to X any more."""
    told = {**scope.told, "w": way_forward, "n": now}
    for sql in (
        f"DELETE FROM person_opening o WHERE {_OPENINGS}",
        f"DELETE FROM person_contact c WHERE {_CONTACTS}",
        "UPDATE person_word w SET post = 'erased' WHERE w.brand = :b AND w.person IN"
        f" (SELECT t.person FROM thread t WHERE {_THREADS})",
        "UPDATE person_letter l SET state = 'undeliverable', way_forward = :w, settled_at = :n"
        f" WHERE {_LETTERS} AND l.state IN ('held', 'owed', 'unsettled')",
        "UPDATE person_letter l SET remote_id = NULL, in_reply_to = NULL,"
        f" body = regexp_replace(l.body, '{_HANDLE}', '\\1@…', 'g') WHERE {_LETTERS}",
        "UPDATE thread t SET conversation = 'erased-' || t.id, dm_open = false, causes = '{}',"
        f" sentiment = NULL, held_because = NULL WHERE {_THREADS}",
        "DELETE FROM intake_cursor WHERE brand = :b AND CAST(:a AS text) IS NULL",
        "UPDATE content_job SET last_id = NULL WHERE CAST(:a AS text) IS NULL",
        "UPDATE claim SET updates = 'none' WHERE brand = :b AND updates = 'x' AND CAST(:a AS text) IS NULL",
    ):
        conn.execute(sa.text(sql), told)


def done(conn: sa.Connection, number: int, scope: Scope, statement: int, now: dt.datetime) -> None:
    """Note that an erasure is done, and what there is in its scope now."""
    conn.execute(
        sa.text(
            "UPDATE content_erasure SET done_at = :n, statement = :s, remains = CAST(:r AS jsonb)"
            " WHERE id = :i"
        ),
        {"n": now, "s": statement, "i": number, "r": as_json(count(conn, scope))},
    )
