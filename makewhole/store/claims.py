"""Claims, their steps, their evidence, and the payouts ordered for them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from makewhole.store.wire import as_json, storable


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim's row."""

    id: int
    brand: str
    ref: str
    person: int
    parcel: int | None
    thread: int | None
    state: str
    version: int
    problem: str
    asked_minor: int
    currency: str
    told: dict[str, Any]
    language: str
    updates: str
    grade: str | None
    offer_minor: int | None
    terms_sha256: str | None
    decision: dict[str, Any] | None
    decided_by: int | None
    lodged_at: dt.datetime
    decide_by: dt.datetime | None
    decided_at: dt.datetime | None
    accept_by: dt.datetime | None
    closed_at: dt.datetime | None


_CLAIM = (
    "id, brand, ref, person, parcel, thread, state, version, problem, asked_minor, currency, told, language,"
    " updates, grade, offer_minor, terms_sha256, decision, decided_by, lodged_at, decide_by, decided_at,"
    " accept_by,"
    " closed_at"
)


def add(
    conn: sa.Connection,
    *,
    brand: str,
    ref: str,
    person: int,
    parcel: int | None,
    thread: int | None,
    state: str,
    problem: str,
    asked_minor: int,
    currency: str,
    told: Mapping[str, Any],
    language: str,
    updates: str,
    lodged_at: dt.datetime,
    decide_by: dt.datetime,
    link_hash: bytes,
    story: str,
    link: bytes,
) -> int:
    """Add a claim with its private part: the story in the claimant's words and the sealed link."""
    claim = int(
        conn.execute(
            sa.text(
                "INSERT INTO claim (brand, ref, person, parcel, thread, state, problem, asked_minor,"
                " currency, told,"
                " language, updates, lodged_at, decide_by, link_hash) VALUES (:brand, :ref, :person,"
                " :parcel, :thread,"
                " :state, :problem, :asked_minor, :currency, CAST(:told AS jsonb), :language, :updates,"
                " :lodged_at, :decide_by, :link_hash)"
                " RETURNING id"
            ),
            {
                "brand": brand,
                "ref": ref,
                "person": person,
                "parcel": parcel,
                "thread": thread,
                "state": state,
                "problem": problem,
                "asked_minor": asked_minor,
                "currency": currency,
                "told": as_json(dict(told)),
                "language": language,
                "updates": updates,
                "lodged_at": lodged_at,
                "decide_by": decide_by,
                "link_hash": link_hash,
            },
        ).scalar_one()
    )
    conn.execute(
        sa.text("INSERT INTO person_claim (claim, person, story, link) VALUES (:c, :p, :s, :l)"),
        {"c": claim, "p": person, "s": storable(story), "l": link},
    )
    return claim


def get(conn: sa.Connection, claim: int, *, lock: bool = False) -> ClaimRow:
    """A claim by id, locked if asked."""
    row = conn.execute(
        sa.text(f"SELECT {_CLAIM} FROM claim WHERE id = :i{' FOR UPDATE' if lock else ''}"), {"i": claim}
    )
    return ClaimRow(*row.one())


def sealed_link(conn: sa.Connection, claim: int) -> bytes | None:
    """The token of the claim's private link, sealed; None where it was withdrawn or its person forgotten."""
    found = conn.execute(
        sa.text(
            "SELECT p.link FROM person_claim p JOIN claim c ON c.id = p.claim WHERE p.claim = :c"
            " AND c.link_revoked_at IS NULL"
        ),
        {"c": claim},
    ).scalar()
    return None if found is None else bytes(found)


def open_for(conn: sa.Connection, person: int, parcel: int, resting: Sequence[str]) -> ClaimRow | None:
    """The person's claim for this parcel that is not at rest."""
    row = conn.execute(
        sa.text(
            f"SELECT {_CLAIM} FROM claim WHERE person = :p AND parcel = :q AND state <> ALL(:r) ORDER BY id"
            f" LIMIT 1"
        ),
        {"p": person, "q": parcel, "r": list(resting)},
    ).one_or_none()
    return None if row is None else ClaimRow(*row)


def moving(conn: sa.Connection, person: int, resting: Sequence[str]) -> list[str]:
    """The references of the person's claims that are in none of these states."""
    return list(
        conn.execute(
            sa.text("SELECT ref FROM claim WHERE person = :p AND state <> ALL(:r) ORDER BY id"),
            {"p": person, "r": list(resting)},
        ).scalars()
    )


def update(conn: sa.Connection, claim: int, **columns: Any) -> None:
    """Set columns of a claim and count its version up; a mapping becomes JSON."""
    sets = ", ".join(
        f"{name} = CAST(:{name} AS jsonb)" if isinstance(value, dict) else f"{name} = :{name}"
        for name, value in columns.items()
    )
    values = {name: as_json(value) if isinstance(value, dict) else value for name, value in columns.items()}
    conn.execute(
        sa.text(f"UPDATE claim SET version = version + 1, {sets} WHERE id = :claim"),
        values | {"claim": claim},
    )


def write_told(conn: sa.Connection, claim: int, told: Mapping[str, Any]) -> None:
    """Keep what the claimant told since. Its version stays: what is owed to it still holds."""
    conn.execute(
        sa.text("UPDATE claim SET told = CAST(:t AS jsonb) WHERE id = :c"),
        {"t": as_json(dict(told)), "c": claim},
    )


def write_words(
    conn: sa.Connection, claim: int, *, appeal: str | None = None, reason: str | None = None
) -> None:
    """Keep the words of an appeal, or the reason a person gave."""
    conn.execute(
        sa.text(
            "UPDATE person_claim SET appeal = coalesce(:a, appeal), reason = coalesce(:r, reason)"
            " WHERE claim = :c"
        ),
        {
            "a": None if appeal is None else storable(appeal),
            "r": None if reason is None else storable(reason),
            "c": claim,
        },
    )


def add_step(
    conn: sa.Connection,
    claim: int,
    verb: str,
    from_state: str | None,
    to_state: str,
    who: str,
    because: Sequence[Mapping[str, Any]],
    statement: int | None,
    now: dt.datetime,
    staff: int | None = None,
) -> None:
    """Write down a step of a claim."""
    conn.execute(
        sa.text(
            "INSERT INTO claim_step (claim, number, verb, from_state, to_state, who, staff, because,"
            " statement, at)"
            " SELECT :c, coalesce(max(number), 0) + 1, :v, :f, :t, :w, :s, CAST(:b AS jsonb), :x, :n"
            " FROM claim_step WHERE claim = :c"
        ),
        {
            "c": claim,
            "v": verb,
            "f": from_state,
            "t": to_state,
            "w": who,
            "s": staff,
            "b": as_json(list(because)),
            "x": statement,
            "n": now,
        },
    )


def judges(conn: sa.Connection, claim: int) -> frozenset[int]:
    """The staff who decided on this claim before."""
    rows = conn.execute(
        sa.text(
            "SELECT DISTINCT staff FROM claim_step WHERE claim = :c AND verb IN ('offer', 'decline')"
            " AND staff IS NOT NULL"
        ),
        {"c": claim},
    )
    return frozenset(rows.scalars())


def earlier_for_parcel(conn: sa.Connection, claim: int, parcel: int) -> int:
    """How many earlier claims there are for the parcel."""
    return int(
        conn.execute(
            sa.text("SELECT count(*) FROM claim WHERE parcel = :p AND id < :c AND state <> 'withdrawn'"),
            {"p": parcel, "c": claim},
        ).scalar_one()
    )
