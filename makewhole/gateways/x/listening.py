"""Being told: the filtered stream and its rules, webhooks, subscriptions to activity, and open connections.

A stream here is one connection: it ends cleanly, or raises `Dropped` with what ended it, which `backoff`
turns into a wait. Who connects again, and who fills the gap, is decided elsewhere.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from makewhole.gateways.wire import (
    Json,
    NoCredit,
    NotLetIn,
    Sent,
    TheirFault,
    Undeliverable,
    document,
    unheard,
)
from makewhole.gateways.x import price
from makewhole.gateways.x.asking import Asking
from makewhole.gateways.x.backoff import Ended
from makewhole.gateways.x.dialect import Dialect
from makewhole.gateways.x.lines import Cutter, Line
from makewhole.gateways.x.operations import operation
from makewhole.gateways.x.refusals import refusal
from makewhole.gateways.x.shapes import (
    Connection,
    Problem,
    Rule,
    Subscription,
    Usage,
    Webhook,
    many,
    number,
    one,
)
from makewhole.gateways.x.wire import Asked, bounded

_LARGEST_REFUSAL = 100_000
_LONGEST_RULE = 1_024


class Dropped(TheirFault):
    """A stream that broke or would not open, and what ended it."""

    def __init__(self, says: str, ended: Ended, retry_after: int = 5) -> None:
        super().__init__(says, retry_after)
        self.ended = ended

    def __reduce__(self) -> tuple[Any, ...]:
        """Keeps what ended it when it is stored by pickling."""
        return Dropped, (self.says, self.ended, self.retry_after)


@dataclass(frozen=True, slots=True)
class RulesAdded:
    """What became of rules we added: those X took, and why it did not take the others."""

    made: tuple[Rule, ...]
    refused: tuple[Problem, ...]


class Listening(Asking):
    """What makes X tell us of itself. Most of it takes the app's token."""

    def stream(self) -> AsyncGenerator[Line]:
        """The posts that fit the app's rules, as they are made, with keep-alives between. One connection."""
        # The ten stream operations kept the older spelling when all others changed.
        return self._lines("stream", Dialect.TWEET.asking_for_posts())

    def activity_stream(self) -> AsyncGenerator[Line]:
        """The activity we subscribed to without a webhook, as it happens. One connection."""
        return self._lines("activity_stream", {})

    async def _lines(self, name: str, params: Mapping[str, str]) -> AsyncGenerator[Line]:
        cutter, asked = Cutter(), Asked(name, params=params)
        try:
            async with self.wire.open(self.access, asked) as answer:
                if answer.is_error:
                    said = httpx.Response(answer.status_code, content=await bounded(answer, _LARGEST_REFUSAL))
                    rule = refusal(answer.status_code, document(said)).rule
                    raise Dropped(f"X would not open {name}: {rule}", Ended.HTTP, 60)
                async with aclosing(_parts(answer)) as parts:
                    async for part in parts:
                        lines = list(cutter.feed(part))
                        costs = [cost for line in lines if (cost := _cost(name, line))]
                        await self.wire.bill(operation(name), self.access, len(costs), sum(costs))
                        for line in lines:
                            yield line
        except (Dropped, NotLetIn, NoCredit):
            raise
        except TheirFault as fault:
            raise Dropped(fault.says, _ended(fault), fault.retry_after) from fault

    async def rules(self) -> tuple[Rule, ...]:
        """The rules of the filtered stream."""
        pages = self._pages("rules", params={"max_results": "1000"}, pages=2)
        return tuple([rule async for body in pages for rule in many(Rule, body.get("data"))])

    async def add_rules(self, wanted: Sequence[tuple[str, str]]) -> RulesAdded | Undeliverable:
        """Add rules, each a value and a tag. X takes those it can; safe to repeat, a rule is there once."""
        long = [value for value, _ in wanted if len(value) > _LONGEST_RULE]
        if long:
            says = f"A rule has at most {_LONGEST_RULE} characters; {long[0][:40]!r}... has {len(long[0])}."
            return Undeliverable("x.rule", says, "X API v2, filtered stream, rules, 2026-08-22")
        body: Json = {"add": [{"value": value, "tag": tag} for value, tag in wanted]}
        answer = await self.wire.ask(self.access, Asked("change_rules", body=body))
        # A rule that is there already makes X refuse it in `errors`, under a 2xx or a 400 alike.
        problems = many(Problem, answer.body.get("errors"))
        if answer.refused and not problems:
            return refusal(answer.status, answer.body)
        return RulesAdded(many(Rule, answer.body.get("data")), problems)

    async def delete_rules(self, ids: Sequence[str]) -> int | Undeliverable:
        """Delete rules; how many X deleted."""
        answer = await self.wire.ask(self.access, Asked("change_rules", body={"delete": {"ids": list(ids)}}))
        if answer.refused:
            return refusal(answer.status, answer.body)
        meta = answer.body.get("meta")
        summary = meta.get("summary") if isinstance(meta, dict) else None
        return number(summary.get("deleted")) if isinstance(summary, dict) else 0

    async def webhooks(self) -> tuple[Webhook, ...]:
        """Our addresses that X knows."""
        return many(Webhook, (await self._read(Asked("webhooks")) or {}).get("data"))

    async def register_webhook(self, url: str) -> Sent | Undeliverable:
        """Register our address for events; X challenges it before answering."""
        return await self._make(Asked("register_webhook", body={"url": url}), "id")

    async def revalidate_webhook(self, webhook_id: str) -> bool | Undeliverable:
        """Have X challenge an address again; whether it was tried (2.166) or answered rightly (2.167)."""
        said = await self._write(Asked("revalidate_webhook", {"webhook_id": webhook_id}))
        return said if isinstance(said, Undeliverable) else bool(said.get("valid", said.get("attempted")))

    async def delete_webhook(self, webhook_id: str) -> bool | Undeliverable:
        """Have X forget an address."""
        said = await self._write(Asked("delete_webhook", {"webhook_id": webhook_id}))
        return said if isinstance(said, Undeliverable) else bool(said.get("deleted"))

    async def replay(self, webhook_id: str, since: datetime, until: datetime) -> Sent | Undeliverable:
        """Have X send again what it sent between two moments of the last 24 hours; gives the job's id. X
        counts in whole minutes: the first is rounded down and the last up, for an event twice is no harm."""
        last = until.astimezone(UTC)
        minutes = int(last.timestamp()) // 60 + bool(last.timestamp() % 60)
        body = {
            "webhook_id": webhook_id,
            "from_date": since.astimezone(UTC).strftime("%Y%m%d%H%M"),
            "to_date": datetime.fromtimestamp(minutes * 60, UTC).strftime("%Y%m%d%H%M"),
        }
        return await self._make(Asked("replay", body=body), "job_id")

    async def subscriptions(self) -> tuple[Subscription, ...]:
        """What X tells us of."""
        pages = self._pages("subscriptions", params={"max_results": "1000"}, pages=2)
        return tuple([each async for body in pages for each in many(Subscription, body.get("data"))])

    async def subscribe(
        self, event_type: str, user_id: str, webhook_id: str | None = None, tag: str | None = None
    ) -> Sent | Undeliverable:
        """Ask to be told of one kind of activity of one account, at a webhook or in the activity stream.
        Private kinds (mentions, messages) take that account's token."""
        body: Json = {"event_type": event_type, "filter": {"user_id": user_id}}
        body |= {"webhook_id": webhook_id} if webhook_id else {}
        body |= {"tag": tag} if tag else {}
        made = await self._write(Asked("subscribe", body=body))
        if isinstance(made, Undeliverable):
            return made
        read = one(Subscription, made.get("subscription", made))
        if read is None:
            raise TheirFault("X took it and gave no id", maybe_done=True)
        return Sent(read.id)

    async def unsubscribe(self, subscription_id: str) -> bool | Undeliverable:
        """No longer be told."""
        said = await self._write(Asked("unsubscribe", {"subscription_id": subscription_id}))
        return said if isinstance(said, Undeliverable) else bool(said.get("deleted"))

    async def connections(self) -> tuple[Connection, ...]:
        """Streams of this app that X holds open."""
        return many(Connection, (await self._read(Asked("connections")) or {}).get("data"))

    async def drop_connections(self) -> int | Undeliverable:
        """Have X close every stream of this app; how many it closed."""
        said = await self._write(Asked("drop_connections"))
        return said if isinstance(said, Undeliverable) else number(said.get("successful_kills"))

    async def usage(self) -> Usage:
        """Posts read in this month against the plan's cap."""
        return one(Usage, (await self._read(Asked("usage")) or {}).get("data") or {}) or Usage()


def _cost(name: str, line: Line) -> int:
    if line.kind == "post":
        return price.of(name)
    data = line.body.get("data")
    return price.of_event(str(data.get("event_type") or "")) if isinstance(data, dict) else 0


async def _parts(answer: httpx.Response) -> AsyncGenerator[bytes]:
    try:
        async for part in answer.aiter_bytes():
            yield part
    except (httpx.TransportError, httpx.DecodingError) as fault:
        raise unheard(fault) from fault


def _ended(fault: TheirFault) -> Ended:
    if fault.status is None:
        return Ended.LINE
    return Ended.BUSY if fault.status == 429 else Ended.HTTP
