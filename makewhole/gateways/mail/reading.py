"""A mail as it came, in bytes, to what it says: from whom, in which conversation, in which words.

Whatever comes in, this gives a `Mail` or an `Unreadable` with a word, and raises nothing. Sizes and counts
are checked before a parser sees anything (`bounds`). What the mail means, and who its sender is to us, is
decided elsewhere.

>>> mail = read(b"From: Anna <anna@example.org>\\nSubject: =?utf-8?q?Paket_f=C3=BCr_mich?=\\n\\nWo?")
>>> mail.sender, mail.subject, mail.text
('anna@example.org', 'Paket für mich', 'Wo?')
>>> read(b"").says
'it is empty'
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parseaddr, parsedate_to_datetime

from makewhole.gateways.mail import automatic, body, bounds, quoted
from makewhole.gateways.mail.automatic import Nature

_NAME = re.compile(r"<([^<>\s]{3,250})>")
_ADDRESS = re.compile(
    r"[^@\s<>()\[\],:;\"\\]{1,64}@[^@\s<>()\[\],:;\"\\]{1,190}\.[^@\s<>()\[\],:;\"\\.]{2,63}"
)
_NAMELESS = "@no-name.invalid"
_LONGEST_VALUE, _LONGEST_SHOWN, _MOST_REFERENCES = 8_000, 300, 50
_UNREADABLE = (
    MessageError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    RecursionError,
    OverflowError,
)
"""What Python's parser raises on mails that keep to no rule."""


@dataclass(frozen=True, slots=True)
class File:
    """Something that came with a mail: its name and what it says it is, never trusted."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Failed:
    """What a delivery report says: which of our mails did not arrive, and whether it never will."""

    message_id: str
    for_good: bool
    status: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that can be read. Message-IDs are without their angle brackets; `references` newest first."""

    message_id: str
    sender: str
    name: str
    subject: str
    text: str
    """The words written anew, without quoted history and signature."""
    references: tuple[str, ...]
    written_at: datetime | None
    nature: Nature
    files: tuple[File, ...]
    failed: Failed | None
    asks_to_stop: bool
    """Sent to the address and with the subject our List-Unsubscribe names."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A mail that can't be read: why, without anything personal, and from whom as far as it shows."""

    says: str
    message_id: str
    sender: str


def read(content: bytes) -> Mail | Unreadable:
    """What a mail says."""
    if not content.strip():
        return Unreadable("it is empty", fingerprint(content), "")
    try:
        head = BytesParser(policy=compat32).parsebytes(content[:65_536], headersonly=True)
        headers = _headers(head)
    except _UNREADABLE:
        return Unreadable("its head can't be read", fingerprint(content), "")
    message_id, sender = _own_name(headers, content), _sender(headers)[1]
    too_much = bounds.beyond(content)
    if too_much is not None:
        return Unreadable(too_much, message_id, sender)
    try:
        return _read(BytesParser(policy=compat32).parsebytes(content), headers, message_id)
    except _UNREADABLE as error:
        return Unreadable(f"its parts can't be told apart ({type(error).__name__})", message_id, sender)


def fingerprint(content: bytes) -> str:
    """A Message-ID for a mail that has none of its own: the same for the same bytes."""
    return f"{hashlib.sha256(content).hexdigest()[:32]}{_NAMELESS}"


def is_fingerprint(message_id: str) -> bool:
    """Whether a name is one of ours for a mail that has none."""
    return message_id.endswith(_NAMELESS)


def header_text(raw: str) -> str:
    """A header's value as people read it: unfolded, encoded words decoded, nothing unprintable."""
    flat = " ".join(raw[:_LONGEST_VALUE].split())
    try:
        said = "".join(
            part if isinstance(part, str) else body.decoded(part, charset or "utf-8")
            for part, charset in decode_header(flat)
        )
    except _UNREADABLE:
        said = flat
    # A header in bare 8-bit bytes comes out of the parser as half surrogate pairs.
    said = body.decoded(said.encode("utf-8", "surrogateescape"), "utf-8") if not said.isprintable() else said
    return "".join(c for c in " ".join(said.split()) if c.isprintable())


def _read(mail: Message, headers: dict[str, list[str]], message_id: str) -> Mail | Unreadable:
    name, sender = _sender(headers)
    parts = list(_parts(mail, 0))
    if any(depth > bounds.DEEPEST for depth, _ in parts):
        return Unreadable(f"its parts lie deeper than {bounds.DEEPEST} in one another", message_id, sender)
    nature = automatic.nature(headers, mail.get_content_type(), sender)
    failed = _failed(mail) if nature.kind == "bounce" else None
    if not sender and failed is None:
        return Unreadable("it names no sender's address", message_id, sender)
    subject = header_text(" ".join(headers.get("subject", [])[:1]))[:_LONGEST_SHOWN]
    return Mail(
        message_id=message_id,
        sender=sender,
        name=name,
        subject=subject,
        text=quoted.fresh(_words(mail))[: body.MOST_CHARACTERS],
        references=_references(headers),
        written_at=_time(" ".join(headers.get("date", [])[:1])),
        nature=nature,
        files=tuple(_files(part for _, part in parts))[: bounds.MOST_FILES],
        failed=failed,
        asks_to_stop=subject.strip().casefold() == "unsubscribe",
    )


