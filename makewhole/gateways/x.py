"""The X API v2, as far as answering needs it: reply, message, and look up what we already said.

X knows no idempotency key, so a write whose answer was lost (`TheirFault.maybe_done`) must be looked up with
`own_replies_to` or `own_messages_to` before anyone writes again. X's rules come back as `Undeliverable`.
Whether we may speak at all is not asked here; `care.manners` decides that. Field names differ between X's own
documents since August 2026: we ask in one `dialect` and read both.

>>> Dialect.TWEET.fields_parameter
'tweet.fields'
"""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import httpx

from makewhole import tables
from makewhole.gateways.wire import TIMEOUT, Json, Sent, TheirFault, Undeliverable, call, document

_PAGES_LOOKED_THROUGH = 5


class Dialect(Enum):
    """Which of X's two spellings to ask in: its guides use the first, its newest OpenAPI the other."""

    TWEET = "tweet"
    POST = "post"

    @property
    def fields_parameter(self) -> str:
        """The query parameter that names the wanted fields of a post."""
        return f"{self.value}.fields"

    def asking_for_posts(self) -> dict[str, str]:
        """Query parameters that bring a post with its author, mentions and what it answers or quotes."""
        fields = "conversation_id,created_at,entities,id,lang,public_metrics,text"
        if self is Dialect.TWEET:
            fields += ",author_id,in_reply_to_user_id,referenced_tweets"
            expansions = "author_id,in_reply_to_user_id,referenced_tweets.id"
        else:
            expansions = "author_id,in_reply_to_user_id,referenced_posts"
        return {self.fields_parameter: fields, "expansions": expansions, "user.fields": _USER_FIELDS}

    def asking_for_messages(self) -> dict[str, str]:
        """Query parameters that bring message events with sender and time."""
        fields = "created_at,entities,event_type,id,text"
        if self is Dialect.TWEET:
            fields += ",sender_id"
        return {"dm_event.fields": fields, "event_types": "MessageCreate", "expansions": "sender_id"}


_USER_FIELDS = "id,name,public_metrics,receives_your_dm,username"


@dataclass(frozen=True, slots=True)
class Trace:
    """Something we already said on X: its id, the text as we wrote it, and when (None: X does not say)."""

    remote_id: str
    text: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Account:
    """A person or brand on X. `takes_messages` is None when X does not say."""

    id: str
    handle: str
    name: str
    followers: int | None = None
    takes_messages: bool | None = None


