"""A mailbox of a brand, and where its two servers are: `imaps://` and `smtps://`, or `imap://` and `smtp://`.

The plain schemes begin in the clear and change to TLS before the password is said; only towards this very
machine they stay in the clear. It opens no connection.

>>> server_of("imaps://imap.example.com").port, server_of("smtp://mail.example.com").port
(993, 587)
>>> server_of("http://example.com").way_forward
'write imaps://host, imap://host, smtps://host or smtp://host, with :port where it is not the usual one'
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from makewhole.because import Refused

_PORTS = {"imaps": 993, "imap": 143, "smtps": 465, "smtp": 587}
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server listens; `tls` from the first byte, else by STARTTLS unless it is on this machine."""

    host: str
    port: int
    tls: bool

    @property
    def here(self) -> bool:
        """Whether it is this very machine."""
        return self.host in _HERE


@dataclass(frozen=True, slots=True)
class Account:
    """A brand's mailbox. `name` may be empty; `files_copies`: its server lays what we send into Sent."""

    address: str
    name: str
    imap: Server
    smtp: Server
    user: str
    password: str = field(repr=False)
    files_copies: bool = False
    look_every: float = 10.0
    """Seconds between two looks into the mailbox."""

    @property
    def domain(self) -> str:
        """What comes after the @ of the address."""
        return self.address.rpartition("@")[2]


def server_of(url: str) -> Server | Refused:
    """The server an address names, or what is wrong with the address."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in _PORTS or not parts.hostname:
        return Refused(
            "mail.server",
            f"{url[:60]!r} is no mail server's address",
            "docs/mail.md",
            "write imaps://host, imap://host, smtps://host or smtp://host, with :port where it is not the"
            " usual one",
        )
    return Server(parts.hostname, port or _PORTS[parts.scheme], parts.scheme.endswith("s"))
