"""`makewhole import`: a real process on a world's database; what it keeps and what it says."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from makewhole.store.database import Database
from tests.world import BRAND, WAYBILL, World, a_world


@pytest.fixture
def quiet(database: Database, tmp_path: Path) -> Iterator[World]:
    """A brand's house without a worker."""
    with a_world(database, tmp_path / "data", working=False) as made:
        yield made


def bring(world: World, *words: str, code: int = 0) -> dict[str, Any]:
    """Run `makewhole import` with --json; what it says."""
    env = {
        **os.environ,
        "DATABASE_URL": world.house.database.url,
        "MAKEWHOLE_DATA": str(world.settings.data),
        "MAKEWHOLE_BRAND": BRAND,
    }
    command = [sys.executable, "-m", "makewhole", "import", *words, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=120)
    assert done.returncode == code, done.stdout + done.stderr
    found = json.loads(done.stdout) if done.stdout else {"error": done.stderr}
    assert isinstance(found, dict)
    return found


def test_orders_parcels_and_scans_come_in_from_files_in_that_order(quiet: World, tmp_path: Path) -> None:
    orders = tmp_path / "bestellungen.csv"
    text = (
        f"Bestellnummer;Bestelldatum;Zielland;Sendungsnummer\nW-1;1.11.2026;DE;\nW-2;2.11.2026;FR;{WAYBILL}\n"
    )
    orders.write_text(text + "W-3;gestern;DE;\n")
    told = bring(quiet, "orders", str(orders), code=3)
    assert (told["kept"], told["bad_rows"], told["skipped"][0]["line"]) == (2, 1, 4)
    assert [tuple(row) for row in quiet.rows("SELECT ref, state FROM shop_order ORDER BY id")] == [
        ("W-1", "open"),
        ("W-2", "shipped"),
    ]
    scans = tmp_path / "scans.csv"
    scans.write_text(
        f"waybill,scan time,status\n{WAYBILL},2026-11-03T10:00Z,delivered\nRA473124829CN,2026-11-03,lost\n"
    )
    told = bring(quiet, "scans", str(scans))
    assert (told["kept"], told["new"], told["numbers_of_no_parcel"]) == (2, 1, 1)
    parcels = tmp_path / "parcels.jsonl"
    parcels.write_text('{"waybill": "RA473124829CN", "operator": "China Post"}\n')
    assert bring(quiet, "parcels", str(parcels))["kept"] == 1
    journeys = quiet.rows(
        "SELECT p.waybill, p.operator, j.status FROM journey j JOIN parcel p ON p.id = j.parcel ORDER BY p.id"
    )
    assert [tuple(row) for row in journeys] == [
        (WAYBILL, "china_post", "delivered"),
        ("RA473124829CN", "china_post", "lost"),
    ]


def test_a_file_that_is_none_of_these_ends_with_what_to_do(quiet: World, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("a,b\n1,2\n")
    assert "no column is the waybill" in bring(quiet, "parcels", str(file), code=2)["error"]
