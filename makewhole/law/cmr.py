"""CMR 1956 with its protocol of 1978: carriage of goods by road from one country to another.

Decides whether the convention governs (one contracting state is enough), until when a reservation must be
sent, and what the carrier owes: strict liability with special risks that are presumed, a limit by the weight
that is short with freight and duties on top of it, and a year to sue that a written claim suspends. A late
reservation of damage only turns the proof round; one of delay ends the claim. Beside it: docs/law/cmr.md.

>>> from makewhole.law.facts import Carriage
>>> applies(Facts(carriage=Carriage(mode="road", postal=False, origin="CN", destination="VN"))).applies
False
"""

from datetime import date
from functools import lru_cache

from msgspec.structs import replace

from makewhole.because import Because, Ground
from makewhole.law import counting, cover, days, land, parties, rows, scopes, sums, venue
from makewhole.law.accrual import suspended
from makewhole.law.conclusion import Deadline, Owed, Scope
from makewhole.law.facts import Facts, Sum
from makewhole.law.findings import Basis, Ceiling, Times, Who
from makewhole.law.pleas import BEYOND_CONTROL, SPECIAL_RISKS, Pleas, grave, judge
from makewhole.law.reckoning import conclude
from makewhole.money import SDR, Money, NoRate, Rates

NAME = "CMR"
_ROWS = rows.table("cmr")
_PLEAS = Pleas(
    basis="basis",
    says="liable without fault from taking over to delivery, and for delay",
    relief={
        "sender_fault": "relief",
        "inherent_vice": "relief",
        "unavoidable": "relief",
        "force_majeure": "relief",
    },
    presumed=dict.fromkeys(SPECIAL_RISKS, "special_risks"),
    unsure=dict.fromkeys((*BEYOND_CONTROL, "storm"), "relief"),
    never={"vehicle_defect": "vehicle"},
    delay_care="relief",
    share="share",
    breaks="wilful",
)


def applies(facts: Facts) -> Scope:
    """Whether CMR governs: by road across a border, one of the two countries bound."""
    known = scopes.opening(facts, "road", "cmr", _ROWS)
    if known is not None:
        return known
    carriage, row = facts.carriage, _ROWS.rule("scope")
    unknown = cover.missing_places(carriage, date.min)
    origin, destination = carriage.origin, carriage.destination
    if unknown or origin is None or destination is None:
        return Scope(None, (), unknown)
    if origin == destination:
        return Scope(False, (row.ground("taken over and delivered in one country"),))
    on = carriage.starts_on() or carriage.delivered_on or facts.loss.happened_on or date.max
    scope = _between(origin, destination, on)
    return replace(scope, because=(*scope.because, *_ferry())) if carriage.stayed_on_vehicle else scope


@lru_cache(maxsize=4096)
def _between(origin: str, destination: str, on: date) -> Scope:
    """Whether one of two countries is bound on that day."""
    bound = {state: parties.bound("cmr", state, on) for state in (origin, destination)}
    one = next((state for state, party in bound.items() if party), None)
    if one is not None:
        says = f"by road from {origin} to {destination}, one of them bound"
        return Scope(True, (_ROWS.rule("scope").ground(says), parties.ground("cmr", one)))
    names = ", ".join(state for state, party in bound.items() if party is None)
    if not names:
        says = f"neither {origin} nor {destination} is bound"
        return Scope(False, (_ROWS.rule("no_party").ground(says),))
    return Scope(None, (), (cover.treaty_question("cmr", NAME, names, on),))


def _ferry() -> Because:
    return (_ROWS.rule("ferry").ground("the goods stayed on the vehicle: road law for the whole way"),)


