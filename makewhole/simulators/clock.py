"""The simulators' clock: whatever `now` it is given, plus what has been turned on by hand.

>>> from datetime import UTC, datetime
>>> clock = Clock(lambda: datetime(2026, 1, 1, tzinfo=UTC))
>>> clock.advance(60)
>>> clock.now().minute
1
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def real_now() -> datetime:
    """The machine's own time, aware, UTC."""
    return datetime.now(UTC)


class Clock:
    """Reads the injected `now` (aware, UTC) and adds the seconds it was advanced by."""

    def __init__(self, now: Callable[[], datetime] = real_now) -> None:
        self._now = now
        self._turned = timedelta()

    def now(self) -> datetime:
        """The simulator's time."""
        return self._now() + self._turned

    def advance(self, seconds: float) -> None:
        """Turns the clock forward."""
        self._turned += timedelta(seconds=seconds)
