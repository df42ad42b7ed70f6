"""The small world the X simulator keeps: people, posts, messages, and what X allows among them.

Holds X's own rules as facts/documents give them: who may be answered by an app (summoned), who may be sent a
message (they wrote first), no second copy of a text to the same person, 280 weighted characters. It knows
nothing of HTTP.

>>> weighted_length("hi https://example.com/a/very/long/path")
26
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_X_EPOCH_MS = 1_288_834_974_657
_DUPLICATE_WITHIN = timedelta(hours=24)
_LONGEST = 280

HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
_NAMED = re.compile(r"(?<![\w@])@([A-Za-z0-9_]{1,15})(?![A-Za-z0-9_])")
_LINK = re.compile(r"https?://\S+")
_JOINED = re.compile("[\u200d\ufe0f\U0001f3fb-\U0001f3ff]")

SUMMON_RULE = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged "
    "by the author of the post you are replying to."
)
DM_RULE = "You do not have permission to DM one or more participants."
DUPLICATE_RULE = "You are not allowed to create a Tweet with duplicate content."
GONE_RULE = "You attempted to reply to a Tweet that is deleted or not visible to you."


@dataclass(slots=True)
class User:
    """A person or brand. `token` is set for accounts an app may act for."""

    id: str
    handle: str
    name: str
    followers: int = 0
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One public post; `by_app` when it came through the API."""

    id: str
    author_id: str
    text: str
    at: datetime
    conversation_id: str
    reply_to: str | None = None
    reply_to_user: str | None = None
    quotes: str | None = None
    lang: str = "und"
    by_app: bool = False


@dataclass(frozen=True, slots=True)
class Direct:
    """One private message."""

    id: str
    sender_id: str
    recipient_id: str
    text: str
    at: datetime
    by_app: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """X says no: HTTP status, title and detail."""

    status: int
    title: str
    detail: str


