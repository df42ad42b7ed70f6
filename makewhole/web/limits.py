"""How often: token buckets in memory, one a subject and rule.

A subject is a keyed hash (of an address, of an e-mail), never the thing itself. Buckets are this
process's own: with several web processes the limit is that many times as wide, which is accepted. The
number of subjects kept is bounded; the one seen longest ago is dropped first.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` tries at once, and one more every `every` seconds."""

    burst: int
    every: float


class Buckets:
    """All buckets of one rule."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic, keep: int = 20_000) -> None:
        self.rate = rate
        self._clock = clock
        self._keep = keep
        self._seen: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, subject: bytes) -> int:
        """Take one try: 0 if it was there to take, else the whole seconds until the next one is."""
        with self._lock:
            now = self._clock()
            left, at = self._seen.pop(subject, (float(self.rate.burst), now))
            left = min(float(self.rate.burst), left + (now - at) / self.rate.every)
            taken = left >= 1
            self._seen[subject] = (left - 1 if taken else left, now)
            if len(self._seen) > self._keep:
                self._seen.popitem(last=False)
            return 0 if taken else max(1, int((1 - left) * self.rate.every + 0.999))

    def forgive(self, subject: bytes) -> None:
        """Fill the bucket again, after a try that turned out to be honest."""
        with self._lock:
            self._seen.pop(subject, None)
