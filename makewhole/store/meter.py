"""What calls to X cost: each call of a brand, summed by thread and by day. Millionths of a US dollar.

A day is one of UTC, as X bills. What may still be spent is decided in `care.pace`; these are the sums.
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class Spent:
    """A day's calls and what they cost; `optional_micro` is the part nobody waited for."""

    calls: int
    micro: int
    optional_micro: int


@dataclass(frozen=True, slots=True)
class Item:
    """What one kind of call cost: how many calls, and how much."""

    operation: str
    calls: int
    micro: int


def spent(
    conn: sa.Connection,
    brand: str,
    account: str,
    operation: str,
    resources: int,
    micro: int,
    at: dt.datetime,
    *,
    about: str | None = None,
    optional: bool = False,
) -> None:
    """Note one call: for `brand`, by `account` (a user id, or "app"), about a subject such as thread-7."""
    conn.execute(
        sa.text(
            "WITH call AS (INSERT INTO x_call (brand, account, operation, resources, micro, about, optional,"
            " at) VALUES (:b, :a, :o, :r, :m, :t, :p, :n))"
            " INSERT INTO x_spend (brand, day, calls, micro, optional_micro)"
            " VALUES (:b, :d, 1, :m, CASE WHEN :p THEN :m ELSE 0 END)"
            " ON CONFLICT (brand, day) DO UPDATE SET calls = x_spend.calls + 1,"
            " micro = x_spend.micro + excluded.micro,"
            " optional_micro = x_spend.optional_micro + excluded.optional_micro"
        ),
        {
            "b": brand,
            "a": account,
            "o": operation,
            "r": resources,
            "m": micro,
            "t": about,
            "p": optional,
            "n": at,
            "d": day_of(at),
        },
    )


def whose(conn: sa.Connection, about: str | None, account: str, otherwise: str) -> str | None:
    """The brand a call is charged to: that of the thread, claim or publication it was about (thread-7,
    publication-3), the one named (brand-shop), else `otherwise`, else the oldest; None without a brand."""
    kind, _, name = (about or "").partition("-")
    number = int(name) if name.isdecimal() and len(name) < 18 else None
    found = conn.execute(
        sa.text(
            "SELECT coalesce((SELECT brand FROM thread WHERE :k = 'thread' AND id = :i),"
            " (SELECT brand FROM claim WHERE :k = 'claim' AND id = :i),"
            " (SELECT brand FROM publication WHERE :k = 'publication' AND id = :i),"
            " (SELECT id FROM brand WHERE :k = 'brand' AND id = :n),"
            " (SELECT id FROM brand WHERE id = :o),"
            " (SELECT id FROM brand ORDER BY created_at, id LIMIT 1))"
        ),
        {"k": kind, "i": number, "n": name, "o": otherwise},
    ).scalar()
    return None if found is None else str(found)


def of_day(conn: sa.Connection, brand: str, now: dt.datetime) -> Spent:
    """What a brand spent on the day of `now`."""
    row = conn.execute(
        sa.text("SELECT calls, micro, optional_micro FROM x_spend WHERE brand = :b AND day = :d"),
        {"b": brand, "d": day_of(now)},
    ).one_or_none()
    return Spent(0, 0, 0) if row is None else Spent(*row)


def of_thread(conn: sa.Connection, brand: str, thread: int) -> tuple[Item, ...]:
    """What a thread has cost so far, by kind of call, the dearest first."""
    return _items(conn, "brand = :b AND about = :t", {"b": brand, "t": f"thread-{thread}"})


def of_publication(conn: sa.Connection, brand: str, number: int) -> tuple[Item, ...]:
    """What a publication has cost so far, reading its counts back included, the dearest first."""
    return _items(conn, "brand = :b AND about = :t", {"b": brand, "t": f"publication-{number}"})


def by_operation(conn: sa.Connection, brand: str, now: dt.datetime) -> tuple[Item, ...]:
    """What a brand's day has cost so far, by kind of call, the dearest first."""
    begins = dt.datetime.combine(day_of(now), dt.time(), dt.UTC)
    return _items(
        conn,
        "brand = :b AND at >= :s AND at < :e",
        {"b": brand, "s": begins, "e": begins + dt.timedelta(days=1)},
    )


def day_of(at: dt.datetime) -> dt.date:
    """The day X bills a moment to."""
    return at.astimezone(dt.UTC).date()


def _items(conn: sa.Connection, where: str, values: dict[str, object]) -> tuple[Item, ...]:
    rows = conn.execute(
        sa.text(
            f"SELECT operation, count(*), CAST(sum(micro) AS bigint) FROM x_call WHERE {where}"
            " GROUP BY operation ORDER BY 3 DESC, 1"
        ),
        values,
    )
    return tuple(Item(str(row[0]), int(row[1]), int(row[2])) for row in rows)
