"""Warning the customers caught in a disruption: a person chooses whom, and their letters are owed.

Each is written in its reader's language by what is known of the parcel, goes by a way its reader opened, and
is written once for a disruption, however often somebody presses. Nothing is said in public, and `deliver`
asks again before each letter whether it may leave.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from makewhole.because import Ground, plain
from makewhole.care import whereabouts
from makewhole.care.saying import WORDS
from makewhole.desk import told
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, at_door
from makewhole.store import disruptions, letters, talk, warnings
from makewhole.store.warnings import Waiting
from makewhole.words import DEFAULT, LANGUAGES

MOST = 500
"""Customers written to by one press."""
_DELIVER = "deliver"


@dataclass(frozen=True, slots=True)
class Draft:
    """What one customer would be written, in which language."""

    waiting: Waiting
    language: str
    text: str


def drafts(
    house: House, conn: sa.Connection, brand: str, disruption: int, only: Sequence[int] = (), most: int = 200
) -> list[Draft]:
    """Who waits for a parcel caught in a disruption, each with the text for them."""
    found = warnings.waiting(conn, brand, disruption, mail=brand in house.mail, only=only, most=most)
    return [_draft(house, conn, brand, one) for one in found]


def _draft(house: House, conn: sa.Connection, brand: str, one: Waiting) -> Draft:
    language = one.language if one.language in LANGUAGES else DEFAULT
    now = house.clock.now()
    view = told.by_id(conn, brand, one.parcel, now, house.outlook)
    lines = [one.order_ref or one.waybill, *whereabouts.lines(view, language, now)]
    return Draft(one, language, "\n".join([*lines, "", WORDS.say(language, "footer")]))


def warn(house: House, brand: str, disruption: int, parcels: Sequence[int], staff: int) -> int:
    """Owe the letters to those who wait for these parcels and can be reached; returns how many are new.

    A disruption that is over warns nobody.
    """
    with at_door(house, "warn", "rule.record") as turn:
        row = disruptions.get(turn.conn, disruption)
        if row is None or row.brand != brand or row.over_at is not None or not parcels:
            return 0
        chosen = drafts(house, turn.conn, brand, disruption, parcels[:MOST], MOST)
        return sum(_write(turn, brand, disruption, draft, staff) for draft in chosen)


def _write(turn: Turn, brand: str, disruption: int, draft: Draft, staff: int) -> bool:
    one = draft.waiting
    if one.way is None or one.person is None:
        return False
    facts = {"disruption": disruption, "staff": staff}
    ground = Ground(
        "disruption.warn", "a person chose to warn them of a disruption", "docs/disruptions.md", facts
    )
    thread = talk.latest(turn.conn, one.person, "x") if one.way == "x" else _mail_thread(one)
    letter = letters.write(
        turn.conn,
        brand=brand,
        person=one.person,
        name=warnings.name_of(disruption, one.parcel),
        kind="private_reply",
        channel=one.way,
        body=draft.text,
        language=draft.language,
        state="owed",
        because=plain((ground,)),
        now=turn.now,
        thread=thread,
    )
    if letter is None:
        return False
    public = {"letter": letter, "channel": one.way, "outcome": "owed"}
    subject = f"thread-{thread}" if thread is not None else f"letter-{letter}"
    turn.state(brand, "letter", subject, public, (ground,))
    turn.owe(_DELIVER, f"deliver-{letter}:0", letter, 0, priority=6)
    return True


def _mail_thread(one: Waiting) -> int | None:
    return one.thread if one.channel != "x" else None
