"""The process that drains work: it registers the errands with the engine, runs them, and seals the log. One
worker of all listens to X as well.

The sequencer is a loop that waits for the database to say that a statement was recorded, and looks once a
second all the same. It holds no promise: what it does is derived from the rows, so it may die at any time.
"""

import logging
import threading
from functools import partial

import psycopg
import sqlalchemy as sa

from makewhole import durable
from makewhole.desk import (
    answer,
    content,
    content_erase,
    content_look,
    decide,
    deliver,
    disrupt,
    enroll,
    follow,
    move,
    pace,
    pay,
    prove,
    publish,
    publish_out,
    redraw,
    revoke,
    tidy,
)
from makewhole.desk.house import House
from makewhole.desk.listen import Listener, Watch
from makewhole.desk.postman import Postman
from makewhole.store import log as log_rows
from makewhole.store.database import in_words
from makewhole.store.trouble import Unavailable

log = logging.getLogger(__name__)
LOOKS_EVERY = 1.0
GATHERS = 0.1
"""Seconds a seal rests before the next, so that what is recorded meanwhile shares one head."""


class Worker:
    """One worker: `start` it, `stop` it. `name` is known once it started."""

    def __init__(self, house: House, concurrency: int = 16, watch: Watch | None = None) -> None:
        """`watch` says how X is listened to; without it, it is not."""
        self.house = house
        self._listener = Listener(house, watch or Watch())
        self.concurrency = concurrency
        self.name = ""
        self._over = threading.Event()
        self._postman = Postman(house)
        self._sequencer = threading.Thread(target=self._seal, daemon=True, name="sequencer")

    def start(self) -> str:
        """Start working; returns the worker's name."""
        engine, house = self.house.engine, self.house
        engine.register(answer.ERRAND, partial(answer.answer, house))
        engine.register(follow.ERRAND, partial(follow.follow, house))
        engine.register(enroll.ERRAND, partial(enroll.enroll, house))
        engine.register(deliver.ERRAND, partial(deliver.deliver, house))
        engine.register(pace.ERRAND, partial(pace.hold_round, house))
        engine.register(decide.ERRAND, partial(decide.decide, house))
        engine.register(move.CLOCK, partial(decide.lapse, house))
        engine.register(pay.ERRAND, partial(pay.pay, house))
        engine.register(pay.CHECK, partial(pay.check, house))
        engine.register(revoke.ERRAND, partial(revoke.revoke, house))
        engine.register(publish.ERRAND, partial(publish_out.publish_part, house))
        engine.register(publish_out.READ, partial(publish_out.read_back, house))
        engine.register(content.ROUND, partial(content.hold_round, house))
        engine.register(content.ASK, partial(content.ask, house))
        engine.register(content.READ, partial(content.read, house))
        engine.register(content_look.ERRAND, partial(content_look.look, house))
        engine.register(content_erase.ERRAND, partial(content_erase.run, house))
        engine.register(content_erase.REVOKED, partial(content_erase.revoked, house))
        engine.register(redraw.ERRAND, partial(redraw.redraw, house))
        engine.register(disrupt.ROUND, partial(disrupt.hold_round, house))
        engine.register(disrupt.ERRAND, partial(disrupt.disrupt, house))
        engine.register(tidy.ERRAND, partial(tidy.tidy, house))
        try:
            self.name = engine.launch(self.concurrency)
        except sa.exc.DBAPIError as error:
            raise in_words(error) or error from error
        today = house.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        with house.database.writing() as conn:
            durable.owe(conn, tidy.ERRAND, tidy.key(today), today.isoformat(), priority=9)
            content.owe_round(house, conn)
            disrupt.owe_round(house, conn)
            redraw.owe_round(house, conn)
        self._sequencer.start()
        self._postman.start()
        self._listener.start()
        return self.name

    def ended(self) -> tuple[str, ...]:
        """What of it ended by itself, by an error nobody foresaw: a worker that is deaf is started again."""
        return (*self._listener.ended(), *self._postman.ended())

    def stop(self) -> None:
        """Stop taking work and let what runs finish for a moment."""
        self._over.set()
        self._postman.stop()
        self._listener.stop()
        self.house.engine.close()
        self._sequencer.join(timeout=5)

    def _seal(self) -> None:
        while not self._over.is_set():
            try:
                with psycopg.connect(_libpq(self.house.database.url), autocommit=True) as ear:
                    ear.execute(f"LISTEN {log_rows.RECORDED}")
                    while not self._over.is_set():
                        while prove.seal(self.house):
                            self._over.wait(GATHERS)
                        for _ in ear.notifies(timeout=LOOKS_EVERY, stop_after=1):
                            pass
            except prove.LogAltered as altered:
                log.critical("sealing stopped: %s", altered)
                return
            except (psycopg.OperationalError, sa.exc.DBAPIError, Unavailable) as trouble:
                log.warning("sealing paused: %s", type(trouble).__name__)
                self._over.wait(LOOKS_EVERY)


def _libpq(url: str) -> str:
    return sa.make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
