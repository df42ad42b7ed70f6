"""What an installation sets, read once from the environment (MAKEWHOLE_...) and here alone.

>>> Settings(data=Path("/tmp/x")).keys
PosixPath('/tmp/x/keys')
"""

import os
from decimal import Decimal
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from makewhole.because import Refused
from makewhole.desk.house import Periods
from makewhole.desk.listen import Mode, Watch
from makewhole.gateways.mail import Account, Server, server_of
from makewhole.gateways.x import Dialect


def _data_folder() -> Path:
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "makewhole"


class MailAccount(BaseModel):
    """The mailbox of one brand."""

    model_config = ConfigDict(hide_input_in_errors=True)

    address: str
    name: str = ""
    imap: str
    smtp: str
    user: str = ""
    password: SecretStr
    files_copies: bool = False
    every: float = Field(default=10.0, gt=0, le=3600)

    @field_validator("imap", "smtp")
    @classmethod
    def _is_a_server(cls, url: str) -> str:
        read = server_of(url)
        if isinstance(read, Refused):
            raise ValueError(f"{read.says}; {read.way_forward}")
        return url

    def account(self) -> Account:
        """The account as the gateway takes it."""
        imap, smtp = server_of(self.imap), server_of(self.smtp)
        assert isinstance(imap, Server), "validated"
        assert isinstance(smtp, Server), "validated"
        return Account(
            address=self.address,
            name=self.name,
            imap=imap,
            smtp=smtp,
            user=self.user or self.address,
            password=self.password.get_secret_value(),
            files_copies=self.files_copies,
            look_every=self.every,
        )


class ShopKeys(BaseModel):
    """What the shops of one brand sign their webhooks with."""

    model_config = ConfigDict(hide_input_in_errors=True, extra="forbid")

    shopify: SecretStr = SecretStr("")
    woocommerce: SecretStr = SecretStr("")


