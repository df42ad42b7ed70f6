"""The mail of a brand: what comes by IMAP, what goes by SMTP, and a copy of it in the Sent folder.

`Mailbox` is one account's both sides; who is written to, and what is done with what came, is the desk's.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime

from makewhole.gateways.mail import inbox, sending
from makewhole.gateways.mail.account import Account, Server, server_of
from makewhole.gateways.mail.inbox import Came, Inbox
from makewhole.gateways.mail.reading import Failed, File, Mail, Unreadable, read
from makewhole.gateways.wire import Sent, Undeliverable

__all__ = [
    "Account",
    "Came",
    "Failed",
    "File",
    "Inbox",
    "Mail",
    "Mailbox",
    "Server",
    "Unreadable",
    "read",
    "server_of",
]


class Mailbox:
    """One account: send, look for what was sent, and read what came. Every call may raise `TheirFault`."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def send(
        self, to: str, message_id: str, content: bytes, hand_over: Callable[[], None]
    ) -> Sent | Undeliverable:
        """Send one mail to one address, calling `hand_over` just before it may leave."""
        return sending.send(self.account, to, message_id, content, hand_over)

    def file_copy(self, content: bytes, message_id: str, at: datetime) -> None:
        """Lay a copy of a mail that was taken into the Sent folder, unless one lies there."""
        with inbox.opened(self.account) as line:
            folder = line.sent_folder()
            line.select(folder)
            if not line.names(message_id):
                line.append(folder, content, at)

    def sent(self, message_id: str) -> bool:
        """Whether the Sent folder holds a mail of this name."""
        with inbox.opened(self.account) as line:
            line.select(line.sent_folder())
            return line.names(message_id)

    def open(self) -> AbstractContextManager[Inbox]:
        """The mailbox, for reading what came."""
        return inbox.opened(self.account)

    def check(self) -> None:
        """Log in on both sides."""
        with inbox.opened(self.account) as line:
            line.select()
        sending.check(self.account)
