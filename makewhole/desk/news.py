"""Telling a claimant that their claim moved, by the way they chose: a letter is owed in the same turn.

Used by every errand that moves a claim; it calls none. By X only where they wrote to us first, else by
the e-mail they gave us; without either nothing is written, and the claim's page tells it.
"""

from makewhole.because import Ground, plain
from makewhole.care import updates
from makewhole.desk.turn import Turn
from makewhole.store import claims, letters, manners, people, talk
from makewhole.store.claims import ClaimRow

_DELIVER = "deliver"


def tell(turn: Turn, claim: ClaimRow) -> None:
    """Owe the letter that says what state the claim is in now, if its claimant wants one and can get it."""
    if claim.updates == "none" or not updates.worth_a_letter(claim.state, claim.updates):
        return
    if people.opted_out(turn.conn, claim.person):
        return
    channel = _channel(turn, claim)
    if channel is None:
        return
    ground = Ground(
        "claim.update", "the claimant asked to hear of it", "docs/claims.md", {"state": claim.state}
    )
    letter = letters.write(
        turn.conn,
        brand=claim.brand,
        person=claim.person,
        name=f"claim-{claim.id}:update:{claim.version}",
        kind="claim_update",
        channel=channel,
        body=updates.news(claim.state, claim.language, claim.ref, _link(turn, claim)),
        language=claim.language,
        state="owed",
        because=plain((ground,)),
        now=turn.now,
        thread=claim.thread if channel == "email" else talk.latest(turn.conn, claim.person, "x"),
        claim=claim.id,
    )
    if letter is not None:
        turn.owe(_DELIVER, f"deliver-{letter}:0", letter, 0, priority=4)


def _channel(turn: Turn, claim: ClaimRow) -> str | None:
    if claim.updates == "x" and manners.wrote_to_us(turn.conn, claim.person):
        return "x"
    mail = claim.brand in turn.house.mail
    if mail and people.contact_of(turn.conn, turn.house.vault, claim.person, "email") is not None:
        return "email"
    return None


def _link(turn: Turn, claim: ClaimRow) -> str:
    """The claim's private page; empty where nobody said where our pages are."""
    sealed = claims.sealed_link(turn.conn, claim.id)
    if not turn.house.public_url or sealed is None:
        return ""
    token = (
        people.key_of(turn.conn, turn.house.vault, claim.person).open(sealed, f"link {claim.ref}").decode()
    )
    return f"{turn.house.public_url}/c/{token}"
