"""The accounts on X that speak through us, their tokens, and connections that are being made.

Tokens are kept as one sealed text an account; what is in it is the gateway's. A renewal holds the account's
row for as long as X takes to answer, bounded by the call's own time-out, and commits before anybody sees the
new text: the refresh token in the old one is used up. Nothing here decides when to renew.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from makewhole.store.database import Database
from makewhole.store.vault import Vault

_LOGIN_LASTS = dt.timedelta(minutes=10)
_LOCK_WAIT = "30s"
_ABOUT = "x tokens"


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account's row without its tokens. `revoked_at` is set once it speaks through us no more."""

    id: str
    brand: str
    handle: str
    role: str
    scopes: list[str]
    connected_at: dt.datetime
    renewed_at: dt.datetime | None
    revoked_at: dt.datetime | None
    revoked_because: str | None
    attested_at: dt.datetime | None
    attested_by: str | None
    human_handle: str | None


@dataclass(frozen=True, slots=True)
class Connected:
    """An account that just agreed: its tokens as one text, and the scopes it granted. `role`: main, support
    or other."""

    id: str
    handle: str
    role: str
    scopes: Sequence[str]
    tokens: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Login:
    """A connection that was begun: what is needed to finish it."""

    brand: str
    role: str
    verifier: str = field(repr=False)
    redirect: str
    begun_by: str


_ROW = (
    "id, brand, handle, role, scopes, connected_at, renewed_at, revoked_at, revoked_because, attested_at,"
    " attested_by, human_handle"
)


def connect(conn: sa.Connection, vault: Vault, brand: str, account: Connected, now: dt.datetime) -> None:
    """Keep an account that agreed, or agreed again; its handle is the brand's. Where it becomes the brand's
    main one, the former main one becomes another."""
    handle = account.handle.lstrip("@").lower()
    conn.execute(
        sa.text("UPDATE brand SET handles = handles || :h WHERE id = :b AND NOT :h = ANY(handles)"),
        {"b": brand, "h": handle},
    )
    if account.role == "main":
        conn.execute(
            sa.text("UPDATE x_account SET role = 'other' WHERE brand = :b AND role = 'main' AND id <> :i"),
            {"b": brand, "i": account.id},
        )
    wrapped = vault.new_key()
    conn.execute(
        sa.text(
            "INSERT INTO x_account (id, brand, handle, role, scopes, wrapped, master, sealed, connected_at)"
            " VALUES (:i, :b, :h, :r, :s, :w, :m, :t, :n) ON CONFLICT (id) DO UPDATE SET"
            " brand = excluded.brand, handle = excluded.handle, role = excluded.role,"
            " scopes = excluded.scopes, wrapped = excluded.wrapped, master = excluded.master,"
            " sealed = excluded.sealed, connected_at = excluded.connected_at, renewed_at = NULL,"
            " revoked_at = NULL, revoked_because = NULL"
        ),
        {
            "i": account.id,
            "b": brand,
            "h": handle,
            "r": account.role,
            "s": list(account.scopes),
            "w": wrapped,
            "m": vault.master_id,
            "t": vault.unwrap(wrapped).seal(account.tokens.encode(), _ABOUT),
            "n": now,
        },
    )


def of_brand(conn: sa.Connection, brand: str) -> list[AccountRow]:
    """A brand's accounts, those in force first, the main one before the others."""
    rows = conn.execute(
        sa.text(
            f"SELECT {_ROW} FROM x_account WHERE brand = :b"
            " ORDER BY revoked_at IS NOT NULL, role <> 'main', role <> 'support', handle"
        ),
        {"b": brand},
    )
    return [AccountRow(*row) for row in rows]


def in_force(conn: sa.Connection, brand: str | None = None) -> list[AccountRow]:
    """The accounts that speak through us, of one brand or of all, each brand's main one first."""
    rows = conn.execute(
        sa.text(
            f"SELECT {_ROW} FROM x_account WHERE revoked_at IS NULL AND brand = coalesce(:b, brand)"
            " ORDER BY brand, role <> 'main', role <> 'support', handle"
        ),
        {"b": brand},
    )
    return [AccountRow(*row) for row in rows]


def get(conn: sa.Connection, account: str) -> AccountRow | None:
    """An account by its user id."""
    row = conn.execute(sa.text(f"SELECT {_ROW} FROM x_account WHERE id = :i"), {"i": account}).one_or_none()
    return None if row is None else AccountRow(*row)


def by_handle(conn: sa.Connection, brand: str, handle: str) -> AccountRow | None:
    """The brand's account in force behind a handle: who was mentioned is the one who may answer."""
    row = conn.execute(
        sa.text(f"SELECT {_ROW} FROM x_account WHERE brand = :b AND handle = :h AND revoked_at IS NULL"),
        {"b": brand, "h": handle.lstrip("@").lower()},
    ).one_or_none()
    return None if row is None else AccountRow(*row)


