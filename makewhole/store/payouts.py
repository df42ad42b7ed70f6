"""Payout orders: each with the key that makes the provider pay it once, and what became of it."""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from makewhole.store.claims import ClaimRow


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """A payout order's row."""

    id: int
    brand: str
    claim: int
    number: int
    minor: int
    currency: str
    key: str
    state: str
    remote_id: str | None
    account: int | None
    """The sealed contact the money goes to; None once its person was forgotten."""


_PAYOUT = "id, brand, claim, number, minor, currency, key, state, remote_id, account"


def order(conn: sa.Connection, claim: ClaimRow, minor: int, account: int, now: dt.datetime) -> PayoutRow:
    """Order the claim's next payout, to this contact; its key is what makes the provider pay it once."""
    row = conn.execute(
        sa.text(
            f"INSERT INTO payout (brand, claim, number, minor, currency, key, account, state, ordered_at)"
            f" SELECT :b, :c, coalesce(max(number), 0) + 1, :m, :u, :r || '-' || (coalesce(max(number), 0)"
            f" + 1),"
            f" CAST(:a AS bigint), 'ordered', :n FROM payout WHERE claim = :c RETURNING {_PAYOUT}"
        ),
        {
            "b": claim.brand,
            "c": claim.id,
            "m": minor,
            "u": claim.currency,
            "r": claim.ref,
            "a": account,
            "n": now,
        },
    )
    return PayoutRow(*row.one())


def arrived(conn: sa.Connection, claim: int) -> int:
    """What the claimant has had of a claim already, in minor units: its settled payouts."""
    found = conn.execute(
        sa.text("SELECT coalesce(sum(minor), 0) FROM payout WHERE claim = :c AND state = 'settled'"),
        {"c": claim},
    )
    return int(found.scalar_one())


def get(conn: sa.Connection, payout_id: int, *, lock: bool = False) -> PayoutRow:
    """A payout order by id."""
    row = conn.execute(
        sa.text(f"SELECT {_PAYOUT} FROM payout WHERE id = :i{' FOR UPDATE' if lock else ''}"),
        {"i": payout_id},
    )
    return PayoutRow(*row.one())


def by_key(conn: sa.Connection, key: str) -> int | None:
    """The id of the payout order with this key."""
    found = conn.execute(sa.text("SELECT id FROM payout WHERE key = :k"), {"k": key}).scalar()
    return None if found is None else int(found)


def of(conn: sa.Connection, claim: int) -> list[PayoutRow]:
    """A claim's payout orders."""
    return [
        PayoutRow(*row)
        for row in conn.execute(
            sa.text(f"SELECT {_PAYOUT} FROM payout WHERE claim = :c ORDER BY number"), {"c": claim}
        )
    ]


def update(
    conn: sa.Connection,
    payout_id: int,
    state: str,
    now: dt.datetime,
    *,
    remote_id: str | None = None,
    says: str | None = None,
) -> None:
    """What became of a payout order."""
    conn.execute(
        sa.text(
            "UPDATE payout SET state = :s, remote_id = coalesce(:r, remote_id), says = coalesce(:w, says),"
            " settled_at = CASE WHEN :s = 'settled' THEN CAST(:n AS timestamptz) ELSE settled_at END WHERE"
            " id = :i"
        ),
        {"s": state, "r": remote_id, "w": says, "n": now, "i": payout_id},
    )
