"""The sandbox payment gateway's own books: payouts by key, and notices to send, in one SQLite file.

Everything is written before it is answered, so the gateway may be killed at any time and knows afterwards
what it did. What becomes of a payout is told by its destination, so that a test can ask for it: a name that
holds "fail" fails, "return" is settled and then comes back, "never" stays pending, "closed" is refused.

>>> fate_of("acct-return-7")
('settled', 'returned')
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

_TABLES = """
create table if not exists payout (
    id text primary key, key text not null unique, amount_minor integer not null, currency text not null,
    destination text not null, reference text not null, state text not null, reason text not null default '',
    asked integer not null default 1, created_at text not null, due_at real
);
create table if not exists notice (
    id text primary key, payout text not null, body text not null, sent integer not null default 0,
    tries integer not null default 0
);
create table if not exists webhook (url text primary key);
"""

_REASONS = {"failed": "account_unknown", "returned": "account_closed"}
_SHOWN = (
    "id", "key", "amount_minor", "currency", "destination", "reference", "state", "reason", "created_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clash:
    """The key was used before for something else."""


Row = dict[str, Any]


def fate_of(destination: str) -> tuple[str, ...]:
    """The states a payout goes through after pending."""
    if "fail" in destination:
        return ("failed",)
    if "return" in destination:
        return ("settled", "returned")
    return () if "never" in destination else ("settled",)


class Ledger:
    """Payouts and notices; used from one thread. `path` None keeps them in memory."""

    def __init__(self, path: Path | None, settles_after_seconds: float) -> None:
        self._settles_after = settles_after_seconds
        self._base = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._base.row_factory = sqlite3.Row
        self._base.execute("pragma journal_mode = wal")
        self._base.executescript(_TABLES)

    def close(self) -> None:
        """Lets go of the file."""
        self._base.close()

    def order(self, key: str, wanted: Row, now: datetime) -> tuple[Row, bool] | Clash:
        """The payout under a key and whether it is new; another order under the same key clashes."""
        found = self.by_key(key)
        if found is not None:
            if any(found[name] != value for name, value in wanted.items()):
                return Clash()
            self._base.execute("update payout set asked = asked + 1 where key = ?", (key,))
            return found, False
        [(count,)] = self._base.execute("select count(*) from payout").fetchall()
        due = now.timestamp() + self._settles_after if fate_of(wanted["destination"]) else None
        self._base.execute(
            "insert into payout (id, key, amount_minor, currency, destination, reference, state, created_at,"
            " due_at) values (?, ?, ?, ?, ?, ?, 'pending', ?, ?)",
            (
                f"po_{count + 1:08d}", key, wanted["amount_minor"], wanted["currency"], wanted["destination"],
                wanted["reference"], now.isoformat(), due,
            ),
        )  # fmt: skip
        made = self.by_key(key)
        assert made is not None
        return made, True

    def by_key(self, key: str) -> Row | None:
        """The payout ordered under a key."""
        row = self._base.execute("select * from payout where key = ?", (key,)).fetchone()
        return dict(row) if row else None

    def by_id(self, remote_id: str) -> Row | None:
        """The payout by the gateway's own id."""
        row = self._base.execute("select * from payout where id = ?", (remote_id,)).fetchone()
        return dict(row) if row else None

    def payouts(self) -> list[Row]:
        """Every payout, oldest first."""
        return [dict(row) for row in self._base.execute("select * from payout order by id")]

    def settle(self, now: datetime) -> int:
        """Moves every payout that is due one state on, and writes its notice; returns how many moved."""
        due = self._base.execute("select * from payout where due_at <= ?", (now.timestamp(),)).fetchall()
        for row in due:
            path = ("pending", *fate_of(row["destination"]))
            state = path[path.index(row["state"]) + 1]
            later = now.timestamp() + self._settles_after if state != path[-1] else None
            moved = {**dict(row), "state": state, "reason": _REASONS.get(state, "")}
            event = f"evt_{row['id']}_{state}"
            body = {
                "id": event, "type": f"payout.{state}", "created_at": now.isoformat(), "data": shown(moved),
            }  # fmt: skip
            self._base.execute("begin")
            self._base.execute(
                "update payout set state = ?, reason = ?, due_at = ? where id = ?",
                (state, moved["reason"], later, row["id"]),
            )
            self._base.execute(
                "insert into notice (id, payout, body) values (?, ?, ?)", (event, row["id"], json.dumps(body))
            )
            self._base.execute("commit")
        return len(due)

    def notices_to_send(self) -> list[Row]:
        """Notices nobody has taken yet, oldest first."""
        return [dict(row) for row in self._base.execute("select * from notice where sent = 0 order by rowid")]

    def taken(self, event: str) -> None:
        """Marks a notice as taken by the other side."""
        self._base.execute("update notice set sent = 1 where id = ?", (event,))

    def tried(self, event: str) -> None:
        """Counts a try that nobody took."""
        self._base.execute("update notice set tries = tries + 1 where id = ?", (event,))

    def again(self) -> int:
        """Forgets that notices were taken, so that all are sent once more; returns how many."""
        return self._base.execute("update notice set sent = 0").rowcount

    def add_webhook(self, url: str) -> None:
        """Remembers an address for notices."""
        self._base.execute("insert or ignore into webhook values (?)", (url,))

    def webhooks(self) -> list[str]:
        """Every address for notices."""
        return [row["url"] for row in self._base.execute("select url from webhook order by url")]


def shown(row: Row) -> Row:
    """A payout as the gateway's API shows it."""
    return {name: row[name] for name in _SHOWN}
