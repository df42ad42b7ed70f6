"""A letter as e-mail: the bytes that go over the line, plain text and the same as simple HTML.

The same letter gives the same bytes. It says of itself whether a machine wrote it (RFC 3834), how to ask us
to stop (RFC 2369, 8058), and which mail it answers (RFC 5322, 3.6.4). Decides nothing about the words.

>>> day = datetime(2026, 5, 4, tzinfo=UTC)
>>> made = compose(Mail("Shop", "care@shop.example", "a@b.example", "hi", "Hi", "en", "1@shop.example", day))
>>> [line for line in made.decode().splitlines() if line.startswith(("Message-ID", "Auto-Submitted"))]
['Message-ID: <1@shop.example>', 'Auto-Submitted: auto-replied']
"""

import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from makewhole.words import RIGHT_TO_LEFT

_LINK = re.compile(r"https?://[^\s<>\"']+")
_AGAIN = re.compile(
    r"^(?:(?:re|aw|sv|antw|rif|回复|回覆|答复|답장|رد|отв)\s*(?:\[\d+\])?\s*[:：]\s*)+", re.IGNORECASE
)
_MOST_REFERENCES = 20


@dataclass(frozen=True, slots=True)
class Mail:
    """What goes into a mail. Message-IDs are without their angle brackets; `references` oldest first."""

    from_name: str
    from_address: str
    to: str
    subject: str
    text: str
    language: str
    message_id: str
    written_at: datetime
    answers: str = ""
    references: tuple[str, ...] = ()
    by_machine: bool = True
    stop_link: str = ""


def answering(subject: str) -> str:
    """The subject of an answer to a mail with this subject.

    >>> answering("AW: Re: my parcel"), answering("")
    ('Re: my parcel', 'Re:')
    """
    return f"Re: {_AGAIN.sub('', _one_line(subject))[:200]}".strip()


def compose(mail: Mail) -> bytes:
    """The mail's bytes, lines ending as they do on the wire."""
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(_one_line(mail.from_name), addr_spec=mail.from_address)
    made["To"] = mail.to
    made["Subject"] = _one_line(mail.subject)
    made["Date"] = format_datetime(mail.written_at.astimezone(UTC))
    made["Message-ID"] = f"<{mail.message_id}>"
    if mail.answers:
        chain = dict.fromkeys((*mail.references, mail.answers))
        made["In-Reply-To"] = f"<{mail.answers}>"
        made["References"] = " ".join(f"<{one}>" for one in list(chain)[-_MOST_REFERENCES:])
    if mail.by_machine:
        made["Auto-Submitted"] = "auto-replied"
        made["X-Auto-Response-Suppress"] = "All"
    made["List-Unsubscribe"] = ", ".join(_ways_to_stop(mail))
    if mail.stop_link.startswith("https://"):
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made["Content-Language"] = mail.language
    made.set_content(mail.text, charset="utf-8")
    made.add_alternative(_page(mail), subtype="html", charset="utf-8")
    made.set_boundary("=_" + sha256(mail.message_id.encode()).hexdigest()[:24])
    return made.as_bytes()


def _ways_to_stop(mail: Mail) -> list[str]:
    ways = [f"<mailto:{mail.from_address}?subject=unsubscribe>"]
    return [*ways, f"<{mail.stop_link}>"] if mail.stop_link else ways


def _page(mail: Mail) -> str:
    direction = "rtl" if mail.language in RIGHT_TO_LEFT else "ltr"
    lines = (_LINK.sub(_linked, html.escape(line, quote=False)) for line in mail.text.split("\n"))
    return (
        f'<!doctype html><html lang="{mail.language}" dir="{direction}">'
        f'<body style="font:16px/1.5 sans-serif">'
        f"<p>{'<br>'.join(lines)}</p></body></html>"
    )


def _linked(found: re.Match[str]) -> str:
    link = found[0].rstrip(".,;:!?)")
    return f'<a href="{html.escape(html.unescape(link))}">{link}</a>{found[0][len(link) :]}'


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
