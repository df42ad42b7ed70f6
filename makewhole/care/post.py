"""A post as every later step sees it, whatever shape it came in.

Reads X API v2 objects in both naming dialects (`tweet`/`post`), bare, under `data`, or inside the webhook
envelopes of the activity API and the filtered stream, the older v1.1 shape, direct messages, and CSV rows.
It decides only whether an object holds a readable post; what the post means is decided elsewhere.

>>> from_x({"data": {"id": 7, "text": "hi @acme", "other": 1}}).mentions
('acme',)
>>> from_x({"data": {"id": "7"}}).reason
'no text'
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_MENTION = re.compile(r"(?<![\w@/])[@\uff20](\w{1,15})(?!\w)", re.ASCII)
_POST_EVENTS = ("post.", "tweet.")
_V1_TIME = "%a %b %d %H:%M:%S %z %Y"


@dataclass(frozen=True, slots=True)
class Post:
    """One post or direct message. `created_at` is aware UTC; handles carry no `@`; ids are text."""

    id: str
    text: str
    author_id: str = ""
    author_handle: str = ""
    language_hint: str = ""
    created_at: datetime | None = None
    conversation_id: str = ""
    mentions: tuple[str, ...] = ()
    reply_to_id: str = ""
    reply_to_user: str = ""
    quoted_ids: tuple[str, ...] = ()
    followers: int | None = None
    channel: str = "x"
    repost: bool = False
    history: tuple[str, ...] = ()
    """Every id the post has had, oldest first; an edit on X is a post of a new id. Empty: never edited."""

    @property
    def origin(self) -> str:
        """Where the words came from (`care.provenance`): x for what was said on X, in private too."""
        return "x" if self.channel in ("x", "dm") else self.channel


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An object that holds no post we can read, and why."""

    reason: str


def from_x(obj: object) -> Post | Unreadable:
    """The post in one decoded JSON object of X (API v2 in either dialect, webhook envelope, or v1.1).

    Keys not known are ignored. A missing id or text, or an event that is no post, is `Unreadable`.
    """
    if not isinstance(obj, dict):
        return Unreadable("not a JSON object")
    body, includes = _unwrap(obj)
    if isinstance(body, Unreadable):
        return body
    if "direct_message_events" in body:
        return _direct_message(body)
    return _post(body, includes)


def from_csv(row: Mapping[str | None, Any], line: int) -> Post | Unreadable:
    """The post in one CSV row: `text` is needed, every other column is optional, header in any case.

    Without an id column (`id`, `post_id`, `tweet_id`) the line number gives one: `line-12`.
    """
    plain = {k.strip().casefold(): v for k, v in row.items() if isinstance(k, str) and isinstance(v, str)}
    if "text" not in plain:
        return Unreadable("no text")
    number = next((plain[k].strip() for k in ("id", "post_id", "tweet_id") if plain.get(k, "").strip()), "")
    handle = plain.get("author_handle") or plain.get("username") or ""
    body = {
        "id": number or f"line-{line}",
        "text": plain["text"],
        "author_id": plain.get("author_id", ""),
        "username": handle,
        "lang": plain.get("lang") or plain.get("language") or "",
        "created_at": plain.get("created_at", ""),
        "conversation_id": plain.get("conversation_id", ""),
    }
    return _post(body, {})


