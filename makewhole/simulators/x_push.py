"""Webhooks of the simulated X: it really challenges the address, signs each event, and may send it wrongly.

Faults of the plan apply to events: sent twice, or held back so that later ones overtake. An event nobody took
(no 200 within the time-out) is tried a few times, then kept, and sent again when a replay is asked for.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets as randomness
from dataclasses import dataclass, field
from typing import Any

import httpx

from makewhole.simulators.clock import Clock
from makewhole.simulators.faults import Faults
from makewhole.simulators.x_shapes import moment

Json = dict[str, Any]

_ANSWER_WITHIN_SECONDS = 10.0
_TRIES = 3
_BETWEEN_TRIES_SECONDS = 0.5


@dataclass(slots=True)
class Webhook:
    """A registered address."""

    id: str
    url: str
    created_at: str
    valid: bool = True


@dataclass(frozen=True, slots=True)
class Subscription:
    """One kind of activity of one account, sent to one address."""

    id: str
    event_type: str
    user_id: str
    webhook_id: str
    tag: str


@dataclass(slots=True)
class Pushes:
    """Addresses, subscriptions, and events on their way; lives in the server's own event loop."""

    clock: Clock
    faults: Faults
    client_secret: str
    consumer_secret: str
    webhooks: dict[str, Webhook] = field(default_factory=dict)
    subscriptions: list[Subscription] = field(default_factory=list)
    missed: list[tuple[str, bytes]] = field(default_factory=list)
    delivered: int = 0
    _ids: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def register(self, url: str) -> Webhook | str:
        """The new webhook once it passed the challenge, or the name of X's refusal."""
        if any(hook.url == url for hook in self.webhooks.values()):
            return "DuplicateUrlFailed"
        if not await self._challenged(url):
            return "CrcValidationFailed"
        hook = Webhook(self._next_id(), url, moment(self.clock.now()))
        self.webhooks[hook.id] = hook
        return hook

    async def validate(self, hook: Webhook) -> bool:
        """Challenges a registered address again."""
        hook.valid = await self._challenged(hook.url)
        return hook.valid

    def subscribe(self, event_type: str, user_id: str, webhook_id: str, tag: str) -> Subscription:
        """Adds a subscription."""
        made = Subscription(self._next_id(), event_type, user_id, webhook_id, tag)
        self.subscriptions.append(made)
        return made

    def announce(self, event_type: str, user_id: str, payload: Json, includes: Json | None = None) -> None:
        """Sends an event to every subscription that watches it, without waiting."""
        for one in self.subscriptions:
            hook = self.webhooks.get(one.webhook_id)
            if hook is None or one.event_type != event_type or one.user_id != user_id:
                continue
            data: Json = {
                "event_uuid": self._event_id(), "filter": {"user_id": user_id}, "event_type": event_type,
                "tag": one.tag, "payload": payload,
            }  # fmt: skip
            if includes is not None:
                data["includes"] = includes
            body = json.dumps({"data": data}, ensure_ascii=False, separators=(",", ":")).encode()
            self._send(hook.url, body)
            if self.faults.happens("event_twice"):
                self._send(hook.url, body)

    def replay(self) -> int:
        """Sends every missed event again; returns how many."""
        missed, self.missed = self.missed, []
        for url, body in missed:
            self._send(url, body)
        return len(missed)

    def under_way(self) -> int:
        """Events not yet delivered or given up."""
        return len(self._tasks)

    def _send(self, url: str, body: bytes) -> None:
        late = self.faults.plan.event_late_seconds if self.faults.happens("event_late") else 0.0
        task = asyncio.create_task(self._deliver(url, body, late))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, url: str, body: bytes, late: float) -> None:
        await asyncio.sleep(late)
        headers = {
            "content-type": "application/json",
            "x-twitter-webhooks-signature": _signature(self.consumer_secret, body),
            "x-twitter-webhooks-signature-oauth2": _signature(self.client_secret, body),
        }
        async with httpx.AsyncClient(timeout=_ANSWER_WITHIN_SECONDS) as http:
            for attempt in range(_TRIES):
                if attempt:
                    await asyncio.sleep(_BETWEEN_TRIES_SECONDS * attempt)
                try:
                    answer = await http.post(url, content=body, headers=headers)
                except httpx.HTTPError:
                    continue
                if answer.status_code == 200:
                    self.delivered += 1
                    return
        self.missed.append((url, body))

    async def _challenged(self, url: str) -> bool:
        token = randomness.token_urlsafe(24)
        async with httpx.AsyncClient(timeout=_ANSWER_WITHIN_SECONDS) as http:
            try:
                answer = await http.get(url, params={"crc_token": token})
                said = answer.json()
            except (httpx.HTTPError, ValueError):
                return False
        wanted = {_signature(secret, token.encode()) for secret in (self.client_secret, self.consumer_secret)}
        return answer.status_code == 200 and isinstance(said, dict) and said.get("response_token") in wanted

    def _next_id(self) -> str:
        self._ids += 1
        return str(1_900_000_000_000_000_000 + self._ids)

    def _event_id(self) -> str:
        # X's event ids are signed 64-bit numbers; every other one here is negative.
        self._ids += 1
        number = int.from_bytes(hashlib.sha256(str(self._ids).encode()).digest()[:7])
        return str(-number if self._ids % 2 else number)


def _signature(secret: str, body: bytes) -> str:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return "sha256=" + base64.b64encode(digest).decode()
