"""What there is on the simulated X: people, posts, polls, private messages, media, and X's "no".

Plain values. Nothing here knows a rule of X's; `x_world` and `x_directs` keep those.

>>> Poll(("Yes", "No"), 60).options
('Yes', 'No')
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]

Reach = Literal["asked", "everyone", "nobody"]
"""Who may write to a person: accounts they wrote to first, everyone, or nobody."""


@dataclass(slots=True)
class User:
    """A person or brand. `token` is set for accounts an app may act for from the start."""

    id: str
    handle: str
    name: str
    at: datetime
    followers: int = 0
    token: str | None = None
    protected: bool = False
    suspended: bool = False
    deactivated: bool = False
    reach: Reach = "asked"
    blocks: set[str] = field(default_factory=set)
    profile: dict[str, str] = field(default_factory=dict)
    """`bio`, `url`, `geo`: what a profile says."""


@dataclass(slots=True)
class Poll:
    """A question under a post; `votes` holds each voter's choice, by user id."""

    options: tuple[str, ...]
    minutes: int
    id: str = ""
    ends: datetime | None = None
    votes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Post:
    """One public post; `by_app` when it came through the API. `first` is the id of its first version."""

    id: str
    author_id: str
    text: str
    at: datetime
    conversation_id: str
    first: str
    reply_to: str | None = None
    reply_to_user: str | None = None
    quotes: str | None = None
    lang: str = "und"
    by_app: bool = False
    media: tuple[str, ...] = ()
    poll: Poll | None = None
    made_with_ai: bool = False
    paid_partnership: bool = False
    prefix: int = 0
    """Letters of the names X put before a reply's own text."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A post as it is asked for."""

    text: str
    reply_to: str | None = None
    quotes: str | None = None
    lang: str = "und"
    media: tuple[str, ...] = ()
    poll: Poll | None = None
    edits: str | None = None
    made_with_ai: bool = False
    paid_partnership: bool = False


@dataclass(frozen=True, slots=True)
class Direct:
    """One private message."""

    id: str
    sender_id: str
    recipient_id: str
    text: str
    at: datetime
    by_app: bool = False
    media: str | None = None


@dataclass(slots=True)
class Media:
    """An uploaded file: `parts` until it is finalized, then `content`."""

    id: str
    owner_id: str
    kind: str
    category: str
    at: datetime
    size: int | None = None
    parts: dict[int, bytes] = field(default_factory=dict)
    content: bytes | None = None
    alt: str = ""
    asked_of: int = 0
    """How often its state was asked for: a film is ready at the second time."""

    @property
    def key(self) -> str:
        """X's media key: the sort, then the id."""
        sort = "7" if self.kind.startswith("video") else "16" if self.kind == "image/gif" else "3"
        return f"{sort}_{self.id}"

    @property
    def type(self) -> str:
        """As X names it among a post's media."""
        return {"7": "video", "16": "animated_gif", "3": "photo"}[self.key.partition("_")[0]]


@dataclass(frozen=True, slots=True)
class Problem:
    """X says no: HTTP status, title and detail; `kind` ends the problem's type; `more` goes beside."""

    status: int
    title: str
    detail: str
    kind: str = ""
    more: Json = field(default_factory=dict)


def invalid(detail: str) -> Problem:
    """A request X can't read."""
    return Problem(400, "Invalid Request", detail, "invalid-request")


def forbidden(detail: str) -> Problem:
    """A request X reads and does not allow."""
    return Problem(403, "Forbidden", detail)
