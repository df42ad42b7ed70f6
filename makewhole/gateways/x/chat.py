"""Private messages X can't read: encrypted chat, behind the same port as the older messages.

Encrypting and decrypting is X's own Chat XDK (PyPI `chatxdk`, the extra `makewhole[chat]`); this module
brings it keys and events and takes its messages to X. What it does not do is said in docs/x.md: it makes no
keys, opens no conversation, sends no pictures and reads no groups. A message it can't open comes out with an
empty text and the reason, so that a person sees that somebody wrote.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol

from makewhole.gateways.wire import Json, Sent, TheirFault, Undeliverable
from makewhole.gateways.x import page
from makewhole.gateways.x.asking import Asking
from makewhole.gateways.x.shapes import Trace
from makewhole.gateways.x.wire import Asked

_SOURCE = "X Chat API, docs.x.com/xchat, 2026-08; Chat XDK 0.5"
_PAGES = 5
_PAGE = "100"


class PrivateMessages(Protocol):
    """The port: private messages of one account, whichever way X carries them."""

    async def direct_message(
        self, user_id: str, text: str, media_id: str | None = None
    ) -> Sent | Undeliverable:
        """Send one; not safe to repeat."""
        ...

    async def messages(self, user_id: str | None = None, since_id: str | None = None) -> list[Json]:
        """Those that came and went, newest first, each flat."""
        ...

    async def own_messages_to(self, user_id: str) -> tuple[Trace, ...]:
        """Our own to one person, newest first."""
        ...


class Payload(Protocol):
    """An encrypted message, ready to send."""

    message_id: str
    encrypted_content: str
    encoded_event_signature: str


class Cipher(Protocol):
    """What we use of the Chat XDK's `Chat`."""

    def set_identity(self, user_id: str, signing_key_version: str) -> None:
        """Whose messages these are, and which of their registered keys signs."""
        ...

    def set_signing_keys(self, signing_keys: list[dict[str, str]]) -> None:
        """The registered keys that signatures are checked by."""
        ...

    def decrypt_events(self, events: list[str]) -> dict[str, Any]:
        """Open events; conversation keys among them are kept for encrypting."""
        ...

    def encrypt_message(self, conversation_id: str, text: str) -> Payload:
        """Close and sign a message; `ValueError` where the conversation's key is not known."""
        ...


