"""What pages show of posts on X beside their words: their author, links, versions, and how old the copy is.

Read models only. How a post is shown is `care.display`'s.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from makewhole.care import display
from makewhole.care.display import Shown


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier version of a post: its words while we keep them, and when another took its place."""

    text: str | None
    replaced_at: dt.datetime


@dataclass(frozen=True, slots=True)
class CardX:
    """A post of X as a page shows it. `seen_at` is when X last gave it; `before` is empty unless edited."""

    shown: Shown
    seen_at: dt.datetime
    before: tuple[Before, ...]

    @property
    def history(self) -> str:
        """Where X shows the post's versions."""
        return display.history_of(self.shown.permalink)

    def stale(self, since: dt.datetime) -> bool:
        """Whether the copy is from before that moment, and could be renewed: a private message cannot."""
        return bool(self.shown.permalink) and self.seen_at < since


def cards(conn: sa.Connection, posts: Sequence[int]) -> Mapping[int, CardX]:
    """Those of these posts that are of X and still there, by our number."""
    before: dict[int, list[Before]] = {}
    for post, text, replaced_at in conn.execute(
        sa.text(
            "SELECT post, text, replaced_at FROM person_post_version WHERE post = ANY(:i)"
            " AND replaced_at IS NOT NULL ORDER BY length(remote_id), remote_id"
        ),
        {"i": list(posts)},
    ):
        before.setdefault(post, []).append(Before(text, replaced_at))
    made: dict[int, CardX] = {}
    for row in conn.execute(
        sa.text(
            "SELECT id, raw, public, greatest(received_at, edited_at, seen_at) AS seen_at FROM person_post"
            " WHERE id = ANY(:i) AND channel = 'x' AND gone_at IS NULL"
        ),
        {"i": list(posts)},
    ):
        shown = display.shown(row.raw, public=row.public)
        if shown is not None:
            made[row.id] = CardX(shown, row.seen_at, tuple(before.get(row.id, ())))
    return made


def newest(conn: sa.Connection, threads: Sequence[int]) -> list[int]:
    """The newest post of each of these threads."""
    asked = sa.text("SELECT max(id) FROM person_post WHERE thread = ANY(:t) GROUP BY thread ORDER BY 1")
    return list(conn.execute(asked, {"t": list(threads)}).scalars())
