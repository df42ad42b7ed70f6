"""What calls cost on the simulated X: prices, one charge a resource and UTC day, credits that run out.

Prices are X's pay-per-use ones (pricing page, 2026-08-22) in millionths of a dollar. Users and posts that
come along under `includes` are not charged. Where X leaves a price open (a summoned reply with a link, an
event of a deletion) the ledger takes the dearer for the link and nothing for the deletion.

>>> from datetime import UTC, datetime
>>> ledger, at = Ledger(), datetime(2026, 3, 1, tzinfo=UTC)
>>> ledger.read("search", "post", ["7", "8"], at), ledger.read("stream", "post", ["8"], at)
(10000, 0)
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

PRICES: Mapping[str, int] = {
    "post": 5_000, "owned": 1_000, "user": 10_000, "dm_event": 10_000, "counts": 5_000,
    "create": 15_000, "create_link": 200_000, "create_summoned": 10_000, "delete": 10_000, "dm": 15_000,
    "metadata": 5_000, "message": 10_000, "free": 0,
}  # fmt: skip
MOST_POSTS_A_MONTH = 3_000_000


@dataclass(slots=True)
class Ledger:
    """Money spent by one app. `credits` in millionths of a dollar; None never runs out."""

    credits: int | None = None
    spent: int = 0
    by_operation: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    posts_by_day: Counter[date] = field(default_factory=Counter)
    _charged: set[tuple[date, str, str]] = field(default_factory=set)

    @property
    def left(self) -> int | None:
        """Credits left; None where they never run out."""
        return None if self.credits is None else max(0, self.credits - self.spent)

    def read(self, operation: str, kind: str, ids: Iterable[str], at: datetime) -> int:
        """Charges for what was read, each resource once a UTC day; returns the charge."""
        day, due = at.astimezone(UTC).date(), 0
        sort = "post" if kind == "owned" else kind
        for one in ids:
            if (day, sort, one) in self._charged:
                continue
            self._charged.add((day, sort, one))
            due += PRICES[kind]
            self.posts_by_day[day] += sort == "post"
        return self._due(operation, due)

    def charge(self, operation: str, kind: str) -> int:
        """Charges for one act; returns the charge."""
        return self._due(operation, PRICES[kind])

    def posts_this_month(self, at: datetime) -> int:
        """Posts read in the month of this moment: X stops at 3 million."""
        month = at.astimezone(UTC).date().replace(day=1)
        return sum(many for day, many in self.posts_by_day.items() if day.replace(day=1) == month)

    def _due(self, operation: str, micro: int) -> int:
        self.spent += micro
        self.by_operation[operation] += micro
        self.calls[operation] += 1
        return micro
