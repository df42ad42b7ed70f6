"""The rows of pace: slots an account used or was given, and the letters that wait for one.

One lock a lane makes taking a slot exact however many workers ask. Windows and turns are `care.pace`'s.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that waits for its turn, and which try its turn is for."""

    letter: int
    brand: str
    priority: int
    attempt: int


_AHEAD = (
    "w.lane = m.lane AND w.account = m.account AND (w.priority > m.priority OR (w.priority = m.priority"
    " AND (w.since, w.letter) < (m.since, m.letter)))"
)


def moment(conn: sa.Connection) -> dt.datetime:
    """The database's own time: one for all workers, wherever they run."""
    found: dt.datetime = conn.execute(sa.text("SELECT clock_timestamp()")).scalar_one()
    return found


def lock(conn: sa.Connection, lane: str) -> None:
    """Hold a lane until the transaction ends."""
    conn.execute(sa.text("SELECT pg_advisory_xact_lock(hashtextextended('pace ' || :l, 0))"), {"l": lane})


def used(
    conn: sa.Connection, lane: str, account: str | None, since: dt.datetime, most: int
) -> list[dt.datetime]:
    """The latest moments (at most `most`) from which slots count, after `since`; of all accounts for None."""
    own = "" if account is None else " AND account = :a"
    return list(
        conn.execute(
            sa.text(
                f"SELECT counts_from FROM pace_slot WHERE lane = :l{own} AND counts_from > :s"
                " ORDER BY counts_from DESC LIMIT :m"
            ),
            {"l": lane, "a": account, "s": since, "m": most},
        ).scalars()
    )


def nth_latest(
    conn: sa.Connection, lane: str, account: str | None, since: dt.datetime, nth: int
) -> dt.datetime | None:
    """The `nth` latest moment from which a slot counts, after `since`; None where there are fewer."""
    own = "" if account is None else " AND account = :a"
    found: dt.datetime | None = conn.execute(
        sa.text(
            f"SELECT counts_from FROM pace_slot WHERE lane = :l{own} AND counts_from > :s"
            " ORDER BY counts_from DESC LIMIT 1 OFFSET :n"
        ),
        {"l": lane, "a": account, "s": since, "n": nth - 1},
    ).scalar()
    return found


def put(
    conn: sa.Connection,
    brand: str,
    lane: str,
    account: str,
    counts_from: dt.datetime,
    *,
    letter: int | None = None,
    granted: bool = False,
) -> int:
    """Take a slot, or give one to a letter that waited (`granted`)."""
    return int(
        conn.execute(
            sa.text(
                "INSERT INTO pace_slot (brand, lane, account, letter, granted, counts_from)"
                " VALUES (:b, :l, :a, :i, :g, :c) RETURNING id"
            ),
            {"b": brand, "l": lane, "a": account, "i": letter, "g": granted, "c": counts_from},
        ).scalar_one()
    )


def drop_grant(conn: sa.Connection, letter: int) -> bool:
    """Take back the slot a letter was given and has not used; whether there was one."""
    gone = conn.execute(sa.text("DELETE FROM pace_slot WHERE letter = :i AND granted"), {"i": letter})
    return gone.rowcount > 0


def answered(conn: sa.Connection, letter: int, now: dt.datetime) -> None:
    """The channel answered a letter's try: X counted it by now, and not later."""
    conn.execute(
        sa.text(
            "UPDATE pace_slot SET counts_from = :n WHERE letter = :i AND NOT granted AND counts_from > :n"
        ),
        {"i": letter, "n": now},
    )


def wait(
    conn: sa.Connection,
    letter: int,
    brand: str,
    lane: str,
    account: str,
    priority: int,
    attempt: int,
    now: dt.datetime,
) -> None:
    """Put a letter into the queue; one that waits already keeps its place."""
    conn.execute(
        sa.text(
            "INSERT INTO pace_wait (letter, brand, lane, account, priority, attempt, since)"
            " VALUES (:i, :b, :l, :a, :p, :t, :n) ON CONFLICT (letter) DO UPDATE"
            " SET priority = excluded.priority, attempt = excluded.attempt"
        ),
        {"i": letter, "b": brand, "l": lane, "a": account, "p": priority, "t": attempt, "n": now},
    )


