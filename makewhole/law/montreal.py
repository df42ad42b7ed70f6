"""Montreal Convention 1999 (MC99): carriage of cargo by air between its states.

Decides whether the Convention governs, until when a complaint must have been sent, and what the carrier
owes: strict liability with a closed list of defences, a limit by the weight of the packages concerned that
nothing breaks save a declared interest, and two years to sue. What a defence needs to be proved is the
carrier's to prove; what is not proved does not count. Beside it: docs/law/montreal.md.

>>> applies(Facts(carriage=Carriage(mode="air", postal=True))).applies
False
"""

from datetime import date

from makewhole.because import Because, Ground
from makewhole.law import cover, days, parties, rows
from makewhole.law.conclusion import Deadline, Missing, Owed, Scope
from makewhole.law.facts import CARRIER_CLAIMS, WHOLE_SHARE, Carriage, Facts
from makewhole.law.montreal_limit import cap
from makewhole.money import Rates

NAME = "MC99"
_ROWS = rows.table("montreal")
_DEFENCES = {
    "inherent_vice": "the goods' own defect or nature caused it",
    "defective_packing": "packing by somebody other than the carrier caused it",
    "war": "an act of war or armed conflict caused it",
    "public_authority": "an act of a public authority on entry, exit or transit caused it",
}
_NO_DEFENCES = ("storm", "theft", "accident", "force_majeure", "carrier_handling")


def event_on(facts: Facts) -> date | None:
    """The day whose amounts count: of the event, else of delivery, else when it was due or accepted."""
    carriage = facts.carriage
    return facts.loss.happened_on or carriage.delivered_on or carriage.due_on or carriage.accepted_on


def applies(facts: Facts) -> Scope:
    """Whether MC99 governs the claim against the carrier."""
    carriage = facts.carriage
    if facts.claim is not None and facts.claim not in CARRIER_CLAIMS:
        return Scope(False, (_ROWS.latest("scope").ground("a claim on the seller is no carriage claim"),))
    if carriage.by_post is not False:
        return cover.postal_scope(carriage, _ROWS.latest("post"))
    by_air = _by_air(carriage)
    return by_air if not by_air.applies else _between_states(facts, by_air.because)


def _by_air(carriage: Carriage) -> Scope:
    """Whether the leg concerned is air, or counts as air."""
    substituted = carriage.substituted_mode
    if carriage.mode == "air" and substituted not in (None, "air"):
        row = _ROWS.latest("substitution")
        if carriage.substitution_agreed is None:
            question = f"Did the sender agree that {substituted} was used instead of air?"
            answers = {"no": "it counts as air", "yes": f"the law of {substituted} carriage governs"}
            return Scope(None, (), (Missing("carriage.substitution_agreed", question, answers),))
        if carriage.substitution_agreed:
            return Scope(False, (row.ground("the sender agreed to another mode"),))
        return Scope(True, (row.ground("another mode without the sender's consent counts as air"),))
    if carriage.loss_leg is not None:
        says = f"it happened on the {carriage.loss_leg} leg"
        return Scope(carriage.loss_leg == "air", (_ROWS.latest("presumed_air").ground(says),))
    if carriage.mode == "air" and len(carriage.legs) > 1:
        says = "surface legs for pick-up and delivery under an air contract: presumed to be the air leg"
        return Scope(True, (_ROWS.latest("presumed_air").ground(says),))
    return cover.mode_scope(carriage, "air", _ROWS.latest("scope"))


def _between_states(facts: Facts, because: Because) -> Scope:
    """Whether departure and destination lie in two states bound, or one with an agreed stop abroad."""
    carriage = facts.carriage
    origin, destination = carriage.origin, carriage.destination
    on = carriage.starts_on() or event_on(facts)
    row = _ROWS.latest("scope")
    inside = origin is not None and origin == destination and not carriage.agreed_stop_abroad
    unknown = cover.missing_places(carriage, on)
    if not inside and (unknown or origin is None or destination is None or on is None):
        return Scope(None, because, unknown)
    if inside or origin is None or destination is None or on is None:
        says = "departure and destination lie in one state and no stop abroad was agreed"
        return Scope(False, (*because, row.ground(says, origin=origin, destination=destination)))
    open_states = [state for state in (origin, destination) if not parties.bound("mc99", state, on)]
    if open_states:
        names = ", ".join(dict.fromkeys(open_states))
        return Scope(None, because, (cover.treaty_question("MC99", names, on),))
    says = (
        "two states bound by it" if origin != destination else "one state bound by it, a stop abroad agreed"
    )
    bound = tuple(parties.ground("mc99", state) for state in dict.fromkeys((origin, destination)))
    return Scope(True, (*because, row.ground(says, origin=origin, destination=destination), *bound))


