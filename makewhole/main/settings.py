"""What an installation sets, read once from the environment (MAKEWHOLE_...) and here alone.

>>> Settings(data=Path("/tmp/x")).keys
PosixPath('/tmp/x/keys')
"""

import os
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from makewhole.desk.house import Periods
from makewhole.gateways.x import Dialect


def _data_folder() -> Path:
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "makewhole"


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
    x_client_secret: SecretStr = Field(
        default=SecretStr(""), description="OAuth 2.0 client secret; signs webhooks"
    )
    x_consumer_secret: SecretStr = Field(
        default=SecretStr(""), description="consumer secret; signs older webhooks"
    )
    payment_url: str = Field(default="", description="address of the payment provider")
    payment_key: SecretStr = Field(default=SecretStr(""), description="its API key")
    payment_secret: SecretStr = Field(default=SecretStr(""), description="what it signs webhooks with")
    carriers_url: str = Field(default="", description="address of the tracking aggregator")
    carriers_key: SecretStr = Field(default=SecretStr(""), description="its API key")
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
    def keys(self) -> Path:
        """The key folder, which is kept out of backups."""
        return self.data / "keys"
