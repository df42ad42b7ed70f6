"""Warsaw Convention as amended at The Hague, 1955: carriage of cargo by air.

Where neither MC99 nor MP4 binds both ends: fault is presumed until the carrier proves all necessary
measures, 250 gold francs for each kilogram, which intent or recklessness with knowledge lifts, complaints
within 14 and 21 days, two years to sue. Gold francs have no uniform rate. Beside it:
docs/law/air_before_1999.md.

>>> NAME
'WARSAW_HAGUE_1955'
"""

from datetime import date

from makewhole.law import air, air_gates, air_scope, rows
from makewhole.law.conclusion import Deadline, Owed, Scope
from makewhole.law.facts import Facts
from makewhole.money import Rates

NAME = "WARSAW_HAGUE_1955"
_ROWS = rows.table("hague_1955")
_LAW = air.AirLaw(name=NAME, table=_ROWS, listed_defences=False, conduct_breaks=True, in_francs=True)


def applies(facts: Facts) -> Scope:
    """Whether it governs the claim against the carrier."""
    return air_scope.applies(facts, "hague_1955", NAME, _ROWS)


def notice_by(facts: Facts) -> Deadline:
    """The last day to send a written complaint; none for loss."""
    return air_gates.notice_by(facts, _ROWS)


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the carrier owes on the day `now`; call it where `applies` says yes."""
    return air.owed(facts, rates, now, _LAW)
