"""Delivering a letter: it leaves once, within the channel's rules and pace, or we know why it did not.

X and mail know no idempotency key. So every try is counted in a transaction of its own before the call, and
any try after the first looks for what we already sent before it sends: our own replies to that post, our own
messages to that person. A try so young that its request may still be on its way is waited for first, since
whoever made it may be cut off from us and alive. What cannot be settled after the last try goes to a person,
and is never sent blind. `leave` says before each try whether the letter may go, and `pace` whether it is its
turn; one that must wait too long goes by e-mail, where its reader gave us an address.
A refusal by the channel is recorded as a fact with its rule and its way forward.
"""

from dataclasses import replace
from datetime import timedelta

from makewhole.because import Because, Ground, Refused, plain
from makewhole.care import disclosure
from makewhole.care.post import Post
from makewhole.desk import leave, pace
from makewhole.desk.house import House
from makewhole.desk.leave import ON_ITS_WAY_SECONDS, Outcome
from makewhole.desk.turn import Turn, at_door, in_errand
from makewhole.desk.ways import WAYS, Way
from makewhole.effects import effect
from makewhole.gateways.wire import Sent, TheirFault, Undeliverable
from makewhole.gateways.x import on_account_of
from makewhole.store import letters, people, talk
from makewhole.store.letters import Letter

ERRAND = "deliver"
_NEVER_IN_PUBLIC = ("number", "mail", "sum", "promise", "address", "name", "length")
_BY_HAND = {
    "x": "open the thread on X and answer by hand",
    "email": "look into the mailbox's Sent folder, and answer from there by hand",
    "form": "write to the address they gave, by hand",
}
_TAKEN_BY = {"x": "X API v2", "email": "RFC 5321", "form": "house rule"}


def deliver(house: House, letter_id: int, attempt: int) -> None:
    """Send one letter if it is still owed, and record what became of it."""
    with house.database.reading() as conn:
        letter = letters.get(conn, letter_id)
    if letter is None or letter.state != "owed":
        return
    outcome = house.engine.step("deliver.send", lambda: _send(house, letter_id))
    in_errand(house, ERRAND, "deliver.record", lambda turn: _record(turn, letter_id, attempt, outcome))


def _send(house: House, letter_id: int) -> Outcome:
    with house.database.reading() as conn:
        letter = letters.get(conn, letter_id)
        if letter is None:
            return {"state": "gone"}
        ago = letters.tried(conn, letter_id)
        way = WAYS.get(letter.channel)
        to = None if way is None else way.reaches(house, conn, letter)
    if ago is not None and ago < ON_ITS_WAY_SECONDS:
        return leave.still_on_its_way(house)
    if way is None or to is None:
        says = "we have no account of theirs to write to"
        return {"state": "undeliverable", "rule": "no address", "source": "makewhole", "says": says}
    with on_account_of(_subject(letter)):
        try:
            # A try before they asked us to stop, or before it was another's turn, may have left.
            already = _already_sent(house, letter, way, to) if letter.tries else None
            if already is not None:
                return {"state": "sent", "remote_id": already}
            with effect("deliver.try"), house.database.writing() as conn:
                held_back = leave.admit(house, conn, letter_id, letter.tries)
            if held_back is not None:
                return held_back
            with effect("deliver.send"):
                said = way.send(house, letter, to)
        except TheirFault as fault:
            wait = fault.retry_after * house.clock.scale
            return {"state": "later", "says": fault.says, "retry_after": wait}
    if isinstance(said, Sent):
        return {"state": "sent", "remote_id": said.remote_id}
    assert isinstance(said, Undeliverable)
    return {"state": "undeliverable", "rule": said.rule, "says": said.says, "source": said.source}


def _already_sent(house: House, letter: Letter, way: Way, to: str) -> str | None:
    same = way.sent_before(house, letter, to)
    with house.database.writing() as conn:
        others = letters.taken(conn, letter.id, same)
    return next((remote_id for remote_id in same if remote_id not in others), None)


