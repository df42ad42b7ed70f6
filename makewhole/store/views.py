"""What the console's inbox and thread pages show, read in a few plain queries each.

Read models only: frozen rows for a page, nothing here writes or decides. Texts of posts and letters are
personal and go to signed-in staff alone.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from makewhole.because import Ground
from makewhole.store import joins, people
from makewhole.store.joins import Join

PAGE = 40
LONGEST_TALK = 300
LANES = ("needs", "answered", "all")
_LANE_SQL = {
    "needs": "(t.lane = 'person' OR EXISTS (SELECT 1 FROM person_letter l WHERE l.thread = t.id"
    " AND l.state IN ('held', 'unsettled')))",
    "answered": "t.lane IN ('automatic', 'done') AND t.answered_at IS NOT NULL",
    "all": "true",
}
_AUTHOR = (
    "coalesce(jsonb_path_query_first(p.raw, '$.includes.users[*] ? (@.id == $a).username',"
    " jsonb_build_object('a', coalesce(p.raw #> '{data,author_id}', p.raw -> 'author_id'))) #>> '{}',"
    " p.raw #>> '{author,username}', p.raw ->> 'author_handle', p.raw ->> 'sender_handle')"
)


@dataclass(frozen=True, slots=True)
class Sought:
    """What an inbox is filtered by; empty fields leave their dimension open."""

    lane: str = "needs"
    urgency: int = 0
    language: str = ""
    cause: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class InboxLine:
    """One thread in the inbox."""

    id: int
    who: str
    excerpt: str
    language: str | None
    causes: tuple[str, ...]
    sentiment: str | None
    urgency: int
    lane: str
    held_because: str | None
    last_at: dt.datetime
    answer_by: dt.datetime | None
    answered_at: dt.datetime | None
    claim_ref: str | None
    channel: str


@dataclass(frozen=True, slots=True)
class PostCard:
    """A post of the customer's, with how it was read."""

    id: int
    who: str
    text: str
    at: dt.datetime
    public: bool
    gone: bool
    reading: Mapping[str, Any]
    channel: str
    thread: int


@dataclass(frozen=True, slots=True)
class LetterCard:
    """A letter of ours: sent, owed, held for a person, or known not to be deliverable, and why."""

    id: int
    kind: str
    channel: str
    text: str
    language: str
    state: str
    because: tuple[Ground, ...]
    way_forward: str | None
    at: dt.datetime
    settled_at: dt.datetime | None
    tries: int
    approved_by: str | None
    thread: int | None


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim of the same person, in a line."""

    id: int
    ref: str
    state: str
    problem: str


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A thread with everything said in it, and whatever else its person said by any channel."""

    line: InboxLine
    person: int
    channel: str
    dm_open: bool
    parcel: int | None
    posts: tuple[PostCard, ...]
    letters: tuple[LetterCard, ...]
    claims: tuple[ClaimCard, ...]
    joins: tuple[Join, ...]
    """What makes several accounts one person here."""


def grounds(plain: object) -> tuple[Ground, ...]:
    """Grounds from their JSON form; anything that is not a list of them gives none."""
    if not isinstance(plain, list):
        return ()
    return tuple(
        Ground(
            str(g.get("rule", "")),
            str(g.get("says", "")),
            str(g.get("source", "")),
            g.get("facts") or {},
            g.get("flag"),
        )
        for g in plain
        if isinstance(g, dict)
    )


_LINE = f"""
    SELECT t.id, coalesce(p.who, 'person ' || t.person) AS who, coalesce(left(p.text, 280), '') AS excerpt,
           t.language, t.causes, t.sentiment, t.urgency, t.lane, t.held_because, t.last_at, t.answer_by,
           t.answered_at, (SELECT c.ref FROM claim c WHERE c.thread = t.id ORDER BY c.id DESC LIMIT 1) AS ref,
           t.person, t.channel, t.dm_open, t.parcel
    FROM thread t
    LEFT JOIN LATERAL (SELECT p.text, {_AUTHOR} AS who FROM person_post p WHERE p.thread = t.id
                       ORDER BY p.id DESC LIMIT 1) p ON true
"""


def _line(row: Any) -> InboxLine:
    return InboxLine(
        row.id,
        row.who,
        row.excerpt,
        row.language,
        tuple(row.causes),
        row.sentiment,
        row.urgency,
        row.lane,
        row.held_because,
        row.last_at,
        row.answer_by,
        row.answered_at,
        row.ref,
        row.channel,
    )


