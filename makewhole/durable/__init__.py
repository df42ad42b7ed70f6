"""The durable engine, DBOS, behind five verbs: owe, step, transact, launch and close.

An errand is a function that lives seconds. `owe` records, inside the caller's own transaction, that an
errand is to run under a key, at once or at a later moment: the row and the debt commit together, and a
key owed twice runs once. While an errand runs, `step` makes a call out (at least once, its result kept)
and `transact` makes its one transaction (exactly once: result and rows commit together). Any worker may
run any errand. Each has a name of its own, never used again, and holds an advisory lock on it while it lives;
the errands of a worker whose lock stays free are taken over. While the database is away, what an errand was
doing waits and is done again. Nobody else knows which engine this is, and it knows no business.
"""

import json
import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import sqlalchemy as sa
from dbos import DBOS, DBOSConfig, SQLAlchemyDatasource

from makewhole.durable import alive
from makewhole.durable.record import QUEUE, SCHEMA, again, failures, tidy, waiting

__all__ = ["QUEUE", "SCHEMA", "Engine", "again", "failures", "migrate", "owe", "tidy", "waiting"]

T = TypeVar("T")
Errand = Callable[..., None]

# Fixed, so that an edit to an errand's source never strands the errands in flight; raised only when an
# errand's order of steps changes in a way that those in flight could not finish.
VERSION = "1"
_LONGEST_WAIT = 15.0  # seconds between two tries while the database is away

log = logging.getLogger(__name__)


def migrate(url: str) -> None:
    """Create or update the engine's own tables."""
    DBOS.migrate(url, schema=SCHEMA)
    SQLAlchemyDatasource.migrate(url, schema=SCHEMA)
    _quiet()


_OWE = sa.text(
    f"SELECT {SCHEMA}.enqueue_workflow(:errand, :queue, CAST(:args AS json[]), workflow_id => :key,"
    " delay_until_epoch_ms => :at_ms, priority => :priority)"
)


def owe(
    conn: sa.Connection,
    errand: str,
    key: str,
    *args: str | int,
    at: datetime | None = None,
    priority: int = 5,
) -> None:
    """Owe an errand under a key, from the moment `at` of the world (None: now), in this transaction.

    Arguments are ids and never personal. A key already owed, running or done changes nothing.
    """
    conn.execute(
        _OWE,
        {
            "errand": errand,
            "queue": QUEUE,
            "key": key,
            "args": [json.dumps(arg) for arg in args],
            "at_ms": None if at is None else int(at.timestamp() * 1000),
            "priority": priority,
        },
    )


