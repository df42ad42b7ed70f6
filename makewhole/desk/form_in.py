"""The contact form: what somebody writes there opens a thread of theirs and is answered by mail.

The address is what they typed, so the answer goes there and nowhere else. A form sent twice is kept once.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from makewhole.because import Refused
from makewhole.desk.as_post import as_post, masked
from makewhole.desk.house import House
from makewhole.desk.turn import at_door
from makewhole.store import people, talk
from makewhole.words import reachable

ERRAND: Final = "form_in"
ANSWER: Final = "answer"
CHANNEL: Final = "form"
LONGEST: Final = 4_000
_ADDRESS = re.compile(r"[^@\s<>,;\"]{1,64}@[^@\s<>,;\"]{1,185}\.[^@\s<>,;\".]{2,}")
_SOURCE = "docs/mail.md"


@dataclass(frozen=True, slots=True)
class Written:
    """A form as a door read it; `once` is the same when the same form is sent again."""

    brand: str
    email: str
    text: str
    number: str
    language: str
    once: str


def write_in(house: House, form: Written) -> int | dict[str, Refused]:
    """Keep what was written and owe its answer; the thread, or by field what is wrong with it."""
    faults = _faults(form)
    if faults:
        return faults
    remote_id = f"form-{hashlib.sha256(f'{form.once} {form.email} {form.text}'.encode()).hexdigest()[:32]}"
    text = f"{form.text.strip()}\n\n{form.number.strip()}".strip()
    with at_door(house, ERRAND, "take.record") as turn:
        contact = people.Contact("email", form.email.strip())
        person = people.meet(turn.conn, house.vault, form.brand, contact, reachable(form.language), turn.now)
        thread = talk.thread_for(turn.conn, form.brand, person, CHANNEL, remote_id, False, turn.now)
        raw = as_post(remote_id, person, text, masked(form.email.strip()), turn.now)
        number = talk.keep_post(
            turn.conn, form.brand, person, thread, CHANNEL, False, remote_id, text, raw, turn.now, turn.now
        )
        if number is not None:
            turn.owe(ANSWER, f"answer-{number}", number, priority=3)
            turn.tell(f"inbox:{form.brand}")
    return thread


def _faults(form: Written) -> dict[str, Refused]:
    faults = {}
    if not _ADDRESS.fullmatch(form.email.strip()):
        way = "give an address such as lee@example.com"
        faults["email"] = Refused("form.email", "that is no e-mail address", _SOURCE, way)
    if not form.text.strip():
        faults["story"] = Refused("form.text", "nothing was written", _SOURCE, "write a few words")
    elif len(form.text) > LONGEST:
        way = f"keep them to {LONGEST}"
        faults["story"] = Refused("form.text", f"your words have {len(form.text)} letters", _SOURCE, way)
    return faults
