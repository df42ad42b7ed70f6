"""Who speaks on X for this installation: the accounts that were connected, or the one token in the settings.

A token in the settings speaks for the settings' brand alone. Without one, the brand's main connected account
does, looked up each time, so that connecting one needs no restart. Every other account speaks by its own kept
tokens.
"""

import asyncio
import base64
from collections.abc import Callable
from datetime import datetime

from makewhole.desk.connect import Setup
from makewhole.gateways.wire import NotLetIn, Undeliverable
from makewhole.gateways.x import Access, Ledger, Typed, XClient
from makewhole.gateways.x.chat import cipher
from makewhole.gateways.x.oauth import App, Granted
from makewhole.gateways.x.private import Ways, both
from makewhole.gateways.x_signature import Secrets
from makewhole.main.settings import Settings
from makewhole.store import x_accounts
from makewhole.store.database import Database
from makewhole.store.trouble import Unavailable
from makewhole.store.vault import Vault

_ASK_AGAIN_SECONDS = 900
_EXPORTED = "set it to what the Chat XDK's export_keys gives, in Base64, or leave it empty (docs/x.md)"


class MainAccount:
    """Access to whichever account is the brand's main one now."""

    def __init__(self, brand: str, database: Database, granted: Callable[[str], Access]) -> None:
        self._brand = brand
        self._database = database
        self._granted = granted
        self._now: Access | None = None

    @property
    def account(self) -> str:
        """The main account's user id, once it was used; "main" before."""
        return self._now.account if self._now is not None else "main"

    async def bearer(self) -> str:
        """The main account's token; `NotLetIn` where the brand has no account in force."""
        return await (await self._main()).bearer()

    async def renew(self, stale: str) -> str:
        """Another token of the main account."""
        return await (await self._main()).renew(stale)

    async def _main(self) -> Access:
        account = await asyncio.to_thread(self._looked_up)
        if account is None:
            raise NotLetIn("no account on X is connected: run `makewhole connect x`", _ASK_AGAIN_SECONDS)
        if self._now is None or self._now.account != account:
            self._now = self._granted(account)
        return self._now

    def _looked_up(self) -> str | None:
        with self._database.reading() as conn:
            found = x_accounts.of_brand(conn, self._brand)
        return next((one.id for one in found if one.role == "main" and one.revoked_at is None), None)


def app_on_x(settings: Settings) -> App:
    """Our app at X, as the settings name it."""
    return App(settings.x_url, settings.x_client_id, settings.x_client_secret.get_secret_value())


def setup_of(settings: Settings) -> Setup:
    """What the settings say of X, for those who set it up."""
    client, consumer = (
        settings.x_client_secret.get_secret_value(),
        settings.x_consumer_secret.get_secret_value(),
    )
    return Setup(
        settings.brand,
        settings.x_url,
        app_on_x(settings),
        settings.x_client_id,
        Secrets(client or None, consumer or None),
        bool(settings.x_app_token.get_secret_value()),
        bool(settings.x_token.get_secret_value()),
    )


def on_x(
    settings: Settings, own: Database, vault: Vault, ledger: Ledger | None, now: Callable[[], datetime]
) -> XClient:
    """The house's voice on X: the main account's, with the app's and every other account's behind it."""
    app, keeper = app_on_x(settings), x_accounts.Keeper(own, vault, now)
    token = settings.x_token.get_secret_value()

    def granted(account: str) -> Access:
        return Granted(account, app, keeper)

    main: Access = Typed(token) if token else MainAccount(settings.brand, own, granted)
    return XClient(
        settings.x_url,
        main,
        app=settings.x_app_token.get_secret_value(),
        accounts=granted,
        dialect=settings.x_dialect,
        ledger=ledger,
        now=now,
        private=_private(settings),
    )


def _private(settings: Settings) -> Ways | None:
    """Encrypted chat beside the older messages, where the settings hold the main account's keys for it."""
    keys = settings.x_chat_keys.get_secret_value()
    if not keys:
        return None
    try:
        opened = cipher(base64.b64decode(keys, validate=True), settings.x_chat_key_version)
    except ValueError as fault:
        raise Unavailable("MAKEWHOLE_X_CHAT_KEYS is not Base64", _EXPORTED) from fault
    if isinstance(opened, Undeliverable):
        raise Unavailable(opened.says, _EXPORTED)
    return both(opened, settings.x_chat_key_version)
