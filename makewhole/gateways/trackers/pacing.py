"""How fast a source may be asked: so many calls a second, in this process.

Several processes share one account there; what is then too fast the source answers with 429, which
`gateways.wire` turns into a fault with the wait it names.

>>> turns = Turns(2, clock=lambda: 0.0)
>>> turns.wait(), turns.wait(), turns.wait()
(0.0, 0.0, 1.0)
"""

import threading
import time
from collections.abc import Callable

from makewhole.gateways.wire import TheirFault

_PATIENCE_SECONDS = 5.0


class Turns:
    """A bucket of `per_second` turns; `take` waits for one."""

    def __init__(self, per_second: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_second
        self._clock = clock
        self._lock = threading.Lock()
        self._taken: list[float] = []

    def wait(self) -> float:
        """Take the next turn; returns the seconds until it comes."""
        with self._lock:
            now = self._clock()
            self._taken = self._taken[-self._rate :]
            turn = now if len(self._taken) < self._rate else max(now, self._taken[0] + 1.0)
            self._taken.append(turn)
            return turn - now

    def take(self) -> None:
        """Wait for a turn; where the queue is longer than some seconds, a `TheirFault` that says so."""
        seconds = self.wait()
        if seconds > _PATIENCE_SECONDS:
            with self._lock:
                self._taken.pop()
            raise TheirFault("more is asked at once than the source takes in a second", int(seconds) + 1)
        if seconds > 0:
            threading.Event().wait(seconds)
