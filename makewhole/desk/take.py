"""Taking in: a post or message that reaches a door is kept once by its id, and its answer owed.

One transaction for all that came together; a bad post beside good ones is counted by its reason and costs
them nothing. A post that was deleted on X is emptied here, and one that arrives after its deletion is not
kept; an edited one takes the place of the version before, whose words stay a day. Nothing is read or decided
here.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from makewhole.because import Ground
from makewhole.care import post as posts
from makewhole.care.post import Post, Unreadable
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, at_door
from makewhole.desk.whose import Whose, ours
from makewhole.gateways.x import price
from makewhole.gateways.x_events import Incoming
from makewhole.store import brands, content, intake, meter, people, talk, x_accounts
from makewhole.store.wire import storable

ERRAND = "take"
ANSWER = "answer"
REVOKE, ERASE = "content.revoke", "content.revoked"
EARLIER_WORDS_STAY = timedelta(hours=24)
"""As long as X allows content to lag behind a change there."""
_LONGEST_ID = 128

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of what came in. `passed` is known and not for us: our own words, a like, a deletion."""

    kept: int = 0
    duplicates: int = 0
    unreadable: tuple[str, ...] = ()
    edited: int = 0
    passed: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        """Both together."""
        return Taken(
            self.kept + other.kept,
            self.duplicates + other.duplicates,
            self.unreadable + other.unreadable,
            self.edited + other.edited,
            self.passed + other.passed,
        )


@dataclass(frozen=True, slots=True)
class _Arrived:
    """One post or message: as it came, as it was read, and what the door knows of whom it is for."""

    raw: Mapping[str, Any]
    read: Post | Unreadable
    private: bool = False
    account: str = ""
    tags: tuple[str, ...] = ()
    event: str = ""
    """The kind of event it came by, where X pushed it: X bills those by kind."""


def take(
    house: House,
    brand: str,
    raws: Sequence[Mapping[str, Any]],
    *,
    private: bool = False,
    via: str = "webhook",
    account: str = "",
) -> Taken:
    """Keep posts (X API objects) or private messages (`as_message`), each once by its id; owe their answers.

    `via` is webhook, stream, poll, search, replay or import. What is imported is the given brand's alone;
    else a post is the brand's whose handle it mentions, and `brand` has those that mention none. `account` is
    the one of ours they were asked for. Our own posts are passed over."""
    return _take(house, brand, [_Arrived(raw, _read(raw), private, account) for raw in raws], via)


def told(house: House, brand: str, events: Sequence[Incoming], via: str = "webhook") -> Taken:
    """Take in what X tells: posts and messages, deletions, permissions withdrawn; the rest is counted."""
    taken = _take(house, brand, [one for event in events for one in _arrived(event)], via)
    gone(house, [str(event.data["id"]) for event in events if event.kind == "deleted"])
    for event in events:
        if event.kind == "revoked":
            revoked(house, str(event.data["user_id"]), event.event_id)
    passed = [_named(event) for event in events if event.kind == "passed" or _by_us(event)]
    unknown = [f"event {_named(event)} is not known" for event in events if event.kind == "other"]
    if passed or unknown:
        with house.database.writing() as conn:
            if brand in ours(conn).brands:
                intake.counted(conn, brand, via, "passed", passed, house.clock.now())
                intake.counted(conn, brand, via, "unreadable", unknown, house.clock.now())
    return taken + Taken(passed=len(passed), unreadable=tuple(unknown))


def as_message(data: Mapping[str, Any]) -> dict[str, Any]:
    """A private message as `gateways.x_events` gives it, in the shape of a post."""
    sender = str(data.get("sender_id") or "")
    return {
        "data": {
            "id": data["id"],
            "text": data.get("text") or "",
            "author_id": sender,
            "conversation_id": "dm",
            "created_at": data.get("created_at"),
            "in_reply_to_user_id": str(data.get("recipient_id") or ""),
        },
        "includes": {"users": [{"id": sender, "username": data.get("sender_handle") or ""}]},
    }


