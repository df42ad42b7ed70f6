"""Pages that stay true: one listener a process, and a stream of fresh parts for each open page.

The desk tells PostgreSQL which topic changed (`claim:3`, `thread:7`, `inbox:shop`) when its transaction
commits. One connection here listens, wakes the pages that show that topic, and each renders its part again
from the rows. A wake-up that is lost costs a delay, never the truth: pages also look again by themselves.
"""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable

import psycopg
import structlog
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

CHANNEL = "makewhole_page"
_LOOK_AGAIN = 5.0
_LIFE_SECONDS = 900.0

log = structlog.get_logger(__name__)


class Live:
    """The listener and those who wait on it. `start` and `stop` belong to the application's life."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("postgresql+psycopg://", "postgresql://", 1)
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[str, set[asyncio.Event]] = {}

    def start(self) -> None:
        """Listen, on a thread of its own."""
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._listen, daemon=True, name="live")
        self._thread.start()

    def stop(self) -> None:
        """Let open streams end and stop listening."""
        self._over.set()
        for events in self._waiting.values():
            for event in events:
                event.set()

    def stream(self, topic: str, part: Callable[[], str | None]) -> StreamingResponse:
        """A stream of `part` each time it reads differently; it ends when `part` gives None."""
        return StreamingResponse(
            self._parts(topic, part), media_type="text/event-stream", headers={"x-accel-buffering": "no"}
        )

    async def _parts(self, topic: str, part: Callable[[], str | None]) -> AsyncIterator[str]:
        event = asyncio.Event()
        self._waiting.setdefault(topic, set()).add(event)
        end = asyncio.get_running_loop().time() + _LIFE_SECONDS
        last = await run_in_threadpool(part)
        try:
            # The page was made a moment before its stream began; this part has what changed between.
            yield ": over\n\n" if last is None else _event(last)
            while last is not None and not self._over.is_set() and asyncio.get_running_loop().time() < end:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), _LOOK_AGAIN)
                event.clear()
                fresh = await run_in_threadpool(part)
                if fresh == last:
                    yield ": still here\n\n"
                    continue
                last = fresh
                if fresh is not None:
                    yield _event(fresh)
        finally:
            self._waiting[topic].discard(event)
            if not self._waiting[topic]:
                del self._waiting[topic]

    def _listen(self) -> None:
        while not self._over.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True, application_name="makewhole live") as conn:
                    conn.execute(f"LISTEN {CHANNEL}")
                    while not self._over.is_set():
                        for notice in conn.notifies(timeout=1.0):
                            self._wake(notice.payload)
            except psycopg.Error as error:
                log.warning("live.paused", error=type(error).__name__)
                self._over.wait(1.0)

    def _wake(self, topic: str) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._set, topic)

    def _set(self, topic: str) -> None:
        for event in self._waiting.get(topic, ()):
            event.set()


def _event(text: str) -> str:
    """Text as one server-sent event."""
    return "".join(f"data: {line}\n" for line in text.splitlines()) + "\n"
