"""Routes the body of an X webhook or stream to posts and messages, whichever of X's shapes it comes in.

Known shapes: the X Activity envelope (`data.event_type`), the filtered stream (`data` beside
`matching_rules`), the older account activity body (`for_user_id`) and the end of a replay. Posts come out in
the form `{"data": post, "includes": ...}` that `care.post.from_x` reads; direct messages, which X still sends
in its v1.1 form, come out flat. What each event means to us stands in `x_events.toml`; an event not listed
there is `other`. It judges nothing.

>>> events({"data": {"event_uuid": "-7", "event_type": "post.delete", "payload": {"id": "5"}}})[0].kind
'deleted'
>>> (meaning("chat.received"), meaning("like.create"), meaning("post.invented"))
('kept', 'passed', None)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from makewhole import tables

Json = dict[str, Any]
Kind = Literal["post", "message", "encrypted", "deleted", "revoked", "replayed", "passed", "other"]

_TABLE = tables.read("makewhole.gateways", "x_events.toml")
_GROUPS: Mapping[str, str] = {event: group for group, row in _TABLE.items() for event in row["events"]}
EVENTS: Mapping[str, str] = {event: _TABLE[group]["means"] for event, group in _GROUPS.items()}
"""Every event we know, with what it means: kept, followed or passed."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event. `event_id` is text (X sends negative numbers), and may be empty where X gives none.

    `data` by `kind`: post `{"data", "includes"}`; message `{"id", "text", "sender_id", "recipient_id",
    "sender_handle", "sender_name", "created_at" (ISO, UTC) or None, "sent_by_us" (bool)}`; encrypted
    `{"id", "sender_id", "created_at"}`; deleted `{"id", "author_id"}`; revoked `{"user_id"}`; replayed,
    passed and other the body as it came. `for_user` is the account the subscription watches, empty when the
    shape does not say. `tags` are those of the subscription or of the rules that matched.
    """

    kind: Kind
    event_id: str
    event_type: str
    data: Json
    for_user: str = ""
    tags: tuple[str, ...] = field(default=())


def meaning(event_type: str) -> str | None:
    """What an event means to us: kept, followed or passed; None where X's documents don't name it."""
    return EVENTS.get(event_type)


def events(body: Any) -> list[Incoming]:
    """Every event in a decoded body, in order; an unknown or malformed body is one `other` event."""
    if not isinstance(body, dict):
        return [Incoming("other", "", "", {"body": body})]
    if "replay_job_status" in body:
        return [Incoming("replayed", "", "replay", body)]
    if "for_user_id" in body and "data" not in body:
        return list(_account_activity(body)) or [Incoming("passed", "", "account activity", body)]
    envelopes = body.get("data")
    if isinstance(envelopes, list) and all(isinstance(one, dict) for one in envelopes):
        return [event for one in envelopes for event in events({**body, "data": one})]
    if not isinstance(envelopes, dict):
        return [Incoming("other", "", "", body)]
    if "event_type" in envelopes:
        return list(_activity(envelopes))
    if "id" in envelopes:
        post = {"data": envelopes, "includes": _includes(body.get("includes"))}
        return [Incoming("post", "", "stream", post, tags=_tags(body.get("matching_rules")))]
    return [Incoming("other", "", "", body)]


def _activity(envelope: Json) -> Iterator[Incoming]:
    kind = str(envelope["event_type"])
    event_id, tag = str(envelope.get("event_uuid", "")), str(envelope.get("tag") or "")
    tags = (tag,) if tag else ()
    watched = envelope.get("filter")
    user = str(watched.get("user_id", "")) if isinstance(watched, dict) else ""
    payload, group = envelope.get("payload"), _GROUPS.get(kind)
    if meaning(kind) == "passed":
        yield Incoming("passed", event_id, kind, envelope, user, tags)
    elif group is None or not isinstance(payload, dict):
        yield Incoming("other", event_id, kind, envelope, user, tags)
    elif group == "post":
        post = {"data": payload, "includes": _includes(envelope.get("includes"))}
        yield Incoming("post", event_id, kind, post, user, tags)
    elif group == "message" and isinstance(payload.get("direct_message_events"), list):
        messages = list(_messages(payload, sent_by_us=False))
        for message in messages:
            yield Incoming("message", event_id, kind, message, user, tags)
        if not messages:
            yield Incoming("other", event_id, kind, envelope, user, tags)
    elif group == "encrypted" and payload.get("id") and payload.get("sender_id"):
        at = _moment(payload.get("created_at_msec"))
        sealed = {"id": str(payload["id"]), "sender_id": str(payload["sender_id"]), "created_at": at}
        yield Incoming("encrypted", event_id, kind, sealed, user, tags)
    elif group == "deleted" and payload.get("id"):
        gone = {"id": str(payload["id"]), "author_id": str(payload.get("author_id", ""))}
        yield Incoming("deleted", event_id, kind, gone, user, tags)
    elif group == "revoked" and payload.get("user_id"):
        yield Incoming("revoked", event_id, kind, {"user_id": str(payload["user_id"])}, user, tags)
    else:
        yield Incoming("other", event_id, kind, envelope, user, tags)


def _account_activity(body: Json) -> Iterator[Incoming]:
    """The events of the older account activity API, whose posts and messages are in X's v1.1 form."""
    user = str(body.get("for_user_id", ""))
    for post in _list(body.get("tweet_create_events")):
        yield Incoming("post", "", "tweet_create_events", {"data": post, "includes": {}}, user)
    for message in _messages(body, sent_by_us=False):
        ours = message["sender_id"] == user
        yield Incoming("message", "", "direct_message_events", {**message, "sent_by_us": ours}, user)
    for one in _list(body.get("tweet_delete_events")):
        status = one.get("status") if isinstance(one, dict) else None
        if isinstance(status, dict) and status.get("id"):
            gone = {"id": str(status["id"]), "author_id": str(status.get("user_id", ""))}
            yield Incoming("deleted", "", "tweet_delete_events", gone, user)
    told = body.get("user_event")
    revoked = told.get("revoke") if isinstance(told, dict) else None
    source = revoked.get("source") if isinstance(revoked, dict) else None
    if isinstance(source, dict) and source.get("user_id"):
        yield Incoming("revoked", "", "user_event", {"user_id": str(source["user_id"])}, user)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _tags(rules: Any) -> tuple[str, ...]:
    return tuple(str(one["tag"]) for one in _list(rules) if isinstance(one, dict) and one.get("tag"))


