"""Personal values inside a statement: committed by HMAC, opened to those who may see, sealed at rest.

Decides whether an opening fits a commitment. A commitment is HMAC-SHA256 under a blind of 32 random bytes
over the canonical list [path, value]; without the blind it says nothing about the value. Openings are kept
sealed under a key per person (AES-256-GCM, bound to person and statement), so destroying that key forgets
the value while every proof still verifies. Who may see an opening, and where keys live, is decided
elsewhere.

>>> blind = bytes(32)
>>> opens(commit("/name", "Ana", blind), Opening("/name", "Ana", blind))
True
>>> opens(commit("/name", "Ana", blind), Opening("/name", "Eva", blind))
False
"""

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from makewhole.because import Refused
from makewhole.proof import canonical
from makewhole.proof.wire import unhex

MARK = "hmac-sha256"
BLIND_SIZE = 32
NONCE_SIZE = 12


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens one committed field: its JSON pointer (RFC 6901), the value, and the blind (32 bytes)."""

    path: str
    value: Any
    blind: bytes

    def as_list(self) -> list[Any]:
        """The opening as it stands in a receipt: [blind in hex, value]."""
        return [self.blind.hex(), self.value]


def commit(path: str, value: Any, blind: bytes) -> dict[str, str]:
    """The committed field that takes the place of `value` at `path`; ValueError unless the blind is 32
    bytes."""
    if len(blind) != BLIND_SIZE:
        raise ValueError(f"a blind has {BLIND_SIZE} bytes, not {len(blind)}")
    return {MARK: hmac.new(blind, rfc8785.dumps([path, value]), sha256).hexdigest()}


def opens(commitment: object, opening: Opening) -> bool:
    """Whether the opening is the one the commitment was made with."""
    digest = (
        unhex(commitment.get(MARK), 32) if isinstance(commitment, dict) and len(commitment) == 1 else None
    )
    if digest is None:
        return False
    made = commit(opening.path, opening.value, opening.blind)[MARK]
    return hmac.compare_digest(bytes.fromhex(made), digest)


def read(plain: object) -> tuple[Opening, ...] | Refused:
    """Openings from the mapping {path: [blind, value]} of a receipt, in path order."""
    if not isinstance(plain, dict):
        return canonical.refused("receipt", "openings", "the openings are not a mapping of path to value")
    found = []
    for path, pair in plain.items():
        blind = unhex(pair[0], BLIND_SIZE) if isinstance(pair, list) and len(pair) == 2 else None
        if blind is None:
            return canonical.refused("receipt", "openings", f"the opening of {path} is not [blind, value]")
        found.append(Opening(path, pair[1], blind))
    return tuple(found)


def seal(openings: Iterable[Opening], key: bytes, nonce: bytes, person: str, checksum: bytes) -> bytes:
    """Openings under a person's 32-byte key: the 12-byte nonce (fresh for each call), then the ciphertext.

    `person` and the statement's `checksum` are bound in, so a sealed value can't be moved to another.
    """
    plain = canonical.write({opening.path: opening.as_list() for opening in openings})
    return nonce + AESGCM(key).encrypt(nonce, plain, _bound(person, checksum))


def unseal(sealed: bytes, key: bytes, person: str, checksum: bytes) -> tuple[Opening, ...] | None:
    """The openings, or None when the key is another one (or gone) or the bytes were changed.

    >>> key, nonce = bytes(32), bytes(12)
    >>> box = seal([Opening("/name", "Ana", bytes(32))], key, nonce, "p1", b"c")
    >>> [opening.value for opening in unseal(box, key, "p1", b"c")], unseal(box, key, "p2", b"c")
    (['Ana'], None)
    """
    try:
        plain = AESGCM(key).decrypt(sealed[:NONCE_SIZE], sealed[NONCE_SIZE:], _bound(person, checksum))
    except (InvalidTag, ValueError):
        return None
    found = read(json.loads(plain))
    return None if isinstance(found, Refused) else found


def _bound(person: str, checksum: bytes) -> bytes:
    return person.encode() + b"\0" + checksum
