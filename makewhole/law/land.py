"""What the laws of carriage by land share: a limit by the weight that is short, charges back on top.

CMR, CIM and the German code are built alike: value where it was taken over, so much for each kilogram gross,
delay held to the freight, declared values and interests, refunds in proportion, goods that are found again.
Their figures and articles are rows of the table each hands in, under the names used here.
"""

from datetime import date

from msgspec.structs import replace

from makewhole.because import Because, Ground
from makewhole.law import counting, cover, days, rows, sums
from makewhole.law.conclusion import Missing, Owed
from makewhole.law.facts import Carriage, Facts, Loss, Sum
from makewhole.law.findings import Ceiling, Extra
from makewhole.law.pleas import grave
from makewhole.law.reckoning import part_of
from makewhole.money import SDR, Money, NoRate, Rates

SHORT = Missing(
    "loss.short_grams",
    "What does that which is missing weigh, gross?",
    {"each kilogram": "raises the limit; the weight of the whole package does not count"},
)
WHOLE = Missing(
    "loss.value_whole",
    "What was the whole consignment worth where and when it was taken over?",
    {"a value": "freight, duties and other charges come back in that proportion"},
)
CHARGES = Missing(
    "carriage.charges",
    "What were the carriage charges?",
    {"a sum": "is the most that is owed for delay"},
)
COD = Missing("carriage.cod", "How much was to be collected?", {"a sum": "is the most that is owed"})
IN_NOTE = Missing(
    "carriage.declared_in_note",
    "Does the declared value or interest stand in the consignment note?",
    {"yes": "it counts", "no": "the limit by weight counts"},
)


def ceiling(facts: Facts, table: rows.Table, rates: Rates, on: date, times: int = 1) -> Ceiling:
    """The limit on this loss: by declared value, for delay by `times` the freight, else by weight.

    A declared value takes the limit's place where it exceeds it, at the rate of day `on`.
    """
    carriage, loss = facts.carriage, facts.loss
    if loss.kind == "cod_not_collected":
        return _cod(carriage, table)
    if loss.kind == "delay":
        if carriage.charges is None:
            return Ceiling(missing=(CHARGES,))
        most = carriage.charges.share(times, 1)
        fold = "" if times == 1 else f"{times} times "
        says = f"damage by delay is owed up to {fold}the carriage charges, {most.text()}"
        return Ceiling(limit=most, because=(table.rule("delay_limit").ground(says),))
    declared, rule = carriage.declared_value, table.maybe("declared_value")
    if declared is not None and rule is not None:
        asked = _undeclared(facts)
        if asked:
            held = by_weight(facts, table)
            return Ceiling(missing=(*asked, *held.missing), because=held.because, least=held.limit)
        if carriage.declared_in_note and carriage.supplement_paid:
            return _declared(declared, by_weight(facts, table), rule, rates, on)
    return by_weight(facts, table)


def _declared(declared: Sum, held: Ceiling, rule: rows.Row, rates: Rates, on: date) -> Ceiling:
    """The declared value, unless the limit by weight gives more."""
    if held.limit is not None:
        alike = sums.alike(declared, held.limit, rates, on)
        if isinstance(alike, NoRate):
            return Ceiling(missing=(cover.rate_question(alike),))
        if not cover.below(held.limit, alike):
            says = f"a declared value that does not exceed the limit lowers nothing: {declared.text()}"
            return replace(held, because=(*held.because, rule.ground(says)))
    return Ceiling(limit=declared, because=(rule.ground("the declared value takes the limit's place"),))


def _cod(carriage: Carriage, table: rows.Table) -> Ceiling:
    """No more than was to be collected, where the law has a rule on it."""
    row = table.maybe("cod")
    if row is None:
        return Ceiling()
    if carriage.cod is None:
        return Ceiling(missing=(COD,))
    says = f"up to the cash that was to be collected, {carriage.cod.text()}"
    return Ceiling(limit=carriage.cod, because=(row.ground(says),))


