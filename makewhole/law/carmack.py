"""Carmack: loss and damage by motor and rail carriers inside the United States (49 USC 14706, 11706).

Decides what the carrier owes: the actual loss, unless a lower value was agreed in writing and the shipper
could have chosen another. Nine months to claim and two years to sue are the least that terms may leave, and
no deadlines of the law. Not for domestic air or the trucks that belong to it. Beside it: docs/law/carmack.md.

>>> from makewhole.law.facts import Carriage
>>> applies(Facts(carriage=Carriage(mode="road", postal=False, origin="US", destination="US"))).applies
True
"""

from datetime import date

from makewhole.because import Because, Ground
from makewhole.law import cover, days, rows, scopes
from makewhole.law.conclusion import Deadline, Missing, Owed, Scope
from makewhole.law.facts import CARRIER_CLAIMS, Facts
from makewhole.law.findings import Ceiling, Extra, Times, Who
from makewhole.law.pleas import Pleas, judge
from makewhole.law.reckoning import conclude
from makewhole.money import Rates

NAME = "CARMACK"
_ROWS = rows.table("carmack")
_PLEAS = Pleas(
    basis="basis",
    says="liable for the actual loss without proof of fault",
    relief=dict.fromkeys(
        ("act_of_god", "war", "sender_fault", "public_authority", "inherent_vice"), "relief"
    ),
    share="share",
    breaks="conversion",
    own_act_only=True,
    keeps_pleas=True,
)
_CHOICE = Missing(
    "carriage.bill",
    "Could the shipper choose between rates with more and with less liability?",
    {"yes": "the agreed value holds", "no": "the actual loss is owed"},
)


def applies(facts: Facts) -> Scope:
    """Whether Carmack governs: by motor or rail carrier from one place in the United States to another."""
    carriage, row = facts.carriage, _ROWS.rule("scope")
    if facts.claim is not None and facts.claim not in CARRIER_CLAIMS:
        return Scope(False, (row.ground("a claim on the seller is no carriage claim"),))
    if carriage.by_post is not False:
        return cover.postal_scope(carriage, row)
    if carriage.mode not in ("road", "rail") or not scopes.domestic(carriage, "US"):
        return Scope(False, ())
    if "air" in carriage.legs:
        return Scope(False, (_ROWS.rule("not_air").ground("trucking that is part of carriage by air"),))
    if "sea" in carriage.legs and carriage.bill is not None:
        says = "the inland leg of an import under one ocean bill: the bill's own law"
        return Scope(False, (_ROWS.rule("not_import").ground(says),))
    return Scope(True, (row.ground("by motor or rail carrier inside the United States"),))


def notice_by(facts: Facts) -> Deadline:
    """The last day to claim that terms may set; the law itself sets none."""
    within, row = facts.carriage.terms.claim_within_days, _ROWS.rule("claim_floor")
    start = facts.carriage.delivered_on or facts.carriage.due_on
    if within is None:
        return Deadline(None, (row.ground("nine months is the least that terms may leave, and no deadline"),))
    least = _least(start)
    if start is None or within < least:
        says = f"terms of {within} days leave less than nine months: they do not count"
        return Deadline(None, (row.ground(says, days=within),))
    by = days.days_after(start, within)
    return Deadline(by, (row.ground(f"by the carrier's terms a claim is made by {by}", days=within),))


def _least(start: date | None) -> int:
    """Nine months in days, from the day they run."""
    months = int(_ROWS.rule("claim_floor").value or 0)
    return (days.months_after(start, months) - start).days if start is not None else 31 * months


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the carrier owes on the day `now`; call it where `applies` says yes."""
    return conclude(
        facts,
        rates,
        now,
        basis=judge(facts, _ROWS, _PLEAS),
        ceiling=_ceiling(facts),
        extra=Extra(because=_delay(facts)),
        times=_times(facts, now),
        who=Who(
            payees=("sender", "consignee"),
            because=(_ROWS.rule("title").ground("whoever may recover under the receipt or bill of lading"),),
            doubts=_late(facts, now),
        ),
    )


def _suit_by(facts: Facts) -> date | None:
    """The first day on which terms may let the time to sue end; None while nothing was refused."""
    refused, months = facts.loss.claim_rejected_on, int(_ROWS.rule("suit_floor").value or 0)
    return days.months_after(refused, months) if refused is not None else None


def _late(facts: Facts, now: date) -> tuple[str, ...]:
    by = _suit_by(facts)
    if by is None or (facts.loss.suit_filed_on or now) <= by:
        return ()
    return (f"terms may have ended the time to sue on {by}; the law itself sets no day",)


def _delay(facts: Facts) -> Because:
    if facts.loss.kind != "delay":
        return ()
    return (_ROWS.rule("delay").ground("the loss by delay that could be foreseen"),)


def _ceiling(facts: Facts) -> Ceiling:
    """The value agreed in writing, where the shipper had a choice; else no limit."""
    released, bill = facts.carriage.released_value, facts.carriage.bill
    if released is None:
        says = "no value was agreed in writing: the actual loss is owed"
        return Ceiling(because=(_ROWS.rule("released_value").ground(says),), breakable=None)
    choice = bill.fair_opportunity if bill is not None else None
    if choice is None:
        return Ceiling(missing=(_CHOICE,))
    if not choice:
        says = "no choice of rates was offered: the agreed value does not hold"
        return Ceiling(because=(_ROWS.rule("no_choice").ground(says),), breakable=None)
    says = f"a value of {released.text()} was agreed in writing"
    return Ceiling(limit=released, because=(_ROWS.rule("released_value").ground(says),))


def _times(facts: Facts, now: date) -> Times:
    loss, floor = facts.loss, _ROWS.rule("suit_floor")
    months = int(floor.value or 0)
    by = _suit_by(facts) if not _late(facts, now) else None
    notice = notice_by(facts)
    ended: tuple[Ground, ...] = ()
    if notice.by is not None and (loss.claimed_on or now) > notice.by:
        says = f"no claim by {notice.by}, the last day by terms that leave nine months"
        ended = (_ROWS.rule("claim_floor").ground(says),)
    return Times(notice=notice, suit=floor, suit_by=by, suit_period=f"{months // 12}y", ended=ended)
