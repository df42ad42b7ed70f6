"""Whose token a call carries: the port, and the token a person typed into the settings.

A token that X gave us by OAuth and that is renewed is `oauth.Granted`.
"""

from typing import Protocol

from makewhole.gateways.wire import NotLetIn

APP = "app"
"""What the app itself is called where an account's user id would stand."""

_ASK_AGAIN_SECONDS = 900


class Access(Protocol):
    """Where the token of one account, or of the app, comes from."""

    @property
    def account(self) -> str:
        """The user id the calls speak for, or "app"; "main" while a typed token has not said whose it is."""
        ...

    async def bearer(self) -> str:
        """A token that is valid now; raises `TheirFault` (`NotLetIn` where a person must act)."""
        ...

    async def renew(self, stale: str) -> str:
        """A token other than `stale`, which X refused; raises as `bearer` does."""
        ...


class Typed:
    """A token from the settings, which nobody can renew."""

    def __init__(self, token: str, account: str = "main") -> None:
        self._token = token
        self._account = account

    @property
    def account(self) -> str:
        """The account it is said to speak for."""
        return self._account

    async def bearer(self) -> str:
        """The token; `NotLetIn` where the settings hold none."""
        if not self._token:
            raise NotLetIn("no account on X is connected: run `makewhole connect x`", _ASK_AGAIN_SECONDS)
        return self._token

    async def renew(self, stale: str) -> str:
        """There is no other."""
        raise NotLetIn("X refuses the token in the settings: run `makewhole connect x`", _ASK_AGAIN_SECONDS)