class XClient:
    """One account's calls to X, safe to share between threads. Raises `TheirFault`; a "no" is a value."""

    def __init__(
        self,
        base_url: str,
        token: str,
        http: httpx.Client | None = None,
        *,
        dialect: Dialect = Dialect.TWEET,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        self._http = http or httpx.Client(timeout=timeout)
        self._base = base_url.rstrip("/")
        self._headers = {"authorization": f"Bearer {token}"}
        self._dialect = dialect
        self._me: Account | None = None

    def close(self) -> None:
        """Gives the connections back."""
        self._http.close()

    def reply(self, text: str, in_reply_to: str) -> Sent | Undeliverable:
        """Posts a reply as this account and gives its id. Not safe to repeat: look it up first."""
        body = {"text": text, "reply": {"in_reply_to_tweet_id": in_reply_to}}
        return self._write("/2/tweets", body, "id")

    def direct_message(self, user_id: str, text: str) -> Sent | Undeliverable:
        """Sends one private message and gives the event's id. Not safe to repeat."""
        return self._write(f"/2/dm_conversations/with/{user_id}/messages", {"text": text}, "dm_event_id")

    def own_replies_to(self, post_id: str, conversation_id: str | None = None) -> tuple[Trace, ...]:
        """Our own replies to one post, found by recent search (seven days back), newest first.

        Without `conversation_id` the post is read first to learn it; an empty answer then also covers a post
        that is gone.
        """
        if conversation_id is None:
            post = self.post(post_id)
            if post is None:
                return ()
            conversation_id = str(post["data"].get("conversation_id") or post_id)
        query = f"conversation_id:{conversation_id} from:{self.me().handle}"
        found = self._pages(
            "/2/tweets/search/recent",
            {"query": query, "max_results": "100", **self._dialect.asking_for_posts()},
            "next_token",
        )
        return tuple(_trace(one) for one in found if post_id in answered_by(one))

    def own_messages_to(self, user_id: str) -> tuple[Trace, ...]:
        """Our own messages to one person (30 days back), newest first."""
        found = self._pages(
            f"/2/dm_conversations/with/{user_id}/dm_events",
            {"max_results": "100", **self._dialect.asking_for_messages()},
            "pagination_token",
        )
        ours = self.me().id
        return tuple(_trace(one) for one in found if str(one.get("sender_id", "")) == ours)

    def post(self, post_id: str) -> Json | None:
        """One post as `{"data", "includes"}`, or None when it is gone or hidden from us."""
        answer = self._read(f"/2/tweets/{post_id}", self._dialect.asking_for_posts())
        if answer is None or not isinstance(answer.get("data"), dict):
            return None
        return {"data": answer["data"], "includes": answer.get("includes") or {}}

    def mentions(self, user_id: str, since_id: str | None = None) -> list[Json]:
        """Posts that mention an account, newest first, each as `{"data", "includes"}`; at most 500 a call."""
        asked = {"max_results": "100", **self._dialect.asking_for_posts()}
        if since_id:
            asked["since_id"] = since_id
        return list(self._posts(f"/2/users/{user_id}/mentions", asked))

    def user(self, handle: str) -> Account | None:
        """The account behind a handle (with or without @), or None."""
        answer = self._read(f"/2/users/by/username/{handle.lstrip('@')}", {"user.fields": _USER_FIELDS})
        return _account(answer)

    user_by_handle = user

    def me(self) -> Account:
        """The account this token speaks for; read once and kept."""
        if self._me is None:
            account = _account(self._read("/2/users/me", {"user.fields": _USER_FIELDS}))
            if account is None:
                raise TheirFault("X does not say whose token this is", 60)
            self._me = account
        return self._me

    def register_webhook(self, url: str) -> Sent | Undeliverable:
        """Registers our address for events; X challenges it before answering."""
        return self._write("/2/webhooks", {"url": url}, "id")

    def subscribe(self, webhook_id: str, event_type: str, user_id: str) -> Sent | Undeliverable:
        """Asks for one kind of activity of one account to be sent to a registered webhook."""
        body = {"event_type": event_type, "filter": {"user_id": user_id}, "webhook_id": webhook_id}
        return self._write("/2/activity/subscriptions", body, "subscription_id")

    def _write(self, path: str, body: Json, id_name: str) -> Sent | Undeliverable:
        answer = call(self._http, "POST", self._base + path, writes=True, json=body, headers=self._headers)
        said = document(answer, writes=True)
        if answer.is_error:
            return _refusal(answer.status_code, said)
        data = said.get("data", said)  # the older document gives a new webhook bare
        inner = data.get("subscription", data) if isinstance(data, dict) else {}
        remote_id = inner.get(id_name) if isinstance(inner, dict) else None
        if not remote_id:
            raise TheirFault("X took it and gave no id", maybe_done=True)
        return Sent(str(remote_id))

    def _read(self, path: str, params: dict[str, str]) -> Json | None:
        answer = call(self._http, "GET", self._base + path, params=params, headers=self._headers)
        if answer.is_success:
            return document(answer)
        if answer.status_code == 404:
            return None
        raise TheirFault(f"X would not be asked: {_refusal(answer.status_code, document(answer)).rule}", 60)

    def _bodies(self, path: str, params: dict[str, str], token_name: str) -> Iterator[Json]:
        asked = dict(params)
        for _ in range(_PAGES_LOOKED_THROUGH):
            body = self._read(path, asked) or {}
            yield body
            meta = body.get("meta")
            following = meta.get("next_token") if isinstance(meta, dict) else None
            if not following:
                return
            asked[token_name] = str(following)

    def _pages(self, path: str, params: dict[str, str], token_name: str) -> Iterator[Json]:
        for body in self._bodies(path, params, token_name):
            yield from (one for one in body.get("data") or [] if isinstance(one, dict))

    def _posts(self, path: str, params: dict[str, str]) -> Iterator[Json]:
        for body in self._bodies(path, params, "pagination_token"):
            for one in body.get("data") or []:
                yield {"data": one, "includes": body.get("includes") or {}}


def answered_by(post: Json) -> tuple[str, ...]:
    """Ids of the posts a post replies to, in either of X's spellings."""
    named = post.get("referenced_tweets") or post.get("referenced_posts") or []
    known = [one for one in named if isinstance(one, dict)]
    return tuple(str(one.get("id")) for one in known if one.get("type") == "replied_to")


def _refusal(status: int, said: Json) -> Undeliverable:
    parts = [said.get("detail"), said.get("title")]
    problems = said.get("errors")
    if isinstance(problems, list):
        parts += [one.get("message") or one.get("detail") for one in problems if isinstance(one, dict)]
    text = " ".join(str(part) for part in parts if part).lower()
    for row in tables.read("makewhole.gateways", "x_refusals.toml")["refusal"]:
        if row["status"] == status and row["phrase"] in text:
            return Undeliverable(row["rule"], row["says"], row["source"])
    return Undeliverable("x.refused", f"X answered {status}.", "X API v2 response codes")


def as_written(one: Json) -> str:
    """The text of a post or message as its author wrote it: links out of t.co again, escapes undone.

    >>> link = {"url": "https://t.co/a1", "expanded_url": "https://example.com/x"}
    >>> as_written({"text": "you &amp; me https://t.co/a1", "entities": {"urls": [link]}})
    'you & me https://example.com/x'
    """
    text, entities = str(one.get("text", "")), one.get("entities")
    links = entities.get("urls") if isinstance(entities, dict) else None
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("url") and link.get("expanded_url"):
            text = text.replace(str(link["url"]), str(link["expanded_url"]))
    return html.unescape(text)


def _trace(one: Json) -> Trace:
    return Trace(str(one.get("id", "")), as_written(one), _moment(one.get("created_at")))


def _moment(text: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo else None


def _account(answer: Json | None) -> Account | None:
    data = answer.get("data") if answer else None
    if not isinstance(data, dict) or not data.get("id"):
        return None
    metrics = data.get("public_metrics")
    followers = metrics.get("followers_count") if isinstance(metrics, dict) else None
    takes = data.get("receives_your_dm")
    return Account(
        str(data["id"]),
        str(data.get("username", "")),
        str(data.get("name", "")),
        followers if isinstance(followers, int) else None,
        takes if isinstance(takes, bool) else None,
    )
