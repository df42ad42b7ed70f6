"""What every request passes before a page sees it: an id, a limit on its body, and headers on the way out.

Plain ASGI, so that streams stay streams. A body that is too large is refused by its Content-Length where
it tells, and otherwise at the byte that is one too many; nothing larger is ever held or spooled.
"""

import re
import uuid
from collections.abc import Callable, Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(self), geolocation=(), microphone=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}
_NOWHERE: Final = PlainTextResponse(
    "There is nothing here: the address has a zero byte in it (%00). Please leave it out.\n", 404
)
"""No address of ours has a zero byte, and no text in the database can hold one."""
_GIVEN_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")


class Guard:
    """Request id, body limit and security headers around an application."""

    def __init__(self, app: ASGIApp, limit: Callable[[str], int], https: bool, refuse: ASGIApp) -> None:
        self.app = app
        self.limit = limit
        self.https = https
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        asked = given.get("x-request-id", "")
        state = scope.setdefault("state", {})
        state["request_id"] = asked if _GIVEN_ID.fullmatch(asked) else uuid.uuid4().hex
        if "\0" in scope["path"]:
            await _NOWHERE(scope, receive, self._dressed(scope, send))
            return
        # What is asked beside the path is read without it, as any other sign that says nothing.
        while b"%00" in scope["query_string"]:
            scope["query_string"] = scope["query_string"].replace(b"%00", b"")
        body = _Body(receive, self.limit(scope["path"]))
        out = self._dressed(scope, send)
        declared = given.get("content-length", "0")
        if declared.isdigit() and int(declared) > body.most:
            await self.refuse(scope, receive, out)
            return
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            if body.too_large and not started:
                return
            started = True
            await out(message)

        try:
            await self.app(scope, body.receive, answer)
        except ClientDisconnect:
            if not body.too_large:
                raise
        if body.too_large and not started:
            await self.refuse(scope, receive, out)

    def _dressed(self, scope: Scope, send: Send) -> Send:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
                headers["x-request-id"] = scope["state"]["request_id"]
                if self.https:
                    headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
            await send(message)

        return dressed


class _Body:
    """A request's body, counted as it is read; past the limit it ends as if the sender had left."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self.most = most
        self.read = 0
        self.too_large = False

    async def receive(self) -> Message:
        """The next part."""
        if self.too_large:
            return {"type": "http.disconnect"}
        message = await self._receive()
        self.read += len(message.get("body", b""))
        if self.read > self.most:
            self.too_large = True
            return {"type": "http.disconnect"}
        return message
