"""A parcel in sight: its source asked if what we have is stale and the day's money bears it.

Shared by the errands that look at a parcel; it calls none of them. A source that is away or does not know
the waybill leaves us with what we had: silence is told as silence.
"""

import logging
from datetime import datetime

from makewhole.desk.heard import heard
from makewhole.desk.house import House
from makewhole.desk.known import Sight, consignment_of, look
from makewhole.desk.turn import at_door
from makewhole.effects import effect
from makewhole.gateways.trackers import Tracked
from makewhole.gateways.wire import TheirFault
from makewhole.parcel import worth
from makewhole.store import parcels, watches
from makewhole.store.parcels import ParcelRow

__all__ = ["Sight", "consignment_of", "look", "refresh"]
log = logging.getLogger(__name__)


def refresh(house: House, parcel: ParcelRow, now: datetime, reason: str = "complained") -> bool:
    """Ask about the parcel unless we heard of it just now, and keep what is said and what it cost.

    `reason` is one of `worth.REASONS`. False where the day's money does not bear a look for it. Safe to
    repeat: a scan is kept once.
    """
    if parcel.checked_at is not None and now - parcel.checked_at < house.periods.scans_stay_fresh:
        return True
    with house.database.reading() as conn:
        spent = watches.spent_on(conn, parcel.brand, now)
    if not worth.bears(reason, spent, house.carriers.price(parcel.operator), house.tracking_budget):
        return False
    try:
        with effect("follow.fetch"):
            found = house.carriers.track(parcel.operator, parcel.waybill)
    except TheirFault as fault:
        log.info("source away for parcel %d, asked again in %d s", parcel.id, fault.retry_after)
        return True
    with at_door(house, "follow", "follow.record") as turn:
        watches.count(turn.conn, parcel.brand, found.spent, turn.now)
        if isinstance(found, Tracked):
            alone = found.body if len(found.answers) == 1 else None
            for answer in found.answers:
                heard(turn, parcel.brand, found.source, answer, alone, parcel)
        else:
            # Asked and nothing known: whoever asks next within the hour is not worth another look.
            parcels.checked(turn.conn, parcel.id, turn.now)
    return True