def notice_by(facts: Facts) -> Deadline:
    """The last day for a reservation: 21 days for delay, at delivery or in 7 days for damage."""
    kind, carriage = facts.loss.kind, facts.carriage
    received = carriage.delivered_on
    if kind is None:
        return Deadline(None, (), (cover.KIND,))
    if kind not in ("delay", "damage", "shortage"):
        says = "what was not delivered needs no reservation"
        return Deadline(None, (_ROWS.rule("notice_evidence").ground(says),))
    if received is None:
        return Deadline(None, (), (cover.RECEIVED,))
    if kind != "delay" and facts.loss.apparent:
        says = f"what can be seen is reserved at delivery, on {received}"
        return Deadline(received, (_ROWS.rule("notice_apparent").ground(says),))
    row = _ROWS.rule("notice_delay" if kind == "delay" else "notice_hidden")
    counted = counting.last_day(str(row.value), received, carriage.destination)
    says = f"{kind} is reserved in writing by {days.text(counted.by)}"
    return Deadline(counted.by, (row.ground(says, received=days.text(received), days=row.value),))


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the carrier owes on the day `now`; call it where `applies` says yes."""
    again = land.found_again(facts, _ROWS, rates, facts.settled_on or now)
    if again is not None:
        return again
    if facts.loss.kind == "none":
        says = "nothing is lost yet: the carrier asks the sender, who may dispose of the goods"
        because = (_ROWS.rule("refused").ground(says),)
        return Owed(admissible=None, liable=False, payees=("sender",), because=because)
    notice = notice_by(facts)
    return conclude(
        facts,
        rates,
        now,
        basis=_basis(facts, notice.by, now),
        ceiling=_ceiling(facts, rates, facts.settled_on or now),
        extra=land.extra(facts, _ROWS),
        times=_times(facts, notice, now),
        who=_who(facts, now),
    )


def _basis(facts: Facts, by: date | None, now: date) -> Basis:
    loss = facts.loss
    if loss.settled is not None:
        return Basis(liable=True, because=(_ROWS.rule("basis").ground("the damages are settled already"),))
    if loss.dangerous_goods and loss.undeclared_goods:
        says = "dangerous goods of which the carrier was not told: nothing is owed"
        return Basis(
            liable=False, share=0, because=(_ROWS.rule("dangerous").ground(says),), defence="dangerous"
        )
    basis = judge(facts, _ROWS, _PLEAS)
    more, doubts = _more(facts), basis.doubts
    if land.proof_turns(facts, by, now):
        says = "no reservation in time: taken to have arrived in order until the claimant proves otherwise"
        more.append(_ROWS.rule("notice_evidence").ground(says))
        doubts = (*doubts, "no reservation in time: the claimant has to prove that it happened on the way")
    if loss.conduct == "gross_negligence" and basis.liable:
        says = "gross negligence lifts the limits only where the law of the court holds it equal to intent"
        more.append(_ROWS.rule("wilful").ground(says))
        doubts = (*doubts, f"{says}: taken as not so")
    return replace(basis, because=(*basis.because, *more), doubts=doubts) if more else basis


def _more(facts: Facts) -> list[Ground]:
    loss, found = facts.loss, []
    if loss.kind == "delay":
        found.append(_ROWS.rule("delay").ground("not delivered within the agreed or a reasonable time"))
    if loss.conduct_of in ("servant", "subcontractor"):
        found.append(
            _ROWS.rule("servants").ground("what servants and subcontractors do is the carrier's own")
        )
    if loss.presumption_rebutted and loss.cause in _PLEAS.presumed:
        found.append(_ROWS.rule("rebutted").ground("the claimant showed that this was not the cause"))
    terms = facts.carriage.terms
    if (terms.claim_within_days, terms.limit_per_kg, terms.limit, terms.limit_times_charges) != (None,) * 4:
        found.append(_ROWS.rule("mandatory").ground("terms that depart from the convention are void"))
    return found


def _ceiling(facts: Facts, rates: Rates, on: date) -> Ceiling:
    """The limit, with the doubt of a court that knows the text of 1956 alone."""
    held, forum = land.ceiling(facts, _ROWS, rates, on), facts.carriage.forum
    if isinstance(held.limit, SDR) and isinstance(facts.loss.value, Money):
        says = "converted on the day the parties agree on, else of judgment; here the day of settlement"
        held = replace(held, because=(*held.because, _ROWS.rule("conversion").ground(says)))
    if facts.carriage.terms.limit is not None and held.limit is not None:
        doubts = _promised(facts.carriage.terms.limit, held.limit, rates, on)
        held = replace(held, doubts=(*held.doubts, *doubts))
    if not isinstance(held.limit, SDR) or forum is None or facts.loss.kind == "delay":
        return held
    if parties.bound("cmr_1978", forum, facts.loss.happened_on or date.max):
        return held
    francs = _ROWS.rule("gold_francs")
    says = f"{francs.value} gold francs a kilogram where the court knows no protocol"
    doubt = f"{forum} is not known to be bound by the protocol of 1978"
    return replace(held, because=(*held.because, francs.ground(says)), doubts=(*held.doubts, doubt))


def _promised(promised: Sum, limit: Sum, rates: Rates, on: date) -> tuple[str, ...]:
    """A doubt where the carrier's terms promise more than the convention, which voids what departs."""
    alike = sums.alike(promised, limit, rates, on)
    if isinstance(alike, NoRate) or not cover.below(limit, alike):
        return ()
    return (f"the carrier's terms promise {promised.text()}, and the convention voids what departs from it",)


