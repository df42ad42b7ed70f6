"""A parcel in sight: the carrier asked if what we have is stale, and the next look owed.

Shared by the errands that look at a parcel; it calls none of them. A carrier that is away or does not know
the waybill leaves us with what we had: silence is told as silence.
"""

import logging
from datetime import datetime

from makewhole.desk.heard import heard
from makewhole.desk.house import House
from makewhole.desk.known import Sight, consignment_of, look
from makewhole.desk.turn import Turn, at_door
from makewhole.effects import effect
from makewhole.gateways.carriers import Tracked
from makewhole.gateways.tracking.answer import Answer, Unread
from makewhole.gateways.wire import TheirFault
from makewhole.store.parcels import ParcelRow

__all__ = ["Sight", "consignment_of", "look", "owe_round", "refresh"]
log = logging.getLogger(__name__)


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
    unread = tuple(Unread({}, says) for says in found.left_out)
    answer = Answer("17track", parcel.waybill, found.scans, found.raw, unread)
    with at_door(house, "follow", "follow.record") as turn:
        return heard(turn, parcel.brand, "17track", answer, None, parcel).scans


def owe_round(turn: Turn, parcel: int, round_number: int) -> None:
    """Owe the parcel's next look, under a name of its hour: whoever else waits for it shares that round, and
    a parcel nobody waited for meanwhile is followed again."""
    after = turn.house.periods.follow_every
    slot = int((turn.now + after).timestamp() // after.total_seconds())
    turn.owe("follow", f"follow-{parcel}:{slot}", parcel, round_number, after=after, priority=8)
