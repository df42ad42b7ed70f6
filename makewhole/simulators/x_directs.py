"""Private messages on the simulated X, and whom X lets an app write to.

>>> from datetime import UTC, datetime
>>> from makewhole.simulators.x_world import World
>>> world = World(lambda: datetime(2026, 3, 1, tzinfo=UTC))
>>> directs, brand, ana = Directs(world), world.person("brand"), world.person("ana")
>>> directs.send(brand, ana, "hello", by_app=True).detail
'You do not have permission to DM one or more participants.'
"""

from dataclasses import dataclass, field

from makewhole.simulators.x_model import Direct, Problem, User, forbidden, invalid
from makewhole.simulators.x_world import World

DM_RULE = "You do not have permission to DM one or more participants."
NOT_PERMITTED = "This operation is not permitted."
_LONGEST = 10_000


@dataclass(slots=True)
class Directs:
    """Every private message, oldest first."""

    world: World
    all: list[Direct] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    _wrote: set[tuple[str, str]] = field(default_factory=set)

    def send(
        self, sender: User, recipient: User, text: str, *, by_app: bool = False, media: str | None = None
    ) -> Direct | Problem:
        """A private message; an app may write only where `receives` says so."""
        if len(text) > _LONGEST:
            return invalid("Your message text is too long.")
        if recipient.suspended or recipient.deactivated or sender.suspended or sender.id == recipient.id:
            return forbidden(NOT_PERMITTED)
        if by_app and not self.receives(recipient, sender):
            return forbidden(DM_RULE)
        made = Direct(self.world.new_id(), sender.id, recipient.id, text, self.world.now(), by_app, media)
        self.all.append(made)
        self._wrote.add((sender.id, recipient.id))
        return made

    def receives(self, recipient: User, sender: User) -> bool:
        """Whether a message of the sender's would be taken: what X tells as `receives_your_dm`."""
        if sender.id in recipient.blocks or recipient.reach == "nobody":
            return False
        return recipient.reach == "everyone" or (recipient.id, sender.id) in self._wrote

    def between(self, one: str, other: str) -> list[Direct]:
        """Messages between two users, newest first."""
        pair = {one, other}
        return [sent for sent in self.of(one) if {sent.sender_id, sent.recipient_id} == pair]

    def of(self, user: str) -> list[Direct]:
        """Messages to or from a user, newest first."""
        return [
            sent
            for sent in reversed(self.all)
            if user in (sent.sender_id, sent.recipient_id) and sent.id not in self.gone
        ]


def conversation(one: str, other: str) -> str:
    """The id of the private conversation of two users: the smaller id, a dash, the larger."""
    return "-".join(sorted((one, other), key=int))