def leave(conn: sa.Connection, letter: int) -> bool:
    """Take a letter out of the queue; whether it was in it."""
    return conn.execute(sa.text("DELETE FROM pace_wait WHERE letter = :i"), {"i": letter}).rowcount > 0


def anyone_ahead(conn: sa.Connection, lane: str, account: str, letter: int, priority: int) -> bool:
    """Whether somebody waits whose letter goes before this one."""
    return bool(
        conn.execute(
            sa.text(
                "SELECT EXISTS (SELECT 1 FROM pace_wait w WHERE w.lane = :l AND w.account = :a"
                " AND w.letter <> :i AND w.priority >= :p)"
            ),
            {"l": lane, "a": account, "i": letter, "p": priority},
        ).scalar()
    )


def place(conn: sa.Connection, letter: int) -> tuple[str, str, int] | None:
    """Lane, account and how many letters go before this one; None when it does not wait."""
    row = conn.execute(
        sa.text(
            f"SELECT m.lane, m.account, (SELECT count(*) FROM pace_wait w WHERE {_AHEAD})"
            " FROM pace_wait m WHERE m.letter = :i"
        ),
        {"i": letter},
    ).one_or_none()
    return None if row is None else (str(row[0]), str(row[1]), int(row[2]))


def length(conn: sa.Connection, lane: str, account: str) -> int:
    """How many letters of an account wait in a lane."""
    return int(
        conn.execute(
            sa.text("SELECT count(*) FROM pace_wait WHERE lane = :l AND account = :a"),
            {"l": lane, "a": account},
        ).scalar_one()
    )


def waiting(conn: sa.Connection, brand: str | None = None) -> list[tuple[str, int]]:
    """How many letters wait in each lane, of one brand or of all."""
    rows = conn.execute(
        sa.text(
            "SELECT lane, count(*) FROM pace_wait WHERE CAST(:b AS text) IS NULL OR brand = :b"
            " GROUP BY lane ORDER BY lane"
        ),
        {"b": brand},
    )
    return [(str(row[0]), int(row[1])) for row in rows]


def first(conn: sa.Connection, lane: str, account: str, most: int) -> Sequence[Waiting]:
    """The letters whose turn is next, the most urgent first; those no longer owed leave the queue."""
    conn.execute(
        sa.text(
            "DELETE FROM pace_wait w WHERE w.lane = :l AND w.account = :a AND NOT EXISTS"
            " (SELECT 1 FROM person_letter p WHERE p.id = w.letter AND p.state = 'owed')"
        ),
        {"l": lane, "a": account},
    )
    rows = conn.execute(
        sa.text(
            "SELECT letter, brand, priority, attempt FROM pace_wait WHERE lane = :l AND account = :a"
            " ORDER BY priority DESC, since, letter LIMIT :m"
        ),
        {"l": lane, "a": account, "m": most},
    )
    return [Waiting(*row) for row in rows]


def next_round(
    conn: sa.Connection, brand: str, lane: str, account: str, at: dt.datetime, overdue: dt.datetime
) -> int | None:
    """The number of a round of turns to be owed for `at`; None where one no later is owed already, unless it
    was due before `overdue` and was not held."""
    found = conn.execute(
        sa.text(
            "INSERT INTO pace_round (brand, lane, account, number, at) VALUES (:b, :l, :a, 1, :n)"
            " ON CONFLICT (lane, account) DO UPDATE SET number = pace_round.number + 1, at = excluded.at"
            " WHERE pace_round.at IS NULL OR pace_round.at > excluded.at OR pace_round.at < :o"
            " RETURNING number"
        ),
        {"b": brand, "l": lane, "a": account, "n": at, "o": overdue},
    ).scalar()
    return None if found is None else int(found)


def round_done(conn: sa.Connection, lane: str, account: str, number: int) -> None:
    """A round of turns was held; if it was the last one owed, none is owed now."""
    conn.execute(
        sa.text("UPDATE pace_round SET at = NULL WHERE lane = :l AND account = :a AND number = :n"),
        {"l": lane, "a": account, "n": number},
    )


def forget_old(conn: sa.Connection, lane: str, before: dt.datetime) -> None:
    """Drop slots that no window counts any more."""
    conn.execute(
        sa.text("DELETE FROM pace_slot WHERE lane = :l AND counts_from < :b"), {"l": lane, "b": before}
    )
