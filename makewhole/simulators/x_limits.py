"""X's rate limits: windows per operation, account and app, told in each answer's headers.

Figures are X's published ones (rate-limits page, 2026-08-22). A plain name is a window of each account, a
name with `_day` a second one beside it, a name with `.app` the app's. A refused call counts in none.

>>> from datetime import UTC, datetime
>>> limits = Limits({"dm": (1, 900)})
>>> at = datetime(2026, 1, 1, tzinfo=UTC)
>>> limits.spend("dm", "42", at)[0], limits.spend("dm", "42", at)[0]
(True, False)
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

DAY = 86_400
PUBLISHED: Mapping[str, tuple[int, int]] = {
    "search": (300, 900), "search.app": (450, 900),
    "mentions": (300, 900), "mentions.app": (450, 900),
    "counts.app": (300, 900),
    "post": (5_000, 900), "post.app": (3_500, 900),
    "users": (900, 900), "users.app": (300, 900),
    "create": (100, 900), "create.app": (10_000, DAY),
    "delete": (50, 900), "hide": (50, 900),
    "dm": (15, 900), "dm_day": (1_440, DAY), "dm.app": (1_440, DAY),
    "dm_events": (15, 900),
    "media": (1_875, 900), "media.app": (180_000, DAY), "metadata": (500, 900),
    "stream.app": (50, 900), "rules.app": (450, 900), "rules_write.app": (100, 900),
    "webhooks.app": (450, 900), "replay.app": (100, 900),
    "subscriptions.app": (500, 900), "activity.app": (450, 900),
    "compliance.app": (150, 900), "usage.app": (50, 900), "connections.app": (25, 900),
}  # fmt: skip
"""Calls allowed and the window's length in seconds, by operation."""

_APP = "app"


@dataclass(slots=True)
class Limits:
    """Counts calls in fixed windows that open with the first call."""

    table: Mapping[str, tuple[int, int]] = field(default_factory=lambda: PUBLISHED)
    speed: int = 1
    """Windows pass so many times as fast."""
    open: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    """End of the window and calls in it, by name and account."""
    refused: Counter[str] = field(default_factory=Counter)
    """Calls that were one too many, by operation."""

    def spend(self, operation: str, account: str | None, now: datetime) -> tuple[bool, dict[str, str]]:
        """Whether one more call is allowed, and the headers that tell what is left.

        `account` is None for a call with the app's own token.
        """
        second = now.timestamp()
        windows = [(name, who) for name, who in self._windows(operation, account) if name in self.table]
        used = {}
        for window in windows:
            ends, before = self.open.get(window, (0, 0))
            fresh = second >= ends
            length = self.table[window[0]][1] / self.speed
            # A window ends on a whole second, the one its header names.
            used[window] = (int(second + length), 1) if fresh else (ends, before + 1)
        full = [window for window in windows if used[window][1] > self.table[window[0]][0]]
        if full:
            self.refused[operation] += 1
        else:
            self.open |= used
        return not full, self._headers(windows, used, full)

    def _windows(self, operation: str, account: str | None) -> list[tuple[str, str]]:
        of_app = (f"{operation}.app", _APP)
        if account is None:
            return [of_app]
        # An app's window of 15 minutes is for calls with its own token; a day's is for all its accounts.
        days = self.table.get(of_app[0], (0, 0))[1] == DAY
        return [(operation, account), (f"{operation}_day", account), *([of_app] if days else [])]

    def _headers(
        self,
        windows: list[tuple[str, str]],
        used: Mapping[tuple[str, str], tuple[int, int]],
        full: list[tuple[str, str]],
    ) -> dict[str, str]:
        headers: dict[str, str] = {}
        for window in sorted(windows, key=lambda one: one in full):
            allowed, length = self.table[window[0]]
            ends, count = used[window]
            told = {"limit": allowed, "remaining": max(0, allowed - count), "reset": ends}
            if length == DAY:
                whose = "app" if window[0].endswith(".app") else "user"
                headers |= {f"x-{whose}-limit-24hour-{name}": str(value) for name, value in told.items()}
            if length != DAY or window in full or len(windows) == 1:
                headers |= {f"x-rate-limit-{name}": str(value) for name, value in told.items()}
        return headers
