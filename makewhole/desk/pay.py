"""Paying an accepted offer: owed in the books, ordered under one key, followed until settled.

The provider promises to carry out one key once, so an order whose answer was lost is simply made again. Its
notices and our own looking up say the same things and are applied once, in whatever order they come. Money
that fails or comes back goes back to what we owe, and the claimant names another account or a person helps.
"""

import re
from datetime import timedelta

from makewhole.because import Ground, Refused
from makewhole.books import happenings
from makewhole.desk.house import House
from makewhole.desk.move import move, owe_lapse
from makewhole.desk.promise import appeal_window
from makewhole.desk.turn import Turn, at_door, in_errand
from makewhole.effects import effect
from makewhole.gateways.payment import Notice, Payout
from makewhole.gateways.wire import TheirFault
from makewhole.money import Money
from makewhole.store import brands, claims, ledger, payouts, people
from makewhole.store.claims import ClaimRow
from makewhole.store.payouts import PayoutRow

ERRAND = "pay"
CHECK = "check"

_CODE = re.compile(r"[a-z0-9_]{1,60}")

Outcome = dict[str, str | int | None]
_PROVIDER = "the payment provider's word"


def accept(house: House, claim_id: int, account: str) -> ClaimRow | Refused:
    """The claimant takes the offer and names the account token it goes to: owed, ordered, and soon sent."""
    if not account.strip() or len(account) > 200:
        return Refused(
            "pay.account",
            "no account was named",
            "docs/claims.md",
            "give the account the money goes to, as your payment service names it",
        )
    with at_door(house, ERRAND, "accept.record") as turn:
        claim = claims.get(turn.conn, claim_id, lock=True)
        if claim.offer_minor is None:
            return Refused(
                "pay.offer",
                "there is no offer to accept",
                "docs/claims.md",
                "reload the page to see where the claim stands",
            )
        offer = Money(claim.offer_minor, claim.currency)
        due = Money(claim.offer_minor - payouts.arrived(turn.conn, claim.id), claim.currency)
        if due.minor <= 0:
            return Refused(
                "pay.arrived",
                "what is offered has arrived already",
                "docs/claims.md",
                "ask for another look if it is less than what you are owed",
            )
        ground = Ground(
            "claim.accepted",
            "the claimant accepted the offer",
            "docs/claims.md",
            {"sum": offer.text(), "due": due.text()},
        )
        moved = move(
            turn,
            claim,
            "accept",
            "claimant",
            (ground,),
            kind="acceptance",
            public={
                "accepted": True,
                "offer": {"minor": offer.minor, "currency": offer.currency},
                "terms": claim.terms_sha256,
            },
        )
        if isinstance(moved, Refused):
            return moved
        ledger.write(
            turn.conn,
            claim.brand,
            happenings.accepted(f"{claim.ref}-offer-{moved.version}", due),
            claim.id,
            turn.now,
        )
        return _order(turn, moved, account, "machine")


def retry(house: House, claim_id: int, account: str) -> ClaimRow | Refused:
    """The claimant names another account for money that could not be paid or came back."""
    with at_door(house, ERRAND, "accept.record") as turn:
        claim = claims.get(turn.conn, claim_id, lock=True)
        if claim.state != "payout_failed" or not account.strip():
            return Refused(
                "pay.retry",
                "no payment waits for another account",
                "docs/claims.md",
                "reload the page to see where the claim stands",
            )
        return _order(turn, claim, account, "claimant", verb="retry")


def _order(turn: Turn, claim: ClaimRow, account: str, who: str, verb: str = "pay") -> ClaimRow | Refused:
    number = people.add_contact(
        turn.conn,
        turn.house.vault,
        claim.brand,
        claim.person,
        people.Contact("payout", account.strip()),
        turn.now,
    )
    assert number is not None, "a payout account may be more than one person's"
    due = (claim.offer_minor or 0) - payouts.arrived(turn.conn, claim.id)
    order = payouts.order(turn.conn, claim, due, number, turn.now)
    money = Money(order.minor, order.currency)
    ledger.write(turn.conn, claim.brand, happenings.payout_sent(order.key, money), claim.id, turn.now)
    ground = Ground("pay.ordered", "the payment was ordered", "docs/claims.md", {"number": order.number})
    moved = move(
        turn,
        claim,
        verb,
        "machine" if who == "machine" else "claimant",
        (ground,),
        kind="payout",
        public={
            "money": {"minor": order.minor, "currency": order.currency},
            "state": "ordered",
            "reference": order.key,
        },
    )
    if not isinstance(moved, Refused):
        turn.owe(ERRAND, f"pay-{order.id}:0", order.id, 0, priority=1)
    return moved


def pay(house: House, payout_id: int, attempt: int) -> None:
    """Send one payout order; made again with the same key while the provider is away."""
    outcome = house.engine.step("pay.send", lambda: _send(house, payout_id))
    in_errand(house, ERRAND, "pay.record", lambda turn: _record(turn, payout_id, attempt, outcome))


def check(house: House, payout_id: int, attempt: int) -> None:
    """Ask what became of a payout of which no notice came."""
    outcome = house.engine.step("pay.send", lambda: _find(house, payout_id))
    in_errand(house, CHECK, "pay.record", lambda turn: _record(turn, payout_id, attempt, outcome))


