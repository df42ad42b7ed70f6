"""X's rate limits: a window per operation and account, told in each answer's headers.

Limits are X's published ones for one user (rate-limits page, 2026-08-22).

>>> from datetime import UTC, datetime
>>> limits = Limits({"dm": (1, 900)})
>>> at = datetime(2026, 1, 1, tzinfo=UTC)
>>> limits.spend("dm", "42", at)[0], limits.spend("dm", "42", at)[0]
(True, False)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

PUBLISHED: Mapping[str, tuple[int, int]] = {
    "create": (100, 900),
    "dm": (15, 900),
    "dm_day": (1_440, 86_400),
    "search": (300, 900),
    "mentions": (300, 900),
    "post": (5_000, 900),
    "users": (900, 900),
    "dm_events": (15, 900),
}
"""Calls allowed and the window's length in seconds, by operation."""


@dataclass(slots=True)
class Limits:
    """Counts calls in fixed windows that open with the first call."""

    table: Mapping[str, tuple[int, int]] = field(default_factory=lambda: PUBLISHED)
    _open: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def spend(self, operation: str, account: str, now: datetime) -> tuple[bool, dict[str, str]]:
        """Whether one more call is allowed, and the headers that tell what is left."""
        if operation not in self.table:
            return True, {}
        allowed, length = self.table[operation]
        second = int(now.timestamp())
        ends, used = self._open.get((operation, account), (0, 0))
        if second >= ends:
            ends, used = second + length, 0
        used += 1
        self._open[operation, account] = (ends, used)
        return used <= allowed, {
            "x-rate-limit-limit": str(allowed),
            "x-rate-limit-remaining": str(max(0, allowed - used)),
            "x-rate-limit-reset": str(ends),
        }
