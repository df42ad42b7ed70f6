"""Paying out through an outside provider: the port every provider fits, and the sandbox's client.

An order to pay carries our own key, and the provider promises to carry out one key once however often it is
asked; `find` looks a key up. What a provider's rules forbid is `Refused`, a provider that fails is
`TheirFault`. Whether and how much to pay is decided elsewhere, and the books are not touched here.

>>> signed(b"{}", 0, "secret")
't=0,v1=4bbe8d39de1ffea42cffafb4727e02f761bef8ed2886b51575ce417d542e918f'
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol, cast, get_args

import httpx

from makewhole.because import Refused
from makewhole.gateways.wire import TIMEOUT, Json, TheirFault, call, document
from makewhole.money import Money

State = Literal["pending", "settled", "failed", "returned"]
SIGNATURE_HEADER = "payment-signature"
_OLDEST_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Payout:
    """A payout as the provider holds it. `reason` tells why it failed or came back, else it is empty."""

    remote_id: str
    state: State
    money: Money
    reference: str
    key: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A provider's message that a payout changed. `event_id` is the same when it is sent again."""

    event_id: str
    payout: Payout


class Provider(Protocol):
    """What a payment provider must be able to do."""

    def pay(self, key: str, money: Money, destination: str, reference: str) -> Payout | Refused:
        """Orders one payout; the same key again gives the same payout. Raises `TheirFault`."""

    def find(self, key: str) -> Payout | None:
        """The payout ordered under a key, or None. Raises `TheirFault`."""


class SandboxClient:
    """The sandbox gateway over HTTP. `destination` is its account token, never an account number."""

    def __init__(
        self,
        base_url: str,
        token: str,
        http: httpx.Client | None = None,
        *,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        self._http = http or httpx.Client(timeout=timeout)
        self._base = base_url.rstrip("/")
        self._headers = {"authorization": f"Bearer {token}"}

    def close(self) -> None:
        """Gives the connections back."""
        self._http.close()

    def pay(self, key: str, money: Money, destination: str, reference: str) -> Payout | Refused:
        """Orders one payout of a sum above zero to an account token; `reference` shows on the statement."""
        body = {
            "amount_minor": money.minor,
            "currency": money.currency,
            "destination": destination,
            "reference": reference,
        }
        headers = {**self._headers, "idempotency-key": key}
        answer = call(self._http, "POST", f"{self._base}/v1/payouts", writes=True, json=body, headers=headers)
        said = document(answer, writes=True)
        if answer.is_error:
            return _refused(answer.status_code, said)
        payout = _payout(said)
        if payout is None:
            raise TheirFault("the provider took it and does not say what became of it", maybe_done=True)
        return payout

    def find(self, key: str) -> Payout | None:
        """The payout ordered under a key, or None when the provider never took it."""
        answer = call(
            self._http, "GET", f"{self._base}/v1/payouts", params={"key": key}, headers=self._headers
        )
        said = document(answer)
        found = said.get("data")
        if answer.is_error or not isinstance(found, list):
            raise TheirFault(f"the provider would not say (answered {answer.status_code})", 60)
        return _payout(found[0]) if found else None

    def register_webhook(self, url: str) -> None:
        """Asks for notices at our address."""
        answer = call(
            self._http, "POST", f"{self._base}/v1/webhooks", json={"url": url}, headers=self._headers
        )
        if answer.is_error:
            raise TheirFault(f"the provider would not take our address (answered {answer.status_code})", 60)


def signed(body: bytes, at: int, secret: str) -> str:
    """The signature header of a body sent at a second since 1970."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def verify(headers: Mapping[str, str], body: bytes, secret: str, now: datetime) -> bool:
    """Whether the provider signed this body within five minutes of `now`, either way."""
    sent = next((value for name, value in headers.items() if name.lower() == SIGNATURE_HEADER), "")
    parts = dict(part.partition("=")[::2] for part in sent.split(","))
    at = parts.get("t", "")
    if not (secret and at.isascii() and at.isdecimal() and len(at) < 15):
        return False
    if abs(int(now.timestamp()) - int(at)) > _OLDEST_SECONDS:
        return False
    expected = signed(body, int(at), secret).encode()
    return hmac.compare_digest(sent.encode("utf-8", "surrogateescape"), expected)


def notice(body: bytes) -> Notice | None:
    """What a webhook body says, or None when it is no notice about a payout."""
    try:
        said = json.loads(body)
    except ValueError:
        return None
    if not isinstance(said, dict) or not isinstance(said.get("id"), str):
        return None
    payout = _payout(said.get("data"))
    return Notice(said["id"], payout) if payout else None


def _payout(shape: Any) -> Payout | None:
    if not isinstance(shape, dict) or shape.get("state") not in get_args(State):
        return None
    minor, currency = shape.get("amount_minor"), shape.get("currency")
    if not isinstance(minor, int) or isinstance(minor, bool) or not isinstance(currency, str):
        return None
    try:
        money = Money(minor, currency)
    except ValueError:
        return None
    words = {name: shape.get(name) for name in ("id", "reference", "key", "reason")}
    if not all(word is None or isinstance(word, str) for word in words.values()) or not words["id"]:
        return None
    return Payout(
        str(words["id"]),
        cast(State, shape["state"]),
        money,
        words["reference"] or "",
        words["key"] or "",
        words["reason"] or "",
    )


def _refused(status: int, said: Json) -> Refused:
    code = str(said.get("code") or status)
    return Refused(
        f"payment.{code}",
        f"The payment provider refuses the order ({code}).",
        "the provider's answer",
        "Ask the person for another account, or let a person of ours look at the order.",
    )
