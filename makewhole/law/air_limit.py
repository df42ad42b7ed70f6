"""The limit of the air conventions: by weight, by declared interest, by better terms; and what it lets
through.

Only the arithmetic of the limit and its grounds, from the table it is handed; whether anything is owed at
all is decided in `air`.
"""

from dataclasses import replace
from datetime import date

from msgspec import Struct

from makewhole.because import Because, Ground
from makewhole.law import cover, days, sums
from makewhole.law.conclusion import Missing
from makewhole.law.facts import Facts, Sum
from makewhole.law.rows import Row, Table
from makewhole.money import SDR, Money, NoRate, Rate, Rates

_ONLY = "only the packages concerned count"
_Asked = tuple[Missing, ...]


class Cap(Struct, frozen=True, kw_only=True):
    """The limit as it applies to this loss: in SDR, and in the loss's own unit where that is money."""

    limit: SDR | None
    loss: Sum | None
    ceiling: Sum | None
    """The limit in the unit of the loss; a higher contract limit where there is one."""
    costs: Sum | None = None
    rate: Rate | None = None
    by_contract: bool = False
    francs: str | None = None
    """The limit in gold francs, where the convention has it in those."""
    because: Because = ()
    missing: tuple[Missing, ...] = ()
    doubts: tuple[str, ...] = ()

    def pay(self, share: int) -> Sum | None:
        """The part of the loss in `share`, up to the limit, and court costs on top."""
        if self.loss is None or self.ceiling is None:
            return None
        damages = cover.smaller(sums.shared(self.loss, share), self.ceiling)
        return cover.added(damages, self.costs)

    def order_matters(self, share: int) -> bool:
        """Whether cutting first and sharing after would come to something else."""
        if self.loss is None or self.ceiling is None:
            return False
        first = cover.smaller(sums.shared(self.loss, share), self.ceiling)
        return first != sums.shared(cover.smaller(self.loss, self.ceiling), share)


def cap(facts: Facts, rates: Rates, on: date, table: Table) -> Cap:
    """The limit on this loss, converted at the rate of day `on` where the loss is money."""
    limit, because, missing = _limit(facts, rates, on, table)
    loss = facts.loss.value
    if loss is None:
        missing = (*missing, cover.VALUE)
    if limit is None or loss is None:
        return Cap(limit=limit, loss=loss, ceiling=None, because=because, missing=missing)
    ceiling: Sum = limit
    rate: Rate | None = None
    if isinstance(loss, Money):
        converted = sums.in_currency(limit, loss.currency, rates, on)
        if isinstance(converted, NoRate):
            missing = (*missing, cover.rate_question(converted))
            return Cap(limit=limit, loss=loss, ceiling=None, because=because, missing=missing)
        ceiling, rate = converted
        says = "converted on the day of settlement; no judgment sets another day"
        because = (*because, table.rule("conversion").ground(says, rate=rate.text() if rate else None))
    better, why, asked = _better_terms(facts, ceiling, rates, on, table)
    costs, costs_because, more = court_costs(facts, cover.smaller(loss, better), rates, on, table)
    doubts = (f"the rate is out of date: {rate.text()}",) if rate is not None and rate.stale else ()
    if facts.carriage.declared_interest is not None and facts.carriage.supplement_paid:
        doubts = (*doubts, *_declared_low(facts, limit, rates, on, table))
    return Cap(
        limit=limit,
        loss=loss,
        ceiling=better,
        costs=costs,
        rate=rate,
        by_contract=better is not ceiling,
        because=(*because, *why, *costs_because),
        missing=(*missing, *asked, *more),
        doubts=doubts,
    )


def _limit(
    facts: Facts, rates: Rates, on: date, table: Table
) -> tuple[SDR | None, Because, tuple[Missing, ...]]:
    """The Convention's own limit: the declared interest where the supplement was paid, else by weight."""
    carriage = facts.carriage
    declared = carriage.declared_interest
    if declared is not None:
        rule = table.rule("declaration")
        if carriage.supplement_paid is None and not _below_either(facts, rates, on, table):
            return None, (), (cover.SUPPLEMENT,)
        if carriage.supplement_paid:
            limit = sums.in_sdr(declared, rates, on)
            if isinstance(limit, NoRate):
                return None, (), (cover.rate_question(limit),)
            return limit, (rule.ground("the declared interest takes the place of the limit"),), ()
    event = facts.loss.happened_on or carriage.delivered_on or carriage.due_on or carriage.accepted_on
    grams = _grams(facts)
    if facts.loss.happened_on is None and grams is not None and _between(facts, grams, table):
        event = None
    if event is None or grams is None:
        unknown = (*(() if event else (cover.EVENT,)), *(() if grams is not None else (cover.WEIGHT,)))
        return None, (), unknown
    row = table.find("limit_per_kg", event)
    if row is None:
        return None, (), (cover.EVENT,)
    limit = sums.by_weight(str(row.value), grams)
    says = f"{row.value} SDR for each kilogram of {grams} g: {limit.text()}"
    because: list[Ground] = [row.ground(says, grams=grams, event_on=days.text(event))]
    if declared is not None:
        paid = (
            "was not paid" if carriage.supplement_paid is False else "changes nothing: the loss is below both"
        )
        because.append(table.rule("declaration").ground(f"declared, but the supplement {paid}"))
    if len(carriage.packages) > 1:
        says = "the value of the others suffers too: they count" if facts.loss.others_affected else _ONLY
        because.append(table.rule("packages").ground(says, grams=grams))
    if _other_amount(facts, event, row, table):
        says = "the amount changed between contract and event; the day of the event is used"
        because.append(table.rule("version_date").ground(says))
    return limit, tuple(because), ()


