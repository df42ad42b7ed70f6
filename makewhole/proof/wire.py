"""Bytes as text, in one spelling only: lower-case hex and padded base64.

Decides whether a piece of text is the one way to spell those bytes; a second spelling is refused, because a
proof whose text can be changed unseen can't be compared. Hashing lives here too, so that the rest of the
package names one hash. Knows nothing of what the bytes mean.

>>> unhex("00ff", 2), unhex("00FF", 2), unhex("00ff", 3)
(b'\\x00\\xff', None, None)
"""

import base64
import binascii
import hashlib
import re

HEX = re.compile(r"(?:[0-9a-f]{2})*\Z")
NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,18})\Z")
HASH_SIZE = 32
SIGNATURE_SIZE = 64


def sha256(data: bytes) -> bytes:
    """SHA-256, 32 bytes."""
    return hashlib.sha256(data).digest()


def unhex(text: object, size: int) -> bytes | None:
    """The `size` bytes that `text` spells in lower-case hex, or None when it is anything else."""
    if not isinstance(text, str) or len(text) != 2 * size or not HEX.match(text):
        return None
    return bytes.fromhex(text)


def b64(data: bytes) -> str:
    """Standard base64 with padding (RFC 4648, section 4)."""
    return base64.b64encode(data).decode("ascii")


def unb64(text: object) -> bytes | None:
    """The bytes that `text` spells in padded base64, or None; bits left over in the last letter must be zero.

    >>> unb64("AA=="), unb64("AB=="), unb64("AA")
    (b'\\x00', None, None)
    """
    if not isinstance(text, str):
        return None
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if b64(data) == text else None


def number(text: str) -> int | None:
    """A decimal number without sign or leading zero, below 10**19, or None.

    >>> number("70000"), number("07"), number("-1")
    (70000, None, None)
    """
    return int(text) if NUMBER.match(text) else None
