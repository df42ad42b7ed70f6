"""A mail server on loopback: IMAP4rev1 for our mailbox, SMTP for what we send, and everybody else's mail.

`Post` is the running thing: the two lines of `office` on their ports. `app(post)` is the page on which a
person reads what reached the people of this world and writes to us, with `/_control/mail`, `/faults` and
`/state` beside it.
"""

import base64
from contextlib import suppress
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP, default
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zlib import crc32

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from makewhole.simulators.mail_imap import Imap
from makewhole.simulators.mail_lines import Server
from makewhole.simulators.mail_office import Office
from makewhole.simulators.mail_smtp import Smtp

_PAGES = Jinja2Templates(Path(__file__).parent / "pages")
_SHOWN = 100


class Post:
    """A running post office: `with Post() as post: post.imap, post.smtp, post.office`."""

    def __init__(self, office: Office | None = None, imap_port: int = 0, smtp_port: int = 0) -> None:
        self.office = office or Office()
        self._lines = (Server(self.office, Imap, imap_port), Server(self.office, Smtp, smtp_port))
        self.imap = f"imap://127.0.0.1:{self._lines[0].port}"
        self.smtp = f"smtp://127.0.0.1:{self._lines[1].port}"

    def __enter__(self) -> Self:
        for line in self._lines:
            line.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for line in self._lines:
            line.stop()


def write(office: Office, sender: str, subject: str, text: str, **more: Any) -> str:
    """Somebody writes to us; returns the mail's Message-ID. `more`: name, in_reply_to, message_id, html."""
    mail = EmailMessage()
    name = str(more.get("name") or "")
    mail["From"] = f"{name} <{sender}>" if name else sender
    mail["To"], mail["Subject"] = office.address, subject
    own = f"<{crc32(f'{sender} {subject} {text}'.encode()):08x}.{office.number()}@people.example>"
    mail["Message-ID"] = str(more.get("message_id") or own)
    if more.get("in_reply_to"):
        mail["In-Reply-To"] = mail["References"] = str(more["in_reply_to"])
    mail.set_content(text)
    if more.get("html"):
        mail.add_alternative(str(more["html"]), subtype="html")
    office.arrive(sender, [office.address], mail.as_bytes(policy=SMTP))
    return str(mail["Message-ID"])


def shown(content: bytes) -> dict[str, str]:
    """A mail as a page or a test shows it: its headers, and its plain text."""
    try:
        mail = BytesParser(policy=default).parsebytes(content)
        body = mail.get_body(("plain", "html"))
        text = "" if body is None else str(body.get_content()).replace("\r\n", "\n")
        return {**{name.lower(): str(value) for name, value in mail.items()}, "text": text}
    except (AttributeError, IndexError, LookupError, TypeError, ValueError, RecursionError):
        return {"subject": "(a mail that can't be shown)", "from": "?", "message-id": "", "text": ""}


def app(post: Post) -> Starlette:
    """The page and the control endpoints of a post office."""
    made = Starlette(
        routes=[
            Route("/", _page),
            Route("/_control/mail", _write, methods=["POST"]),
            Route("/_control/raw", _raw, methods=["POST"]),
            Route("/_control/faults", _faults, methods=["POST"]),
            Route("/_control/state", _state),
        ]
    )
    made.state.post = post
    return made


async def _asked(request: Request) -> dict[str, Any]:
    if "json" in request.headers.get("content-type", ""):
        with suppress(ValueError):
            body = await request.json()
            return body if isinstance(body, dict) else {}
        return {}
    async with request.form() as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


async def _write(request: Request) -> Response:
    """`{from, subject, text, name?, in_reply_to?, html?}` -> 201 `{message_id}`."""
    office: Office = request.app.state.post.office
    asked = await _asked(request)
    sender = str(asked.pop("from", "")).strip()
    if "@" not in sender or not str(asked.get("text", "")).strip():
        return JSONResponse({"detail": "a mail needs from (an address) and text"}, 400)
    told = write(office, sender, str(asked.pop("subject", "")), str(asked.pop("text")), **asked)
    if "json" in request.headers.get("content-type", ""):
        return JSONResponse({"message_id": told}, 201)
    return RedirectResponse("/", 303)


async def _raw(request: Request) -> Response:
    """`{from, base64}`: a mail exactly as it is given, however broken."""
    office: Office = request.app.state.post.office
    asked = await _asked(request)
    office.arrive(str(asked.get("from", "")), [office.address], base64.b64decode(str(asked["base64"])))
    return JSONResponse({}, 201)


async def _faults(request: Request) -> Response:
    office: Office = request.app.state.post.office
    wrong = office.change(await _asked(request))
    return JSONResponse({"detail": wrong}, 400) if wrong else JSONResponse({})


def _everything(office: Office) -> dict[str, Any]:
    inbox = office.folder("INBOX")
    assert inbox is not None
    return {
        "address": office.address,
        "inbox": [shown(mail.content) for mail in inbox.mails[-_SHOWN:]],
        "delivered": [{"to": one.to, **shown(one.content)} for one in office.delivered[-_SHOWN:]],
    }


async def _state(request: Request) -> Response:
    return JSONResponse(_everything(request.app.state.post.office))


async def _page(request: Request) -> HTMLResponse:
    told = _everything(request.app.state.post.office)
    return _PAGES.TemplateResponse(request, "mail.html", told)