def _includes(raw: Any) -> Json:
    """X's `includes` with each object bare; activity events wrap every one in a `data` of its own."""
    if not isinstance(raw, dict):
        return {}
    return {name: [_bare(one) for one in many] for name, many in raw.items() if isinstance(many, list)}


def _bare(wrapped: Any) -> Any:
    if isinstance(wrapped, dict) and isinstance(wrapped.get("data"), dict):
        return wrapped["data"]
    return wrapped


def _messages(payload: Json, *, sent_by_us: bool) -> Iterator[Json]:
    users = payload.get("users")
    for event in _list(payload.get("direct_message_events")):
        if not isinstance(event, dict) or not isinstance(event.get("message_create"), dict):
            continue
        said = event["message_create"]
        sender = str(said.get("sender_id", ""))
        known = _bare(users.get(sender)) if isinstance(users, dict) else None
        who = known if isinstance(known, dict) else {}
        target, text = said.get("target"), said.get("message_data")
        yield {
            "id": str(event.get("id", "")),
            "text": str(text.get("text", "")) if isinstance(text, dict) else "",
            "sender_id": sender,
            "recipient_id": str(target.get("recipient_id", "")) if isinstance(target, dict) else "",
            "sender_handle": str(who.get("username") or who.get("screen_name") or ""),
            "sender_name": str(who.get("name", "")),
            "created_at": _moment(event.get("created_timestamp")),
            "sent_by_us": sent_by_us,
        }


def _moment(milliseconds: Any) -> str | None:
    """Milliseconds since 1970, as number or text, in ISO form; None when absent or unreadable."""
    text = str(milliseconds)
    if not text.isascii() or not text.isdecimal() or len(text) > 14:
        return None
    return datetime.fromtimestamp(int(text) / 1000, UTC).isoformat(timespec="milliseconds")