def notice_by(facts: Facts) -> Deadline:
    """The last day to send a written complaint: 14 days for damage, 21 for delay, none for loss."""
    kind, received = facts.loss.kind, facts.carriage.delivered_on
    if kind == "loss":
        return Deadline(None, (_ROWS.latest("notice_none").ground("loss of the goods needs no notice"),))
    if kind is None:
        return Deadline(None, (), (cover.KIND,))
    row = _ROWS.latest("notice_delay_days" if kind == "delay" else "notice_damage_days")
    if received is None:
        return Deadline(None, (), (cover.RECEIVED,))
    by = days.days_after(received, int(row.value or 0))
    because = [
        row.ground(f"{kind} is complained of in writing by {by}", received=str(received), days=row.value)
    ]
    if kind == "shortage":
        because.append(_ROWS.latest("shortage_is_damage").ground("what is missing counts as damage"))
    return Deadline(by, tuple(because))


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the carrier owes on the day `now`; call it where `applies` says yes."""
    notice = notice_by(facts)
    suit_by = _suit_by(facts)
    limited = cap(facts, rates, facts.settled_on or now)
    gates, doubts = cover.Gates(notice=notice, suit_by=suit_by), list(limited.doubts)
    barred, because, missing = _gates(facts, gates, now, doubts)
    liable, share, why, open_facts = _liability(facts)
    missing = tuple(dict.fromkeys((*missing, *open_facts, *limited.missing)))
    payable = None
    if barred or liable is False:
        payable = cover.nothing(facts.loss.value)
    elif not missing and limited.limit is not None:
        payable = limited.pay(share)
        if share < WHOLE_SHARE and limited.order_matters(share):
            says = "the claimant's share is taken off before the limit is applied"
            why = (*why, _ROWS.latest("share_before_cap").ground(says))
    return Owed(
        admissible=False if barred else (None if cover.NOTICE in missing else True),
        liable=False if barred else liable,
        share=share,
        limit=limited.limit,
        limit_breakable=False,
        payable=payable,
        payer="carrier",
        payees=_payees(facts),
        suit_by=suit_by,
        suit_period="2y",
        claimable_from=_claimable_from(facts),
        contract_window=_window(facts.carriage),
        missing=missing,
        doubts=tuple(doubts),
        rate=limited.rate,
        by_contract=limited.by_contract,
        because=(*notice.because, *because, *why, *limited.because, *_who(facts)),
    )


def _gates(
    facts: Facts, gates: cover.Gates, now: date, doubts: list[str]
) -> tuple[bool, Because, tuple[Missing, ...]]:
    """Whether a time limit bars the claim, why, and what is still needed to know."""
    because: list[Ground] = []
    loss, barred = facts.loss, False
    missing = gates.notice.missing
    if loss.kind is not None and loss.kind != "loss" and gates.notice.by is not None:
        heard = cover.heard_in_time(loss, gates.notice.by, now)
        missing = (*missing, *heard.missing)
        if heard.late and loss.carrier_fraud:
            because.append(_ROWS.latest("notice_bar").ground("late, but the carrier acted fraudulently"))
        elif heard.late:
            barred = True
            because.append(_ROWS.latest("notice_bar").ground("no complaint in time: no action lies"))
        elif loss.notice_sent_on is not None:
            because.append(_ROWS.latest("notice_form").ground("sending it in time is enough"))
            either = _ROWS.latest("either_carrier")
            because.append(either.ground("told to the contracting or the actual carrier, it counts for both"))
        if heard.on_the_edge:
            because.append(_ROWS.latest("day_count").ground("it turns on how the last day is counted"))
        if heard.rolls_over:
            doubts.append("the last day fell on a weekend; some courts move it to the next working day")
    acted = loss.suit_filed_on or now
    if gates.suit_by is not None:
        row = _ROWS.latest("suit_years")
        by = str(gates.suit_by)
        if acted > gates.suit_by:
            barred = True
            because.append(row.ground(f"no suit by {by}: the right is extinguished", by=by))
            if (acted - gates.suit_by).days <= cover.EDGE_DAYS:
                because.append(_ROWS.latest("day_count").ground("it turns on how the last day is counted"))
        else:
            because.append(row.ground(f"suit is possible until {by}", by=by))
    begins = _claimable_from(facts)
    if facts.claim == "consignee_v_carrier" and begins is not None and acted < begins:
        doubts.append(f"the consignee's own right begins on {begins}, unless the carrier admits the loss")
    window = _window(facts.carriage)
    if window is not None and (loss.claimed_on or now) > window:
        because.append(_ROWS.latest("no_lower_terms").ground("a shorter window in terms does not cut it off"))
        doubts.append(f"the carrier's own window ended on {window}; expect it to be argued")
    return barred, tuple(because), missing


def _liability(facts: Facts) -> tuple[bool | None, int, Because, tuple[Missing, ...]]:
    """Liable or not, the carrier's share, why, and what is still open."""
    loss = facts.loss
    if loss.kind is None:
        return None, WHOLE_SHARE, (), (cover.KIND,)
    if loss.kind == "delay":
        row = _ROWS.latest("delay")
        if loss.carrier_proved_care:
            return False, 0, (row.ground("the carrier proved all measures that could be required"),), ()
        basis = row.ground("fault in delay is presumed, and nothing disproves it")
    else:
        basis = _ROWS.latest("basis").ground("liable without fault while in the carrier's charge")
    share = WHOLE_SHARE - loss.claimant_share
    because: list[Ground] = [basis]
    if loss.cause in _DEFENCES:
        because.append(_ROWS.latest(loss.cause).ground(_DEFENCES[loss.cause]))
        share = share if loss.claimant_share else 0
    elif loss.cause in _NO_DEFENCES:
        says = f"the list of defences is closed, and {loss.cause.replace('_', ' ')} is not on it"
        because.append(_ROWS.latest("closed_list").ground(says))
    if loss.undeclared_goods:
        because.append(_ROWS.latest("particulars").ground("the sender answers for what was not declared"))
    if loss.claimant_share or loss.undeclared_goods or loss.cause == "sender_fault":
        because.append(
            _ROWS.latest("fault").ground("what the claimant's side caused is not owed", share=share)
        )
    if loss.cause == "sender_fault" and not loss.claimant_share:
        return None, share, tuple(because), (cover.SHARE,)
    if loss.wilful:
        because.append(_ROWS.latest("unbreakable").ground("intent does not lift the limit for cargo"))
    return share > 0, share, tuple(because), ()


