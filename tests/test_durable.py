"""The durable engine on a real database: owed with the rows, run once, taken over from the dead."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from makewhole import durable
from makewhole.durable import alive
from makewhole.store.database import Database
from makewhole.store.trouble import Unavailable
from tests.world import until

CHILD = Path(__file__).with_name("durable_child.py")


def kept(database: Database) -> list[str]:
    with database.reading() as conn:
        return list(
            conn.execute(sa.text("SELECT key FROM house WHERE key LIKE 'ran%' ORDER BY key")).scalars()
        )


def test_an_errand_owed_in_a_transaction_that_is_undone_never_runs(database: Database) -> None:
    engine = durable.Engine(database.engine, database.url)
    ran = threading.Event()
    engine.register("hello", lambda number: ran.set() if number == 2 else engine.transact("x", _never))
    engine.launch()
    try:
        try:
            with database.writing() as conn:
                durable.owe(conn, "hello", "hello-1", 1)
                raise KeyError("undone")
        except KeyError:
            pass
        with database.writing() as conn:
            durable.owe(conn, "hello", "hello-2", 2)
        assert ran.wait(10)
        with database.reading() as conn:
            assert not durable.failures(conn)
    finally:
        engine.close()


def _never(conn: sa.Connection) -> None:
    raise AssertionError("this errand was never owed")


def test_a_key_owed_many_times_runs_once(database: Database) -> None:
    engine = durable.Engine(database.engine, database.url)
    runs: list[int] = []
    engine.register("count", runs.append)
    for _ in range(5):
        with database.writing() as conn:
            durable.owe(conn, "count", "count-1", 1)
    engine.launch()
    try:
        with database.writing() as conn:
            durable.owe(conn, "count", "count-1", 1)
            durable.owe(conn, "count", "count-2", 2)
        until(lambda: 2 in runs)
        assert runs.count(1) == 1
    finally:
        engine.close()


def test_a_failed_errand_is_counted_and_runs_again_when_asked(database: Database) -> None:
    engine = durable.Engine(database.engine, database.url)
    broken = [True]

    def shaky(number: int) -> None:
        if broken[0]:
            raise RuntimeError("a bug of ours")

    engine.register("shaky", shaky)
    engine.launch()
    try:
        with database.writing() as conn:
            durable.owe(conn, "shaky", "shaky-1", 1)

        def failed() -> bool:
            with database.reading() as conn:
                return durable.failures(conn) == {"shaky": 1}

        until(failed)
        broken[0] = False
        assert durable.again(database.url) == 1
        until(lambda: not failed())
    finally:
        engine.close()


def test_the_work_of_a_worker_that_was_killed_is_taken_over(database: Database) -> None:
    child = subprocess.Popen(
        [sys.executable, str(CHILD), database.url],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(CHILD.parent.parent)},
    )
    assert child.stdout is not None
    with database.writing() as conn:
        durable.owe(conn, "slow", "slow-1", 1)
    assert child.stdout.readline().strip() == "in the middle"
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert kept(database) == ["ran-first-1"]
    engine = durable.Engine(database.engine, database.url)

    def slow(number: int) -> None:
        engine.transact("first", lambda conn: _note(conn, f"ran-first-{number}"))
        engine.step("out", lambda: None)
        engine.transact("last", lambda conn: _note(conn, f"ran-last-{number}"))

    engine.register("slow", slow)
    engine.launch(sweep_seconds=0.2, grace_seconds=0.5)
    try:
        until(lambda: kept(database) == ["ran-first-1", "ran-last-1"])
    finally:
        engine.close()


def _note(conn: sa.Connection, key: str) -> None:
    conn.execute(sa.text("INSERT INTO house VALUES (:k, '1')"), {"k": key})


def test_what_ended_long_ago_is_forgotten_and_what_waits_is_kept(database: Database) -> None:
    engine = durable.Engine(database.engine, database.url)
    ran = threading.Event()
    engine.register("hello", lambda number: ran.set())
    engine.launch()
    try:
        with database.writing() as conn:
            durable.owe(conn, "hello", "hello-1", 1)
            durable.owe(conn, "hello", "hello-2", 2, at=datetime.now(UTC) + timedelta(days=9))
        assert ran.wait(10)

        def ended() -> bool:
            with database.reading() as conn:
                return not durable.waiting(conn)

        until(ended)
        assert durable.tidy(database.url, datetime.now(UTC) - timedelta(days=1)) == 0
        assert durable.tidy(database.url, datetime.now(UTC) + timedelta(seconds=5)) == 1
        with database.reading() as conn:
            left = conn.execute(sa.text("SELECT workflow_uuid FROM dbos.workflow_status")).scalars().all()
        assert left == ["hello-2"]
    finally:
        engine.close()


def test_a_worker_whose_database_went_away_comes_back_under_its_own_name(database: Database) -> None:
    engine = durable.Engine(database.engine, database.url)
    runs: list[int] = []
    engine.register("count", runs.append)
    name = engine.launch(sweep_seconds=0.2)

    def held() -> bool:
        with database.reading() as conn:
            return name in alive.living(conn)

    try:
        assert held()
        with database.engine.connect() as conn:
            conn.execute(
                sa.text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        until(held)
        with database.writing() as conn:
            durable.owe(conn, "count", "count-1", 1)
        until(lambda: runs == [1])
    finally:
        engine.close()


def test_what_a_step_was_doing_when_the_database_went_away_is_done_again(database: Database) -> None:
    engine = durable.Engine(database.engine, database.url, away=(Unavailable,))
    tries: list[int] = []

    def once_away() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise Unavailable("the database cannot be reached", "wait")

    engine.register("away", lambda: engine.step("out", once_away))
    engine.launch()
    try:
        with database.writing() as conn:
            durable.owe(conn, "away", "away-1")
        until(lambda: len(tries) == 2)
        with database.reading() as conn:
            assert durable.failures(conn) == {}
    finally:
        engine.close()


def test_an_errand_given_to_a_worker_and_never_started_is_owed_again(database: Database) -> None:
    engine = durable.Engine(database.engine, database.url)
    runs: list[int] = []
    engine.register("count", runs.append)
    name = engine.launch(sweep_seconds=0.2, grace_seconds=0.3)
    try:
        with database.writing() as conn:
            durable.owe(conn, "count", "count-1", 1, at=datetime.now(UTC) + timedelta(hours=1))
            # As the engine leaves it when the database goes away between giving an errand and starting it.
            conn.execute(
                sa.text("UPDATE dbos.workflow_status SET status = 'PENDING', executor_id = :n"), {"n": name}
            )
        until(lambda: runs == [1])
    finally:
        engine.close()
