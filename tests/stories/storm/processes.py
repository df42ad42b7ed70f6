"""The processes of a storm: the database, two workers and the web door, started for real and killed for real.

Knows how to start, notice and kill them; what they do is theirs. The order file makes an effect point
deadly: whoever passes it dies at once (makewhole.effects).
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
from sqlalchemy.engine import make_url

from makewhole.store.server import Server

MAKEWHOLE = (sys.executable, "-m", "makewhole")
ROOT = str(Path(__file__).parents[3])
STARTS_WITHIN = 180.0
_pause = threading.Event()


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
    running: subprocess.Popen[bytes]
    since: float


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
        # The order goes by an environment variable, read once when the process starts.
        self.logs.mkdir(exist_ok=True)
        with (self.logs / f"{name}.log").open("ab") as said:
            running = subprocess.Popen(
                [*MAKEWHOLE, *arguments],
                env={**os.environ, **self.env, "MAKEWHOLE_STORM": str(self.order), "PYTHONPATH": ROOT},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd=self.folder,
            )
        self.processes[name] = Process(name, arguments, running, time.monotonic())

    def look_after(self) -> list[str]:
        """Start again whatever has died; returns names. A process that dies of itself is a finding, not a
        death."""
        risen = []
        for process in list(self.processes.values()):
            code = process.running.poll()
            if code is None:
                continue
            if code != -signal.SIGKILL:
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
            process = self.processes[name]
            if process.running.poll() is not None:
                return
            process.running.kill()
            process.running.wait()
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
            return httpx.get(f"{self.web_url}/healthz", timeout=2).status_code == 200
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
            try:
                process.running.wait(15)
            except subprocess.TimeoutExpired:
                process.running.kill()
                process.running.wait()
        self.server.stop()
