"""The tree, beside the definition in RFC 6962 written out plainly and its published example roots."""

from functools import partial
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.proof import merkle

# The eight example leaves of the certificate-transparency reference tests, and the root after each.
EXAMPLES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
MOST = 200
LEAVES = [merkle.leaf_hash(str(i).encode()) for i in range(MOST)]
TREE, NODES = merkle.append(merkle.Frontier(), LEAVES)
KEPT = {(node.level, node.idx): node.hash for node in NODES}


def get(level: int, index: int) -> bytes:
    return KEPT[level, index]


def plain_root(leaves: list[bytes]) -> bytes:
    """MTH as RFC 6962 section 2.1 defines it, over leaf hashes."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + plain_root(leaves[:split]) + plain_root(leaves[split:])).digest()


PLAIN_ROOTS = [plain_root(LEAVES[:size]) for size in range(MOST + 1)]


def _look_up(kept: dict[tuple[int, int], bytes], level: int, index: int) -> bytes:
    return kept[level, index]


def test_the_published_example_roots_come_out() -> None:
    tree = merkle.Frontier()
    for text, expected in zip(EXAMPLES, ROOTS, strict=True):
        tree, _ = merkle.append(tree, [merkle.leaf_hash(bytes.fromhex(text))])
        assert tree.root().hex() == expected


def test_the_root_of_every_size_is_the_one_the_rfc_defines() -> None:
    assert [merkle.root(size, get) for size in range(MOST + 1)] == PLAIN_ROOTS


def test_every_leaf_of_every_size_is_included_and_nowhere_else() -> None:
    for size in range(1, MOST + 1, 3):
        for index in range(size):
            path = merkle.inclusion(index, size, get)
            assert merkle.included(LEAVES[index], index, size, path, PLAIN_ROOTS[size])
            assert not merkle.included(LEAVES[index], index + 1, size, path, PLAIN_ROOTS[size])
            assert not merkle.included(LEAVES[index - 1], index, size, path, PLAIN_ROOTS[size]) or size == 1


def test_every_size_is_consistent_with_every_later_one() -> None:
    for size in range(1, MOST + 1):
        for old in range(1, size + 1):
            path = merkle.consistency(old, size, get)
            assert merkle.consistent(old, size, PLAIN_ROOTS[old], PLAIN_ROOTS[size], path)
            if old < size:
                assert not merkle.consistent(old, size, PLAIN_ROOTS[old - 1], PLAIN_ROOTS[size], path)
                assert not merkle.consistent(old, size, PLAIN_ROOTS[old], PLAIN_ROOTS[size - 1], path)


@given(st.lists(st.integers(0, 40), max_size=8))
def test_appending_in_batches_keeps_the_same_nodes_as_one_by_one(batches: list[int]) -> None:
    tree, done = merkle.Frontier(), 0
    kept: dict[tuple[int, int], bytes] = {}
    for batch in batches:
        tree, nodes = merkle.append(tree, LEAVES[done : done + batch])
        kept |= {(node.level, node.idx): node.hash for node in nodes}
        done = min(done + batch, MOST)
        assert merkle.load(done, partial(_look_up, kept)) == tree
    assert kept.items() <= KEPT.items()
    assert tree.root() == PLAIN_ROOTS[done]


@given(st.data())
def test_a_path_with_a_bit_or_a_node_changed_leads_nowhere(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, MOST))
    index = data.draw(st.integers(0, size - 1))
    path = list(merkle.inclusion(index, size, get))
    at = data.draw(st.integers(0, len(path) - 1))
    bit = data.draw(st.integers(0, 255))
    turned = (int.from_bytes(path[at]) ^ 1 << bit).to_bytes(32)
    root = PLAIN_ROOTS[size]
    for wrong in ([*path[:at], turned, *path[at + 1 :]], path[:at] + path[at + 1 :], [*path, turned]):
        assert not merkle.included(LEAVES[index], index, size, wrong, root)


def test_a_frontier_needs_only_the_nodes_it_says() -> None:
    asked = merkle.needed(lambda node: merkle.consistency(77, 200, node))
    only = {place: KEPT[place] for place in asked}
    path = merkle.consistency(77, 200, lambda level, index: only[level, index])
    assert merkle.consistent(77, 200, PLAIN_ROOTS[77], PLAIN_ROOTS[200], path)
    assert len(asked) <= 16


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_outside_the_tree_is_a_bug_and_raises(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="not in a tree"):
        merkle.inclusion(index, size, get)
    assert not merkle.included(LEAVES[0], index, size, (), PLAIN_ROOTS[1])


@pytest.mark.parametrize(("old", "size"), [(0, 3), (4, 3), (-1, 2)])
def test_no_consistency_is_claimed_from_nothing_or_from_later(old: int, size: int) -> None:
    with pytest.raises(ValueError, match="no consistency"):
        merkle.consistency(old, size, get)
    assert not merkle.consistent(old, size, PLAIN_ROOTS[0], PLAIN_ROOTS[3], ())
