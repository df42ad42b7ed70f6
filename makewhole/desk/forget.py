"""Forgetting a person: their rows are deleted, their key destroyed, and the log says that it was done."""

from makewhole.because import Ground, Refused
from makewhole.claims import claim as states
from makewhole.desk.house import House
from makewhole.desk.turn import at_door
from makewhole.store import claims, people

ERRAND = "forget"


def forget(house: House, person: int) -> dict[str, int] | Refused:
    """Forget a person, unless a claim of theirs is still moving. Returns the rows deleted, by table."""
    with at_door(house, ERRAND, "forget.record") as turn:
        brand = people.lock(turn.conn, person)
        if brand is None:
            return Refused(
                "forget.unknown",
                "nobody of that number is known, or they were forgotten already",
                "GDPR art. 17(1)",
                "check the number on the thread or claim",
            )
        moving = claims.moving(turn.conn, person, sorted(states.RESTING | {"paid", "declined"}))
        if moving:
            return Refused(
                "forget.claim",
                f"claim {moving[0]} is still under way",
                "GDPR art. 17(3)(e)",
                "settle or withdraw the claim first; until then the data is kept for it alone",
            )
        deleted = people.forget(turn.conn, person, turn.now)
        ground = Ground(
            "forget.asked",
            "the person's key was destroyed and their rows deleted",
            "GDPR art. 17(1)",
            {"rows": sum(deleted.values())},
        )
        turn.state(brand, "erasure", f"person-{person}", {"person": person}, (ground,))
        return deleted
