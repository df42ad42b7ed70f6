"""The doctor's look at the sources of scans (keys, quotas, pushes that do not come, waybills refused) and at
the age of the learned outlook."""

from datetime import timedelta

import sqlalchemy as sa

from makewhole.desk.house import House
from makewhole.gateways.trackers import Karrio, SeventeenTrack
from makewhole.gateways.trackers.karrio import MISSING, installed
from makewhole.gateways.wire import TheirFault
from makewhole.main.findings import Finding
from makewhole.parcel.learned import KEEPS

_NEAR = 50
"""Waybills left to register at which it is time to say so."""
_QUIET = timedelta(days=2)


def examine(house: House) -> list[Finding]:
    """One line a source, and one for what was registered and never pushed or was refused."""
    sources = house.carriers.sources
    if not sources:
        mend = "set MAKEWHOLE_CARRIERS_KEY or another source (docs/tracking-sources.md)"
        return [Finding("tracking", False, "no source of scans has a key", mend)]
    found = []
    for source in sources:
        if isinstance(source, SeventeenTrack):
            found.append(_quota(source))
        elif isinstance(source, Karrio) and not installed():
            found.append(Finding(source.name, False, MISSING.says, MISSING.way_forward))
        else:
            found.append(Finding(source.name, True, "set"))
    return found + _watched(house)


def outlook(house: House) -> list[Finding]:
    """Whether the learned outlook is young enough to be used; nothing where none was learned."""
    if house.outlook is None:
        return []
    says = f"learned from parcels up to {house.outlook.until:%Y-%m-%d}"
    if not house.outlook.stale(house.clock.now()):
        return [Finding("outlook", True, says)]
    says += f", more than {KEEPS.days} days ago: the packaged table is used instead"
    return [Finding("outlook", False, says, "makewhole learn outlook, and every week from then on")]


def _quota(source: SeventeenTrack) -> Finding:
    try:
        left = source.quota()
    except TheirFault as fault:
        return Finding(
            source.name, False, fault.says, "see docs/tracking-sources.md, and the key's page there"
        )
    if left is not None and left < _NEAR:
        return Finding(source.name, False, f"{left} waybills may still be registered", "buy more at 17TRACK")
    return Finding(source.name, True, "lets us in" if left is None else f"{left} waybills may be registered")


def _watched(house: House) -> list[Finding]:
    """Waybills that were registered long ago and never pushed, and those refused."""
    asked = sa.text(
        "SELECT count(*) FILTER (WHERE registered_at < :t) AS old, count(source) AS pushed,"
        " count(refused) AS refused, max(refused) AS why FROM parcel_watch"
    )
    with house.database.reading() as conn:
        row = conn.execute(asked, {"t": house.clock.now() - _QUIET}).one()
    found = []
    if row.old and not row.pushed:
        says = f"{row.old} waybills are registered and nothing was ever pushed"
        mend = "give the source /hooks/17track or /hooks/aftership of this site as its webhook address"
        found.append(Finding("tracking push", False, says, mend))
    if row.refused:
        says = f"{row.refused} waybills are watched by nobody (such as: {row.why})"
        found.append(Finding("tracking refused", False, says, "each parcel's page says why, and what to do"))
    return found
