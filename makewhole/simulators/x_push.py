"""Webhooks of the simulated X: it really challenges the address, signs each event, and may send it wrongly.

Faults of the plan apply to events: sent twice, held back so that later ones overtake, or lost. An event
nobody took (no 200 within the time-out) is tried a few times and then missed; X sends what it sent, taken or
not, again when a replay is asked for, up to 24 hours back. An address is challenged when registered, when
asked, and every half hour once its last good answer is a day old; a wrong answer ends it at once, silence
after 28 hours.
"""

import asyncio
import hashlib
import secrets as randomness
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

import httpx

from makewhole.simulators.clock import Clock
from makewhole.simulators.faults import Faults
from makewhole.simulators.x_model import Json
from makewhole.simulators.x_webhook import Event, Subscription, Webhook, fits, signature, written

_ANSWER_WITHIN_SECONDS = 10.0
_TRIES = 3
_BETWEEN_TRIES_SECONDS = 0.5
_MOST = 5
"""Addresses at once: X gives no figure for pay per use."""
_STAYS_GOOD, _CHALLENGED_EVERY, _GIVEN_UP_AFTER = (
    timedelta(hours=24),
    timedelta(minutes=30),
    timedelta(hours=28),
)
_REPLAYED_BACK_TO = timedelta(hours=24)
MOST_SUBSCRIPTIONS = 1_500

Answer = Literal["good", "wrong", "silent"]


