"""Open streams of the simulated X: lines, keep-alives, and every way a stream ends or goes quiet.

A line is always sent in two pieces, cut inside a letter of several bytes where there is one, as networks do.
A stream can be closed, cut, stalled, or ended with X's own notice. One filtered stream and two activity
streams may be open at a time.
"""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import uuid4

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from makewhole.simulators.clock import Clock
from makewhole.simulators.x_model import Json
from makewhole.simulators.x_shapes import moment

FILTERED, ACTIVITY = "filtered_stream", "activity_stream"
MOST_OPEN = {FILTERED: 1, ACTIVITY: 2}
_KEPT_HISTORY = 1_000

End = Literal["close", "cut", "disconnect", "stall", "resume"]
ENDS: tuple[End, ...] = ("close", "cut", "disconnect", "stall", "resume")


@dataclass(slots=True)
class Connection:
    """One stream, open or past."""

    endpoint: str
    client_ip: str
    opened: datetime
    id: str = field(default_factory=lambda: str(uuid4()))
    closed: datetime | None = None
    reason: str = ""
    sent: int = 0
    stalled: asyncio.Event | None = None
    queue: asyncio.Queue[bytes | End] = field(default_factory=asyncio.Queue)

    def shape(self) -> Json:
        """As X lists connections."""
        shown: Json = {
            "id": self.id, "endpoint_name": self.endpoint, "connected_at": moment(self.opened),
            "client_ip": self.client_ip,
        }  # fmt: skip
        if self.closed is not None:
            shown |= {"disconnected_at": moment(self.closed), "disconnect_reason": self.reason}
        return shown


@dataclass(slots=True)
class Streams:
    """Every connection; lives in the server's own event loop."""

    clock: Clock
    keep_alive_seconds: float = 20.0
    history: list[Connection] = field(default_factory=list)

    def active(self, endpoint: str | None = None) -> list[Connection]:
        """Connections now open."""
        return [one for one in self.history if one.closed is None and endpoint in (None, one.endpoint)]

    def open(self, endpoint: str, client_ip: str) -> Connection | None:
        """A new connection; None when as many as X allows are open."""
        if len(self.active(endpoint)) >= MOST_OPEN[endpoint]:
            return None
        made = Connection(endpoint, client_ip, self.clock.now())
        self.history = [*self.history[-_KEPT_HISTORY:], made]
        return made

    def send(self, endpoint: str, body: Json) -> None:
        """One line to every open connection of an endpoint."""
        line = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode() + b"\r\n"
        for one in self.active(endpoint):
            one.queue.put_nowait(line)

    def end(self, how: End, connections: list[Connection]) -> int:
        """Does one thing to these connections: `close`, `cut`, `disconnect`, `stall`, `resume`."""
        for one in connections:
            if how == "resume" and one.stalled is not None:
                one.stalled.set()
            else:
                one.queue.put_nowait(how)
        return len(connections)

    def ended(self, one: Connection, reason: str) -> None:
        """Notes that a connection is over."""
        if one.closed is None:
            one.closed, one.reason = self.clock.now(), reason


class Lines(Response):
    """The answer that keeps on coming."""

    media_type = "application/json"

    def __init__(self, streams: Streams, connection: Connection) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._streams = streams
        self._connection = connection

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends until somebody ends it."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        left = asyncio.create_task(_left(receive))
        try:
            # The first keep-alive goes at once, so that a caller knows it is connected.
            await send({"type": "http.response.body", "body": b"\r\n", "more_body": True})
            reason = await self._run(send, left)
        except OSError:
            reason = "ClientDisconnected"
        finally:
            left.cancel()
            self._streams.ended(self._connection, "ServerStopped")
        self._connection.reason = reason

    async def _run(self, send: Send, left: "asyncio.Task[None]") -> str:
        mine = self._connection
        while True:
            said = asyncio.create_task(mine.queue.get())
            await asyncio.wait(
                {said, left},
                timeout=self._streams.keep_alive_seconds,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if left.done():
                said.cancel()
                return "ClientDisconnected"
            if not said.done():
                said.cancel()
                await send({"type": "http.response.body", "body": b"\r\n", "more_body": True})
                continue
            line = said.result()
            if line == "stall":
                mine.stalled = asyncio.Event()
                await asyncio.wait(
                    {asyncio.create_task(mine.stalled.wait()), left}, return_when=asyncio.FIRST_COMPLETED
                )
            elif line == "cut":
                return "UpstreamUncleanDisconnect"  # no last piece: the server breaks the line
            elif line == "close":
                await send({"type": "http.response.body", "body": b""})
                return "Closed"
            elif line == "disconnect":
                await send({"type": "http.response.body", "body": _NOTICE, "more_body": False})
                return "OperationalDisconnect"
            elif isinstance(line, bytes):
                await _in_two(send, line)
                mine.sent += 1


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _in_two(send: Send, line: bytes) -> None:
    wide = next((place for place, byte in enumerate(line) if byte >= 0xC0), None)
    at = len(line) // 2 if wide is None else wide + 1
    await send({"type": "http.response.body", "body": line[:at], "more_body": True})
    await asyncio.sleep(0)
    await send({"type": "http.response.body", "body": line[at:], "more_body": True})


_NOTICE = (
    json.dumps(
        {
            "errors": [
                {
                    "title": "operational-disconnect",
                    "disconnect_type": "UpstreamOperationalDisconnect",
                    "detail": "This stream has been disconnected upstream for operational reasons.",
                    "type": "https://api.twitter.com/2/problems/operational-disconnect",
                }
            ]
        }
    ).encode()
    + b"\r\n"
)
