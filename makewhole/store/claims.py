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


@dataclass(frozen=True, slots=True)
class Words:
    """What people wrote about a claim: the claimant's story and appeal, and the reason a person gave."""

    story: str
    appeal: str
    reason: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A piece of evidence, without its content."""

    id: int
    kind: str
    sha256: str
    media_type: str
    received_at: dt.datetime


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


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step a claim took: who did what, with what grounds."""

    number: int
    verb: str
    from_state: str | None
    to_state: str
    who: str
    staff: int | None
    because: list[dict[str, Any]]
    statement: int | None
    at: dt.datetime


_CLAIM = ("id, brand, ref, person, parcel, thread, state, version, problem, asked_minor, currency, told, language,"
          " updates, grade, offer_minor, terms_sha256, decision, decided_by, lodged_at, decide_by, decided_at, accept_by,"
          " closed_at")
_PAYOUT = "id, brand, claim, number, minor, currency, key, state, remote_id"


def add(
    conn: sa.Connection, *, brand: str, ref: str, person: int, parcel: int | None, thread: int | None, state: str,
    problem: str, asked_minor: int, currency: str, told: Mapping[str, Any], language: str, updates: str,
    lodged_at: dt.datetime, decide_by: dt.datetime, link_hash: bytes, story: str, link: bytes,
) -> int:
    """Add a claim with its private part: the story in the claimant's words and the sealed link."""
    claim = int(conn.execute(
        sa.text("INSERT INTO claim (brand, ref, person, parcel, thread, state, problem, asked_minor, currency, told,"
                " language, updates, lodged_at, decide_by, link_hash) VALUES (:brand, :ref, :person, :parcel, :thread,"
                " :state, :problem, :asked_minor, :currency, CAST(:told AS jsonb), :language, :updates, :lodged_at, :decide_by, :link_hash)"
                " RETURNING id"),
        {"brand": brand, "ref": ref, "person": person, "parcel": parcel, "thread": thread, "state": state,
         "problem": problem, "asked_minor": asked_minor, "currency": currency, "told": as_json(dict(told)),
         "language": language, "updates": updates, "lodged_at": lodged_at, "decide_by": decide_by, "link_hash": link_hash},
    ).scalar_one())
    conn.execute(sa.text("INSERT INTO person_claim (claim, person, story, link) VALUES (:c, :p, :s, :l)"),
                 {"c": claim, "p": person, "s": storable(story), "l": link})
    return claim


def get(conn: sa.Connection, claim: int, *, lock: bool = False) -> ClaimRow:
    """A claim by id, locked if asked."""
    row = conn.execute(sa.text(f"SELECT {_CLAIM} FROM claim WHERE id = :i{' FOR UPDATE' if lock else ''}"), {"i": claim})
    return ClaimRow(*row.one())


def by_link(conn: sa.Connection, link_hash: bytes) -> ClaimRow | None:
    """The claim a private link leads to, unless the link was revoked."""
    row = conn.execute(sa.text(f"SELECT {_CLAIM} FROM claim WHERE link_hash = :h AND link_revoked_at IS NULL"),
                       {"h": link_hash}).one_or_none()
    return None if row is None else ClaimRow(*row)


def by_ref(conn: sa.Connection, brand: str, ref: str) -> ClaimRow | None:
    """A claim by its public reference."""
    row = conn.execute(sa.text(f"SELECT {_CLAIM} FROM claim WHERE brand = :b AND ref = :r"),
                       {"b": brand, "r": ref}).one_or_none()
    return None if row is None else ClaimRow(*row)


def open_for(conn: sa.Connection, person: int, parcel: int, resting: Sequence[str]) -> ClaimRow | None:
    """The person's claim for this parcel that is not at rest."""
    row = conn.execute(
        sa.text(f"SELECT {_CLAIM} FROM claim WHERE person = :p AND parcel = :q AND state <> ALL(:r) ORDER BY id LIMIT 1"),
        {"p": person, "q": parcel, "r": list(resting)},
    ).one_or_none()
    return None if row is None else ClaimRow(*row)


