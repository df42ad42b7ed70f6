"""China's Civil Aviation Law: carriage by air to or from China where no treaty binds both ends.

Strict liability with four defences, 17 SDR for each kilogram, which intent or recklessness with knowledge
lifts (unlike under MC99), complaints within 14 and 21 days, two years to sue. A treaty goes before it (art.
184), and a revision said to be in force since 2026-07-01 is not confirmed. Beside it:
docs/law/china_aviation.md.

>>> applies(Facts(claim="buyer_v_seller")).applies
False
"""

from datetime import date

from msgspec.structs import replace

from makewhole.law import air, air_gates, air_scope, rows
from makewhole.law.conclusion import Deadline, Owed, Scope
from makewhole.law.facts import CARRIER_CLAIMS, Facts
from makewhole.money import Rates

NAME = "CN_CIVIL_AVIATION_LAW"
_ROWS = rows.table("china_aviation")
_LAW = air.AirLaw(name=NAME, table=_ROWS, conduct_breaks=True)


def applies(facts: Facts) -> Scope:
    """Whether it governs: by air, from or to China and another country, after every treaty was asked."""
    carriage = facts.carriage
    if facts.claim not in CARRIER_CLAIMS:
        return Scope(False, ())
    by_air = air_scope.by_the_air(carriage, _ROWS)
    ends = {carriage.origin, carriage.destination}
    chinese = "CN" in ends and len(ends) == 2 and None not in ends
    if not by_air.applies or not (chinese or carriage.governing_law == "CN"):
        return Scope(False, ())
    says = "by air, no treaty common to both ends: Chinese law"
    return Scope(True, (*by_air.because, _ROWS.rule("scope").ground(says)))


def notice_by(facts: Facts) -> Deadline:
    """The last day to send a written complaint; none for loss."""
    return air_gates.notice_by(facts, _ROWS)


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the carrier owes on the day `now`; call it where `applies` says yes."""
    found = air.owed(facts, rates, now, _LAW)
    on = air_scope.event_on(facts)
    revised = _ROWS.rule("revised")
    if on is None or on < revised.since:
        return found
    ground = revised.ground("the text of 2021 is used; the revised law's amounts are not confirmed")
    return replace(found, because=(*found.because, ground))