def gone(house: House, remote_ids: Sequence[str]) -> None:
    """Posts were deleted on X: their words go here too, in every version, and never come back."""
    ids = [one for one in remote_ids if _is_id(one)]
    if not ids:
        return
    with at_door(house, ERRAND, "take.record") as turn:
        intake.hold(turn.conn, "x", ids)
        for brand in sorted({brand for brand, _ in content.bury(turn.conn, ids, "deleted", turn.now)}):
            turn.tell(f"inbox:{brand}")


def revoked(house: House, account: str, event_id: str = "") -> None:
    """An account took its permission back: its tokens are dropped, and the rest (its subscriptions, erasing
    what came to it) is owed. Told again, it is passed over: the account may be back."""
    with at_door(house, ERRAND, "take.record") as turn:
        if not account.isdecimal() or (event_id and not brands.once(turn.conn, "x", event_id, turn.now)):
            return
        x_accounts.revoke(turn.conn, account, "it took its permission back", turn.now)
        intake.drop_cursors(turn.conn, account)
        named = f"{account}-{event_id or turn.now.date().isoformat()}"
        turn.owe(REVOKE, f"{REVOKE}-{named}", account, priority=2)
        turn.owe(ERASE, f"{ERASE}-{named}:0", account, 0, priority=2)


def _read(raw: Mapping[str, Any]) -> Post | Unreadable:
    """A post with nothing in it that cannot be kept."""
    one = posts.from_x(raw)
    if isinstance(one, Unreadable):
        return one
    if not _is_id(one.id):
        return Unreadable("an id that is none")
    return replace(
        one,
        author_id=one.author_id if _is_id(one.author_id) else "",
        author_handle=storable(one.author_handle)[:_LONGEST_ID],
        conversation_id=one.conversation_id if _is_id(one.conversation_id) else "",
        language_hint=storable(one.language_hint)[:16],
        history=tuple(number for number in one.history if _is_id(number)),
    )


def _is_id(number: str) -> bool:
    return 0 < len(number) <= _LONGEST_ID and number.isprintable() and storable(number) == number


def _arrived(event: Incoming) -> Iterator[_Arrived]:
    if event.kind == "post":
        yield _Arrived(event.data, _read(event.data), False, event.for_user, event.tags, event.event_type)
    elif event.kind == "message" and not event.data["sent_by_us"]:
        raw = as_message(event.data)
        yield _Arrived(raw, _read(raw), True, event.for_user, event.tags, event.event_type)
    elif event.kind == "encrypted":
        raw = {**as_message(event.data), "encrypted": True}
        yield _Arrived(raw, _read(raw), True, event.for_user, event.tags, event.event_type)


def _by_us(event: Incoming) -> bool:
    return event.kind == "message" and bool(event.data["sent_by_us"])


def _named(event: Incoming) -> str:
    return event.event_type[:40] or "of no type"


def _take(house: House, brand: str, many: Sequence[_Arrived], via: str) -> Taken:
    """All in one transaction; where the database will not have one of them, each in its own."""
    if not many:
        return Taken()
    try:
        return _together(house, brand, many, via)
    except (sa.exc.DataError, RecursionError) as error:
        if len(many) == 1:
            log.warning("a post could not be kept: %s", type(error).__name__)
            return _uncounted(house, brand, via)
    taken = Taken()
    for one in many:
        taken += _take(house, brand, [one], via)
    return taken


def _uncounted(house: House, brand: str, via: str) -> Taken:
    reason = "what cannot be stored"
    with house.database.writing() as conn:
        intake.counted(conn, brand, via, "unreadable", [reason], house.clock.now())
    return Taken(unreadable=(reason,))


