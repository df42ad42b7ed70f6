"""The one clock: what time it is in the house, and how long a stretch of it takes in the world.

Doors read it once and hand `now` down. Every duration in makewhole is house time; where it becomes real
waiting (a delayed workflow, a page that refreshes, a simulator's settlement) it passes through here, so
that a seeded year runs in minutes through the real engine. Scale 1 is plain time.

>>> from datetime import UTC, datetime, timedelta
>>> start = datetime(2026, 1, 1, tzinfo=UTC)
>>> fast = Clock(scale=60, origin=start, since=start)
>>> fast.house(start + timedelta(minutes=1)) == start + timedelta(hours=1)
True
>>> fast.real(timedelta(hours=1))
datetime.timedelta(seconds=60)
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Clock:
    """House time runs `scale` times as fast as the world's, and was `origin` when the world's was `since`."""

    scale: int = 1
    origin: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    since: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    def __post_init__(self) -> None:
        if self.scale < 1:
            raise ValueError(f"time_scale is {self.scale}; it must be a whole number of at least 1")

    def now(self) -> datetime:
        """House time, aware, in UTC."""
        return self.house(datetime.now(UTC))

    def house(self, world: datetime) -> datetime:
        """The house time at a moment of the world's."""
        return self.origin + (world - self.since) * self.scale

    def world(self, house: datetime) -> datetime:
        """The moment of the world at which the house reads `house`."""
        return self.since + (house - self.origin) / self.scale

    def real(self, duration: timedelta) -> timedelta:
        """How long a stretch of house time takes in the world."""
        return duration / self.scale
