"""The first questions of every convention of a mode: whose claim, post or not, which mode, confirmed or not.

Which of two rail or sea laws governs is also asked here, since each excludes the other. Decides no sum.

>>> opening(Facts(carriage=Carriage(mode="air", postal=False)), "road", "cmr", rows.table("cmr")).applies
False
"""

from datetime import date

from makewhole.law import cover, parties, rows
from makewhole.law.conclusion import Missing, Scope
from makewhole.law.facts import CARRIER_CLAIMS, Carriage, Facts, Mode, Treaty

_NOTE = Missing(
    "carriage.treaties_common",
    "Which consignment note covered the leg on which it happened, CIM or SMGS?",
    {
        "cim": "17 SDR for each kilogram, and freight and duties",
        "smgs": "the invoice or declared value; for delay a part of the freight",
    },
)


def opening(facts: Facts, mode: Mode, treaty: Treaty | None, table: rows.Table) -> Scope | None:
    """What is settled before the places are asked; None where nothing is. Reads row `scope`, `post`."""
    carriage, row = facts.carriage, table.rule("scope")
    if facts.claim is not None and facts.claim not in CARRIER_CLAIMS:
        return Scope(False, (row.ground("a claim on the seller is no carriage claim"),))
    if carriage.by_post is not False:
        return cover.postal_scope(carriage, table.rule("post" if table.maybe("post") else "scope"))
    if carriage.mode != mode:
        return cover.mode_scope(carriage, mode, row)
    if treaty in carriage.treaties_not_common:
        return Scope(False, (row.ground("it was confirmed that it does not govern here"),))
    if treaty in carriage.treaties_common:
        return Scope(True, (row.ground("it was confirmed that it governs here"),))
    return None


def by_rail(facts: Facts, mine: Treaty, table: rows.Table) -> Scope:
    """Whether this rail law governs: its note, else both states bound by it and not by the other."""
    known = opening(facts, "rail", mine, table)
    if known is not None:
        return known
    carriage, row = facts.carriage, table.rule("scope")
    other: Treaty = "smgs" if mine == "cim" else "cim"
    if other in carriage.treaties_common:
        return Scope(False, ())
    unknown = cover.missing_places(carriage, date.max)
    origin, destination = carriage.origin, carriage.destination
    if unknown or origin is None or destination is None:
        return Scope(None, (), unknown)
    if origin == destination:
        return Scope(False, (row.ground("by rail inside one country"),))
    ours, theirs = (_both(law, origin, destination, facts) for law in (mine, other))
    if ours and not theirs:
        because = (parties.ground(mine, origin), parties.ground(mine, destination))
        return Scope(True, (row.ground(f"by rail from {origin} to {destination}, both bound"), *because))
    if theirs and not ours:
        return Scope(False, ())
    return Scope(None, (), (_NOTE,))


def _both(law: str, origin: str, destination: str, facts: Facts) -> bool:
    on = facts.carriage.starts_on() or facts.loss.happened_on or facts.carriage.delivered_on or date.max
    return all(parties.bound(law, state, on) for state in (origin, destination))


def domestic(carriage: Carriage, country: str) -> bool:
    """Whether it begins and ends in that country."""
    return carriage.origin == country and carriage.destination == country
