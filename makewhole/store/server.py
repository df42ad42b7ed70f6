"""A PostgreSQL of our own for a data folder, for installations that point us at none.

`database` decides: the URL we were given, else a server started here as a child. One data folder has one
server; every makewhole process that asks for the same folder (`serve` and `work` side by side) shares it,
and it ends when the last of them does, even by `kill -9` (see `watcher`). We never connect to a server
that neither a URL nor our own data folder names. What the tables hold is decided elsewhere.

>>> normal("postgres://app:s3cret@db.example/makewhole")
'postgresql+psycopg://app:s3cret@db.example/makewhole'
"""

import contextlib
import fcntl
import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from makewhole.store import cluster, watcher
from makewhole.store.binaries import for_cluster
from makewhole.store.place import Place, choose, runnable
from makewhole.store.trouble import Unavailable

NAME = "makewhole"
"""The user and the database of a server of ours."""
STARTS_WITHIN = 120.0
"""Seconds a start may take; recovery after a crash is most of it."""
WRITE = "write postgresql://user:password@host:5432/name"
LINGERS = 1.0
"""Seconds after which a server that still answers is taken to be kept by another process."""

log = logging.getLogger("makewhole.store")
_pause = threading.Event()


def normal(url: str) -> str:
    """A PostgreSQL URL with the driver named; `Unavailable` for any other kind of URL."""
    try:
        parsed = make_url(url)
    except ArgumentError as no:
        raise Unavailable(
            "DATABASE_URL is not a URL", "write postgresql://user:password@host:5432/name"
        ) from no
    if parsed.drivername not in ("postgres", "postgresql", "postgresql+psycopg"):
        raise Unavailable(
            f"DATABASE_URL names {parsed.drivername} and makewhole speaks PostgreSQL alone",
            WRITE,
        )
    return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


@contextlib.contextmanager
def database(url: str | None, data: Path) -> Iterator[str]:
    """The URL to work with for as long as the context lasts: `url`, else that of a server for `data`."""
    if url:
        yield normal(url)
        return
    with Server(data) as server:
        yield server.url


class Server:
    """The server of one data folder, ours to start or to share.

    `start` gives its URL, which stays the same over restarts; `stop` lets go of it. Raises `Unavailable`.
    """

    def __init__(self, data: Path, programs: tuple[Path, ...] | None = None) -> None:
        """`programs` are the `bin` folders to look in, by default every one this machine has."""
        self.data = data.expanduser().absolute()
        self.programs = programs
        self.url = ""
        self.place: Place | None = None
        self._pipe: int | None = None
        self._watcher: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> str:
        """Start the server, or join the one another process of ours runs for this folder."""
        cluster.make_data_folder(self.data)
        deadline = time.monotonic() + STARTS_WITHIN
        lock = os.open(self.data / "server.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            while not self._took(lock):
                if self._joined():
                    return self.url
                if time.monotonic() > deadline:
                    raise Unavailable(
                        f"another process holds {self.data} and its server doesn't answer",
                        "end that process, or give this one another data folder",
                    )
                _pause.wait(0.1)
            self._launch(lock, deadline)
        finally:
            os.close(lock)
        return self.url

    def stop(self) -> None:
        """Let go of the server; one started here has ended on return, unless others still use it."""
        if self._pipe is not None:
            os.close(self._pipe)
            self._pipe = None
        child, self._watcher = self._watcher, None
        since = time.monotonic()
        while child is not None and child.poll() is None:
            if time.monotonic() - since > LINGERS and self._answers():
                return
            _pause.wait(0.05)

    def postmaster(self) -> int | None:
        """The process id of the running server's first process, None while there is none."""
        return cluster.postmaster(self.place.cluster) if self.place else None

    def _took(self, lock: int) -> bool:
        # Our server inherits the lock, so it is free only when no process of it is left.
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _joined(self) -> bool:
        try:
            state = json.loads((self.data / "server.json").read_text(encoding="utf-8"))
            pipe = os.open(Path(state["run"]) / "users", os.O_WRONLY | os.O_NONBLOCK)
        except (OSError, ValueError):
            return False
        self.url, self.place = state["url"], choose(self.data)
        try:
            os.write(pipe, b".")
        except (BrokenPipeError, BlockingIOError):
            os.close(pipe)
            return False
        if not self._answers():
            os.close(pipe)
            return False
        self._pipe = pipe
        return True

    def _launch(self, lock: int, deadline: float) -> None:
        place = self.place = choose(self.data)
        if place.home != self.data:
            log.warning(
                "user %s can't reach %s: its database lives in %s", place.run_as.name, self.data, place.home
            )
        made_with = cluster.made_with(place.cluster)
        programs = runnable(for_cluster(place.cluster, made_with, self.programs), place)
        cluster.create(place, programs)
        told = self.data / "server.log"
        reader, self._pipe = cluster.pipe(place.run / "users")
        user = place.run_as
        who = (user.uid, user.gid) if user.other else (-1, -1)
        words = [str(number) for number in (reader, lock, *who)]
        try:
            with told.open("wb") as said:
                self._watcher = subprocess.Popen(
                    [sys.executable, "-I", watcher.__file__, *words, *cluster.command(place, programs)],
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    pass_fds=(reader, lock),
                    start_new_session=True,
                    cwd="/",
                )
        finally:
            os.close(reader)
        self.url = URL.create(
            "postgresql+psycopg", username=NAME, database=NAME, query={"host": str(place.run)}
        ).render_as_string(hide_password=False)
        self._await(deadline, told)
        cluster.write_state(
            self.data / "server.json", {"url": self.url, "run": str(place.run), "home": str(place.home)}
        )

    def _await(self, deadline: float, told: Path) -> None:
        assert self._watcher is not None
        while not self._created():
            if self._watcher.poll() is not None or time.monotonic() > deadline:
                self.stop()
                assert self.place is not None
                raise Unavailable(*cluster.why(told, self.place.cluster))
            _pause.wait(0.05)

    def _created(self) -> bool:
        """Whether the server answers and has our database, made here on the first start."""
        asked = "select 1 from pg_database where datname = %s"
        try:
            with psycopg.connect(self._conninfo("postgres"), autocommit=True) as connection:
                if connection.execute(asked, (NAME,)).fetchone() is None:
                    connection.execute(sql.SQL("create database {}").format(sql.Identifier(NAME)))
        except psycopg.OperationalError:
            return False
        return True

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._conninfo(NAME)).close()
        except psycopg.OperationalError:
            return False
        return True

    def _conninfo(self, name: str) -> str:
        assert self.place is not None
        return make_conninfo(host=str(self.place.run), user=NAME, dbname=name, connect_timeout=5)