def _undeclared(facts: Facts) -> tuple[Missing, ...]:
    """What is unknown of a declaration: that it stands in the note, and that the surcharge was paid."""
    asked = (IN_NOTE,) if facts.carriage.declared_in_note is None else ()
    return (*asked, cover.SUPPLEMENT) if facts.carriage.supplement_paid is None else asked


def by_weight(facts: Facts, table: rows.Table) -> Ceiling:
    """The limit by the gross weight short, at the amount of the day."""
    carriage, loss = facts.carriage, facts.loss
    if loss.settled is not None:
        return Ceiling()
    event = loss.happened_on or carriage.delivered_on or carriage.due_on or carriage.starts_on()
    row = table.rule("limit_per_kg") if event is None else table.find("limit_per_kg", event)
    grams = weighed(facts, table)
    if row is None:
        return Ceiling(missing=(cover.EVENT,))
    if grams is None:
        return Ceiling(missing=(SHORT if loss.kind == "shortage" else cover.WEIGHT,))
    limit = sums.by_weight(str(row.value), grams)
    says = f"{row.value} SDR for each kilogram of {grams} g gross short: {limit.text()}"
    because = [row.ground(says, grams=grams)]
    devalued = table.maybe("devalued_whole") if loss.others_affected else None
    if devalued is not None:
        because.append(devalued.ground("the whole consignment is devalued: all of it counts"))
    if loss.kind == "damage":
        part = "all of it" if loss.others_affected else "what is damaged"
        says = f"loss in value, no more than if {part} had been lost"
        because.append(table.rule("damage").ground(says))
    else:
        because.append(table.rule("value").ground("the value where and when it was taken over counts"))
    order = table.rule("share_before_cap")
    return Ceiling(limit=limit, because=tuple(because), order=order)


def weighed(facts: Facts, table: rows.Table) -> int | None:
    """The weight that counts: what is short, or all where damage (by this law also loss) devalues all."""
    carriage, loss = facts.carriage, facts.loss
    spreads = loss.kind == "damage" or table.maybe("devalued_whole") is not None
    if loss.others_affected and spreads and carriage.packages:
        return sum(package.grams for package in carriage.packages)
    return loss.short_grams or (carriage.concerned_grams() if loss.kind != "shortage" else None)


def extra(facts: Facts, table: rows.Table) -> Extra:
    """Freight, duties and other charges, a declared special interest, and interest where the law has any."""
    carriage, loss = facts.carriage, facts.loss
    because: list[Ground] = []
    missing: tuple[Missing, ...] = ()
    parts: list[tuple[str, Sum, int, int]] = []
    named = (
        ("freight", carriage.charges),
        ("duties", carriage.duties),
        ("other charges", carriage.other_charges),
    )
    told = [(name, amount) for name, amount in named if amount is not None and not _is_nothing(amount)]
    if loss.kind in ("loss", "damage", "shortage") and loss.settled is None:
        part = part_of(loss, carriage)
        if told and part is None:
            missing = (WHOLE,)
        elif told and part is not None:
            parts = [(name, amount, *part) for name, amount in told]
            says = "freight, duties and other charges of the carriage come back on top of the limit"
            because.append(table.rule("charges").ground(says))
            if part[0] != part[1]:
                says = "in proportion to the part that is lost or damaged"
                because.append(table.rule("charges_part").ground(says))
    interest = carriage.declared_interest if table.maybe("special_interest") else None
    if interest is not None:
        asked = _undeclared(facts)
        missing = (*missing, *asked)
        if not asked and carriage.declared_in_note and carriage.supplement_paid:
            says = "further loss up to the declared special interest, beside the limit"
            because.append(table.rule("special_interest").ground(says))
        else:
            interest = None
    if loss.consequential is not None and interest is None and not grave(loss):
        because.append(table.rule("remote").ground("no further damages: remote loss is left out"))
    row = table.maybe("interest")
    asked_on = loss.claimed_on or loss.suit_filed_on
    if row is not None and asked_on is not None and loss.paid_on is not None:
        because.append(table.rule("interest_days").ground("a year of 365 days is taken"))
    return Extra(parts=tuple(parts), further=interest, interest=row, because=tuple(because), missing=missing)


