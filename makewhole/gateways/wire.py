"""One bounded HTTP call to an outside party, and the two ways it can fail to answer.

A gateway asks through `call`. What the other side refuses comes back as an answer for the gateway to turn
into a value; what the other side broke (no line, no answer in time, 429, 5xx, not the promised JSON) is
`TheirFault`, which says when to try again and whether the request may have been carried out all the same.
Nothing is retried here: the durable engine does that, after looking up what may have been done.

>>> TheirFault("answered 503", 5, maybe_done=True).maybe_done
True
"""

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

Json = dict[str, Any]


def objects(many: Any) -> list[Json]:
    """The objects of a list; nothing of anything else."""
    return [one for one in many if isinstance(one, dict)] if isinstance(many, list) else []


TIMEOUT = httpx.Timeout(10.0, connect=3.0)
"""Seconds to wait for each part of an answer; connecting is given less, because it is safe to repeat."""

_BUSY_SECONDS = 60
_BROKEN_SECONDS = 5
_LONGEST_SECONDS = 86_400

_NEVER_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)


class TheirFault(Exception):
    """They failed us. `retry_after` is whole seconds; `maybe_done` says a write may have been carried out;
    `status` is the HTTP status they answered with, None where no answer came."""

    def __init__(
        self,
        says: str,
        retry_after: int = _BROKEN_SECONDS,
        *,
        maybe_done: bool = False,
        status: int | None = None,
    ) -> None:
        super().__init__(says)
        self.says = says
        self.retry_after = retry_after
        self.maybe_done = maybe_done
        self.status = status

    def __reduce__(self) -> tuple[Any, ...]:
        """Keeps the fault whole when a durable engine stores it by pickling."""
        return _rebuilt, (type(self), self.says, self.retry_after, self.maybe_done, self.status)


class NotLetIn(TheirFault):
    """They don't accept our token; a person must connect the account again. Nothing was done."""


class NoCredit(TheirFault):
    """Our prepaid credit there is used up; a person must buy more. Nothing was done."""


def _rebuilt(
    kind: type[TheirFault], says: str, retry_after: int, maybe_done: bool, status: int | None
) -> TheirFault:
    return kind(says, retry_after, maybe_done=maybe_done, status=status)


@dataclass(frozen=True, slots=True)
class Sent:
    """The other party took it, and calls it by `remote_id`."""

    remote_id: str


@dataclass(frozen=True, slots=True)
class Undeliverable:
    """The other party's rules forbid it: which rule, in one sentence, and where it is written."""

    rule: str
    says: str
    source: str


def call(
    http: httpx.Client, method: str, path: str, *, writes: bool = False, **options: Any
) -> httpx.Response:
    """The answer to one request, 2xx or 4xx; raises `TheirFault` for everything that is not an answer.

    `writes` marks a request that changes something on the other side, so that a lost answer is reported as
    one that may have been carried out. `options` are httpx's own (`json`, `params`, `headers`, `content`).
    """
    try:
        answer = http.request(method, path, **options)
    except (httpx.TransportError, httpx.DecodingError) as fault:
        raise unheard(fault, writes=writes) from fault
    judge(answer, writes=writes)
    return answer


def unheard(fault: httpx.RequestError, *, writes: bool = False) -> TheirFault:
    """What a request that got no answer means: never sent, or sent with its answer lost."""
    if isinstance(fault, _NEVER_SENT):
        return TheirFault(f"no connection ({type(fault).__name__})")
    if isinstance(fault, httpx.DecodingError):
        return TheirFault("the answer could not be decoded", maybe_done=writes)
    return TheirFault(f"no answer ({type(fault).__name__})", maybe_done=writes)


def judge(answer: httpx.Response, *, writes: bool = False) -> None:
    """Let a 2xx or another 4xx pass; raise `TheirFault` for 401, 402, 429, 5xx and redirects."""
    status = answer.status_code
    if status == 429:
        raise TheirFault("asked us to slow down", wait_named_by(answer, _BUSY_SECONDS), status=status)
    if status == 401:
        raise NotLetIn("answered 401: our account there needs attention", 15 * _BUSY_SECONDS, status=status)
    if status == 402:
        raise NoCredit("answered 402: our credit there is used up", 15 * _BUSY_SECONDS, status=status)
    if status >= 500 or status < 200 or answer.is_redirect:
        wait = wait_named_by(answer, _BROKEN_SECONDS)
        raise TheirFault(f"answered {status}", wait, maybe_done=writes, status=status)


def wait_named_by(answer: httpx.Response, otherwise: int) -> int:
    """Seconds the answer asks us to wait: `retry-after`, or `x-rate-limit-reset` counted from its own `date`.

    The other side's clock is read from its `date` header, so no clock of ours is needed or compared.
    """
    named = answer.headers.get("retry-after", "")
    if named.isdecimal():
        return max(1, min(int(named), _LONGEST_SECONDS))
    reset, said_at = answer.headers.get("x-rate-limit-reset", ""), answer.headers.get("date", "")
    if reset.isdecimal() and said_at:
        try:
            wait = int(reset) - int(parsedate_to_datetime(said_at).timestamp())
        except ValueError:
            return otherwise
        return max(1, min(wait, _LONGEST_SECONDS))
    return otherwise


def document(answer: httpx.Response, *, writes: bool = False) -> Json:
    """The answer's JSON object; anything else is their fault under a 2xx, and an empty object under a 4xx."""
    try:
        body = answer.json()
    except (ValueError, RecursionError) as fault:  # the second: nested without end
        if answer.is_success:
            raise TheirFault("the answer is not JSON", maybe_done=writes) from fault
        return {}
    if isinstance(body, dict):
        return body
    if answer.is_success:
        raise TheirFault("the answer is not a JSON object", maybe_done=writes)
    return {}
