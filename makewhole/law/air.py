"""Carriage of cargo by air: what the conventions of the Warsaw and Montreal family have in common.

Decides for the convention it is handed (`AirLaw`) what the carrier owes and until when it may be sued:
basis, defences, the claimant's share, the limit and who may claim. What a defence needs to be proved is the
carrier's to prove; what is not proved does not count. Figures and articles are the convention's own, in its
table; the gates of time stand in `air_gates`, the limit in `air_limit`.

>>> francs("250", 2500)
'625.00'
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from msgspec import Struct

from makewhole.because import Because, Ground
from makewhole.law import air_gates, cover, rows
from makewhole.law.air_limit import Cap, cap, court_costs
from makewhole.law.conclusion import Missing, Owed
from makewhole.law.facts import WHOLE_SHARE, Facts, Loss, Sum
from makewhole.money import Rates

_DEFENCES: Mapping[str, str] = {
    "inherent_vice": "the goods' own defect or nature caused it",
    "defective_packing": "packing by somebody other than the carrier caused it",
    "war": "an act of war or armed conflict caused it",
    "public_authority": "an act of a public authority on entry, exit or transit caused it",
}
_SCOPE = Missing(
    "loss.in_scope_of_employment",
    "Did the servant act within the scope of employment?",
    {"yes": "the limit falls", "no": "the limit stands"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AirLaw:
    """One convention (or national law) of the family and where it departs from the others."""

    name: str
    table: rows.Table
    listed_defences: bool = True
    """A closed list of causes excuses; else only the proof that all measures were taken does."""
    conduct_breaks: bool = False
    """Intent, or recklessness with knowledge, lifts the limit."""
    in_francs: bool = False
    """The limit is in gold francs, for which no uniform rate is known."""


class Answers(Struct, frozen=True):
    """Liable or not, the carrier's share, why, and what is open."""

    liable: bool | None
    share: int
    because: Because
    missing: tuple[Missing, ...] = ()
    defence: str | None = None


def owed(facts: Facts, rates: Rates, now: date, law: AirLaw) -> Owed:
    """What the carrier owes on the day `now`; call it where the convention governs."""
    if facts.loss.kind in ("none", "cod_not_collected"):
        return _no_loss(facts, law)
    doubts: list[str] = []
    gates = air_gates.pass_(facts, now, law.table, doubts)
    answers = _liability(facts, law)
    broken, why, asked = _broken(facts.loss, law)
    limited = _limit(facts, rates, facts.settled_on or now, law, broken)
    if answers.liable is not False and not gates.barred:
        doubts.extend(limited.doubts)
    missing = tuple(dict.fromkeys((*gates.missing, *answers.missing, *asked, *limited.missing)))
    payable: Sum | None = None
    shared: Because = ()
    if gates.barred or answers.liable is False:
        payable, missing = cover.nothing(facts.loss.value), ()
    elif gates.untitled:
        missing = ()
    elif not missing and answers.share is not None:
        payable = limited.pay(answers.share)
        if answers.share < WHOLE_SHARE and limited.order_matters(answers.share):
            says = "the claimant's share is taken off before the limit is applied"
            shared = (law.table.rule("share_before_cap").ground(says),)
    shut = gates.barred or gates.untitled
    return Owed(
        admissible=False if shut else (None if cover.NOTICE in missing else True),
        liable=False if gates.barred else (None if gates.untitled and answers.liable else answers.liable),
        share=answers.share,
        limit=limited.limit,
        limit_gold_francs=limited.francs,
        limit_breakable=law.conduct_breaks,
        defence=answers.defence,
        payable=payable,
        payer=air_gates.payer(facts, law.table),
        payees=air_gates.payees(facts),
        suit_by=gates.suit_by,
        suit_period=f"{law.table.rule('suit_years').value}y",
        claimable_from=air_gates.claimable_from(facts, law.table),
        contract_window=air_gates.window(facts.carriage),
        missing=missing,
        doubts=tuple(doubts),
        rate=limited.rate,
        by_contract=limited.by_contract,
        because=(
            *gates.because,
            *answers.because,
            *why,
            *shared,
            *limited.because,
            *air_gates.who(facts, law.table),
        ),
    )


def _no_loss(facts: Facts, law: AirLaw) -> Owed:
    """Where nothing is lost: a parcel that waits, or cash that was not collected."""
    payees, row = air_gates.payees(facts), law.table.rule("scope")
    who = air_gates.who(facts, law.table)
    if facts.loss.kind == "none":
        ground = row.ground("nothing is lost, damaged or late yet")
        return Owed(admissible=None, liable=False, payees=payees, because=(ground, *who))
    says = "the convention says nothing on cash on delivery: a person reads the contract"
    return Owed(admissible=None, liable=None, payees=("sender",), because=(row.ground(says),), doubts=(says,))