@dataclass(slots=True)
class World:
    """Everything that is on this X."""

    now: Callable[[], datetime]
    users: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, User] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    directs: list[Direct] = field(default_factory=list)
    replies: Counter[str] = field(default_factory=Counter)
    _handles: dict[str, User] = field(default_factory=dict)
    _said: dict[tuple[str, str | None, str], datetime] = field(default_factory=dict)
    _last_id: int = 0

    def new_id(self) -> str:
        """A snowflake of the current time, always larger than the one before."""
        made = (int(self.now().timestamp() * 1000) - _X_EPOCH_MS) << 22
        self._last_id = max(made, self._last_id + 1)
        return str(self._last_id)

    def by_handle(self, handle: str) -> User | None:
        """The user of that name, whatever the case."""
        return self._handles.get(handle.lstrip("@").lower())

    def accounts(self) -> list[User]:
        """The users an app may act for."""
        return list(self.tokens.values())

    def account(self, handle: str, token: str, name: str, followers: int) -> User:
        """A user an app may act for by this token."""
        made = self.person(handle, name, followers)
        made.token, self.tokens[token] = token, made
        return made

    def person(self, handle: str, name: str = "", followers: int | None = None) -> User:
        """The user of that name, made when new; followers are updated when given."""
        user = self.by_handle(handle)
        if user is None:
            user = User(self.new_id(), handle.lstrip("@"), name or handle.lstrip("@"))
            self.users[user.id] = user
            self._handles[user.handle.lower()] = user
        if followers is not None:
            user.followers = followers
        if name:
            user.name = name
        return user

    def say(
        self,
        author: User,
        text: str,
        reply_to: str | None = None,
        quotes: str | None = None,
        lang: str = "und",
    ) -> Post | Problem:
        """A person posts with their own hand: no summon rule; a reply starts with the name it answers."""
        answered = self.posts.get(reply_to) if reply_to else None
        if answered is not None and answered.author_id != author.id:
            name = "@" + self.users[answered.author_id].handle
            if name.lower() not in text.lower():
                text = f"{name} {text}"
        return self._add(author, text, reply_to, quotes, lang, by_app=False)

    def publish(self, author: User, text: str, reply_to: str | None = None) -> Post | Problem:
        """An app posts for an account, under X's rules for apps."""
        if weighted_length(text) > _LONGEST:
            return Problem(400, "Invalid Request", "Your Tweet text is too long.")
        if reply_to is not None:
            answered = self.posts.get(reply_to)
            if answered is None:
                return Problem(403, "Forbidden", GONE_RULE)
            if not self.summoned(author, answered):
                return Problem(403, "Forbidden", SUMMON_RULE)
        if self._said_before(author, text, reply_to):
            return Problem(403, "Forbidden", DUPLICATE_RULE)
        return self._add(author, text, reply_to, None, "und", by_app=True)

    def summoned(self, account: User, post: Post) -> bool:
        """Whether the post mentions the account, quotes one of its posts, or is its own."""
        if post.author_id == account.id or account.handle.lower() in mentioned(post.text):
            return True
        quoted = self.posts.get(post.quotes or "")
        return quoted is not None and quoted.author_id == account.id

    def message(self, sender: User, recipient: User, text: str, *, by_app: bool = False) -> Direct | Problem:
        """A private message; an app may write only to who wrote to the account first."""
        if by_app and not self.wrote_to(recipient.id, sender.id):
            return Problem(403, "Forbidden", DM_RULE)
        direct = Direct(self.new_id(), sender.id, recipient.id, text, self.now(), by_app)
        self.directs.append(direct)
        return direct

    def wrote_to(self, sender_id: str, recipient_id: str) -> bool:
        """Whether the first ever sent the second a message."""
        return any(one.sender_id == sender_id and one.recipient_id == recipient_id for one in self.directs)

    def between(self, one: str, other: str) -> list[Direct]:
        """Messages between two users, newest first."""
        pair = {one, other}
        return [sent for sent in reversed(self.directs) if {sent.sender_id, sent.recipient_id} == pair]

    def _add(
        self, author: User, text: str, reply_to: str | None, quotes: str | None, lang: str, *, by_app: bool
    ) -> Post | Problem:
        answered = self.posts.get(reply_to) if reply_to else None
        if reply_to and answered is None:
            return Problem(403, "Forbidden", GONE_RULE)
        made = self.new_id()
        post = Post(
            made, author.id, text, self.now(), answered.conversation_id if answered else made,
            reply_to, answered.author_id if answered else None, quotes, lang, by_app,
        )  # fmt: skip
        self.posts[made] = post
        self._said[author.id, post.reply_to_user, text] = post.at
        if reply_to:
            self.replies[reply_to] += 1
        return post

    def _said_before(self, author: User, text: str, reply_to: str | None) -> bool:
        # The answered person's name counts as part of a reply's text, so copies to different people differ.
        to = self.posts[reply_to].author_id if reply_to else None
        before = self._said.get((author.id, to, text))
        return before is not None and before >= self.now() - _DUPLICATE_WITHIN


def mentioned(text: str) -> set[str]:
    """Handles named in a text, lower case, without @."""
    return {handle.lower() for handle in _NAMED.findall(text)}


def mention_spans(text: str) -> list[tuple[int, int, str]]:
    """Start, end and handle of each mention, in order."""
    return [(found.start(), found.end(), found.group(1)) for found in _NAMED.finditer(text)]


def weighted_length(text: str) -> int:
    """Length as X counts it: a link is 23, Latin and the like 1, everything else 2."""
    without, links = _LINK.subn("", text)
    without = _JOINED.sub("", without)
    return 23 * links + sum(1 if _narrow(ord(letter)) else 2 for letter in without)


def _narrow(point: int) -> bool:
    return point <= 4351 or 8192 <= point <= 8205 or 8208 <= point <= 8223 or 8242 <= point <= 8247
