"""Sealing what is personal: one key a person, wrapped by the house's master key.

Contacts, payout accounts and the openings of statements are AES-256-GCM under the person's key. Contacts
are joined by a keyed hash of their normal form, so that two reports of one person meet without either
being readable. Destroying the person's key makes all of it noise. Which rows exist is decided elsewhere.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MASTER_SIZE = 32
_NONCE = 12


class WrongMaster(Exception):
    """A key was wrapped by another master key than the one in the key folder."""


class Vault:
    """Seals and opens with the master key of one house: 32 bytes."""

    def __init__(self, master: bytes) -> None:
        if len(master) != MASTER_SIZE:
            raise ValueError(f"the master key has {len(master)} bytes; it must have {MASTER_SIZE}")
        self.master_id = hashlib.sha256(b"makewhole master" + master).hexdigest()[:16]
        self._wrap = AESGCM(_derive(master, b"wrap"))
        self._join = _derive(master, b"join")
        self._token = _derive(master, b"token")

    def new_key(self) -> bytes:
        """A fresh person key, wrapped."""
        nonce = os.urandom(_NONCE)
        return nonce + self._wrap.encrypt(nonce, AESGCM.generate_key(256), b"person key")

    def unwrap(self, wrapped: bytes) -> "PersonKey":
        """The person key inside `wrapped`; `WrongMaster` when this house's master key did not wrap it."""
        try:
            return PersonKey(self._wrap.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], b"person key"))
        except InvalidTag as error:
            raise WrongMaster(
                "a person's key does not open with keys/master.key. The key folder and the database are not "
                "of one house: put the right key folder beside this database."
            ) from error

    def join_hash(self, kind: str, value: str) -> bytes:
        """A keyed hash of a contact's normal form: equal for equal contacts, otherwise telling nothing."""
        return hmac.digest(self._join, f"{kind}\0{value.strip().casefold()}".encode(), "sha256")

    def token_hash(self, token: str) -> bytes:
        """What is kept of a link's or a session's token."""
        return hmac.digest(self._token, token.encode(), "sha256")


class PersonKey:
    """One person's key."""

    def __init__(self, key: bytes) -> None:
        self.raw = key
        self._box = AESGCM(key)

    def seal(self, clear: bytes, about: str) -> bytes:
        """Sealed bytes that open only with the same `about`."""
        nonce = os.urandom(_NONCE)
        return nonce + self._box.encrypt(nonce, clear, about.encode())

    def open(self, sealed: bytes, about: str) -> bytes:
        """The clear bytes; `InvalidTag` when changed or sealed about something else."""
        return self._box.decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())


def _derive(master: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"makewhole " + use).derive(master)
