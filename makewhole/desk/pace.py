"""The pace: nothing leaves for X faster than X lets an account speak, and the most urgent leaves first.

`take` gives a letter a slot inside its windows, or says no; who got none waits in a queue (`queue`), and a
round of turns, owed for the moment the next slot is free, gives the slots then free to the most urgent. Slots
and queue are rows, so nothing is lost with a worker; one lock a lane makes them exact however many ask; the
time is the database's, read as house time, so that workers on several machines agree. Also here: whether a
brand's budget of the day still bears a read or a post. Why a letter may leave at all is `care.manners`'.
"""

from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from makewhole.care import pace as turns
from makewhole.care.pace import LONGEST, WINDOWS, Lane, Purpose
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, in_errand
from makewhole.store import manners, meter
from makewhole.store import pace as rows
from makewhole.store.letters import Letter

ERRAND = "pace"
DELIVER = "deliver"
ON_ITS_WAY: Final = timedelta(seconds=20)
"""Of the world's time: longer than any one request of ours takes to arrive or be given up."""
_KEPT = LONGEST + timedelta(hours=1)


def lane_of(letter: Letter) -> Lane | None:
    """The lane a letter leaves by; None where nothing paces it."""
    if letter.channel != "x":
        return None
    return "post" if letter.kind == "public_reply" else "message"


def now_of(house: House, conn: sa.Connection) -> datetime:
    """House time by the database's clock."""
    return house.clock.house(rows.moment(conn))


def take(house: House, conn: sa.Connection, letter: Letter, priority: int) -> bool:
    """Take a slot for one try of a letter, now. False: none is free, or somebody more urgent waits."""
    lane = lane_of(letter)
    if lane is None:
        return True
    rows.lock(conn, lane)
    granted = rows.drop_grant(conn, letter.id)
    if not granted and rows.anyone_ahead(conn, lane, (letter.account or ""), letter.id, priority):
        return False
    if not _take(house, conn, letter.brand, lane, (letter.account or ""), letter.id):
        return False
    rows.leave(conn, letter.id)
    return True


def take_for_post(house: House, conn: sa.Connection, brand: str, account: str) -> datetime | None:
    """Take a slot for a post that answers nobody: None when it may go now, else when to ask again."""
    rows.lock(conn, "post")
    if _take(house, conn, brand, "post", account, None):
        return None
    now = now_of(house, conn)
    ahead = rows.length(conn, "post", account)
    return _turns(conn, "post", account, now, ahead + 1)[-1]


def _take(
    house: House, conn: sa.Connection, brand: str, lane: Lane, account: str, letter: int | None
) -> bool:
    now = now_of(house, conn)
    if _next(conn, lane, account, now) > now:
        return False
    # Until its answer is here, a call may arrive at any moment within ON_ITS_WAY.
    rows.put(conn, brand, lane, account, now + ON_ITS_WAY * house.clock.scale, letter=letter)
    return True


def answered(house: House, conn: sa.Connection, letter: int) -> None:
    """A letter's try was answered: its slot counts from now."""
    rows.answered(conn, letter, now_of(house, conn))


def queue(turn: Turn, letter: Letter, priority: int, attempt: int) -> None:
    """Let a letter wait for its turn, and owe the next round of turns."""
    lane = lane_of(letter)
    assert lane is not None, "only what is paced waits"
    rows.lock(turn.conn, lane)
    now = now_of(turn.house, turn.conn)
    rows.wait(turn.conn, letter.id, letter.brand, lane, (letter.account or ""), priority, attempt, now)
    _owe_round(turn, letter.brand, lane, (letter.account or ""), now)


def give_back(turn: Turn, letter: Letter) -> None:
    """A letter that will not leave gives its place and its slot to those who wait."""
    lane = lane_of(letter)
    if lane is None:
        return
    rows.lock(turn.conn, lane)
    rows.leave(turn.conn, letter.id)
    if rows.drop_grant(turn.conn, letter.id) and rows.length(turn.conn, lane, (letter.account or "")):
        _owe_round(turn, letter.brand, lane, (letter.account or ""), now_of(turn.house, turn.conn))