class Engine:
    """One worker's share of the durable work on a database.

    `away` are the errors by which other parts say that the database is not there, caused by the driver's own.
    """

    def __init__(self, engine: sa.Engine, url: str, away: tuple[type[Exception], ...] = ()) -> None:
        self.engine = engine
        self.url = url
        self._away: tuple[type[Exception], ...] = (*away, sa.exc.OperationalError, sa.exc.InterfaceError)
        self.worker: str | None = None
        self._source: SQLAlchemyDatasource | None = None
        self._own: sa.Engine | None = None
        self._errands: dict[str, Errand] = {}
        self._life: sa.Connection | None = None
        self._gone = alive.Overdue(5.0)
        self._stranded = alive.Overdue(10.0)
        self._active: set[str] = set()
        self._over = threading.Event()
        self._watch: threading.Thread | None = None

    def register(self, name: str, errand: Errand) -> None:
        """Make an errand known by name; before `launch`."""
        self._errands[name] = errand

    # While an errand runs ------------------------------------------------------------------------

    def step(self, name: str, call: Callable[[], T]) -> T:
        """Make a call out and keep its result. After a crash inside it, it is made again: `call` must be
        idempotent or look before it acts. The result is plain data and holds nothing personal."""
        return DBOS.run_step({"name": name}, lambda: self._patiently(call))

    def transact(self, name: str, work: Callable[[sa.Connection], T]) -> T:
        """Run `work` in one transaction, committed together with its result: exactly once."""
        source = self._source
        assert source is not None, "launch first"
        return source.run_tx_step(
            {"name": name, "isolation_level": "READ COMMITTED"},
            lambda: self._plainly(lambda: work(source.sql_session().connection())),
        )

    def _patiently(self, call: Callable[[], T]) -> T:
        """While the database is away, wait and call again: an error would be kept as the errand's end."""
        wait = 0.5
        while True:
            try:
                return call()
            except self._away as trouble:
                log.warning("waiting for the database: %s", type(trouble).__name__)
                if self._over.wait(wait):
                    raise
                wait = min(2 * wait, _LONGEST_WAIT)

    def _plainly(self, call: Callable[[], T]) -> T:
        """In a transaction, say that the database is away in the driver's words: then the engine waits."""
        try:
            return call()
        except self._away as trouble:
            if isinstance(trouble.__cause__, sa.exc.DBAPIError):
                raise trouble.__cause__ from None
            raise

    # Life ----------------------------------------------------------------------------------------

    def launch(
        self,
        concurrency: int = 16,
        poll_seconds: float = 0.1,
        sweep_seconds: float = 1.0,
        grace_seconds: float = 5.0,
    ) -> str:
        """Take a new name and start working; returns the name.

        A worker whose lock has been free for `grace_seconds` is taken to be dead. It must be longer than a
        living one needs to come back to a database that was away, for its errands still run.
        """
        self._gone, self._stranded = alive.Overdue(grace_seconds), alive.Overdue(2 * grace_seconds)
        self.worker = self._patiently(self._come_alive)
        self._own = _bookkeeping(self.url)
        config: DBOSConfig = {
            "name": "makewhole",
            "system_database_url": self.url,
            "application_version": VERSION,
            "executor_id": self.worker,
            "log_level": "ERROR",
            "system_database_engine": self._own,
            "dbos_system_schema": SCHEMA,
            "scheduler_polling_interval_sec": 3600.0,
            "run_migrations": False,
        }
        DBOS(config=config)
        _quiet()
        self._source = SQLAlchemyDatasource.create(
            self.url, engine=self.engine, schema=SCHEMA, run_migrations=False
        )
        for name, errand in self._errands.items():
            DBOS.workflow(name=name)(_named(name, partial(self._run, errand)))
        DBOS.launch()
        DBOS.register_queue(
            QUEUE,
            worker_concurrency=concurrency,
            polling_interval_sec=poll_seconds,
            on_conflict="always_update",
        )
        self._watch = threading.Thread(
            target=self._sweep, args=(sweep_seconds,), daemon=True, name="take-over"
        )
        self._watch.start()
        return self.worker

    def close(self) -> None:
        """Stop taking work, let what runs finish for a moment, and give the worker's name back."""
        self._over.set()
        if self._watch is not None:
            self._watch.join(timeout=10)
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=5)
        if self._own is not None:
            self._own.dispose()
        if self._life is not None:
            self._life.invalidate()  # ends the session, and with it the lock; a pooled one would keep it
            self._life.close()

    def _run(self, errand: Errand, *args: Any) -> None:
        key = str(DBOS.workflow_id)
        self._active.add(key)
        try:
            self._patiently(lambda: errand(*args))
        finally:
            self._active.discard(key)

    def _come_alive(self) -> str:
        self._life = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        while not alive.hold(self._life, name := alive.new_name()):
            log.info("%s is taken", name)
        return name

    def _sweep(self, seconds: float) -> None:
        while not self._over.wait(seconds):
            try:
                self._stay_alive()
                self.take_over()
            except sa.exc.DBAPIError as error:
                log.warning("take-over paused: %s", type(error).__name__)

    def _stay_alive(self) -> None:
        """When the database dropped our lock, take it again; whoever holds it has declared us dead."""
        assert self._life is not None
        assert self.worker is not None
        if not self._life.closed:
            try:
                self._life.execute(sa.text("SELECT 1"))
            except sa.exc.DBAPIError:
                self._life.invalidate()
                self._life.close()
                self._gone.clear()
            else:
                return
        self._life = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not alive.hold(self._life, self.worker):
            log.error("%s was away too long and its errands were taken over; it ends", self.worker)
            os.kill(os.getpid(), signal.SIGTERM)

    def take_over(self) -> int:
        """Bring back the running errands of workers that are no more. Returns how many."""
        assert self._life is not None
        running = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        living = alive.living(self._life)
        taken = self._bring_back_stranded(
            [run.workflow_id for run in running if run.executor_id == self.worker]
        )
        for name in self._gone.look({run.executor_id for run in running if run.executor_id} - living):
            if not alive.hold(self._life, name):
                continue
            try:
                left = [run.workflow_id for run in running if run.executor_id == name]
                DBOS.resume_workflows(left, queue_name=QUEUE)
                taken += len(left)
                log.info("took over %d errands of %s", len(left), name)
            finally:
                alive.let_go(self._life, name)
        return taken

    def _bring_back_stranded(self, ours: list[str]) -> int:
        """An errand given to us that could not start, the database being away, runs nowhere: owe it again."""
        left = self._stranded.look(key for key in ours if key not in self._active)
        if left:
            DBOS.resume_workflows(left, queue_name=QUEUE)
            log.info("%d errands were given to this worker and not started; they are owed again", len(left))
        return len(left)


def _bookkeeping(url: str) -> sa.Engine:
    """The engine's own connections, whose commits do not wait for the disk.

    What must not be lost is on disk before they write: an errand is owed, and its transaction recorded with
    the rows it made, on our own connections. The log is written in order, so a server that loses power may
    only forget the newest of this bookkeeping; the errand then runs again and finds its transaction done,
    the same as when a worker dies between the two.
    """
    engine = sa.create_engine(url, pool_size=10, max_overflow=0, pool_timeout=30, pool_pre_ping=True)

    @sa.event.listens_for(engine, "connect")
    def set_up(connection: Any, _: object) -> None:
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET idle_in_transaction_session_timeout = '60s'")
        connection.commit()  # the pool's rollback would undo it

    return engine


def _named(name: str, errand: Errand) -> Errand:
    def run(*args: Any) -> None:
        errand(*args)

    run.__name__ = run.__qualname__ = name
    return run


def _quiet() -> None:
    """The engine's own log speaks at every start; ours says what matters."""
    logging.getLogger("dbos").setLevel(logging.ERROR)
