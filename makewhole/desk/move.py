"""Moving a claim: the state table asked, the row changed, the step and its statement written, in one turn.

Used by every errand that moves a claim; it calls none of them.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from makewhole.because import Because, Refused, plain
from makewhole.claims import claim as states
from makewhole.claims.claim import Actor
from makewhole.desk import news
from makewhole.desk.turn import Turn
from makewhole.store import claims
from makewhole.store.claims import ClaimRow

CLOCK = "lapse"
"""The errand that a time limit becomes."""


def move(
    turn: Turn,
    claim: ClaimRow,
    verb: str,
    who: Actor,
    because: Because,
    *,
    kind: str = "decision",
    public: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
    staff: int | None = None,
    **columns: Any,
) -> ClaimRow | Refused:
    """Take the step the table allows, or the table's refusal with nothing written.

    `claim` is locked by the caller; the row as it is afterwards comes back.
    """
    to = states.move(claim.state, verb, who)
    if isinstance(to, Refused):
        return to
    statement = turn.state(
        claim.brand,
        kind,
        f"claim-{claim.id}",
        {"claim": claim.ref, **(public or {})},
        because,
        personal,
        claim.person,
    )
    if to in states.RESTING:
        columns.setdefault("closed_at", turn.now)
    claims.update(turn.conn, claim.id, state=to, **columns)
    claims.add_step(
        turn.conn, claim.id, verb, claim.state, to, who, plain(because), statement, turn.now, staff
    )
    turn.tell(f"claim:{claim.id}")
    turn.tell(f"bench:{claim.brand}")
    moved = claims.get(turn.conn, claim.id, lock=True)
    news.tell(turn, moved)
    return moved


def owe_lapse(turn: Turn, claim: ClaimRow, at: datetime) -> None:
    """Owe the time limit of the claim's state; if the claim moves before, the limit finds nothing to do."""
    turn.owe(
        CLOCK,
        f"claim-{claim.id}:lapse:{claim.version}",
        claim.id,
        claim.version,
        after=max(at - turn.now, timedelta(seconds=1)),
        priority=9,
    )
