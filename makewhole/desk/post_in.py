"""Mail in: each mail is kept once, in its conversation, and its answer owed, unless a machine wrote it.

A mail belongs to the address it came from and to nobody else: what it names in its headers puts it into a
conversation only where that conversation is the same person's. A delivery report marks the letter it is about
undeliverable. What can't be read is kept with a word for a person, and costs the mails beside it nothing.
Nothing is decided about the words here.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from makewhole.because import Ground, plain
from makewhole.care import manners
from makewhole.desk import pictures
from makewhole.desk.as_post import as_post, masked
from makewhole.desk.house import House
from makewhole.desk.move import move
from makewhole.desk.turn import Turn, at_door
from makewhole.desk.ways_mail import OnMail
from makewhole.gateways.mail import Came, Failed, File, Mail, Unreadable, read
from makewhole.store import claims, evidence, letters, people, talk
from makewhole.store import mail as rows

ERRAND: Final = "post_in"
ANSWER: Final = "answer"
CHANNEL: Final = "email"
MOST_ANSWERS_A_DAY: Final = 8
"""No more automatic answers than this go to one address in a day: a machine may be answering a machine."""
_DAY = timedelta(days=1)
_BAD_ADDRESS = "5.1."


@dataclass(frozen=True, slots=True)
class Became:
    """What a mail became, and a word on it that holds nothing personal."""

    kind: str
    says: str


def take_mail(
    house: House, brand: str, came: Came, uid_validity: int, since: datetime | None = None
) -> Became:
    """Take in one mail of the brand's mailbox, once, and note how far the mailbox is read.

    What came before `since` (a moment of the world) lay there before us, and is left alone.
    """
    mail = read(came.content)
    with at_door(house, ERRAND, "take.record") as turn:
        rows.lock_box(turn.conn, brand)
        if rows.noted(turn.conn, brand, uid_validity, came.uid):
            return Became("twice", "it was taken in before")
        if since is not None and came.received_at is not None and came.received_at < since:
            became = Became("before", "it lay in the mailbox before makewhole read it")
        else:
            became = _became(turn, brand, mail)
        rows.note(turn.conn, brand, uid_validity, came.uid, became.kind, became.says, came.size, turn.now)
        rows.set_box(turn.conn, brand, uid_validity, came.uid, turn.now)
        return became


def _became(turn: Turn, brand: str, mail: Mail | Unreadable) -> Became:
    own = turn.house.mail[brand].account.address
    if mail.sender.casefold() == own.casefold():
        return Became("own", "we wrote it ourselves")
    if isinstance(mail, Unreadable):
        return _unreadable(turn, brand, mail)
    if mail.failed is not None:
        return _came_back(turn, brand, mail.failed)
    person = people.meet(
        turn.conn, turn.house.vault, brand, people.Contact("email", mail.sender), None, turn.now
    )
    rows.proves_sent(turn.conn, brand, mail.references, turn.now)
    if mail.asks_to_stop:
        people.opt_out(turn.conn, brand, person, turn.now)
        return Became("stop", "the person asked us to stop")
    if rows.whose(turn.conn, brand, mail.message_id) == person:
        return Became("twice", "a mail of this name and sender is kept")
    return _kept(turn, brand, person, mail)


def _kept(turn: Turn, brand: str, person: int, mail: Mail) -> Became:
    """Keep a mail as a post of its conversation, and owe the answer where a person wrote it."""
    thread = _thread(turn, brand, person, mail)
    remote_id = _name_here(turn, brand, person, mail)
    raw = _raw(remote_id, person, mail)
    text = str(raw["data"]["text"])
    number = talk.keep_post(
        turn.conn, brand, person, thread, CHANNEL, False, remote_id, text, raw, mail.written_at, turn.now
    )
    if number is None:
        return Became("twice", "it is kept")
    shown = _show(turn, brand, person, mail)
    rows.keep(
        turn.conn,
        brand,
        person,
        thread,
        number,
        mail.message_id,
        mail.references,
        mail.subject,
        people.number_of(turn.conn, turn.house.vault, brand, people.Contact("email", mail.sender)),
        [{"name": f.name, "media_type": f.media_type, "size": len(f.content)} for f in mail.files],
    )
    talk.update_thread(turn.conn, thread, last_at=turn.now)
    turn.tell(f"inbox:{brand}")
    turn.tell(f"thread:{thread}")
    if mail.nature.kind != "person":
        _not_answered(turn, number, thread, mail.nature.says)
        return Became("automatic", mail.nature.says)
    if manners.opt_out(mail.text):
        people.opt_out(turn.conn, brand, person, turn.now)
    if rows.answered_by_machine(turn.conn, person, turn.now - _DAY) >= MOST_ANSWERS_A_DAY:
        says = f"{MOST_ANSWERS_A_DAY} automatic answers went there within a day; a machine may be writing"
        _for_a_person(turn, number, thread, says)
        return Became("post", says)
    turn.owe(ANSWER, f"answer-{number}", number, priority=3)
    return Became("post", f"kept{shown}")


def _thread(turn: Turn, brand: str, person: int, mail: Mail) -> int:
    together = people.together(turn.conn, person)
    known = rows.thread_of(turn.conn, brand, together, mail.references)
    if known is not None:
        return known
    root = mail.references[-1] if mail.references else mail.message_id
    return talk.thread_for(turn.conn, brand, person, CHANNEL, root, False, turn.now)


def _name_here(turn: Turn, brand: str, person: int, mail: Mail) -> str:
    """The post's id: its Message-ID, unless somebody else's mail goes by that name."""
    if rows.whose(turn.conn, brand, mail.message_id) is None:
        return mail.message_id
    return f"{mail.message_id}#{hashlib.sha256(f'{person} {mail.message_id}'.encode()).hexdigest()[:12]}"


def _raw(remote_id: str, person: int, mail: Mail) -> dict[str, Any]:
    """The mail in the shape of a post; a subject that is no answer's says something too."""
    begins = not mail.references and mail.subject and not mail.text.startswith(mail.subject)
    text = f"{mail.subject}\n\n{mail.text}".strip() if begins else mail.text or mail.subject
    return as_post(remote_id, person, text, mail.name or masked(mail.sender), mail.written_at)


