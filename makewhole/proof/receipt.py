"""A receipt: one self-contained file with a statement and what shows that we logged it.

Decides which of two states a receipt has reached. *Recorded*: we signed these bytes and keep them. *In
head*: they are also in the tree whose head our log signed. Neither is called proof: until others witness
the head, the operator could show another list to somebody else, and no receipt shows that what a statement
says is true. Reading the file and printing the result are done elsewhere.

A receipt is canonical JSON, so that not a letter can change unseen. Openings are those its holder may see.
"""

from dataclasses import dataclass

from makewhole.because import Refused
from makewhole.proof import canonical, checkpoint, openings, sigsum
from makewhole.proof import leaf as leaves
from makewhole.proof.keys import key_hash, read_public, write_public
from makewhole.proof.leaf import Leaf
from makewhole.proof.openings import Opening
from makewhole.proof.wire import HASH_SIZE, b64, unb64, unhex

VERSION = "makewhole/receipt@1"
LIMIT = 512 * 1024
MOST_NODES = 63
FIELDS = {"@", "statement", "openings", "leaf", "statement_key", "sealed"}
SEALED_FIELDS = {"index", "path", "checkpoint", "log_key"}


@dataclass(frozen=True, slots=True)
class Sealed:
    """How the leaf stands under a head: its index, the path to the root (leaf side first), the head's
    checkpoint text, and the log key (32 bytes) that signed it."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    log_key: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt's parts, as read and not yet checked. `statement_key` (32 bytes) signed the leaf; `sealed`
    is None while the statement is recorded and not yet under a head."""

    statement: bytes
    openings: tuple[Opening, ...]
    leaf: Leaf
    statement_key: bytes
    sealed: Sealed | None


def write(receipt: Receipt) -> bytes:
    """The file `*.receipt.json`."""
    sealed = receipt.sealed
    return canonical.write(
        {
            "@": VERSION,
            "statement": b64(receipt.statement),
            "openings": {opening.path: opening.as_list() for opening in receipt.openings},
            "leaf": receipt.leaf.bytes.hex(),
            "statement_key": write_public(receipt.statement_key),
            "sealed": {
                "index": sealed.index,
                "path": [node.hex() for node in sealed.path],
                "checkpoint": sealed.checkpoint,
                "log_key": write_public(sealed.log_key),
            }
            if sealed
            else None,
        }
    )


def read(raw: bytes) -> Receipt | Refused:
    """The parts of a receipt file, unverified, or why it is not one."""
    fields = canonical.read(raw, LIMIT, "receipt")
    if isinstance(fields, Refused):
        return fields
    version = fields.get("@")
    if version != VERSION:
        if isinstance(version, str) and version.startswith("makewhole/receipt@"):
            return _refused("version", f"it is {version} and this program reads {VERSION}")
        return _refused("kind", "this JSON is not a makewhole receipt")
    if set(fields) != FIELDS:
        return _refused("fields", f"its fields are not {', '.join(sorted(FIELDS))}")
    statement, raw_leaf = unb64(fields["statement"]), unhex(fields["leaf"], leaves.SIZE)
    leaf = leaves.read(raw_leaf) if raw_leaf else None
    if statement is None or leaf is None:
        return _refused("encoding", "its statement or its leaf is not encoded as it should be")
    key = _key(fields["statement_key"])
    if key is None:
        return _refused("keys", "its statement key is not one Ed25519 key in OpenSSH form")
    found = openings.read(fields["openings"])
    sealed = _sealed(fields["sealed"])
    if isinstance(found, Refused):
        return found
    return sealed if isinstance(sealed, Refused) else Receipt(statement, found, leaf, key, sealed)


def to_sigsum(receipt: Receipt) -> str | Refused:
    """The Sigsum proof text for `sigsum-verify`, which needs a signed head, so a receipt in that state."""
    sealed = receipt.sealed
    if sealed is None:
        return _refused("state", "it is recorded but not yet in a signed head; fetch it again in a minute")
    head = checkpoint.read(sealed.checkpoint)
    if isinstance(head, Refused):
        return head
    signature = checkpoint.log_signature(head, sealed.log_key)
    if signature is None:
        return _refused("head", "the log key did not sign its head")
    proof = sigsum.Proof(
        key_hash(sealed.log_key),
        receipt.leaf.key_hash,
        receipt.leaf.signature,
        head.size,
        head.root,
        signature,
        (),
        sealed.index,
        sealed.path,
    )
    return sigsum.write(proof)


def _key(line: object) -> bytes | None:
    """The key of an OpenSSH line without a comment, written in its one form."""
    keys = read_public(line) if isinstance(line, str) else ()
    if isinstance(keys, Refused) or len(keys) != 1 or write_public(keys[0]) != line:
        return None
    return keys[0]


def _sealed(plain: object) -> Sealed | Refused | None:
    if plain is None:
        return None
    if not isinstance(plain, dict) or set(plain) != SEALED_FIELDS:
        return _refused("sealed", f"its sealed part has other fields than {', '.join(sorted(SEALED_FIELDS))}")
    index, path, head, key = plain["index"], plain["path"], plain["checkpoint"], _key(plain["log_key"])
    if not isinstance(index, int) or isinstance(index, bool) or index < 0:
        return _refused("sealed", "the index of its leaf is not a number from 0 on")
    nodes = [unhex(node, HASH_SIZE) for node in path] if isinstance(path, list) else [None]
    whole = tuple(node for node in nodes if node is not None)
    if len(whole) != len(nodes) or len(whole) > MOST_NODES:
        return _refused("sealed", "its inclusion path is not a list of hashes")
    if not isinstance(head, str) or key is None:
        return _refused("sealed", "its head or its log key is missing")
    return Sealed(index, whole, head, key)


def _refused(rule: str, says: str) -> Refused:
    return canonical.refused("receipt", rule, f"the receipt can't be used: {says}")
