"""Ed25519 keys in OpenSSH form, as Sigsum tools and ssh-agent take them.

Decides what text is a key. Two keys sign here: the *statement key*, one an organisation, signs leaves; the
*log key*, one an epoch of the log, signs heads. Where a private key is kept, and the randomness to make one
(a seed of 32 bytes), come from the caller.

>>> pair = from_seed(bytes(32))
>>> read_public(write_public(pair.public, "example.com log")) == (pair.public,)
True
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
)

from makewhole.because import Refused
from makewhole.proof.wire import SIGNATURE_SIZE, b64, sha256, unb64

SOURCE = "RFC 8709; PROTOCOL.key of OpenSSH; docs/proof.md"
PREFIX = b"\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x20"
KEY_SIZE = 32


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A private key with its public half (32 bytes). Its repr shows the public half alone."""

    private: Ed25519PrivateKey
    public: bytes

    def sign(self, message: bytes) -> bytes:
        """The 64-byte Ed25519 signature (RFC 8032)."""
        return self.private.sign(message)

    def __repr__(self) -> str:
        return f"KeyPair(public={self.public.hex()})"


def from_seed(seed: bytes) -> KeyPair:
    """The pair that 32 random bytes make."""
    return _pair(Ed25519PrivateKey.from_private_bytes(seed))


def write_private(pair: KeyPair) -> bytes:
    """An OpenSSH private key file, not encrypted: the caller guards it."""
    return pair.private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())


def read_private(data: bytes) -> KeyPair | Refused:
    """The pair in an OpenSSH private key file, or why it can't be used."""
    try:
        private = load_ssh_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return _refused("this is not an unencrypted OpenSSH private key")
    if not isinstance(private, Ed25519PrivateKey):
        return _refused("this OpenSSH key is of another type than Ed25519")
    return _pair(private)


def write_public(public: bytes, comment: str = "") -> str:
    """The one-line OpenSSH form: type, base64, comment."""
    return " ".join(part for part in ("ssh-ed25519", b64(PREFIX + public), comment) if part)


def read_public(text: str) -> tuple[bytes, ...] | Refused:
    """Every public key in an OpenSSH public key file, one a line; blank lines and # comments are passed
    over."""
    found = []
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        parts = line.split()
        blob = unb64(parts[1]) if parts[0] == "ssh-ed25519" and len(parts) > 1 else None
        if blob is None or not blob.startswith(PREFIX) or len(blob) != len(PREFIX) + KEY_SIZE:
            return _refused("a line is not an Ed25519 key in OpenSSH form (ssh-ed25519 AAAA…)")
        found.append(blob[len(PREFIX) :])
    return tuple(found) if found else _refused("there is no public key in it")


def verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the signature is this key's over exactly this message."""
    if len(public) != KEY_SIZE or len(signature) != SIGNATURE_SIZE:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_hash(public: bytes) -> bytes:
    """How leaves and origins name a key: SHA-256 of its 32 bytes."""
    return sha256(public)


def _pair(private: Ed25519PrivateKey) -> KeyPair:
    return KeyPair(private, private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def _refused(says: str) -> Refused:
    return Refused("key: OpenSSH Ed25519", says, SOURCE, "give the key as ssh-keygen -t ed25519 writes it")
