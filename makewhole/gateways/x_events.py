"""Routes the body of an X webhook to posts and messages, whichever of X's shapes it comes in.

Known shapes: the X Activity envelope (`data.event_type`), the filtered stream (`data` beside
`matching_rules`) and the end of a replay. Posts come out in the v2 form `{"data": post, "includes": ...}`
that `care.post.from_x` reads; direct messages, which X still sends in its v1.1 form, come out flat. It
keeps unknown events as `other`, and judges nothing.

>>> events({"data": {"event_uuid": "-7", "event_type": "post.delete", "payload": {"id": "5"}}})[0].kind
'deleted'
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["post", "message", "deleted", "revoked", "replayed", "other"]

_POST_EVENTS = {"post.create", "post.mention.create", "post.reply.create", "post.quote.create"}


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event. `event_id` is text (X sends negative numbers), and may be empty where X gives none.

    `data` by `kind`: post `{"data", "includes"}`; message `{"id", "text", "sender_id", "recipient_id",
    "sender_handle", "sender_name", "created_at" (ISO, UTC) or None, "sent_by_us" (bool)}`; deleted
    `{"id", "author_id"}`; revoked `{"user_id"}`; replayed and other the body as it came.
    `for_user` is the account the subscription watches, empty when the shape does not say.
    """

    kind: Kind
    event_id: str
    event_type: str
    data: Json
    for_user: str = ""
    tag: str = field(default="")


def events(body: Any) -> list[Incoming]:
    """Every event in a decoded webhook body, in order; an unknown or malformed body is one `other` event."""
    if not isinstance(body, dict):
        return [Incoming("other", "", "", {"body": body})]
    if "replay_job_status" in body:
        return [Incoming("replayed", "", "replay", body)]
    envelopes = body.get("data")
    if isinstance(envelopes, list):
        return [event for one in envelopes for event in events({**body, "data": one})]
    if not isinstance(envelopes, dict):
        return [Incoming("other", "", "", body)]
    if "event_type" in envelopes:
        return list(_activity(envelopes))
    if "id" in envelopes and "text" in envelopes:
        post = {"data": envelopes, "includes": _includes(body.get("includes"))}
        return [Incoming("post", "", "stream", post)]
    return [Incoming("other", "", "", body)]


def _activity(envelope: Json) -> Iterator[Incoming]:
    kind = str(envelope["event_type"])
    event_id, tag = str(envelope.get("event_uuid", "")), str(envelope.get("tag") or "")
    watched = envelope.get("filter")
    user = str(watched.get("user_id", "")) if isinstance(watched, dict) else ""
    payload = envelope.get("payload")
    if not isinstance(payload, dict):
        yield Incoming("other", event_id, kind, envelope, user, tag)
    elif kind in _POST_EVENTS and "id" in payload:
        post = {"data": payload, "includes": _includes(envelope.get("includes"))}
        yield Incoming("post", event_id, kind, post, user, tag)
    elif kind in ("dm.received", "dm.sent") and isinstance(payload.get("direct_message_events"), list):
        for message in _messages(payload, sent_by_us=kind == "dm.sent"):
            yield Incoming("message", event_id, kind, message, user, tag)
    elif kind == "post.delete" and "id" in payload:
        gone = {"id": str(payload["id"]), "author_id": str(payload.get("author_id", ""))}
        yield Incoming("deleted", event_id, kind, gone, user, tag)
    elif kind == "oauth.revoke":
        yield Incoming("revoked", event_id, kind, {"user_id": str(payload.get("user_id", ""))}, user, tag)
    else:
        yield Incoming("other", event_id, kind, envelope, user, tag)


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
    for event in payload["direct_message_events"]:
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
            "sender_handle": str(who.get("username", "")),
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
