"""Keeps one PostgreSQL running for as long as somebody wants it, and ends it when nobody does.

A program of its own (`python -I watcher.py ...`) that imports nothing of makewhole. It holds the read
end of a named pipe whose write end every makewhole process using the server keeps open; when the last
of them ends, however it ends, the pipe says so and the server is shut down cleanly. A server that dies
by itself is started again. It decides nothing else and touches no data.

>>> arguments(["3", "4", "-1", "-1", "postgres", "-D", "x"]).command
['postgres', '-D', 'x']
"""

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from typing import NamedTuple

TICK = 0.25
"""Seconds between two looks at the server, and the grace in which a new user may still come."""
QUICK = 2.0
"""A server that lived fewer seconds than this never really started."""
TRIES = 14
"""Quick deaths in a row before we give up: after a kill, old backends need a moment to let go of memory."""
PATIENCE = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
"""How the server is asked to end: fast shutdown first, then immediate, then by force; seconds each."""


class Arguments(NamedTuple):
    """The pipe's read end, the lock both we and the server hold, the user to run as (-1: ours)."""

    pipe: int
    lock: int
    uid: int
    gid: int
    command: list[str]


def arguments(words: list[str]) -> Arguments:
    """The command line: four numbers, then the server's own command."""
    pipe, lock, uid, gid = (int(word) for word in words[:4])
    return Arguments(pipe, lock, uid, gid, words[4:])


def _die_with_watcher() -> None:
    # Linux only and only for the case that the watcher itself is killed; nothing else relies on it.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)


def _start(asked: Arguments) -> subprocess.Popen[bytes]:
    other = asked.uid >= 0
    return subprocess.Popen(
        asked.command,
        stdin=subprocess.DEVNULL,
        pass_fds=(asked.lock,),
        user=asked.uid if other else None,
        group=asked.gid if other else None,
        extra_groups=[] if other else None,
        cwd="/",
        preexec_fn=_die_with_watcher,
    )


def _wanted(pipe: int, wait: float) -> bool:
    """Whether any process still holds the write end; looks for at most `wait` seconds."""
    if not select.select([pipe], [], [], wait)[0]:
        return True
    try:
        return os.read(pipe, 4096) != b""
    except BlockingIOError:
        return True


def _shut_down(server: subprocess.Popen[bytes]) -> None:
    for asking, seconds in PATIENCE:
        if server.poll() is not None:
            return
        server.send_signal(asking)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(seconds)


def watch(asked: Arguments) -> int:
    """Run the server until nobody wants it (0) or it won't stay up (1)."""
    os.set_blocking(asked.pipe, False)
    quick = 0
    server, since = _start(asked), time.monotonic()
    while True:
        if not _wanted(asked.pipe, TICK):
            time.sleep(TICK)
            if not _wanted(asked.pipe, 0):
                os.close(asked.pipe)
                _shut_down(server)
                return 0
        if server.poll() is not None:
            quick = quick + 1 if time.monotonic() - since < QUICK else 0
            if quick >= TRIES:
                return 1
            time.sleep(TICK)
            server, since = _start(asked), time.monotonic()


if __name__ == "__main__":
    for heard in (signal.SIGINT, signal.SIGHUP):
        signal.signal(heard, signal.SIG_IGN)
    sys.exit(watch(arguments(sys.argv[1:])))