def moving(conn: sa.Connection, person: int, resting: Sequence[str]) -> list[str]:
    """The references of the person's claims that are in none of these states."""
    return list(conn.execute(sa.text("SELECT ref FROM claim WHERE person = :p AND state <> ALL(:r) ORDER BY id"),
                             {"p": person, "r": list(resting)}).scalars())


def update(conn: sa.Connection, claim: int, **columns: Any) -> None:
    """Set columns of a claim and count its version up; a mapping becomes JSON."""
    sets = ", ".join(
        f"{name} = CAST(:{name} AS jsonb)" if isinstance(value, dict) else f"{name} = :{name}"
        for name, value in columns.items()
    )
    values = {name: as_json(value) if isinstance(value, dict) else value for name, value in columns.items()}
    conn.execute(sa.text(f"UPDATE claim SET version = version + 1, {sets} WHERE id = :claim"), values | {"claim": claim})


def words(conn: sa.Connection, claim: int) -> Words:
    """What people wrote about a claim; empty once the claimant was forgotten."""
    row = conn.execute(sa.text("SELECT story, appeal, reason FROM person_claim WHERE claim = :c"), {"c": claim}).one_or_none()
    return Words("", "", "") if row is None else Words(*row)


def write_words(conn: sa.Connection, claim: int, *, appeal: str | None = None, reason: str | None = None) -> None:
    """Keep the words of an appeal, or the reason a person gave."""
    conn.execute(sa.text("UPDATE person_claim SET appeal = coalesce(:a, appeal), reason = coalesce(:r, reason)"
                         " WHERE claim = :c"), {"a": None if appeal is None else storable(appeal), "r": None if reason is None else storable(reason),
                         "c": claim})


def add_step(
    conn: sa.Connection, claim: int, verb: str, from_state: str | None, to_state: str, who: str,
    because: Sequence[Mapping[str, Any]], statement: int | None, now: dt.datetime, staff: int | None = None,
) -> None:
    """Write down a step of a claim."""
    conn.execute(
        sa.text("INSERT INTO claim_step (claim, number, verb, from_state, to_state, who, staff, because, statement, at)"
                " SELECT :c, coalesce(max(number), 0) + 1, :v, :f, :t, :w, :s, CAST(:b AS jsonb), :x, :n"
                " FROM claim_step WHERE claim = :c"),
        {"c": claim, "v": verb, "f": from_state, "t": to_state, "w": who, "s": staff,
         "b": as_json(list(because)), "x": statement, "n": now},
    )


def steps(conn: sa.Connection, claim: int) -> list[StepRow]:
    """A claim's steps in order."""
    rows = conn.execute(
        sa.text("SELECT number, verb, from_state, to_state, who, staff, because, statement, at FROM claim_step"
                " WHERE claim = :c ORDER BY number"), {"c": claim},
    )
    return [StepRow(*row) for row in rows]


def judges(conn: sa.Connection, claim: int) -> frozenset[int]:
    """The staff who decided on this claim before."""
    rows = conn.execute(
        sa.text("SELECT DISTINCT staff FROM claim_step WHERE claim = :c AND verb IN ('offer', 'decline')"
                " AND staff IS NOT NULL"), {"c": claim},
    )
    return frozenset(rows.scalars())


def add_evidence(
    conn: sa.Connection, brand: str, claim: int, person: int, kind: str, sha256: str, media_type: str, content: bytes,
    now: dt.datetime,
) -> bool:
    """Keep a piece of evidence by its hash; False when the claim has it already."""
    return conn.execute(
        sa.text("INSERT INTO person_evidence (brand, claim, person, kind, sha256, media_type, content, received_at)"
                " VALUES (:b, :c, :p, :k, :h, :m, :x, :n) ON CONFLICT (claim, sha256) DO NOTHING"),
        {"b": brand, "c": claim, "p": person, "k": kind, "h": sha256, "m": media_type, "x": content, "n": now},
    ).rowcount == 1