def _suit_by(facts: Facts) -> date | None:
    carriage = facts.carriage
    arrived = carriage.delivered_on or carriage.due_on
    return days.years_after(arrived, int(_ROWS.latest("suit_years").value or 0)) if arrived else None


def _claimable_from(facts: Facts) -> date | None:
    """From when the consignee may treat goods that never came as lost."""
    if facts.loss.kind != "loss" or facts.carriage.due_on is None:
        return None
    return days.days_after(facts.carriage.due_on, int(_ROWS.latest("consignee_days").value or 0) + 1)


def _window(carriage: Carriage) -> date | None:
    within = carriage.terms.claim_within_days
    if within is None or carriage.accepted_on is None:
        return None
    return days.days_after(carriage.accepted_on, within)


def _payees(facts: Facts) -> tuple[str, ...]:
    if facts.carriage.refused_by_consignee:
        return ("sender",)
    return ("consignee",) if facts.carriage.delivered_on is not None else ("sender", "consignee")


def _who(facts: Facts) -> Because:
    if facts.carriage.refused_by_consignee:
        return (_ROWS.latest("sender_again").ground("the consignee refused: the sender's right revives"),)
    from_day = _claimable_from(facts)
    if from_day is not None:
        says = f"the consignee may treat it as lost from {from_day}"
        return (_ROWS.latest("consignee_days").ground(says),)
    return (_ROWS.latest("who_claims").ground("sender or consignee, whoever holds the right"),)