class Chat(Asking):
    """One account's encrypted messages. `cipher` holds the account's private keys."""

    def __init__(self, asking: Asking, cipher: Cipher, key_version: str) -> None:
        super().__init__(asking.wire, asking.access)
        self._cipher = cipher
        self._key_version = key_version
        self._signing: dict[str, list[dict[str, str]]] = {}

    async def direct_message(
        self, user_id: str, text: str, media_id: str | None = None
    ) -> Sent | Undeliverable:
        """Send one into a conversation the person began, and give the id it was made under. Not safe to
        repeat: look it up first, under that id or its words."""
        if media_id:
            return Undeliverable("x.chat-media", "Encrypted messages carry no pictures from here.", _SOURCE)
        opened = await self._opened(user_id)
        theirs = [str(one.get("conversation_id") or "") for one in opened if one.get("sender_id") == user_id]
        conversation = next((each for each in theirs if each), None)
        if conversation is None:
            return Undeliverable("x.chat-closed", "The person wrote us no encrypted message.", _SOURCE)
        try:
            closed = self._cipher.encrypt_message(conversation, text)
        except ValueError as fault:
            says = "The key of the conversation is not known here."
            return Undeliverable("x.chat-key", f"{says} {fault}", _SOURCE)
        body: Json = {
            "message_id": closed.message_id,
            "encoded_message_create_event": closed.encrypted_content,
            "encoded_message_event_signature": closed.encoded_event_signature,
        }
        said = await self._write(Asked("chat_message", {"id": conversation.replace(":", "-")}, body=body))
        return said if isinstance(said, Undeliverable) else Sent(closed.message_id)

    async def messages(self, user_id: str | None = None, since_id: str | None = None) -> list[Json]:
        """Messages with one person, newest first, flat as the older ones are; one that can't be opened has an
        empty text and says why in `unreadable`. Without a person there is nothing to ask: X tells of new
        conversations by its events."""
        if user_id is None:
            return []
        ours = (await self.me()).id
        found = [_flat(each, ours, user_id) for each in await self._opened(user_id)]
        ids = [one["id"] for one in found]
        return found[: ids.index(since_id)] if since_id in ids else found

    async def own_messages_to(self, user_id: str) -> tuple[Trace, ...]:
        """Our own to one person, newest first: what a doubtful send is looked up in."""
        found = [one for one in await self.messages(user_id) if one["sent_by_us"]]
        return tuple(Trace(one["id"], one["text"], _at(one["created_at"])) for one in found)

    async def opened(self, pushed: Sequence[Json]) -> list[Json]:
        """Messages out of pushed `chat.received` payloads, oldest first, flat."""
        ours = (await self.me()).id
        senders = dict.fromkeys(str(each.get("sender_id") or "") for each in pushed)
        await self._know(ours, *(each for each in senders if each.isdecimal()))
        keys = [
            str(each["conversation_key_change_event"])
            for each in pushed
            if "conversation_key_change_event" in each
        ]
        return [_flat(each, ours, str(each.get("sender_id") or "")) for each in self._decrypted(keys, pushed)]

    async def _opened(self, user_id: str) -> list[Json]:
        """The message events of a conversation, newest first."""
        await self._know((await self.me()).id, user_id)
        keys: list[str] = []
        sealed: list[Json] = []
        params = {"max_results": _PAGE}
        async for body in self._pages("chat_events", at={"id": user_id}, params=params, pages=_PAGES):
            meta = body.get("meta")
            named = meta.get("conversation_key_events") if isinstance(meta, dict) else None
            keys += [each for each in named or [] if isinstance(each, str)]
            sealed += page.things(body)
        # X lists the newest first, and the cipher reads in the order things happened.
        return self._decrypted(keys[::-1], sealed[::-1])[::-1]

    def _decrypted(self, keys: Sequence[str], sealed: Sequence[Json]) -> list[Json]:
        """Keys go in first, or nothing that follows opens. What does not open is told with its sender."""
        events = [*keys, *(str(each.get("encoded_event") or "") for each in sealed)]
        try:
            found = self._cipher.decrypt_events(events) if events else {}
        except ValueError as fault:
            raise TheirFault(f"X's encrypted events can't be opened: {fault}", 60) from fault
        opened = {one.get("original_b64"): one.get("event") for one in found.get("messages", [])}
        listed: list[Json] = []
        for each in sealed:
            event = opened.get(str(each.get("encoded_event") or ""))
            if not isinstance(event, dict):
                listed.append(
                    {**each, "created_at_msec": each.get("created_at_msec") or each.get("created_at")}
                )
            elif event.get("type") == "Message":
                listed.append(event)
        return [each for each in listed if each.get("id")]

    async def _know(self, *people: str) -> None:
        """Tell the cipher whose signatures are whose; keys of one asked for once."""
        for person in dict.fromkeys(people):
            if person not in self._signing:
                body = await self._read(Asked("chat_keys", {"id": person})) or {}
                self._signing[person] = [_signing_key(person, each) for each in page.things(body)]
        self._cipher.set_identity(people[0], self._key_version)
        self._cipher.set_signing_keys([key for known in self._signing.values() for key in known])


def cipher(private_keys: bytes, key_version: str) -> Cipher | Undeliverable:
    """The Chat XDK holding an account's private keys, as its `export_keys` gave them (64 bytes); a clear word
    where it is not installed, or takes them for no keys."""
    if find_spec("chat_xdk") is None:
        says = "Encrypted messages need X's Chat XDK: pip install 'makewhole[chat]'."
        return Undeliverable("x.chat-missing", says, _SOURCE)
    made: Any = import_module("chat_xdk").Chat()
    try:
        made.import_keys(private_keys, key_version)
    except ValueError as fault:
        says = f"These are no keys of an encrypted account ({len(private_keys)} bytes): {fault}"
        return Undeliverable("x.chat-keys", says, _SOURCE)
    made.set_cache_keys(True)
    # A message whose signature does not hold is not shown as its sender's.
    made.set_reject_unverified(True)
    known: Cipher = made
    return known


def _signing_key(person: str, key: Json) -> dict[str, str]:
    return {
        "user_id": person,
        "public_key_version": str(key.get("public_key_version") or ""),
        "public_key": str(key.get("signing_public_key") or ""),
        "identity_public_key": str(key.get("public_key") or ""),
        "identity_public_key_signature": str(key.get("identity_public_key_signature") or ""),
    }


def _flat(event: Json, ours: str, other: str) -> Json:
    content = event.get("content")
    text = content.get("text") if isinstance(content, dict) else None
    sender = str(event.get("sender_id") or "")
    flat: Json = {
        "id": str(event["id"]),
        "text": text if isinstance(text, str) else "",
        "sender_id": sender,
        "recipient_id": other if sender == ours else ours,
        "sender_handle": "",
        "sender_name": "",
        "created_at": _written(event.get("created_at_msec")),
        "sent_by_us": sender == ours,
        "media": [],
    }
    return (
        flat if isinstance(text, str) else {**flat, "unreadable": "an encrypted message that can't be opened"}
    )


def _written(at: Any) -> str | None:
    """X's milliseconds, or a moment as it is written, as a written moment."""
    try:
        if isinstance(at, str) and not at.isdecimal():
            return datetime.fromisoformat(at).isoformat()
        return datetime.fromtimestamp(int(at) / 1000, UTC).isoformat()
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _at(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