def evidence(conn: sa.Connection, claim: int) -> list[EvidenceRow]:
    """A claim's evidence, without contents."""
    rows = conn.execute(sa.text("SELECT id, kind, sha256, media_type, received_at FROM person_evidence WHERE claim = :c"
                                " ORDER BY id"), {"c": claim})
    return [EvidenceRow(*row) for row in rows]


def evidence_content(conn: sa.Connection, claim: int, evidence_id: int) -> tuple[str, bytes] | None:
    """The media type and content of a claim's piece of evidence."""
    row = conn.execute(sa.text("SELECT media_type, content FROM person_evidence WHERE claim = :c AND id = :i"),
                       {"c": claim, "i": evidence_id}).one_or_none()
    return None if row is None else (str(row[0]), bytes(row[1]))


def seen_elsewhere(conn: sa.Connection, brand: str, claim: int) -> frozenset[str]:
    """The hashes of those of the claim's photos that an earlier claim of the brand has shown."""
    rows = conn.execute(
        sa.text("SELECT DISTINCT mine.sha256 FROM person_evidence mine JOIN person_evidence other"
                " ON other.sha256 = mine.sha256 AND other.brand = mine.brand AND other.claim < mine.claim"
                " WHERE mine.claim = :c AND mine.brand = :b"), {"c": claim, "b": brand},
    )
    return frozenset(rows.scalars())


def earlier_for_parcel(conn: sa.Connection, claim: int, parcel: int) -> int:
    """How many earlier claims there are for the parcel."""
    return int(conn.execute(sa.text("SELECT count(*) FROM claim WHERE parcel = :p AND id < :c AND state <> 'withdrawn'"),
                            {"p": parcel, "c": claim}).scalar_one())


def order_payout(conn: sa.Connection, claim: ClaimRow, minor: int, now: dt.datetime) -> PayoutRow:
    """Order the claim's next payout; its key is what makes the provider pay it once."""
    row = conn.execute(
        sa.text(f"INSERT INTO payout (brand, claim, number, minor, currency, key, state, ordered_at)"
                f" SELECT :b, :c, coalesce(max(number), 0) + 1, :m, :u, :r || '-' || (coalesce(max(number), 0) + 1),"
                f" 'ordered', :n FROM payout WHERE claim = :c RETURNING {_PAYOUT}"),
        {"b": claim.brand, "c": claim.id, "m": minor, "u": claim.currency, "r": claim.ref, "n": now},
    )
    return PayoutRow(*row.one())


def payout(conn: sa.Connection, payout_id: int, *, lock: bool = False) -> PayoutRow:
    """A payout order by id."""
    row = conn.execute(sa.text(f"SELECT {_PAYOUT} FROM payout WHERE id = :i{' FOR UPDATE' if lock else ''}"), {"i": payout_id})
    return PayoutRow(*row.one())


def payout_by_key(conn: sa.Connection, key: str) -> int | None:
    """The id of the payout order with this key."""
    found = conn.execute(sa.text("SELECT id FROM payout WHERE key = :k"), {"k": key}).scalar()
    return None if found is None else int(found)


def payouts(conn: sa.Connection, claim: int) -> list[PayoutRow]:
    """A claim's payout orders."""
    return [PayoutRow(*row) for row in conn.execute(sa.text(f"SELECT {_PAYOUT} FROM payout WHERE claim = :c ORDER BY number"), {"c": claim})]


def update_payout(
    conn: sa.Connection, payout_id: int, state: str, now: dt.datetime, *, remote_id: str | None = None, says: str | None = None
) -> None:
    """What became of a payout order."""
    conn.execute(
        sa.text("UPDATE payout SET state = :s, remote_id = coalesce(:r, remote_id), says = coalesce(:w, says),"
                " settled_at = CASE WHEN :s = 'settled' THEN CAST(:n AS timestamptz) ELSE settled_at END WHERE id = :i"),
        {"s": state, "r": remote_id, "w": says, "n": now, "i": payout_id},
    )
