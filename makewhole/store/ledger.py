"""The books' rows: entries written once under their key, and the balances they make."""

import datetime as dt

import sqlalchemy as sa

from makewhole.books.entry import Entry


def write(conn: sa.Connection, brand: str, entry: Entry, claim: int | None, now: dt.datetime) -> bool:
    """Write an entry; False when one of its key is written already. The database refuses one that does not
    balance."""
    made = conn.execute(
        sa.text(
            "INSERT INTO entry (brand, key, memo, claim, at) VALUES (:b, :k, :m, :c, :n)"
            " ON CONFLICT (brand, key) DO NOTHING RETURNING id"
        ),
        {"b": brand, "k": entry.key, "m": entry.memo, "c": claim, "n": now},
    ).scalar()
    if made is None:
        return False
    conn.execute(
        sa.text("INSERT INTO posting (entry, line, account, minor, currency) VALUES (:e, :l, :a, :m, :c)"),
        [
            {
                "e": made,
                "l": line,
                "a": posting.account,
                "m": posting.money.minor,
                "c": posting.money.currency,
            }
            for line, posting in enumerate(entry.postings, start=1)
        ],
    )
    return True


def balances(conn: sa.Connection, brand: str) -> dict[tuple[str, str], int]:
    """What each account holds, by account and currency, in minor units; debits are positive."""
    rows = conn.execute(
        sa.text(
            "SELECT account, currency, sum(minor) FROM posting JOIN entry ON entry.id = posting.entry"
            " WHERE entry.brand = :b GROUP BY account, currency ORDER BY account, currency"
        ),
        {"b": brand},
    )
    return {(account, currency): int(total) for account, currency, total in rows}