def _headers(mail: Message) -> dict[str, list[str]]:
    """Values by name in small letters, as they stand, each cut at a bound."""
    found: dict[str, list[str]] = {}
    for name, value in mail.raw_items():
        found.setdefault(name.casefold(), []).append(str(value)[:_LONGEST_VALUE])
    return found


def _sender(headers: dict[str, list[str]]) -> tuple[str, str]:
    """Name and address of From; the address is empty where it is not one."""
    raw = " ".join(" ".join(headers.get("from", [])[:1]).split())
    name, address = parseaddr(raw)
    if not _ADDRESS.fullmatch(address):
        found = _ADDRESS.search(raw)
        address = found[0] if found is not None else ""
    address = header_text(address)
    return header_text(name)[:100], address if _ADDRESS.fullmatch(address) else ""


def _own_name(headers: dict[str, list[str]], content: bytes) -> str:
    found = _NAME.search(" ".join(headers.get("message-id", [])[:1]))
    return header_text(found[1]) if found is not None else fingerprint(content)


def _references(headers: dict[str, list[str]]) -> tuple[str, ...]:
    """The mails this one answers: In-Reply-To first, then References from the newest on."""
    answers = _NAME.findall(" ".join(headers.get("in-reply-to", [])))
    chain = _NAME.findall(" ".join(headers.get("references", [])))
    return tuple(dict.fromkeys(header_text(one) for one in [*answers, *reversed(chain)]))[:_MOST_REFERENCES]


def _time(value: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(value)
    except _UNREADABLE:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _parts(mail: Message, depth: int) -> Iterator[tuple[int, Message]]:
    """Every part with how deep it lies; a mail inside the mail is a part, and what it holds is too."""
    waiting = [(depth, mail)]
    while waiting:
        at, part = waiting.pop()
        yield at, part
        waiting.extend((at + 1, one) for one in reversed(_inside(part)))


def _inside(part: Message) -> list[Message]:
    """The parts directly inside a part."""
    inner = part.get_payload() if part.is_multipart() else []
    return [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []


def _words(part: Message) -> str:
    """What the mail says in text, of several ways of saying it the plain one."""
    kind = part.get_content_maintype()
    if part.get_content_disposition() == "attachment" or kind not in ("text", "multipart"):
        return ""
    if kind == "text":
        return body.text_of(part) if part.get_content_subtype() in ("plain", "html") else ""
    children = _inside(part)
    if part.get_content_subtype() == "alternative":
        plainest = sorted(children, key=lambda one: one.get_content_type() != "text/plain")
        return next((said for one in plainest if (said := _words(one)).strip()), "")
    if part.get_content_subtype() == "related":
        return _words(children[0]) if children else ""
    return "\n\n".join(said for one in children if (said := _words(one)).strip())


def _files(parts: Iterator[Message]) -> Iterator[File]:
    for part in parts:
        if part.is_multipart() or part.get_content_maintype() == "multipart":
            continue
        told = part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment"
        content = part.get_payload(decode=True)
        if told or not isinstance(content, bytes) or not content:
            continue
        name = header_text(part.get_filename("") or "")[:_LONGEST_SHOWN]
        yield File(name, part.get_content_type(), content)


def _failed(mail: Message) -> Failed | None:
    """What a delivery report says of a mail of ours; None where it says nothing that can be used."""
    status, action, name = "", "", ""
    for _, part in _parts(mail, 0):
        kind = part.get_content_type()
        if kind in ("text/rfc822-headers", "message/rfc822-headers"):
            raw = part.get_payload(decode=True)
            head = BytesParser(policy=compat32).parsebytes(raw if isinstance(raw, bytes) else b"")
            name = name or " ".join(_headers(head).get("message-id", []))
            continue
        told = _headers(part)
        status = status or " ".join(told.get("status", []))
        action = action or " ".join(told.get("action", []))
        if part is not mail:
            name = name or " ".join(told.get("message-id", []))
    found = _NAME.search(name)
    if found is None:
        answers = _references(_headers(mail))
        return Failed(answers[0], False, "") if answers else None
    status = status.strip()[:9]
    return Failed(found[1], action.strip().casefold() == "failed" and status.startswith("5"), status)
