"""X's rate limits, remembered: whether we may ask now, before asking.

Two memories an operation. What X's own answers tell in their headers, for the account that asked (15 minutes
and 24 hours) and for the app (24 hours); and our own count against X's published window of the app, which no
header tells while we speak as an account. Time is X's: it is read from the answers' `date` and runs on by
a steady clock, so a wrong clock of ours does no harm. The memory is one process's; X counts for all, and its
429 is heard beside this.

>>> windows = Windows(lambda: 0.0)
>>> windows.heard("mentions", "7", {"date": "Sun, 22 Nov 2026 03:00:00 GMT",
...     "x-rate-limit-limit": "300", "x-rate-limit-remaining": "0", "x-rate-limit-reset": "1795317600"})
>>> windows.wait("mentions", "7"), windows.wait("mentions", "8")
(1200, 0)
"""

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from makewhole.gateways.x.operations import operation

_LONGEST = 86_400
_FAMILIES = (("x-rate-limit", "own"), ("x-user-limit-24hour", "day"), ("x-app-limit-24hour", "app day"))


@dataclass(slots=True)
class _Left:
    remaining: int
    reset: float


class Windows:
    """What is left of each window. Used on one event loop, so it needs no lock."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._ahead: float | None = None
        self._told: dict[tuple[str, str, str], _Left] = {}
        self._counted: dict[str, _Left] = {}

    def wait(self, name: str, account: str) -> int:
        """Whole seconds until this may be asked; 0 is now."""
        now, longest = self._now(), 0.0
        known = [self._told.get(key) for key in _keys(name, account)]
        for left in (*known, self._counted.get(name)):
            if left is not None and left.remaining <= 0 and left.reset > now:
                longest = max(longest, left.reset - now)
        return min(math.ceil(longest), _LONGEST)

    def asked(self, name: str) -> None:
        """Count one request against the app's published window."""
        limit = operation(name).app
        if limit is None:
            return
        left, now = self._counted.get(name), self._now()
        if left is None or left.reset <= now:
            left = self._counted[name] = _Left(limit.calls, now + limit.seconds)
        left.remaining -= 1

    def heard(self, name: str, account: str, headers: Mapping[str, str]) -> None:
        """Remember what an answer's headers tell; what can't be read is left out."""
        self._learn(headers.get("date", ""))
        for (prefix, _), key in zip(_FAMILIES, _keys(name, account), strict=True):
            remaining, reset = headers.get(f"{prefix}-remaining", ""), headers.get(f"{prefix}-reset", "")
            if remaining.isdecimal() and reset.isdecimal():
                self._told[key] = _Left(int(remaining), float(reset))

    def refused(self, name: str, account: str, seconds: int) -> None:
        """X said 429: nothing is left for so many seconds, whatever its headers told."""
        key = _keys(name, account)[0]
        told = self._told.get(key)
        until = self._now() + seconds
        if told is None or told.remaining > 0 or told.reset < until:
            self._told[key] = _Left(0, until)

    def left(self, name: str, account: str) -> int | None:
        """How many requests the account has left in its present window; None where X has not said."""
        told = self._told.get(_keys(name, account)[0])
        return told.remaining if told is not None and told.reset > self._now() else None

    def _now(self) -> float:
        return self._steady() + (self._ahead or 0.0)

    def _learn(self, date: str) -> None:
        try:
            theirs = parsedate_to_datetime(date).timestamp()
        except ValueError:
            return
        if self._ahead is None:
            # Windows counted before X told its time were counted from zero; they begin again.
            self._counted.clear()
        self._ahead = theirs - self._steady()


def _keys(name: str, account: str) -> list[tuple[str, str, str]]:
    return [(kind, name, "" if kind == "app day" else account) for _, kind in _FAMILIES]
