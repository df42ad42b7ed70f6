"""`./run bench outlook`: what it prints, and that the test's arrivals teach nothing before they happen."""

import csv
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from makewhole.bench import outlook
from makewhole.learn.gather import gather
from makewhole.learn.rehearse import Said
from makewhole.parcel.lately import days
from makewhole.parcel.trip import Trip
from tests.learn.past import past

pytest.importorskip("lightgbm", reason="the extra `learn` is not installed")
NAMES = (
    "started_at",
    "approved_at",
    "promised_by",
    "handed_over_at",
    "delivered_at",
    "origin",
    "destination",
    "weight_grams",
)
TRIPS = past(1500)
TRAIN, TEST = TRIPS[:1200], TRIPS[1200:]


def _file(path: Path, trips: Sequence[Trip]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(NAMES)
        rows.writerows([getattr(trip, name) for name in NAMES] for trip in trips)
    return path


def test_it_prints_both_moments_beside_the_simple_ways(tmp_path: Path) -> None:
    train, test = _file(tmp_path / "a.csv", TRAIN), _file(tmp_path / "b.csv", TEST)
    command = [sys.executable, "-m", "makewhole.bench", "outlook", "--train", str(train), "--test", str(test)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    for part in ("AT PURCHASE: known then: started_at", "AT HAND-OVER TO THE CARRIER", "80 % ranges held"):
        assert part in done.stdout
    for way in ("  used  ", "  learned  ", "  lane table  ", "  promise alone  "):
        assert done.stdout.count(way) == 2


def test_one_file_is_split_at_its_earliest_four_fifths(tmp_path: Path) -> None:
    train, test = outlook.split(_file(tmp_path / "a.csv", TRIPS), None)
    assert (len(train), len(test)) == (1200, 300)
    assert train[-1].started_at <= test[0].started_at


def _said(train: list[Trip], test: list[Trip]) -> Said:
    asked, _ = gather([*train, *test])
    said = outlook.measure("start", asked["start"], test)
    assert isinstance(said, Said)
    return said


def test_what_happens_later_in_the_test_changes_nothing_said_before() -> None:
    """Everything of the second half of the test is otherwise; what was said in the first half stays."""
    half = TEST[150].started_at

    def later(at: datetime | None) -> datetime | None:
        return at + timedelta(days=5) if at is not None and at >= half else at

    other = [
        replace(trip, delivered_at=later(trip.delivered_at), handed_over_at=later(trip.handed_over_at))
        for trip in TRIPS
    ]
    one, two = _said(TRAIN, TEST), _said(other[:1200], other[1200:])
    arrived = [trip for trip in TEST if trip.delivered_at is not None]
    before = sum(days(trip.started_at) < days(half) for trip in arrived)
    assert before > 100
    np.testing.assert_array_equal(one.out[:before], two.out[:before])
    np.testing.assert_array_equal(one.late[:before], two.late[:before])
    assert not np.array_equal(one.out[before:], two.out[before:])
