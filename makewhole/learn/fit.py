"""Growing a forest that says whether a parcel is still out so many days from now. Needs the extra `learn`.

Every past trip answers the question for its promise and for days drawn around it, as far as it was watched; a
trip that had not arrived at the end counts as far as that is known, weighed by how likely it is to arrive at
all. One forest so learns the whole curve, not only the promise, and uses the most recent trips as well.
"""

import importlib
import importlib.util
import math
from typing import Any

import numpy as np

from makewhole.because import Refused
from makewhole.learn.gather import Asked
from makewhole.parcel.features import asked
from makewhole.parcel.forest import Forest, Tree
from makewhole.parcel.staying import Floats

ROUNDS, SEEDS = 300, 3
NEAR, ANYWHERE = 5, 2
"""How many questions each trip answers about days drawn around its promise, and about any days."""
_GROWTH: dict[str, Any] = {
    "objective": "binary",
    "num_leaves": 12,
    "min_data_in_leaf": 150,
    "learning_rate": 0.05,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
_SHORTEST, _LONGEST = -1.2, 0.4
"""Between which powers of e the days are drawn around the promise."""
_ANY_DAYS = (0.3, 100.0)
_WAITED = 60.0
"""Days past its promise after which a parcel that never came teaches nothing more about when they come."""
_OLD = 90.0


def grow(rows: Asked) -> Forest | Refused:
    """A forest from rows as they stood at some time; the same rows give the same forest."""
    if importlib.util.find_spec("lightgbm") is None:
        return Refused(
            "learn.extra",
            "LightGBM is not installed, and nothing is learned without it",
            "docs/outlook.md",
            "install the extra: pip install 'makewhole[learn]'; what is learned already works without it",
        )
    lightgbm = importlib.import_module("lightgbm")
    table, still_out, weight = questions(rows)
    trees: list[Tree] = []
    for seed in range(SEEDS):
        told = lightgbm.Dataset(table, still_out, weight=weight, params={"verbose": -1})
        booster = lightgbm.train(_GROWTH | {"seed": seed}, told, ROUNDS)
        trees += trees_of(booster, 1.0 / SEEDS)
    return Forest.of(trees)


def questions(rows: Asked) -> tuple[Floats, Floats, Floats]:
    """Questions with known answers: columns by `features.COLUMNS`, 1.0 for still out, and weights."""
    end = float(np.max(np.where(np.isfinite(rows.took), rows.at + rows.took, rows.at), initial=0.0))
    watched = np.where(np.isfinite(rows.took), np.inf, end - rows.at)
    span = np.where(np.isnan(rows.due), np.nanmedian(rows.due), rows.due)
    span = np.maximum(np.where(np.isnan(span), 20.0, span), 0.05)
    use = np.flatnonzero((np.isfinite(rows.took) | (watched < span + _WAITED)) & ~rows.called_off())
    weight = _coming(rows, watched)
    draw = np.random.default_rng(0)
    tables, answers, weights = [], [], []
    near = [np.ones(len(use))] + [np.exp(draw.uniform(_SHORTEST, _LONGEST, len(use))) for _ in range(NEAR)]
    first, last = math.log(_ANY_DAYS[0]), math.log(_ANY_DAYS[1])
    anywhere = [np.exp(draw.uniform(first, last, len(use))) for _ in range(ANYWHERE)]
    for ahead in [span[use] * stretch for stretch in near] + anywhere:
        known = ahead < watched[use]
        kept = use[known]
        tables.append(asked(rows.facts[kept], ahead[known]))
        answers.append((rows.took[kept] > ahead[known]).astype(np.float64))
        weights.append(weight[kept])
    return np.vstack(tables), np.concatenate(answers), np.concatenate(weights)


def never(rows: Asked) -> float:
    """The share that had not arrived long after anybody waited."""
    end = float(np.max(rows.at, initial=0.0))
    old = (rows.at < end - _OLD) & ~rows.called_off()
    return (float((~np.isfinite(rows.took[old])).sum()) + 0.5) / (float(old.sum()) + 100.0)


def _coming(rows: Asked, watched: Floats) -> Floats:
    """How likely each trip is to arrive at all, having been out for as long as it was watched."""
    lost = never(rows)
    took = np.sort(rows.took[np.isfinite(rows.took)])
    out = 1.0 - np.searchsorted(took, watched) / max(1, len(took))
    coming = (1 - lost) * out / ((1 - lost) * out + lost)
    return np.where(np.isfinite(rows.took), 1.0, coming)


def trees_of(booster: Any, weight: float = 1.0) -> list[Tree]:
    """The trees of a LightGBM booster, its leaves multiplied by `weight`."""
    return [_tree(tree["tree_structure"], weight) for tree in booster.dump_model()["tree_info"]]


def _tree(root: dict[str, Any], weight: float) -> Tree:
    parts: tuple[list[int], list[float], list[bool], list[int], list[int]] = ([], [], [], [], [])
    leaves: list[float] = []
    feature, threshold, missing_left, left, right = parts

    def place(node: dict[str, Any]) -> int:
        if "leaf_value" in node:
            leaves.append(float(node["leaf_value"]) * weight)
            return -len(leaves)
        here = len(feature)
        feature.append(int(node["split_feature"]))
        threshold.append(float(node["threshold"]))
        by_default = node["missing_type"] == "NaN"
        missing_left.append(node["default_left"] if by_default else node["threshold"] >= 0)
        left.append(0)
        right.append(0)
        left[here] = place(node["left_child"])
        right[here] = place(node["right_child"])
        return here

    place(root)
    return Tree(feature, threshold, missing_left, left, right, leaves)
