"""X's two webhook proofs: the answer to its challenge, and the signature on each event.

Pure functions over bytes and secrets. Since autumn 2026 X signs with the OAuth 2.0 client secret under a
header of its own, beside the older one keyed by the consumer secret; the newer header decides when it is
there. The signature holds no time, so replays are caught by keeping each event once by its id, not here.
Source: X webhook documentation of 2026-08-22, and the header's name as seen in eight client libraries.

>>> crc_response("challenge_string", Secrets(client="client-secret-0"))
'sha256=YyYVlO+pQJxvoUQyo4Zyo19np/grxtsD1igHkUgU7YA='
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field

NEWER_HEADER = "x-twitter-webhooks-signature-oauth2"
OLDER_HEADER = "x-twitter-webhooks-signature"


@dataclass(frozen=True, slots=True)
class Secrets:
    """The app's secrets: `client` (OAuth 2.0 client secret), `consumer` (API key secret); either may lack."""

    client: str | None = field(default=None, repr=False)
    consumer: str | None = field(default=None, repr=False)


def _signed(secret: str, message: bytes) -> str:
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return "sha256=" + base64.b64encode(digest).decode()


def crc_response(token: str, secrets: Secrets) -> str | None:
    """The `response_token` for a challenge, by the client secret when set; None when no secret is set."""
    secret = secrets.client or secrets.consumer
    return _signed(secret, token.encode()) if secret else None


def verify(headers: Mapping[str, str], body: bytes, secrets: Secrets) -> bool:
    """Whether X signed this body. Header names are matched without case; nothing set or sent means False."""
    sent = {name.lower(): value for name, value in headers.items()}
    if NEWER_HEADER in sent and secrets.client:
        return _equal(sent[NEWER_HEADER], _signed(secrets.client, body))
    if OLDER_HEADER in sent and secrets.consumer:
        return _equal(sent[OLDER_HEADER], _signed(secrets.consumer, body))
    return False


def _equal(sent: str, expected: str) -> bool:
    # A header may carry any character; comparing bytes keeps compare_digest from refusing non-ASCII text.
    return hmac.compare_digest(sent.encode("utf-8", "surrogateescape"), expected.encode())
