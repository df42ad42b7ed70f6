"""Writing: posts, replies, polls, private messages. X knows no idempotency key, so a write whose answer was
lost (`TheirFault.maybe_done`) must be looked up before anybody writes again. Whether we may speak is not
asked here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from makewhole.gateways.wire import Json, Sent, Undeliverable
from makewhole.gateways.x.asking import Asking
from makewhole.gateways.x.wire import Asked

_POLL_SOURCE = "X API v2, POST /2/tweets, OpenAPI 2.167"
_MOST_PICTURES = 4


@dataclass(frozen=True, slots=True)
class Poll:
    """Two to four options of 1 to 25 characters, open for 5 to 10,080 minutes."""

    options: tuple[str, ...]
    minutes: int

    def fault(self) -> Undeliverable | None:
        """Why X would not take it.

        >>> Poll(("Post", "Courier"), 60).fault() is None
        True
        >>> Poll(("Post",), 60).fault().says
        'A poll has 2 to 4 options; this one has 1.'
        """
        if not 2 <= len(self.options) <= 4:
            says = f"A poll has 2 to 4 options; this one has {len(self.options)}."
        elif wrong := [one for one in self.options if not 1 <= len(one.strip()) <= 25]:
            says = f"An option of a poll has 1 to 25 characters; {wrong[0]!r} has {len(wrong[0].strip())}."
        elif len(set(self.options)) < len(self.options):
            says = "Two options of the poll are the same."
        elif not 5 <= self.minutes <= 10_080:
            says = f"A poll is open for 5 to 10,080 minutes (7 days); this one for {self.minutes}."
        else:
            return None
        return Undeliverable("x.poll", says, _POLL_SOURCE)


class Writing(Asking):
    """What changes something at X in this account's name."""

    async def publish(
        self,
        text: str,
        *,
        reply_to: str | None = None,
        poll: Poll | None = None,
        media_ids: Sequence[str] = (),
        deep_link_to: str | None = None,
        made_with_ai: bool = False,
        paid_partnership: bool = False,
    ) -> Sent | Undeliverable:
        """Post as this account and give the post's id. `reply_to` is a post of our own that this one goes on
        from; `deep_link_to` is the user id whose messages a button under the post opens. Not safe to repeat:
        look it up first."""
        fault = poll.fault() if poll else None
        if fault is None and poll and media_ids:
            fault = Undeliverable("x.poll", "A post has a poll or pictures, not both.", _POLL_SOURCE)
        if fault is None and len(media_ids) > _MOST_PICTURES:
            fault = Undeliverable("x.media", f"A post has at most {_MOST_PICTURES} pictures.", _POLL_SOURCE)
        if fault is not None:
            return fault
        body: Json = {"text": text}
        if reply_to:
            body["reply"] = {"in_reply_to_tweet_id": reply_to}
        if poll:
            body["poll"] = {"options": list(poll.options), "duration_minutes": poll.minutes}
        if media_ids:
            body["media"] = {"media_ids": list(media_ids)}
        if deep_link_to:
            body["direct_message_deep_link"] = message_link(deep_link_to)
        # X takes the two labels as said; unsaid means no.
        body |= {"made_with_ai": True} if made_with_ai else {}
        body |= {"paid_partnership": True} if paid_partnership else {}
        return await self._make(Asked("publish", body=body, text=text), "id")

    async def reply(self, text: str, in_reply_to: str) -> Sent | Undeliverable:
        """Answer somebody who summoned this account, and give the reply's id. Not safe to repeat: look it up
        first."""
        body: Json = {"text": text, "reply": {"in_reply_to_tweet_id": in_reply_to}}
        return await self._make(Asked("publish", body=body, text=text, reply=True), "id")

    async def delete(self, post_id: str) -> Sent | Undeliverable:
        """Delete a post of this account; one that is gone already is refused with `x.gone`. Safe to
        repeat."""
        said = await self._write(Asked("delete", {"id": post_id}))
        return said if isinstance(said, Undeliverable) else Sent(post_id)

    async def hide(self, post_id: str, hidden: bool = True) -> Sent | Undeliverable:
        """Hide somebody's reply under a post of this account, or show it again. Safe to repeat."""
        said = await self._write(Asked("hide", {"tweet_id": post_id}, body={"hidden": hidden}))
        return said if isinstance(said, Undeliverable) else Sent(post_id)

    async def direct_message(
        self, user_id: str, text: str, media_id: str | None = None
    ) -> Sent | Undeliverable:
        """Send one private message and give the event's id. Not safe to repeat."""
        body: Json = {"text": text} if text else {}
        if media_id:
            body["attachments"] = [{"media_id": media_id}]
        return await self._make(Asked("message", {"participant_id": user_id}, body=body), "dm_event_id")


def message_link(user_id: str) -> str:
    """The address that opens a private message to an account.

    >>> message_link("42")
    'https://x.com/messages/compose?recipient_id=42'
    """
    return f"https://x.com/messages/compose?recipient_id={user_id}"