def inbox(conn: sa.Connection, brand: str, sought: Sought) -> tuple[InboxLine, ...]:
    """A page of threads, the most pressing first."""
    rows = conn.execute(
        sa.text(
            f"{_LINE} WHERE t.brand = :b AND {_LANE_SQL[sought.lane]} AND t.urgency >= :u"
            " AND (:l = '' OR t.language = :l) AND (:c = '' OR :c = ANY (t.causes))"
            " ORDER BY t.priority DESC, t.last_at DESC, t.id DESC LIMIT :n OFFSET :o"
        ),
        {
            "b": brand,
            "u": sought.urgency,
            "l": sought.language,
            "c": sought.cause,
            "n": PAGE + 1,
            "o": PAGE * sought.page,
        },
    )
    return tuple(_line(row) for row in rows)


def inbox_counts(conn: sa.Connection, brand: str) -> dict[str, int]:
    """How many threads each lane of the inbox has."""
    counts = ", ".join(f"count(*) FILTER (WHERE {sql}) AS {lane}" for lane, sql in _LANE_SQL.items())
    row = conn.execute(sa.text(f"SELECT {counts} FROM thread t WHERE t.brand = :b"), {"b": brand}).one()
    return {lane: int(row._mapping[lane]) for lane in LANES}


def thread(conn: sa.Connection, brand: str, thread_id: int) -> ThreadPage | None:
    """One thread whole, or None where the brand has no such thread."""
    row = conn.execute(
        sa.text(f"{_LINE} WHERE t.brand = :b AND t.id = :t"), {"b": brand, "t": thread_id}
    ).first()
    if row is None:
        return None
    whole = people.together(conn, row.person)
    return ThreadPage(
        line=_line(row),
        person=row.person,
        channel=row.channel,
        dm_open=row.dm_open,
        parcel=row.parcel,
        posts=_posts(conn, brand, whole),
        letters=letters(conn, "person", whole),
        claims=_claims(conn, brand, whole),
        joins=joins.of(conn, row.person),
    )


def _posts(conn: sa.Connection, brand: str, whole: Sequence[int]) -> tuple[PostCard, ...]:
    rows = conn.execute(
        sa.text(
            f"SELECT p.id, coalesce({_AUTHOR}, 'person ' || p.person) AS who, p.text,"
            " coalesce(p.posted_at, p.received_at) AS at, p.public, p.gone_at, p.reading, p.channel, p.thread"
            " FROM person_post p WHERE p.brand = :b AND p.person = ANY(:w) ORDER BY p.id DESC LIMIT :n"
        ),
        {"b": brand, "w": list(whole), "n": LONGEST_TALK},
    ).all()
    return tuple(
        PostCard(
            r.id,
            r.who,
            r.text,
            r.at,
            r.public,
            r.gone_at is not None,
            r.reading or {},
            r.channel,
            r.thread,
        )
        for r in reversed(rows)
    )


def letters(conn: sa.Connection, of: str, subjects: Sequence[int]) -> tuple[LetterCard, ...]:
    """The letters to these people or about these claims (`of`), oldest first; the newest few hundred."""
    column = {"person": "l.person", "claim": "l.claim"}[of]
    rows = conn.execute(
        sa.text(
            f"SELECT l.*, s.name AS approver FROM person_letter l LEFT JOIN staff s ON s.id = l.approved_by"
            f" WHERE {column} = ANY(:s) ORDER BY l.id DESC LIMIT :n"
        ),
        {"s": list(subjects), "n": LONGEST_TALK},
    ).all()
    return tuple(
        LetterCard(
            r.id,
            r.kind,
            r.channel,
            r.body,
            r.language,
            r.state,
            grounds(r.because),
            r.way_forward,
            r.created_at,
            r.settled_at,
            r.tries,
            r.approver,
            r.thread,
        )
        for r in reversed(rows)
    )


def _claims(conn: sa.Connection, brand: str, whole: Sequence[int]) -> tuple[ClaimCard, ...]:
    rows = conn.execute(
        sa.text(
            "SELECT id, ref, state, problem FROM claim WHERE brand = :b AND person = ANY(:w)"
            " ORDER BY id DESC LIMIT 10"
        ),
        {"b": brand, "w": list(whole)},
    )
    return tuple(ClaimCard(r.id, r.ref, r.state, r.problem) for r in rows)
