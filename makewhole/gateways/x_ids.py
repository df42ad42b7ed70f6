"""X's ids as moments: an id holds the millisecond it was given out, so a place in time is a place among ids.

Source: X docs, "Twitter IDs (snowflake)", 2026-08-22. Ids are text everywhere; a text that is no number has
no moment.

>>> from datetime import UTC, datetime, timedelta
>>> first = at(datetime(2026, 11, 22, 12, tzinfo=UTC))
>>> first, earlier(first, timedelta(hours=1)) == at(datetime(2026, 11, 22, 11, tzinfo=UTC))
('2124472963691446272', True)
>>> newest(["99", "100", ""]), earlier("5", timedelta(hours=1))
('100', '0')
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

_EPOCH_MS = 1_288_834_974_657
_SHIFT = 22


def at(moment: datetime) -> str:
    """The smallest id given out at a moment (aware)."""
    return str(max(0, int(moment.timestamp() * 1000) - _EPOCH_MS) << _SHIFT)


def earlier(number: str, by: timedelta) -> str:
    """The id given out so much before another one."""
    milliseconds = int(by.total_seconds() * 1000)
    return str(max(0, int(number) - (milliseconds << _SHIFT))) if number.isdecimal() else "0"


def newest(numbers: Iterable[str]) -> str:
    """The newest of some ids; empty where there is none."""
    return max(numbers, key=_place, default="")


def oldest(numbers: Iterable[str]) -> str:
    """The oldest of some ids; empty where there is none."""
    return min(numbers, key=_place, default="")


def _place(number: str) -> tuple[int, str]:
    return len(number), number
