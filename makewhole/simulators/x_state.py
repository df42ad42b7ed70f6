"""What the simulated X's routes share, and the one place where acts become events, lines and charges."""

from dataclasses import dataclass, field
from datetime import UTC

from makewhole.simulators.clock import Clock
from makewhole.simulators.faults import Faults
from makewhole.simulators.x_compliance import Jobs
from makewhole.simulators.x_directs import Directs
from makewhole.simulators.x_ledger import Ledger
from makewhole.simulators.x_limits import Limits
from makewhole.simulators.x_model import Direct, Draft, Json, Media, Post, Problem, User
from makewhole.simulators.x_oauth import Tokens
from makewhole.simulators.x_push import Pushes
from makewhole.simulators.x_rules import Rules
from makewhole.simulators.x_shapes import EVERYTHING, Spelling, direct_event, moment, user
from makewhole.simulators.x_stream import FILTERED, Streams
from makewhole.simulators.x_text import mentioned
from makewhole.simulators.x_world import World

_EVENTS = Spelling("tweet")
_PROFILE = {"bio": "bio", "url": "url", "geo": "geo", "name": "screenname", "new_handle": "handle"}
"""What a person may change of their profile, and X's name for the event."""


@dataclass(slots=True)
class State:
    """The running X. `site` is its own address, known once it was called."""

    world: World
    directs: Directs
    pushes: Pushes
    streams: Streams
    rules: Rules
    tokens: Tokens
    ledger: Ledger
    jobs: Jobs
    faults: Faults
    clock: Clock
    limits: Limits
    spelling: Spelling
    media: dict[str, Media] = field(default_factory=dict)
    site: str = ""

    def now_text(self) -> str:
        """The simulator's time as X writes it."""
        return moment(self.clock.now())

    def by_key(self) -> dict[str, Media]:
        """Media by their media key."""
        return {one.key: one for one in self.media.values()}

    def say(self, author: User, draft: Draft) -> Post | Problem:
        """A person's own post, and what follows from it."""
        return self._told(self.world.say(author, draft))

    def publish(self, author: User, draft: Draft) -> Post | Problem:
        """An app's post, and what follows from it."""
        return self._told(self.world.publish(author, draft))

    def edit(self, author: User, post_id: str, text: str) -> Post | Problem:
        """A person rewrites a post."""
        return self._told(self.world.edit(author, post_id, text))

    def delete(self, author: User, post_id: str) -> Post | Problem | None:
        """A post goes, and its author's subscriptions hear of it."""
        gone = self.world.delete(author, post_id)
        if isinstance(gone, Post):
            includes = {"users": [{"data": user(author)}]}
            for version in self.world.versions[gone.first]:
                self.pushes.announce(
                    "post.delete", author.id, {"id": version, "author_id": author.id}, includes
                )
        return gone

    def message(
        self, sender: User, recipient: User, text: str, *, by_app: bool, media: str | None = None
    ) -> Direct | Problem:
        """A private message, and its events on both ends."""
        made = self.directs.send(sender, recipient, text, by_app=by_app, media=media)
        if isinstance(made, Direct):
            payload = direct_event(self.world, made, self.media)
            self.pushes.announce("dm.received", recipient.id, payload)
            self.pushes.announce("dm.sent", sender.id, payload)
        return made

    def revoked(self, one: User) -> None:
        """A user takes the app's rights back in their settings: tokens end, and every webhook hears of it."""
        self.tokens.forget(one)
        self.world.acts_no_more(one)
        when = self.clock.now().astimezone(UTC).isoformat(timespec="seconds")
        self.pushes.broadcast("oauth.revoke", {"date_time": when, "user_id": one.id, "app_id": "29820954"})

    def changed(self, one: User, asked: Json) -> None:
        """A profile changes, field by field, and who subscribed hears of each."""
        for name, event in _PROFILE.items():
            if name not in asked:
                continue
            after = str(asked[name])
            if name == "name":
                before, one.name = one.name, after
            elif name == "new_handle":
                before = one.handle
                self.world.renamed(one, after)
            else:
                before, one.profile[name] = one.profile.get(name, ""), after
            self.pushes.announce(f"profile.update.{event}", one.id, {"before": before, "after": after})

    def mentions(self, post: Post, account: User) -> bool:
        """Whether somebody else's post names the account."""
        return post.author_id != account.id and account.handle.lower() in mentioned(post.text)

    def post_became(self, post_id: str) -> str:
        """X's reason why a post must go, or "" while it may stay."""
        post = self.world.posts.get(post_id)
        if post is None or post_id in self.world.gone:
            return "deleted"
        return self.user_became(post.author_id)

    def user_became(self, user_id: str) -> str:
        """X's reason why a user's content must go, or "" while it may stay."""
        one = self.world.users.get(user_id)
        if one is None or one.deactivated:
            return "deactivated"
        return "suspended" if one.suspended else "protected" if one.protected else ""

    def streamed(self, body: Json) -> None:
        """A line on the activity stream."""
        self.streams.send("activity_stream", body)

    def billed(self, event_type: str, payload: Json) -> None:
        """Charges for an event by its kind; each post and message once a day."""
        now = self.clock.now()
        if event_type.startswith("post.") and event_type != "post.delete":
            self.ledger.read(f"event {event_type}", "post", [str(payload["id"])], now)
        elif event_type in ("dm.received", "chat.received"):
            said = payload.get("direct_message_events") or [payload]
            self.ledger.read(f"event {event_type}", "message", [str(said[0]["id"])], now)

    def _told(self, made: Post | Problem) -> Post | Problem:
        if isinstance(made, Post) and self.world.visible(made):
            self._announce(made)
            self._stream(made)
        return made

    def _announce(self, post: Post) -> None:
        if not self.pushes.subscriptions:
            return
        payload = _EVENTS.post(self.world, post)
        author = self.world.users[post.author_id]
        includes: Json = {"users": [{"data": user(author)}]}
        media = _EVENTS.includes(self.world, [post], EVERYTHING, self.by_key(), self.site).get("media")
        if media:
            includes["media"] = [{"data": one} for one in media]
        self.pushes.announce("post.create", post.author_id, payload, includes)
        quoted = self.world.posts.get(post.quotes or "")
        for account in self.world.accounts():
            if account.id == post.author_id:
                continue
            if self.mentions(post, account):
                self.pushes.announce("post.mention.create", account.id, payload, includes)
            if post.reply_to_user == account.id:
                self.pushes.announce("post.reply.create", account.id, payload, includes)
            if quoted is not None and quoted.author_id == account.id:
                self.pushes.announce("post.quote.create", account.id, payload, includes)

    def _stream(self, post: Post) -> None:
        if not self.streams.active(FILTERED):
            return
        met = self.rules.met(self.world, post)
        if met:
            body = self.spelling.posts(self.world, [post], EVERYTHING, self.by_key(), self.site)
            body["data"] = body["data"][0]
            body["matching_rules"] = [{"id": one.id, **({"tag": one.tag} if one.tag else {})} for one in met]
            self.ledger.read("stream", "post", [post.id], self.clock.now())
            self.streams.send(FILTERED, body)
