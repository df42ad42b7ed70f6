"""Hague Rules of 1924: carriage by sea where the bill of lading stands under them and nothing later.

Decides as Hague-Visby does, with 100 pounds for each package as the limit. Whether those are of gold is for
the court, so a loss above the plain sum is given no figure here and goes to a person. Beside it:
docs/law/hague.md.

>>> from makewhole.law.facts import Carriage
>>> applies(Facts(carriage=Carriage(mode="sea", postal=False, treaties_common=("hague_1924",)))).applies
True
"""

from datetime import date

from msgspec.structs import replace

from makewhole.law import bills, rows, sea
from makewhole.law.conclusion import Deadline, Owed, Scope
from makewhole.law.facts import Facts
from makewhole.law.findings import Ceiling, Extra
from makewhole.law.reckoning import conclude
from makewhole.money import Money, Rates

NAME = "HAGUE"
_ROWS = rows.table("hague")
_PLEAS = sea.pleas(breaks=None)


def applies(facts: Facts) -> Scope:
    """Whether these rules govern."""
    return bills.applies(facts, "hague_1924", _ROWS)


def notice_by(facts: Facts) -> Deadline:
    """The last day for notice: at removal, three days for what could not be seen; evidence only."""
    return sea.notice_by(facts, _ROWS)


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the carrier owes on the day `now`; call it where `applies` says yes."""
    silent = sea.silent_on_delay(facts, _ROWS)
    if silent is not None:
        return silent
    notice = notice_by(facts)
    ceiling = sea.raised(_ceiling(facts), facts, _ROWS, rates, facts.settled_on or now)
    found = conclude(
        facts,
        rates,
        now,
        basis=sea.basis(facts, _ROWS, _PLEAS, notice.by, now),
        ceiling=ceiling,
        extra=Extra(remote=False),
        times=sea.times(facts, _ROWS, notice),
        who=sea.who(facts, _ROWS),
    )
    if facts.loss.grave and found.liable:
        says = "whether grave fault lifts the limit is disputed"
        found = replace(found, because=(*found.because, _ROWS.rule("wilful").ground(says)), doubts=(says,))
    value = facts.loss.value
    if not found.liable or found.payable is None or value is None:
        return found
    if ceiling.limit is None or found.payable == value.share(found.share, 10_000):
        return found
    says = "above 100 pounds a package it turns on whether they are of gold value"
    because = (*found.because, _ROWS.rule("gold").ground(says))
    return replace(found, payable=None, because=because, doubts=(*found.doubts, says))


def _ceiling(facts: Facts) -> Ceiling:
    """A hundred pounds for each package or unit."""
    count, row = facts.carriage.concerned_count(), _ROWS.rule("package_pounds")
    one = Money(int(row.value or 0) * 100, "GBP")
    if count is None:
        return Ceiling(missing=(sea.COUNT,), least=one)
    says = f"{row.value} pounds for each of {count} packages"
    return Ceiling(limit=one.share(count, 1), because=(row.ground(says),))
