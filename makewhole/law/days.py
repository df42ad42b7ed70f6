"""Counting days as the instruments do: the day of the event is not counted, the last day is inside.

>>> months_after(date(2026, 1, 31), 1), years_after(date(2024, 2, 29), 1)
(datetime.date(2026, 2, 28), datetime.date(2025, 2, 28))
"""

import calendar
from datetime import date, timedelta
from functools import lru_cache

_EVERY_MONTH = 28
"""Days that every month has."""


def days_after(start: date, days: int) -> date:
    """The last day of a period of calendar days that begins the day after `start`."""
    return start + timedelta(days=days)


def months_after(start: date, months: int) -> date:
    """The same day of the month, `months` later; the last day of a shorter month."""
    total = start.month - 1 + months
    year, month = start.year + total // 12, total % 12 + 1
    if start.day <= _EVERY_MONTH:
        return date(year, month, start.day)
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def years_after(start: date, years: int) -> date:
    """The same day, `years` later."""
    return months_after(start, 12 * years)


@lru_cache(maxsize=16_384)
def text(day: date) -> str:
    """The day as it is written, as `str(day)`; the same few thousand days are written over and over.

    >>> text(date(2026, 5, 1))
    '2026-05-01'
    """
    return day.isoformat()
