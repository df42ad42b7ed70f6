"""A stream on the process's loop, poured out in an ordinary thread.

The reader waits for the next line; anybody may close it, and the reader's loop over it ends. What broke the
stream is raised at the reader. A reader that falls behind holds the stream back after some hundred lines, and
X then ends it: lines are never piled up without end.
"""

import asyncio
import queue
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing

from makewhole.gateways.wire import TheirFault
from makewhole.gateways.x.lines import Line
from makewhole.gateways.x.loop import loop

_MOST_WAITING = 500


class _Nothing:
    """No line, and no end either."""


_NOTHING = _Nothing()


class Tap:
    """Iterate it in one thread; `close` it from any. Also a context manager."""

    def __init__(self, lines: AsyncGenerator[Line]) -> None:
        self._lines = lines
        self._poured: queue.SimpleQueue[Line | TheirFault | None] = queue.SimpleQueue()
        self._room = asyncio.Semaphore(_MOST_WAITING)
        self._work = asyncio.run_coroutine_threadsafe(self._pour(), loop())
        self._work.add_done_callback(lambda _: self._poured.put(None))

    def __iter__(self) -> Iterator[Line]:
        for lines in self.batches(1, None):
            yield from lines

    def batches(self, most: int, seconds: float | None) -> Iterator[list[Line]]:
        """The lines that wait, at most so many at once; an empty list where none came for so long."""
        while True:
            came: list[Line] = []
            last = self._next(seconds)
            while isinstance(last, Line):
                loop().call_soon_threadsafe(self._room.release)
                came.append(last)
                last = _NOTHING if len(came) == most else self._next(0)
            yield came
            if last is None:
                return
            if isinstance(last, TheirFault):
                raise last

    def _next(self, seconds: float | None) -> "Line | TheirFault | _Nothing | None":
        try:
            return self._poured.get(timeout=seconds) if seconds != 0 else self._poured.get_nowait()
        except queue.Empty:
            return _NOTHING

    def __enter__(self) -> "Tap":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; the reader's loop ends after the lines it has."""
        self._work.cancel()

    async def _pour(self) -> None:
        try:
            async with aclosing(self._lines) as lines:
                async for line in lines:
                    await self._room.acquire()
                    self._poured.put(line)
        except TheirFault as fault:
            self._poured.put(fault)
