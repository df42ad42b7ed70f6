"""China's Civil Code on carriage: couriers and carriers inside China, and an unknown leg without sea.

Decides the strict liability of the carrier with three excuses, and the sum: what was insured or validly
agreed, else the market price at the destination, with no limit by weight. A limiting standard term counts
only where it was shown prominently, and never for intent or gross negligence; the ceiling of three times the
postage belongs to the post alone. The Express Regulation stands beside it. Beside it:
docs/law/china_civil.md.

>>> applies(Facts(claim="sender_v_carrier")).applies
False
"""

from datetime import date

from msgspec import Struct

from makewhole.because import Because, Ground
from makewhole.law import air_scope, cover, days, rows, sums
from makewhole.law.conclusion import Deadline, Missing, Owed, Scope
from makewhole.law.facts import CARRIER_CLAIMS, WHOLE_SHARE, Carriage, Facts, Sum
from makewhole.money import NoRate, Rates

NAME = "CN_CIVIL_CODE"
_ROWS = rows.table("china_civil")
_SHOWN = Missing(
    "carriage.terms.displayed",
    "Was the limiting term shown prominently, or negotiated one by one?",
    {"yes": "the agreed sum is the most", "no": "the market price at the destination"},
)
_CHARGES = Missing("carriage.charges", "What was the freight?", {"a sum": "the agreed multiple of it"})
_EXCUSES = {
    "force_majeure": "force majeure",
    "inherent_vice": "the goods' own nature or reasonable wear",
    "sender_fault": "the fault of the sender or consignee",
    "defective_packing": "the fault of the sender, who packed it",
}
_UNSURE = ("storm", "act_of_god", "war", "strike", "public_authority", "quarantine", "terrorism", "fire")
"""Causes that excuse only as force majeure: nobody could foresee, avoid or overcome them."""


class _Agreed(Struct, frozen=True):
    """The sum the contract sets for the loss, in the loss's unit; None where the market price counts."""

    most: Sum | None
    because: Because = ()
    missing: tuple[Missing, ...] = ()


def applies(facts: Facts) -> Scope:
    """Whether the Code governs: carriage inside China that no special law takes, or by agreement of law."""
    carriage, row = facts.carriage, _ROWS.rule("scope")
    if facts.claim not in CARRIER_CLAIMS:
        return Scope(False, ())
    inside = carriage.origin == carriage.destination == "CN"
    if not inside and carriage.governing_law != "CN":
        return Scope(False, ())
    if carriage.mode == "sea":
        return Scope(False, (row.ground("carriage by sea has its own law"),))
    if inside and carriage.mode == "air" and carriage.service != "express":
        return Scope(False, (row.ground("carriage by air inside China has its own law, not covered here"),))
    says = "inside China: the Civil Code governs couriers and carriers" if inside else "Chinese law governs"
    return Scope(True, (row.ground(says),))


def notice_by(facts: Facts) -> Deadline:
    """There is no day: an inspection in reasonable time, and its lapse is evidence only."""
    says = "inspected in reasonable time; silence is only evidence that it arrived in order"
    return Deadline(None, (_ROWS.rule("inspection").ground(says),))


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the carrier owes on the day `now`; call it where `applies` says yes."""
    loss, on = facts.loss, facts.settled_on or now
    agreed = _agreed(facts, rates, on)
    share, excuse = _share(facts)
    missing = agreed.missing
    if loss.kind is None:
        missing = (cover.KIND,)
    elif loss.value is None:
        missing = (*missing, cover.VALUE)
    suit_by = _suit_by(facts)
    barred = suit_by is not None and (loss.suit_filed_on or now) > suit_by
    payable: Sum | None = None
    if share == 0 or barred:
        payable, missing = cover.nothing(loss.value), ()
    elif not missing and loss.value is not None and loss.kind != "delay":
        part = sums.shared(loss.value, share)
        payable = part if agreed.most is None else cover.smaller(part, agreed.most)
    doubts = []
    if loss.cause in _UNSURE:
        doubts.append(f"{loss.cause.replace('_', ' ')} excuses only as force majeure: taken as not proved")
    if facts.carriage.insured is not None and (loss.grave or loss.conduct == "gross_negligence"):
        doubts.append("whether the insured sum holds for intent or gross negligence, a person decides")
    if loss.kind == "delay":
        doubts.append("delay follows the general rules of contract: a person decides the sum")
    if barred:
        doubts.append("a limitation defence has to be raised, and the time may have been interrupted")
    return Owed(
        admissible=not barred,
        liable=None if missing else (share > 0 and not barred),
        share=share,
        limit=agreed.most,
        limit_breakable=True,
        payable=payable,
        payees=("sender",) if facts.claim == "sender_v_carrier" else ("sender", "consignee"),
        suit_by=suit_by,
        suit_period=f"{_ROWS.rule('suit_years').value}y",
        missing=missing,
        doubts=tuple(doubts),
        defence=f"{loss.cause}: holds" if excuse and loss.cause else None,
        because=(*_basis(facts, excuse), *agreed.because, *_times(facts, suit_by), *_express(facts)),
    )


def _basis(facts: Facts, excuse: Because) -> Because:
    """Why the carrier answers, or does not."""
    basis = _ROWS.rule("basis").ground("the carrier answers without fault for what it took in")
    return (basis, *excuse)


def _share(facts: Facts) -> tuple[int, Because]:
    """The carrier's share, and the excuse that cuts it."""
    loss = facts.loss
    share = WHOLE_SHARE - loss.claimant_share
    if loss.cause not in _EXCUSES:
        return share, ()
    row = _ROWS.rule("excuses")
    share = share if loss.claimant_share else 0
    return share, (row.ground(f"the carrier is excused: {_EXCUSES[loss.cause]}", share=share),)


