"""What we know of a parcel now: the carrier asked if what we have is stale, then whereabouts and outlook.

Shared by the errands that look at a parcel; it calls none of them. A carrier that is away or does not know
the waybill leaves us with what we had: silence is told as silence.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import sqlalchemy as sa

from makewhole.desk.house import House
from makewhole.desk.turn import Turn
from makewhole.effects import effect
from makewhole.gateways.carriers import Tracked
from makewhole.gateways.wire import TheirFault
from makewhole.money import Money
from makewhole.parcel.consignment import Consignment, Mode
from makewhole.parcel.journey import Scan, Whereabouts, whereabouts
from makewhole.parcel.outlook import Outlook, eta
from makewhole.store import parcels
from makewhole.store.parcels import ParcelRow, ScanRow

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sight:
    """A parcel as we see it."""

    parcel: int
    consignment: Consignment
    scans: tuple[Scan, ...]
    whereabouts: Whereabouts
    outlook: Outlook | None


def refresh(house: House, parcel: ParcelRow, now: datetime) -> int:
    """Ask the carrier unless the scans are fresh; keep what it says. Returns how many scans were new.

    Safe to repeat: a scan is kept once.
    """
    if parcel.checked_at is not None and now - parcel.checked_at < house.periods.scans_stay_fresh:
        return 0
    try:
        with effect("follow.fetch"):
            found = house.carriers.track(parcel.operator, parcel.waybill)
    except TheirFault as fault:
        log.info("carrier away for parcel %d, asked again in %d s", parcel.id, fault.retry_after)
        return 0
    if not isinstance(found, Tracked):
        return 0
    rows = [
        (
            ScanRow(
                scan.at, scan.status, scan.place, scan.country, scan.words, scan.source, scan.offset_known
            ),
            raw,
        )
        for scan, raw in zip(found.scans, found.raw, strict=True)
    ]
    with effect("follow.record"), house.database.writing() as conn:
        return parcels.keep_scans(conn, parcel, rows, now)


def look(conn: sa.Connection, parcel: ParcelRow, now: datetime) -> Sight:
    """The parcel as the kept scans show it, read on the caller's connection: a turn never takes a second."""
    rows = parcels.scans(conn, parcel.id)
    consignment = consignment_of(parcel)
    scans = tuple(
        Scan(row.at, row.status, row.place, row.country, row.words, row.source, row.offset_known)
        for row in rows
        if row.at is not None
    )
    where = whereabouts(scans, consignment, now)
    return Sight(parcel.id, consignment, scans, where, eta(consignment, scans, now))


def owe_round(turn: Turn, parcel: int, round_number: int) -> None:
    """Owe the parcel's next look, under a name of its hour: whoever else waits for it shares that round, and
    a parcel nobody waited for meanwhile is followed again."""
    after = turn.house.periods.follow_every
    slot = int((turn.now + after).timestamp() // after.total_seconds())
    turn.owe("follow", f"follow-{parcel}:{slot}", parcel, round_number, after=after, priority=8)


def consignment_of(parcel: ParcelRow) -> Consignment:
    """The contract as the parcel's row has it."""
    value = (
        None
        if parcel.value_minor is None or parcel.currency is None
        else Money(parcel.value_minor, parcel.currency)
    )
    freight = (
        None
        if parcel.freight_minor is None or parcel.currency is None
        else Money(parcel.freight_minor, parcel.currency)
    )
    return Consignment(
        waybill=parcel.waybill,
        operator=parcel.operator,
        service=parcel.service,
        postal=parcel.postal,
        origin=parcel.origin,
        destination=parcel.destination,
        mode=cast(Mode | None, parcel.mode),
        accepted_at=parcel.accepted_at,
        promised_by=parcel.promised_by,
        weight_grams=parcel.weight_grams,
        packages=parcel.packages,
        value=value,
        freight=freight,
        order=parcel.order_ref,
    )
