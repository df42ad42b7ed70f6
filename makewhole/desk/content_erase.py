"""Erasing all content of X: on demand, when access to its API ends, when an account takes it back.

An erasure is noted with what there is before it, done piece by piece by whoever is there (the command that
asked, or a worker that finds it owed), and ends with a count of what remains and a statement in the log: that
report is what X may ask for. Letters, claims, books and statements stay; every receipt still verifies.
"""

from dataclasses import dataclass
from datetime import timedelta

from makewhole.because import Ground, Refused
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, at_door, in_errand
from makewhole.gateways.wire import NotLetIn, TheirFault
from makewhole.store import brands, erasure, x_accounts
from makewhole.store.erasure import Erasure, Scope

ERRAND, REVOKED = "content.erase", "content.revoked"
_AT_ONCE = 500
_ASK_AGAIN = timedelta(minutes=15)
_SOURCE = "docs.x.com: developer-terms/ppu-agreement VII.I"
_WAY_FORWARD = "Reach the person by e-mail or by the link of their claim."


@dataclass(frozen=True, slots=True)
class Begun:
    """An erasure that is owed, with what there is to erase, by kind."""

    number: int
    found: dict[str, int]


def preview(house: House, brand: str) -> dict[str, int]:
    """What an erasure of all content of X of a brand would take, by kind; nothing is changed."""
    with house.database.reading() as conn:
        return erasure.count(conn, Scope(brand))


def begin(house: House, brand: str, why: str, staff: int | None = None) -> Begun | Refused:
    """Owe the erasure of all content of X of a brand."""
    with at_door(house, ERRAND, "forget.record") as turn:
        if brand not in {row.id for row in brands.all_of(turn.conn)}:
            return Refused(
                "R12",
                f"there is no brand {brand!r}",
                _SOURCE,
                "give the name it was added by: makewhole brand add",
            )
        return _begin(turn, Scope(brand), why, staff)


def _begin(turn: Turn, scope: Scope, why: str, staff: int | None = None) -> Begun:
    brands.lock(turn.conn, scope.brand)
    number = erasure.begin(turn.conn, scope, why, staff, turn.now)
    turn.owe(ERRAND, f"{ERRAND}-{number}", number, int(scope.main), priority=2)
    return Begun(number, erasure.count(turn.conn, scope))


def run(house: House, number: int, main: int) -> None:
    """The errand: do an erasure that is owed."""
    erase(house, number, main)


def erase(house: House, number: int, main: int = 0) -> Erasure:
    """Do an erasure to its end and give its report. Done twice, or by two at once, it is done once."""
    with house.database.reading() as conn:
        asked = erasure.get(conn, number)
    assert asked is not None, "an erasure is noted before it is owed"
    scope = Scope(asked.brand, asked.account, bool(main))
    while asked.done_at is None and _some(house, scope):
        pass
    with at_door(house, ERRAND, "forget.record") as turn:
        brands.lock(turn.conn, scope.brand)
        again = erasure.get(turn.conn, number, lock=True)
        assert again is not None, "an erasure's row stays"
        if again.done_at is None:
            erasure.erase_ties(turn.conn, scope, _WAY_FORWARD, turn.now)
            ground = Ground("R12", f"content of X was erased: {asked.why}"[:200], _SOURCE, dict(asked.found))
            whose = "all" if scope.account is None else "one"
            made = turn.state(
                scope.brand,
                "content",
                f"content-{scope.brand}",
                {"erased": sum(asked.found.values()), "account": whose},
                (ground,),
            )
            erasure.done(turn.conn, number, scope, made, turn.now)
            turn.tell(f"inbox:{scope.brand}")
        report = erasure.get(turn.conn, number)
    assert report is not None, "an erasure's row stays"
    return report


def _some(house: House, scope: Scope) -> bool:
    with at_door(house, ERRAND, "forget.record") as turn:
        return erasure.erase_posts(turn.conn, scope, _AT_ONCE) > 0


def revoked(house: House, account: str, attempt: int = 0) -> None:
    """An account took its permission back: erase what came to it; where the brand has no other account, all
    of the brand's. One that was connected again keeps its own; one that is none of ours is passed over."""
    with house.database.reading() as conn:
        known = x_accounts.get(conn, account)
    if known is not None and known.revoked_at is None:
        return
    ours = True if known is not None else _is_ours(house, account)
    if ours is None:
        in_errand(house, REVOKED, "forget.record", lambda turn: _ask_again(turn, account, attempt + 1))
        return
    if not ours:
        return
    with at_door(house, REVOKED, "forget.record") as turn:
        why = "an account took its permission back"
        if known is None:
            for row in brands.all_of(turn.conn):
                if not x_accounts.of_brand(turn.conn, row.id):
                    _begin(turn, Scope(row.id), why)
            return
        others = x_accounts.in_force(turn.conn, known.brand)
        scope = Scope(known.brand, account, known.role == "main") if others else Scope(known.brand)
        _begin(turn, scope, why)


def _ask_again(turn: Turn, account: str, attempt: int) -> None:
    key = f"{REVOKED}-{account}-{turn.now.isoformat(timespec='minutes')}:{attempt}"
    turn.owe(REVOKED, key, account, attempt, after=_ASK_AGAIN, priority=2)


def _is_ours(house: House, account: str) -> bool | None:
    """Whether an account that was never connected here is the one the token in the settings speaks for; None
    where X can't be asked now."""
    try:
        return house.x.me().id == account
    except NotLetIn:  # it speaks for nobody any more
        return True
    except TheirFault:
        return None
