"""The conclusion of the law on one set of facts: which claim, which regime, what is owed, until when.

`assess` picks the regime, lets the instrument speak, converts what is payable to the payout currency, and
says what is missing, what needs a person and what to do next. Where no instrument here covers the facts
it says so and gives no figure. The same facts, rates and day give the same assessment.
"""

from datetime import date, datetime
from operator import attrgetter

from msgspec import Struct

from makewhole.because import Because, Ground
from makewhole.law import cover, days, regime, rows, sums, terms
from makewhole.law.conclusion import Assessment, Missing, Owed
from makewhole.law.facts import Facts
from makewhole.money import SDR, Money, NoRate, Rate, Rates

_NONE: frozenset[str] = frozenset()
_SAID = attrgetter("rule", "says")
"""What makes two grounds the same."""
_CLAIMS = {
    None: "not known who asks whom",
    "buyer_v_seller": "the buyer's claim on the seller",
    "sender_v_carrier": "the sender's claim on the carrier",
    "consignee_v_carrier": "the consignee's claim on the carrier",
    "buyer_v_platform": "the buyer's claim under the marketplace's guarantee",
}
_WHICH = {
    claim: Ground("law.claim", says, "two separate claims: on the seller, on the carrier")
    for claim, says in _CLAIMS.items()
}


def assess(facts: Facts, rates: Rates, now: datetime, accepted_rows: frozenset[str] = _NONE) -> Assessment:
    """The assessment at `now` (aware UTC). `accepted_rows`: ids of P and U rows a lawyer has accepted.

    A rule that changed over time is taken as it stood on the day of the event, else on the last day known.
    """
    token = rows.JUDGED_BY.set(_judged_by(facts) or now.date())
    try:
        return _assess(facts, rates, now, accepted_rows)
    finally:
        rows.JUDGED_BY.reset(token)


def _judged_by(facts: Facts) -> date | None:
    """The day whose law counts: of the event, else of delivery, else when it was due or began."""
    loss, carriage, sale = facts.loss, facts.carriage, facts.sale
    known = loss.happened_on or carriage.delivered_on or carriage.due_on or carriage.starts_on()
    return known or sale.received_on or sale.contract_on


def _assess(facts: Facts, rates: Rates, now: datetime, accepted_rows: frozenset[str]) -> Assessment:
    picked = regime.pick(facts)
    claim = facts.claim or "unknown"
    which = _WHICH[facts.claim]
    if picked.instrument is None:
        return Assessment(
            claim=claim,
            regime=picked.name,
            status="needs_facts" if picked.missing else "not_covered",
            missing=picked.missing,
            because=(which, *picked.because),
            next_steps=_ask(picked.missing) or ("hand it to a person: no rule here gives a figure",),
        )
    today = now.date()
    facts = picked.facts or facts
    notice = picked.instrument.notice_by(facts)
    facts, raised = terms.raised(facts, rates, facts.settled_on or today)
    law = picked.instrument.owed(facts, rates, today)
    owed = terms.beside(facts, law, picked.name, notice, today)
    name = owed.regime or picked.name
    paid = _paid(owed, facts, rates, facts.settled_on or today)
    because = _once(
        (which, *picked.because, *(raised if owed.by_contract else ()), *owed.because, *paid.because)
    )
    missing = (*owed.missing, *paid.missing)
    missing = tuple(dict.fromkeys(missing)) if missing else missing
    return Assessment(
        claim=claim,
        regime=f"{name}+contract" if owed.by_contract else name,
        status="needs_facts" if missing else "decided",
        because=because,
        admissible=owed.admissible,
        liable=owed.liable,
        share=owed.share,
        limit=owed.limit,
        limit_gold_francs=owed.limit_gold_francs,
        limit_breakable=owed.limit_breakable,
        add_ons=owed.add_ons,
        defence=owed.defence,
        payable_sdr=paid.sdr,
        payable=paid.money,
        rate=paid.rate or owed.rate,
        payer=owed.payer,
        payees=owed.payees,
        courts=owed.courts,
        notice_by=notice.by,
        notice_period=owed.notice_period,
        suit_by=owed.suit_by,
        suit_period=owed.suit_period,
        claimable_from=owed.claimable_from,
        contract_window=owed.contract_window,
        deliver_by=owed.deliver_by,
        next_steps=_next(facts, owed, notice.by, today),
        missing=missing,
        doubts=(*owed.doubts, *paid.doubts, *_ahead(facts, today)),
        unsettled_rows=rows.unsettled(because, accepted_rows),
    )


