"""A person rules on a claim that was handed to them: an offer, a no with its reason, or a wish to see more.

Whoever decided on a claim before does not take its appeal. The reason is told to the claimant and kept with
what is personal; the log holds that a reason was given, not its words.
"""

from datetime import datetime
from typing import Any

from makewhole.because import Ground, Refused
from makewhole.claims import claim as states
from makewhole.desk.house import House
from makewhole.desk.move import move, owe_lapse
from makewhole.desk.promise import appeal_window
from makewhole.desk.turn import Turn, at_door
from makewhole.money import Money
from makewhole.store import claims, payouts
from makewhole.store.claims import ClaimRow

ERRAND = "rule"
OUTCOMES = ("offer", "decline", "ask")
_SOURCE = "docs/claims.md"


def rule(
    house: House, claim_id: int, staff: int, outcome: str, minor: int | None, reason: str
) -> ClaimRow | Refused:
    """Rule: outcome offer (with `minor` units), decline or ask, with the reason the claimant will read."""
    with at_door(house, ERRAND, "rule.record") as turn:
        claim = claims.get(turn.conn, claim_id, lock=True)
        refused = _may(turn, claim, staff, outcome, minor, reason)
        if refused is not None:
            return refused
        told = Ground(
            "person.ruled",
            "a person of the seller ruled, and gave the reason shown with it",
            _SOURCE,
            {"outcome": outcome},
        )
        if claim.state == "appealed":
            taken = move(turn, claim, "take", "person", (told,), kind="appeal", staff=staff)
            if isinstance(taken, Refused):
                return taken
            claim = taken
        until = _until(turn, claim, outcome)
        public: dict[str, Any] = {"decided": outcome}
        columns: dict[str, Any] = {}
        if outcome == "offer":
            public |= {
                "offer": {"minor": minor, "currency": claim.currency},
                "full": minor == claim.asked_minor,
            }
            columns["offer_minor"] = minor
        moved = move(
            turn,
            claim,
            outcome,
            "person",
            (told,),
            staff=staff,
            public=public,
            decided_by=staff,
            decided_at=turn.now,
            accept_by=until,
            decision=_shown(claim, told, outcome, minor),
            **columns,
        )
        if not isinstance(moved, Refused):
            claims.write_words(turn.conn, claim_id, reason=reason.strip())
            owe_lapse(turn, moved, until)
        return moved


def _may(
    turn: Turn, claim: ClaimRow, staff: int, outcome: str, minor: int | None, reason: str
) -> Refused | None:
    """What stands against the ruling, before anything is written."""
    if not reason.strip():
        says, way = "no reason was given", "write the reason the claimant will read"
        return Refused("rule.reason", says, "GDPR art. 15(1)(h)", way)
    if outcome not in OUTCOMES:
        says = f"{outcome[:20]!r} is no ruling"
        return Refused("rule.outcome", says, _SOURCE, f"choose one of {', '.join(OUTCOMES)}")
    if outcome == "offer" and (minor is None or not 0 < minor <= claim.asked_minor):
        asked = Money(claim.asked_minor, claim.currency).text()
        says = "the sum offered is not between zero and what was asked"
        return Refused("rule.sum", says, _SOURCE, f"offer more than nothing and at most {asked}")
    had = Money(payouts.arrived(turn.conn, claim.id), claim.currency)
    if outcome == "offer" and minor is not None and minor <= had.minor:
        says = f"{had.text()} of this claim was paid already, and an offer is the whole sum"
        return Refused("rule.sum", says, _SOURCE, f"offer more than {had.text()}, or decline the rest")
    if claim.told.get("appealed"):
        judged = frozenset(str(judge) for judge in claims.judges(turn.conn, claim.id))
        return states.may_judge(str(staff), judged)
    return None


def _until(turn: Turn, claim: ClaimRow, outcome: str) -> datetime:
    periods = turn.house.periods
    if outcome == "decline":
        return turn.now + appeal_window(turn.house, turn.conn, claim.brand)
    return turn.now + (periods.accept_within if outcome == "offer" else periods.evidence_within)


def _shown(claim: ClaimRow, told: Ground, outcome: str, minor: int | None) -> dict[str, Any]:
    """The ruling as pages show it; what the machine had found stays beside it."""
    before = claim.decision or {}
    rest = None
    if outcome == "offer" and minor is not None and minor < claim.asked_minor:
        offered, asked = Money(minor, claim.currency), Money(claim.asked_minor, claim.currency)
        rest = {
            "says": f"this offers {offered.text()} of {asked.text()} and refuses the rest",
            "way_forward": "you may take the offer, or ask another person to look at the rest",
        }
    return {
        **before,
        "verb": outcome,
        "full": minor == claim.asked_minor,
        "because": [told.as_dict()],
        "found": before.get("found", before.get("because", [])),
        "needs": before.get("needs", []),
        "rest": rest,
    }
