"""The 128-byte leaf of a Sigsum log: checksum, signature over it, and the signer's key hash.

Decides whether a leaf belongs to a statement and a key. It holds no content, and its signature says that the
key's holder committed to exactly those bytes; not that they are true, nor when.

>>> from makewhole.proof.keys import from_seed
>>> pair = from_seed(bytes(32))
>>> leaf = sign(pair, bytes(32))
>>> len(leaf.bytes), verify(leaf, pair.public), read(leaf.bytes) == leaf
(128, True, True)
"""

import builtins
from dataclasses import dataclass

from makewhole.proof.keys import KeyPair, key_hash, verifies
from makewhole.proof.merkle import leaf_hash
from makewhole.proof.wire import HASH_SIZE

NAMESPACE = b"sigsum.org/v1/tree-leaf\0"
SIZE = 128


@dataclass(frozen=True, slots=True)
class Leaf:
    """checksum (32 bytes), Ed25519 signature (64), hash of the signing key (32)."""

    checksum: builtins.bytes
    signature: builtins.bytes
    key_hash: builtins.bytes

    @property
    def bytes(self) -> builtins.bytes:
        """The 128 bytes the tree hashes."""
        return self.checksum + self.signature + self.key_hash

    @property
    def hash(self) -> builtins.bytes:
        """The leaf hash, level 0 of the tree."""
        return leaf_hash(self.bytes)


def sign(pair: KeyPair, checksum: bytes) -> Leaf:
    """The leaf for a statement's checksum."""
    return Leaf(checksum, pair.sign(NAMESPACE + checksum), key_hash(pair.public))


def read(raw: bytes) -> Leaf | None:
    """The leaf in exactly 128 bytes, else None."""
    if len(raw) != SIZE:
        return None
    return Leaf(raw[:HASH_SIZE], raw[HASH_SIZE:-HASH_SIZE], raw[-HASH_SIZE:])


def verify(leaf: Leaf, public: bytes) -> bool:
    """Whether this key signed this leaf."""
    return leaf.key_hash == key_hash(public) and verifies(public, leaf.signature, NAMESPACE + leaf.checksum)
