"""A signed head: C2SP checkpoint text with an Ed25519 signed-note line, under Sigsum's origin.

Decides whether text is a checkpoint and whose signature it bears. The body is three lines (origin, size,
root), with no extension line, as Sigsum wants it; the origin names the log key, so another key is another
log. A new epoch after a restore is a new log key, and its first statement (kind `epoch`) names the head it
follows.

>>> from makewhole.proof.keys import from_seed
>>> pair = from_seed(bytes(32))
>>> head = read(sign(pair, 1, bytes(32)))
>>> head.size, verify(head, pair.public), verify(head, from_seed(b"1" * 32).public)
(1, True, False)
"""

from dataclasses import dataclass

from makewhole.because import Refused
from makewhole.proof.keys import KeyPair, key_hash, verifies
from makewhole.proof.wire import HASH_SIZE, SIGNATURE_SIZE, b64, number, sha256, unb64

SOURCE = "C2SP tlog-checkpoint and signed-note; Sigsum log v1"
ORIGIN = "sigsum.org/v1/tree/"
ED25519 = b"\x01"
DASH = "\N{EM DASH} "
MOST_SIGNATURES = 16
LIMIT = 16 * 1024


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who claims to sign, the 4-byte key id, and the rest (64 bytes for a log's
    Ed25519)."""

    name: str
    key_id: bytes
    value: bytes


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A head as read: the tree's origin, size in leaves, root (32 bytes), and its signature lines."""

    origin: str
    size: int
    root: bytes
    signatures: tuple[Signature, ...]

    @property
    def body(self) -> bytes:
        """The three lines that are signed."""
        return body(self.origin, self.size, self.root)


def origin(log_public: bytes) -> str:
    """The name of the log that this key signs for."""
    return ORIGIN + key_hash(log_public).hex()


def body(name: str, size: int, root: bytes) -> bytes:
    """The text that is signed; Sigsum's tree head signature and the note's are over the same bytes."""
    return f"{name}\n{size}\n{b64(root)}\n".encode()


def key_id(name: str, public: bytes) -> bytes:
    """The 4-byte hint of a signed note: SHA-256 of name, newline, type 0x01 and key."""
    return sha256(name.encode() + b"\n" + ED25519 + public)[:4]


def sign(pair: KeyPair, size: int, root: bytes) -> str:
    """The checkpoint text for a head of this size and root."""
    name = origin(pair.public)
    signed = body(name, size, root)
    return signed.decode() + f"\n{DASH}{name} {b64(key_id(name, pair.public) + pair.sign(signed))}\n"


def read(text: str) -> Checkpoint | Refused:
    """The head in a checkpoint text, unverified, or what is wrong with the text."""
    if len(text) > LIMIT:
        return _refused("is too long")
    parts = text.split("\n\n")
    if len(parts) != 2 or not text.endswith("\n"):
        return _refused("is not three lines, an empty line and signature lines")
    lines = parts[0].split("\n")
    if len(lines) != 3:
        return _refused("has another number of lines than three before the signatures")
    size, root = number(lines[1]), unb64(lines[2])
    if not lines[0] or lines[0] != lines[0].strip():
        return _refused("has no origin")
    if size is None or size >= 2**63 or root is None or len(root) != HASH_SIZE:
        return _refused("has a malformed size or root")
    signatures = [_signature(line) for line in parts[1][:-1].split("\n")]
    known = tuple(signature for signature in signatures if signature is not None)
    if len(known) != len(signatures) or len(known) > MOST_SIGNATURES:
        return _refused("has a malformed signature line")
    return Checkpoint(lines[0], size, root, known)


def verify(head: Checkpoint, log_public: bytes) -> bool:
    """Whether the head is of this key's log and bears its signature."""
    return head.origin == origin(log_public) and log_signature(head, log_public) is not None


def log_signature(head: Checkpoint, log_public: bytes) -> bytes | None:
    """The log key's own 64-byte signature among the lines, if one is there and holds."""
    hint = key_id(head.origin, log_public)
    for line in head.signatures:
        if (line.name, line.key_id) == (head.origin, hint) and verifies(log_public, line.value, head.body):
            return line.value
    return None


def _signature(line: str) -> Signature | None:
    parts = line.removeprefix(DASH).split(" ")
    value = unb64(parts[1]) if line.startswith(DASH) and len(parts) == 2 and parts[0] else None
    return Signature(parts[0], value[:4], value[4:]) if value and len(value) >= 4 + SIGNATURE_SIZE else None


def _refused(says: str) -> Refused:
    return Refused(
        "checkpoint: form", f"the head {says}", SOURCE, "ask for the receipt again where it was issued"
    )
