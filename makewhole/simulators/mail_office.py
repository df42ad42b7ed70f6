"""The simulated post office: one mailbox of ours, everybody else's, and what goes wrong between them.

Mail handed in for our own address lies in our INBOX; mail for anybody else is delivered to them and can be
read by the test or on the page. Some people's mail bounces, some have a machine that answers by itself. The
lines to it (SMTP, IMAP) are beside this file; it knows neither sockets nor pages.

>>> office = Office("care@shop.example", "secret")
>>> office.arrive("anna@example.org", ["care@shop.example"], b"Subject: hi\\r\\n\\r\\nhello\\r\\n")
>>> [mail.uid for mail in office.folder("INBOX").mails], office.folder("Sent").mails
([1], [])
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP, compat32
from typing import Any
from zlib import crc32

from makewhole.simulators.clock import Clock, real_now


@dataclass(slots=True)
class Kept:
    """A mail in a folder."""

    uid: int
    content: bytes
    received_at: datetime
    flags: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Folder:
    """A folder: its mails, and the number that says its uids are still the same."""

    uid_validity: int
    mails: list[Kept] = field(default_factory=list)
    next_uid: int = 1


@dataclass(frozen=True, slots=True)
class Delivered:
    """A mail that reached somebody else."""

    sender: str
    to: str
    content: bytes


@dataclass(slots=True)
class Faults:
    """What goes wrong, each counted down as it happens, or naming whom it befalls."""

    cut_after_data: int = 0
    """The next mails are taken, and the line is cut before we are told."""
    cut_in_data: int = 0
    """The line is cut before the mail is taken."""
    greylist: int = 0
    """The next addressees are answered 451."""
    twice: int = 0
    """The next mails to us arrive twice."""
    cut_in_fetch: int = 0
    """The next mails we fetch break off in the middle."""
    slow_seconds: float = 0.0
    """Each answer to a mail comes so late."""
    refused: list[str] = field(default_factory=list)
    """Addresses answered 550."""
    bouncing: list[str] = field(default_factory=list)
    """Addresses whose mail is taken, and comes back."""
    answering: list[str] = field(default_factory=list)
    """Addresses where a machine answers every mail, and says that it is one."""
    answering_rudely: list[str] = field(default_factory=list)
    """Addresses where a machine answers every mail, and does not say so."""


class Office:
    """All mail of this world; `address` and `password` open the one mailbox that is ours."""

    def __init__(
        self,
        address: str = "care@shop.example",
        password: str = "password-mail",
        files_copies: bool = False,
        now: Callable[[], datetime] = real_now,
    ) -> None:
        self.address = address
        self.password = password
        self.files_copies = files_copies
        self.clock = Clock(now)
        self.faults = Faults()
        self.delivered: list[Delivered] = []
        self.changed = threading.Condition(threading.RLock())
        self._numbers = 0
        self._folders = {"INBOX": Folder(1000), "Sent": Folder(2000)}

    def folder(self, name: str) -> Folder | None:
        """A folder of ours by its name; INBOX in any case."""
        return self._folders.get("INBOX" if name.upper() == "INBOX" else name)

    def folders(self) -> tuple[str, ...]:
        """The names of our folders."""
        return tuple(self._folders)

    def arrive(self, sender: str, to: Sequence[str], content: bytes) -> None:
        """A mail is handed in: delivered to each addressee, with what their end does about it."""
        came_back: list[tuple[str, bytes]] = []
        with self.changed:
            if self.files_copies and sender == self.address:
                self.keep("Sent", content)
            for one in to:
                if one.casefold() == self.address.casefold():
                    self.keep("INBOX", b"Return-Path: <%s>\r\n%s" % (sender.encode(), content))
                    if self.strikes("twice"):
                        self.keep("INBOX", b"Return-Path: <%s>\r\n%s" % (sender.encode(), content))
                elif one in self.faults.bouncing:
                    came_back.append(("", bounce(self.address, one, content)))
                else:
                    self.delivered.append(Delivered(sender, one, content))
                    if sender and one in (*self.faults.answering, *self.faults.answering_rudely):
                        said = machine_answer(sender, one, content, polite=one in self.faults.answering)
                        came_back.append((one, said))
            self.changed.notify_all()
        for back_from, said in came_back:
            self.arrive(back_from, [self.address], said)

    def keep(self, folder: str, content: bytes, flags: Sequence[str] = ()) -> int:
        """Lay a mail into a folder; returns its uid."""
        with self.changed:
            into = self._folders[folder]
            mail = Kept(into.next_uid, content, self.clock.now(), set(flags))
            into.mails.append(mail)
            into.next_uid += 1
            self.changed.notify_all()
            return mail.uid

    def renumber(self, folder: str = "INBOX") -> None:
        """The folder is rebuilt: the same mails under other uids."""
        with self.changed:
            into = self._folders[folder]
            into.uid_validity += 1
            for number, mail in enumerate(into.mails, 1):
                mail.uid = number
            into.next_uid = len(into.mails) + 1

    def number(self) -> int:
        """A number given out once."""
        with self.changed:
            self._numbers += 1
            return self._numbers

    def strikes(self, fault: str) -> bool:
        """Whether a counted fault happens now."""
        with self.changed:
            left: int = getattr(self.faults, fault)
            if left > 0:
                setattr(self.faults, fault, left - 1)
            return left > 0

    def change(self, wanted: dict[str, Any]) -> str | None:
        """Set faults from JSON; returns what is wrong with it, or None."""
        kinds = {one.name: type(getattr(self.faults, one.name)) for one in fields(Faults)}
        for name, value in wanted.items():
            if name not in kinds:
                return f"unknown fault: {name}; known: {', '.join(kinds)}"
            if kinds[name] is list and not (
                isinstance(value, list) and all(isinstance(one, str) for one in value)
            ):
                return f"{name} is a list of addresses"
            if kinds[name] is not list and (isinstance(value, bool) or not isinstance(value, int | float)):
                return f"{name} is a number"
        for name, value in wanted.items():
            setattr(self.faults, name, value)
        return None


def header(content: bytes, name: str) -> str:
    """A header of a mail as it stands there; empty where it has none."""
    return str(BytesHeaderParser(policy=compat32).parsebytes(content).get(name, ""))


def machine_answer(to: str, sender: str, content: bytes, polite: bool) -> bytes:
    """What a machine at the other end writes back to a mail."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, f"Re: {header(content, 'Subject')}"[:200]
    name = header(content, "Message-ID").strip()
    mail["Message-ID"] = f"<away.{crc32(content):08x}@machine.example>"
    if name:
        mail["In-Reply-To"] = mail["References"] = name
    if polite:
        mail["Auto-Submitted"] = "auto-replied"
    mail.set_content("Where is my parcel? I am out of the office. Wo ist mein Paket?\n")
    return mail.as_bytes(policy=SMTP)


def bounce(to: str, failed: str, content: bytes) -> bytes:
    """A delivery report (RFC 3464): the mail could not be delivered, with its headers."""
    head, _, _ = content.partition(b"\r\n\r\n")
    lines = [
        "From: Mail Delivery System <mailer-daemon@mx.example>",
        f"To: {to}",
        "Subject: Undelivered Mail Returned to Sender",
        f"Message-ID: <bounce.{crc32(content):08x}@mx.example>",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=b"',
        "",
        "--=b",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        f"I'm sorry to have to inform you that your message could not be delivered to {failed}.",
        "",
        "--=b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example",
        "",
        f"Final-Recipient: rfc822; {failed}",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown",
        "",
        "--=b",
        "Content-Type: text/rfc822-headers",
        "",
    ]
    return "\r\n".join(lines).encode() + b"\r\n" + head + b"\r\n\r\n--=b--\r\n"
