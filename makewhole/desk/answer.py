"""Answering: a post that was taken in is read, and answered in public and in private within X's rules.

`answer` gathers what we know of the person and the parcel, asks `care.judgement`, and records: what was read,
the thread, the statement, the letters owed or held. What may not be sent goes to a person with the way
forward. How a post comes in is `take`'s.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from makewhole.because import Refused, plain
from makewhole.care import post as posts
from makewhole.care.judgement import Brand, Judgement, OrderView, ParcelView, Standing, consider
from makewhole.care.manners import opt_in, opt_out
from makewhole.care.post import Post
from makewhole.desk import joining, leave, looks, pace, sight, told
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, in_errand
from makewhole.parcel import waybill
from makewhole.store import brands, letters, manners, orders, parcels, people, talk
from makewhole.store.brands import BrandRow
from makewhole.store.parcels import ParcelRow
from makewhole.store.talk import KeptPost, Thread

ERRAND = "answer"


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
    patterns = order_patterns(brands.get(conn, kept.brand))
    named = [
        r.number
        for r in waybill.read(kept.text, patterns)
        if r.number and r.verdict in ("valid", "plausible")
    ]
    of_shop = [order.number for order in waybill.orders(kept.text, patterns)]
    found = parcels.find(conn, kept.brand, named, of_shop) if named or of_shop else None
    if found is not None:
        return found
    about = conn.execute(sa.text("SELECT parcel FROM thread WHERE id = :t"), {"t": kept.thread}).scalar()
    return None if about is None else parcels.get(conn, about)


def order_patterns(row: BrandRow) -> tuple[waybill.OrderPattern, ...]:
    """The shapes of order numbers to look for in a post to the brand: its own, then the great shops'."""
    own = waybill.like(row.order_examples) if row.order_examples else ()
    return waybill.DEFAULT if isinstance(own, Refused) else (*own, *waybill.DEFAULT)


def _record(turn: Turn, kept: KeptPost, parcel_id: int | None) -> None:
    thread = talk.lock_thread(turn.conn, kept.thread)
    again = talk.post(turn.conn, kept.id)
    if again is None or again.read_at is not None or again.remote_id != kept.remote_id:
        return  # forgotten, read, or changed meanwhile: its new version is owed an answer of its own
    if joining.hear(turn, kept):
        return
    post = posts.from_x(kept.raw)
    assert isinstance(post, Post), "only readable posts are kept"
    if not kept.public:
        post = replace(post, channel="dm")
    row = brands.get(turn.conn, kept.brand)
    standing = _standing(turn, thread, kept, post, row)
    judged = consider(post, _brand(turn, kept, row), _known(turn, kept, row, parcel_id), standing, turn.now)
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
        looks.plan(turn, parcel_id)
    turn.tell(f"thread:{thread.id}")
    turn.tell(f"inbox:{kept.brand}")


def _brand(turn: Turn, kept: KeptPost, row: BrandRow) -> Brand:
    home = turn.house.public_url
    form = f"{home}/claim" if home else ""
    replying, accounts = leave.voice(turn.conn, row.id, kept.account)
    return Brand(
        name=row.name,
        handles=tuple(row.handles),
        answer_within_minutes=row.answer_within_minutes,
        privacy_url=row.privacy_url or "",
        help_url=row.help_url or form,
        account_ids=accounts,
        replying=replying,
        order_patterns=order_patterns(row),
    )


def _known(turn: Turn, kept: KeptPost, row: BrandRow, parcel_id: int | None) -> ParcelView | OrderView | None:
    """The parcel the answer is about, else the order the post names, which is not a parcel yet."""
    if parcel_id is not None:
        return told.by_id(turn.conn, kept.brand, parcel_id, turn.now, turn.house.outlook)
    named = [order.number for order in waybill.orders(kept.text, order_patterns(row))]
    found = orders.find(turn.conn, kept.brand, named) if named else None
    if found is None:
        return None
    return OrderView(found.ref, found.state, found.placed_at, found.ships_by, found.promised_by)


def _standing(turn: Turn, thread: Thread, kept: KeptPost, post: Post, row: BrandRow) -> Standing:
    """How we stand with this person now; their word to stop, or to start again, counts from this post on."""
    conn, house = turn.conn, turn.house
    said = "stop" if opt_out(kept.text) else "start" if opt_in(kept.text) else None
    if said is not None:
        manners.heard(conn, kept.brand, kept.person, said, kept.remote_id, turn.now)
    return replace(
        leave.of_brand(house, conn, row),
        # When it may go, and whether the day's money bears it, is asked again for each letter as it leaves.
        quiet_until=None,
        budget=None,
        opted_out=people.opted_out(conn, kept.person),
        already_answered_interaction=letters.answers(conn, kept.id, kept.remote_id),
        dm_open=thread.dm_open or not kept.public,
        own_post_ids=letters.of_ours(conn, kept.brand, post.quoted_ids),
        thread_causes=tuple(thread.causes),
        recent_texts=letters.recent_texts(conn, kept.person, turn.now - leave.LATELY),
        reference=reference(thread.id),
        messages_slow=_slow(turn, kept),
    )


def _slow(turn: Turn, kept: KeptPost) -> bool:
    """Whether who is told to write in private would wait too long for the answer."""
    if kept.channel != "x" or not kept.public:
        return False
    wait = pace.wait_for(turn.house, turn.conn, "message", kept.account or "")
    return wait > turn.house.periods.messages_wait_at_most


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
        # A mail answers a mail by its name; who wrote by the form gave us an address.
        wanted.append(
            ("private_reply", judged.private_reply, kept.remote_id if kept.channel == "email" else None)
        )
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
            channel="x" if kept.channel == "x" else "email",
            body=body,
            language=judged.reply_language,
            state=state,
            because=plain(judged.because),
            now=turn.now,
            thread=thread.id,
            in_reply_to=in_reply_to,
            account=kept.account,
            way_forward=None if state == "owed" else judged.may_reply.way_forward,
        )
        if letter is None:
            continue
        made.append(letter)
        if state == "owed":
            turn.owe("deliver", f"deliver-{letter}:0", letter, 0, priority=2)
    return made


_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


def reference(thread: int) -> str:
    """A thread's short name for its customer: letters alone, and no word in any of our languages.

    >>> reference(1), reference(2)
    ('JCNP', 'QFCD')
    """
    # A walk through all names of four letters that keeps neighbours apart; 48611 shares no factor with 20.
    number = thread * 48_611 % len(_LETTERS) ** 4 + (thread // len(_LETTERS) ** 4) * len(_LETTERS) ** 4
    made = ""
    while number or len(made) < 4:
        number, place = divmod(number, len(_LETTERS))
        made = _LETTERS[place] + made
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
            "open_on_x": judged.may_reply.open_on_x,
        },
        "because": plain(judged.because),
    }
