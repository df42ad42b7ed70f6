"""One person with several accounts: joined by a code from their own page, and split again by a person.

X's rules, and our own, let an account be tied to a customer only by what the person gave us themselves. So a
page that only they can open shows a code with the words they agree to; sending it to us from the other
account, as a private message or a mail, is their consent. Nothing is joined by likeness.
"""

import re
import secrets
from datetime import timedelta
from typing import Final

from makewhole.because import Ground, Refused, plain
from makewhole.care.reply import WORDS
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, at_door
from makewhole.store import joins, letters, people, talk
from makewhole.store.talk import KeptPost
from makewhole.words import reachable

ERRAND: Final = "joining"
HOLDS_FOR: Final = timedelta(days=7)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE = re.compile(rf"\bJOIN[- ]?([{_ALPHABET}]{{5}})[- ]?([{_ALPHABET}]{{5}})\b", re.IGNORECASE)
_SOURCE = "docs/mail.md; X developer policy, off-X matching (R13)"


def code_for(house: House, brand: str, person: int, consent: str) -> str:
    """A new code for a person's page; `consent` is what the page says that sending it means."""
    told = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    with house.database.writing() as conn:
        now = house.clock.now()
        joins.offer_code(conn, brand, person, _hash(house, told), consent, now, now + HOLDS_FOR)
    return f"JOIN-{told[:5]}-{told[5:]}"


def hear(turn: Turn, kept: KeptPost) -> bool:
    """Whether a private message brought a code that holds; then its sender and the page's owner are one."""
    said = None if kept.public else _CODE.search(kept.text[:2_000])
    if said is None:
        return False
    brand, person, post, thread = kept.brand, kept.person, kept.id, kept.thread
    found = joins.take_code(turn.conn, brand, _hash(turn.house, (said[1] + said[2]).upper()), turn.now)
    if found is None:
        return False
    owner, consent = found
    joined = joins.join(turn.conn, brand, owner, person, consent, post, turn.now)
    ground = Ground(
        "people.join", "the person sent the code of their own page from their other account", _SOURCE
    )
    reading = {"route": "automatic", "because": plain((ground,)), "waybills": [], "orders": [], "causes": []}
    talk.record_reading(turn.conn, post, reading, turn.now)
    talk.lock_thread(turn.conn, thread)
    talk.update_thread(turn.conn, thread, lane="automatic")
    if joined is not None:
        turn.state(
            brand,
            "consent",
            f"person-{owner}",
            {"person": owner, "joined": person, "join": joined},
            (ground,),
        )
    language = reachable(people.language_of(turn.conn, owner))
    letter = letters.write(
        turn.conn,
        brand=brand,
        person=person,
        name=f"post-{post}:private_reply",
        kind="private_reply",
        channel="x" if kept.channel == "x" else "email",
        body=f"{WORDS.say(language, 'join-done')}\n{WORDS.say(language, 'footer')}",
        language=language,
        state="owed",
        because=plain((ground,)),
        now=turn.now,
        thread=thread,
        in_reply_to=kept.remote_id if kept.channel == "email" else None,
        account=kept.account,
    )
    if letter is not None:
        turn.owe("deliver", f"deliver-{letter}:0", letter, 0, priority=2)
    turn.tell(f"thread:{thread}")
    return True


def split(house: House, brand: str, number: int, staff: int) -> Refused | None:
    """A person undoes a join: from now on these are two people again."""
    with at_door(house, ERRAND, "rule.record") as turn:
        undone = joins.split(turn.conn, brand, number, staff, turn.now)
        if undone is None:
            return Refused(
                "people.split",
                "these two are not joined",
                "docs/mail.md",
                "reload the thread to see who is joined",
            )
        ground = Ground("people.split", "a person of the seller split them", _SOURCE, {"staff": staff})
        turn.state(
            brand,
            "consent",
            f"person-{undone.person}",
            {"person": undone.person, "joined": None, "join": undone.id},
            (ground,),
        )
        turn.tell(f"inbox:{brand}")
    return None


def _hash(house: House, code: str) -> bytes:
    return house.vault.token_hash(f"join {code}")
