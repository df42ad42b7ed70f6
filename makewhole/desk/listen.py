"""Listening to X: the three ways in are kept open, by one worker of all, and what was missed is asked for.

X pushes mentions and messages to our address; keywords come by the stream (`listen_stream`). Without an
address that X can reach, or while it does not, mentions and messages are asked for now and then, each from
the newest that came before. When X held our address for broken, or our door was shut, X is asked to send
again what it sent meanwhile. Whatever comes twice is kept once by `take`. Who listens holds a lock of the
database: of several workers it is one, and another when that one ends.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Literal

import sqlalchemy as sa

from makewhole.desk import take
from makewhole.desk.house import House
from makewhole.desk.listen_stream import LATE, Keywords, Paces, pages
from makewhole.gateways import x_ids
from makewhole.gateways.wire import NotLetIn, TheirFault, Undeliverable
from makewhole.gateways.x import XClient, on_account_of
from makewhole.gateways.x.shapes import Webhook
from makewhole.gateways.x_events import Incoming
from makewhole.store import intake, x_accounts
from makewhole.store.database import in_words
from makewhole.store.trouble import Unavailable

Mode = Literal["auto", "webhook", "poll", "off"]
FIRST_LOOK = timedelta(hours=1)
"""How far back an account is read the first time it is asked for."""
SHUT_AFTER = timedelta(seconds=90)
"""A door that has not said for so long, in the world's time, that it is open was shut."""
REPLAYED_BACK_TO = timedelta(hours=24)
"""How far back X sends again."""
_MENTIONS_A_LOOK = 800
_TICK = 0.25

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """How X is listened to. `hook` is the address X pushes to, empty where it can reach none; `brand` has
    what is said to no brand in particular."""

    mode: Mode = "off"
    brand: str = ""
    hook: str = ""
    paces: Paces = field(default_factory=Paces)


@dataclass(slots=True)
class _Round:
    """Something done again and again."""

    every: timedelta
    work: Callable[[], None]
    at: float = 0.0


