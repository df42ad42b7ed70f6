"""OAuth 2.0 of the simulated X: a page to authorize on, PKCE, tokens of two hours, refresh tokens used once.

A code is good for 30 seconds and once; a refresh token once. Access tokens end after two hours by the
simulator's clock. The tokens a setting gives the accounts from the start never end, and do for the app too.

>>> challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from makewhole.simulators.x_model import Json, User

SCOPES = (
    "tweet.read", "tweet.write", "tweet.moderate.write", "users.read", "dm.read", "dm.write",
    "media.write", "offline.access", "like.read", "follows.read",
)  # fmt: skip
CONSUMER_KEY = "simulated-consumer-key"
_CODE_LASTS, _ACCESS_LASTS = timedelta(seconds=30), timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: `user` None for the app itself; `scopes` None for all of them; `app` may act as the app."""

    user: User | None
    scopes: frozenset[str] | None = None
    app: bool = False


@dataclass(frozen=True, slots=True)
class _Code:
    user: User
    scopes: frozenset[str]
    redirect: str
    challenge: str
    plain: bool
    ends: datetime


@dataclass(frozen=True, slots=True)
class _Grant:
    user: User
    scopes: frozenset[str]
    ends: datetime
    refresh: str | None


def challenge(verifier: str) -> str:
    """The S256 challenge of a verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@dataclass(slots=True)
class Tokens:
    """Every token given out."""

    client_id: str
    client_secret: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    fixed: dict[str, Caller] = field(default_factory=dict, repr=False)
    refreshed: int = 0
    reused: int = 0
    """How often a refresh token was tried a second time."""
    _codes: dict[str, _Code] = field(default_factory=dict, repr=False)
    _grants: dict[str, _Grant] = field(default_factory=dict, repr=False)
    _refresh: dict[str, _Grant] = field(default_factory=dict, repr=False)
    _spent: set[str] = field(default_factory=set, repr=False)

    def caller(self, token: str, now: datetime) -> Caller | None:
        """Whom a bearer token speaks for now, or None."""
        if token in self.fixed:
            return self.fixed[token]
        grant = self._grants.get(token)
        return Caller(grant.user, grant.scopes) if grant is not None and now < grant.ends else None

    def wrong(self, asked: Mapping[str, str]) -> str | None:
        """What is wrong with a request to authorize, in words; None when it can be shown."""
        if asked.get("client_id") != self.client_id:
            return "client_id is not that of an app here"
        where = urlsplit(asked.get("redirect_uri", ""))
        if where.scheme not in ("http", "https") or not where.hostname or where.hostname == "localhost":
            return "redirect_uri is a full address; on this machine 127.0.0.1, for X takes no localhost"
        unknown = set(asked.get("scope", "").split()) - set(SCOPES)
        if not asked.get("scope") or unknown:
            return f"scope says what the app may do; not known: {' '.join(sorted(unknown)) or '(none given)'}"
        if asked.get("response_type") != "code" or not asked.get("state") or not asked.get("code_challenge"):
            return "response_type is code, and state and code_challenge are needed"
        if asked.get("code_challenge_method", "plain") not in ("S256", "plain"):
            return "code_challenge_method is S256 or plain"
        return None

    def allow(self, user: User, asked: Mapping[str, str], now: datetime) -> str:
        """The user agrees: a code for the app."""
        code = secrets.token_urlsafe(24)
        plain = asked.get("code_challenge_method", "plain") == "plain"
        self._codes[code] = _Code(
            user, frozenset(asked["scope"].split()), asked["redirect_uri"], asked["code_challenge"], plain,
            now + _CODE_LASTS,
        )  # fmt: skip
        return code

    def knows_client(self, form: Mapping[str, str], authorization: str) -> bool:
        """Whether the app proved itself by client id and secret in a Basic header."""
        named = form.get("client_id", self.client_id) == self.client_id
        return named and _basic(authorization) == (self.client_id, self.client_secret)

    def app_token(self, authorization: str) -> str | None:
        """The app's own token for its consumer key and secret in a Basic header."""
        if _basic(authorization) != (CONSUMER_KEY, self.consumer_secret):
            return None
        return next(token for token, one in self.fixed.items() if one.user is None)

    def exchange(self, form: Mapping[str, str], now: datetime) -> Json | None:
        """Tokens for a code, or None when code, verifier, address or moment are wrong. A code works once."""
        code = self._codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "")
        if code is None or now > code.ends or form.get("redirect_uri") != code.redirect:
            return None
        if code.challenge != (verifier if code.plain else challenge(verifier)):
            return None
        return self._give(code.user, code.scopes, now)

    def refresh(self, form: Mapping[str, str], now: datetime) -> Json | None:
        """New tokens for a refresh token, which is spent by this; None when it was spent or is unknown."""
        token = form.get("refresh_token", "")
        grant = self._refresh.pop(token, None)
        if grant is None:
            self.reused += token in self._spent
            return None
        self._spent.add(token)
        self._grants = {access: one for access, one in self._grants.items() if one.refresh != token}
        self.refreshed += 1
        return self._give(grant.user, grant.scopes, now)

    def revoke(self, token: str) -> None:
        """Ends one token; a refresh token takes its access token along."""
        self._grants = {
            access: one for access, one in self._grants.items() if token not in (access, one.refresh)
        }
        self._refresh.pop(token, None)

    def forget(self, user: User) -> None:
        """Ends every token of a user, the fixed one too."""
        self.fixed = {token: one for token, one in self.fixed.items() if one.user is not user}
        self._grants = {token: one for token, one in self._grants.items() if one.user is not user}
        self._refresh = {token: one for token, one in self._refresh.items() if one.user is not user}

    def _give(self, user: User, scopes: frozenset[str], now: datetime) -> Json:
        access = secrets.token_urlsafe(32)
        refresh = secrets.token_urlsafe(32) if "offline.access" in scopes else None
        grant = _Grant(user, scopes, now + _ACCESS_LASTS, refresh)
        self._grants[access] = grant
        given: Json = {
            "token_type": "bearer", "expires_in": int(_ACCESS_LASTS.total_seconds()), "access_token": access,
            "scope": " ".join(sorted(scopes)),
        }  # fmt: skip
        if refresh is not None:
            self._refresh[refresh] = grant
            given["refresh_token"] = refresh
        return given


def _basic(authorization: str) -> tuple[str, str]:
    """Name and secret of a Basic header, each as it was before it was quoted; empty when unreadable."""
    try:
        said = base64.b64decode(authorization.removeprefix("Basic ").strip()).decode()
    except ValueError:
        return "", ""
    name, _, secret = said.partition(":")
    return unquote(name), unquote(secret)
