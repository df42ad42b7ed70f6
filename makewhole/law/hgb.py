"""German Commercial Code, ss. 407 ff.: carriage inside Germany or under German law, and the unknown leg.

Decides what the carrier owes: liability that only utmost care or a special risk lifts, 8.33 SDR for each
kilogram with freight and duties on top, delay up to three times the freight, and terms between 2 and 40 SDR
for business senders alone. SDR are converted at the day of take-over. `multimodal` calls it for a leg that
nobody knows (s. 452). Beside it: docs/law/hgb.md.

>>> applies(Facts(carriage=Carriage(mode="road", postal=False, origin="DE", destination="DE"))).applies
True
"""

from datetime import date

from msgspec.structs import replace

from makewhole.because import Ground
from makewhole.law import counting, cover, days, land, rows, scopes, sums
from makewhole.law.accrual import suspended
from makewhole.law.conclusion import Deadline, Missing, Owed, Scope
from makewhole.law.facts import CARRIER_CLAIMS, Carriage, Facts
from makewhole.law.findings import Basis, Ceiling, Times, Who
from makewhole.law.pleas import BEYOND_CONTROL, SPECIAL_RISKS, Pleas, grave, judge
from makewhole.law.reckoning import conclude
from makewhole.money import SDR, Rates

NAME = "HGB"
_ROWS = rows.table("hgb")
_BY_LAND = ("road", "rail", "inland_waterway")
_PLEAS = Pleas(
    basis="basis",
    says="liable from taking over to delivery, and for delay",
    relief={
        "unavoidable": "care",
        "force_majeure": "care",
        "sender_fault": "share",
        "inherent_vice": "share",
    },
    presumed=dict.fromkeys(SPECIAL_RISKS, "special_risks"),
    unsure=dict.fromkeys((*BEYOND_CONTROL, "storm"), "care"),
    care="care",
    share="share",
    breaks="wilful",
)
_CONSUMER = Missing(
    "carriage.sender_is_consumer",
    "Did the sender act as a consumer?",
    {"yes": "no term cuts the limit", "no": "a term between 2 and 40 SDR a kilogram may hold"},
)
_SHOWN = Missing(
    "carriage.terms.displayed",
    "Was the sender told of the agreed limit in a suitable way?",
    {"yes": "the agreed limit holds", "no": "the limit of the law holds"},
)


def applies(facts: Facts) -> Scope:
    """Whether the code governs by itself: inside Germany, or by land under German law without a treaty."""
    carriage, row = facts.carriage, _ROWS.rule("scope")
    if facts.claim is not None and facts.claim not in CARRIER_CLAIMS:
        return Scope(False, (row.ground("a claim on the seller is no carriage claim"),))
    if carriage.by_post is not False:
        return cover.postal_scope(carriage, row)
    if scopes.domestic(carriage, "DE") and carriage.mode in (*_BY_LAND, "air", None):
        return Scope(True, (row.ground("taken over and delivered in Germany"),))
    if carriage.governing_law == "DE" and carriage.mode in (*_BY_LAND, None):
        return Scope(True, (row.ground("German law governs the contract"),))
    return Scope(False, ())