def _record(turn: Turn, letter_id: int, attempt: int, outcome: Outcome) -> None:
    letter = letters.get(turn.conn, letter_id, lock=True)
    if letter is None or letter.state != "owed":
        return
    state, facts, remote = str(outcome["state"]), {"tries": letter.tries}, _text(outcome.get("remote_id"))
    if state == "sent" and remote is not None and letters.taken(turn.conn, letter_id, [remote]):
        # Two letters of the same words found the same message at once; this one looks again.
        state, outcome = "later", {**outcome, "retry_after": 0}
    if state == "waits":
        _wait(turn, letter, attempt)
        return
    if state in ("quiet", "gone"):
        _again(turn, letter_id, attempt, timedelta(seconds=int(str(outcome.get("retry_after", 0)))))
        return
    if state == "later":
        if attempt + 1 < turn.house.most_tries:
            wait = max(
                timedelta(seconds=int(str(outcome["retry_after"]))),
                turn.house.periods.send_again_after * 2 ** min(attempt, 6),
            )
            _again(turn, letter_id, attempt + 1, wait)
            return
        state = "unsettled"
        ground = Ground(
            "deliver.tries",
            "the channel did not answer; whether the letter left is not known",
            "house rule: nothing is sent blind",
            facts,
        )
    elif state == "sent":
        facts |= _price(leave.cost(letter))
        ground = Ground("deliver.sent", "the channel took the letter", _TAKEN_BY[letter.channel], facts)
    else:
        facts |= _price(int(str(outcome.get("micro") or 0)))
        ground = Ground(str(outcome["rule"]), str(outcome["says"]), str(outcome["source"]), facts)
    pace.answered(turn.house, turn.conn, letter_id)
    if state not in ("sent", "unsettled"):
        pace.give_back(turn, letter)
    way = None if state == "sent" else _text(outcome.get("way")) or _BY_HAND[letter.channel]
    _settle(turn, letter, state, (ground,), remote, way)


def _price(micro: int) -> dict[str, int]:
    return {"micro_dollars": micro} if micro else {}


def _settle(
    turn: Turn, letter: Letter, state: str, because: Because, remote: str | None, way: str | None
) -> None:
    """Write down what became of a letter, with its statement; what did not leave goes to a person."""
    if state == "held":
        letters.hold(turn.conn, letter.id, plain(because), way or "")
    else:
        letters.settle(
            turn.conn,
            letter.id,
            state,
            turn.now,
            remote_id=remote,
            because=plain(because),
            way_forward=way,
        )
    if letter.thread is not None:
        talk.lock_thread(turn.conn, letter.thread)
        if state == "sent":
            talk.update_thread(turn.conn, letter.thread, answered_at=turn.now)
        else:
            talk.update_thread(turn.conn, letter.thread, lane="person", held_because=because[0].says)
        turn.tell(f"thread:{letter.thread}")
    turn.tell(f"inbox:{letter.brand}")
    _state(turn, letter, state, because)


def _state(turn: Turn, letter: Letter, outcome: str, because: Because) -> None:
    public = {"letter": letter.id, "channel": letter.channel, "outcome": outcome}
    turn.state(letter.brand, "letter", _subject(letter), public, because)


def _again(turn: Turn, letter_id: int, attempt: int, after: timedelta) -> None:
    """Owe another look at a letter, under a name of its own: this turn is committed once."""
    key = f"deliver-{letter_id}:{int(turn.now.timestamp() * 1_000_000)}"
    turn.owe(ERRAND, key, letter_id, attempt, after=after, priority=3)


def _wait(turn: Turn, letter: Letter, attempt: int) -> None:
    """Queue a letter for its turn; a private one that would wait too long goes by e-mail, if it can."""
    lane = pace.lane_of(letter)
    assert lane is not None, "only what is paced waits"
    house, patience = turn.house, turn.house.periods.messages_wait_at_most
    if (
        lane == "message"
        and letter.brand in house.mail
        and pace.wait_for(house, turn.conn, lane, (letter.account or "")) > patience
    ):
        address = people.contact_of(turn.conn, house.vault, letter.person, "email")
        if address is not None:
            ground = Ground(
                "R18", _OVERFLOW, "X rate limits", {"patience_seconds": int(patience.total_seconds())}
            )
            letters.by_mail(turn.conn, letter.id, plain((ground,)))
            _again(turn, letter.id, attempt, timedelta(0))
            return
    pace.queue(turn, letter, leave.priority(turn.conn, letter), attempt)
    if letter.thread is not None:
        turn.tell(f"thread:{letter.thread}")


