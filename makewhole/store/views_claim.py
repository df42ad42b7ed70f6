"""What the customer's progress page and the claim bench show of a claim.

The customer's page is found by the hash of its private link and shows that claim only; the bench is for
staff of the brand. Nothing here writes or decides.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from makewhole.because import Ground
from makewhole.money import Money
from makewhole.store.views import grounds


@dataclass(frozen=True, slots=True)
class StepRow:
    """One transition of a claim, and the statement that records it."""

    number: int
    verb: str
    to_state: str
    who: str
    staff: str | None
    staff_id: int | None
    because: tuple[Ground, ...]
    at: dt.datetime
    statement: int | None
    leaf_index: int | None


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A photo or paper that came with a claim, without its bytes."""

    id: int
    kind: str
    media_type: str
    sha256: str
    also_in: int
    """How many other claims of the brand carry the very same bytes."""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim whole, as its row and steps tell it."""

    id: int
    ref: str
    brand: str
    state: str
    version: int
    problem: str
    asked: Money
    offer: Money | None
    language: str
    grade: str | None
    decision: Mapping[str, Any]
    told: Mapping[str, Any]
    because: tuple[Ground, ...]
    story: str
    reason: str
    """What the person who ruled last wrote to the claimant; empty where nobody did."""
    waybill: str | None
    parcel: int | None
    thread: int | None
    person: int
    lodged_at: dt.datetime
    decide_by: dt.datetime | None
    accept_by: dt.datetime | None
    paid_at: dt.datetime | None
    payout_says: str | None
    steps: tuple[StepRow, ...]
    evidence: tuple[EvidenceRow, ...]

    @property
    def full(self) -> bool:
        """Whether all that was asked is offered."""
        return (
            self.offer is not None
            and self.offer.currency == self.asked.currency
            and self.offer.minor >= self.asked.minor
        )

    @property
    def deciders(self) -> frozenset[int]:
        """The staff who ruled on the claim so far."""
        return frozenset(
            s.staff_id for s in self.steps if s.staff_id is not None and s.verb in ("offer", "decline", "ask")
        )


@dataclass(frozen=True, slots=True)
class BenchLine:
    """A claim in the bench's queue."""

    id: int
    ref: str
    state: str
    problem: str
    asked: Money
    offer: Money | None
    grade: str | None
    language: str
    lodged_at: dt.datetime
    decide_by: dt.datetime | None


_CLAIM = """
    SELECT c.*, p.waybill, coalesce(pc.story, '') AS story,
           coalesce(pc.reason, '') AS reason, pay.settled_at AS paid_at, pay.says AS payout_says
    FROM claim c
    LEFT JOIN parcel p ON p.id = c.parcel
    LEFT JOIN person_claim pc ON pc.claim = c.id
    LEFT JOIN LATERAL (SELECT settled_at, says FROM payout WHERE claim = c.id
                       ORDER BY number DESC LIMIT 1) pay ON true
"""
BENCHES = ("person", "open", "closed")
_BENCH_SQL = {
    "person": "c.state IN ('with_person', 'appealed', 'outside', 'payout_failed')",
    "open": "c.state NOT IN ('paid', 'closed', 'withdrawn', 'declined')",
    "closed": "c.state IN ('paid', 'closed', 'withdrawn', 'declined')",
}


def by_link(conn: sa.Connection, link_hash: bytes) -> ClaimView | None:
    """The claim of a private link that was not withdrawn."""
    row = conn.execute(
        sa.text(f"{_CLAIM} WHERE c.link_hash = :h AND c.link_revoked_at IS NULL"), {"h": link_hash}
    ).first()
    return None if row is None else _view(conn, row)


def by_ref(conn: sa.Connection, brand: str, ref: str) -> ClaimView | None:
    """A claim of the brand by its reference."""
    row = conn.execute(sa.text(f"{_CLAIM} WHERE c.brand = :b AND c.ref = :r"), {"b": brand, "r": ref}).first()
    return None if row is None else _view(conn, row)


