"""The one event loop of a process on which everything of X runs, for callers in ordinary threads.

It starts when first asked for and ends with the process. What a thread has charged its calls to goes with
them.

>>> async def double(number: int) -> int:
...     return 2 * number
>>> run(double(21))
42
"""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")

_starting = threading.Lock()
_loops: list[asyncio.AbstractEventLoop] = []


def loop() -> asyncio.AbstractEventLoop:
    """The running loop."""
    with _starting:
        if not _loops:
            made = asyncio.new_event_loop()
            threading.Thread(target=made.run_forever, name="x", daemon=True).start()
            _loops.append(made)
        return _loops[0]


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """The result of a coroutine, waited for in this thread; what it raises is raised here."""
    return asyncio.run_coroutine_threadsafe(work, loop()).result()
