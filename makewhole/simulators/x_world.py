"""The small world the X simulator keeps: people and their posts, and what X allows an app to post.

Holds X's own rules as its documents give them: who may be answered by an app (summoned), no second copy of a
text to the same person, 280 weighted characters, no quotes, five edits within an hour, polls that end. It
knows nothing of HTTP; private messages are in `x_directs`.

>>> from datetime import UTC, datetime
>>> here = World(lambda: datetime(2026, 3, 1, tzinfo=UTC))
>>> here.say(here.person("ana"), Draft("hello")).text
'hello'
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from makewhole.simulators.x_model import Draft, Poll, Post, Problem, User, forbidden, invalid
from makewhole.simulators.x_text import LONGEST, cashtags, mentioned, weighted_length

_X_EPOCH_MS = 1_288_834_974_657
_DUPLICATE_WITHIN = timedelta(hours=24)
EDIT_WITHIN = timedelta(hours=1)
MOST_EDITS = 5

SUMMON_RULE = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged "
    "by the author of the post you are replying to."
)
DUPLICATE_RULE = "You are not allowed to create a Tweet with duplicate content."
GONE_RULE = "You attempted to reply to a Tweet that is deleted or not visible to you."
# X's own words for these three are not published; the status is.
QUOTE_RULE = "You are not permitted to quote a Tweet through the API."
EDIT_RULE = "You are not permitted to edit this Tweet."
DELETE_RULE = "You are not authorized to delete this Tweet."


@dataclass(slots=True)
class World:
    """Everything public on this X. `names_first`: X puts the answered person's name before an app's reply."""

    now: Callable[[], datetime]
    names_first: bool = False
    users: dict[str, User] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    replies: Counter[str] = field(default_factory=Counter)
    quoted: Counter[str] = field(default_factory=Counter)
    versions: dict[str, list[str]] = field(default_factory=dict)
    """Ids of every version of a post, by the id of its first."""
    _handles: dict[str, User] = field(default_factory=dict)
    _acting: dict[str, User] = field(default_factory=dict)
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
        return list(self._acting.values())

    def acts(self, user: User) -> None:
        """From now on an app may act for this user."""
        self._acting[user.id] = user

    def acts_no_more(self, user: User) -> None:
        """The user took the app's rights back."""
        self._acting.pop(user.id, None)
        user.token = None

    def person(self, handle: str, name: str = "", followers: int | None = None) -> User:
        """The user of that name, made when new; followers are updated when given."""
        user = self.by_handle(handle)
        if user is None:
            user = User(self.new_id(), handle.lstrip("@"), name or handle.lstrip("@"), self.now())
            self.users[user.id] = user
            self._handles[user.handle.lower()] = user
        if followers is not None:
            user.followers = followers
        if name:
            user.name = name
        return user

    def renamed(self, user: User, handle: str) -> None:
        """The user goes by another handle from now on; the old one is free."""
        self._handles.pop(user.handle.lower(), None)
        user.handle = handle
        self._handles[handle.lower()] = user

    def visible(self, post: Post, to: User | None = None) -> bool:
        """Whether a post can be seen: not deleted, its author neither away nor closed to this viewer."""
        author = self.users[post.author_id]
        if post.id in self.gone or author.suspended or author.deactivated:
            return False
        return not author.protected or (to is not None and to.id == author.id)

    def seen(self, to: User | None = None) -> list[Post]:
        """Every visible post in its newest version, oldest first."""
        newest = {versions[-1] for versions in self.versions.values()}
        return [one for one in self.posts.values() if one.id in newest and self.visible(one, to)]

    def say(self, author: User, draft: Draft) -> Post | Problem:
        """A person posts with their own hand: no summon rule; a reply starts with the name it answers."""
        return self._add(author, draft, by_app=False)

    def publish(self, author: User, draft: Draft) -> Post | Problem:
        """An app posts for an account, under X's rules for apps."""
        no = self._forbids(author, draft)
        return no or self._add(author, draft, by_app=True)

    def _forbids(self, author: User, draft: Draft) -> Problem | None:
        if weighted_length(draft.text) > LONGEST:
            return invalid("Your Tweet text is too long.")
        if draft.quotes is not None:
            return forbidden(QUOTE_RULE)
        if len(cashtags(draft.text)) > 1:
            return invalid("A Tweet may hold at most one cashtag.")
        if draft.reply_to is not None:
            answered = self.posts.get(draft.reply_to)
            if answered is None or not self.visible(answered, author):
                return forbidden(GONE_RULE)
            if not self.summoned(author, answered):
                return forbidden(SUMMON_RULE)
        if draft.edits is not None:
            return self._forbids_edit(author, draft.edits)
        return forbidden(DUPLICATE_RULE) if self._said_before(author, draft) else None

    def _forbids_edit(self, author: User, edited: str) -> Problem | None:
        old = self.posts.get(edited)
        if old is None or old.author_id != author.id or not self.editable(old) or old.poll is not None:
            return forbidden(EDIT_RULE)
        return None

    def editable(self, post: Post) -> bool:
        """Whether another version may still be written."""
        versions = self.versions[post.first]
        young = self.now() <= self.posts[post.first].at + EDIT_WITHIN
        return young and len(versions) <= MOST_EDITS and versions[-1] == post.id and post.id not in self.gone

    def summoned(self, account: User, post: Post) -> bool:
        """Whether the post mentions the account, quotes one of its posts, or is its own."""
        if post.author_id == account.id or account.handle.lower() in mentioned(post.text):
            return True
        quoted = self.posts.get(post.quotes or "")
        return quoted is not None and quoted.author_id == account.id

    def edit(self, author: User, post_id: str, text: str) -> Post | Problem:
        """A person rewrites their own post: a new version with an id of its own."""
        return self._forbids_edit(author, post_id) or self._add(
            author, Draft(text, edits=post_id), by_app=False
        )

    def delete(self, author: User, post_id: str) -> Post | Problem | None:
        """Takes a post away, with all its versions; None when it is not there."""
        post = self.posts.get(post_id)
        if post is None or post_id in self.gone:
            return None
        if post.author_id != author.id:
            return forbidden(DELETE_RULE)
        self.gone.update(self.versions[post.first])
        return post

    def hide(self, owner: User, post_id: str, hidden: bool) -> bool | Problem:
        """Hides a reply under the owner's own conversation, or shows it again."""
        post = self.posts.get(post_id)
        began = self.posts.get(post.conversation_id) if post is not None else None
        if post is None or post.reply_to is None or began is None or began.author_id != owner.id:
            return forbidden("You are not permitted to hide or unhide this reply.")
        (self.hidden.add if hidden else self.hidden.discard)(post_id)
        return hidden

    def vote(self, voter: User, post_id: str, option: int) -> Poll | Problem:
        """A person's one choice in an open poll; options count from 1."""
        post = self.posts.get(post_id)
        if post is None or post.poll is None or not 1 <= option <= len(post.poll.options):
            return invalid("This post has no such poll or option.")
        if post.poll.ends is not None and self.now() >= post.poll.ends:
            return forbidden("This poll has ended.")
        post.poll.votes.setdefault(voter.id, option)
        return post.poll

    def _add(self, author: User, draft: Draft, *, by_app: bool) -> Post | Problem:
        old = self.posts.get(draft.edits) if draft.edits else None
        reply_to = old.reply_to if old else draft.reply_to
        answered = self.posts.get(reply_to) if reply_to else None
        if reply_to and (answered is None or (answered.id in self.gone and old is None)):
            return forbidden(GONE_RULE)
        made, text, prefix = self.new_id(), draft.text, 0
        if answered is not None and answered.author_id != author.id and (self.names_first or not by_app):
            name = "@" + self.users[answered.author_id].handle
            if name.lower()[1:] not in mentioned(text):
                text, prefix = f"{name} {text}", len(name) + 1
        if draft.poll is not None:
            draft.poll.id, draft.poll.ends = made, self.now() + timedelta(minutes=draft.poll.minutes)
        post = Post(
            made, author.id, text, self.now(),
            old.conversation_id if old else answered.conversation_id if answered else made,
            old.first if old else made, reply_to, answered.author_id if answered else None,
            old.quotes if old else draft.quotes, draft.lang, by_app,
            old.media if old else draft.media, draft.poll, draft.made_with_ai, draft.paid_partnership, prefix,
        )  # fmt: skip
        self.posts[made] = post
        self.versions.setdefault(post.first, []).append(made)
        self._said[author.id, post.reply_to_user, draft.text] = post.at
        if old is None:
            self.replies.update([reply_to] if reply_to else [])
            self.quoted.update([post.quotes] if post.quotes else [])
        return post

    def _said_before(self, author: User, draft: Draft) -> bool:
        # The answered person's name counts as part of a reply's text, so copies to different people differ.
        to = self.posts[draft.reply_to].author_id if draft.reply_to else None
        before = self._said.get((author.id, to, draft.text))
        return before is not None and before >= self.now() - _DUPLICATE_WITHIN
