"""The processes of a storm: the database, two workers and the web door, started for real and killed for real.

Knows how to start, notice and kill them; what they do is theirs. The order file makes effect points deadly:
whoever passes one dies at once (makewhole.effects). A process is forked from one that has done the
importing and nothing else, so that a death costs a moment and not seconds; from there on it is `makewhole
serve` or `makewhole work`.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import httpx
import psycopg
from sqlalchemy.engine import make_url

from makewhole.main import cli
from makewhole.main.terminal import UNAVAILABLE
from makewhole.store.server import Server

ROOT = str(Path(__file__).parents[3])
STARTS_WITHIN = 120.0
_pause = threading.Event()
_forge = multiprocessing.get_context("forkserver")


class NeverCame(AssertionError):
    """Something that had to happen did not happen in time."""


def wait(seconds: float) -> None:
    """Let the other processes work."""
    _pause.wait(seconds)


@dataclass(slots=True)
class Process:
    """One of our processes under a name, with the arguments that start it again."""

    name: str
    arguments: tuple[str, ...]
    running: ForkServerProcess


def be(arguments: tuple[str, ...], folder: str, said: str) -> None:
    """What a forked process does: be `makewhole` with these arguments, speaking to a file."""
    out = os.open(said, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.chdir(folder)
    sys.argv = ["makewhole", *arguments]
    cli.main()


@dataclass(slots=True)
class House:
    """The house as processes. `env` is theirs; `folder` holds data, logs and the order file."""

    folder: Path
    env: dict[str, str]
    web_url: str
    server: Server
    processes: dict[str, Process] = field(default_factory=dict)
    deaths: Counter[str] = field(default_factory=Counter)
    deadly: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        # The process that forks takes our environment when it is first asked; the modules it imports read the
        # order file's name then. Ours were imported before and never die by it.
        os.environ.update(self.env, MAKEWHOLE_STORM=str(self.order))
        _forge.set_forkserver_preload(["makewhole.main.cli", __name__])
        self.logs.mkdir()

    @property
    def order(self) -> Path:
        """The file that names the deadly point."""
        return self.folder / "order"

    @property
    def logs(self) -> Path:
        """Where the processes' output goes."""
        return self.folder / "logs"

    def start(self, name: str, *arguments: str) -> None:
        """Start a process of ours under a name."""
        said = str(self.logs / f"{name}.log")
        running = _forge.Process(target=be, args=(arguments, str(self.folder), said), name=name)
        running.start()
        self.processes[name] = Process(name, arguments, running)

    def look_after(self) -> list[str]:
        """Start again whatever has died; returns names. A process that dies of itself is a finding."""
        risen = []
        for process in list(self.processes.values()):
            code = process.running.exitcode
            if code is None:
                continue
            if code == UNAVAILABLE:
                self.deaths[f"{process.name} gave up starting without a database"] += 1
            elif code != -signal.SIGKILL:
                self.deaths[f"{process.name} ended by itself with {code}"] += 1
            self.start(process.name, *process.arguments)
            risen.append(process.name)
        return risen

    def kill(self, name: str) -> None:
        """`kill -9` a worker, the web door or the database's first process."""
        if name == "database":
            pid = self.server.postmaster()
            if pid is None:
                return
            os.kill(pid, signal.SIGKILL)
        else:
            running = self.processes[name].running
            if running.exitcode is not None:
                return
            running.kill()
            running.join()
        self.deaths[f"kill -9 {name}"] += 1

    def ask(self, points: Sequence[str]) -> None:
        """Make effect points deadly for the next process that passes one of them."""
        fresh = self.folder / "order.new"
        fresh.write_text("\n".join(points), encoding="utf-8")
        fresh.rename(self.order)

    def recall(self) -> None:
        """Make no point deadly any more."""
        self.order.unlink(missing_ok=True)

    def died_at(self) -> str | None:
        """The deadly point at which a process has just died, once."""
        done = self.order.with_suffix(".done")
        if not done.exists():
            return None
        point = done.read_text(encoding="utf-8").strip()
        done.unlink()
        self.deadly[point] += 1
        return point

    def web_answers(self) -> bool:
        """Whether the web door is open."""
        try:
            return httpx.get(f"{self.web_url}/healthz", timeout=10).status_code == 200
        except httpx.HTTPError:
            return False

    def database(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection of our own, waiting for a database that is just coming back."""
        url = make_url(self.server.url).set(drivername="postgresql").render_as_string(hide_password=False)
        deadline = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                return psycopg.connect(url, autocommit=True, connect_timeout=5)
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise NeverCame("the database did not come back") from error
                wait(0.1)

    def until_up(self) -> None:
        """Wait until the web door answers."""
        deadline = time.monotonic() + STARTS_WITHIN
        while not self.web_answers():
            self.look_after()
            if time.monotonic() > deadline:
                raise NeverCame(f"the web door did not open; see {self.logs}")
            wait(0.1)

    def end(self) -> None:
        """Stop everything, kindly first."""
        for process in self.processes.values():
            process.running.terminate()
        for process in self.processes.values():
            process.running.join(15)
            if process.running.exitcode is None:
                process.running.kill()
                process.running.join()
        self.server.stop()
