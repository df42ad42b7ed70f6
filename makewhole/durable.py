"""The durable engine, DBOS, behind five verbs: owe, step, transact, launch and close.

An errand is a function that lives seconds. `owe` records, inside the caller's own transaction, that an
errand is to run under a key, at once or at a later moment: the row and the debt commit together, and a
key owed twice runs once. While an errand runs, `step` makes a call out (at least once, its result kept)
and `transact` makes its one transaction (exactly once: result and rows commit together). Any worker may
run any errand; each holds an advisory lock for as long as it lives, and the errands of a worker whose
lock is free are taken over. No other module knows which engine this is, and this one knows no business.
"""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, DBOSConfig, SQLAlchemyDatasource

T = TypeVar("T")
Errand = Callable[..., None]

QUEUE = "errands"
SCHEMA = "dbos"
# Fixed, so that an edit to an errand's source never strands the errands in flight; raised only when an
# errand's order of steps changes in a way that those in flight could not finish.
VERSION = "1"
_LOCKS = 0x6D77  # the class of our advisory locks; the second half is the worker's number

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
    """One worker's share of the durable work on a database."""

    def __init__(self, engine: sa.Engine, url: str) -> None:
        self.engine = engine
        self.url = url
        self.worker: str | None = None
        self._source: SQLAlchemyDatasource | None = None
        self._own: sa.Engine | None = None
        self._errands: dict[str, Errand] = {}
        self._life: sa.Connection | None = None
        self._over = threading.Event()
        self._watch: threading.Thread | None = None

    def register(self, name: str, errand: Errand) -> None:
        """Make an errand known by name; before `launch`."""
        self._errands[name] = errand

    # While an errand runs ------------------------------------------------------------------------

    def step(self, name: str, call: Callable[[], T]) -> T:
        """Make a call out and keep its result. After a crash inside it, it is made again: `call` must be
        idempotent or look before it acts. The result is plain data and holds nothing personal."""
        return DBOS.run_step({"name": name}, call)

    def transact(self, name: str, work: Callable[[sa.Connection], T]) -> T:
        """Run `work` in one transaction, committed together with its result: exactly once."""
        source = self._source
        assert source is not None, "launch first"
        return source.run_tx_step(
            {"name": name, "isolation_level": "READ COMMITTED"},
            lambda: work(source.sql_session().connection()),
        )

    # Life ----------------------------------------------------------------------------------------

    def launch(self, concurrency: int = 16, poll_seconds: float = 0.1, sweep_seconds: float = 1.0) -> str:
        """Take a free worker's name, take back what that worker left, and start working. Returns the name."""
        self.worker = self._come_alive()
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
            DBOS.workflow(name=name)(_named(name, errand))
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

    def _come_alive(self) -> str:
        self._life = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        for number in range(1, 10_000):
            if hold(self._life, number):
                return f"worker-{number}"
        raise RuntimeError("10,000 workers already live on this database")

    def _sweep(self, seconds: float) -> None:
        while not self._over.wait(seconds):
            try:
                self._stay_alive()
                self.take_over()
            except sa.exc.DBAPIError as error:
                log.warning("take-over paused: %s", type(error).__name__)

    def _stay_alive(self) -> None:
        """The lock is the proof of life: when the database dropped it, take the same one again or give up."""
        assert self._life is not None
        assert self.worker is not None
        try:
            self._life.execute(sa.text("SELECT 1"))
        except sa.exc.DBAPIError:
            self._life.invalidate()
            self._life.close()
            self._life = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            if not hold(self._life, _number(self.worker)):
                log.error(
                    "another process took the name %s while the database was away; this one ends", self.worker
                )
                self._over.set()
                raise SystemExit(75) from None

    def take_over(self) -> int:
        """Bring back the running errands of workers that are no more. Returns how many."""
        assert self._life is not None
        running = DBOS.list_workflows(status="PENDING", load_input=False, load_output=False)
        taken = 0
        for gone in sorted({run.executor_id for run in running if run.executor_id} - {self.worker}):
            number = _number(gone)
            if not hold(self._life, number):
                continue
            try:
                left = [run.workflow_id for run in running if run.executor_id == gone]
                DBOS.resume_workflows(left, queue_name=QUEUE)
                taken += len(left)
                log.info("took over %d errands of %s", len(left), gone)
            finally:
                self._life.execute(sa.text("SELECT pg_advisory_unlock(:a, :b)"), {"a": _LOCKS, "b": number})
        return taken


def failures(conn: sa.Connection) -> Mapping[str, int]:
    """How many errands ended in an error of ours, by name: each wants a look, none is forgotten."""
    return _counted(conn, ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"))


def again(url: str) -> int:
    """Run the errands that ended in an error again, from their first step. Returns how many."""
    client = DBOSClient(system_database_url=url, dbos_system_schema=SCHEMA)
    try:
        failed = client.list_workflows(status=["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"], load_input=False)
        for run in failed:
            client.rewind_workflow(run.workflow_id, queue_name=QUEUE)
        return len(failed)
    finally:
        client.destroy()


def waiting(conn: sa.Connection) -> Mapping[str, int]:
    """How many errands are owed or running now, by name; those owed for a later moment are not counted."""
    return _counted(conn, ("ENQUEUED", "PENDING"))


def _counted(conn: sa.Connection, states: tuple[str, ...]) -> Mapping[str, int]:
    rows = conn.execute(
        sa.text(f"SELECT name, count(*) FROM {SCHEMA}.workflow_status WHERE status = ANY(:s) GROUP BY name"),
        {"s": list(states)},
    )
    return {str(row[0]): int(row[1]) for row in rows}


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


def _number(worker: str) -> int:
    return int(worker.rpartition("-")[2]) if worker.startswith("worker-") else 0


def hold(conn: sa.Connection, number: int) -> bool:
    """Try to hold a worker's name for as long as the connection lives: the lock is the proof of life."""
    return bool(
        conn.execute(sa.text("SELECT pg_try_advisory_lock(:a, :b)"), {"a": _LOCKS, "b": number}).scalar()
    )


def _quiet() -> None:
    """The engine's own log speaks at every start; ours says what matters."""
    logging.getLogger("dbos").setLevel(logging.ERROR)