def _send(house: House, payout_id: int) -> Outcome:
    with house.database.reading() as conn:
        order = payouts.get(conn, payout_id)
        claim = claims.get(conn, order.claim)
        account = None if order.account is None else people.contact(conn, house.vault, order.account)
    if order.state != "ordered":
        return {"state": "known"}
    if account is None:
        return {"state": "failed", "says": "the account was forgotten"}
    try:
        with effect("pay.send"):
            said = house.payment.pay(order.key, Money(order.minor, order.currency), account, claim.ref)
    except TheirFault as fault:
        return {"state": "later", "says": fault.says, "retry_after": fault.retry_after * house.clock.scale}
    return _outcome(said)


def _find(house: House, payout_id: int) -> Outcome:
    with house.database.reading() as conn:
        order = payouts.get(conn, payout_id)
    if order.state not in ("ordered", "sent"):
        return {"state": "known"}
    try:
        found = house.payment.find(order.key)
    except TheirFault as fault:
        return {"state": "unheard", "says": fault.says, "retry_after": fault.retry_after * house.clock.scale}
    return {"state": "unheard"} if found is None else _outcome(found)


def _outcome(said: Payout | Refused) -> Outcome:
    if isinstance(said, Refused):
        return {"state": "failed", "says": said.says}
    return {"state": said.state, "remote_id": said.remote_id, "says": _code(said.reason)}


def _code(reason: str) -> str:
    """The provider's reason where it is a code. Free text may name somebody, and is kept nowhere."""
    return reason if _CODE.fullmatch(reason) else ""


def _record(turn: Turn, payout_id: int, attempt: int, outcome: Outcome) -> None:
    claim = claims.get(turn.conn, payouts.get(turn.conn, payout_id).claim, lock=True)
    order = payouts.get(turn.conn, payout_id, lock=True)
    state, periods = str(outcome["state"]), turn.house.periods
    if state == "known" or order.state not in ("ordered", "sent"):
        return
    if state == "later":
        wait = max(
            timedelta(seconds=int(str(outcome["retry_after"]))),
            periods.send_again_after * 2 ** min(attempt, 8),
        )
        turn.owe(ERRAND, f"pay-{payout_id}:{attempt + 1}", payout_id, attempt + 1, after=wait, priority=1)
    elif state in ("pending", "unheard"):
        if state == "pending":
            payouts.update(turn.conn, payout_id, "sent", turn.now, remote_id=_text(outcome.get("remote_id")))
        turn.owe(
            CHECK,
            f"check-{payout_id}:{attempt + 1}",
            payout_id,
            attempt + 1,
            after=periods.payout_check_after * 2 ** min(attempt, 8),
            priority=6,
        )
    else:
        apply(turn, claim, order, state, _text(outcome.get("remote_id")), str(outcome.get("says") or ""))


def noticed(house: House, notice: Notice) -> bool:
    """Apply a provider's notice; False when it was applied before or is about no payout of ours."""
    with at_door(house, ERRAND, "pay.record") as turn:
        payout_id = payouts.by_key(turn.conn, notice.payout.key)
        if payout_id is None or not brands.once(turn.conn, "payment", notice.event_id, turn.now):
            return False
        claim = claims.get(turn.conn, payouts.get(turn.conn, payout_id).claim, lock=True)
        order = payouts.get(turn.conn, payout_id, lock=True)
        apply(turn, claim, order, notice.payout.state, notice.payout.remote_id, _code(notice.payout.reason))
        return True


def apply(
    turn: Turn, claim: ClaimRow, order: PayoutRow, state: str, remote_id: str | None, says: str
) -> None:
    """Write down what became of a payout, once: the order, the books, the claim, the statement."""
    money = Money(order.minor, order.currency)
    ground = Ground(
        f"pay.{state}",
        {
            "settled": "the money arrived",
            "failed": "the money could not be paid",
            "returned": "the money came back",
        }.get(state, state),
        _PROVIDER,
        {"sum": money.text(), "reason": says if _CODE.fullmatch(says) else None},
    )
    public = {
        "money": {"minor": money.minor, "currency": money.currency},
        "state": state,
        "reference": order.key,
    }
    if state == "pending" and order.state == "ordered":
        payouts.update(turn.conn, order.id, "sent", turn.now, remote_id=remote_id)
    elif state == "settled" and order.state in ("ordered", "sent"):
        payouts.update(turn.conn, order.id, "settled", turn.now, remote_id=remote_id)
        ledger.write(turn.conn, claim.brand, happenings.payout_settled(order.key, money), claim.id, turn.now)
        window = appeal_window(turn.house, turn.conn, claim.brand)
        moved = move(
            turn,
            claim,
            "settle",
            "provider",
            (ground,),
            kind="payout",
            public=public,
            accept_by=turn.now + window,
        )
        if not isinstance(moved, Refused):
            owe_lapse(turn, moved, turn.now + window)
    elif state in ("failed", "returned") and order.state != state:
        if order.state not in ("ordered", "sent", "settled"):
            return
        undone = happenings.payout_returned if order.state == "settled" else happenings.payout_failed
        ledger.write(turn.conn, claim.brand, undone(order.key, money), claim.id, turn.now)
        payouts.update(
            turn.conn,
            order.id,
            "returned" if order.state == "settled" else "failed",
            turn.now,
            remote_id=remote_id,
            says=says[:200],
        )
        moved = move(turn, claim, "fail", "provider", (ground,), kind="payout", public=public)
        if isinstance(moved, Refused):
            # A claim that a person has in hand stays with them; its record says that the money came back.
            turn.state(claim.brand, "payout", f"claim-{claim.id}", {"claim": claim.ref, **public}, (ground,))
            turn.tell(f"claim:{claim.id}")


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)