def _is_nothing(amount: Sum) -> bool:
    return (amount.micro if isinstance(amount, SDR) else amount.minor) == 0


def found_again(facts: Facts, table: rows.Table, rates: Rates, on: date) -> Owed | None:
    """What the claimant gives back who takes goods that were paid for as lost; None where none were found.

    A negative sum: the claimant owes it to the carrier.
    """
    loss, carriage = facts.loss, facts.carriage
    if loss.found_again_on is None:
        return None
    lapsed = _lapsed(loss, table, on)
    if lapsed:
        nothing = cover.nothing(loss.compensation_paid)
        return Owed(admissible=True, liable=False, payable=nothing, because=lapsed)
    refund = table.rule("found_again")
    if loss.compensation_paid is None:
        question = "What was paid as compensation?"
        asked = Missing("loss.compensation_paid", question, {"a sum": "is given back, less charges in it"})
        says = "goods found again may be taken back"
        return Owed(admissible=True, liable=None, because=(refund.ground(says),), missing=(asked,))
    owing = loss.compensation_paid
    for amount, sign in ((loss.charges_included, -1), (carriage.charges, 1), (carriage.cod, 1)):
        if amount is not None:
            same = sums.alike(amount, owing, rates, on)
            if isinstance(same, NoRate):
                return Owed(
                    admissible=True,
                    liable=None,
                    because=(refund.ground("the sums are in different currencies"),),
                    missing=(cover.rate_question(same),),
                )
            part = cover.smaller(same, owing) if sign < 0 else same
            owing = cover.added(owing, _signed(part, sign))
    says = "against the charges due, and the compensation back less the charges in it"
    return Owed(
        admissible=True,
        liable=False,
        payable=_signed(owing, -1),
        payer="claimant",
        payees=("carrier",),
        because=(refund.ground(says),),
    )


def _lapsed(loss: Loss, table: rows.Table, on: date) -> Because:
    """Why the claimant keeps the compensation and the carrier the goods; nothing where it is still open."""
    year, claim = table.maybe("found_year"), table.maybe("found_claim")
    if year is None or claim is None or loss.found_again_on is None:
        return ()
    if loss.asked_to_be_told is False:
        return (year.ground("nobody asked in writing to be told: the carrier may deal with the goods"),)
    if loss.paid_on is not None:
        until = counting.last_day(str(year.value), loss.paid_on).by
        if loss.found_again_on > until:
            return (year.ground(f"found after {until}, a year from the payment: the carrier keeps them"),)
    if loss.told_found_on is None:
        return ()
    by = counting.last_day(str(claim.value), loss.told_found_on).by
    if (loss.reclaimed_on or on) <= by:
        return ()
    return (claim.ground(f"told of the goods and not asked for them by {by}: the carrier keeps them"),)


def _signed(amount: Sum, sign: int) -> Sum:
    return (
        Money(sign * amount.minor, amount.currency) if isinstance(amount, Money) else SDR(sign * amount.micro)
    )


def lost_from(facts: Facts, after_due: int, after_take_over: int | None = None) -> date | None:
    """The last day before goods that never came count as lost; None where they came or no day is known."""
    carriage = facts.carriage
    if facts.loss.kind != "loss" or carriage.delivered_on is not None:
        return None
    if carriage.due_on is not None:
        return days.days_after(carriage.due_on, after_due)
    if after_take_over is not None and carriage.accepted_on is not None:
        return days.days_after(carriage.accepted_on, after_take_over)
    return None


def proof_turns(facts: Facts, by: date | None, now: date) -> bool:
    """Whether no reservation of damage came in time, so that the claimant has to prove when it happened."""
    loss = facts.loss
    if loss.kind not in ("damage", "shortage") or by is None or loss.reserved_at_delivery:
        return False
    if loss.notice_sent_on is None:
        unsaid = loss.notice == "not_sent" or (loss.apparent and loss.reserved_at_delivery is False)
        return now > by and bool(unsaid)
    return loss.notice_sent_on > by
