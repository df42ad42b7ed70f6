"""A small X Chat on loopback: it keeps public keys and sealed events, and can read none of them."""

import base64
import struct
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route


def text(number, value):
    """A text of X's event envelope (Thrift's binary form)."""
    raw = value.encode()
    return b"\x0b" + struct.pack(">hi", number, len(raw)) + raw


def inner(number, raw):
    """A part within the envelope."""
    return b"\x0c" + struct.pack(">h", number) + raw


def raw(encoded):
    """Base64 of either alphabet, with or without its end."""
    plain = encoded.replace("-", "+").replace("_", "/")
    return base64.b64decode(plain + "=" * (-len(plain) % 4))


def envelope(sequence, message_id, sender, conversation, detail, signature):
    """A whole event, as X hands it out."""
    parts = text(1, str(sequence)) + text(2, message_id) + text(3, sender) + text(4, conversation)
    whole = parts + text(6, "1795319217791") + inner(7, detail) + inner(9, signature) + b"\0"
    return base64.b64encode(whole).decode()


@dataclass
class ChatServer:
    """What this X Chat holds. `names` are handles by token; `sealed` is oldest first."""

    names: dict[str, tuple[str, str]] = field(default_factory=lambda: {"token-halden": ("7", "HaldenHome")})
    keys: dict[str, Any] = field(default_factory=dict)
    key_events: list[Any] = field(default_factory=list)
    sealed: list[Any] = field(default_factory=list)
    lose_answers: bool = False

    def take(self, sender, conversation, body):
        """Keep a sealed message under the next number."""
        detail = inner(1, raw(body["encoded_message_create_event"])) + b"\0"
        signature = raw(body["encoded_message_event_signature"])
        number = len(self.sealed) + 10
        event = envelope(number, body["message_id"], sender, conversation, detail, signature)
        at = "2026-11-22T03:46:57.791Z"
        self.sealed.append(
            {"id": body["message_id"], "sender_id": sender, "encoded_event": event, "created_at": at}
        )
        return event

    def app(self):
        """The ASGI app."""
        return Starlette(
            routes=[
                Route("/2/users/me", self._me),
                Route("/2/users/{id}/public_keys", self._keys),
                Route("/2/chat/conversations/{id}/events", self._events),
                Route("/2/chat/conversations/{id}/messages", self._message, methods=["POST"]),
                Route("/2/dm_conversations/with/{id}/messages", self._closed, methods=["POST"]),
                Route("/2/dm_conversations/with/{id}/dm_events", self._nothing),
            ]
        )

    def _caller(self, request):
        return self.names[request.headers["authorization"].removeprefix("Bearer ")]

    async def _me(self, request):
        number, handle = self._caller(request)
        return JSONResponse({"data": {"id": number, "username": handle, "name": handle}})

    async def _keys(self, request):
        return JSONResponse({"data": self.keys.get(request.path_params["id"], [])})

    async def _events(self, request):
        meta = {"result_count": len(self.sealed), "conversation_key_events": self.key_events}
        return JSONResponse({"data": self.sealed[::-1], "meta": meta})

    async def _closed(self, request):
        says = "You do not have permission to DM one or more participants."
        return JSONResponse({"title": "Forbidden", "detail": says}, 403)

    async def _nothing(self, request):
        return JSONResponse({"meta": {"result_count": 0}})

    async def _message(self, request):
        conversation = request.path_params["id"].replace("-", ":")
        event = self.take(self._caller(request)[0], conversation, await request.json())
        if self.lose_answers:
            return JSONResponse({}, 503)
        return JSONResponse({"data": {"encoded_message_event": event}}, 201)