def _unreadable(turn: Turn, brand: str, mail: Unreadable) -> Became:
    """A person opens it in the mailbox; without a sender there is nobody to answer."""
    says = f"a mail that can't be read: {mail.says}"
    if not mail.sender:
        return Became("unreadable", mail.says)
    contact = people.Contact("email", mail.sender)
    person = people.meet(turn.conn, turn.house.vault, brand, contact, None, turn.now)
    thread = talk.thread_for(turn.conn, brand, person, CHANNEL, "unreadable", False, turn.now)
    raw = as_post(mail.message_id, person, f"[{says}; open it in the mailbox]", masked(mail.sender), None)
    number = talk.keep_post(
        turn.conn,
        brand,
        person,
        thread,
        CHANNEL,
        False,
        mail.message_id,
        str(raw["data"]["text"]),
        raw,
        None,
        turn.now,
    )
    if number is None:
        return Became("twice", "a mail of this name is kept")
    _for_a_person(turn, number, thread, says)
    turn.tell(f"inbox:{brand}")
    return Became("unreadable", mail.says)


def _not_answered(turn: Turn, number: int, thread: int, says: str) -> None:
    """A machine wrote it: kept where people can see it, and left."""
    talk.record_reading(turn.conn, number, _reading("ignore", says), turn.now)
    if talk.lock_thread(turn.conn, thread).lane == "new":
        talk.update_thread(turn.conn, thread, lane="ignore")


def _for_a_person(turn: Turn, number: int, thread: int, says: str) -> None:
    talk.record_reading(turn.conn, number, _reading("person", says), turn.now)
    talk.update_thread(turn.conn, thread, lane="person", held_because=says)


def _reading(route: str, says: str) -> Mapping[str, Any]:
    ground = Ground("mail.nature", says, "RFC 3834; house rule")
    return {"route": route, "because": plain((ground,)), "waybills": [], "orders": [], "causes": []}


def _came_back(turn: Turn, brand: str, failed: Failed) -> Became:
    """A letter could not be delivered, for good: a person finds another way."""
    if not failed.for_good:
        return Became("bounce", "a mail is late, or nobody can say which")
    number = rows.came_back(turn.conn, brand, failed.message_id, turn.now)
    letter = None if number is None else letters.get(turn.conn, number, lock=True)
    if letter is None or letter.state not in ("owed", "sent", "unsettled"):
        return Became("bounce", "it is about no letter of ours that was on its way")
    ground = Ground(
        "mail.bounce", "the mail came back: it could not be delivered", "RFC 3464", {"status": failed.status}
    )
    if failed.status.startswith(_BAD_ADDRESS):
        address = OnMail().reaches(turn.house, turn.conn, letter)
        contact = address and people.number_of(
            turn.conn, turn.house.vault, brand, people.Contact("email", address)
        )
        if contact:
            people.bury(turn.conn, contact, turn.now)
    letters.settle(
        turn.conn,
        letter.id,
        "undeliverable",
        turn.now,
        because=plain((ground,)),
        way_forward="reach the person another way, or ask them for another address",
    )
    if letter.thread is not None:
        talk.lock_thread(turn.conn, letter.thread)
        talk.update_thread(turn.conn, letter.thread, lane="person", held_because=ground.says)
        turn.tell(f"thread:{letter.thread}")
    turn.tell(f"inbox:{brand}")
    turn.state(
        brand,
        "letter",
        f"thread-{letter.thread}" if letter.thread is not None else f"claim-{letter.claim}",
        {"letter": letter.id, "channel": letter.channel, "outcome": "undeliverable"},
        (ground,),
    )
    return Became("bounce", "a letter came back")


def _show(turn: Turn, brand: str, person: int, mail: Mail) -> str:
    """Pictures and papers sent in answer to a letter about a claim are shown for that claim."""
    together = people.together(turn.conn, person)
    number = rows.claim_of(turn.conn, brand, together, mail.references) if mail.files else None
    if number is None or mail.nature.kind != "person":
        return ""
    claim = claims.get(turn.conn, number, lock=True)
    kept = sum(_add(turn, brand, claim.id, claim.person, file) for file in mail.files[: pictures.MOST])
    if kept and claim.state == "awaiting_evidence":
        # Nobody said which of the things asked for each file is, and a guess must not decide about money.
        ground = Ground(
            "claim.evidence", "what was asked for came by mail; a person sees which it is", "docs/mail.md"
        )
        move(turn, claim, "refer", "claimant", (ground,))
    elif kept:
        turn.tell(f"claim:{claim.id}")
    return f", with {kept} files for a claim"


def _add(turn: Turn, brand: str, claim: int, person: int, file: File) -> bool:
    found = pictures.read(file.name, file.content, paper=True)
    if isinstance(found, pictures.NotAPhoto):
        return False
    kind = "proof_of_value" if found.media_type == "application/pdf" else "photo_goods"
    digest = hashlib.sha256(found.content).hexdigest()
    return evidence.add(
        turn.conn, brand, claim, person, kind, digest, found.media_type, found.content, turn.now
    )
