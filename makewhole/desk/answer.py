"""Answering: a post is taken in once, read, and answered in public and in private within the channel's rules.

`take` is the door's part: kept once by id, and the answer owed, in one transaction. `answer` gathers what we
know of the person and the parcel, asks `care.judgement`, and records: what was read, the thread, the
statement, the letters owed or held. What may not be sent goes to a person with the way forward.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from makewhole.because import plain
from makewhole.care import post as posts
from makewhole.care.judgement import Brand, Judgement, ParcelView, Standing, consider
from makewhole.care.manners import opt_out
from makewhole.care.post import Post, Unreadable
from makewhole.desk import sight
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, at_door, in_errand
from makewhole.parcel import waybill
from makewhole.store import brands, letters, parcels, people, talk
from makewhole.store.brands import BrandRow
from makewhole.store.parcels import ParcelRow
from makewhole.store.talk import KeptPost, Thread

ERRAND = "answer"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of posts that came in."""

    kept: int
    duplicates: int
    unreadable: tuple[str, ...]


def take(house: House, brand: str, raws: Sequence[Mapping[str, Any]], *, private: bool = False) -> Taken:
    """Keep posts (X API or webhook objects) or private messages (`as_message`), each once by its id, and owe
    their answers. Our own posts are passed over."""
    read = [(raw, posts.from_x(raw)) for raw in raws]
    unreadable = tuple(one.reason for _, one in read if isinstance(one, Unreadable))
    kept = 0
    with at_door(house, ERRAND, "take.record") as turn:
        handles = set(brands.get(turn.conn, brand).handles)
        good = [(raw, one) for raw, one in read if isinstance(one, Post)]
        known = talk.known_posts(turn.conn, brand, "x", [one.id for _, one in good])
        # Sorted, so that two doors that take the same people lock them in the same order.
        for raw, one in sorted(good, key=lambda pair: pair[1].author_id or pair[1].author_handle):
            if one.id in known or (one.author_handle and one.author_handle.lower() in handles):
                continue
            kept += _keep(turn, brand, raw, one, private)
            known.add(one.id)
    return Taken(kept, len(good) - kept, unreadable)


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
        },
        "includes": {"users": [{"id": sender, "username": data.get("sender_handle") or ""}]},
    }


def gone(house: House, brand: str, remote_id: str) -> None:
    """A post was deleted on X: its text goes here too, and it is never shown again."""
    with at_door(house, ERRAND, "take.record") as turn:
        talk.remove_post(turn.conn, brand, "x", remote_id, turn.now)
        turn.tell(f"inbox:{brand}")


def _keep(turn: Turn, brand: str, raw: Mapping[str, Any], one: Post, private: bool) -> int:
    # Without an author the post's own id stands for one: a person we can't reach, and never somebody else.
    contact = people.Contact("x", one.author_id or f"@{one.author_handle or one.id}")
    person = people.meet(turn.conn, turn.house.vault, brand, contact, one.language_hint or None, turn.now)
    thread = talk.thread_for(turn.conn, brand, person, "x", one.conversation_id or one.id, private, turn.now)
    number = talk.keep_post(
        turn.conn, brand, person, thread, "x", not private, one.id, one.text, raw, one.created_at, turn.now
    )
    if number is None:
        return 0
    turn.owe(ERRAND, f"answer-{number}", number, priority=3)
    turn.tell(f"inbox:{brand}")
    return 1


def answer(house: House, post_id: int) -> None:
    """Answer one kept post."""
    with house.database.reading() as conn:
        kept = talk.post(conn, post_id)
        if kept is None or kept.read_at is not None:
            return
        parcel = _parcel(conn, kept)
    if parcel is not None:
        house.engine.step("follow.fetch", lambda: sight.refresh(house, parcel, house.clock.now()))
    in_errand(
        house,
        ERRAND,
        "answer.record",
        lambda turn: _record(turn, kept, None if parcel is None else parcel.id),
    )


def _parcel(conn: sa.Connection, kept: KeptPost) -> ParcelRow | None:
    """The parcel the post names, else the one its thread is about. A candidate number is never looked up."""
    named = [r.number for r in waybill.read(kept.text) if r.number and r.verdict in ("valid", "plausible")]
    orders = [order.number for order in waybill.orders(kept.text)]
    found = parcels.find(conn, kept.brand, named, orders) if named or orders else None
    if found is not None:
        return found
    about = conn.execute(sa.text("SELECT parcel FROM thread WHERE id = :t"), {"t": kept.thread}).scalar()
    return None if about is None else parcels.get(conn, about)


