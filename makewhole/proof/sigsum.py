"""Sigsum proof, version 2: the text that the unmodified `sigsum-verify` reads.

Decides whether text is such a proof; whether it holds is decided in `proof.receipt`, which carries the same
data. Numbers and hex have one spelling here, stricter than sigsum-verify, which takes upper-case hex too;
even so a proof's text is no identity and is never hashed. Witness lines are kept as read and not judged.

>>> proof = Proof(bytes(32), bytes(32), bytes(64), 1, bytes(32), bytes(64), (), 0, ())
>>> read(write(proof)) == proof
True
"""

from dataclasses import dataclass

from makewhole.because import Refused
from makewhole.proof.wire import HASH_SIZE, SIGNATURE_SIZE, number, unhex

SOURCE = "sigsum-proof.md, version 2"
LIMIT = 64 * 1024
MOST_NODES = 63


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything a verifier needs beside the statement and the public keys; hashes and signatures are
    bytes."""

    log_key_hash: bytes
    submitter_key_hash: bytes
    leaf_signature: bytes
    size: int
    root: bytes
    head_signature: bytes
    cosignatures: tuple[tuple[bytes, int, bytes], ...]
    index: int
    path: tuple[bytes, ...]


def write(proof: Proof) -> str:
    """The proof as text, each line ended by a newline; the last part is left out for a tree of one leaf."""
    head = [f"size={proof.size}", f"root_hash={proof.root.hex()}", f"signature={proof.head_signature.hex()}"]
    head += [f"cosignature={key.hex()} {time} {value.hex()}" for key, time, value in proof.cosignatures]
    parts = [
        [
            "version=2",
            f"log={proof.log_key_hash.hex()}",
            f"leaf={proof.submitter_key_hash.hex()} {proof.leaf_signature.hex()}",
        ],
        head,
    ]
    if proof.size > 1:
        parts.append([f"leaf_index={proof.index}", *(f"node_hash={node.hex()}" for node in proof.path)])
    return "\n".join("".join(f"{line}\n" for line in part) for part in parts)


def read(text: str) -> Proof | Refused:
    """The proof in a text, unverified, or the first thing wrong with it."""
    if len(text) > LIMIT or not text.endswith("\n") or "\r" in text:
        return _refused("is too long, has no final newline, or has carriage returns")
    parts = [part.split("\n") for part in text[:-1].split("\n\n")]
    if parts[0][0] != "version=2":
        return _refused("is not of version 2")
    top = _values(parts[0][1:], ("log", "leaf"))
    head = _values(parts[1][:3], ("size", "root_hash", "signature")) if len(parts) > 1 else None
    if top is None or head is None:
        return _refused("has other lines than a proof of version 2")
    leaf = (*top[1].split(" "), "")
    size = number(head[0])
    found = (
        unhex(top[0], HASH_SIZE),
        unhex(leaf[0], HASH_SIZE),
        unhex(" ".join(leaf[1:-1]), SIGNATURE_SIZE),
        unhex(head[1], HASH_SIZE),
        unhex(head[2], SIGNATURE_SIZE),
    )
    witnesses = _cosignatures(parts[1][3:])
    where = _inclusion(parts[2:], size) if size else None
    log, submitter, leaf_signature, root, head_signature = found
    if log is None or submitter is None or leaf_signature is None or root is None or head_signature is None:
        return _refused("has a hash or signature that is not lower-case hex of its length")
    if size is None or witnesses is None or where is None:
        return _refused("has a malformed size, cosignature or inclusion part")
    return Proof(log, submitter, leaf_signature, size, root, head_signature, witnesses, *where)


def _values(lines: list[str], names: tuple[str, ...]) -> list[str] | None:
    """The values of exactly these `name=value` lines in this order."""
    pairs = [line.partition("=") for line in lines]
    return [pair[2] for pair in pairs] if [pair[0] for pair in pairs] == list(names) else None


def _cosignatures(lines: list[str]) -> tuple[tuple[bytes, int, bytes], ...] | None:
    found: dict[bytes, tuple[bytes, int, bytes]] = {}
    for line in lines:
        name, _, rest = line.partition("=")
        words = rest.split(" ")
        if name != "cosignature" or len(words) != 3:
            return None
        key, time, value = unhex(words[0], HASH_SIZE), number(words[1]), unhex(words[2], SIGNATURE_SIZE)
        if key is None or time is None or value is None or key in found:
            return None
        found[key] = (key, time, value)
    return tuple(found.values())


def _inclusion(parts: list[list[str]], size: int) -> tuple[int, tuple[bytes, ...]] | None:
    """(index, path) from the third part, which is there exactly when the tree has more than one leaf."""
    if size == 1:
        return None if parts else (0, ())
    if len(parts) != 1 or len(parts[0]) - 1 > MOST_NODES:
        return None
    named = _values(parts[0], ("leaf_index", *("node_hash" for _ in parts[0][1:])))
    index = number(named[0]) if named else None
    path = [unhex(value, HASH_SIZE) for value in named[1:]] if named else []
    whole = tuple(node for node in path if node is not None)
    return (index, whole) if index is not None and index < size and len(whole) == len(path) else None


def _refused(says: str) -> Refused:
    return Refused(
        "sigsum proof: form", f"the proof {says}", SOURCE, "ask for the receipt again where it was issued"
    )
