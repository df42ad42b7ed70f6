"""Following X: now and then X is asked what became of what we keep of it, and what it says is done.

A round is due every `follow_x_every` (24 hours at the most, so that nothing lags behind X for longer), under
the name of its moment, whoever owes it. It asks for all ids of posts and of people in batch compliance jobs,
begun under a name and carried on with whoever dies meanwhile, and obeys the result; it has posts that were
edited, or could be since they came, read again; and it drops earlier words that have had their time. What
must become of a thing is `care.keeping`'s; how a copy is renewed is `content_look`'s.
"""

import threading
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final

import sqlalchemy as sa

from makewhole import durable
from makewhole.because import Ground
from makewhole.care import keeping
from makewhole.desk import content_look
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, at_door, in_errand
from makewhole.gateways.wire import TheirFault, Undeliverable
from makewhole.gateways.x import on_account_of
from makewhole.gateways.x.compliance import Kind
from makewhole.gateways.x.shapes import Verdict
from makewhole.store import brands, content, content_jobs, intake
from makewhole.store.content_jobs import Job

ROUND, ASK, READ = "content.round", "content.ask", "content.read"
LONGEST: Final = timedelta(hours=24)
"""As long as X allows what is kept to lag behind it."""
KINDS: Final[tuple[Kind, ...]] = ("tweets", "users")
AT_ONCE = 500_000
"""Ids a job takes; X takes 128 MB, which is twelve times as many."""
_FAILED = ("failed", "expired")
_PIECE = 200
"""Posts one transaction empties, each of which is locked by its id."""
_READ_AFTER, _READ_AT_MOST = timedelta(minutes=1), timedelta(minutes=30)
_EDITS_BACK = timedelta(days=2)
_GONE_STAYS = timedelta(days=365)
_SOURCE = "docs.x.com: developer-terms/policy (Content compliance)"


def every(house: House) -> timedelta:
    """How long from one round to the next."""
    return min(house.periods.follow_x_every, LONGEST)


def owe_round(house: House, conn: sa.Connection, *, following: bool = False) -> None:
    """Owe the round that is due now, or the one after it. Whoever owes it, it runs once."""
    span, now = every(house), house.clock.now()
    began = datetime.fromtimestamp(0, now.tzinfo)
    slot = began + (now - began) // span * span + (span if following else timedelta(0))
    name = slot.isoformat()
    durable.owe(conn, ROUND, f"{ROUND}-{name}", name, at=house.clock.world(slot), priority=6)


def hold_round(house: House, slot: str) -> None:
    """Owe what a round asks X, drop earlier words past their time, and owe the next round."""

    def work(turn: Turn) -> None:
        owe_round(house, turn.conn, following=True)
        for kind in KINDS:
            turn.owe(ASK, f"{ASK}-{slot}-{kind}-0:0", slot, kind, 0, 0, priority=6)
        for brand, rows in content.unsettled(turn.conn, turn.now, turn.now - _EDITS_BACK).items():
            content_look.owe(turn, brand, rows, needed=True)
        intake.sweep(turn.conn, turn.now, turn.now - _GONE_STAYS)

    in_errand(house, ROUND, "take.record", work)


def ask(house: House, slot: str, kind: Kind, part: int, attempt: int) -> None:
    """Begin one job: the ids of a kind after those of the part before it."""
    at = datetime.fromisoformat(slot)
    with house.database.reading() as conn:
        before = content_jobs.get(conn, at, kind, part - 1) if part else None
        ids = content.ids_of(conn, kind, (before.last_id or "") if before else "", AT_ONCE)
    name = f"makewhole-{at:%Y%m%dT%H%M}-{kind}-{part}"
    made = house.engine.step("content.ask", lambda: _begun(house, kind, ids, name))

    def record(turn: Turn) -> None:
        last = ids[-1] if len(ids) >= AT_ONCE else None
        job = Job(at, kind, part, len(ids), last, made["job"], turn.now)
        if made["job"]:
            content_jobs.begun(turn.conn, job)
            _owe_read(turn, slot, kind, part, 0)
            return
        says = made["says"] if ids else "nothing kept"
        content_jobs.begun(turn.conn, job)
        if ids and turn.now < at + every(house):
            again = timedelta(seconds=made["wait"]) * house.clock.scale
            _owe_ask(turn, slot, kind, part, attempt + 1, again)
        else:
            content_jobs.ended(turn.conn, job, says, 0, turn.now)

    in_errand(house, ASK, "take.record", record)


def _begun(house: House, kind: Kind, ids: Sequence[str], name: str) -> dict[str, Any]:
    if not ids:
        return {"job": None, "says": "", "wait": 0}
    try:
        with on_account_of("content"):
            made = house.x.app.compliance_job(kind, ids, name)
    except TheirFault as fault:
        return {"job": None, "says": fault.says, "wait": max(60, fault.retry_after)}
    if isinstance(made, Undeliverable):  # another job runs, or the app may not ask: the round waits for it
        return {"job": None, "says": made.says, "wait": 600}
    return {"job": made.remote_id, "says": "", "wait": 0}


