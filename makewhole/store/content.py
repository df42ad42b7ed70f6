"""What is kept of X and how old the copy is: which ids to ask for, what was renewed, what must go and goes.

Rows in, rows out. A post that goes is emptied wherever its words stand: the post, what came with it, its
earlier versions, what was read in it, and letters that quote it; its id is remembered so that it never comes
back. Why something must go is decided elsewhere.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from makewhole.care import keeping
from makewhole.care.provenance import TRAINABLE, Example
from makewhole.store import intake
from makewhole.store.wire import as_json, storable

Kind = Literal["tweets", "users"]
_ON_X = "channel = 'x' AND gone_at IS NULL"
_SEEN = "greatest(received_at, edited_at, seen_at)"
_COLUMN: Mapping[str, str] = {"tweets": "remote_id", "users": "author"}
_NUMBER = "~ '^[0-9]{1,19}$'"


@dataclass(frozen=True, slots=True)
class Copy:
    """A kept post on X, by our row and X's id, its thread, and when X last gave it."""

    row: int
    remote_id: str
    thread: int
    seen_at: dt.datetime


def ids_of(conn: sa.Connection, kind: Kind, after: str, most: int) -> list[str]:
    """Ids kept of public posts (`tweets`), or of who wrote posts and messages (`users`), each once, in order
    from `after` on."""
    column, public = _COLUMN[kind], " AND public" if kind == "tweets" else ""
    return list(
        conn.execute(
            sa.text(
                f"SELECT DISTINCT {column} FROM person_post WHERE {_ON_X}{public} AND {column} {_NUMBER}"
                f" AND {column} > :a ORDER BY {column} LIMIT :n"
            ),
            {"a": after, "n": most},
        ).scalars()
    )


def oldest(conn: sa.Connection) -> dt.datetime | None:
    """When the first that is still kept of X came; None where nothing is."""
    return conn.execute(sa.text(f"SELECT min(received_at) FROM person_post WHERE {_ON_X}")).scalar()


def copies(conn: sa.Connection, rows: Sequence[int], seen_before: dt.datetime) -> list[Copy]:
    """Those of these posts whose copy is older: public, of X, and still there."""
    found = conn.execute(
        sa.text(
            f"SELECT id, remote_id, thread, {_SEEN} FROM person_post WHERE id = ANY(:r) AND {_ON_X}"
            f" AND public AND remote_id {_NUMBER} AND {_SEEN} < :b ORDER BY id"
        ),
        {"r": list(rows), "b": seen_before},
    )
    return [Copy(*row) for row in found]


def rows_of(conn: sa.Connection, remote_ids: Sequence[str]) -> Mapping[str, list[int]]:
    """Our rows of posts on X, by brand."""
    found: dict[str, list[int]] = {}
    for brand, row in conn.execute(
        sa.text(f"SELECT brand, id FROM person_post WHERE remote_id = ANY(:r) AND {_ON_X} ORDER BY id"),
        {"r": list(remote_ids)},
    ):
        found.setdefault(brand, []).append(row)
    return found


def unsettled(conn: sa.Connection, now: dt.datetime, back_to: dt.datetime) -> Mapping[str, list[int]]:
    """Posts that their authors could still edit when X last gave them, and no longer can, by brand."""
    found: dict[str, list[int]] = {}
    written = "raw #>> '{data,edit_controls,editable_until}'"
    until = (
        f"CASE WHEN {written} ~ '^20[0-9]{{2}}-[0-9-]+T[0-9:.]+Z$' THEN CAST({written} AS timestamptz) END"
    )
    for brand, row in conn.execute(
        sa.text(
            f"SELECT brand, id FROM person_post WHERE {_ON_X} AND public AND received_at > :b"
            " AND raw #>> '{data,edit_controls,is_edit_eligible}' = 'true'"
            f" AND {until} < :n AND {until} > {_SEEN} ORDER BY id"
        ),
        {"n": now, "b": back_to},
    ):
        found.setdefault(brand, []).append(row)
    return found


def renew(conn: sa.Connection, copy: Copy, text: str, raw: Mapping[str, Any], now: dt.datetime) -> None:
    """X gave a post again: keep it as it is there now."""
    conn.execute(
        sa.text(
            "UPDATE person_post SET text = :x, raw = CAST(:w AS jsonb), seen_at = :n"
            " WHERE id = :i AND remote_id = :r AND gone_at IS NULL"
        ),
        {"x": storable(text), "w": as_json(dict(raw)), "n": now, "i": copy.row, "r": copy.remote_id},
    )