def _declared_low(facts: Facts, limit: SDR, rates: Rates, on: date, table: Table) -> tuple[str, ...]:
    """A doubt where the declared interest is below the limit by weight, whose place it takes."""
    bare = replace(facts, carriage=replace(facts.carriage, declared_interest=None))
    by_weight, _, _ = _limit(bare, rates, on, table)
    if by_weight is None or limit >= by_weight:
        return ()
    return (f"declared for less than the {by_weight.text()} by weight: a person says which of the two holds",)


def _below_either(facts: Facts, rates: Rates, on: date, table: Table) -> bool:
    """Whether the loss is below the declared interest and the limit by weight: either pays it."""
    carriage, value = facts.carriage, facts.loss.value
    bare = replace(facts, carriage=replace(carriage, declared_interest=None))
    held, _, _ = _limit(bare, rates, on, table)
    if value is None or held is None or carriage.declared_interest is None:
        return False
    limits = [sums.alike(one, value, rates, on) for one in (held, carriage.declared_interest)]
    return not any(isinstance(one, NoRate) or cover.below(one, value) for one in limits)


def _grams(facts: Facts) -> int | None:
    """The weight that counts: of all packages under the waybill where the loss lowers the others' value."""
    if facts.loss.others_affected and facts.carriage.packages:
        return sum(package.grams for package in facts.carriage.packages)
    return facts.carriage.concerned_grams()


def _between(facts: Facts, grams: int, table: Table) -> bool:
    """Whether the amount changed while the goods were on their way and the day of the event would tell which.

    A loss below both amounts is owed under either.
    """
    carriage, loss = facts.carriage, facts.loss.value
    start, end = carriage.starts_on(), carriage.delivered_on or carriage.due_on
    if start is None or end is None:
        return False
    first, last = table.find("limit_per_kg", start), table.find("limit_per_kg", end)
    if first is None or last is None or first.value == last.value:
        return False
    return not isinstance(loss, SDR) or loss > min(
        sums.by_weight(str(one.value), grams) for one in (first, last)
    )


def _other_amount(facts: Facts, event: date, row: Row, table: Table) -> bool:
    """Whether the day of the contract would have given another amount (unknown: within 60 days before)."""
    contract = facts.carriage.starts_on() or days.days_after(event, -60)
    other = table.find("limit_per_kg", contract)
    return other is not None and other.value != row.value


def _agreed(facts: Facts) -> tuple[Sum, ...]:
    """The limits of the carrier's terms: a sum, so much a kilogram, so many times the charges."""
    terms, grams, charges = facts.carriage.terms, _grams(facts), facts.carriage.charges
    found: tuple[Sum, ...] = () if terms.limit is None else (terms.limit,)
    if terms.limit_per_kg is not None and grams is not None:
        found = (*found, terms.limit_per_kg.share(grams, 1000))
    if terms.limit_times_charges is not None and charges is not None:
        found = (*found, charges.share(terms.limit_times_charges, 1))
    return found


def _better_terms(
    facts: Facts, ceiling: Sum, rates: Rates, on: date, table: Table
) -> tuple[Sum, Because, _Asked]:
    """The higher of the Convention's limit and the carrier's own."""
    agreed: Sum | None = None
    for one in _agreed(facts):
        alike = sums.alike(one, ceiling, rates, on)
        if isinstance(alike, NoRate):
            return ceiling, (), (cover.rate_question(alike),)
        agreed = alike if agreed is None or cover.below(agreed, alike) else agreed
    if agreed is None:
        return ceiling, (), ()
    if not cover.below(ceiling, agreed):
        says = "the carrier's lower limit does not count"
        return ceiling, (table.rule("no_lower_terms").ground(says, agreed=agreed.text()),), ()
    says = "the carrier agreed to a higher limit"
    return agreed, (table.rule("higher_terms").ground(says, agreed=agreed.text()),), ()


def court_costs(
    facts: Facts, damages: Sum, rates: Rates, on: date, table: Table
) -> tuple[Sum | None, Because, _Asked]:
    """What a court adds, unless the carrier offered at least the damages in writing within six months."""
    if facts.loss.court_costs is None:
        return None, (), ()
    costs = sums.alike(facts.loss.court_costs, damages, rates, on)
    if isinstance(costs, NoRate):
        return None, (), (cover.rate_question(costs),)
    row = table.rule("costs")
    if facts.loss.offered_in_writing is not None:
        offered = sums.alike(facts.loss.offered_in_writing, damages, rates, on)
        if isinstance(offered, NoRate):
            return None, (), (cover.rate_question(offered),)
        if not cover.below(offered, damages):
            return None, (row.ground("as much had been offered in writing in time: no costs on top"),), ()
    return costs, (row.ground("a court adds costs and interest under its own law, above the limit"),), ()
