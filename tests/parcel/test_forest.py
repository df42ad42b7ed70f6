"""A forest of trees as arrays says what LightGBM says, and arrays that are no forest are refused."""

from dataclasses import replace

import numpy as np
import pytest

from makewhole.learn.fit import trees_of
from makewhole.parcel.forest import Broken, Forest, Tree

STUMP = Forest.of([Tree((0,), (2.5,), (True,), (-1,), (-2,), (10.0, 20.0))])


def test_it_says_what_lightgbm_says_also_of_what_is_not_known() -> None:
    lightgbm = pytest.importorskip("lightgbm", reason="the extra `learn` is not installed")
    dice = np.random.default_rng(3)
    rows = dice.normal(size=(3000, 6))
    rows[dice.random(rows.shape) < 0.2] = np.nan
    rows[:, 5] = np.nan_to_num(rows[:, 5])
    happened = (np.nan_to_num(rows[:, 0]) + rows[:, 5] ** 2 > 0.7).astype(float)
    growth = {"objective": "binary", "num_leaves": 15, "verbose": -1, "num_threads": 1}
    booster = lightgbm.train(growth, lightgbm.Dataset(rows, happened), 40)
    asked = np.vstack([dice.normal(size=(500, 6)), np.full((1, 6), np.nan), np.zeros((1, 6))])
    asked[dice.random(asked.shape) < 0.3] = np.nan
    forest = Forest.of(trees_of(booster))
    assert forest.broken(6) is None
    np.testing.assert_allclose(forest.many(asked), booster.predict(asked, raw_score=True), atol=1e-12)


def test_arrays_come_back_as_they_went() -> None:
    again = Forest.from_arrays(STUMP.arrays())
    assert [again.one((value,)) for value in (1.0, 3.0)] == [10.0, 20.0]


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (replace(STUMP, threshold=np.zeros(0)), "differ in length"),
        (replace(STUMP, leaf=np.array([np.nan, 1.0])), "no number"),
        (replace(STUMP, feature=np.array([3], dtype=np.int32)), "not among the 1"),
        (replace(STUMP, left=np.array([0], dtype=np.int32)), "leads back"),
        (replace(STUMP, right=np.array([-9], dtype=np.int32)), "leads nowhere"),
        (replace(STUMP, roots=np.array([7], dtype=np.int32)), "begins nowhere"),
    ],
)
def test_what_cannot_be_walked_is_refused(bad: Forest, says: str) -> None:
    broken = bad.broken(1)
    assert isinstance(broken, Broken)
    assert says in broken.says
