"""When a series of counts has changed: seldom where nothing is wrong, soon where something is."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makewhole.parcel import change
from makewhole.parcel.change import SHAPES, TABLE
from makewhole.parcel.counts import MEASURES
from makewhole.parcel.usual import Tally

DAYS = 35
LIMIT = math.log(3_000)


def counted(source: np.random.Generator, usual: float, days: int = DAYS, factor: float = 1.0) -> np.ndarray:
    """Counts of one subject of which `usual` are expected a day in each measure; those of the last five days
    are multiplied by `factor` in moves and arrivals."""
    rate = np.full((1, len(MEASURES), days), usual)
    rate[:, :2, -5:] *= factor
    return source.poisson(rate).astype(np.float64)


def odds(seen: np.ndarray, usual: float, wide: float = 0.003) -> change.Signs:
    expected = np.full(seen.shape, usual)
    spread = np.full(seen.shape[:2], wide)
    return change.signs(change.ratios(seen, expected, expected, spread), LIMIT)


@given(st.integers(0, 10_000), st.sampled_from([0.05, 0.5, 5.0, 80.0]))
@settings(max_examples=60, deadline=None)
def test_counts_as_usual_seldom_look_like_a_change(seed: int, usual: float) -> None:
    source = np.random.default_rng(seed)
    passed = sum(float(odds(counted(source, usual), usual).odds[0]) >= LIMIT for _ in range(10))
    assert passed <= 1  # ten times 35 days against one alarm in 3,000


def test_the_promised_rate_of_false_alarms_is_kept_on_steady_counts() -> None:
    source, days, subjects = np.random.default_rng(7), 300, 80
    alarms = 0
    seen = source.poisson(20.0, (subjects, len(MEASURES), days)).astype(np.float64)
    for end in range(DAYS, days, 5):
        alarms += int((odds(seen[:, :, end - DAYS : end], 20.0).odds >= LIMIT).sum())
    # 265 days of 80 subjects, one alarm in 3,000 at the most: 7.
    assert alarms <= 7


@pytest.mark.parametrize("usual", [8.0, 40.0])
def test_what_stops_is_noticed_within_days_with_its_first_day(usual: float) -> None:
    for seed in range(30):
        found = odds(counted(np.random.default_rng(seed), usual, factor=0.02), usual)
        assert found.odds[0] >= LIMIT
        assert abs(int(found.began[0]) - (DAYS - 5)) <= 1


def test_one_odd_day_is_no_change_however_odd() -> None:
    seen = np.full((1, len(MEASURES), DAYS), 50.0)
    seen[:, :2, -1] = 0.0
    assert odds(seen, 50.0).odds[0] < LIMIT
    seen[:, :2, -2] = 0.0
    assert odds(seen, 50.0).odds[0] >= LIMIT


def test_days_that_differ_by_themselves_say_less() -> None:
    seen = counted(np.random.default_rng(3), 60.0, factor=0.75)
    assert odds(seen, 60.0, wide=0.05).odds[0] < odds(seen, 60.0, wide=0.003).odds[0]


@given(st.floats(0.1, 200), st.floats(0, 400), st.floats(0, 1))
@settings(deadline=None)
def test_a_wider_range_of_the_usual_never_speaks_more_for_a_change(
    usual: float, seen: float, low: float
) -> None:
    counts, wide = np.full((1, len(MEASURES), 1), seen), np.full((1, len(MEASURES)), 0.003)
    exact = np.full(counts.shape, usual)
    narrow = change.ratios(counts, exact, exact, wide)
    slower = change.ratios(counts, exact * low, exact, wide)
    fewer = SHAPES[:, 0] < 1
    assert (slower[0, fewer, 0] <= narrow[0, fewer, 0] + 1e-9).all()


def test_how_much_days_differ_is_learned_from_the_days_and_shared_where_few_tell() -> None:
    source = np.random.default_rng(11)
    usual = np.full((3, len(MEASURES), 84), 100.0)
    usual[2] = 0.1
    factor = np.ones(usual.shape)
    factor[1] = source.normal(1.0, 0.3, usual.shape[1:]).clip(0.1)
    tally = Tally(source.poisson(usual * factor).astype(np.float64), usual, usual)
    wide = change.spread(tally, np.ones((3, 84), dtype=bool))
    assert (wide[1] > 5 * wide[0]).all()
    assert (wide[2] <= wide[1]).all()
    assert (wide[2] >= wide[0]).all()


@pytest.mark.parametrize("less", [True, False])
def test_it_is_over_when_days_are_as_usual_again_and_since_the_first_of_them(less: bool) -> None:
    usual = np.full(14, 30.0)
    seen = usual * (0.3 if less else 3.0)
    assert change.ended(seen, usual, 0.003, less) is None
    seen[9:] = 30.0
    day, sure = change.ended(seen, usual, 0.003, less) or (0, 0.0)
    assert day == 9
    assert sure >= TABLE["over_evidence"]


def test_half_way_back_is_not_over() -> None:
    usual = np.full(14, 30.0)
    seen = usual * 0.2
    seen[9:] = 30.0 * 0.6
    assert change.ended(seen, usual, 0.003, True) is None
