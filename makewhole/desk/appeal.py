"""What a claimant may do with a claim after lodging it: show more, ask for a person, take it back."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from makewhole.because import Ground, Refused
from makewhole.claims import evidence
from makewhole.desk.house import House
from makewhole.desk.move import move
from makewhole.desk.photo import STORY_LIMIT, Photo
from makewhole.desk.turn import at_door
from makewhole.store import claims
from makewhole.store import evidence as shown
from makewhole.store.claims import ClaimRow

ERRAND = "appeal"


def appeal(house: House, claim_id: int, reason: str) -> ClaimRow | Refused:
    """One tap to a person who did not decide before. The reason is the claimant's own and stays private."""
    with at_door(house, ERRAND, "appeal.record") as turn:
        claim = claims.get(turn.conn, claim_id, lock=True)
        ground = Ground(
            "claim.appeal",
            "the claimant asked for a person to look again",
            "GDPR art. 22(3)",
            {"with_reason": bool(reason.strip())},
        )
        moved = move(
            turn,
            claim,
            "appeal",
            "claimant",
            (ground,),
            kind="appeal",
            told={**claim.told, "appealed": True},
            decide_by=turn.now + house.periods.decide_disputed,
            accept_by=None,
        )
        if not isinstance(moved, Refused):
            claims.write_words(turn.conn, claim_id, appeal=reason.strip()[:STORY_LIMIT])
        return moved


def withdraw(house: House, claim_id: int) -> ClaimRow | Refused:
    """The claimant takes the claim back."""
    with at_door(house, ERRAND, "appeal.record") as turn:
        claim = claims.get(turn.conn, claim_id, lock=True)
        ground = Ground("claim.withdrawn", "the claimant took the claim back", "docs/claims.md")
        return move(turn, claim, "withdraw", "claimant", (ground,), kind="acceptance")


def supply(
    house: House, claim_id: int, photos: Sequence[Photo], answers: Mapping[str, Any]
) -> ClaimRow | Refused:
    """More was shown: photos, or answers (severity, part_value_minor, statement_not_received).

    A claim that waited for it is decided again; otherwise what came is kept for whoever looks next.
    """
    with at_door(house, ERRAND, "appeal.record") as turn:
        claim = claims.get(turn.conn, claim_id, lock=True)
        before = len(shown.of(turn.conn, claim_id))
        new = []
        for number, photo in enumerate(photos):
            refused = evidence.accept(
                photo.media_type, len(photo.content), before + number, paper=photo.kind == "proof_of_value"
            )
            if refused is not None:
                return refused
            digest = hashlib.sha256(photo.content).hexdigest()
            if shown.add(
                turn.conn,
                claim.brand,
                claim.id,
                claim.person,
                photo.kind,
                digest,
                photo.media_type,
                photo.content,
                turn.now,
            ):
                new.append(digest)
        told = {**claim.told, **{key: value for key, value in answers.items() if value is not None}}
        if not new and told == claim.told:
            return Refused("claim.supply", "nothing new came", "docs/claims.md", "add a photo or an answer")
        if claim.state != "awaiting_evidence":
            claims.write_told(turn.conn, claim.id, told)
            turn.tell(f"claim:{claim.id}")
            return claims.get(turn.conn, claim.id)
        ground = Ground("claim.evidence", "what was asked for came", "docs/claims.md", {"photos": len(new)})
        moved = move(
            turn, claim, "supply", "claimant", (ground,), kind="claim", personal={"/evidence": new}, told=told
        )
        if not isinstance(moved, Refused):
            turn.owe(
                "decide", f"claim-{claim.id}:decide:{moved.version}", claim.id, moved.version, priority=2
            )
        return moved
