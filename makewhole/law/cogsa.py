"""US Carriage of Goods by Sea Act: carriage by sea to or from ports of the United States in foreign trade.

Decides as the rules of 1924 do, with 500 dollars for each package or customary freight unit as the limit.
Without a fair opportunity to declare a value most courts let the limit fall and one circuit does not, so a
person looks. Beside it: docs/law/cogsa.md.

>>> applies(Facts(carriage=Carriage(mode="sea", postal=False, origin="DE", destination="US"))).applies
True
"""

from datetime import date

from makewhole.law import bills, rows, sea
from makewhole.law.conclusion import Deadline, Owed, Scope
from makewhole.law.facts import Carriage, Facts
from makewhole.law.findings import Ceiling, Extra
from makewhole.law.reckoning import conclude
from makewhole.money import Money, Rates

NAME = "US_COGSA"
_ROWS = rows.table("cogsa")
_PLEAS = sea.pleas(breaks=None)


def applies(facts: Facts) -> Scope:
    """Whether the act governs: a port of the United States in foreign trade, or the bill's own clause."""
    return bills.applies(facts, "us_cogsa", _ROWS)


def notice_by(facts: Facts) -> Deadline:
    """The last day for notice: at removal, three days for what could not be seen; evidence only."""
    return sea.notice_by(facts, _ROWS)


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the carrier owes on the day `now`; call it where `applies` says yes."""
    silent = sea.silent_on_delay(facts, _ROWS)
    if silent is not None:
        return silent
    notice = notice_by(facts)
    return conclude(
        facts,
        rates,
        now,
        basis=sea.basis(facts, _ROWS, _PLEAS, notice.by, now),
        ceiling=sea.raised(_ceiling(facts.carriage), facts, _ROWS, rates, facts.settled_on or now),
        extra=Extra(remote=False),
        times=sea.times(facts, _ROWS, notice),
        who=sea.who(facts, _ROWS),
    )


def _ceiling(carriage: Carriage) -> Ceiling:
    """Five hundred dollars for each package, or none where no value could be declared."""
    bill = carriage.bill
    opportunity = _ROWS.rule("fair_opportunity")
    declared = bill is not None and bill.value_declared is not None
    if bill is not None and bill.fair_opportunity is False and not declared:
        says = (
            "no fair opportunity to declare a value: most courts drop the limit, the third circuit keeps it"
        )
        return Ceiling(because=(opportunity.ground(says),), doubts=(says,), breakable=True)
    row = _ROWS.rule("package_usd")
    count, because, missing = sea.counted(carriage, _ROWS)
    if count is None:
        return Ceiling(missing=missing, least=Money(int(row.value or 0) * 100, "USD"))
    limit = Money(int(row.value or 0) * 100 * count, "USD")
    told = (*because, row.ground(f"{row.value} dollars for each of {count} packages: {limit.text()}"))
    if bill is not None and bill.fair_opportunity:
        told = (*told, opportunity.ground("there was a fair opportunity to declare a value"))
        return Ceiling(limit=limit, because=told)
    says = "whether there was a fair opportunity to declare a value is not known; taken as given by the bill"
    return Ceiling(limit=limit, because=(*told, opportunity.ground(says)), doubts=(says,))
