"""What X's answers hold, read with tolerance: both spellings, numbers as text, text as numbers, new fields
kept.

Nothing but an id is asked for, and one thing in a list that can't be read costs the others nothing. What a
post says is read by `care.post`; here are the things around it.

>>> Account.read({"id": 7, "username": "ana", "public_metrics": {"followers_count": "12"}}).followers
12
>>> [one.id for one in many(Rule, [{"id": "1", "value": "cat", "new": 1}, "noise", {"value": "no id"}])]
['1']
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from makewhole.gateways.wire import Json, objects


def _as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_number(value: Any) -> int | None:
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def number(value: Any) -> int:
    """A whole number, from one or from its text; 0 where there is none."""
    return _as_number(value) or 0


def _as_moment(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return at.astimezone(UTC) if at is not None and at.tzinfo else None


def _as_flag(value: Any) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower())
    return value if isinstance(value, bool) else None


def _as_words(value: Any) -> str:
    return "" if value is None else str(value)


Id = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
Words = Annotated[str, BeforeValidator(_as_words)]
Number = Annotated[int | None, BeforeValidator(_as_number)]
Moment = Annotated[datetime | None, BeforeValidator(_as_moment)]
Flag = Annotated[bool | None, BeforeValidator(_as_flag)]


class Shape(BaseModel):
    """Something of X's with an id; fields we don't know are kept."""

    model_config = ConfigDict(extra="allow", frozen=True, populate_by_name=True)


Read = TypeVar("Read", bound=Shape)


def one(shape: type[Read], data: Any) -> Read | None:
    """The thing, or None where it can't be read."""
    try:
        return shape.model_validate(data)
    except ValidationError:
        return None


def many(shape: type[Read], data: Any) -> tuple[Read, ...]:
    """Those of a list that can be read."""
    found = (one(shape, each) for each in (data if isinstance(data, list) else ()))
    return tuple(each for each in found if each is not None)


class Problem(Shape):
    """One entry of `errors`: something asked for that X did not give, beside what it gave."""

    resource_id: Words = Field("", validation_alias=AliasChoices("resource_id", "value"))
    title: Words = ""
    detail: Words = Field("", validation_alias=AliasChoices("detail", "message"))
    type: Words = ""

    @property
    def gone(self) -> bool:
        """Whether X says that the thing is no longer there for us."""
        return self.type.endswith(("resource-not-found", "not-authorized-for-resource"))


class Rule(Shape):
    """A rule of the filtered stream."""

    id: Id
    value: Words = ""
    tag: Words = ""


class Webhook(Shape):
    """An address of ours that X sends events to. `valid` is whether its last challenge was answered."""

    id: Id
    url: Words = ""
    valid: Flag = None
    created_at: Moment = None


class Subscription(Shape):
    """One kind of activity of one account that X tells us of."""

    id: Id = Field(validation_alias=AliasChoices("subscription_id", "id"))
    event_type: Words = ""
    filter: dict[str, Any] = Field(default_factory=dict)
    webhook_id: Words = ""
    tag: Words = ""

    @property
    def user_id(self) -> str:
        """The account it watches."""
        return str(self.filter.get("user_id") or "")


class Job(Shape):
    """A batch compliance job. `status`: created, in_progress, failed, complete or expired."""

    id: Id
    kind: Words = Field("", validation_alias="type")
    name: Words = ""
    status: Words = ""
    upload_url: Words = Field("", repr=False)
    download_url: Words = Field("", repr=False)
    created_at: Moment = None
    download_expires_at: Moment = None


class Verdict(Shape):
    """What became of one post or account we asked about: X's `action` and `reason` (delete, deleted ...)."""

    id: Id
    action: Words = ""
    reason: Words = ""


class Connection(Shape):
    """A stream that is or was open."""

    id: Words = ""
    endpoint_name: Words = ""
    connected_at: Moment = None
    disconnected_at: Moment = None
    disconnect_reason: Words = ""


class Usage(Shape):
    """Posts read in this month against the plan's cap."""

    read: Number = Field(None, validation_alias="project_usage")
    cap: Number = Field(None, validation_alias="project_cap")
    reset_day: Number = Field(None, validation_alias="cap_reset_day")


@dataclass(frozen=True, slots=True)
class Trace:
    """Something we already said on X: its id, the text as we wrote it, and when (None: X does not say)."""

    remote_id: str
    text: str
    at: datetime | None

    @classmethod
    def read(cls, data: Json) -> "Trace":
        """From a post or a message event."""
        return cls(str(data.get("id", "")), as_written(data), _as_moment(data.get("created_at")))


@dataclass(frozen=True, slots=True)
class Account:
    """A person or brand on X. `takes_messages` is None when X does not say."""

    id: str
    handle: str
    name: str
    followers: int | None = None
    takes_messages: bool | None = None
    protected: bool | None = None

    @classmethod
    def read(cls, data: Any) -> "Account | None":
        """From a user as X sends it, bare or in `data`; None where there is no id."""
        if not isinstance(data, Mapping) or not data.get("id"):
            return None
        metrics = data.get("public_metrics")
        return cls(
            str(data["id"]),
            str(data.get("username") or ""),
            str(data.get("name") or ""),
            _as_number(metrics.get("followers_count")) if isinstance(metrics, Mapping) else None,
            _as_flag(data.get("receives_your_dm")),
            _as_flag(data.get("protected")),
        )


@dataclass(frozen=True, slots=True)
class Looked:
    """Posts that were asked for by id: those X gave, and those it named as gone or kept from us."""

    found: tuple[Json, ...]
    missing: tuple[Problem, ...]


def as_written(one: Json) -> str:
    """The text of a post or message as its author wrote it: links out of t.co again, escapes undone, without
    the names X puts before a reply (`display_text_range` begins after them).

    >>> link = {"url": "https://t.co/a1", "expanded_url": "https://example.com/x"}
    >>> as_written({"text": "you &amp; me https://t.co/a1", "entities": {"urls": [link]}})
    'you & me https://example.com/x'
    >>> as_written({"text": "@ana Looking.", "display_text_range": [5, 13]})
    'Looking.'
    """
    text, entities, shown = str(one.get("text", "")), one.get("entities"), one.get("display_text_range")
    if isinstance(shown, list) and shown and isinstance(shown[0], int) and 0 < shown[0] < len(text):
        text = text[shown[0] :]
    links = entities.get("urls") if isinstance(entities, dict) else None
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("url") and link.get("expanded_url"):
            text = text.replace(str(link["url"]), str(link["expanded_url"]))
    return html.unescape(text)


def answered_by(post: Json) -> tuple[str, ...]:
    """Ids of the posts a post replies to, in either of X's spellings."""
    named = post.get("referenced_tweets") or post.get("referenced_posts") or []
    return tuple(str(one.get("id")) for one in objects(named) if one.get("type") == "replied_to")
