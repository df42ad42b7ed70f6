"""The append-only tree of RFC 6962: which nodes to keep, the root, and proofs of inclusion and consistency.

Decides hashes only; what a leaf means is `proof.leaf`, where nodes are kept is the store. A node (level,
index) covers leaves index * 2**level up to the next one and is kept once complete, so nothing kept ever
changes. A proof reads at most about 2 * log2(size) nodes; `needed` lists them beforehand, for one query
instead of many.

>>> nodes = {}
>>> tree = Frontier()
>>> for text in (b"a", b"b", b"c"):
...     tree, new = append(tree, [leaf_hash(text)])
...     nodes |= {(node.level, node.idx): node.hash for node in new}
>>> root(3, get := lambda level, index: nodes[level, index]) == tree.root()
True
>>> proof = inclusion(2, 3, get)
>>> included(leaf_hash(b"c"), 2, 3, proof, tree.root())
True
>>> needed(lambda get: inclusion(2, 3, get))
((1, 0),)
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

GetNode = Callable[[int, int], bytes]
"""Looks up a complete node by (level, index); 32 bytes. A missing one is the store's fault and raises
there."""

EMPTY_ROOT = sha256(b"").digest()


class Node(NamedTuple):
    """A complete node to keep: level 0 is a leaf hash, idx counts from the left within the level."""

    level: int
    idx: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Frontier:
    """The right edge of the tree: size in leaves and the roots of its complete subtrees, largest first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def root(self) -> bytes:
        """The tree's root hash."""
        return _bag(self.peaks)


def leaf_hash(leaf: bytes) -> bytes:
    """RFC 6962 section 2.1: SHA-256 of 0x00 and the leaf."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """RFC 6962 section 2.1: SHA-256 of 0x01 and both children."""
    return sha256(b"\x01" + left + right).digest()


def load(size: int, get_node: GetNode) -> Frontier:
    """The frontier of a tree of `size` leaves from the kept nodes."""
    return Frontier(size, tuple(get_node(level, index) for level, index in peaks(size)))


def append(frontier: Frontier, leaf_hashes: Iterable[bytes]) -> tuple[Frontier, tuple[Node, ...]]:
    """The frontier after these leaf hashes, and every node they completed, in the order to keep them."""
    size, peaks, made = frontier.size, list(frontier.peaks), []
    for digest in leaf_hashes:
        level, index = 0, size
        made.append(Node(0, index, digest))
        while index & 1:
            digest = node_hash(peaks.pop(), digest)
            level, index = level + 1, index >> 1
            made.append(Node(level, index, digest))
        peaks.append(digest)
        size += 1
    return Frontier(size, tuple(peaks)), tuple(made)


def root(size: int, get_node: GetNode) -> bytes:
    """The root of the first `size` leaves."""
    return load(size, get_node).root()


def inclusion(index: int, size: int, get_node: GetNode) -> tuple[bytes, ...]:
    """The audit path of leaf `index` in the tree of `size` leaves (RFC 6962 section 2.1.1), leaf side
    first."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    path, low, high = [], 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_range(middle, high, get_node))
            high = middle
        else:
            path.append(_range(low, middle, get_node))
            low = middle
    return tuple(reversed(path))


def consistency(old: int, size: int, get_node: GetNode) -> tuple[bytes, ...]:
    """The proof that the tree of `size` leaves begins with that of `old` (RFC 6962 section 2.1.2)."""
    if not 0 < old <= size:
        raise ValueError(f"no consistency from size {old} to {size}")
    path, low, high, whole = [], 0, size, True
    while high != old:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_range(middle, high, get_node))
            high = middle
        else:
            path.append(_range(low, middle, get_node))
            low, whole = middle, False
    return tuple(reversed(path if whole else [*path, _range(low, high, get_node)]))


def needed(proof: Callable[[GetNode], object]) -> tuple[tuple[int, int], ...]:
    """Which nodes a call such as `lambda get: inclusion(3, 7, get)` will ask for, as (level, index)."""
    asked: list[tuple[int, int]] = []

    def note(level: int, index: int) -> bytes:
        asked.append((level, index))
        return EMPTY_ROOT

    proof(note)
    return tuple(asked)


def included(digest: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes) -> bool:
    """Whether the path leads from leaf hash `digest` at `index` to the root `expected` (RFC 9162,
    2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last = index, size - 1
    for sibling in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            digest = node_hash(sibling, digest)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            digest = node_hash(digest, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and digest == expected


def consistent(old: int, size: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path shows that root `new_root` at `size` extends `old_root` at `old` (RFC 9162,
    2.1.4.2)."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not path and old_root == new_root
    here, last = old - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    rest = list(path) if here else [old_root, *path]
    if not rest:
        return False
    first = second = rest[0]
    for sibling in rest[1:]:
        if last == 0:
            return False
        if here & 1 or here == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        here, last = here >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def peaks(size: int) -> list[tuple[int, int]]:
    """(level, index) of the complete subtrees that make up a tree of `size` leaves, largest first."""
    found, start = [], 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            found.append((level, start >> level))
            start += 1 << level
    return found


def _bag(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY_ROOT
    digest = peaks[-1]
    for peak in reversed(peaks[:-1]):
        digest = node_hash(peak, digest)
    return digest


def _range(low: int, high: int, get_node: GetNode) -> bytes:
    """The hash over leaves low..high; `low` is aligned to the largest power of two within, as RFC 6962
    splits."""
    return _bag([get_node(level, (low >> level) + index) for level, index in peaks(high - low)])


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)