class _Paid(Struct, frozen=True, kw_only=True):
    """What is payable in both units, and what stood in the way of saying so."""

    sdr: SDR | None = None
    money: Money | None = None
    rate: Rate | None = None
    because: Because = ()
    missing: tuple[Missing, ...] = ()
    doubts: tuple[str, ...] = ()


def _paid(owed: Owed, facts: Facts, rates: Rates, on: date) -> _Paid:
    amount = owed.payable
    if amount is None:
        # Where nothing is owed, nothing is payable, whatever the goods cost.
        nothing = owed.liable is False and not owed.missing and facts.payout_currency is not None
        return _Paid(money=Money(0, str(facts.payout_currency)) if nothing else None)
    in_sdr = amount if isinstance(amount, SDR) else None
    if isinstance(amount, Money) and isinstance(owed.limit, SDR):
        converted = sums.in_sdr(amount, rates, on)
        in_sdr = None if isinstance(converted, NoRate) else converted
    currency = facts.payout_currency or (amount.currency if isinstance(amount, Money) else None)
    if currency is None:
        return _Paid(sdr=in_sdr)
    money = sums.in_currency(amount, currency, rates, on)
    if isinstance(money, NoRate):
        return _Paid(sdr=in_sdr, missing=(cover.rate_question(money),))
    value, rate = money
    if rate is None:
        return _Paid(sdr=in_sdr, money=value)
    says = f"paid in {currency}: {rate.text()}"
    ground = Ground("money.convert", says, rate.source, {"rate_on": rate.on.isoformat()})
    doubts = (f"the rate is out of date: {rate.text()}",) if rate.stale else ()
    return _Paid(sdr=in_sdr, money=value, rate=rate, because=(ground,), doubts=doubts)


def _ahead(facts: Facts, today: date) -> tuple[str, ...]:
    """Days of things that have happened, read as later than the day of the assessment."""
    happened, delivered = facts.loss.happened_on, facts.carriage.delivered_on
    received = facts.sale.received_on
    told: list[str] = []
    if happened is not None and happened > today:
        told.append(f"loss.happened_on: read {happened}, which is after {today}")
    if delivered is not None and delivered > today:
        told.append(f"carriage.delivered_on: read {delivered}, which is after {today}")
    if received is not None and received > today:
        told.append(f"sale.received_on: read {received}, which is after {today}")
    sent, settled = facts.loss.notice_sent_on, facts.settled_on
    if sent is not None and sent > today:
        told.append(f"loss.notice_sent_on: read {sent}, which is after {today}")
    if settled is not None and settled > today:
        told.append(f"settled_on: read {settled}, which is after {today}: no rate of that day is known yet")
    return tuple(told)


def _next(facts: Facts, owed: Owed, notice_by: date | None, today: date) -> tuple[str, ...]:
    """What to do next, in order."""
    steps = list(_ask(owed.missing))
    loss = facts.loss
    unsent = loss.notice_sent_on is None and loss.claimed_on is None
    if notice_by is not None and unsent and today <= notice_by:
        steps.append(f"complain to the {owed.payer} in writing by {notice_by} and keep proof of sending")
    if owed.contract_window is not None and today <= owed.contract_window:
        steps.append(f"keep to the window of its own terms too: by {owed.contract_window}")
    if owed.claimable_from is not None and today < owed.claimable_from and _waits(facts, owed):
        steps.append(f"wait until {owed.claimable_from}: from that day it may be claimed")
    if owed.suit_by is not None and owed.liable:
        steps.append(f"settle or sue by {days.text(owed.suit_by)}")
    if owed.doubts:
        steps.append("let a person confirm: " + "; ".join(owed.doubts))
    if owed.liable and owed.payees:
        steps.append(f"claim from the {owed.payer}; entitled: {' or '.join(owed.payees)}")
    return tuple(steps)


def _waits(facts: Facts, owed: Owed) -> bool:
    """Whether the day from which it may be claimed binds this claimant."""
    return facts.claim != "sender_v_carrier" or owed.admissible is False


def _ask(missing: tuple[Missing, ...]) -> tuple[str, ...]:
    return tuple([f"find out: {one.question}" for one in missing]) if missing else ()


def _once(because: Because) -> Because:
    """Each ground once, in order."""
    if len(set(map(_SAID, because))) == len(because):
        return because
    seen: dict[object, Ground] = {}
    for ground in because:
        seen.setdefault(_SAID(ground), ground)
    return tuple(seen.values())
