"""Montreal Convention 1999 (MC99): carriage of cargo by air between its states.

Strict liability with a closed list of defences, a limit by the weight of the packages concerned that nothing
breaks save a declared interest, complaints within 14 and 21 days, and two years to sue. What is common to
the air conventions stands in `air`. Beside it: docs/law/montreal.md.

>>> applies(Facts(claim="buyer_v_seller")).applies
False
"""

from datetime import date

from msgspec.structs import replace

from makewhole.law import air, air_gates, air_scope, rows, venue
from makewhole.law.conclusion import Deadline, Owed, Scope
from makewhole.law.facts import Facts
from makewhole.money import Rates

NAME = "MC99"
_ROWS = rows.table("montreal")
_LAW = air.AirLaw(name=NAME, table=_ROWS)


def applies(facts: Facts) -> Scope:
    """Whether it governs the claim against the carrier."""
    return air_scope.applies(facts, "mc99", NAME, _ROWS)


def notice_by(facts: Facts) -> Deadline:
    """The last day to send a written complaint; none for loss."""
    return air_gates.notice_by(facts, _ROWS)


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the carrier owes on the day `now`; call it where `applies` says yes."""
    owed = air.owed(facts, rates, now, _LAW)
    carriage = facts.carriage
    if carriage.venue is None and carriage.forum is None and not carriage.actual_carrier:
        return owed
    where = venue.by_air(carriage, _ROWS, now)
    because, payer = (*owed.because, *where.because), owed.payer
    if carriage.actual_carrier:
        says = "the claimant may sue the contracting carrier, the one that performed it, or both"
        if carriage.declared_interest is not None or carriage.terms.limit is not None:
            says = f"{says}; a declared interest or a higher limit binds the latter only if it agreed"
        because = (*because, _ROWS.rule("actual_carrier").ground(says))
        payer = "contracting carrier, or the actual carrier, or both"
    doubts = (*owed.doubts, *where.doubts)
    return replace(owed, courts=where.courts, because=because, payer=payer, doubts=doubts)