def parts(obj: object) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The innermost object that holds a post, and the `includes` beside it; both empty without one."""
    body, includes = _unwrap(obj) if isinstance(obj, dict) else ({}, {})
    return ({}, {}) if isinstance(body, Unreadable) else (body, includes)


def mentioned(text: str) -> tuple[str, ...]:
    """The handles a text mentions, without `@`, in order, each once."""
    return tuple(dict.fromkeys(_MENTION.findall(text)))


def _unwrap(obj: Mapping[str, Any]) -> tuple[Mapping[str, Any] | Unreadable, Mapping[str, Any]]:
    """The innermost object that should be a post, with the `includes` that came with it."""
    if isinstance(obj.get("tweet_create_events"), list) and obj["tweet_create_events"]:
        first = obj["tweet_create_events"][0]
        return (first if isinstance(first, dict) else Unreadable("no post in the event")), {}
    includes = _mapping(obj.get("includes"))
    data = obj.get("data", obj)
    if isinstance(data, list):
        data = data[0] if len(data) == 1 else None
    if not isinstance(data, dict):
        return Unreadable("no single post under data"), includes
    if "event_type" not in data:
        return data, includes
    event = str(data["event_type"])
    payload = _mapping(data.get("payload"))
    if event.startswith("dm.") and "direct_message_events" in payload:
        return payload, {}
    if not event.startswith(_POST_EVENTS) or event.endswith(".delete"):
        return Unreadable(f"event {event[:40]} holds no post"), includes
    return payload, _mapping(data.get("includes")) or includes


def _post(body: Mapping[str, Any], includes: Mapping[str, Any]) -> Post | Unreadable:
    number = _text(body.get("id_str")) or _text(body.get("id"))
    if not number:
        return Unreadable("no id")
    text = _whole_text(body)
    if text is None:
        return Unreadable("no text")
    author = _author(body, includes)
    refs = list(_references(body))
    entities = _mapping(body.get("entities"))
    return Post(
        id=number,
        text=text,
        author_id=_text(body.get("author_id")) or _text(author.get("id_str")) or _text(author.get("id")),
        author_handle=_text(author.get("username") or author.get("screen_name")).lstrip("@"),
        language_hint=_text(body.get("lang")),
        created_at=_time(body.get("created_at")),
        conversation_id=_text(body.get("conversation_id")),
        mentions=_mentions(entities) or mentioned(text),
        reply_to_id=next((i for kind, i in refs if kind == "replied_to"), ""),
        reply_to_user=_text(body.get("in_reply_to_user_id")),
        quoted_ids=tuple(i for kind, i in refs if kind == "quoted"),
        followers=_count(author),
        repost=any(kind in ("retweeted", "reposted") for kind, _ in refs) or text.startswith("RT @"),
        history=_history(body, number),
    )


def _direct_message(payload: Mapping[str, Any]) -> Post | Unreadable:
    """A message of the v1.1-shaped `dm.*` payload."""
    events = payload["direct_message_events"]
    first = _mapping(events[0]) if isinstance(events, list) and events else {}
    made = _mapping(first.get("message_create"))
    text = _mapping(made.get("message_data")).get("text")
    number = _text(first.get("id"))
    if not number or not isinstance(text, str):
        return Unreadable("no message in the event")
    sender = _text(made.get("sender_id"))
    user = _mapping(_mapping(payload.get("users")).get(sender))
    user = _mapping(user.get("data")) or user
    stamp = _text(first.get("created_timestamp"))
    try:
        at = datetime.fromtimestamp(int(stamp) / 1000, UTC) if stamp else None
    except (ValueError, OverflowError, OSError):
        at = None
    return Post(
        id=number,
        text=text,
        author_id=sender,
        author_handle=_text(user.get("username")),
        created_at=at,
        mentions=mentioned(text),
        reply_to_user=_text(_mapping(made.get("target")).get("recipient_id")),
        channel="dm",
    )


def _whole_text(body: Mapping[str, Any]) -> str | None:
    """The full text: of the long-post field where there is one, else `text`, else v1.1's fields."""
    for key in ("note_post", "note_tweet", "extended_tweet"):
        long = _mapping(body.get(key))
        whole = long.get("text") or long.get("full_text")
        if isinstance(whole, str) and whole:
            return whole
    text = body.get("text", body.get("full_text"))
    return text if isinstance(text, str) else None


def _history(body: Mapping[str, Any], number: str) -> tuple[str, ...]:
    for key in ("edit_history_tweet_ids", "edit_history_post_ids"):
        found = body.get(key)
        ids = {_text(one) for one in (found if isinstance(found, list) else ())} - {""}
        if ids - {number}:
            return tuple(sorted(ids | {number}, key=lambda one: (len(one), one)))
    return ()


def _references(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("referenced_posts", "referenced_tweets"):
        found = body.get(key)
        for ref in found if isinstance(found, list) else ():
            if isinstance(ref, dict) and _text(ref.get("id")):
                yield _text(ref.get("type")), _text(ref.get("id"))
    for key in ("in_reply_to_post_id", "in_reply_to_tweet_id", "in_reply_to_status_id_str"):
        if _text(body.get(key)):
            yield "replied_to", _text(body.get(key))
    if _text(body.get("quoted_status_id_str")):
        yield "quoted", _text(body.get("quoted_status_id_str"))


def _author(body: Mapping[str, Any], includes: Mapping[str, Any]) -> Mapping[str, Any]:
    inline = _mapping(body.get("user")) or _mapping(body.get("author"))
    if inline:
        return inline
    wanted = _text(body.get("author_id"))
    users = includes.get("users")
    for user in users if isinstance(users, list) else ():
        person = _mapping(_mapping(user).get("data")) or _mapping(user)
        if wanted and _text(person.get("id")) == wanted:
            return person
    return {"username": body.get("username") or body.get("author_handle")}


def _mentions(entities: Mapping[str, Any]) -> tuple[str, ...]:
    found = entities.get("mentions", entities.get("user_mentions"))
    names = (
        _text(_mapping(m).get("username") or _mapping(m).get("screen_name"))
        for m in (found if isinstance(found, list) else ())
    )
    return tuple(dict.fromkeys(name for name in names if name))


def _count(author: Mapping[str, Any]) -> int | None:
    metrics = _mapping(author.get("public_metrics"))
    number = metrics.get("followers_count", author.get("followers_count"))
    return number if isinstance(number, int) and not isinstance(number, bool) and number >= 0 else None


def _time(value: object) -> datetime | None:
    """An aware UTC time, or None where it is absent or not a time we can read."""
    if not isinstance(value, str) or not value.strip():
        return None
    for read in (datetime.fromisoformat, lambda text: datetime.strptime(text, _V1_TIME)):
        try:
            at = read(value.strip())
            return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    """An id or word as text; numbers are accepted because some exports write ids as numbers."""
    if isinstance(value, bool) or value is None:
        return ""
    return str(value) if isinstance(value, (str, int)) else ""
