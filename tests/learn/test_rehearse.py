"""Ranges that roll with the last arrivals hold what they claim when everything slows down."""

import numpy as np

from makewhole.learn.gather import Asked
from makewhole.learn.rehearse import Said, rolling, ruler
from makewhole.parcel.features import FACTS
from makewhole.parcel.staying import GRID, by, falling, levelled, of_days, share_at
from tests.learn.past import past

COUNT = 3000


def _rows(took: np.ndarray) -> Asked:
    at = np.arange(len(took)) / 20.0
    empty = np.zeros((len(took), len(FACTS)))
    trips = tuple(past(len(took)))
    return Asked(trips, at, np.full(len(took), 12.0), took, empty, np.zeros((len(took), len(GRID))))


def _inside(out: np.ndarray, took: np.ndarray) -> float:
    return float(((by(out, 0.1) <= took) & (took <= by(out, 0.9))).mean())


def test_rolling_levels_hold_where_static_ones_break() -> None:
    dice = np.random.default_rng(1)
    usual = np.exp(dice.normal(np.log(8), 0.3, COUNT))
    took = np.where(np.arange(COUNT) < 1000, usual, 1.5 * usual)
    rows = _rows(took)
    out = np.tile(of_days(usual[:1000]), (COUNT, 1))
    said = Said(out, np.full(COUNT, 0.1))
    before = np.sort(1.0 - share_at(out[:1000], took[:1000]))
    late = np.arange(COUNT) > 1800
    static = _inside(falling(levelled(out, before))[late], took[late])
    rolled = _inside(rolling(said, rows, ruler()).out[late], took[late])
    assert static < 0.65
    assert 0.77 < rolled < 0.88


def test_an_arrival_after_the_moment_sets_nothing_right() -> None:
    rows = _rows(np.full(50, 400.0))
    said = Said(np.tile(of_days(np.linspace(1, 20, 50)), (50, 1)), np.full(50, 0.3))
    rolled = rolling(said, rows, ruler())
    np.testing.assert_allclose(rolled.out, said.out)
    np.testing.assert_allclose(rolled.late, said.late)
