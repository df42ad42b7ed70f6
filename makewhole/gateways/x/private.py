"""Private messages of one account by both ways X has: the older ones it can read, and encrypted chat.

A letter goes by the older way first. Only where X refuses it there for good does it go encrypted, so it never
goes by both; a send that is in doubt is left in doubt, to be looked up, and both ways are looked in.
"""

from collections.abc import Callable

from makewhole.gateways.wire import Json, Sent, Undeliverable
from makewhole.gateways.x.chat import Chat, Cipher, PrivateMessages
from makewhole.gateways.x.client import AsyncX
from makewhole.gateways.x.shapes import Trace

_ONLY_ENCRYPTED = ("x.dm-closed", "x.not-permitted")

Ways = Callable[[AsyncX], PrivateMessages]
"""What an account's private messages go through."""


class Both:
    """The port over two ways."""

    def __init__(self, older: PrivateMessages, chat: PrivateMessages) -> None:
        self._older = older
        self._chat = chat

    async def direct_message(
        self, user_id: str, text: str, media_id: str | None = None
    ) -> Sent | Undeliverable:
        """Send one; a refusal of the older way stands where encrypted chat is no way either."""
        sent = await self._older.direct_message(user_id, text, media_id)
        if isinstance(sent, Sent) or sent.rule not in _ONLY_ENCRYPTED:
            return sent
        closed = await self._chat.direct_message(user_id, text, media_id)
        return closed if isinstance(closed, Sent) else sent

    async def messages(self, user_id: str | None = None, since_id: str | None = None) -> list[Json]:
        """Those of both ways, the older way's first."""
        older = await self._older.messages(user_id, since_id)
        return older + await self._chat.messages(user_id, since_id)

    async def own_messages_to(self, user_id: str) -> tuple[Trace, ...]:
        """Our own of both ways."""
        return await self._older.own_messages_to(user_id) + await self._chat.own_messages_to(user_id)


def both(cipher: Cipher, key_version: str) -> Ways:
    """Private messages by both ways, for an account whose keys the cipher holds."""
    return lambda x: Both(x, Chat(x, cipher, key_version))
