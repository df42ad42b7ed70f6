"""Handing a mail to the account's SMTP server, so that it is known at each moment whether it may have left.

Until the server has agreed to take the mail, nothing has left. From the moment before its words go over the
line until its answer it may have: whoever sends notes that moment first (`hand_over`). A "no" for good (5xx)
is `Undeliverable`; a "not now" (4xx) and a line that breaks are `TheirFault`.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from makewhole.gateways.mail.account import Account
from makewhole.gateways.wire import Sent, TheirFault, Undeliverable

T = TypeVar("T")
TIMEOUT = 15.0
"""Seconds to wait for each answer."""
_LATER, _WRONG_PASSWORD = 5 * 60, 15 * 60
_SOURCE = "RFC 5321, section 4.2"
_BROKEN = (smtplib.SMTPServerDisconnected, OSError)


def send(
    account: Account, to: str, message_id: str, content: bytes, hand_over: Callable[[], None]
) -> Sent | Undeliverable:
    """Send one mail to one address; `Sent` names it by its Message-ID. Raises `TheirFault`."""
    address = _written(to)
    if address is None:
        return _never("the address is not one that mail servers can write")
    with _line(account) as line:
        for step in (lambda: line.mail(account.address), lambda: line.rcpt(address)):
            code = _asked(step)[0]
            if not 200 <= code < 300:
                return _no(code, "the mail server does not take mail for this address")
        hand_over()
        try:
            code = line.data(content)[0]
        except smtplib.SMTPDataError as said:
            code = said.smtp_code
        except _BROKEN as fault:
            why = f"no word whether the mail was taken ({type(fault).__name__})"
            raise TheirFault(why, maybe_done=True) from fault
        return Sent(message_id) if 200 <= code < 300 else _no(code, "the mail server does not take this mail")


def check(account: Account) -> None:
    """Log in and hang up; raises `TheirFault` where that fails."""
    with _line(account) as line:
        _asked(line.noop)


@contextmanager
def _line(account: Account) -> Iterator[smtplib.SMTP]:
    """A line to the server, logged in."""
    line = _asked(lambda: _connected(account))
    try:
        try:
            line.login(account.user, account.password)
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as fault:
            raise TheirFault("the mail server does not take name and password", _WRONG_PASSWORD) from fault
        except (smtplib.SMTPException, OSError) as fault:
            raise TheirFault(f"no answer from the mail server ({type(fault).__name__})") from fault
        yield line
    finally:
        with suppress(smtplib.SMTPException, OSError):
            line.quit()


def _connected(account: Account) -> smtplib.SMTP:
    # The name we greet with is given, or the library would look our own up in the DNS.
    server, greet = account.smtp, account.domain
    if server.tls:
        safe = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, greet, timeout=TIMEOUT, context=safe)
    line = smtplib.SMTP(server.host, server.port, greet, timeout=TIMEOUT)
    if not server.here:
        line.starttls(context=ssl.create_default_context())
    return line


def _asked(step: Callable[[], T]) -> T:
    """A step that leaves nothing behind: whatever breaks it, nothing was sent."""
    try:
        return step()
    except smtplib.SMTPException as fault:
        raise TheirFault(f"the mail server broke off ({type(fault).__name__})") from fault
    except OSError as fault:
        raise TheirFault(f"no answer from the mail server ({type(fault).__name__})") from fault


def _no(code: int, says: str) -> Undeliverable:
    """A 5xx as what it is; anything else is asked again later."""
    if 500 <= code < 600:
        return _never(says, code)
    raise TheirFault(f"the mail server answered {code}: not now", _LATER)


def _never(says: str, code: int = 0) -> Undeliverable:
    return Undeliverable(f"smtp {code}" if code else "smtp address", says, _SOURCE)


def _written(to: str) -> str | None:
    """An address as it goes over the line: an international domain in its ASCII form."""
    local, _, domain = to.rpartition("@")
    try:
        plain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    whole = f"{local}@{plain}"
    return whole if local.isascii() and local and plain and not set(whole) & set(" <>\r\n") else None
