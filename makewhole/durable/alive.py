"""Who lives: each worker holds an advisory lock on a name of its own, and a free lock is a dead worker's.

A name is drawn and never used again, so that a worker that lost its lock while the database was away meets
no namesake. Locks belong to sessions, and PostgreSQL frees them when a session ends, however it ends.

>>> new_name().startswith("worker-")
True
"""

import secrets
import time
from collections.abc import Iterable

import sqlalchemy as sa

_LOCKS = 0x6D77  # the class of our advisory locks; the second half is the worker's number
_LIVING = sa.text(
    "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND classid = CAST(:a AS bigint)::oid"
    " AND objsubid = 2 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def new_name() -> str:
    """A name nobody has, as good as surely."""
    return f"worker-{secrets.randbelow(2**31 - 1) + 1}"


def hold(conn: sa.Connection, name: str) -> bool:
    """Try to hold a worker's name for as long as the connection lives."""
    return bool(conn.execute(sa.text("SELECT pg_try_advisory_lock(:a, :b)"), _key(name)).scalar())


def let_go(conn: sa.Connection, name: str) -> None:
    """Hold a name no longer."""
    conn.execute(sa.text("SELECT pg_advisory_unlock(:a, :b)"), _key(name))


def living(conn: sa.Connection) -> set[str]:
    """The names that are held now, by anybody."""
    return {f"worker-{number}" for number in conn.execute(_LIVING, {"a": _LOCKS}).scalars()}


def _key(name: str) -> dict[str, int]:
    return {"a": _LOCKS, "b": int(name.rpartition("-")[2]) if name.startswith("worker-") else 0}


class Overdue:
    """For how long names have been in a state, by looking now and then; time starts at the first look."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._since: dict[str, float] = {}

    def look(self, names: Iterable[str]) -> list[str]:
        """Note which names are in the state now; returns those that were at each look for long enough."""
        now = time.monotonic()
        self._since = {name: self._since.get(name, now) for name in names}
        return sorted(name for name, since in self._since.items() if now - since >= self.seconds)

    def clear(self) -> None:
        """Start anew: nobody looked for a while."""
        self._since.clear()