_OVERFLOW = "messages on X wait too long; it goes by e-mail to the address the reader gave us"


def release(house: House, letter_id: int, staff: int, body: str) -> Refused | None:
    """A person lets a held letter go, in their words."""
    with at_door(house, ERRAND, "rule.record") as turn:
        letter = letters.get(turn.conn, letter_id, lock=True)
        if letter is None or letter.state not in ("held", "unsettled"):
            return Refused(
                "deliver.release",
                "this letter is not waiting for a person",
                "docs/glossary.md",
                "reload the thread to see where it stands",
            )
        if letter.state == "unsettled" and letter.channel == "x":
            if body.split() != letter.body.split():
                return Refused(
                    "deliver.unsettled",
                    "it may have left already, and is looked for on X by its words",
                    "house rule: nothing is sent blind",
                    "send it in the same words, or look on X and answer by hand",
                )
            body = letter.body
        told = _told_in_public(turn, letter, body) if letter.kind == "public_reply" else ""
        if told:
            return Refused(
                "deliver.disclosure",
                f"this would say in public: {told}",
                "makewhole/care/disclosure.toml",
                "take it out, and say it in a private message",
            )
        said = leave.verdict(house, turn.conn, replace(letter, body=body, approved=True))
        if not said.allowed:
            way = " ".join(part for part in (said.way_forward, said.open_on_x) if part)
            return Refused(said.rule, said.because[0].says, said.source, way)
        letters.approve(turn.conn, letter_id, staff, body)
        ground = Ground(
            "deliver.release", "a person approved the letter", "X developer guidelines", {"staff": staff}
        )
        _ruled(turn, letter, "automatic", "released", ground)
        # It may be let go more than once between two tries, and each time is an errand of its own.
        key = f"deliver-{letter_id}:released-{int(turn.now.timestamp() * 1_000_000)}"
        turn.owe(ERRAND, key, letter_id, 0, priority=2)
        return None


def _told_in_public(turn: Turn, letter: Letter, body: str) -> str:
    """What in a person's public words may not stand there, by kind. A person may link, quote, name a day."""
    answered = talk.answered(turn.conn, letter.brand, letter.channel, letter.in_reply_to or "")
    post = Post(letter.in_reply_to or "", "" if answered is None else answered.text)
    return ", ".join(leak.kind for leak in disclosure.leaks(body, post) if leak.kind in _NEVER_IN_PUBLIC)


def dismiss(house: House, letter_id: int, staff: int) -> Refused | None:
    """A person decides that a held letter is not sent."""
    with at_door(house, ERRAND, "rule.record") as turn:
        letter = letters.get(turn.conn, letter_id, lock=True)
        if letter is None or letter.state not in ("held", "unsettled", "undeliverable"):
            return Refused(
                "deliver.dismiss",
                "this letter is not waiting for a person",
                "docs/glossary.md",
                "reload the thread to see where it stands",
            )
        ground = Ground("deliver.dismiss", "a person decided not to send it", "house rule", {"staff": staff})
        letters.settle(turn.conn, letter_id, "dismissed", turn.now, because=plain((ground,)))
        _ruled(turn, letter, "done", "dismissed", ground)
        return None


def _ruled(turn: Turn, letter: Letter, lane: str, outcome: str, ground: Ground) -> None:
    """Write down what a person ruled on a letter: where its thread stands now, and the statement."""
    if letter.thread is not None:
        talk.lock_thread(turn.conn, letter.thread)
        talk.update_thread(turn.conn, letter.thread, lane=lane, held_because=None)
        turn.tell(f"thread:{letter.thread}")
    _state(turn, letter, outcome, (ground,))


def _subject(letter: Letter) -> str:
    if letter.thread is None and letter.claim is None:
        return f"letter-{letter.id}"
    return f"thread-{letter.thread}" if letter.thread is not None else f"claim-{letter.claim}"


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)
