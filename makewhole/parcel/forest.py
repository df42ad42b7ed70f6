"""A trained forest of decision trees as plain arrays, and its sum for one row or many; numpy only.

Trees stand one after another. A node sends a row left when the row's value is at most its threshold; a value
that is not known (NaN) goes the way the node learned for it. Nothing is trained here. The result is the raw
sum of the leaves; what it means (a log-odds, a log-ratio of days) is the caller's.

>>> stump = Forest.of([Tree((0,), (2.5,), (True,), (-1,), (-2,), (10.0, 20.0))])
>>> float(stump.one((3.0,))), [float(x) for x in stump.many([[1.0], [3.0], [float("nan")]])]
(20.0, [10.0, 20.0, 10.0])
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
_PARTS = ("roots", "feature", "threshold", "missing_left", "left", "right", "leaf")


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree. Children name a node by its index, a leaf as -1 - index; no node at all is a single leaf."""

    feature: Sequence[int]
    threshold: Sequence[float]
    missing_left: Sequence[bool]
    left: Sequence[int]
    right: Sequence[int]
    leaf: Sequence[float]


@dataclass(frozen=True, slots=True)
class Broken:
    """Arrays that are no forest, and why."""

    says: str


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """All trees in one set of arrays; children are indices into them, a leaf being -1 - its index."""

    roots: Ints
    feature: Ints
    threshold: Floats
    missing_left: npt.NDArray[np.bool_]
    left: Ints
    right: Ints
    leaf: Floats

    @staticmethod
    def of(trees: Sequence[Tree]) -> "Forest":
        """Put trees behind one another."""
        parts: dict[str, list[Any]] = {part: [] for part in _PARTS}
        for tree in trees:
            nodes, leaves = len(parts["feature"]), len(parts["leaf"])
            parts["roots"].append(nodes if len(tree.feature) else -1 - leaves)
            for side in ("left", "right"):
                children = getattr(tree, side)
                parts[side] += [c + nodes if c >= 0 else c - leaves for c in children]
            for part in ("feature", "threshold", "missing_left", "leaf"):
                parts[part] += list(getattr(tree, part))
        return Forest.from_arrays({part: np.asarray(rows) for part, rows in parts.items()})

    @staticmethod
    def from_arrays(arrays: Mapping[str, npt.NDArray[Any]]) -> "Forest":
        """A forest from arrays by name, as `arrays` gives them; a missing one raises `KeyError`."""
        whole = {part: arrays[part].astype(np.int32) for part in ("roots", "feature", "left", "right")}
        return Forest(
            **whole,
            threshold=arrays["threshold"].astype(np.float64),
            missing_left=arrays["missing_left"].astype(np.bool_),
            leaf=arrays["leaf"].astype(np.float64),
        )

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Its arrays by name."""
        return {part: getattr(self, part) for part in _PARTS}

    def broken(self, columns: int) -> Broken | None:
        """Why these arrays can't be walked with rows of so many columns; None where they can.

        Children always stand behind their node, so a walk ends.
        """
        nodes, leaves = len(self.feature), len(self.leaf)
        sizes = {len(each) for each in (self.threshold, self.missing_left, self.left, self.right)}
        if sizes != {nodes}:
            return Broken("its arrays differ in length")
        if not (np.isfinite(self.leaf).all() and not np.isnan(self.threshold).any()):
            return Broken("a leaf or a threshold is no number")
        if nodes and not (self.feature.min() >= 0 and self.feature.max() < columns):
            return Broken(f"a node asks for a column that is not among the {columns}")
        for child in (self.left, self.right):
            inner = child >= 0
            if (child < -leaves).any() or (child >= nodes).any():
                return Broken("a node leads nowhere")
            if (child[inner] <= np.flatnonzero(inner)).any():
                return Broken("a node leads back")
        if len(self.roots) and (self.roots.max() >= max(nodes, 1) or self.roots.min() < -leaves):
            return Broken("a tree begins nowhere")
        return None

    def many(self, rows: npt.ArrayLike) -> Floats:
        """The sum of the leaves each row falls into; rows by columns in, one number a row out."""
        table = np.asarray(rows, dtype=np.float64)
        at = np.broadcast_to(self.roots, (len(table), len(self.roots))).copy()
        row = np.broadcast_to(np.arange(len(table))[:, None], at.shape)
        while (open_ := at >= 0).any():
            node = at[open_]
            value = table[row[open_], self.feature[node]]
            goes_left = np.where(np.isnan(value), self.missing_left[node], value <= self.threshold[node])
            at[open_] = np.where(goes_left, self.left[node], self.right[node])
        return np.asarray(self.leaf[-1 - at].sum(axis=1), dtype=np.float64)

    def one(self, row: Sequence[float]) -> float:
        """The same for a single row."""
        return float(self.many(np.asarray([row], dtype=np.float64))[0])