def francs(per_kg: str, grams: int) -> str:
    """So many gold francs for a weight, as a decimal with two places, rounded half up."""
    hundredths = (int(per_kg) * grams * 2 + 10) // 20
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _limit(facts: Facts, rates: Rates, on: date, law: AirLaw, broken: bool) -> Cap:
    """The limit and what it lets through; none where it is broken, none in money where in francs."""
    declared = facts.carriage.declared_interest is not None and facts.carriage.supplement_paid is not False
    loss = facts.loss.value
    if broken:
        open_value = () if loss is not None else (cover.VALUE,)
        base = Cap(limit=None, loss=loss, ceiling=loss, missing=open_value)
        return _with_costs(base, facts, rates, on, law)
    if not law.in_francs or declared:
        return cap(facts, rates, on, law.table)
    row = law.table.rule("limit_per_kg_francs")
    grams = facts.carriage.concerned_grams()
    if grams is None:
        return Cap(limit=None, loss=loss, ceiling=None, missing=(cover.WEIGHT,))
    amount = francs(str(row.value), grams)
    says = f"{row.value} gold francs for each kilogram of {grams} g: {amount} francs"
    rate = law.table.rule("gold_francs").ground("gold francs have no uniform rate: a person converts them")
    return Cap(
        limit=None,
        loss=loss,
        ceiling=None,
        francs=amount,
        because=(row.ground(says, grams=grams), rate),
        doubts=(f"the limit is {amount} gold francs, and nothing says what they are in money",),
    )


def _with_costs(base: Cap, facts: Facts, rates: Rates, on: date, law: AirLaw) -> Cap:
    if base.loss is None:
        return base
    costs, because, missing = court_costs(facts, base.loss, rates, on, law.table)
    return Cap(limit=None, loss=base.loss, ceiling=base.loss, costs=costs, because=because, missing=missing)


def _liability(facts: Facts, law: AirLaw) -> Answers:
    loss, table = facts.loss, law.table
    if loss.kind is None:
        return Answers(None, WHOLE_SHARE, (), (cover.KIND,))
    if loss.kind == "delay" or not law.listed_defences:
        row = table.rule("delay" if loss.kind == "delay" else "care")
        if loss.carrier_proved_care:
            says = "the carrier proved all measures that could be required"
            return Answers(False, 0, (row.ground(says),), (), "all necessary measures: proved")
        basis = row.ground("fault is presumed, and nothing disproves it")
    else:
        basis = table.rule("basis").ground("liable without fault while in the carrier's charge")
    share = WHOLE_SHARE - loss.claimant_share
    because, defence = [basis], None
    pleaded = _DEFENCES.get(loss.cause) if loss.cause is not None and law.listed_defences else None
    if pleaded is not None and loss.presumption_rebutted:
        defence = f"{loss.cause}: disproved"
    elif loss.cause is not None and pleaded is not None:
        because.append(table.rule(loss.cause).ground(pleaded))
        share, defence = (share if loss.claimant_share else 0), f"{loss.cause}: holds"
    elif loss.cause is not None and loss.cause != "sender_fault":
        defence = f"{loss.cause}: no defence"
        name = "closed_list" if law.listed_defences else "care"
        says = f"the list of defences is closed, and {loss.cause.replace('_', ' ')} is not on it"
        other = (
            f"{loss.cause.replace('_', ' ')} excuses only where all measures were taken, which is not proved"
        )
        because.append(table.rule(name).ground(says if law.listed_defences else other))
    because.extend(_claimants_part(loss, table, share))
    if loss.cause == "sender_fault" and not loss.claimant_share:
        return Answers(None, share, tuple(because), (cover.SHARE,))
    return Answers(share > 0, share, tuple(because), (), defence)


def _claimants_part(loss: Loss, table: rows.Table, share: int) -> list[Ground]:
    found = []
    if loss.undeclared_goods:
        found.append(table.rule("particulars").ground("the sender answers for what was not declared"))
    if loss.claimant_share or loss.undeclared_goods or loss.cause == "sender_fault":
        says = "what the claimant's side caused is not owed"
        found.append(table.rule("fault").ground(says, share=share))
    return found


def _broken(loss: Loss, law: AirLaw) -> tuple[bool, Because, tuple[Missing, ...]]:
    """Whether conduct lifts the limit."""
    if not loss.grave:
        return False, (), ()
    row = law.table.rule("broken" if law.conduct_breaks else "unbreakable")
    if not law.conduct_breaks:
        return False, (row.ground("intent does not lift the limit for cargo"),), ()
    if loss.conduct_of not in (None, "carrier") and loss.in_scope_of_employment is None:
        return False, (), (_SCOPE,)
    if loss.in_scope_of_employment is False:
        return False, (row.ground("done outside the scope of employment: the limit stands"),), ()
    return True, (row.ground("intent, or recklessness with knowledge: no limit holds"),), ()
