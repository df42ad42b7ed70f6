"""Following a parcel that somebody waits for: the carrier is asked again and again until nobody does."""

from makewhole.desk import sight
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, in_errand
from makewhole.store import parcels

ERRAND = "follow"


def follow(house: House, parcel_id: int, round_number: int) -> None:
    """Ask for scans, then owe the next round if the parcel is still waited for."""
    with house.database.reading() as conn:
        parcel = parcels.get(conn, parcel_id)
    house.engine.step("follow.fetch", lambda: sight.refresh(house, parcel, house.clock.now()))

    def record(turn: Turn) -> None:
        if not parcels.wanted(turn.conn, parcel_id):
            return
        sight.owe_round(turn, parcel_id, round_number + 1)
        turn.tell(f"parcel:{parcel_id}")

    in_errand(house, ERRAND, "follow.record", record)
