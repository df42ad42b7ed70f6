"""How long to wait before connecting to a stream again, by what ended it: X's own table, as a pure function.

A line that broke: 250 ms more each time, to 16 s. An HTTP error: 5 s, doubled each time, to 320 s. Too many
connections or requests (429): 60 s, doubled each time; X names no end, ours is an hour. A clean close: at
once, the first time; a second in a row waits like a broken line, for X grants 50 connections in 15 minutes.
Source: X docs, filtered stream, disconnections and reconnecting, 2026-08-22.

>>> [wait(Ended.LINE, n).total_seconds() for n in (1, 2, 3, 100)]
[0.25, 0.5, 0.75, 16.0]
>>> [wait(Ended.HTTP, n).total_seconds() for n in (1, 2, 7, 99)]
[5.0, 10.0, 320.0, 320.0]
>>> [wait(Ended.BUSY, n).total_seconds() for n in (1, 2, 50)]
[60.0, 120.0, 3600.0]
>>> [wait(Ended.CLEAN, n).total_seconds() for n in (1, 2)]
[0.0, 0.25]
"""

from datetime import timedelta
from enum import Enum


class Ended(Enum):
    """What ended a stream, or kept it from opening."""

    CLEAN = "closed"
    LINE = "line"
    HTTP = "http"
    BUSY = "busy"


_LINE_STEP, _LINE_MOST = timedelta(milliseconds=250), timedelta(seconds=16)
_HTTP_FIRST, _HTTP_MOST = timedelta(seconds=5), timedelta(seconds=320)
_BUSY_FIRST, _BUSY_MOST = timedelta(seconds=60), timedelta(hours=1)


def wait(ended: Ended, times: int) -> timedelta:
    """How long to wait after the `times`-th end of this kind in a row (1 is the first), in X's time."""
    if times < 1:
        raise ValueError(f"times is {times}; the first end is 1")
    if ended is Ended.CLEAN:
        return min((times - 1) * _LINE_STEP, _LINE_MOST)
    if ended is Ended.LINE:
        return min(times * _LINE_STEP, _LINE_MOST)
    first, most = (_HTTP_FIRST, _HTTP_MOST) if ended is Ended.HTTP else (_BUSY_FIRST, _BUSY_MOST)
    # Doubling stops counting long before the number grows too big for a timedelta.
    doubled: int = 2 ** min(times - 1, 12)
    return min(first * doubled, most)