class Settings(BaseSettings):
    """Every setting with its default; secrets never print."""

    model_config = SettingsConfigDict(env_prefix="MAKEWHOLE_", env_file=".env", extra="ignore")

    data: Path = Field(default_factory=_data_folder, description="folder for keys and the own database")
    database_url: SecretStr | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="PostgreSQL 15 or newer; without it an own server runs in the data folder",
    )
    host: str = Field(default="127.0.0.1", description="address the web door listens on")
    port: int = Field(default=8080, ge=0, le=65535, description="port of the web door; 0 takes a free one")
    public_url: str = Field(default="", description="address customers reach the web door at")
    https: bool = Field(default=False, description="set when a proxy in front speaks https")
    brand: str = Field(default="shop", description="the brand of doors that name none")
    time_scale: int = Field(default=1, ge=1, description="house time runs this many times as fast")
    concurrency: int = Field(default=16, ge=1, le=64, description="errands one worker runs at once")
    x_url: str = Field(default="https://api.x.com", description="address of the X API")
    x_token: SecretStr = Field(default=SecretStr(""), description="user token of the brand's account on X")
    x_app_token: SecretStr = Field(
        default=SecretStr(""), description="the app's own bearer token: streams, webhooks, compliance jobs"
    )
    x_dialect: Dialect = Field(
        default=Dialect.TWEET,
        description="X's spelling of field names: tweet (its guides) or post (OpenAPI 2.167)",
    )
    x_client_id: str = Field(default="", description="OAuth 2.0 client id of the app on X")
    x_client_secret: SecretStr = Field(
        default=SecretStr(""), description="OAuth 2.0 client secret; signs webhooks"
    )
    x_consumer_secret: SecretStr = Field(
        default=SecretStr(""), description="consumer secret; signs older webhooks"
    )
    x_watch: Mode = Field(
        default="auto",
        description="how X is listened to: webhook (with the stream), poll (needs no address), auto (webhook"
        " while X pushes to `MAKEWHOLE_PUBLIC_URL`, else poll), or off",
    )
    x_chat_keys: SecretStr = Field(
        default=SecretStr(""), description="the main account's private keys for encrypted chat, Base64"
    )
    x_chat_key_version: str = Field(default="1", description="the version X registered those keys under")
    payment_url: str = Field(default="", description="address of the payment provider")
    payment_key: SecretStr = Field(default=SecretStr(""), description="its API key")
    payment_secret: SecretStr = Field(default=SecretStr(""), description="what it signs webhooks with")
    carriers_url: str = Field(default="https://api.17track.net", description="address of 17TRACK's API")
    carriers_key: SecretStr = Field(
        default=SecretStr(""),
        description="its key; without one it is not asked (docs/tracking-sources.md)",
    )
    carriers_price: Decimal = Field(
        default=Decimal(0), ge=0, lt=100, description="dollars your plan there takes for a waybill registered"
    )
    carriers_per_second: int = Field(default=3, ge=1, le=1000, description="calls a second it takes")
    aftership_url: str = Field(default="https://api.aftership.com", description="address of AfterShip")
    aftership_key: SecretStr = Field(
        default=SecretStr(""), description="its key; without one it is not asked"
    )
    aftership_secret: SecretStr = Field(default=SecretStr(""), description="what it signs webhooks with")
    aftership_price: Decimal = Field(
        default=Decimal(0), ge=0, lt=100, description="dollars your plan there takes for a waybill registered"
    )
    karrio: dict[str, dict[str, SecretStr]] = Field(
        default={},
        description="carriers asked directly through the extra `karrio`: JSON of each connector's settings",
    )
    follow_all: bool = Field(
        default=False, description="follow every parcel that comes in, not only those somebody asks about"
    )
    tracking_budget: Decimal | None = Field(
        default=None, ge=0, lt=100_000, description="dollars a day asking about a brand's parcels may cost"
    )
    shopify_secret: SecretStr = Field(
        default=SecretStr(""), description="what the brand's Shopify shop signs its webhooks with"
    )
    woocommerce_secret: SecretStr = Field(
        default=SecretStr(""), description="what the brand's WooCommerce shop signs its webhooks with"
    )
    shop_brands: dict[str, ShopKeys] = Field(
        default={}, description="shops of further brands: JSON of shopify and woocommerce secrets by brand"
    )
    mail_address: str = Field(
        default="", description="the brand's address; without it no mail is read or written (docs/mail.md)"
    )
    mail_name: str = Field(default="", description="the name beside it; else the brand's")
    mail_imap: str = Field(default="", description="where its mail comes: imaps://host or imap://host")
    mail_smtp: str = Field(default="", description="where its mail goes: smtps://host or smtp://host")
    mail_user: str = Field(default="", description="name to log in with; else the address")
    mail_password: SecretStr = Field(default=SecretStr(""), description="its password, or an app password")
    mail_files_copies: bool = Field(
        default=False, description="set where the server itself lays what we send into the Sent folder"
    )
    mail_every: float = Field(
        default=10.0, gt=0, le=3600, description="seconds between two looks into the mailbox"
    )
    mail_brands: dict[str, MailAccount] = Field(
        default={},
        description="mailboxes of further brands: JSON of address, name, imap, smtp, user, password,"
        " files_copies and every by brand",
    )
    metrics_token: SecretStr | None = Field(default=None, description="bearer token that /metrics asks for")
    periods: Periods = Field(
        default_factory=Periods,
        description="how long things may take, in house time: JSON of ISO 8601 durations by name, such as"
        ' {"follow_every": "PT3H", "accept_within": "P14D"}; the names are those of `Periods` in'
        " `makewhole/desk/house.py`",
    )
    accepted_rows: frozenset[str] = Field(
        default=frozenset(), description="ids of law table rows flagged P or U that a lawyer has accepted"
    )

    @property
    def watch(self) -> Watch:
        """How X is listened to, and where it pushes to."""
        site = self.public_url.rstrip("/")
        return Watch(self.x_watch, self.brand, f"{site}/hooks/x" if site else "")

    @property
    def push_secrets(self) -> dict[str, str]:
        """What each source of scans signs its pushes with: 17TRACK with the key it is asked with."""
        return {
            "17track": self.carriers_key.get_secret_value(),
            "aftership": self.aftership_secret.get_secret_value(),
        }

    @property
    def shop_secrets(self) -> dict[tuple[str, str], str]:
        """What each shop signs its webhooks with, by brand and shop."""
        own = ShopKeys(shopify=self.shopify_secret, woocommerce=self.woocommerce_secret)
        return {
            (brand, shop): secret.get_secret_value()
            for brand, keys in {**self.shop_brands, self.brand: own}.items()
            for shop, secret in (("shopify", keys.shopify), ("woocommerce", keys.woocommerce))
        }

    @model_validator(mode="after")
    def _mail_can_be_read(self) -> Self:
        dict(self.mailboxes)
        return self

    @property
    def mailboxes(self) -> dict[str, MailAccount]:
        """The mailbox of each brand that has one."""
        if not self.mail_address:
            return dict(self.mail_brands)
        own = MailAccount(
            address=self.mail_address,
            name=self.mail_name,
            imap=self.mail_imap,
            smtp=self.mail_smtp,
            user=self.mail_user,
            password=self.mail_password,
            files_copies=self.mail_files_copies,
            every=self.mail_every,
        )
        return {**self.mail_brands, self.brand: own}

    @property
    def keys(self) -> Path:
        """The key folder, which is kept out of backups."""
        return self.data / "keys"
