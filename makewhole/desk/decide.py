"""Deciding a claim: the facts gathered, the law and the terms asked, the answer recorded with its grounds.

The machine offers, asks for what is missing, or hands over to a person with its reasons; it never declines.
What a time limit brings goes through the same state table.
"""

from datetime import date, datetime
from typing import Any, cast

from makewhole.because import Ground, Refused, plain
from makewhole.claims import claim as states
from makewhole.claims import settlement
from makewhole.claims.facts import ClaimFacts, Problem
from makewhole.desk import sight
from makewhole.desk.house import House
from makewhole.desk.move import CLOCK, move, owe_lapse
from makewhole.desk.promise import grading, terms_of
from makewhole.desk.turn import Turn, in_errand
from makewhole.money import Money
from makewhole.parcel.consignment import Consignment
from makewhole.parcel.journey import whereabouts
from makewhole.store import claims, parcels
from makewhole.store import evidence as shown
from makewhole.store.claims import ClaimRow

ERRAND = "decide"


def decide(house: House, claim_id: int, version: int) -> None:
    """Decide a claim that waits for it; one that moved on meanwhile is left alone."""
    with house.database.reading() as conn:
        claim = claims.get(conn, claim_id)
        parcel = None if claim.parcel is None else parcels.get(conn, claim.parcel)
    if parcel is not None:
        house.engine.step("follow.fetch", lambda: sight.refresh(house, parcel, house.clock.now()))
    in_errand(house, ERRAND, "decide.record", lambda turn: _record(turn, claim_id, version))


def _record(turn: Turn, claim_id: int, version: int) -> None:
    claim = claims.get(turn.conn, claim_id, lock=True)
    if claim.version != version or claim.state not in ("lodged", "deciding"):
        return
    terms = terms_of(turn.conn, claim.brand)
    if claim.state == "lodged":
        gathered = Ground(
            "claim.gathered", "the facts of parcel, sale and loss were gathered", "docs/claims.md"
        )
        claim = _moved(move(turn, claim, "decide", "machine", (gathered,)))
    made = settlement.decide(facts_of(turn, claim), terms, turn.house.rates, turn.now, grading(turn.house))
    offer = None if made.offer is None else made.offer.minor
    clocks = {
        "ask": (made.clocks.evidence_by, "evidence_by"),
        "offer": (made.clocks.answer_by, "answer_by"),
        "refer": (made.clocks.decide_by, "decide_by"),
    }[made.verb]
    claim = _moved(
        move(
            turn,
            claim,
            made.verb,
            "machine",
            made.because,
            public={
                "decided": made.verb,
                "grade": made.grade,
                "terms": terms.hash,
                "full": made.full,
                "asked": {"minor": made.asked.minor, "currency": made.asked.currency},
                "offer": None if made.offer is None else {"minor": offer, "currency": made.offer.currency},
            },
            grade=made.grade,
            offer_minor=offer,
            terms_sha256=terms.hash,
            decided_at=turn.now,
            decide_by=made.clocks.decide_by if made.verb == "refer" else None,
            accept_by=clocks[0] if made.verb != "refer" else None,
            decision=_shown(made),
        )
    )
    if made.verb != "refer":
        owe_lapse(turn, claim, clocks[0])


def _shown(made: settlement.Decision) -> dict[str, Any]:
    """The decision as pages show it: plain values, nothing personal."""
    return {
        "verb": made.verb,
        "full": made.full,
        "because": plain(made.because),
        "needs": [{"kind": one.kind, "why": one.why} for one in made.needs],
        "suspicions": plain(tuple(one.as_ground() for one in made.suspicions)),
        "rest": None if made.rest is None else {"says": made.rest.says, "way_forward": made.rest.way_forward},
    }


def facts_of(turn: Turn, claim: ClaimRow) -> ClaimFacts:
    """What is known of a claim now, from its rows."""
    told, rows = claim.told, shown.of(turn.conn, claim.id)
    if claim.parcel is None:
        consignment = Consignment(waybill="")
        where = whereabouts((), consignment, turn.now)
    else:
        seen = sight.look(turn.conn, parcels.get(turn.conn, claim.parcel), turn.now)
        consignment, where = seen.consignment, seen.whereabouts
    kinds = {row.kind for row in rows}
    if told.get("statement_not_received"):
        kinds.add("not_received_statement")
    part = told.get("part_value_minor")
    hashes = frozenset(row.sha256 for row in rows)
    return ClaimFacts(
        consignment=consignment,
        whereabouts=where,
        problem=cast(Problem, claim.problem),
        asked=Money(claim.asked_minor, claim.currency),
        claimant="buyer",
        lodged_at=claim.lodged_at,
        evidence=frozenset(kinds),
        severity=told.get("severity"),
        part_value=None if part is None else Money(part, claim.currency),
        charges=consignment.freight,
        delivered_at=_moment(told.get("delivered_at")) or where.delivered_at,
        noticed_at=claim.lodged_at,
        consumer=True,
        buyer_country=told.get("buyer_country"),
        photo_hashes=hashes,
        photo_hashes_seen_before=shown.seen_elsewhere(turn.conn, claim.brand, claim.id),
        other_claims_for_parcel=0
        if claim.parcel is None
        else claims.earlier_for_parcel(turn.conn, claim.id, claim.parcel),
        appealed=bool(told.get("appealed")),
        contract_on=_day(consignment.accepted_at),
        agreed_delivery_by=_day(consignment.promised_by),
    )


def lapse(house: House, claim_id: int, version: int) -> None:
    """A time limit has run out: a person looks, or what was said beforehand now holds."""

    def record(turn: Turn) -> None:
        claim = claims.get(turn.conn, claim_id, lock=True)
        if claim.version != version or "lapse" not in states.verbs(claim.state, "clock"):
            return
        ground = Ground(
            "claim.time_limit",
            f"the time limit for a claim that is {claim.state} has run out",
            "docs/claims.md",
            {"state": claim.state},
        )
        by = None
        if states.move(claim.state, "lapse", "clock") == "with_person":
            by = turn.now + house.periods.decide_complex
        move(turn, claim, "lapse", "clock", (ground,), decide_by=by, accept_by=None)

    in_errand(house, CLOCK, "decide.record", record)


def _moved(moved: ClaimRow | Refused) -> ClaimRow:
    if isinstance(moved, Refused):
        raise AssertionError(moved.says)
    return moved


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def _day(at: datetime | date | None) -> date | None:
    return at.date() if isinstance(at, datetime) else at
