"""Signed webhooks that a simulated party sends, well or as the plan's faults have it: twice, late, or never.

Each party signs as its documentation says; a wrong secret makes a forged body, which is what a door must
refuse. Nothing here knows what a body says.

>>> signed_by_17track(b"{}", "key")["sign"][:8]
'461a224c'
"""

import asyncio
import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

import httpx

from makewhole.simulators.faults import Faults

_ANSWER_WITHIN_SECONDS = 10.0


def signed_by_17track(body: bytes, key: str) -> dict[str, str]:
    """17TRACK's header: the SHA-256 of the body, a slash and the key."""
    return {"sign": hashlib.sha256(body + b"/" + key.encode()).hexdigest()}


def signed_by_secret(body: bytes, secret: str, header: str) -> dict[str, str]:
    """A header with the base64 of an HMAC-SHA256 over the body: AfterShip, Shopify, WooCommerce."""
    made = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return {header: base64.b64encode(made).decode()}


def as_body(value: Any) -> bytes:
    """A body as these parties write one."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(slots=True)
class Pusher:
    """Sends bodies to one address and counts the answers; lives in the server's own event loop."""

    faults: Faults
    url: str = ""
    answers: list[int] = field(default_factory=list)
    _late: set[asyncio.Task[None]] = field(default_factory=set)

    async def send(self, body: bytes, headers: dict[str, str], path: str = "") -> None:
        """Send a body as the plan has it; without an address nothing is sent."""
        if not self.url or self.faults.happens("event_lost"):
            return
        if self.faults.happens("event_late"):
            task = asyncio.create_task(self._later(body, headers, path))
            self._late.add(task)
            task.add_done_callback(self._late.discard)
            return
        await self._once(body, headers, path)
        if self.faults.happens("event_twice"):
            await self._once(body, headers, path)

    async def _later(self, body: bytes, headers: dict[str, str], path: str) -> None:
        await asyncio.sleep(self.faults.plan.event_late_seconds)
        await self._once(body, headers, path)

    async def _once(self, body: bytes, headers: dict[str, str], path: str) -> None:
        given = {"content-type": "application/json", **headers}
        try:
            async with httpx.AsyncClient(timeout=_ANSWER_WITHIN_SECONDS) as http:
                answer = await http.post(self.url + path, content=body, headers=given)
            self.answers.append(answer.status_code)
        except httpx.HTTPError:
            self.answers.append(0)