def bury(conn: sa.Connection, remote_ids: Sequence[str], why: str, now: dt.datetime) -> list[tuple[str, int]]:
    """Empty posts and messages of X wherever their words stand. Returns the brand and thread of each that had
    any. Call `intake.hold` first."""
    rows = conn.execute(
        sa.text(
            "SELECT p.id, p.brand, p.thread, p.text, v.text AS before FROM person_post p"
            " LEFT JOIN person_post_version v ON v.post = p.id WHERE p.channel = 'x' AND p.gone_at IS NULL"
            " AND (p.remote_id = ANY(:r) OR p.id IN (SELECT post FROM person_post_version WHERE channel = 'x'"
            # Posts are locked before letters, as erasing locks them.
            " AND remote_id = ANY(:r))) ORDER BY p.id FOR UPDATE OF p"
        ),
        {"r": list(remote_ids)},
    ).all()
    unquote(conn, [(row.thread, text) for row in rows for text in (row.text, row.before) if text])
    intake.bury(conn, "x", remote_ids, now)
    told = {"i": sorted({row.id for row in rows}), "w": why}
    conn.execute(sa.text("UPDATE person_post SET gone_why = :w WHERE id = ANY(:i)"), told)
    return sorted({(row.brand, row.thread) for row in rows})


def written_by(conn: sa.Connection, author: str, *, posts: bool, messages: bool) -> list[str]:
    """The ids of what a user of X wrote: posts in public, messages in private."""
    return list(
        conn.execute(
            sa.text(
                f"SELECT remote_id FROM person_post WHERE author = :a AND {_ON_X}"
                " AND ((public AND :p) OR (NOT public AND :m)) ORDER BY remote_id"
            ),
            {"a": author, "p": posts, "m": messages},
        ).scalars()
    )


def unplace(conn: sa.Connection, kind: Kind, number: str) -> int:
    """Take where it was written out of a post, or out of all of a user's; how many had such a thing."""
    rows = conn.execute(
        sa.text(f"SELECT id, raw FROM person_post WHERE {_COLUMN[kind]} = :i AND {_ON_X} FOR UPDATE"),
        {"i": number},
    ).all()
    changed = 0
    for row in rows:
        bare = keeping.unplaced(row.raw)
        if bare != row.raw:
            told = {"w": as_json(bare), "i": row.id}
            conn.execute(sa.text("UPDATE person_post SET raw = CAST(:w AS jsonb) WHERE id = :i"), told)
            changed += 1
    return changed


def unquote(conn: sa.Connection, said: Iterable[tuple[int, str]]) -> int:
    """Cut out of a thread's letters what they quote of these words; how many letters quoted any."""
    by_thread: dict[int, list[str]] = {}
    for thread, text in said:
        if len(text.strip()) >= keeping.SHORTEST_QUOTE:
            by_thread.setdefault(thread, []).append(text)
    changed = 0
    for thread, texts in sorted(by_thread.items()):
        letters = conn.execute(
            # One on its way keeps its words: by them it is looked up, so that it is not sent twice.
            sa.text(
                "SELECT id, body FROM person_letter WHERE thread = :t"
                " AND NOT (state = 'owed' AND tries > 0) ORDER BY id FOR UPDATE"
            ),
            {"t": thread},
        ).all()
        for letter in letters:
            body = letter.body
            for text in texts:
                body = keeping.unquoted(body, text)
            if body != letter.body:
                told = {"b": body, "i": letter.id}
                conn.execute(sa.text("UPDATE person_letter SET body = :b WHERE id = :i"), told)
                changed += 1
    return changed


def examples(conn: sa.Connection, brand: str, most: int) -> list[Example]:
    """The words of a brand a model may be trained on: none of X, and none of a person who is gone."""
    rows = conn.execute(
        sa.text(
            "SELECT text, channel FROM person_post WHERE brand = :b AND channel = ANY(:c) AND gone_at IS NULL"
            " ORDER BY id LIMIT :n"
        ),
        {"b": brand, "c": sorted(TRAINABLE), "n": most},
    )
    return [Example(row.text, row.channel) for row in rows]