def _agreed(facts: Facts, rates: Rates, on: date) -> _Agreed:
    """What the contract sets: the insured value, or a limiting term that counts."""
    carriage, loss, terms = facts.carriage, facts.loss, facts.carriage.terms
    market = _ROWS.rule("sum").ground("the market price at the destination, with no limit by weight")
    like = loss.value
    if like is None:
        return _Agreed(None)
    if carriage.insured is not None:
        row = _insured_row(facts)
        return _alike(carriage.insured, like, rates, on, row.ground("insured: as the contract says"))
    if terms.limit is None and terms.limit_times_charges is None:
        return _Agreed(None, (market,))
    if loss.grave or loss.conduct == "gross_negligence":
        says = "a term that excuses intent or gross negligence is void"
        return _Agreed(None, (_ROWS.rule("void").ground(says), market))
    shown = terms.displayed or terms.negotiated
    if not shown and (terms.displayed is False or terms.negotiated is False):
        says = "a limiting standard term that was not shown is no part of the contract"
        return _Agreed(None, (_ROWS.rule("shown").ground(says), market))
    if terms.limit is None and carriage.charges is None:
        return _Agreed(None, (), (_CHARGES,))
    most = terms.limit or _times_charges(carriage)
    if not shown or most is None:
        return _Agreed(None, (), (_SHOWN,))
    grounds = _ROWS.rule("shown").ground("the limiting term was shown: it counts")
    agreed = _ROWS.rule("sum").ground(f"the agreed sum: {most.text()}")
    couriers = _ROWS.rule("couriers").ground("three times the postage is no limit for couriers")
    return _alike(most, like, rates, on, grounds, agreed, couriers)


def _times_charges(carriage: Carriage) -> Sum | None:
    times = carriage.terms.limit_times_charges
    return carriage.charges.share(times, 1) if carriage.charges is not None and times is not None else None


def _alike(most: Sum, like: Sum, rates: Rates, on: date, *because: Ground) -> _Agreed:
    converted = sums.alike(most, like, rates, on)
    if isinstance(converted, NoRate):
        return _Agreed(None, because, (cover.rate_question(converted),))
    return _Agreed(converted, because)


def _insured_row(facts: Facts) -> rows.Row:
    on = air_scope.event_on(facts)
    found = _ROWS.find("express_insured", on) if on is not None else None
    return found or _ROWS.rule("express_insured")


def _express(facts: Facts) -> Because:
    """What the Express Regulation adds for couriers: a complaint is answered in seven days."""
    if facts.carriage.service != "express":
        return ()
    on = air_scope.event_on(facts)
    row = (_ROWS.find("express_answer", on) if on is not None else None) or _ROWS.rule("express_answer")
    return (row.ground(f"a complaint to the courier is answered within {row.value} days"),)


def _suit_by(facts: Facts) -> date | None:
    known = facts.loss.happened_on or facts.carriage.delivered_on or facts.carriage.due_on
    return days.years_after(known, int(_ROWS.rule("suit_years").value or 0)) if known is not None else None


def _times(facts: Facts, by: date | None) -> Because:
    row = _ROWS.rule("suit_years")
    until = f"until {by}" if by is not None else f"for {row.value} years"
    says = f"suit is possible {until} from when it was or should have been known"
    return (row.ground(says), *notice_by(facts).because)
