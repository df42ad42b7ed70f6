"""Scores against their definitions, counted the long way."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from makewhole.learn import scores

ROWS = st.lists(st.tuples(st.booleans(), st.sampled_from([0.1, 0.2, 0.5, 0.9])), min_size=2, max_size=40)


@given(ROWS)
def test_the_area_is_the_chance_to_be_put_in_the_right_order(rows: list[tuple[bool, float]]) -> None:
    late = np.array([float(one) for one, _ in rows])
    said = np.array([share for _, share in rows])
    assume(0 < late.sum() < len(late))
    pairs = [(a > b) + (a == b) / 2 for a in said[late == 1] for b in said[late == 0]]
    assert abs(scores.auc(late, said) - float(np.mean(pairs))) < 1e-12


@given(ROWS)
def test_calibration_holds_every_parcel_once(rows: list[tuple[bool, float]]) -> None:
    late = np.array([float(one) for one, _ in rows])
    said = np.array([share for _, share in rows])
    bins = scores.calibration(late, said)
    assert sum(one.count for one in bins) == len(rows)
    assert abs(sum(one.count * one.happened for one in bins) - late.sum()) < 1e-9
    assert 0 <= scores.off(bins) <= 1


def test_what_is_said_right_is_off_by_nothing() -> None:
    late = np.array([0.0] * 8 + [1.0] * 2)
    assert scores.off(scores.calibration(late, np.full(10, 0.2), bins=1)) < 1e-12
    assert scores.average_precision(late, late) == 1.0
