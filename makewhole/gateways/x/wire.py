"""One process's line to X: asks one operation at a time, and keeps what every call has in common.

Before asking it looks whether X's windows allow it; it carries the account's token and renews it once after a
401; it bounds the time and the size of each answer; it tells the ledger what an answer cost. What X refuses
comes back as an answer, what X breaks is `TheirFault`. A wire lives on one event loop.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

import httpx

from makewhole.clock import Clock
from makewhole.gateways.wire import (
    TIMEOUT,
    Json,
    NotLetIn,
    TheirFault,
    document,
    judge,
    unheard,
    wait_named_by,
)
from makewhole.gateways.x import price
from makewhole.gateways.x.access import Access
from makewhole.gateways.x.dialect import Dialect
from makewhole.gateways.x.ledger import Call, Ledger, NoLedger, charged_to
from makewhole.gateways.x.operations import Operation, operation
from makewhole.gateways.x.windows import Windows

LARGEST_ANSWER = 16_000_000
"""Bytes of an answer we read; 100 posts with all their includes are under one million."""

LONGEST_CALL = 30.0
"""Seconds one request may take from first to last byte, however slowly it drips."""

QUIET = 25.0
"""Seconds a stream may be silent; X sends a keep-alive every 20, so a longer silence is a dead line."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: an operation, what fills its path, query and body. `text` and `reply` price a post."""

    operation: str
    at: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    body: Json | None = None
    part: tuple[bytes, int] | None = None
    text: str = ""
    reply: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What X answered: 2xx or a refusal."""

    status: int
    body: Json
    content: bytes = b""

    @property
    def refused(self) -> bool:
        """Whether X said no."""
        return self.status >= 400


class Wire:
    """The line. `now` is the house's clock; `http` is for who listens in; `longest` and `quiet`: seconds."""

    def __init__(
        self,
        base_url: str,
        *,
        dialect: Dialect = Dialect.TWEET,
        timeout: httpx.Timeout = TIMEOUT,
        ledger: Ledger | None = None,
        now: Callable[[], datetime] | None = None,
        http: httpx.AsyncClient | None = None,
        longest: float = LONGEST_CALL,
        quiet: float = QUIET,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.dialect = dialect
        self.http = http or httpx.AsyncClient(timeout=timeout)
        # Whose time runs faster than the world's is told when X's windows end by their own clock.
        self.windows = Windows() if now is None else Windows(lambda: now().timestamp())
        self._ledger: Ledger = ledger or NoLedger()
        self._longest, self._quiet = longest, quiet
        self._now = now or Clock().now

    async def close(self) -> None:
        """Give the connections back."""
        await self.http.aclose()

    async def ask(self, access: Access, asked: Asked) -> Answer:
        """X's answer, 2xx or a refusal; `TheirFault` for everything else."""
        row = operation(asked.operation)
        self._may(row, access)
        token = await access.bearer()
        try:
            answer = await self._once(row, access, asked, token)
        except NotLetIn:
            # A 401 means that nothing was done, so even a write may be asked again.
            answer = await self._once(row, access, asked, await access.renew(token))
        if not answer.refused:
            resources = _resources(answer.body)
            micro = price.of(row.name, resources, text=asked.text, reply=asked.reply)
            await self.bill(row, access, resources, micro)
        return answer

    async def bill(self, row: Operation, access: Access, resources: int, micro: int) -> None:
        """Tell the ledger of what X charges for: so many resources, at so many micro-dollars together."""
        if micro:
            about, optional = charged_to()
            call = Call(row.name, access.account, resources, micro, about, optional, self._now())
            await asyncio.to_thread(self._ledger.spent, call)

    @asynccontextmanager
    async def open(self, access: Access, asked: Asked) -> AsyncIterator[httpx.Response]:
        """An answer that goes on: its headers are judged, its body is the caller's to read."""
        row = operation(asked.operation)
        self._may(row, access)
        token = await access.bearer()
        try:
            opened = await self._opened(row, access, asked, token)
        except NotLetIn:
            opened = await self._opened(row, access, asked, await access.renew(token))
        try:
            yield opened
        finally:
            await opened.aclose()

    async def _opened(self, row: Operation, access: Access, asked: Asked, token: str) -> httpx.Response:
        request = self._request(row, asked, token, httpx.Timeout(10.0, connect=3.0, read=self._quiet))
        self.windows.asked(row.name)
        try:
            answer = await self.http.send(request, stream=True)
        except (httpx.TransportError, httpx.DecodingError) as fault:
            raise unheard(fault) from fault
        try:
            self._heard(row, access, answer)
            judge(answer)
        except TheirFault:
            await answer.aclose()
            raise
        return answer

    def _may(self, row: Operation, access: Access) -> None:
        wait = self.windows.wait(row.name, access.account)
        if wait:
            raise TheirFault(f"X's window for {row.name} is used up", wait, status=429)

    async def _once(self, row: Operation, access: Access, asked: Asked, token: str) -> Answer:
        request = self._request(row, asked, token, None)
        self.windows.asked(row.name)
        try:
            async with asyncio.timeout(self._longest):
                answer = await self.http.send(request, stream=True)
                try:
                    content = await bounded(answer, LARGEST_ANSWER, writes=row.writes)
                finally:
                    await answer.aclose()
        except TimeoutError as fault:
            raise TheirFault("no answer in time", maybe_done=row.writes) from fault
        except (httpx.TransportError, httpx.DecodingError) as fault:
            raise unheard(fault, writes=row.writes) from fault
        self._heard(row, access, answer)
        whole = httpx.Response(answer.status_code, content=content, headers=_plain(answer.headers))
        judge(whole, writes=row.writes)
        if whole.status_code == 204 or "json" not in answer.headers.get("content-type", "json"):
            return Answer(whole.status_code, {}, content)
        return Answer(whole.status_code, document(whole, writes=row.writes), content)

    def _heard(self, row: Operation, access: Access, answer: httpx.Response) -> None:
        self.windows.heard(row.name, access.account, answer.headers)
        if answer.status_code == 429:
            self.windows.refused(row.name, access.account, wait_named_by(answer, 60))

    def _request(
        self, row: Operation, asked: Asked, token: str, timeout: httpx.Timeout | None
    ) -> httpx.Request:
        # What fills a path came from outside; quoted whole, it can't reach another operation.
        path = row.path.format(**{name: quote(str(value), safe="") for name, value in asked.at.items()})
        options: dict[str, Any] = {"params": dict(asked.params)} if asked.params else {}
        if asked.body is not None:
            options["content"] = json.dumps(asked.body, ensure_ascii=False).encode()
            options["headers"] = {"content-type": "application/json"}
        if asked.part is not None:
            options["files"] = {"media": ("media", asked.part[0], "application/octet-stream")}
            options["data"] = {"segment_index": str(asked.part[1])}
        headers = {**options.pop("headers", {}), "authorization": f"Bearer {token}"}
        if timeout is not None:
            options["timeout"] = timeout
        return self.http.build_request(row.method, self.base_url + path, headers=headers, **options)

    def is_theirs(self, url: str, hosts: tuple[str, ...]) -> bool:
        """Whether an address X gave us lies at a host it is known to use, or at X itself."""
        asked, own = urlsplit(url), urlsplit(self.base_url)
        if (asked.scheme, asked.netloc) == (own.scheme, own.netloc):
            return True
        host = asked.hostname or ""
        return asked.scheme == "https" and any(host == one or host.endswith("." + one) for one in hosts)


async def bounded(answer: httpx.Response, most: int, *, writes: bool = False) -> bytes:
    """The body of an answer, at most `most` bytes; `TheirFault` where it is longer."""
    gathered = bytearray()
    async for chunk in answer.aiter_bytes():
        gathered += chunk
        if len(gathered) > most:
            raise TheirFault(f"the answer is longer than {most} bytes", maybe_done=writes)
    return bytes(gathered)


def _plain(headers: httpx.Headers) -> dict[str, str]:
    # The body was unpacked while it was read.
    return {
        name: value for name, value in headers.items() if name not in ("content-encoding", "content-length")
    }


def _resources(body: Json) -> int:
    data = body.get("data")
    if isinstance(data, list):
        return len(data)
    return 1 if data else 0