def hold_round(house: House, brand: str, lane: Lane, account: str, number: int) -> None:
    """Give the slots that are free now to the most urgent letters, and owe the next round while any wait."""

    def work(turn: Turn) -> None:
        rows.lock(turn.conn, lane)
        rows.round_done(turn.conn, lane, account, number)
        now = now_of(house, turn.conn)
        rows.forget_old(turn.conn, lane, now - _KEPT)
        free = _free(turn.conn, lane, account, now)
        for waiting in rows.first(turn.conn, lane, account, free):
            rows.leave(turn.conn, waiting.letter)
            until = now + ON_ITS_WAY * house.clock.scale
            slot = rows.put(
                turn.conn, waiting.brand, lane, account, until, letter=waiting.letter, granted=True
            )
            turn.owe(
                DELIVER, f"deliver-{waiting.letter}:turn-{slot}", waiting.letter, waiting.attempt, priority=2
            )
        if rows.length(turn.conn, lane, account):
            _owe_round(turn, brand, lane, account, now)

    in_errand(house, ERRAND, "deliver.record", work)


def forecast(house: House, conn: sa.Connection, letter: int) -> datetime | None:
    """When a waiting letter will go, as the queue stands; None when it does not wait."""
    found = rows.place(conn, letter)
    if found is None:
        return None
    lane, account, ahead = found
    return _turns(conn, "post" if lane == "post" else "message", account, now_of(house, conn), ahead + 1)[-1]


def wait_for(house: House, conn: sa.Connection, lane: Lane, account: str) -> timedelta:
    """How long a letter that is no more urgent than the others would wait if it came now."""
    now = now_of(house, conn)
    return _turns(conn, lane, account, now, rows.length(conn, lane, account) + 1)[-1] - now


def may_read(house: House, conn: sa.Connection, brand: str, purpose: str) -> bool:
    """Whether the brand's budget of today still bears a read nobody waits for; `purpose` says which."""
    return left(house, conn, brand, "read", 0)


def left(house: House, conn: sa.Connection, brand: str, purpose: Purpose, micro: int) -> bool:
    """Whether the brand's budget of today still bears a cost (`micro`) of this kind."""
    return turns.affords(purpose, micro, *budget(house, conn, brand))


def budget(house: House, conn: sa.Connection, brand: str) -> tuple[int, int]:
    """What a brand may spend today, and what it has spent, in millionths of a dollar."""
    own = manners.of_brand(conn, brand).budget_micro
    limit = turns.DAY_MICRO if own is None else own
    return limit, meter.of_day(conn, brand, house.clock.now()).micro


def _next(conn: sa.Connection, lane: Lane, account: str, now: datetime) -> datetime:
    """The moment of the next free slot, not before `now`."""
    at = now
    for window in WINDOWS[lane]:
        whose = account if window.over == "account" else None
        past = rows.nth_latest(conn, lane, whose, now - window.period, window.calls)
        if past is not None:
            at = max(at, past + window.period)
    return at


def _free(conn: sa.Connection, lane: Lane, account: str, now: datetime) -> int:
    """How many slots are free now."""
    room: list[int] = []
    for window in WINDOWS[lane]:
        whose = account if window.over == "account" else None
        busy = rows.used(conn, lane, whose, now - window.period, window.calls)
        room.append(window.calls - len(busy))
    return max(0, min(room))


def _turns(conn: sa.Connection, lane: Lane, account: str, now: datetime, count: int) -> tuple[datetime, ...]:
    most = {over: max(w.calls for w in WINDOWS[lane] if w.over == over) for over in ("account", "app")}
    own = rows.used(conn, lane, account, now - LONGEST, most["account"])
    return turns.turns(lane, own, rows.used(conn, lane, None, now - LONGEST, most["app"]), now, count)


def _owe_round(turn: Turn, brand: str, lane: Lane, account: str, now: datetime) -> None:
    at = _next(turn.conn, lane, account, now)
    number = rows.next_round(turn.conn, brand, lane, account, at, now - ON_ITS_WAY * turn.house.clock.scale)
    if number is not None:
        key = f"pace-{lane}-{account or 'main'}:{number}"
        turn.owe(
            ERRAND, key, brand, lane, account, number, after=max(timedelta(0), at - turn.now), priority=1
        )
