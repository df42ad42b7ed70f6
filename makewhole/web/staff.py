"""Staff at the door: passwords by argon2id, sessions kept as keyed hashes, roles, and an idle limit.

A session's times are the world's, not the house's: people don't hurry in a scaled run. A role opens or
closes pages (an appeal wants a lead); who may judge a claim they judged before is the desk's to say.
"""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Annotated, Final

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from fastapi import Depends, Request

from makewhole.desk.house import House
from makewhole.store.vault import Vault
from makewhole.web.doors import Here
from makewhole.web.problems import Stop

_HASHER: Final = PasswordHasher()
_NOBODY: Final = _HASHER.hash(secrets.token_urlsafe(16))
_LONGEST: Final = dt.timedelta(hours=12)
SHORTEST_PASSWORD: Final = 10
ROLES: Final = ("agent", "lead", "admin")


@dataclass(frozen=True, slots=True)
class Member:
    """A signed-in member of staff."""

    id: int
    brand: str
    name: str
    email: str
    role: str

    def at_least(self, role: str) -> bool:
        """Whether the member's role reaches `role`."""
        return ROLES.index(self.role) >= ROLES.index(role)


def hire(house: House, brand: str, email: str, name: str, role: str, password: str) -> int:
    """Add a member of staff, or give one a new password and role; `ValueError` says what is wrong."""
    if role not in ROLES:
        raise ValueError(f"{role!r} is no role; choose one of {', '.join(ROLES)}")
    if len(password) < SHORTEST_PASSWORD:
        raise ValueError(f"the password has {len(password)} characters; it needs {SHORTEST_PASSWORD} or more")
    with house.database.writing() as conn:
        return int(
            conn.execute(
                sa.text(
                    "INSERT INTO staff (brand, email, name, role, password_hash, created_at)"
                    " VALUES (:b, lower(:e), :n, :r, :p, :t) ON CONFLICT (brand, email) DO UPDATE SET"
                    " name = excluded.name, role = excluded.role, password_hash = excluded.password_hash,"
                    " disabled_at = NULL RETURNING id"
                ),
                {
                    "b": brand,
                    "e": email,
                    "n": name,
                    "r": role,
                    "p": _HASHER.hash(password),
                    "t": house.clock.now(),
                },
            ).scalar_one()
        )


def recognise(conn: sa.Connection, brand: str, email: str, password: str) -> Member | None:
    """The member with that e-mail and password. Takes as long for an e-mail nobody has."""
    row = conn.execute(
        sa.text(
            "SELECT id, brand, name, email, role, password_hash FROM staff"
            " WHERE brand = :b AND email = lower(:e) AND disabled_at IS NULL"
        ),
        {"b": brand, "e": email.strip()},
    ).first()
    try:
        _HASHER.verify(row.password_hash if row is not None else _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return None
    return None if row is None else Member(row.id, row.brand, row.name, row.email, row.role)


def world_now(house: House) -> dt.datetime:
    """What time it is outside the house."""
    return house.clock.world(house.clock.now())


def open_session(conn: sa.Connection, vault: Vault, member: Member, world: dt.datetime) -> str:
    """A new session; returns the token its cookie carries, of which only a keyed hash is kept."""
    token = secrets.token_urlsafe(32)
    conn.execute(
        sa.text("DELETE FROM staff_session WHERE staff = :s AND expires_at < :n"),
        {"s": member.id, "n": world},
    )
    conn.execute(
        sa.text(
            "INSERT INTO staff_session (token_hash, staff, csrf, created_at, seen_at, expires_at)"
            " VALUES (:h, :s, :c, :n, :n, :e)"
        ),
        {
            "h": vault.token_hash(token),
            "s": member.id,
            "c": secrets.token_urlsafe(16),
            "n": world,
            "e": world + _LONGEST,
        },
    )
    return token


def in_session(
    conn: sa.Connection, vault: Vault, token: str, world: dt.datetime, idle: dt.timedelta
) -> Member | None:
    """The member whose session this is, if it was used lately; being asked counts as use."""
    row = conn.execute(
        sa.text(
            "UPDATE staff_session x SET seen_at = :n FROM staff s WHERE x.token_hash = :h"
            " AND s.id = x.staff AND s.disabled_at IS NULL AND x.expires_at > :n AND x.seen_at > :i"
            " RETURNING s.id, s.brand, s.name, s.email, s.role"
        ),
        {"h": vault.token_hash(token), "n": world, "i": world - idle},
    ).first()
    return None if row is None else Member(row.id, row.brand, row.name, row.email, row.role)


def close_session(conn: sa.Connection, vault: Vault, token: str) -> None:
    """End a session."""
    conn.execute(sa.text("DELETE FROM staff_session WHERE token_hash = :h"), {"h": vault.token_hash(token)})


def signed_in(request: Request, doors: Here) -> Member:
    """The member of staff at this page; others are sent to sign in."""
    token = request.cookies.get(doors.cookie("session"))
    if token:
        idle = dt.timedelta(minutes=doors.settings.idle_minutes)
        with doors.house.database.writing() as conn:
            member = in_session(conn, doors.house.vault, token, world_now(doors.house), idle)
        if member is not None and member.brand == doors.settings.brand:
            return member
    raise Stop(303, "signin", headers={"location": "/desk/sign-in"})


Staff = Annotated[Member, Depends(signed_in)]
