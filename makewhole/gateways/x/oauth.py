"""OAuth 2.0 with PKCE: how an account comes to speak through us, and how its token stays good.

X's access tokens last two hours and its refresh tokens work once. So a renewal happens under the keeper's
lock, and the new pair is kept for good before anybody uses it: of two processes at once, one renews and the
other finds the new pair. Where it is kept, and how it is sealed, is the keeper's.

>>> from makewhole.gateways.x.operations import scopes
>>> app = App("https://api.x.com", "client-1")
>>> app.start("https://care.example/back", "state-1", "v" * 43).split("?")[0]
'https://x.com/i/oauth2/authorize'
"""

import asyncio
import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import quote, urlencode

import httpx

from makewhole.clock import Clock
from makewhole.gateways.wire import TIMEOUT, NotLetIn, TheirFault, Undeliverable, call, document
from makewhole.gateways.x.operations import scopes
from makewhole.gateways.x.refusals import words

_RENEW_BEFORE = timedelta(minutes=5)
_LASTS = 7_200
_ASK_AGAIN_SECONDS = 900
_AGAIN_SECONDS = 60
_REFUSED = 400
"""How X says that a code or a token is no good (RFC 6749, 5.2); 401 is for the app itself."""
_SOURCE = "X API OAuth 2.0 authorization code flow with PKCE, docs.x.com, 2026-08-22"


@dataclass(frozen=True, slots=True)
class Tokens:
    """An account's pair, and until when the access token is good."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    ends: datetime
    scopes: tuple[str, ...] = ()

    def written(self) -> str:
        """The pair as the text a keeper keeps."""
        return json.dumps({**asdict(self), "ends": self.ends.isoformat()})

    @classmethod
    def read(cls, text: str) -> "Tokens":
        """The pair out of a kept text."""
        kept = json.loads(text)
        return cls(
            kept["access"], kept["refresh"], datetime.fromisoformat(kept["ends"]), tuple(kept["scopes"])
        )


class Keeper(Protocol):
    """Where the pairs of accounts are kept, each as one sealed text, by user id."""

    def load(self, account: str) -> str | None:
        """The kept text; None where the account is not connected, or no longer."""
        ...

    def renew(self, account: str, seen: str, renewed: Callable[[str], str | None]) -> str | None:
        """Lock the account. Where its text is no longer `seen`, give it as it is: another was faster. Else
        keep what `renewed` makes of it, for good, and give that; where `renewed` gives None the account is no
        longer connected, and None is given."""
        ...


class App:
    """Our app at X: its client id, and its secret where X calls it confidential."""

    def __init__(
        self,
        base_url: str,
        client_id: str,
        client_secret: str = "",
        *,
        now: Callable[[], datetime] | None = None,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._id, self._secret = client_id, client_secret
        self._now = now or Clock().now
        self._http = httpx.Client(timeout=timeout)

    def start(self, redirect: str, state: str, verifier: str, wanted: Sequence[str] = ()) -> str:
        """The address where a person lets the app speak for their account. `state` comes back with the code;
        `verifier` stays with us (`new_verifier`). Without `wanted` every scope we use is asked for."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
        asked = {
            "response_type": "code",
            "client_id": self._id,
            "redirect_uri": redirect,
            "scope": " ".join(wanted or scopes()),
            "state": state,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        # X shows its page on x.com and answers on api.x.com; any other address does both.
        page = "https://x.com" if self._base == "https://api.x.com" else self._base
        return f"{page}/i/oauth2/authorize?{urlencode(asked, quote_via=quote)}"

    def exchange(self, code: str, verifier: str, redirect: str) -> Tokens | Undeliverable:
        """The pair for a code, which is good for 30 seconds and once."""
        return self._pair(
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": redirect,
                "code_verifier": verifier,
            }
        )

    def refresh(self, pair: Tokens) -> Tokens | Undeliverable:
        """The next pair. The old refresh token is used up by this."""
        return self._pair({"grant_type": "refresh_token", "refresh_token": pair.refresh}, pair)

    def revoke(self, pair: Tokens) -> None:
        """Have X forget the pair; X takes it for granted that a token it doesn't know is revoked."""
        self._post("/2/oauth2/revoke", {"token": pair.refresh or pair.access})

    def _pair(self, form: dict[str, str], before: Tokens | None = None) -> Tokens | Undeliverable:
        asked_at = self._now()
        answer = self._post("/2/oauth2/token", form)
        said = document(answer, writes=True)
        if answer.is_error and answer.status_code != _REFUSED:
            # Something between us and X answered, or X in trouble: the pair may still be good.
            raise TheirFault(f"answered {answer.status_code}", _AGAIN_SECONDS, maybe_done=True)
        if answer.is_error:
            return Undeliverable(
                "x.token", f"X gives no token: {words(said) or answer.status_code}.", _SOURCE
            )
        access, lasts = said.get("access_token"), said.get("expires_in", _LASTS)
        if not isinstance(access, str) or not access:
            raise TheirFault("X took it and gave no token", maybe_done=True)
        seconds = int(lasts) if str(lasts).isdecimal() else _LASTS
        # An answer without a refresh token leaves the one we have in force (RFC 6749, 6).
        refresh = str(said.get("refresh_token") or (before.refresh if before else ""))
        granted = str(said.get("scope") or "").split() or (list(before.scopes) if before else [])
        return Tokens(access, refresh, asked_at + timedelta(seconds=seconds), tuple(granted))

    def _post(self, path: str, form: dict[str, str]) -> httpx.Response:
        # A confidential app proves itself by its secret, a public one names itself in the form.
        form = form if self._secret else {**form, "client_id": self._id}
        proof = (
            httpx.BasicAuth(quote(self._id, safe=""), quote(self._secret, safe="")) if self._secret else None
        )
        return call(self._http, "POST", self._base + path, writes=True, data=form, auth=proof)


class Granted:
    """Access to one account by a kept pair. Used on one event loop."""

    def __init__(
        self, account: str, app: App, keeper: Keeper, now: Callable[[], datetime] | None = None
    ) -> None:
        self.account = account
        self._app = app
        self._keeper = keeper
        self._now = now or Clock().now
        self._text: str | None = None
        self._alone = asyncio.Lock()

    async def bearer(self) -> str:
        """The access token, renewed where it ends within five minutes."""
        async with self._alone:
            pair = await self._pair()
            if pair.ends - self._now() < _RENEW_BEFORE and pair.refresh:
                pair = await self._renewed()
            return pair.access

    async def renew(self, stale: str) -> str:
        """The token that stands in for one X refused."""
        async with self._alone:
            pair = await self._pair()
            # Another call may have renewed it while this one waited, here or in another process.
            return (pair if pair.access != stale else await self._renewed()).access

    async def _pair(self) -> Tokens:
        if self._text is None:
            self._text = await asyncio.to_thread(self._keeper.load, self.account)
        if self._text is None:
            raise NotLetIn("the account is not connected: run `makewhole connect x`", _ASK_AGAIN_SECONDS)
        return Tokens.read(self._text)

    async def _renewed(self) -> Tokens:
        seen, self._text = self._text or "", None
        self._text = await asyncio.to_thread(self._keeper.renew, self.account, seen, self._next)
        return await self._pair()

    def _next(self, text: str) -> str | None:
        pair = self._app.refresh(Tokens.read(text))
        return None if isinstance(pair, Undeliverable) else pair.written()


def new_verifier() -> str:
    """A fresh PKCE verifier: 64 characters no one can guess."""
    return secrets.token_urlsafe(48)