def attest(conn: sa.Connection, account: str, by: str, human_handle: str, now: dt.datetime) -> None:
    """Keep that a person says the account bears its label, names its operator, and is linked to
    `human_handle`."""
    conn.execute(
        sa.text("UPDATE x_account SET attested_at = :n, attested_by = :b, human_handle = :h WHERE id = :i"),
        {"i": account, "b": by, "h": human_handle.lstrip("@").lower(), "n": now},
    )


def revoke(conn: sa.Connection, account: str, because: str, now: dt.datetime) -> bool:
    """Drop an account's tokens for good; False where it had none."""
    done = conn.execute(
        sa.text(
            "UPDATE x_account SET sealed = NULL, revoked_at = :n, revoked_because = :b"
            " WHERE id = :i AND revoked_at IS NULL"
        ),
        {"i": account, "b": because, "n": now},
    )
    return done.rowcount == 1


def begin_login(conn: sa.Connection, vault: Vault, state: str, login: Login, now: dt.datetime) -> None:
    """Keep a connection that is being made, for ten minutes; those that ran out are dropped."""
    wrapped = vault.new_key()
    conn.execute(sa.text("DELETE FROM x_login WHERE expires_at < :n"), {"n": now})
    conn.execute(
        sa.text(
            "INSERT INTO x_login (state_hash, brand, role, wrapped, sealed, redirect, begun_by, expires_at)"
            " VALUES (:h, :b, :r, :w, :v, :d, :y, :e)"
        ),
        {
            "h": vault.token_hash(state),
            "b": login.brand,
            "r": login.role,
            "w": wrapped,
            "v": vault.unwrap(wrapped).seal(login.verifier.encode(), _ABOUT),
            "d": login.redirect,
            "y": login.begun_by,
            "e": now + _LOGIN_LASTS,
        },
    )


def take_login(conn: sa.Connection, vault: Vault, state: str, now: dt.datetime) -> Login | None:
    """The connection a state names, once; None where there is none, or it ran out."""
    row = conn.execute(
        sa.text(
            "DELETE FROM x_login WHERE state_hash = :h"
            " RETURNING brand, role, wrapped, sealed, redirect, begun_by, expires_at"
        ),
        {"h": vault.token_hash(state)},
    ).one_or_none()
    if row is None or row.expires_at < now:
        return None
    verifier = vault.unwrap(bytes(row.wrapped)).open(bytes(row.sealed), _ABOUT).decode()
    return Login(row.brand, row.role, verifier, row.redirect, row.begun_by)


class Keeper:
    """The kept texts of a house's accounts, for the gateway's renewals."""

    def __init__(self, database: Database, vault: Vault, now: Callable[[], dt.datetime]) -> None:
        self._database = database
        self._vault = vault
        self._now = now

    def load(self, account: str) -> str | None:
        """The account's text; None where it is not connected, or no longer."""
        with self._database.reading() as conn:
            return self._text(conn, account, "")

    def renew(self, account: str, seen: str, renewed: Callable[[str], str | None]) -> str | None:
        """The account's text once it is no longer `seen`, kept for good before it is given. Holds the row
        while `renewed` runs; where that gives None, X refuses the account and its tokens are dropped."""
        with self._database.writing() as conn:
            conn.execute(sa.text(f"SET LOCAL lock_timeout = '{_LOCK_WAIT}'"))
            text = self._text(conn, account, " FOR UPDATE")
            if text is None or text != seen:
                return text
            fresh = renewed(text)
            if fresh is None:
                revoke(conn, account, "X refuses to renew its token", self._now())
                return None
            wrapped = self._vault.new_key()
            conn.execute(
                sa.text(
                    "UPDATE x_account SET wrapped = :w, master = :m, sealed = :t, renewed_at = :n"
                    " WHERE id = :i"
                ),
                {
                    "i": account,
                    "w": wrapped,
                    "m": self._vault.master_id,
                    "t": self._vault.unwrap(wrapped).seal(fresh.encode(), _ABOUT),
                    "n": self._now(),
                },
            )
        return fresh

    def _text(self, conn: sa.Connection, account: str, lock: str) -> str | None:
        row = conn.execute(
            sa.text(f"SELECT wrapped, sealed FROM x_account WHERE id = :i AND sealed IS NOT NULL{lock}"),
            {"i": account},
        ).one_or_none()
        if row is None:
            return None
        return self._vault.unwrap(bytes(row.wrapped)).open(bytes(row.sealed), _ABOUT).decode()
