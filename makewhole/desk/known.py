"""What we know of a parcel from its kept rows: the contract, its scans, where it is and what may come.

Read on the caller's connection, so that a turn never takes a second one. Nobody outside is asked.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

import sqlalchemy as sa

from makewhole.money import Money
from makewhole.parcel.consignment import Consignment, Mode
from makewhole.parcel.journey import Scan, Whereabouts, whereabouts
from makewhole.parcel.learned import Model
from makewhole.parcel.outlook import Outlook, eta
from makewhole.store import scans as rows
from makewhole.store.parcels import ParcelRow
from makewhole.store.scans import ScanRow


@dataclass(frozen=True, slots=True)
class Sight:
    """A parcel as we see it. `rows` are all its scans, those that could not be read among them."""

    parcel: int
    consignment: Consignment
    scans: tuple[Scan, ...]
    whereabouts: Whereabouts
    outlook: Outlook | None
    rows: tuple[ScanRow, ...] = ()


def look(conn: sa.Connection, parcel: ParcelRow, now: datetime, model: Model | None = None) -> Sight:
    """The parcel as the kept scans show it."""
    kept = rows.of_parcel(conn, parcel.id)
    consignment = consignment_of(parcel)
    scans = tuple(scan for row in kept if (scan := scan_of(row)) is not None)
    unread = sum(row.doubt is not None and not row.withdrawn for row in kept)
    where = whereabouts(scans, consignment, now, unread=unread)
    outlook = eta(consignment, scans, now, model=model)
    return Sight(parcel.id, consignment, scans, where, outlook, tuple(kept))


def scan_of(row: ScanRow) -> Scan | None:
    """A kept scan as it is read; None for one that could not be read or was taken back."""
    if row.at is None or row.doubt is not None:
        return None
    return Scan(
        row.at,
        row.status,
        row.place,
        row.country,
        row.words,
        row.source,
        row.offset_known,
        row.reason,
        row.holder,
        row.condition,
    )


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
