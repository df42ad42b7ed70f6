"""What the simulated X's routes share: its world, its pushes, and the one place where acts become events."""

from dataclasses import dataclass

from makewhole.simulators.clock import Clock
from makewhole.simulators.faults import Faults
from makewhole.simulators.x_limits import Limits
from makewhole.simulators.x_push import Pushes
from makewhole.simulators.x_shapes import Spelling, direct_event, moment, user
from makewhole.simulators.x_world import Direct, Post, Problem, User, World, mentioned

_EVENTS = Spelling("tweet")


@dataclass(slots=True)
class State:
    """The running X."""

    world: World
    pushes: Pushes
    faults: Faults
    clock: Clock
    limits: Limits
    spelling: Spelling

    def now_text(self) -> str:
        """The simulator's time as X writes it."""
        return moment(self.clock.now())

    def say(
        self, author: User, text: str, reply_to: str | None, quotes: str | None, lang: str
    ) -> Post | Problem:
        """A person's own post, and the events that follow from it."""
        made = self.world.say(author, text, reply_to, quotes, lang)
        if isinstance(made, Post):
            self._announce(made)
        return made

    def publish(self, author: User, text: str, reply_to: str | None) -> Post | Problem:
        """An app's post, and the events that follow from it."""
        made = self.world.publish(author, text, reply_to)
        if isinstance(made, Post):
            self._announce(made)
        return made

    def message(self, sender: User, recipient: User, text: str, *, by_app: bool) -> Direct | Problem:
        """A private message, and its events on both ends."""
        made = self.world.message(sender, recipient, text, by_app=by_app)
        if isinstance(made, Direct):
            payload = direct_event(self.world, made)
            self.pushes.announce("dm.received", recipient.id, payload)
            self.pushes.announce("dm.sent", sender.id, payload)
        return made

    def mentions(self, post: Post, account: User) -> bool:
        """Whether somebody else's post names the account."""
        return post.author_id != account.id and account.handle.lower() in mentioned(post.text)

    def _announce(self, post: Post) -> None:
        payload = _EVENTS.post(self.world, post)
        includes = {"users": [{"data": user(self.world.users[post.author_id])}]}
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
