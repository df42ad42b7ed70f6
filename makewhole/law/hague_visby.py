"""Hague-Visby Rules: carriage by sea under a bill of lading, with the protocol of 1979.

Decides what the carrier owes: due diligence and care with a list of perils that excuse, 666.67 SDR for each
package or 2 SDR for each kilogram, whichever is more, containers by what the bill lists, no limit for the
carrier's own intent, and a year to sue. Beside it: docs/law/hague_visby.md.

>>> from makewhole.law.facts import Carriage
>>> applies(Facts(carriage=Carriage(mode="sea", postal=False, origin="GB", destination="NO"))).applies
True
"""

from datetime import date

from makewhole.law import bills, rows, sea
from makewhole.law.conclusion import Deadline, Owed, Scope
from makewhole.law.facts import Facts
from makewhole.law.findings import Extra
from makewhole.law.reckoning import conclude
from makewhole.money import Rates

NAME = "HAGUE_VISBY"
_ROWS = rows.table("hague_visby")
_PLEAS = sea.pleas()


def applies(facts: Facts) -> Scope:
    """Whether these rules govern."""
    return bills.applies(facts, "hague_visby", _ROWS)


def notice_by(facts: Facts) -> Deadline:
    """The last day for notice: at removal, three days for what could not be seen; evidence only."""
    return sea.notice_by(facts, _ROWS)


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the carrier owes on the day `now`; call it where `applies` says yes."""
    silent = sea.silent_on_delay(facts, _ROWS)
    if silent is not None:
        return silent
    notice = notice_by(facts)
    lower = facts.carriage.terms.limit is not None
    says = "terms that give less than the rules are void"
    return conclude(
        facts,
        rates,
        now,
        basis=sea.basis(facts, _ROWS, _PLEAS, notice.by, now),
        ceiling=sea.ceiling(facts, _ROWS, rates, facts.settled_on or now),
        extra=Extra(remote=False, because=(_ROWS.rule("mandatory").ground(says),) if lower else ()),
        times=sea.times(facts, _ROWS, notice),
        who=sea.who(facts, _ROWS),
    )