def read(house: House, slot: str, kind: Kind, part: int, attempt: int) -> None:
    """Look whether a job is done; obey what it says, or look again later."""
    at = datetime.fromisoformat(slot)
    with house.database.reading() as conn:
        job = content_jobs.get(conn, at, kind, part)
    if job is None or job.remote_id is None:
        return
    found = _result(house, job.remote_id)
    if isinstance(found, tuple):
        obey(house, kind, found, job)

    def record(turn: Turn) -> None:
        if isinstance(found, tuple):
            content_jobs.ended(turn.conn, job, "complete", len(found), turn.now)
            if job.ids >= AT_ONCE:
                _owe_ask(turn, slot, kind, part + 1, 0)
        elif found in _FAILED:
            _owe_ask(turn, slot, kind, part, attempt + 1, _READ_AFTER)
        else:
            _owe_read(turn, slot, kind, part, attempt + 1)

    in_errand(house, READ, "take.record", record)


def _result(house: House, job: str) -> tuple[Verdict, ...] | str:
    try:
        with on_account_of("content"):
            return house.x.app.compliance_result(job)
    except TheirFault as fault:
        return fault.says


def _owe_ask(
    turn: Turn, slot: str, kind: Kind, part: int, attempt: int, after: timedelta = timedelta(0)
) -> None:
    # Refused jobs and failed ones count their attempts apart; a name of its own keeps each from being lost.
    key = f"{ASK}-{slot}-{kind}-{part}:{int(turn.now.timestamp() * 1_000_000)}"
    turn.owe(ASK, key, slot, kind, part, attempt, after=after, priority=6)


def _owe_read(turn: Turn, slot: str, kind: Kind, part: int, attempt: int) -> None:
    after = min(_READ_AFTER * 2 ** min(attempt, 10), _READ_AT_MOST)
    # A job that had to be begun again is another one, and its looks have other names.
    job = content_jobs.get(turn.conn, datetime.fromisoformat(slot), kind, part)
    key = f"{READ}-{slot}-{kind}-{part}-{job.remote_id if job else ''}:{attempt}"
    turn.owe(READ, key, slot, kind, part, attempt, after=after, priority=6)


def obey(house: House, kind: Kind, verdicts: Sequence[Verdict], job: Job | None = None) -> int:
    """Do what X asks for, in small transactions; what was done before costs nothing. Returns how many posts
    and messages lost their words."""
    going: dict[str, list[str]] = {}
    again: list[str] = []
    with house.database.reading() as conn:
        for one, wants in _wanted(verdicts):
            why = one.reason or one.action
            if wants.posts or wants.messages:
                by = kind == "users"
                ids = _of_user(conn, one.id, wants) if by else [one.id]
                going.setdefault(why, []).extend(ids)
            elif wants.again:
                again.append(one.id)
    emptied = 0
    for why, ids in going.items():
        for piece in _pieces(ids):
            emptied += go(house, piece, why, job)
    with at_door(house, READ, "take.record") as turn:
        for one, wants in _wanted(verdicts):
            if wants.scrub:
                content.unplace(turn.conn, kind, one.id)
        for brand, rows in content.rows_of(turn.conn, again).items():
            content_look.owe(turn, brand, rows, needed=True)
    return emptied


def at_once(house: House, seconds: float = 600) -> int | Undeliverable:
    """Ask X of every id now, wait for its answer and do what it says; returns how many posts and messages
    lost their words. For a person at a terminal; rounds do the same unasked. Raises `TheirFault`."""
    emptied = 0
    for kind in KINDS:
        with house.database.reading() as conn:
            ids = content.ids_of(conn, kind, "", AT_ONCE)
        if not ids:
            continue
        made = house.x.app.compliance_job(kind, ids)
        if isinstance(made, Undeliverable):
            return made
        pause, give_up = threading.Event(), monotonic() + seconds
        while isinstance(found := house.x.app.compliance_result(made.remote_id), str):
            if found in _FAILED or monotonic() > give_up:
                raise TheirFault(f"the job is {found}", 600)
            pause.wait(1)
        emptied += obey(house, kind, found)
    return emptied


def go(house: House, remote_ids: Sequence[str], why: str, job: Job | None = None) -> int:
    """Let posts go whose words X wants gone, with a statement for each brand that had any; returns how many
    had words."""
    with at_door(house, READ, "take.record") as turn:
        intake.hold(turn.conn, "x", remote_ids)
        went = content.bury(turn.conn, remote_ids, why, turn.now)
        for brand in sorted({brand for brand, _ in went}):
            count = sum(1 for other, _ in went if other == brand)
            state_gone(turn, brand, count, why)
        for _, thread in went:
            turn.tell(f"thread:{thread}")
        if job is not None:
            content_jobs.followed(turn.conn, job, len(went))
    return len(went)


def state_gone(turn: Turn, brand: str, count: int, why: str) -> None:
    """The statement that content of X went because X said so."""
    brands.lock(turn.conn, brand)
    ground = Ground("R10", f"X says of it: {why[:40]}", _SOURCE, {"count": count})
    turn.state(brand, "content", f"content-{brand}", {"gone": count}, (ground,))
    turn.tell(f"inbox:{brand}")


def _wanted(verdicts: Sequence[Verdict]) -> Iterator[tuple[Verdict, keeping.Asked]]:
    # A line without an action is X's word that the id was none.
    return ((one, keeping.asked(one.action, one.reason)) for one in verdicts if one.action)


def _of_user(conn: sa.Connection, user: str, wants: keeping.Asked) -> list[str]:
    return content.written_by(conn, user, posts=wants.posts, messages=wants.messages)


def _pieces(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[first : first + _PIECE] for first in range(0, len(ids), _PIECE))
