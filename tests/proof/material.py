"""Makes statements, a small log and receipts for the tests; nothing here is random."""

from dataclasses import replace

from makewhole.proof import checkpoint, leaf, merkle, statement
from makewhole.proof.keys import from_seed
from makewhole.proof.receipt import Receipt, Sealed

STATEMENT_KEY = from_seed(b"s" * 32)
LOG_KEY = from_seed(b"l" * 32)
STRANGER = from_seed(b"x" * 32)


def claim(number: int = 7, name: str = "Ana") -> statement.Statement:
    """A claim statement with a committed name and waybill."""
    personal = {"/claimant/name": name, "/parcel/waybill": "RR123456785DE"}
    return statement.build(
        "claim",
        {
            "at": "2026-01-02T03:04:05Z",
            "about": f"claim-{number}",
            "asked": {"currency": "EUR", "minor": 4500},
            "because": [{"rule": "r", "says": "s", "source": "d"}],
        },
        personal,
        bytes([number % 256]) * 16,
        {path: bytes([i + 1]) * 32 for i, path in enumerate(personal)},
    )


def recorded(made: statement.Statement | None = None) -> Receipt:
    """A receipt that is recorded and no more."""
    made = made or claim()
    signed = leaf.sign(STATEMENT_KEY, made.checksum)
    return Receipt(made.bytes, made.openings[:1], signed, STATEMENT_KEY.public, None)


def sealed(index: int = 4, size: int = 11) -> Receipt:
    """A receipt for leaf `index` under a signed head of `size`."""
    receipt = recorded()
    leaves = [leaf.sign(STATEMENT_KEY, statement.checksum(bytes([i]))).hash for i in range(size)]
    leaves[index] = receipt.leaf.hash
    tree, nodes = merkle.append(merkle.Frontier(), leaves)
    kept = {(node.level, node.idx): node.hash for node in nodes}
    path = merkle.inclusion(index, size, lambda level, at: kept[level, at])
    head = checkpoint.sign(LOG_KEY, size, tree.root())
    return replace(receipt, sealed=Sealed(index, path, head, LOG_KEY.public))
