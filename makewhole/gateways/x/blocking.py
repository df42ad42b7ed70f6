"""The client's face for ordinary threads: the same names, each waiting for its answer on the process's one
loop.

`of(account)` speaks as another account, `app` as the app itself; all share one wire, so X's windows are kept
in one place.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal

import httpx

from makewhole.gateways.wire import TIMEOUT, Json, Sent, Undeliverable
from makewhole.gateways.x.access import APP, Access, Typed
from makewhole.gateways.x.chat import PrivateMessages
from makewhole.gateways.x.client import AsyncX
from makewhole.gateways.x.compliance import Kind
from makewhole.gateways.x.dialect import Dialect
from makewhole.gateways.x.ledger import Ledger
from makewhole.gateways.x.listening import RulesAdded
from makewhole.gateways.x.loop import run
from makewhole.gateways.x.private import Ways
from makewhole.gateways.x.shapes import (
    Account,
    Connection,
    Job,
    Looked,
    Rule,
    Subscription,
    Trace,
    Usage,
    Verdict,
    Webhook,
)
from makewhole.gateways.x.tap import Tap
from makewhole.gateways.x.wire import Wire
from makewhole.gateways.x.writing import Poll

Accounts = Callable[[str], Access]


class XClient:
    """One account's calls to X, safe to share between threads. Raises `TheirFault`; a "no" is a value. What
    each method takes and gives is said at its namesake of `AsyncX`."""

    def __init__(
        self,
        base_url: str | Wire,
        token: str | Access,
        *,
        app: str | Access = "",
        accounts: Accounts | None = None,
        dialect: Dialect = Dialect.TWEET,
        timeout: httpx.Timeout = TIMEOUT,
        ledger: Ledger | None = None,
        now: Callable[[], datetime] | None = None,
        http: httpx.AsyncClient | None = None,
        private: Ways | None = None,
    ) -> None:
        """`token` is the main account's; `app` the app's own (without one the main account speaks for it);
        `accounts` gives access to the others by user id. `private` is what the main account's private
        messages go through. A wire for the address brings its own settings."""
        wire = (
            base_url
            if isinstance(base_url, Wire)
            else Wire(base_url, dialect=dialect, timeout=timeout, ledger=ledger, now=now, http=http)
        )
        main = Typed(token) if isinstance(token, str) else token
        for_app: Access = (Typed(app, APP) if app else main) if isinstance(app, str) else app
        self._speaking = self._main = AsyncX(wire, main)
        self._private: PrivateMessages = private(self._main) if private else self._main
        self._as_app = AsyncX(wire, for_app)
        self._accounts = accounts
        self._others: dict[str, XClient] = {}

    @property
    def asynchronous(self) -> AsyncX:
        """The same voice, for code that runs on the process's loop (`loop.loop()`)."""
        return self._speaking

    @property
    def account(self) -> str:
        """Whose voice this is: a user id, "app", or "main" for a token that has not said whose it is."""
        return self._speaking.access.account

    @property
    def app(self) -> "XClient":
        """The app's own voice, for streams, webhooks, rules, jobs and usage."""
        return self._with(self._as_app)

    def of(self, account: str) -> "XClient":
        """The voice of an account, by its user id: the main one's, or that of another connected one."""
        if self._accounts is None or account == self._main.access.account:
            return self._with(self._main)
        # A typed token has not said whose it is; X says it, once.
        if isinstance(self._main.access, Typed) and run(self._main.me()).id == account:
            return self._with(self._main)
        if account not in self._others:
            self._others[account] = self._with(AsyncX(self._speaking.wire, self._accounts(account)))
        return self._others[account]

    def _with(self, speaking: AsyncX) -> "XClient":
        other = XClient.__new__(XClient)
        other._speaking, other._main, other._as_app = speaking, self._main, self._as_app
        other._private = self._private if speaking is self._main else speaking
        other._accounts, other._others = self._accounts, self._others
        return other

    def close(self) -> None:
        """Give the connections back."""
        run(self._speaking.wire.close())

    def stream(self) -> Tap:
        """The filtered stream's lines: iterate in this thread, close from any."""
        return Tap(self._speaking.stream())

    def activity_stream(self) -> Tap:
        """The activity stream's lines: iterate in this thread, close from any."""
        return Tap(self._speaking.activity_stream())

    def publish(
        self,
        text: str,
        *,
        reply_to: str | None = None,
        poll: Poll | None = None,
        media_ids: Sequence[str] = (),
        deep_link_to: str | None = None,
        made_with_ai: bool = False,
        paid_partnership: bool = False,
    ) -> Sent | Undeliverable:
        """Post as this account and give the post's id."""
        return run(
            self._speaking.publish(
                text,
                reply_to=reply_to,
                poll=poll,
                media_ids=media_ids,
                deep_link_to=deep_link_to,
                made_with_ai=made_with_ai,
                paid_partnership=paid_partnership,
            )
        )

    def me(self) -> Account:
        """The account this token speaks for."""
        return run(self._speaking.me())

    def user(self, handle: str) -> Account | None:
        """The account behind a handle (with or without @), or None."""
        return run(self._speaking.user(handle))

    def users(self, ids: Sequence[str]) -> tuple[Account, ...]:
        """The accounts with these ids."""
        return run(self._speaking.users(ids))

    def post(self, post_id: str) -> Json | None:
        """One post as `{"data", "includes"}`, or None when it is gone or hidden from us."""
        return run(self._speaking.post(post_id))

    def posts(self, ids: Sequence[str]) -> Looked:
        """Posts by id, and those X names as gone."""
        return run(self._speaking.posts(ids))

    def search(
        self, query: str, since_id: str | None = None, until: str | None = None, most: int = 500
    ) -> list[Json]:
        """Posts of the last seven days that fit a query."""
        return run(self._speaking.search(query, since_id, until, most))

    def count(self, query: str) -> int:
        """How many posts of the last seven days fit a query."""
        return run(self._speaking.count(query))

    def mentions(
        self, user_id: str, since_id: str | None = None, until: str | None = None, most: int = 800
    ) -> list[Json]:
        """Posts that mention an account."""
        return run(self._speaking.mentions(user_id, since_id, until, most))

    def own_posts(self, since: datetime) -> tuple[Trace, ...]:
        """What this account posted since a moment."""
        return run(self._speaking.own_posts(since))

    def own_replies_to(self, post_id: str, conversation_id: str | None = None) -> tuple[Trace, ...]:
        """Our own replies to one post, found by recent search (seven days back)."""
        return run(self._speaking.own_replies_to(post_id, conversation_id))

    def messages(self, user_id: str | None = None, since_id: str | None = None) -> list[Json]:
        """Private messages, with one person or with all, 30 days back."""
        return run(self._private.messages(user_id, since_id))

    def own_messages_to(self, user_id: str) -> tuple[Trace, ...]:
        """Our own messages to one person (30 days back)."""
        return run(self._private.own_messages_to(user_id))

    def reply(self, text: str, in_reply_to: str) -> Sent | Undeliverable:
        """Post a reply as this account and give its id."""
        return run(self._speaking.reply(text, in_reply_to))

    def delete(self, post_id: str) -> Sent | Undeliverable:
        """Delete a post of this account."""
        return run(self._speaking.delete(post_id))

    def hide(self, post_id: str, hidden: bool = True) -> Sent | Undeliverable:
        """Hide somebody's reply under a post of this account, or show it again."""
        return run(self._speaking.hide(post_id, hidden))

    def direct_message(self, user_id: str, text: str, media_id: str | None = None) -> Sent | Undeliverable:
        """Send one private message and give the event's id."""
        return run(self._private.direct_message(user_id, text, media_id))

    def rules(self) -> tuple[Rule, ...]:
        """The rules of the filtered stream."""
        return run(self._speaking.rules())

    def add_rules(self, wanted: Sequence[tuple[str, str]]) -> RulesAdded | Undeliverable:
        """Add rules, each a value and a tag."""
        return run(self._speaking.add_rules(wanted))

    def delete_rules(self, ids: Sequence[str]) -> int | Undeliverable:
        """Delete rules."""
        return run(self._speaking.delete_rules(ids))

    def webhooks(self) -> tuple[Webhook, ...]:
        """Our addresses that X knows."""
        return run(self._speaking.webhooks())

    def register_webhook(self, url: str) -> Sent | Undeliverable:
        """Register our address for events."""
        return run(self._speaking.register_webhook(url))

    def revalidate_webhook(self, webhook_id: str) -> bool | Undeliverable:
        """Have X challenge an address again."""
        return run(self._speaking.revalidate_webhook(webhook_id))

    def delete_webhook(self, webhook_id: str) -> bool | Undeliverable:
        """Have X forget an address."""
        return run(self._speaking.delete_webhook(webhook_id))

    def replay(self, webhook_id: str, since: datetime, until: datetime) -> Sent | Undeliverable:
        """Have X send again what it sent between two moments of the last 24 hours."""
        return run(self._speaking.replay(webhook_id, since, until))

    def subscriptions(self) -> tuple[Subscription, ...]:
        """What X tells us of."""
        return run(self._speaking.subscriptions())

    def subscribe(
        self, event_type: str, user_id: str, webhook_id: str | None = None, tag: str | None = None
    ) -> Sent | Undeliverable:
        """Ask to be told of one kind of activity of one account, at a webhook or in the activity stream."""
        return run(self._speaking.subscribe(event_type, user_id, webhook_id, tag))

    def unsubscribe(self, subscription_id: str) -> bool | Undeliverable:
        """No longer be told."""
        return run(self._speaking.unsubscribe(subscription_id))

    def connections(self) -> tuple[Connection, ...]:
        """Streams of this app that X holds open."""
        return run(self._speaking.connections())

    def drop_connections(self) -> int | Undeliverable:
        """Have X close every stream of this app."""
        return run(self._speaking.drop_connections())

    def usage(self) -> Usage:
        """Posts read in this month against the plan's cap."""
        return run(self._speaking.usage())

    def upload(
        self, content: bytes, media_type: str, use: Literal["tweet", "dm"] = "tweet"
    ) -> Sent | Undeliverable:
        """Send a picture or film up, wait until X has worked on it, and give its id."""
        return run(self._speaking.upload(content, media_type, use))

    def describe(self, media_id: str, alt: str) -> Sent | Undeliverable:
        """Say in words what a picture shows."""
        return run(self._speaking.describe(media_id, alt))

    def media_of_message(self, url: str) -> bytes | Undeliverable:
        """A picture of a private message, by the address that came with it."""
        return run(self._speaking.media_of_message(url))

    def download(self, url: str) -> bytes | Undeliverable:
        """A picture or film of a public post, from X's own hosts, at most 100 MB."""
        return run(self._speaking.download(url))

    def compliance_job(self, kind: Kind, ids: Sequence[str], name: str = "") -> Sent | Undeliverable:
        """Begin a job over these ids."""
        return run(self._speaking.compliance_job(kind, ids, name))

    def compliance_jobs(self, kind: Kind) -> tuple[Job, ...]:
        """Jobs of the last seven days."""
        return run(self._speaking.compliance_jobs(kind))

    def compliance_result(self, job_id: str) -> tuple[Verdict, ...] | str:
        """What became of the ids X has something to say of."""
        return run(self._speaking.compliance_result(job_id))