def _view(conn: sa.Connection, row: Any) -> ClaimView:
    decision = row.decision if isinstance(row.decision, dict) else {}
    steps = _steps(conn, row.id)
    return ClaimView(
        id=row.id,
        ref=row.ref,
        brand=row.brand,
        state=row.state,
        version=row.version,
        problem=row.problem,
        asked=Money(row.asked_minor, row.currency),
        offer=None if row.offer_minor is None else Money(row.offer_minor, row.currency),
        language=row.language,
        grade=row.grade,
        decision=decision,
        told=row.told if isinstance(row.told, dict) else {},
        because=grounds(decision.get("because")),
        story=row.story,
        reason=row.reason,
        waybill=row.waybill,
        parcel=row.parcel,
        thread=row.thread,
        person=row.person,
        lodged_at=row.lodged_at,
        decide_by=row.decide_by,
        accept_by=row.accept_by,
        paid_at=row.paid_at,
        payout_says=row.payout_says,
        steps=steps,
        evidence=_evidence(conn, row.id),
    )


def _steps(conn: sa.Connection, claim: int) -> tuple[StepRow, ...]:
    rows = conn.execute(
        sa.text(
            "SELECT s.number, s.verb, s.to_state, s.who, m.name, s.staff, s.because, s.at, s.statement,"
            " st.leaf_index FROM claim_step s LEFT JOIN staff m ON m.id = s.staff"
            " LEFT JOIN statement st ON st.id = s.statement WHERE s.claim = :c ORDER BY s.number"
        ),
        {"c": claim},
    )
    return tuple(
        StepRow(
            r.number,
            r.verb,
            r.to_state,
            r.who,
            r.name,
            r.staff,
            grounds(r.because),
            r.at,
            r.statement,
            r.leaf_index,
        )
        for r in rows
    )


def _evidence(conn: sa.Connection, claim: int) -> tuple[EvidenceRow, ...]:
    rows = conn.execute(
        sa.text(
            "SELECT e.id, e.kind, e.media_type, e.sha256,"
            " (SELECT count(DISTINCT o.claim) FROM person_evidence o"
            " WHERE o.brand = e.brand AND o.sha256 = e.sha256 AND o.claim <> e.claim) AS also"
            " FROM person_evidence e WHERE e.claim = :c ORDER BY e.id"
        ),
        {"c": claim},
    )
    return tuple(EvidenceRow(r.id, r.kind, r.media_type, r.sha256, r.also) for r in rows)


def evidence_bytes(conn: sa.Connection, claim: int, evidence: int) -> tuple[str, bytes] | None:
    """The media type and bytes of one piece of a claim's evidence."""
    row = conn.execute(
        sa.text("SELECT media_type, content FROM person_evidence WHERE claim = :c AND id = :e"),
        {"c": claim, "e": evidence},
    ).first()
    return None if row is None else (row.media_type, bytes(row.content))


def bench(conn: sa.Connection, brand: str, which: str, limit: int = 100) -> tuple[BenchLine, ...]:
    """The queue of claims, the clock that runs out first on top."""
    rows = conn.execute(
        sa.text(
            f"SELECT * FROM claim c WHERE c.brand = :b AND {_BENCH_SQL[which]}"
            " ORDER BY c.decide_by NULLS LAST, c.id LIMIT :n"
        ),
        {"b": brand, "n": limit},
    )
    return tuple(
        BenchLine(
            r.id,
            r.ref,
            r.state,
            r.problem,
            Money(r.asked_minor, r.currency),
            None if r.offer_minor is None else Money(r.offer_minor, r.currency),
            r.grade,
            r.language,
            r.lodged_at,
            r.decide_by,
        )
        for r in rows
    )


def bench_counts(conn: sa.Connection, brand: str) -> dict[str, int]:
    """How many claims each part of the bench has."""
    counts = ", ".join(f"count(*) FILTER (WHERE {sql}) AS {name}" for name, sql in _BENCH_SQL.items())
    row = conn.execute(sa.text(f"SELECT {counts} FROM claim c WHERE c.brand = :b"), {"b": brand}).one()
    return {name: int(row._mapping[name]) for name in BENCHES}
