"""The sums of CMR: the limit of art. 23-26, what comes on top of it, and goods that are found again.

Only the arithmetic and its grounds; whether anything is owed at all is `cmr`'s.
"""

from datetime import date

from makewhole.because import Ground
from makewhole.law import cover, parties, rows, sums
from makewhole.law.conclusion import Missing, Owed
from makewhole.law.facts import Facts, Sum
from makewhole.law.reckoning import Ceiling, Extra, part_of
from makewhole.money import SDR, Money, NoRate, Rates

_ROWS = rows.table("cmr")
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
IN_NOTE = Missing(
    "carriage.declared_in_note",
    "Does the declared value or interest stand in the consignment note?",
    {"yes": "it counts", "no": "the limit by weight counts"},
)


def ceiling(facts: Facts) -> Ceiling:
    """The limit on this loss: by declared value, for delay by the freight, else by weight."""
    carriage, loss = facts.carriage, facts.loss
    if loss.kind == "cod_not_collected":
        if carriage.cod is None:
            return Ceiling(
                missing=(Missing("carriage.cod", "How much was to be collected?", {"a sum": "caps it"}),)
            )
        says = f"up to the cash that was to be collected, {carriage.cod.text()}"
        return Ceiling(limit=carriage.cod, because=(_ROWS.latest("cod").ground(says),))
    if loss.kind == "delay":
        if carriage.charges is None:
            return Ceiling(missing=(CHARGES,))
        says = f"damage by delay is owed up to the carriage charges, {carriage.charges.text()}"
        return Ceiling(limit=carriage.charges, because=(_ROWS.latest("delay_limit").ground(says),))
    declared = carriage.declared_value
    if declared is not None:
        asked = _undeclared(facts)
        if asked:
            return Ceiling(missing=asked)
        if carriage.declared_in_note and carriage.supplement_paid:
            row = _ROWS.latest("declared_value")
            return Ceiling(
                limit=declared, because=(row.ground("the declared value takes the limit's place"),)
            )
    return _by_weight(facts)


def _undeclared(facts: Facts) -> tuple[Missing, ...]:
    """What is unknown of a declaration: that it stands in the note, and that the surcharge was paid."""
    asked = (IN_NOTE,) if facts.carriage.declared_in_note is None else ()
    return (*asked, cover.SUPPLEMENT) if facts.carriage.supplement_paid is None else asked


def _by_weight(facts: Facts) -> Ceiling:
    carriage, loss = facts.carriage, facts.loss
    if loss.settled is not None:
        return Ceiling()
    event = loss.happened_on or carriage.delivered_on or carriage.due_on or carriage.starts_on()
    row = _ROWS.latest("limit_per_kg") if event is None else _ROWS.find("limit_per_kg", event)
    grams = loss.short_grams or (carriage.concerned_grams() if loss.kind != "shortage" else None)
    if row is None:
        says = "before the protocol of 1978 the limit was in gold francs"
        return Ceiling(missing=(cover.EVENT,), because=(_ROWS.latest("gold_francs").ground(says),))
    if grams is None:
        return Ceiling(missing=(SHORT if loss.kind == "shortage" else cover.WEIGHT,))
    limit = sums.by_weight(str(row.value), grams)
    says = f"{row.value} SDR for each kilogram of {grams} g gross short: {limit.text()}"
    because = [row.ground(says, grams=grams)]
    if loss.kind == "damage":
        says = "loss in value, no more than if what is damaged had been lost"
        because.append(_ROWS.latest("damage").ground(says))
    else:
        because.append(_ROWS.latest("value").ground("the value where and when it was taken over counts"))
    doubts: tuple[str, ...] = ()
    if carriage.forum is not None and not parties.bound("cmr_1978", carriage.forum, event or date.max):
        francs = _ROWS.latest("gold_francs")
        because.append(
            francs.ground(f"{francs.value} gold francs a kilogram where the court knows no protocol")
        )
        doubts = (f"{carriage.forum} is not known to be bound by the protocol of 1978",)
    order = _ROWS.latest("share_before_cap")
    return Ceiling(limit=limit, because=tuple(because), doubts=doubts, order=order)


def extra(facts: Facts) -> Extra:
    """Freight, duties and other charges, a declared special interest, and interest at 5 %."""
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
            because.append(_ROWS.latest("charges").ground(says))
            if part[0] != part[1]:
                says = "in proportion to the part that is lost or damaged"
                because.append(_ROWS.latest("charges_part").ground(says))
    interest = carriage.declared_interest
    if interest is not None:
        asked = _undeclared(facts)
        missing = (*missing, *asked)
        if not asked and carriage.declared_in_note and carriage.supplement_paid:
            says = "further loss up to the declared special interest, beside the limit"
            because.append(_ROWS.latest("special_interest").ground(says))
        else:
            interest = None
    if loss.consequential is not None and interest is None and not loss.grave:
        because.append(_ROWS.latest("remote").ground("no further damages: remote loss is left out"))
    if loss.claimed_on is not None and loss.paid_on is not None:
        because.append(_ROWS.latest("interest_days").ground("a year of 365 days is taken"))
    row = _ROWS.latest("interest")
    return Extra(parts=tuple(parts), further=interest, interest=row, because=tuple(because), missing=missing)


def _is_nothing(amount: Sum) -> bool:
    return (amount.micro if isinstance(amount, SDR) else amount.minor) == 0


def found_again(facts: Facts, rates: Rates, on: date, refund: rows.Row) -> Owed | None:
    """What the claimant gives back who takes goods that were paid for as lost; None where none were found.

    A negative sum: the claimant owes it to the carrier.
    """
    loss, carriage = facts.loss, facts.carriage
    if loss.found_again_on is None:
        return None
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
            owing = cover.added(owing, _signed(same, sign))
    says = "against the charges due, and the compensation back less the charges in it"
    return Owed(
        admissible=True,
        liable=False,
        payable=_signed(owing, -1),
        payer="claimant",
        payees=("carrier",),
        because=(refund.ground(says),),
    )


def _signed(amount: Sum, sign: int) -> Sum:
    return (
        Money(sign * amount.minor, amount.currency) if isinstance(amount, Money) else SDR(sign * amount.micro)
    )