def _together(house: House, brand: str, many: Sequence[_Arrived], via: str) -> Taken:
    good = [(one, one.read) for one in many if isinstance(one.read, Post)]
    unreadable = [one.read.reason for one in many if isinstance(one.read, Unreadable)]
    kept = edited = passed = 0
    with at_door(house, ERRAND, "take.record") as turn:
        known_to_us = ours(turn.conn, brand if via == "import" else None)
        intake.hold(turn.conn, "x", {number for _, post in good for number in (post.id, *post.history)})
        for_brand: dict[str, list[tuple[_Arrived, Post, Whose]]] = {}
        bills: list[tuple[str, ...]] = []
        for one, post in good:
            whose = known_to_us.whose(post, one.account, one.tags, brand)
            if known_to_us.wrote(post):
                passed += 1
            elif whose is None:
                unreadable.append("no brand of ours is meant")
            else:
                for_brand.setdefault(whose.brand, []).append((one, post, whose))
        for named, ones in sorted(for_brand.items()):
            known = intake.known(turn.conn, named, "x", [post.id for _, post, _ in ones])
            # Sorted, so that two doors that take the same people lock them in the same order.
            for one, post, whose in sorted(ones, key=lambda each: each[1].author_id or each[1].author_handle):
                if post.id in known:
                    continue
                known.add(post.id)
                changed = _edit(turn, named, one, post) if post.history else None
                if changed is None:
                    kept += _keep(turn, whose, one, post, via, bills)
                else:
                    edited += changed
        for payer, account, event, about in bills:  # last: every door shares the row of a brand's day
            if micro := price.of_event(event):
                meter.spent(turn.conn, payer, account, f"event {event}", 1, micro, turn.now, about=about)
        if brand in known_to_us.brands:
            intake.counted(turn.conn, brand, via, "unreadable", unreadable, turn.now)
    duplicates = len(many) - kept - edited - passed - len(unreadable)
    return Taken(kept, duplicates, tuple(unreadable), edited, passed)


def _keep(turn: Turn, whose: Whose, one: _Arrived, post: Post, via: str, bills: list[tuple[str, ...]]) -> int:
    # Without an author the post's own id stands for one: a person we can't reach, and never somebody else.
    contact = people.Contact("x", post.author_id or f"@{post.author_handle or post.id}")
    vault, brand = turn.house.vault, whose.brand
    person = people.meet(turn.conn, vault, brand, contact, post.language_hint or None, turn.now)
    conversation = post.conversation_id or post.id
    thread = talk.thread_for(turn.conn, brand, person, "x", conversation, one.private, turn.now)
    number = talk.keep_post(
        turn.conn, brand, person, thread, "x", not one.private, post.id, post.text,
        one.raw, post.created_at, turn.now, account=whose.account, via=via,
    )  # fmt: skip
    if number is None:
        return 0
    bills.append((brand, whose.account or "app", one.event, f"thread-{thread}"))
    if post.history:  # its earlier versions may still arrive
        until = turn.now + EARLIER_WORDS_STAY
        intake.edit(turn.conn, number, post.id, post.history, post.text, {}, turn.now, until)
    if one.raw.get("encrypted"):
        _for_a_person(
            turn, brand, thread, number, "chat.encrypted", _ENCRYPTED, "X Chat: end-to-end encrypted"
        )
    else:
        turn.owe(ANSWER, f"answer-{number}", number, priority=3)
    turn.tell(f"inbox:{brand}")
    return 1


_ENCRYPTED = "an encrypted message that only the account's own devices can read; open it on X"
_EDITED = "the customer changed the post after it was answered; read it again"


def _edit(turn: Turn, brand: str, one: _Arrived, post: Post) -> bool | None:
    """Let a new version take an older one's place and have it read again. None where no version is kept;
    False where the one kept is newer."""
    found = intake.of_history(turn.conn, brand, "x", post.history)
    if found is None:
        return None
    talk.lock_thread(turn.conn, found.thread)
    until, raw = turn.now + EARLIER_WORDS_STAY, one.raw
    if not intake.edit(turn.conn, found.post, post.id, post.history, post.text, raw, turn.now, until):
        return False
    again = intake.versions(turn.conn, found.post)
    turn.owe(ANSWER, f"answer-{found.post}:{again}", found.post, priority=3)
    if intake.was_answered(turn.conn, brand, found.post):
        _for_a_person(turn, brand, found.thread, found.post, "post.edited", _EDITED, "house rule")
    turn.tell(f"thread:{found.thread}")
    return True


def _for_a_person(turn: Turn, brand: str, thread: int, post: int, rule: str, says: str, source: str) -> None:
    talk.lock_thread(turn.conn, thread)
    talk.update_thread(turn.conn, thread, lane="person", held_because=says)
    ground = Ground(rule, says, source, {"post": post})
    turn.state(brand, "answer", f"thread-{thread}", {"post": post, "route": "person"}, (ground,))
