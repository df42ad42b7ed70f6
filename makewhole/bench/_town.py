"""What a measurement of the whole house stands on: a database of its own, and processes beside it.

Everything lives in a temporary folder and ends with the measurement. Rates are taken by several clients on
threads of this process, the same for the bare database and for ours; what workers did is timed by the
engine's own stamps, so that a worker's start is not counted.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa

from makewhole import durable
from makewhole.bench import _hand
from makewhole.bench._hand import BRAND, HANDLE, Places
from makewhole.desk.house import House
from makewhole.store import brands, database, log
from makewhole.store.server import Server

CLIENTS = 8
_pause = threading.Event()
T = TypeVar("T")


@dataclass
class Town:
    """A running house: its places, the house itself as this process has it, and who is started beside it."""

    places: Places
    house: House
    folder: Path

    @contextmanager
    def workers(self, count: int) -> Iterator[None]:
        """So many worker processes, started at once."""
        with ExitStack() as stack:
            for started in [_process("worker", self.places) for _ in range(count)]:
                stack.enter_context(started)
            yield

    @contextmanager
    def door(self) -> Iterator[str]:
        """The web door; gives host:port."""
        with _process("door", self.places) as said:
            yield said["door"]

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """Rows of a question to the database."""
        with self.house.database.reading() as conn:
            return list(conn.execute(sa.text(sql), values))

    def rests(self, seconds: float = 600.0) -> None:
        """Wait until nothing is owed now and every statement has its leaf."""
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            with self.house.database.reading() as conn:
                if not sum(durable.waiting(conn).values()) and not log.unsealed(conn, 1):
                    return
            _pause.wait(0.25)
        raise SystemExit("the workers did not come to rest; the measurement is void")

    def drained(self, errands: Sequence[str], count: int, workers: int) -> float:
        """Start workers on what is owed, wait for rest: how many a second of `count`, from the engine's first
        start of one of these errands to its last end."""
        since = int(time.time() * 1000)
        with self.workers(workers):
            self.rests()
        ((first, last, failed),) = self.rows(
            "SELECT min(started_at_epoch_ms), max(completed_at), count(*) FILTER (WHERE status = 'ERROR')"
            " FROM dbos.workflow_status WHERE name = ANY(:e) AND started_at_epoch_ms >= :s",
            e=list(errands),
            s=since,
        )
        if failed:
            raise SystemExit(f"{failed} errands ended in an error; the measurement is void")
        return count * 1000 / (int(last) - int(first))


@contextmanager
def town(scale: int = 1, *, as_x_allows: bool = False) -> Iterator[Town]:
    """A house on a server of its own, with its outside parties in a process beside it.

    Time runs `scale` times as fast in it; `as_x_allows`: X takes no more than the real one does.
    """
    with (
        tempfile.TemporaryDirectory(prefix="makewhole-bench-", ignore_cleanup_errors=True) as made,
        ExitStack() as stack,
    ):
        folder = Path(made)
        folder.chmod(0o711)
        server = stack.enter_context(Server(folder / "database"))
        plan = Places(
            server.url, str(folder / "keys"), scale=scale, since=time.time(), as_x_allows=as_x_allows
        )
        said = stack.enter_context(_process("parties", plan))
        places = replace(plan, x=said["x"], payment=said["payment"], carriers=said["carriers"])
        house = _hand.house(places)
        stack.callback(house.database.close)
        database.upgrade(house.database)
        durable.migrate(house.database.url)
        with house.database.writing() as conn:
            brands.put(conn, BRAND, "Halden Home", [HANDLE], "EUR", house.clock.now(), attested=True)
        yield Town(places, house, folder)


@contextmanager
def _process(role: str, places: Places) -> Iterator[dict[str, str]]:
    child = subprocess.Popen(
        [sys.executable, "-m", "makewhole.bench._hand", role, places.text()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        line = child.stdout.readline()
        if not line:
            raise SystemExit(f"the {role} did not start (see above)")
        yield json.loads(line)
    finally:
        child.stdin.close()
        child.wait(30)
        child.stdout.close()


def rate(
    work: Callable[[T, int], object], items: int, opened: Callable[[], T], clients: int = CLIENTS
) -> float:
    """Calls a second of `work(own, number)` for every number below `items`, by several clients at once.

    Each client works with what `opened` gave it; opening is not counted.
    """
    own = [opened() for _ in range(clients)]
    numbers, lock = iter(range(items)), threading.Lock()

    def run(mine: T) -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            work(mine, number)

    with ThreadPoolExecutor(clients) as pool:
        begun = time.perf_counter()
        for client in [pool.submit(run, mine) for mine in own]:
            client.result()  # raises what broke: the measurement is void then
        return items / (time.perf_counter() - begun)


def bare_inserts(places: Places, items: int) -> float:
    """The database's own rate: one row of 400 bytes a commit."""
    url = sa.make_url(places.database).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(
            "CREATE TABLE IF NOT EXISTS bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body text)"
        )
    opened: list[psycopg.Connection[Any]] = []

    def connect() -> psycopg.Connection[Any]:
        opened.append(psycopg.connect(url, autocommit=True))
        return opened[-1]

    try:
        return rate(
            lambda conn, _: conn.execute("INSERT INTO bare (body) VALUES (%s)", ("x" * 400,)), items, connect
        )
    finally:
        for conn in opened:
            conn.close()


def owe_empty(town: Town, items: int, name: str) -> float:
    """Empty errands owed a second, one a commit."""

    def owe(_: None, number: int) -> None:
        with town.house.database.writing() as conn:
            durable.owe(conn, _hand.EMPTY, f"{name}-{number}")

    return rate(owe, items, lambda: None)


def surroundings() -> str:
    """What the machine is and what else it does: a busy one lowers the rates, and the ratios less."""
    return f"{os.cpu_count()} cores, load before the run {os.getloadavg()[0]:.1f}"


def say(what: str, figure: float, unit: str = "/s", beside: str = "") -> None:
    """One line of the result; a whole number is a count."""
    told = f"{figure:12,}   " if isinstance(figure, int) else f"{figure:12,.2f}"
    print(f"{what:58} {told} {unit:4} {beside}".rstrip(), flush=True)