def _times(facts: Facts, notice: Deadline, now: date) -> Times:
    loss, carriage = facts.loss, facts.carriage
    row = _ROWS.rule("suit_wilful" if grave(loss) else "suit")
    lost = land.lost_from(facts, _days("lost_after_due"), _days("lost_after_take_over"))
    months, by = int(row.value or 0), None
    told: list[Ground] = []
    start = lost or _begins(facts)
    if start is not None and start != lost and start != carriage.delivered_on:
        says = f"runs from {start}, three months after the contract"
        told.append(_ROWS.rule("suit_otherwise").ground(says))
    if start is not None:
        by, because = suspended(loss, days.months_after(start, months), now, _ROWS.rule("suspension"))
        told.extend(because)
    from_day = None
    if lost is not None:
        from_day = days.days_after(lost, 1)
        name = "lost_after_due" if carriage.due_on is not None else "lost_after_take_over"
        told.append(_ROWS.rule(name).ground(f"held to be lost from {days.text(from_day)}, beyond dispute"))
    return Times(
        notice=notice,
        notice_bars=loss.kind == "delay",
        late=_ROWS.rule("notice_delay"),
        suit=row,
        suit_by=by,
        suit_period=f"{months // 12}y",
        claimable_from=from_day,
        because=tuple(told),
    )


def _days(rule: str) -> int:
    return int(_ROWS.rule(rule).value or 0)


def _begins(facts: Facts) -> date | None:
    """The day from which the time to sue runs: delivery, else three months after the contract."""
    carriage = facts.carriage
    if facts.loss.kind != "cod_not_collected" and carriage.delivered_on is not None:
        return carriage.delivered_on
    contract = carriage.starts_on()
    if facts.loss.kind == "delay" or contract is None:
        return None
    return days.months_after(contract, int(_ROWS.rule("suit_otherwise").value or 0))


def _who(facts: Facts, now: date) -> Who:
    carriage = facts.carriage
    where = venue.by_road(carriage, _ROWS, now)
    because, doubts = list(where.because), where.doubts
    payer = "carrier"
    if carriage.successive_carriers:
        payer = "first or last carrier, or the one who had the goods"
        says = "carriers in a row under one note: each answers for all, and they settle among themselves"
        because.append(_ROWS.rule("successive").ground(says))
    if facts.loss.kind == "cod_not_collected" or carriage.refused_by_consignee:
        name = "cod" if facts.loss.kind == "cod_not_collected" else "refused"
        says = "owed to the sender" if name == "cod" else "the consignee refused: the sender disposes"
        if name == "refused" and facts.claim == "consignee_v_carrier":
            says = f"{says}; the consignee may still ask for delivery until the sender says otherwise"
            doubts = (*doubts, "the consignee refused the goods: the sender's instructions come first")
        why = (*because, _ROWS.rule(name).ground(says))
        return Who(payees=("sender",), payer=payer, because=why, courts=where.courts, doubts=doubts)
    says = "the consignee may claim in their own name once the goods came, were lost or are overdue"
    payees = ("sender", "consignee") if carriage.delivered_on is None else ("consignee", "sender")
    why = (*because, _ROWS.rule("title").ground(says))
    return Who(payees=payees, payer=payer, because=why, courts=where.courts, doubts=doubts)
