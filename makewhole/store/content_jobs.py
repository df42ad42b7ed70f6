"""The jobs that ask X what became of what is kept, and what members of staff took out by hand."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class Job:
    """One job: when it was due, what it asked for (`tweets` or `users`), how many ids, X's id of it, and how
    it went; `followed` counts what lost its words."""

    slot: dt.datetime
    kind: str
    part: int
    ids: int
    last_id: str | None
    remote_id: str | None
    begun_at: dt.datetime
    ended_at: dt.datetime | None = None
    verdicts: int = 0
    followed: int = 0
    says: str | None = None


_ROW = "slot, kind, part, ids, last_id, remote_id, begun_at, ended_at, verdicts, followed, says"
_KEY = "slot = :s AND kind = :k AND part = :p"


def begun(conn: sa.Connection, job: Job) -> None:
    """Note a job that was begun; one of the same slot, kind and part that failed is begun again."""
    conn.execute(
        sa.text(
            "INSERT INTO content_job (slot, kind, part, ids, last_id, remote_id, begun_at, ended_at, says)"
            " VALUES (:s, :k, :p, :c, :l, :r, :n, :e, :w) ON CONFLICT (slot, kind, part) DO UPDATE SET"
            " ids = excluded.ids, last_id = excluded.last_id, remote_id = excluded.remote_id,"
            " ended_at = excluded.ended_at, says = excluded.says"
        ),
        {"s": job.slot, "k": job.kind, "p": job.part, "c": job.ids, "l": job.last_id, "r": job.remote_id}
        | {"n": job.begun_at, "e": job.ended_at, "w": job.says},
    )


def followed(conn: sa.Connection, job: Job, count: int) -> None:
    """Count what lost its words by what a job said."""
    conn.execute(
        sa.text(f"UPDATE content_job SET followed = followed + :c WHERE {_KEY}"),
        {"s": job.slot, "k": job.kind, "p": job.part, "c": count},
    )


def ended(conn: sa.Connection, job: Job, says: str, verdicts: int, now: dt.datetime) -> None:
    """Note how a job ended, and of how many ids X had something to say."""
    conn.execute(
        sa.text(f"UPDATE content_job SET ended_at = :n, says = :w, verdicts = :v WHERE {_KEY}"),
        {"s": job.slot, "k": job.kind, "p": job.part, "w": says, "v": verdicts, "n": now},
    )


def get(conn: sa.Connection, slot: dt.datetime, kind: str, part: int) -> Job | None:
    """One job."""
    row = conn.execute(
        sa.text(f"SELECT {_ROW} FROM content_job WHERE {_KEY}"), {"s": slot, "k": kind, "p": part}
    ).one_or_none()
    return None if row is None else Job(*row)


def latest(conn: sa.Connection, most: int = 20) -> list[Job]:
    """The newest jobs first."""
    asked = sa.text(f"SELECT {_ROW} FROM content_job ORDER BY slot DESC, kind, part LIMIT :n")
    return [Job(*row) for row in conn.execute(asked, {"n": most})]


def followed_until(conn: sa.Connection) -> dt.datetime | None:
    """Up to when what is kept is known to be as X wants it: the start of the last round whose jobs, of posts
    and of users, all came to their end."""
    return conn.execute(
        sa.text(
            "SELECT max(slot) FROM (SELECT slot FROM content_job GROUP BY slot"
            " HAVING count(DISTINCT kind) = 2 AND bool_and(says IN ('complete', 'nothing kept'))) AS whole"
        )
    ).scalar()


def taken_out(conn: sa.Connection, brand: str, staff: int, what: str, count: int, now: dt.datetime) -> None:
    """Note that a member of staff took this many ids or posts out."""
    conn.execute(
        sa.text("INSERT INTO content_export (brand, staff, what, count, at) VALUES (:b, :s, :w, :c, :n)"),
        {"b": brand, "s": staff, "w": what, "c": count, "n": now},
    )


def taken_today(conn: sa.Connection, staff: int, now: dt.datetime) -> int:
    """How many whole posts a member of staff took out on this day of UTC. Locks their row, so that two
    exports at once are counted one after the other."""
    conn.execute(sa.text("SELECT 1 FROM staff WHERE id = :s FOR UPDATE"), {"s": staff})
    day = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    summed = sa.text(
        "SELECT coalesce(sum(count), 0) FROM content_export WHERE staff = :s AND what = 'posts' AND at >= :d"
    )
    return int(conn.execute(summed, {"s": staff, "d": day}).scalar_one())