def notice_by(facts: Facts) -> Deadline:
    """The last day to send a complaint: 21 days for delay, at delivery or in 7 days for damage."""
    kind, received = facts.loss.kind, facts.carriage.delivered_on
    if kind is None:
        return Deadline(None, (), (cover.KIND,))
    if kind not in ("delay", "damage", "shortage"):
        return Deadline(None, (_ROWS.rule("notice_evidence").ground("what never came needs no complaint"),))
    if received is None:
        return Deadline(None, (), (cover.RECEIVED,))
    if kind != "delay" and facts.loss.apparent:
        says = f"what can be seen is complained of at delivery, on {received}"
        return Deadline(received, (_ROWS.rule("notice_apparent").ground(says),))
    row = _ROWS.rule("notice_delay" if kind == "delay" else "notice_hidden")
    by = counting.last_day(str(row.value), received).by
    says = f"{kind} is complained of in text form by {by}; sending it in time is enough"
    return Deadline(by, (row.ground(says, received=str(received)),))


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the carrier owes on the day `now`, also for a leg that nobody knows."""
    again = land.found_again(facts, _ROWS, rates, facts.settled_on or now)
    if again is not None:
        return again
    return conclude(
        facts,
        rates,
        now,
        basis=_basis(facts, now),
        ceiling=_ceiling(facts, rates, now),
        extra=land.extra(facts, _ROWS),
        times=_times(facts, now),
        who=_who(facts.carriage),
    )


def _basis(facts: Facts, now: date) -> Basis:
    basis = judge(facts, _ROWS, _PLEAS)
    if not land.proof_turns(facts, notice_by(facts).by, now):
        return basis
    says = "no complaint in time: taken to have arrived in order until the claimant proves otherwise"
    late = _ROWS.rule("notice_evidence").ground(says)
    doubt = "no complaint in time: the claimant has to prove that it happened on the way"
    return replace(basis, because=(*basis.because, late), doubts=(*basis.doubts, doubt))


def _ceiling(facts: Facts, rates: Rates, now: date) -> Ceiling:
    """The limit of the law or the agreed one, converted at the day of take-over."""
    on = facts.carriage.accepted_on or facts.settled_on or now
    held = land.ceiling(facts, _ROWS, rates, on, int(_ROWS.rule("delay_limit").value or 0))
    if facts.loss.kind not in ("delay", "cod_not_collected"):
        held = _agreed(facts, held)
    taken = facts.carriage.accepted_on
    if not isinstance(held.limit, SDR) or taken is None:
        return held
    says = f"SDR are converted at the day of take-over, {taken}"
    because = (*held.because, _ROWS.rule("conversion").ground(says))
    return replace(held, because=because, converted_on=taken)


def _agreed(facts: Facts, held: Ceiling) -> Ceiling:
    """An agreed sum for each kilogram: between businesses within the corridor, never against a consumer."""
    carriage, terms = facts.carriage, facts.carriage.terms
    grams = land.weighed(facts, _ROWS)
    if terms.limit_per_kg is None or grams is None or not isinstance(held.limit, SDR):
        return held
    agreed = terms.limit_per_kg.share(grams, 1000)
    if held.limit <= agreed and carriage.sender_is_consumer:
        says = f"more was agreed, {terms.limit_per_kg.text()} a kilogram"
        return replace(held, limit=agreed, because=(*held.because, _ROWS.rule("consumer").ground(says)))
    if carriage.sender_is_consumer is None:
        return replace(held, missing=(*held.missing, _CONSUMER), least=min(held.limit, agreed))
    if carriage.sender_is_consumer:
        says = "no term lowers the limit against a consumer"
        return replace(held, because=(*held.because, _ROWS.rule("consumer").ground(says)))
    low, high = (_ROWS.rule(name) for name in ("corridor_low", "corridor_high"))
    inside = (
        sums.by_weight(str(low.value), 1000) <= terms.limit_per_kg <= sums.by_weight(str(high.value), 1000)
    )
    if terms.negotiated:
        says = f"negotiated one by one: {terms.limit_per_kg.text()} a kilogram holds"
        return replace(held, limit=agreed, because=(*held.because, low.ground(says)))
    if not inside:
        row = low if agreed < held.limit else high
        says = (
            f"a standard term of {terms.limit_per_kg.text()} a kilogram is outside {low.value}-{high.value}"
        )
        return replace(held, because=(*held.because, row.ground(says)))
    if terms.displayed is None:
        return replace(held, missing=(*held.missing, _SHOWN), least=min(held.limit, agreed))
    if not terms.displayed:
        return replace(
            held, because=(*held.because, low.ground("the agreed limit was not pointed out: void"))
        )
    says = f"agreed between businesses and pointed out: {agreed.text()}"
    return replace(held, limit=agreed, because=(low.ground(says), high.ground("inside the corridor")))


def _times(facts: Facts, now: date) -> Times:
    loss, carriage = facts.loss, facts.carriage
    row = _ROWS.rule("suit_wilful" if grave(loss) else "suit")
    months = int(row.value or 0)
    start, by = carriage.delivered_on or carriage.due_on, None
    told: list[Ground] = []
    if start is not None:
        by, because = suspended(loss, days.months_after(start, months), now, _ROWS.rule("suspension"))
        told.extend(because)
    if len(set(carriage.legs)) > 1:
        says = "runs from delivery to the consignee, and never ends before the time of the general rules"
        told.append(_ROWS.rule("multimodal_time").ground(says))
    after = _ROWS.rule("lost_inland" if carriage.origin == carriage.destination else "lost_abroad")
    lost = land.lost_from(facts, max(int(after.value or 0), _period(carriage)))
    from_day = days.days_after(lost, 1) if lost is not None else None
    if from_day is not None:
        told.append(after.ground(f"may be treated as lost from {from_day}"))
    return Times(
        notice=notice_by(facts),
        notice_bars=loss.kind == "delay",
        late=_ROWS.rule("notice_delay"),
        suit=row,
        suit_by=by,
        suit_period=f"{months // 12}y",
        claimable_from=from_day,
        because=tuple(told),
    )


def _period(carriage: Carriage) -> int:
    """The delivery period in days, which must pass once more; nothing where it is unknown."""
    if carriage.delivery_period_days is not None:
        return carriage.delivery_period_days
    if carriage.accepted_on is None or carriage.due_on is None:
        return 0
    return (carriage.due_on - carriage.accepted_on).days


def _who(carriage: Carriage) -> Who:
    says = "the sender, and from arrival or loss the consignee in their own name"
    payees = ("sender",) if carriage.refused_by_consignee else ("sender", "consignee")
    return Who(payees=payees, because=(_ROWS.rule("title").ground(says),))
