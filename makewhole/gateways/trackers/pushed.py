"""Whether a pushed body was signed by who claims to have sent it: over its bytes as they came.

>>> sign = hashlib.sha256(b'{"event":"x"}' + b"/" + b"key").hexdigest()
>>> by_17track(b'{"event":"x"}', sign, "key"), by_17track(b"{}", sign, "key"), by_17track(b"{}", "", "")
(True, False, False)
"""

import base64
import hashlib
import hmac


def by_17track(body: bytes, signature: str, key: str) -> bool:
    """17TRACK's `sign` header: the SHA-256 of the body, a slash and the account's key, in hex."""
    made = hashlib.sha256(body + b"/" + key.encode()).hexdigest()
    return bool(key) and hmac.compare_digest(made.encode(), signature.strip().lower().encode())


def by_secret(body: bytes, signature: str, secret: str) -> bool:
    """The base64 of an HMAC-SHA256 over the body: AfterShip's `aftership-hmac-sha256`, Shopify's
    `x-shopify-hmac-sha256` and WooCommerce's `x-wc-webhook-signature`."""
    made = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())
    return bool(secret) and hmac.compare_digest(made, signature.strip().encode())
