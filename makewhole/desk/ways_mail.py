"""The way by mail: a letter becomes a mail under a name of its own, and leaves once.

Mail servers know no idempotency key. So the one moment from which a mail may have left is noted before it
begins, and only one try ever passes it. Where the answer was lost, the Sent folder is asked: what lies there
has left. What does not lie there has not, if the server files copies itself; otherwise nobody can know, and a
person looks.
"""

import logging

import sqlalchemy as sa

from makewhole.care import updates
from makewhole.desk.house import House
from makewhole.desk.stop import stop_link
from makewhole.gateways.mail import Mailbox, reading
from makewhole.gateways.wire import Sent, TheirFault, Undeliverable
from makewhole.papers import mail as paper
from makewhole.store import brands, claims, people
from makewhole.store import mail as rows
from makewhole.store.letters import Letter

log = logging.getLogger(__name__)
_LOOK_AGAIN_SECONDS = 300


class OnMail:
    """Mail to the address a person wrote from, or gave us."""

    def reaches(self, house: House, conn: sa.Connection, letter: Letter) -> str | None:
        """The address; None where the brand has no mailbox, or the person gave no address that works."""
        if letter.brand not in house.mail:
            return None
        answered = _answered(conn, letter)
        if answered is not None and answered.contact is not None:
            address = people.contact(conn, house.vault, answered.contact)
            if address is not None:
                return address
        return people.contact_of(conn, house.vault, letter.person, "email")

    def send(self, house: House, letter: Letter, to: str) -> Sent | Undeliverable:
        """Send it, and lay a copy into the Sent folder; raises `TheirFault`."""
        box, now = house.mail[letter.brand], house.clock.now()
        message_id = name_of(house, box, letter)
        with house.database.reading() as conn:
            content = paper.compose(_mail(house, conn, box, letter, to, message_id))
        passed = False

        def hand_over() -> None:
            nonlocal passed
            with house.database.writing() as conn:
                passed = rows.hand_over(conn, letter.id, letter.brand, message_id, now)
            if not passed:
                raise TheirFault("another try may have sent it", _LOOK_AGAIN_SECONDS)

        try:
            said = box.send(to, message_id, content, hand_over)
        except TheirFault as fault:
            if passed and not fault.maybe_done:
                self._take_back(house, letter)
            raise
        if isinstance(said, Undeliverable):
            if passed:
                self._take_back(house, letter)
            return said
        self._accepted(house, letter, filed=False)
        if not box.account.files_copies:
            self._file(house, box, letter, message_id, content)
        return said

    def sent_before(self, house: House, letter: Letter, to: str) -> tuple[str, ...]:
        """The mail's name where it has left; raises `TheirFault` where that can't be known."""
        box = house.mail[letter.brand]
        with house.database.reading() as conn:
            handed = rows.handed(conn, letter.id)
        if handed is None:
            return ()
        if handed.accepted:
            return (handed.message_id,)
        if box.sent(handed.message_id):
            self._accepted(house, letter, filed=True)
            return (handed.message_id,)
        if box.account.files_copies:
            self._take_back(house, letter)
            return ()
        raise TheirFault(
            "the mail server broke off before saying if it took the mail; no copy lies in the Sent folder",
            _LOOK_AGAIN_SECONDS,
        )

    def _file(self, house: House, box: Mailbox, letter: Letter, message_id: str, content: bytes) -> None:
        """A copy for people who look into the mailbox; without it nothing of ours is lost."""
        try:
            box.file_copy(content, message_id, house.clock.now())
        except TheirFault as fault:
            log.info("no copy of letter %d in the Sent folder: %s", letter.id, fault.says)
            return
        self._accepted(house, letter, filed=True)

    def _accepted(self, house: House, letter: Letter, filed: bool) -> None:
        with house.database.writing() as conn:
            rows.accepted(conn, letter.id, house.clock.now(), filed)

    def _take_back(self, house: House, letter: Letter) -> None:
        with house.database.writing() as conn:
            rows.take_back(conn, letter.id)


def name_of(house: House, box: Mailbox, letter: Letter) -> str:
    """The letter's Message-ID: always the same for the same words, and not to be guessed by others."""
    told = house.vault.token_hash(f"letter {letter.id} {letter.body}").hex()[:20]
    return f"letter-{letter.id}.{told}@{box.account.domain}"


def _answered(conn: sa.Connection, letter: Letter) -> rows.Kept | None:
    """The mail this letter answers, if it is one of the letter's person."""
    if letter.in_reply_to is None:
        return None
    found = rows.by_post_name(conn, letter.brand, letter.in_reply_to)
    return found if found is not None and found.person in people.together(conn, letter.person) else None


def _mail(
    house: House, conn: sa.Connection, box: Mailbox, letter: Letter, to: str, message_id: str
) -> paper.Mail:
    answered = _answered(conn, letter)
    if answered is not None:
        subject = paper.answering(answered.subject)
    elif letter.claim is not None:
        subject = updates.subject(letter.language, claims.get(conn, letter.claim).ref)
    else:
        subject = updates.subject_of_answer(letter.language, brands.get(conn, letter.brand).name)
    return paper.Mail(
        from_name=box.account.name or brands.get(conn, letter.brand).name,
        from_address=box.account.address,
        to=to,
        subject=subject,
        text=letter.body,
        language=letter.language,
        message_id=message_id,
        written_at=house.clock.now(),
        answers=""
        if answered is None or reading.is_fingerprint(answered.message_id)
        else answered.message_id,
        references=() if answered is None else tuple(reversed(answered.references)),
        by_machine=not letter.approved,
        stop_link=stop_link(house, letter.person),
    )
