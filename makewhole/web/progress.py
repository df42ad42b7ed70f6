"""A claim as its customer sees it: how far it is, who has it and by when, what happened, what they may do."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from makewhole.because import Ground
from makewhole.care import whereabouts
from makewhole.care.whereabouts import ParcelView
from makewhole.claims import claim as life
from makewhole.claims.terms import Terms
from makewhole.money import Money
from makewhole.store.views_claim import ClaimView, EvidenceRow, StepRow
from makewhole.web import reasons
from makewhole.web.reasons import Need, Reason
from makewhole.web.speech import Speech

_HOLDER: Final[Mapping[str, str]] = {
    "lodged": "machine",
    "deciding": "machine",
    "awaiting_evidence": "evidence",
    "with_person": "person",
    "appealed": "person",
    "outside": "outside",
    "offered": "you",
    "accepted": "payment",
    "paying": "payment",
    "payout_failed": "failed",
    "paid": "paid",
    "declined": "declined",
    "closed": "closed",
    "withdrawn": "closed",
}
_STEP: Final[Mapping[str, int]] = {
    "lodged": 1,
    "deciding": 2,
    "awaiting_evidence": 2,
    "with_person": 2,
    "appealed": 2,
    "outside": 2,
    "offered": 3,
    "declined": 3,
    "accepted": 3,
    "paying": 3,
    "payout_failed": 3,
    "paid": 4,
    "closed": 4,
    "withdrawn": 1,
}


@dataclass(frozen=True, slots=True)
class Event:
    """A line of what happened."""

    words: str
    at: dt.datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt that can be taken away."""

    id: int
    words: str
    at: dt.datetime
    leaf_index: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """The page's facts."""

    ref: str
    state: str
    holder: str
    step: int
    by: dt.datetime | None
    asked: Money
    offer: Money | None
    full: bool
    accept_by: dt.datetime | None
    paid_at: dt.datetime | None
    because: tuple[Reason, ...]
    needs: tuple[Need, ...]
    parcel: tuple[str, ...]
    """Where the parcel is, a line a thought; empty where that is not known or no longer asked."""
    reason: str
    """What the person who ruled last wrote to the customer, in that person's own words."""
    events: tuple[Event, ...]
    photos: tuple[EvidenceRow, ...]
    receipts: tuple[ReceiptLine, ...]
    may: tuple[str, ...]
    open: bool

    @property
    def may_appeal(self) -> bool:
        """Whether somebody was told no, wholly or in part, and may ask for a person."""
        return "appeal" in self.may and not self.full


def of(view: ClaimView, speech: Speech, terms: Terms, parcel: ParcelView | None = None) -> Progress:
    """The page's facts, from the claim's row and steps and what is known of its parcel, in the reader's
    language."""
    known = replace(parcel, claimed=True) if parcel and view.state not in life.RESTING else None
    answers = [s for s in view.steps if s.verb in ("offer", "decline", "award", "ask")]
    last = answers[-1] if answers else None
    told = view.reason if last is not None and last.who == "person" else ""
    by = {"offered": view.accept_by}.get(view.state, view.decide_by)
    return Progress(
        ref=view.ref,
        state=view.state,
        holder=_HOLDER.get(view.state, "person"),
        step=_STEP.get(view.state, 2),
        by=by if _HOLDER.get(view.state) in ("machine", "person", "you") else None,
        asked=view.asked,
        offer=view.offer,
        full=view.full,
        accept_by=view.accept_by,
        paid_at=view.paid_at,
        because=_why(view, last, speech, terms, told),
        needs=reasons.needs(view.decision.get("needs"), speech),
        parcel=() if known is None else whereabouts.lines(known, speech.language, speech.now),
        reason=told,
        events=tuple(_event(s, speech) for s in view.steps),
        photos=tuple(e for e in view.evidence if e.media_type.startswith("image/")),
        receipts=tuple(_receipt(s, speech) for s in view.steps if s.statement is not None),
        may=life.verbs(view.state, "claimant"),
        open=view.state not in life.RESTING,
    )


def _why(
    view: ClaimView, last: StepRow | None, speech: Speech, terms: Terms, told: str
) -> tuple[Reason, ...]:
    """The reasons of the last answer; a no shows the person's words in its own place, once."""
    beneath = "" if view.state == "declined" else told
    ordered = sorted(last.because, key=weight) if last is not None else []
    return reasons.reasons(ordered, speech, terms, beneath)


def weight(ground: Ground) -> int:
    """What a customer wants to read first: a person's words, the promise, the sum, then the law behind it."""
    for weight, beginning in enumerate(("person.", "terms ", "settlement.")):
        if ground.rule.startswith(beginning):
            return weight
    return 4 if ground.rule == "law.claim" else 3


def _happened(step: StepRow, speech: Speech) -> str:
    return speech.t("happened-" + step.to_state.replace("_", "-"))


def _event(step: StepRow, speech: Speech) -> Event:
    return Event(_happened(step, speech), step.at)


def _receipt(step: StepRow, speech: Speech) -> ReceiptLine:
    return ReceiptLine(step.statement or 0, _happened(step, speech), step.at, step.leaf_index)
