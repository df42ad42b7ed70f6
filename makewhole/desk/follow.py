"""Following a parcel: asked about when that is worth it and the day's money bears it, then planned anew."""

from makewhole.desk import looks, sight
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, in_errand
from makewhole.parcel import worth
from makewhole.store import parcels, watches

ERRAND = looks.FOLLOW


def follow(house: House, parcel_id: int, stamp: int) -> None:
    """Make the look that was owed for `stamp` (seconds since 1970, house time), and owe the next."""
    with house.database.reading() as conn:
        parcel, watch = parcels.get(conn, parcel_id), watches.one(conn, parcel_id)
    if not looks.is_due(watch, stamp):
        return
    reason = watch.because if watch is not None and watch.because in worth.REASONS else "complained"
    borne = house.engine.step("follow.fetch", lambda: sight.refresh(house, parcel, house.clock.now(), reason))

    def record(turn: Turn) -> None:
        if not borne:
            looks.put_off(turn, parcel, reason)
            return
        watches.looked(turn.conn, parcel_id)
        looks.plan(turn, parcel_id)
        turn.tell(f"parcel:{parcel_id}")

    in_errand(house, ERRAND, "follow.record", record)