def _record(turn: Turn, kept: KeptPost, parcel_id: int | None) -> None:
    thread = talk.lock_thread(turn.conn, kept.thread)
    again = talk.post(turn.conn, kept.id)
    if again is None or again.read_at is not None:
        return
    post = posts.from_x(kept.raw)
    assert isinstance(post, Post), "only readable posts are kept"
    if not kept.public:
        post = replace(post, channel="dm")
    row = brands.get(turn.conn, kept.brand)
    judged = consider(post, _brand(row), _view(turn, parcel_id), _standing(turn, thread, kept, row), turn.now)
    talk.record_reading(turn.conn, kept.id, reading_of(judged), turn.now)
    written = _letters(turn, thread, kept, judged)
    held = judged.route == "person"
    talk.update_thread(
        turn.conn,
        thread.id,
        lane=_lane(thread, judged),
        held_because=judged.because[-1].says if held else None,
        causes=list(judged.triage.causes),
        language=judged.triage.language,
        sentiment=judged.triage.sentiment,
        urgency=judged.triage.urgency,
        priority=judged.triage.priority,
        parcel=parcel_id or thread.parcel,
        answer_by=turn.now + timedelta(minutes=row.answer_within_minutes),
    )
    turn.state(
        kept.brand,
        "answer",
        f"thread-{thread.id}",
        {
            "post": kept.id,
            "route": judged.route,
            "letters": written,
            "may_reply": {"allowed": judged.may_reply.allowed, "rule": judged.may_reply.rule},
            "triage": {
                "causes": list(judged.triage.causes),
                "language": judged.triage.language,
                "urgency": judged.triage.urgency,
            },
        },
        judged.because,
        {"/facts/post": kept.remote_id},
        kept.person,
    )
    if parcel_id is not None:
        sight.owe_round(turn, parcel_id, 0)
    turn.tell(f"thread:{thread.id}")
    turn.tell(f"inbox:{kept.brand}")


def _brand(row: BrandRow) -> Brand:
    return Brand(
        name=row.name,
        handles=tuple(row.handles),
        answer_within_minutes=row.answer_within_minutes,
        privacy_url=row.privacy_url or "",
        help_url=row.help_url or "",
    )


def _view(turn: Turn, parcel_id: int | None) -> ParcelView | None:
    if parcel_id is None:
        return None
    seen = sight.look(turn.conn, parcels.get(turn.conn, parcel_id), turn.now)
    return ParcelView(whereabouts=seen.whereabouts, outlook=seen.outlook, consignment=seen.consignment)


def _standing(turn: Turn, thread: Thread, kept: KeptPost, row: BrandRow) -> Standing:
    """How we stand with this person now; their word to stop counts from this post on."""
    if opt_out(kept.text):
        people.opt_out(turn.conn, kept.brand, kept.person, turn.now)
    return Standing(
        opted_out=people.opted_out(turn.conn, kept.person),
        already_answered_interaction=letters.answered_interaction(turn.conn, thread.id, kept.remote_id),
        dm_open=thread.dm_open or not kept.public,
        automation_attested=row.automation_attested_at is not None,
        thread_causes=tuple(thread.causes),
        recent_texts=letters.recent_texts(turn.conn, kept.person),
    )


def _lane(thread: Thread, judged: Judgement) -> str:
    """A thread that a person has in hand stays theirs."""
    if thread.lane == "person" or judged.route == "person":
        return "person"
    return "automatic" if judged.route == "automatic" else "ignore" if thread.lane == "new" else thread.lane


def _letters(turn: Turn, thread: Thread, kept: KeptPost, judged: Judgement) -> list[int]:
    """Write the letters of a judgement: owed where the route is automatic, held where a person looks."""
    state = "owed" if judged.route == "automatic" else "held"
    wanted: list[tuple[str, str, str | None]] = []
    if kept.public and judged.public_reply is not None:
        wanted.append(("public_reply", judged.public_reply, kept.remote_id))
    if judged.private_reply is not None and (thread.dm_open or not kept.public):
        wanted.append(("private_reply", judged.private_reply, None))
    if judged.route == "ignore":
        return []
    made = []
    for kind, body, in_reply_to in wanted:
        letter = letters.write(
            turn.conn,
            brand=kept.brand,
            person=kept.person,
            name=f"post-{kept.id}:{kind}",
            kind=kind,
            channel="x",
            body=body,
            language=judged.reply_language,
            state=state,
            because=plain(judged.because),
            now=turn.now,
            thread=thread.id,
            in_reply_to=in_reply_to,
            way_forward=None if state == "owed" else judged.may_reply.way_forward,
        )
        if letter is None:
            continue
        made.append(letter)
        if state == "owed":
            turn.owe("deliver", f"deliver-{letter}:0", letter, 0, priority=2)
    return made


def reading_of(judged: Judgement) -> dict[str, Any]:
    """What was read in a post, as it is kept and shown."""
    return {
        "language": judged.triage.language,
        "logistics": judged.triage.logistics,
        "causes": list(judged.triage.causes),
        "sentiment": judged.triage.sentiment,
        "urgency": judged.triage.urgency,
        "priority": judged.triage.priority,
        "confidence": str(judged.triage.confidence),
        "route": judged.route,
        "waybills": [
            {"text": r.text, "number": r.number, "operator": r.operator, "verdict": r.verdict}
            for r in judged.waybills
        ],
        "orders": [order.number for order in judged.orders],
        "may_reply": {
            "allowed": judged.may_reply.allowed,
            "rule": judged.may_reply.rule,
            "source": judged.may_reply.source,
            "way_forward": judged.may_reply.way_forward,
        },
        "because": plain(judged.because),
    }
