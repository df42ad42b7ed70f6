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
FIELDS = {"@", "statement", "openings", "leaf", "proof", "checkpoint", "keys"}


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Where the leaf stands and the path from it to the root, leaf side first."""

    index: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt's parts as read. `inclusion` and `head` (checkpoint text) come together or not at all.

    `submitter` is the statement key, `log` the log key, each 32 bytes.
    """

    statement: bytes
    openings: tuple[Opening, ...]
    leaf: Leaf
    inclusion: Inclusion | None
    head: str | None
    submitter: bytes
    log: bytes


def write(receipt: Receipt) -> bytes:
    """The file `*.receipt.json`."""
    proof = receipt.inclusion
    return canonical.write(
        {
            "@": VERSION,
            "statement": b64(receipt.statement),
            "openings": {opening.path: opening.as_list() for opening in receipt.openings},
            "leaf": receipt.leaf.bytes.hex(),
            "proof": {"index": proof.index, "path": [node.hex() for node in proof.path]} if proof else None,
            "checkpoint": receipt.head,
            "keys": {"log": write_public(receipt.log), "statement": write_public(receipt.submitter)},
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
            return _refused(
                "version", f"it is {version}; this program reads {VERSION}; update it and try again"
            )
        return _refused("kind", "this JSON is not a makewhole receipt")
    if set(fields) != FIELDS:
        return _refused("fields", f"its fields are not {', '.join(sorted(FIELDS))}")
    raw_statement, raw_leaf = unb64(fields["statement"]), unhex(fields["leaf"], leaves.SIZE)
    leaf = leaves.read(raw_leaf) if raw_leaf else None
    if raw_statement is None or leaf is None:
        return _refused("encoding", "its statement or its leaf is not encoded as it should be")
    keys = _keys(fields["keys"])
    found = openings.read(fields["openings"])
    place = _inclusion(fields["proof"])
    if isinstance(keys, Refused):
        return keys
    if isinstance(found, Refused):
        return found
    if isinstance(place, Refused):
        return place
    head = fields["checkpoint"]
    if not (head is None or isinstance(head, str)) or (head is None) != (place is None):
        return _refused("head", "an inclusion path and a signed head come together or not at all")
    return Receipt(raw_statement, found, leaf, place, head, *keys)


def to_sigsum(receipt: Receipt) -> str | Refused:
    """The Sigsum proof text for `sigsum-verify`, which needs a signed head, so a receipt in that state."""
    head = checkpoint.read(receipt.head) if receipt.head else None
    if receipt.inclusion is None or head is None:
        return _refused("state", "it is recorded but not yet in a signed head; fetch it again in a minute")
    if isinstance(head, Refused):
        return head
    signature = checkpoint.log_signature(head, receipt.log)
    if signature is None:
        return _refused("head", "the log key did not sign its head")
    return sigsum.write(
        sigsum.Proof(
            key_hash(receipt.log),
            receipt.leaf.key_hash,
            receipt.leaf.signature,
            head.size,
            head.root,
            signature,
            (),
            receipt.inclusion.index,
            receipt.inclusion.path,
        )
    )


def _keys(plain: object) -> tuple[bytes, bytes] | Refused:
    """(statement key, log key) from their OpenSSH lines, which carry no comment here."""
    if not isinstance(plain, dict) or set(plain) != {"log", "statement"}:
        return _refused("keys", "its keys are not a log key and a statement key")
    found = []
    for name in ("statement", "log"):
        line = plain[name]
        key = read_public(line) if isinstance(line, str) else ()
        if isinstance(key, Refused) or len(key) != 1 or write_public(key[0]) != line:
            return _refused("keys", f"its {name} key is not one Ed25519 key in OpenSSH form")
        found.append(key[0])
    return found[0], found[1]


def _inclusion(plain: object) -> Inclusion | Refused | None:
    if plain is None:
        return None
    if not isinstance(plain, dict) or set(plain) != {"index", "path"}:
        return _refused("proof", "its inclusion is not an index and a path")
    index, path = plain["index"], plain["path"]
    if not isinstance(index, int) or isinstance(index, bool) or index < 0:
        return _refused("proof", "the index of its leaf is not a number from 0 on")
    nodes = [unhex(node, HASH_SIZE) for node in path] if isinstance(path, list) else [None]
    whole = tuple(node for node in nodes if node is not None)
    if len(whole) != len(nodes) or len(whole) > MOST_NODES:
        return _refused("proof", "its inclusion path is not a list of hashes")
    return Inclusion(index, whole)


def _refused(rule: str, says: str) -> Refused:
    return canonical.refused("receipt", rule, f"the receipt can't be used: {says}")
