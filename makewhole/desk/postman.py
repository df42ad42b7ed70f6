"""The postman: one process at a time reads a brand's mailbox, again and again, and takes in what came.

Who reads holds a lock of the database for as long as they live, so a second process waits and takes over from
a dead one. How far was read is committed with each mail, so a mail is taken in once whoever dies when. A
mailbox that fails is asked again later; one mail that fails is not allowed to stop the next.
"""

import logging
import threading
from datetime import datetime

import sqlalchemy as sa

from makewhole.desk import post_in
from makewhole.desk.house import House
from makewhole.gateways.mail import Came, Inbox
from makewhole.gateways.wire import TheirFault
from makewhole.store import mail as rows
from makewhole.store.trouble import Unavailable

log = logging.getLogger(__name__)
_LOCK_AGAIN = 5.0
_AT_ONCE = 50
_LONGEST_WAIT = 15 * 60.0


class Postman:
    """Reads every brand's mailbox, a thread each: `start` it, `stop` it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._over = threading.Event()
        self._rounds = [
            threading.Thread(target=self._walk, args=(brand,), daemon=True, name=f"postman {brand}")
            for brand in sorted(house.mail)
        ]

    def start(self) -> None:
        """Begin to read."""
        for one in self._rounds:
            one.start()

    def ended(self) -> tuple[str, ...]:
        """The threads that were begun and ended without being asked to."""
        begun = () if self._over.is_set() else (one for one in self._rounds if one.ident is not None)
        return tuple(one.name for one in begun if not one.is_alive())

    def stop(self) -> None:
        """Finish the mail in hand, and end."""
        self._over.set()
        for one in self._rounds:
            one.join(timeout=5)

    def _walk(self, brand: str) -> None:
        wait = 0.0
        while not self._over.is_set():
            try:
                with self.house.database.engine.connect() as life:
                    life = life.execution_options(isolation_level="AUTOCOMMIT")
                    if not _hold(life, brand):
                        self._over.wait(_LOCK_AGAIN)
                        continue
                    try:
                        self._read(brand, life)
                    finally:
                        life.invalidate()  # ends the session, and with it the lock
                wait = 0.0
            except TheirFault as fault:
                log.warning("mailbox of %s: %s", brand, fault.says)
                wait = min(max(2 * wait, fault.retry_after), _LONGEST_WAIT)
                self._over.wait(wait)
            except (sa.exc.DBAPIError, sa.exc.TimeoutError, Unavailable) as trouble:
                log.warning("mailbox of %s waits for the database: %s", brand, type(trouble).__name__)
                self._over.wait(_LOCK_AGAIN)

    def _read(self, brand: str, life: sa.Connection) -> None:
        """Look again and again, as long as the line to the mailbox and the lock hold."""
        with self.house.mail[brand].open() as inbox:
            inbox.select()
            while not self._over.is_set():
                life.execute(sa.text("SELECT 1"))
                if not look(self.house, brand, inbox):
                    self._over.wait(self.house.mail[brand].account.look_every)


def look(house: House, brand: str, inbox: Inbox) -> int:
    """Take in what came since the last look; returns how many mails were looked at, at most fifty.

    A mailbox never read before is read from now on: what lies in it already is not ours to answer. Where the
    server has numbered its mails anew, all since we began are looked at, and known ones passed over.
    """
    with house.database.writing() as conn:
        box = rows.lock_box(conn, brand)
        if box is None:
            rows.set_box(conn, brand, inbox.uid_validity, inbox.next_uid - 1, house.clock.now())
            return 0
    known = box.uid_validity == inbox.uid_validity
    # Mail servers tell the time of arrival in whole seconds.
    since = None if known else house.clock.world(box.began_at).replace(microsecond=0)
    uids = inbox.after(box.last_uid) if known else inbox.after(0, since)
    looked = 0
    for uid in uids[:_AT_ONCE]:
        came = inbox.fetch(uid)
        if came is not None:
            became = _take(house, brand, came, inbox.uid_validity, since)
            log.info("mail %d of %s: %s (%s)", uid, brand, became.kind, became.says)
        looked += 1
    return looked


def _take(house: House, brand: str, came: Came, uid_validity: int, since: datetime | None) -> post_in.Became:
    try:
        return post_in.take_mail(house, brand, came, uid_validity, since)
    except sa.exc.DBAPIError as error:
        # The database is there (else this were `Unavailable`) and refuses this one mail's rows.
        rule = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
        log.error("mail %d of %s can't be kept: %s %s", came.uid, brand, type(error).__name__, rule or "")
        became = post_in.Became("unreadable", "it can't be kept; open it in the mailbox")
        with house.database.writing() as conn:
            now = house.clock.now()
            rows.note(conn, brand, uid_validity, came.uid, became.kind, became.says, came.size, now)
            rows.set_box(conn, brand, uid_validity, came.uid, now)
        return became


def _hold(life: sa.Connection, brand: str) -> bool:
    asked = sa.text("SELECT pg_try_advisory_lock(hashtextextended('mailbox ' || :b, 0))")
    return bool(life.execute(asked, {"b": brand}).scalar())
