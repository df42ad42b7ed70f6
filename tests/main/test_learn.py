"""`makewhole learn outlook`: a real process; what it makes, and what it says where there is too little."""

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from makewhole.learn import keep
from makewhole.parcel.learned import Model
from makewhole.store.database import Database
from tests.learn.past import past
from tests.world import BRAND, World, a_world


@pytest.fixture
def quiet(database: Database, tmp_path: Path) -> Iterator[World]:
    """A brand's house without a worker."""
    with a_world(database, tmp_path / "data", working=False) as made:
        yield made


def _learn(world: World, *words: str) -> subprocess.CompletedProcess[str]:
    env = {
        **os.environ,
        "DATABASE_URL": world.house.database.url,
        "MAKEWHOLE_DATA": str(world.settings.data),
        "MAKEWHOLE_BRAND": BRAND,
    }
    command = [sys.executable, "-m", "makewhole", "learn", "outlook", *words]
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=300, check=False)


def test_too_little_history_is_said_with_the_numbers_and_changes_nothing(quiet: World) -> None:
    done = _learn(quiet)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "0 trips, 0 of them arrived" in done.stderr
    assert "400 trips" in done.stderr
    assert not keep.under(quiet.settings.data).exists()


def test_a_file_of_orders_becomes_a_model_the_house_can_read(quiet: World, tmp_path: Path) -> None:
    pytest.importorskip("lightgbm", reason="the extra `learn` is not installed")
    names = (
        "started_at", "promised_by", "handed_over_at", "delivered_at", "origin", "destination",
        "weight_grams",
    )  # fmt: skip
    file = tmp_path / "orders.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(names)
        rows.writerows([getattr(trip, name) for name in names] for trip in past(900))
    done = _learn(quiet, "--orders", str(file))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "## At the hand-over to the carrier" in done.stdout
    model = keep.load(keep.under(quiet.settings.data))
    assert isinstance(model, Model)
    assert (keep.under(quiet.settings.data) / model.version / "card.md").exists()
