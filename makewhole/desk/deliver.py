"""Delivering a letter: it leaves once, or we know why it did not.

X and mail know no idempotency key. So every try is counted in a transaction of its own before the call, and
any try after the first looks for what we already sent before it sends: our own replies to that post, our own
messages to that person. A try so young that its request may still be on its way is waited for first, since
whoever made it may be cut off from us and alive. What cannot be settled after the last try goes to a person,
and is never sent blind.
A refusal by the channel is recorded as a fact with its rule and its way forward.
"""

from datetime import timedelta

from makewhole.because import Ground, Refused, plain
from makewhole.care import disclosure
from makewhole.care.post import Post
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, at_door, in_errand
from makewhole.desk.ways import WAYS, Way
from makewhole.effects import effect
from makewhole.gateways.wire import Sent, TheirFault, Undeliverable
from makewhole.store import letters, people, talk
from makewhole.store.letters import Letter

ERRAND = "deliver"
ON_ITS_WAY_SECONDS = 20
"""Of the world's seconds: longer than any one request of ours takes to arrive or be given up."""
_NEVER_IN_PUBLIC = ("number", "mail", "sum", "promise", "address", "name", "length")

Outcome = dict[str, str | int | None]


def deliver(house: House, letter_id: int, attempt: int) -> None:
    """Send one letter if it is still owed, and record what became of it."""
    with house.database.reading() as conn:
        letter = letters.get(conn, letter_id)
    if letter is None or letter.state != "owed":
        return
    outcome = house.engine.step("deliver.send", lambda: _send(house, letter))
    in_errand(house, ERRAND, "deliver.record", lambda turn: _record(turn, letter_id, attempt, outcome))


def _send(house: House, letter: Letter) -> Outcome:
    with effect("deliver.try"), house.database.writing() as conn:
        tries, ago = letters.count_try(conn, letter.id)
        opted_out = not letter.approved and people.opted_out(conn, letter.person)
        way = WAYS.get(letter.channel)
        to = None if way is None else way.reaches(house, conn, letter)
    if ago is not None and ago < ON_ITS_WAY_SECONDS:
        wait = ON_ITS_WAY_SECONDS * house.clock.scale
        return {"state": "later", "says": "a try may still be on its way", "retry_after": wait}
    try:
        if tries > 1 and way is not None and to is not None:
            already = _already_sent(house, letter, way, to)
            if already is not None:
                return {"state": "sent", "remote_id": already}
        # Only now: a try before the person asked us to stop may have left.
        if opted_out:
            return {
                "state": "undeliverable",
                "rule": "R4",
                "says": "the person asked us to stop",
                "source": "X policy, spam and automation",
            }
        if way is None or to is None:
            return {
                "state": "undeliverable",
                "rule": "no address",
                "source": "makewhole",
                "says": "we have no account of theirs to write to",
            }
        with effect("deliver.send"):
            said = way.send(house, letter, to)
    except TheirFault as fault:
        return {"state": "later", "says": fault.says, "retry_after": fault.retry_after * house.clock.scale}
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
    if state == "later":
        if attempt + 1 < turn.house.most_tries:
            wait = max(
                timedelta(seconds=int(str(outcome["retry_after"]))),
                turn.house.periods.send_again_after * 2 ** min(attempt, 6),
            )
            turn.owe(ERRAND, f"deliver-{letter_id}:{letter.tries}", letter_id, attempt + 1, after=wait)
            return
        state = "unsettled"
        ground = Ground(
            "deliver.tries",
            "the channel did not answer; whether the letter left is not known",
            "house rule: nothing is sent blind",
            facts,
        )
    elif state == "sent":
        ground = Ground("deliver.sent", "the channel took the letter", "X API v2", facts)
    else:
        ground = Ground(str(outcome["rule"]), str(outcome["says"]), str(outcome["source"]), facts)
    way = None if state == "sent" else "open the thread on X and answer by hand"
    letters.settle(
        turn.conn,
        letter_id,
        state,
        turn.now,
        remote_id=_text(outcome.get("remote_id")),
        because=plain((ground,)),
        way_forward=way,
    )
    if letter.thread is not None:
        talk.lock_thread(turn.conn, letter.thread)
        if state == "sent":
            talk.update_thread(turn.conn, letter.thread, answered_at=turn.now)
        else:
            talk.update_thread(turn.conn, letter.thread, lane="person", held_because=ground.says)
        turn.tell(f"thread:{letter.thread}")
    turn.tell(f"inbox:{letter.brand}")
    subject = f"thread-{letter.thread}" if letter.thread is not None else f"claim-{letter.claim}"
    turn.state(
        letter.brand,
        "letter",
        subject,
        {"letter": letter_id, "channel": letter.channel, "outcome": state},
        (ground,),
    )


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
        told = _told_in_public(turn, letter, body) if letter.kind == "public_reply" else ""
        if told:
            return Refused(
                "deliver.disclosure",
                f"this would say in public: {told}",
                "makewhole/care/disclosure.toml",
                "take it out, and say it in a private message",
            )
        letters.approve(turn.conn, letter_id, staff, body)
        ground = Ground(
            "deliver.release", "a person approved the letter", "X developer guidelines", {"staff": staff}
        )
        _ruled(turn, letter, "automatic", "released", ground)
        turn.owe(ERRAND, f"deliver-{letter_id}:released-{letter.tries}", letter_id, 0, priority=2)
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
    subject = f"thread-{letter.thread}" if letter.thread is not None else f"claim-{letter.claim}"
    turn.state(
        letter.brand,
        "letter",
        subject,
        {"letter": letter.id, "channel": letter.channel, "outcome": outcome},
        (ground,),
    )


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)
