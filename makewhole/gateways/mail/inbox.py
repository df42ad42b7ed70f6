"""Reading a mailbox by IMAP: what came since, by uid; nothing in the mailbox is changed by it.

Mails are fetched one by one and no further than the bound, and without marking them read: people may use the
mailbox beside us. A server that fails us is `TheirFault`.
"""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from makewhole.gateways.mail.account import Account
from makewhole.gateways.mail.bounds import LARGEST
from makewhole.gateways.wire import TheirFault

T = TypeVar("T")
TIMEOUT = 15.0
"""Seconds to wait for each part of an answer."""
_WRONG_PASSWORD = 15 * 60
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Came:
    """A mail in the mailbox: `content` holds no more than the bound and one byte."""

    uid: int
    size: int
    received_at: datetime | None
    content: bytes


class Inbox:
    """An open mailbox. `uid_validity` says whether uids are still those we know; `next_uid` is the next."""

    def __init__(self, line: imaplib.IMAP4) -> None:
        self._line = line
        self.uid_validity = 0
        self.next_uid = 1

    def select(self, folder: str = "INBOX") -> None:
        """Open a folder for reading."""
        _ok(*_asked(lambda: self._line.select(_quoted(folder), readonly=True)))
        self.uid_validity = self._number("UIDVALIDITY", 1)
        self.next_uid = self._number("UIDNEXT", 1)

    def after(self, uid: int, since: datetime | None = None) -> tuple[int, ...]:
        """The uids above `uid`, in order, where asked for only of mails that came since that day."""
        wanted = ["UID", f"{uid + 1}:*"]
        if since is not None:
            wanted += ["SINCE", f"{since.day}-{_MONTHS[since.month - 1]}-{since.year}"]
        _asked(self._line.noop)
        found = _ok(*_asked(lambda: self._line.uid("SEARCH", *wanted)))
        numbers = (int(one) for one in (found[0] or b"").split() if one.isdigit())
        # A set that ends in * names the last mail even where its uid is lower.
        return tuple(sorted(number for number in numbers if number > uid))

    def fetch(self, uid: int) -> Came | None:
        """A mail, or None where it is gone meanwhile."""
        about = _ok(*_asked(lambda: self._line.uid("FETCH", str(uid), "(RFC822.SIZE INTERNALDATE)")))
        line = next((_flat(one) for one in about if b"UID " in _flat(one)), b"")
        size = re.search(rb"RFC822\.SIZE (\d+)", line)
        if size is None:
            return None
        at = re.search(rb'INTERNALDATE "([^"]+)"', line)
        asked = f"(BODY.PEEK[]<0.{LARGEST + 1}>)"
        answer = _ok(*_asked(lambda: self._line.uid("FETCH", str(uid), asked)))
        content = next((one[1] for one in answer if isinstance(one, tuple)), None)
        if content is None:
            return None
        return Came(
            uid, int(size[1]), None if at is None else _time(at[1].decode("ascii", "replace")), content
        )

    def names(self, message_id: str) -> bool:
        """Whether the open folder holds a mail of this Message-ID."""
        found = _ok(
            *_asked(lambda: self._line.uid("SEARCH", "HEADER", "Message-ID", _quoted(f"<{message_id}>")))
        )
        return bool((found[0] or b"").split())

    def sent_folder(self) -> str:
        """The folder that copies of sent mail lie in, made where there is none."""
        listed = [_flat(one).decode("utf-8", "replace") for one in _ok(*_asked(self._line.list))]
        folders = [(line, _last_word(line)) for line in listed]
        for line, name in folders:
            if r"\sent" in line.partition(")")[0].casefold():
                return name
        for _, name in folders:
            if name.rpartition("/")[2].rpartition(".")[2].casefold() in ("sent", "sent items", "sent mail"):
                return name
        _ok(*_asked(lambda: self._line.create("Sent")))
        return "Sent"

    def append(self, folder: str, content: bytes, at: datetime) -> None:
        """Lay a mail we sent into a folder, as read."""
        stamp = imaplib.Time2Internaldate(at)
        _ok(*_asked(lambda: self._line.append(_quoted(folder), r"(\Seen)", stamp, content)))

    def _number(self, name: str, otherwise: int) -> int:
        told = self._line.response(name)[1]
        text = _flat(told[-1]) if told else b""
        return int(text) if text.isdigit() else otherwise


@contextmanager
def opened(account: Account) -> Iterator[Inbox]:
    """The account's mailbox, logged in to; raises `TheirFault`."""
    line = _asked(lambda: _connected(account))
    try:
        try:
            line.login(account.user, account.password)
        except imaplib.IMAP4.abort as fault:
            raise TheirFault("the mailbox hung up") from fault
        except imaplib.IMAP4.error as fault:
            raise TheirFault("the mailbox does not take name and password", _WRONG_PASSWORD) from fault
        except OSError as fault:
            raise TheirFault(f"no answer from the mailbox ({type(fault).__name__})") from fault
        yield Inbox(line)
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            line.logout()


def _connected(account: Account) -> imaplib.IMAP4:
    server = account.imap
    if server.tls:
        return imaplib.IMAP4_SSL(
            server.host, server.port, ssl_context=ssl.create_default_context(), timeout=TIMEOUT
        )
    line = imaplib.IMAP4(server.host, server.port, timeout=TIMEOUT)
    if not server.here:
        line.starttls(ssl.create_default_context())
    return line


def _asked(question: Callable[[], T]) -> T:
    """The answer to a question on the line; what breaks the line is their fault."""
    try:
        return question()
    except imaplib.IMAP4.error as fault:
        raise TheirFault(
            f"the mailbox did not answer in its own language ({type(fault).__name__})"
        ) from fault
    except OSError as fault:
        raise TheirFault(f"no answer from the mailbox ({type(fault).__name__})") from fault


def _ok(kind: str, data: list[Any]) -> list[Any]:
    if kind != "OK":
        raise TheirFault(f"the mailbox said {kind}")
    return data


def _flat(one: Any) -> bytes:
    if isinstance(one, tuple):
        return b" ".join(part for part in one if isinstance(part, bytes))[:2_000]
    return one if isinstance(one, bytes) else b""


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _last_word(line: str) -> str:
    found = re.search(r'"((?:[^"\\]|\\.)*)"\s*$', line)
    return re.sub(r"\\(.)", r"\1", found[1]) if found else line.rpartition(" ")[2]


def _time(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text.strip().replace("-", " ", 2)).astimezone(UTC)
    except (ValueError, TypeError):
        return None
