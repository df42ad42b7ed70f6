"""A publication leaves: part by part, each answering the one before, each once; later, what X counts of it.

A part is sent as a letter is (`deliver`): its try is counted before the call, and any try after the first
looks among our own posts for the same words first. A cut between two parts leaves the second owed. What X
refuses, and what can't be settled, waits for a person with the rest of the thread. Polls and counts are read
back on the meter as reads nobody waits for; they are the brand's own to see (R19).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from makewhole.because import Ground, plain
from makewhole.desk import pace, publish
from makewhole.desk.house import House
from makewhole.desk.leave import ON_ITS_WAY_SECONDS, still_on_its_way
from makewhole.desk.turn import Turn, at_door, in_errand
from makewhole.effects import effect
from makewhole.gateways.wire import Sent, TheirFault
from makewhole.gateways.x import XClient, on_account_of
from makewhole.store import publishing, x_accounts
from makewhole.store.publishing import Part, Publication

READ: Final = "read-back"
_CLOCKS_DIFFER: Final = timedelta(minutes=5)
_LOOKS: Final = (timedelta(days=1), timedelta(days=7))
"""When a publication without a poll is looked at again."""
_AFTER_POLL: Final = timedelta(minutes=1)
_READ_AGAIN: Final = 24
Outcome = Mapping[str, str | int | None]


def publish_part(house: House, number: int, attempt: int) -> None:
    """Publish the next part of an approved publication, and record what became of it."""
    outcome = house.engine.step("publish.send", lambda: _send(house, number))
    in_errand(house, publish.ERRAND, "publish.record", lambda turn: _record(turn, number, attempt, outcome))


def _send(house: House, number: int) -> Outcome:
    with house.database.reading() as conn:
        found = publishing.get(conn, number)
        part = None if found is None else found.next_part
        last = None if part is None else publishing.tried(conn, number, part.place)
    if found is None or part is None or found.state not in ("approved", "publishing"):
        return {"state": "gone"}
    if last is not None and last[1] < ON_ITS_WAY_SECONDS:
        return {**still_on_its_way(house), "place": part.place}
    with on_account_of(f"publication-{number}"):
        try:
            x = _voice(house, found)
            already = None if last is None else _sent_before(house, x, part, last[0])
            if already is not None:
                return {"state": "sent", "remote_id": already, "place": part.place}
            with effect("publish.try"):
                stopped = _admit(house, found, part)
            if stopped is not None:
                return {**stopped, "place": part.place}
            with effect("publish.send"):
                said = x.publish(
                    part.body,
                    reply_to=found.parts[part.place - 2].remote_id if part.place > 1 else None,
                    poll=publish.poll_of(found) if part.place == 1 else None,
                    paid_partnership=found.paid,
                )
        except TheirFault as fault:
            wait = fault.retry_after * house.clock.scale
            return {"state": "later", "retry_after": wait, "place": part.place}
    if isinstance(said, Sent):
        return {"state": "sent", "remote_id": said.remote_id, "place": part.place}
    return {
        "state": "held",
        "rule": said.rule,
        "says": said.says,
        "source": said.source,
        "way": "change what X does not take, in a new publication, or cancel the rest",
        "place": part.place,
    }


def _voice(house: House, found: Publication) -> XClient:
    """The account it is published from: the one it names, else the brand's main one. May ask X which one the
    token in the settings is, and raises `TheirFault` as every call does."""
    with house.database.reading() as conn:
        main = [row.id for row in x_accounts.in_force(conn, found.brand) if row.role == "main"]
    account = found.account or next(iter(main), None)
    return house.x.of(account) if account else house.x


def _sent_before(house: House, x: XClient, part: Part, first: datetime) -> str | None:
    """What X calls a post of ours that says this part's words and belongs to nothing else we know of."""
    same = [one.remote_id for one in x.own_posts(first - _CLOCKS_DIFFER) if one.text == part.body]
    with house.database.reading() as conn:
        others = publishing.taken(conn, same)
    return next((remote_id for remote_id in same if remote_id not in others), None)


def _admit(house: House, seen: Publication, part: Part) -> Outcome | None:
    """Let one more try of a part leave: None, its slot taken and the try counted; else why not (yet)."""
    with house.database.writing() as conn:
        found = publishing.get(conn, seen.id, lock=True)
        now_next = None if found is None else found.next_part
        if found is None or found.state not in ("approved", "publishing") or now_next is None:
            return {"state": "gone"}
        if (now_next.place, now_next.tries) != (part.place, part.tries):
            return still_on_its_way(house)
        now = house.clock.now()
        if found.publish_at > now:
            return {"state": "early", "at": found.publish_at.isoformat()}
        said = publish.verdict(house, conn, found, part)
        if said.until is not None:
            return {"state": "early", "at": said.until.isoformat()}
        if not said.allowed:
            ground = said.because[0]
            told = {"rule": said.rule, "says": ground.says, "source": said.source, "way": said.way_forward}
            return {"state": "held", **told}
        turn_at = pace.take_for_post(house, conn, found.brand, found.account or "")
        if turn_at is not None:
            return {"state": "early", "at": turn_at.isoformat()}
        publishing.count_try(conn, found.id, part.place)
        publishing.becomes(conn, found.id, "publishing")
    return None


