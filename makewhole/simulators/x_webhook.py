"""A webhook's address, what is subscribed to it, an event on its way, and how X signs.

>>> fits("https://example.com/hook"), fits("https://example.com:8443/hook"), fits("ftp://example.com")
(True, False, False)
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from makewhole.simulators.x_model import Json
from makewhole.simulators.x_shapes import moment

_LONGEST_URL = 200
_HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(slots=True)
class Webhook:
    """A registered address."""

    id: str
    url: str
    created_at: datetime
    validated_at: datetime
    tried_at: datetime
    valid: bool = True

    def shape(self) -> Json:
        """As X's API shows it."""
        made = moment(self.created_at)
        return {"id": self.id, "url": self.url, "valid": self.valid, "created_at": made}


@dataclass(slots=True)
class Subscription:
    """One kind of activity of one account, sent to one address, or to the activity stream without one."""

    id: str
    event_type: str
    filter: dict[str, str]
    webhook_id: str | None
    tag: str | None
    made: datetime
    changed: datetime

    def shape(self) -> Json:
        """As X's API shows it."""
        shown: Json = {
            "subscription_id": self.id, "event_type": self.event_type, "filter": self.filter,
            "created_at": moment(self.made), "updated_at": moment(self.changed),
        }  # fmt: skip
        named = {"tag": self.tag, "webhook_id": self.webhook_id}
        return shown | {name: value for name, value in named.items() if value is not None}


@dataclass(slots=True)
class Event:
    """One event on its way to one address."""

    hook: str
    body: bytes
    at: datetime
    kind: str
    missed: bool = False


def fits(url: str) -> bool:
    """Whether X takes such an address: https without a port, at most 200 letters; or one on this machine."""
    try:
        where = urlsplit(url)
        port = where.port
    except ValueError:
        return False
    if not where.hostname or len(url) > _LONGEST_URL or where.scheme not in ("http", "https"):
        return False
    return where.hostname in _HERE or (where.scheme == "https" and port is None)


def written(body: Json) -> bytes:
    """An event's body as it is sent and signed."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def signature(secret: str, body: bytes) -> str:
    """X's proof that it sent these bytes."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    return "sha256=" + base64.b64encode(digest).decode()