@dataclass(slots=True)
class Pushes:
    """Addresses, subscriptions, and events on their way; lives in the server's own event loop.

    `streamed` takes the events of subscriptions that name no address; `billed` is told of each event's kind.
    """

    clock: Clock
    faults: Faults
    client_secret: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    streamed: Callable[[Json], object] = lambda body: None
    billed: Callable[[str, Json], object] = lambda event_type, payload: None
    webhooks: dict[str, Webhook] = field(default_factory=dict)
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    delivered: int = 0
    _ids: int = 0
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _http: httpx.AsyncClient | None = None

    async def register(self, url: str) -> Webhook | str:
        """The new webhook once it passed the challenge, or the name of X's refusal."""
        if not fits(url):
            return "UrlValidationFailed"
        if any(hook.url == url for hook in self.webhooks.values()):
            return "DuplicateUrlFailed"
        if len(self.webhooks) >= _MOST:
            return "WebhookLimitExceeded"
        if await self._challenged(url) != "good":
            return "CrcValidationFailed"
        now = self.clock.now()
        hook = Webhook(self._next_id(), url, now, now, now)
        self.webhooks[hook.id] = hook
        return hook

    async def validate(self, hook: Webhook) -> bool:
        """Challenges a registered address again; an invalid one becomes valid by a good answer."""
        now = self.clock.now()
        hook.tried_at = now
        answer = await self._challenged(hook.url)
        if answer == "good":
            hook.valid, hook.validated_at = True, now
        elif answer == "wrong" or now - hook.validated_at > _GIVEN_UP_AFTER:
            hook.valid = False
        return answer == "good"

    async def revalidate(self) -> None:
        """Challenges every address that is due by the clock."""
        now = self.clock.now()
        for hook in list(self.webhooks.values()):
            due = now - hook.validated_at >= _STAYS_GOOD and now - hook.tried_at >= _CHALLENGED_EVERY
            if hook.valid and due:
                await self.validate(hook)

    def remove(self, hook: Webhook) -> None:
        """Forgets an address and the subscriptions that name it."""
        del self.webhooks[hook.id]
        self.subscriptions = {one.id: one for one in self.subscriptions.values() if one.webhook_id != hook.id}

    def subscribe(
        self, event_type: str, watched: dict[str, str], webhook_id: str | None, tag: str | None
    ) -> Subscription | None:
        """The new subscription; None when the same is there already."""
        same = (event_type, watched, webhook_id)
        if any((one.event_type, one.filter, one.webhook_id) == same for one in self.subscriptions.values()):
            return None
        now = self.clock.now()
        made = Subscription(self._next_id(), event_type, watched, webhook_id, tag, now, now)
        self.subscriptions[made.id] = made
        return made

    def announce(self, event_type: str, user_id: str, payload: Json, includes: Json | None = None) -> None:
        """Sends an event to every subscription that watches it, without waiting."""
        for one in list(self.subscriptions.values()):
            if one.event_type != event_type or one.filter.get("user_id") != user_id:
                continue
            data: Json = {"event_uuid": self._event_id(), "filter": one.filter, "event_type": event_type}
            data |= {"tag": one.tag} if one.tag else {}
            data |= {"payload": payload} | ({} if includes is None else {"includes": includes})
            self.billed(event_type, payload)
            if one.webhook_id is None:
                self.streamed({"data": data})
            elif one.webhook_id in self.webhooks:
                self._start(self.webhooks[one.webhook_id], {"data": data}, event_type)

    def broadcast(self, event_type: str, payload: Json) -> None:
        """Sends an event to every address, subscribed or not, as a revoked authorization is."""
        data = {"event_uuid": self._event_id(), "filter": {}, "event_type": event_type, "payload": payload}
        for hook in self.webhooks.values():
            self._start(hook, {"data": data}, event_type)

    def replay_missed(self) -> int:
        """Sends every missed event again; returns how many."""
        missed = [one for one in self.events if one.missed and one.hook in self.webhooks]
        for one in missed:
            one.missed = False
            self._send(self.webhooks[one.hook], one)
        return len(missed)

    def again(self, count: int) -> int:
        """Sends the newest events once more, word for word, as somebody who kept them could."""
        newest = [one for one in self.events[-count:] if one.hook in self.webhooks]
        for one in newest:
            self._send(self.webhooks[one.hook], one)
        return len(newest)

    def replay(self, hook: Webhook, since: datetime, until: datetime) -> str:
        """Starts X's own replay: all that was sent in that time, taken or not, then a word that it ended."""
        job, back = self._next_id(), self.clock.now() - _REPLAYED_BACK_TO
        found = [one for one in self.events if one.hook == hook.id and max(since, back) <= one.at < until]
        self._task(self._replayed(hook, job, found))
        return job

    async def _replayed(self, hook: Webhook, job: str, found: list[Event]) -> None:
        for one in found:
            one.missed = False
            await self._deliver(hook, one, 0.0)
        ended = {
            "webhook_id": hook.id, "job_state": "Complete", "job_state_description": "Job completed",
            "job_id": job,
        }  # fmt: skip
        body = written({"replay_job_status": ended})
        await self._deliver(hook, Event(hook.id, body, self.clock.now(), "replay"), 0.0)

    def missed(self) -> int:
        """Events nobody took."""
        return sum(one.missed for one in self.events)

    def under_way(self) -> int:
        """Events not yet delivered or given up."""
        return len(self._tasks)

    async def close(self) -> None:
        """Ends what is under way."""
        for task in self._tasks:
            task.cancel()
        if self._http is not None:
            await self._http.aclose()

    def _start(self, hook: Webhook, body: Json, kind: str) -> None:
        event = Event(hook.id, written(body), self.clock.now(), kind)
        self.events.append(event)
        if self.faults.happens("event_lost"):
            event.missed = True
            return
        self._send(hook, event)
        if self.faults.happens("event_twice"):
            self._send(hook, event)

    def _send(self, hook: Webhook, event: Event) -> None:
        late = self.faults.plan.event_late_seconds if self.faults.happens("event_late") else 0.0
        self._task(self._deliver(hook, event, late))

    def _task(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, hook: Webhook, event: Event, late: float) -> None:
        await asyncio.sleep(late)
        headers = {
            "content-type": "application/json",
            "x-twitter-webhooks-signature": signature(self.consumer_secret, event.body),
            "x-twitter-webhooks-signature-oauth2": signature(self.client_secret, event.body),
        }
        for attempt in range(_TRIES if hook.valid else 0):
            if attempt:
                await asyncio.sleep(_BETWEEN_TRIES_SECONDS * attempt)
            try:
                answer = await self._client().post(hook.url, content=event.body, headers=headers)
            except httpx.HTTPError:
                continue
            if answer.status_code == 200:
                self.delivered += 1
                return
        event.missed = True

    async def _challenged(self, url: str) -> Answer:
        token = randomness.token_urlsafe(24)
        try:
            answer = await self._client().get(url, params={"crc_token": token})
        except httpx.TimeoutException:
            return "silent"
        except httpx.HTTPError as error:
            # A certificate X can't trust ends an address at once; an address that is only away does not.
            return "wrong" if "CERTIFICATE" in str(error) else "silent"
        if answer.status_code >= 400:
            return "silent"
        try:
            said = answer.json()
        except ValueError:
            return "wrong"
        wanted = {signature(secret, token.encode()) for secret in (self.client_secret, self.consumer_secret)}
        good = answer.status_code == 200 and isinstance(said, dict) and said.get("response_token") in wanted
        return "good" if good else "wrong"

    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            self._http = httpx.AsyncClient(timeout=httpx.Timeout(_ANSWER_WITHIN_SECONDS, pool=None))
        return self._http

    def _next_id(self) -> str:
        self._ids += 1
        return str(1_900_000_000_000_000_000 + self._ids)

    def _event_id(self) -> str:
        # X's event ids are signed 64-bit numbers; every other one here is negative.
        self._ids += 1
        number = int.from_bytes(hashlib.sha256(str(self._ids).encode()).digest()[:7])
        return str(-number if self._ids % 2 else number)
