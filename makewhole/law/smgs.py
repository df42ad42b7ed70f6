"""SMGS, edition of 2015: carriage of goods by rail under one note between its states, China among them.

Decides what the railways owe: the invoice or declared value of what is lost, with no limit by weight, and for
delay a fixed part of the freight of the carrier at fault, without proof of loss. All but the sums for delay
is unverified here, so a person confirms. Beside it: docs/law/smgs.md.

>>> applies(Facts(carriage=Carriage(mode="rail", postal=False, origin="CN", destination="KZ"))).applies
True
"""

from datetime import date

from makewhole.because import Ground
from makewhole.law import days, land, rows, scopes
from makewhole.law.accrual import suspended
from makewhole.law.conclusion import Deadline, Missing, Owed, Scope
from makewhole.law.facts import Carriage, Facts
from makewhole.law.findings import Ceiling, Times, Who
from makewhole.law.pleas import BEYOND_CONTROL, SPECIAL_RISKS, Pleas, judge
from makewhole.law.reckoning import conclude
from makewhole.money import Rates

NAME = "SMGS"
_ROWS = rows.table("smgs")
_PLEAS = Pleas(
    basis="basis",
    says="the railways answer for loss, damage and delay unless a listed cause excuses them",
    relief=dict.fromkeys(
        ("sender_fault", "inherent_vice", "force_majeure", "unavoidable", *SPECIAL_RISKS, *BEYOND_CONTROL),
        "relief",
    ),
    share="share",
)
_PERIOD = Missing(
    "carriage.delivery_period_days",
    "How many days was the delivery period, and by how many was it overrun?",
    {"overrun to 1/10": "6 % of the freight", "to 3/10": "18 %", "above": "30 %"},
)
_FREIGHT = Missing(
    "carriage.charges_concerned",
    "What was the freight of the carrier that caused the delay?",
    {"a sum": "a part of it is owed"},
)


def applies(facts: Facts) -> Scope:
    """Whether the SMGS governs: by rail between two of its states, or under its note."""
    return scopes.by_rail(facts, "smgs", _ROWS)


def notice_by(facts: Facts) -> Deadline:
    """No day for notice: a report (commercial act) is drawn up at delivery, then the claim is made."""
    says = "a report (commercial act) is drawn up at delivery; the claim needs it"
    return Deadline(None, (_ROWS.rule("report").ground(says),))


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the railways owe on the day `now`; call it where `applies` says yes."""
    delay = facts.loss.kind == "delay"
    return conclude(
        facts,
        rates,
        now,
        basis=judge(facts, _ROWS, _PLEAS),
        ceiling=_delay(facts.carriage) if delay else _value(facts),
        extra=land.extra(facts, _ROWS),
        times=_times(facts, now),
        who=_who(facts.carriage),
    )


def _delay(carriage: Carriage) -> Ceiling:
    """The fixed part of the freight, by how much of the period was overrun."""
    period, over = _overrun(carriage)
    freight = carriage.charges_concerned or (None if carriage.successive_carriers else carriage.charges)
    missing = (
        *((_PERIOD,) if period is None or over is None else ()),
        *((_FREIGHT,) if freight is None else ()),
    )
    if missing or period is None or over is None or freight is None:
        return Ceiling(missing=missing, breakable=False)
    if over <= 0:
        nothing = freight.share(0, 1)
        row = _ROWS.rule("delay_small")
        return Ceiling(
            limit=nothing, flat=True, because=(row.ground("the period was not overrun"),), breakable=False
        )
    band = (
        "delay_small" if over * 10 <= period else "delay_middle" if over * 10 <= period * 3 else "delay_large"
    )
    row = _ROWS.rule(band)
    limit = freight.share(int(row.value or 0), 100)
    says = f"{over} days over a period of {period}: {row.value} % of {freight.text()}, without proof of loss"
    return Ceiling(
        limit=limit, flat=True, because=(row.ground(says, over=over, period=period),), breakable=False
    )


def _overrun(carriage: Carriage) -> tuple[int | None, int | None]:
    """The delivery period and its overrun in days, as told or from the days themselves."""
    period, over = carriage.delivery_period_days, carriage.overrun_days
    if period is None and carriage.accepted_on is not None and carriage.due_on is not None:
        period = (carriage.due_on - carriage.accepted_on).days or None
    due = carriage.due_on
    if due is None and carriage.accepted_on is not None and period is not None:
        due = days.days_after(carriage.accepted_on, period)
    if over is None and due is not None and carriage.delivered_on is not None:
        over = max(0, (carriage.delivered_on - due).days)
    return period, over


def _value(facts: Facts) -> Ceiling:
    """Invoice or declared value; no limit by weight."""
    declared = facts.carriage.declared_value
    name = "damage" if facts.loss.kind == "damage" else "value"
    says = "loss in value" if name == "damage" else "the price on the supplier's invoice"
    because = [_ROWS.rule(name).ground(f"{says}; there is no limit by weight")]
    if declared is not None:
        because.append(_ROWS.rule("declared_value").ground(f"up to the declared value, {declared.text()}"))
    return Ceiling(limit=declared, because=tuple(because), breakable=None)


def _times(facts: Facts, now: date) -> Times:
    loss = facts.loss
    row = _ROWS.rule("suit_delay" if loss.kind == "delay" else "suit")
    months = int(row.value or 0)
    after = _ROWS.rule("lost_after_due")
    lost = land.lost_from(facts, int(after.value or 0))
    start, by = lost or facts.carriage.delivered_on, None
    told: list[Ground] = []
    if start is not None:
        by, because = suspended(loss, days.months_after(start, months), now, _ROWS.rule("suspension"))
        told.extend(because)
    from_day = days.days_after(lost, 1) if lost is not None else None
    if from_day is not None:
        told.append(after.ground(f"held to be lost from {from_day}"))
    return Times(
        notice=notice_by(facts),
        suit=row,
        suit_by=by,
        suit_period=f"{months} months",
        claimable_from=from_day,
        because=tuple(told),
    )


def _who(carriage: Carriage) -> Who:
    says = "the sender claims from the contractual carrier, the consignee from the one that delivers"
    payees = ("sender", "consignee") if carriage.delivered_on is None else ("consignee", "sender")
    return Who(payees=payees, because=(_ROWS.rule("title").ground(says),))
