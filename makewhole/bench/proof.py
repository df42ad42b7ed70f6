"""How fast statements become leaves, heads and checked receipts, beside bare hashing in the same run.

Measures and prints; decides nothing. Bare hashlib does the fewest hashes an RFC 6962 tree of that many
leaves needs (one a leaf, one a node), so the ratio is what our bookkeeping costs.
"""

import hashlib
import time
from collections.abc import Callable
from functools import partial

from makewhole.proof import checkpoint, leaf, merkle, receipt, statement, verdict
from makewhole.proof.keys import from_seed

LEAVES = 100_000
SAMPLE = 1_000


def measure(leaves: int = LEAVES, sample: int = SAMPLE) -> dict[str, float]:
    """Operations a second by name; `ratio` is the tree's rate over bare hashlib's."""
    data = [index.to_bytes(128) for index in range(leaves)]
    rates = {"bare hashlib, leaf and node": leaves / _seconds(lambda: _bare(data))}
    hashes = [merkle.leaf_hash(raw) for raw in data]
    rates["tree, leaf to kept nodes"] = leaves / _seconds(lambda: _grown(data))
    tree, nodes = merkle.append(merkle.Frontier(), hashes)
    kept = {(node.level, node.idx): node.hash for node in nodes}
    root, step = tree.root(), max(1, leaves // sample)
    places = range(0, leaves, step)

    def get(level: int, index: int) -> bytes:
        return kept[level, index]

    paths = {index: merkle.inclusion(index, leaves, get) for index in places}
    rates["inclusion path"] = len(places) / _seconds(
        lambda: [merkle.inclusion(i, leaves, get) for i in places]
    )
    rates["inclusion check"] = len(places) / _seconds(
        lambda: [merkle.included(hashes[i], i, leaves, paths[i], root) for i in places]
    )
    rates["consistency path"] = len(places) / _seconds(
        lambda: [merkle.consistency(i + 1, leaves, get) for i in places]
    )
    rates |= _statements(sample)
    rates["ratio, tree to bare hashlib"] = (
        rates["tree, leaf to kept nodes"] / rates["bare hashlib, leaf and node"]
    )
    return rates


def _statements(sample: int) -> dict[str, float]:
    key = from_seed(bytes(32))
    public = {"at": "2026-01-02T03:04:05Z", "claim": "claim-7", "asked": {"currency": "EUR", "minor": 4500}}
    personal = {"/claimant/name": "A name", "/parcel/waybill": "A number"}
    blinds = dict.fromkeys(personal, bytes(32))

    def build() -> statement.Statement:
        return statement.build("claim", public, personal, bytes(16), blinds)

    made = build()
    signed = leaf.sign(key, made.checksum)
    head = checkpoint.sign(key, 1, signed.hash)
    sealed = receipt.Sealed(0, (), head, key.public)
    raw = receipt.write(receipt.Receipt(made.bytes, made.openings, signed, key.public, sealed))
    work: dict[str, Callable[[], object]] = {
        "statement built": build,
        "statement read": lambda: statement.parse(made.bytes),
        "leaf signed": lambda: leaf.sign(key, made.checksum),
        "head signed": lambda: checkpoint.sign(key, 1, signed.hash),
        "receipt checked": lambda: verdict.verify(raw),
    }
    return {name: sample / _seconds(partial(_repeat, do, sample)) for name, do in work.items()}


def _repeat(work: Callable[[], object], times: int) -> None:
    for _ in range(times):
        work()


def _bare(data: list[bytes]) -> None:
    sha256, node = hashlib.sha256, bytes(65)
    for raw in data:
        sha256(b"\x00" + raw).digest()
        sha256(node).digest()


def _grown(data: list[bytes]) -> merkle.Frontier:
    return merkle.append(merkle.Frontier(), (merkle.leaf_hash(raw) for raw in data))[0]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Print the rates."""
    for name, rate in measure().items():
        print(f"{name:32} {rate:14,.2f}" + ("" if name.startswith("ratio") else " /s"))


if __name__ == "__main__":
    main()
