"""Montreal Protocol No. 4 of 1975 (MP4), with the Warsaw Convention as amended at The Hague.

Where MC99 does not bind both ends: strict liability with the same four defences, which must be the sole
cause, 17 SDR for each kilogram that nothing breaks save a declared interest, complaints within 14 and 21
days, two years to sue. Beside it: docs/law/air_before_1999.md.

>>> NAME
'MP4_1975'
"""

from datetime import date

from makewhole.law import air, air_gates, air_scope, rows
from makewhole.law.conclusion import Deadline, Owed, Scope
from makewhole.law.facts import Facts
from makewhole.money import Rates

NAME = "MP4_1975"
_ROWS = rows.table("mp4")
_LAW = air.AirLaw(name=NAME, table=_ROWS)


def applies(facts: Facts) -> Scope:
    """Whether it governs the claim against the carrier."""
    return air_scope.applies(facts, "mp4", NAME, _ROWS)


def notice_by(facts: Facts) -> Deadline:
    """The last day to send a written complaint; none for loss."""
    return air_gates.notice_by(facts, _ROWS)


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the carrier owes on the day `now`; call it where `applies` says yes."""
    return air.owed(facts, rates, now, _LAW)