class Listener:
    """The ears of one worker: `start` it, `stop` it."""

    def __init__(self, house: House, watch: Watch) -> None:
        self.house = house
        self.watch = watch
        self.pushed = False
        """Whether X pushes to us, as far as we know."""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="listener")

    def start(self) -> None:
        """Begin to listen, as soon as nobody else does."""
        if self.watch.mode != "off":
            self._thread.start()

    def ended(self) -> tuple[str, ...]:
        """The threads that were begun and ended without being asked to."""
        begun = self._thread.ident is not None and not self._over.is_set()
        return (self._thread.name,) if begun and not self._thread.is_alive() else ()

    def stop(self) -> None:
        """Listen no more."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                with _leading(self.house) as lead:
                    if lead is not None:
                        self._listen(lead)
            except Unavailable as trouble:
                log.warning("listening paused: %s", trouble.what)
            self._over.wait(self.watch.paces.lead.total_seconds())

    def _listen(self, still_led: Callable[[], None]) -> None:
        keywords = Keywords(self.house, self.watch.brand, self.watch.paces, self.watch.mode != "poll")
        reader = threading.Thread(target=keywords.run, daemon=True, name="keywords")
        reader.start()
        paces = self.watch.paces
        rounds = [_Round(paces.lead, still_led), _Round(paces.hook, self.look_after_hook)]
        rounds += [_Round(paces.mentions, self.ask_mentions), _Round(paces.messages, self.ask_messages)]
        try:
            while not self._over.wait(_TICK) and reader.is_alive():
                for one in rounds:
                    if monotonic() >= one.at:
                        one.at = monotonic() + max(one.every.total_seconds(), _done(one.work))
        finally:
            keywords.over.set()
            reader.join(timeout=10)

    # Mentions and messages, where X does not push them --------------------------------------------------

    def ask_mentions(self) -> None:
        """Take in what mentions our accounts since the last look, unless X pushes it."""
        if self._is_pushed():
            return
        self._of_each(self._mentions_of)

    def _mentions_of(self, brand: str, account: str, x: XClient) -> None:
        source = f"mentions:{account}"
        since = newest = self._since(brand, source)
        with on_account_of(f"brand-{brand}"):
            for found in pages(partial(x.mentions, account, x_ids.earlier(since, LATE)), _MENTIONS_A_LOOK):
                take.take(self.house, brand, found, via="poll", account=account)
                newest = x_ids.newest([newest, *(str(one["data"].get("id", "")) for one in found)])
        self._read_to(brand, source, newest)

    def ask_messages(self) -> None:
        """Take in what was written to our accounts since the last look, unless X pushes it."""
        if self._is_pushed():
            return
        self._of_each(self._messages_of)

    def _messages_of(self, brand: str, account: str, x: XClient) -> None:
        source = f"messages:{account}"
        since = self._since(brand, source)
        with on_account_of(f"brand-{brand}"):
            found = x.messages(since_id=x_ids.earlier(since, LATE))
        told = [Incoming("message", "", "dm_events", one, account) for one in found]
        take.told(self.house, brand, [one for one in told if not one.data["sent_by_us"]], "poll")
        self._read_to(brand, source, x_ids.newest([since, *(str(one["id"]) for one in found)]))

    def _is_pushed(self) -> bool:
        return self.watch.mode == "webhook" or (self.watch.mode == "auto" and self.pushed)

    def _of_each(self, ask: Callable[[str, str, XClient], None]) -> None:
        """Ask of each account in force, by its own voice; one that X does not let in costs others nothing."""
        with self.house.database.reading() as conn:
            rows = x_accounts.in_force(conn)
        asked = [(row.brand, row.id, self.house.x.of(row.id)) for row in rows]
        try:
            if self.watch.brand not in {row.brand for row in rows}:  # a token that stands in the settings
                asked.append((self.watch.brand, self.house.x.me().id, self.house.x))
            faults = [fault for one in asked if (fault := _fault_of(partial(ask, *one)))]
        except NotLetIn as nobody:
            faults = [nobody]
        for fault in faults:
            log.info("an account was not heard: %s", fault.says)

    def _since(self, brand: str, source: str) -> str:
        with self.house.database.reading() as conn:
            place = intake.cursor(conn, brand, source)
        return x_ids.at(self.house.clock.now() - FIRST_LOOK) if place is None else place.since_id

    def _read_to(self, brand: str, source: str, newest: str) -> None:
        with self.house.database.writing() as conn:
            intake.move_cursor(conn, brand, source, newest, self.house.clock.now())

    # Where X pushes ------------------------------------------------------------------------------------

    def look_after_hook(self) -> None:
        """See whether X still pushes to us; have it challenge us again if not; ask for what was missed."""
        if self.watch.mode == "poll" or not self.watch.hook:
            return
        now, app = self.house.clock.now(), self.house.x.app
        hook = next((one for one in app.webhooks() if one.url == self.watch.hook), None)
        with self.house.database.writing() as conn:
            well = intake.cursor(conn, None, "hook")
            if hook is not None and hook.valid is False and well is not None:
                intake.note_missed(conn, well.at)
        if hook is not None and hook.valid is False:
            said = app.revalidate_webhook(hook.id)
            hook = next((one for one in app.webhooks() if one.url == self.watch.hook), None)
            log.warning("X had given our address up; challenged again: %s", said)
        if hook is None or hook.valid is False:
            self.pushed = False
            return
        self._send_again(hook)
        self.pushed = True
        with self.house.database.writing() as conn:
            intake.move_cursor(conn, None, "hook", "", now)

    def _send_again(self, hook: Webhook) -> None:
        """Ask X for what it sent while nobody here took it."""
        now = self.house.clock.now()
        with self.house.database.reading() as conn:
            missed = intake.cursor(conn, None, "missed")
        if missed is None:
            return
        said = self.house.x.app.replay(hook.id, max(missed.at, now - REPLAYED_BACK_TO), now)
        if isinstance(said, Undeliverable):
            log.warning("X sends nothing again: %s", said.says)
            return
        log.info("X sends again what it sent since %s", missed.at.isoformat(timespec="minutes"))
        with self.house.database.writing() as conn:
            intake.made_good(conn, missed.at)


def door_is_open(house: House) -> None:
    """Say that our door takes what X pushes; one that was shut notes since when events may be missing."""
    now = house.clock.now()
    with house.database.writing() as conn:
        last = intake.cursor(conn, None, "door")
        if last is not None and now - last.at > SHUT_AFTER * house.clock.scale:
            intake.note_missed(conn, last.at)
        intake.move_cursor(conn, None, "door", "", now)


def _done(work: Callable[[], None]) -> float:
    """Do one round; the seconds X asks us to wait before the next, if it does."""
    fault = _fault_of(work)
    if fault is None:
        return 0.0
    log.info("X was not heard: %s", fault.says)
    return float(fault.retry_after)


def _fault_of(work: Callable[[], None]) -> TheirFault | None:
    try:
        work()
    except TheirFault as fault:
        return fault
    return None


@contextmanager
def _leading(house: House) -> Iterator[Callable[[], None] | None]:
    """Hold the listener's lock; what is given raises `Unavailable` when it was lost. None: another has it."""
    try:
        with house.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            try:
                if not intake.lead(conn):
                    yield None
                    return
                yield partial(_still, conn)
            finally:
                conn.invalidate()  # ends the session, and with it the lock; a pooled one would keep it
    except sa.exc.DBAPIError as error:
        raise in_words(error) or error from error
    except sa.exc.TimeoutError as error:
        raise Unavailable("every connection of ours is in use", "run fewer errands at once") from error


def _still(conn: sa.Connection) -> None:
    try:
        conn.execute(sa.text("SELECT 1"))
    except sa.exc.DBAPIError as error:
        raise in_words(error) or error from error