def _record(turn: Turn, number: int, attempt: int, outcome: Outcome) -> None:
    found = publishing.get(turn.conn, number, lock=True)
    part = None if found is None else found.next_part
    if found is None or part is None or found.state not in ("approved", "publishing"):
        if part is not None and found is not None and outcome["state"] == "sent":
            _left(turn, found, part, str(outcome["remote_id"]))
        return
    state = str(outcome["state"])
    if state == "gone" or part.place != outcome.get("place"):
        return
    if state == "early":
        at = datetime.fromisoformat(str(outcome["at"]))
        publish.owe(turn, number, attempt, max(at, turn.now + timedelta(seconds=1)))
    elif state == "later" and attempt + 1 < turn.house.most_tries:
        named = timedelta(seconds=int(str(outcome["retry_after"])))
        wait = max(named, turn.house.periods.send_again_after * 2 ** min(attempt, 6))
        publish.owe(turn, number, attempt + 1, turn.now + wait)
    elif state == "sent":
        _left(turn, found, part, str(outcome["remote_id"]))
    else:
        _hold(turn, found, part, outcome)


def _left(turn: Turn, found: Publication, part: Part, remote_id: str) -> None:
    """A part is on X. The rest is owed at once; after the last, the looks back are."""
    if publishing.taken(turn.conn, [remote_id]):
        # Somebody else's words of the same text were found at once; this one looks again.
        publish.owe(turn, found.id, 1, turn.now + timedelta(seconds=1))
        return
    publishing.left(turn.conn, found.id, part.place, remote_id, turn.now)
    facts = {"place": part.place, "of": len(found.parts), "micro_dollars": publish.cost(part)}
    ground = Ground("publish.sent", "X took it", "X API v2", facts)
    last = part.place == len(found.parts)
    if found.state == "cancelled":
        publish.state(turn, found, "published", (ground,), remote_id)
        return
    publishing.becomes(
        turn.conn,
        found.id,
        "published" if last else "publishing",
        published_at=turn.now if last else None,
    )
    publish.state(turn, found, "published", (ground,), remote_id)
    if last:
        _owe_looks(turn, found)
    else:
        publish.owe(turn, found.id, 0, turn.now)


def _hold(turn: Turn, found: Publication, part: Part, outcome: Outcome) -> None:
    facts = {"place": part.place, "tries": part.tries}
    if outcome["state"] == "later":
        says = "X did not answer; whether this part is there is not known"
        ground = Ground("publish.tries", says, "house rule: nothing is sent blind", facts)
        way = "look at the account on X; approve it again, and it is looked for before it is sent"
    else:
        ground = Ground(str(outcome["rule"]), str(outcome["says"]), str(outcome["source"]), facts)
        way = str(outcome["way"])
    publishing.becomes(turn.conn, found.id, "held", plain((ground,)), way_forward=way)
    publish.state(turn, found, "held", (ground,))


def _owe_looks(turn: Turn, found: Publication) -> None:
    """X's clocks run as the world's do; ours may run faster."""
    looks = _LOOKS if found.minutes is None else (timedelta(minutes=found.minutes) + _AFTER_POLL,)
    for place, after in enumerate(looks):
        turn.owe(
            READ, f"read-{found.id}:{place}", found.id, 0, after=after * turn.house.clock.scale, priority=8
        )


def read_back(house: House, number: int, attempt: int) -> None:
    """Read what X counts of a publication, and how its poll stands. Where the day's budget bears no read that
    nobody waits for, or X is not heard, it is tried again later, a day long."""
    with house.database.reading() as conn:
        found = publishing.get(conn, number)
        if found is None:
            return
        may = pace.may_read(house, conn, found.brand, "publication")
    ids = [part.remote_id for part in found.parts if part.remote_id is not None]
    read = house.engine.step("publish.read", lambda: _read(house, found, ids)) if may and ids else None

    def keep(turn: Turn) -> None:
        if read is not None:
            publishing.keep_reading(turn.conn, number, read["metrics"], read["poll"], turn.now)
            turn.tell(f"publishing:{found.brand}")
        elif ids and attempt < _READ_AGAIN:
            key = f"read-{number}:{int(turn.now.timestamp() * 1_000_000)}"
            turn.owe(READ, key, number, attempt + 1, after=timedelta(hours=1), priority=8)

    in_errand(house, READ, "publish.record", keep)


def look_now(house: House, brand: str, number: int) -> None:
    """A person wants to see how it stands: owe a look at once."""
    with at_door(house, READ, "publish.rule") as turn:
        found = publishing.get(turn.conn, number)
        if found is not None and found.brand == brand and any(part.remote_id for part in found.parts):
            key = f"read-{number}:{int(turn.now.timestamp() * 1_000_000)}"
            turn.owe(READ, key, number, _READ_AGAIN, priority=4)


def _read(house: House, found: Publication, ids: list[str]) -> dict[str, Any] | None:
    try:
        with on_account_of(f"publication-{found.id}", optional=True):
            posts = _voice(house, found).posts(ids).found
    except TheirFault:
        return None
    counted = {str(one["data"]["id"]): one["data"].get("public_metrics") for one in posts}
    polls = [poll for one in posts for poll in one["includes"].get("polls", ())]
    return {
        "metrics": {name: _numbers(counts) for name, counts in counted.items()},
        "poll": _votes(polls[0]) if polls else None,
    }


def _numbers(counts: Any) -> dict[str, int]:
    listed = counts.items() if isinstance(counts, Mapping) else ()
    return {str(name): int(many) for name, many in listed if str(many).isdecimal()}


def _votes(poll: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The options in order, each with its votes, and whether the poll has ended."""
    options = [one for one in poll.get("options") or () if isinstance(one, Mapping)]
    ended = poll.get("voting_status") == "closed"
    return [
        {
            "label": str(one.get("label", "")),
            "votes": int(one["votes"]) if str(one.get("votes")).isdecimal() else 0,
            "ended": ended,
        }
        for one in sorted(options, key=lambda one: int(one.get("position") or 0))
    ]
