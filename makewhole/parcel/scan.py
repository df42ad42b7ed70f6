"""A scan: one thing a carrier said of a parcel, in our words, and the words there are.

What scans come to together is decided in `journey`.

>>> Scan(moment("2026-11-21T09:30:00+01:00")[0], "in_transit", "Leipzig", "DE").at.hour
8
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from makewhole import tables
from makewhole.parcel.reasons import REASONS

TABLE: dict[str, dict[str, Any]] = tables.read("makewhole.parcel", "statuses.toml")
"""The rows of statuses.toml."""
STATUSES: dict[str, str] = {status: row["says"] for status, row in TABLE.items()}
"""Every status a scan or a parcel can have, with what it means."""
ENDS: frozenset[str] = frozenset(status for status, row in TABLE.items() if row.get("ends"))
ONWARD: frozenset[str] = frozenset(status for status, row in TABLE.items() if row.get("onward"))
"""A step on the way out, which a parcel once handed over has behind it."""
CONDITIONS: frozenset[str] = frozenset({"intact", "damaged", "opened", "wet", "short", "repacked"})
"""What a carrier can say of the parcel's outside; "short" is a package or weight missing."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One thing a carrier said: when (aware UTC), which of `STATUSES`, where, and in its own words.

    `offset_known` is False where the carrier gave local time without a zone and UTC was assumed, so the time
    may be off by up to 14 hours. `reason` is one of `reasons.REASONS`, `holder` who has the parcel after it
    (a carrier's name, "customs", "consignee"), `condition` one of `CONDITIONS`; None where nothing was said
    of it. A naive time or a word that is in no table raises `ValueError`.
    """

    at: datetime
    status: str
    place: str | None = None
    country: str | None = None
    words: str | None = None
    source: str | None = None
    offset_known: bool = True
    reason: str | None = None
    holder: str | None = None
    condition: str | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a scan's time names its zone; `moment` reads one that does not")
        if self.status not in STATUSES:
            raise ValueError(f"{self.status!r} is no status; what we have no word for is 'unknown'")
        if self.reason is not None and self.reason not in REASONS:
            raise ValueError(f"{self.reason!r} is no reason; see makewhole/parcel/reasons.toml")
        if self.condition is not None and self.condition not in CONDITIONS:
            raise ValueError(
                f"{self.condition!r} is no condition; allowed are {', '.join(sorted(CONDITIONS))}"
            )


def moment(written: str) -> tuple[datetime, bool] | None:
    """An ISO 8601 time as (aware UTC, whether it named its zone); None where it is no time.

    >>> moment("2026-11-21T09:30:00+01:00"), moment("2026-11-21 09:30")[1], moment("yesterday")
    ((datetime.datetime(2026, 11, 21, 8, 30, tzinfo=datetime.timezone.utc), True), False, None)
    """
    try:
        at = datetime.fromisoformat(written.strip())
        return (at.replace(tzinfo=UTC), False) if at.tzinfo is None else (at.astimezone(UTC), True)
    except (ValueError, OverflowError):
        return None
