"""`makewhole content` and the doctor's word on it: real processes on a world's database."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from makewhole.desk import content
from makewhole.main import doctor_content
from makewhole.store.database import Database
from tests.world import BRAND, HANDLE, World, a_world


@pytest.fixture
def quiet(database: Database, tmp_path: Path) -> Iterator[World]:
    """A brand's house without a worker."""
    with a_world(database, tmp_path / "data", working=False) as made:
        yield made


def run(world: World, *words: str, code: int = 0) -> str:
    """Run a `makewhole content` command on the world; what it says."""
    env = {
        **os.environ,
        "DATABASE_URL": world.house.database.url,
        "MAKEWHOLE_DATA": str(world.settings.data),
        "MAKEWHOLE_BRAND": BRAND,
        "MAKEWHOLE_X_URL": world.x,
        "MAKEWHOLE_X_TOKEN": "token-halden",
    }
    command = [sys.executable, "-m", "makewhole", "content", *words]
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=120)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def test_r12_erase_says_first_what_would_go_and_reports_what_went(quiet: World) -> None:
    quiet.says("ana", f"@{HANDLE} my red lamp never came")
    quiet.poll()
    would = json.loads(run(quiet, "erase", "--json"))["would_erase"]
    assert (would["posts"], would["accounts_of_people"]) == (1, 1)
    assert "nothing was erased" in run(quiet, "erase")
    assert quiet.rows("SELECT 1 FROM person_post")
    report = json.loads(run(quiet, "erase", "--yes", "--why", "access ended", "--json"))
    assert (report["found"], report["why"]) == (would, "access ended")
    assert set(report["remains"].values()) == {0}
    assert not quiet.rows("SELECT 1 FROM person_post")
    assert quiet.rows("SELECT 1 FROM statement WHERE id = :i AND kind = 'content'", i=report["statement"])
    assert json.loads(run(quiet, "status", "--json"))["erasures"] == [report]
    run(quiet, "erase", "--yes", "--brand", "nobody", code=2)


def test_r11_follow_asks_x_now_and_does_what_it_says(quiet: World) -> None:
    number = quiet.says("ana", f"@{HANDLE} my red lamp never came")
    quiet.poll()
    httpx.post(f"{quiet.x}/_control/delete", json={"id": number})
    assert run(quiet, "follow") == "1 posts and messages were let go\n"
    assert not quiet.rows("SELECT 1 FROM person_post WHERE text LIKE '%lamp%'")


def test_the_doctor_says_when_x_was_not_asked_for_longer_than_it_allows(quiet: World) -> None:
    assert doctor_content.examine(quiet.house) == []
    quiet.says("ana", f"@{HANDLE} my red lamp never came")
    quiet.poll()
    assert doctor_content.examine(quiet.house) == [], "it came just now"
    then = quiet.house.clock.now() - timedelta(hours=30)
    with quiet.house.database.writing() as conn:
        conn.execute(sa.text("UPDATE person_post SET received_at = :t"), {"t": then})
    [found] = doctor_content.examine(quiet.house)
    assert (found.ok, "never" in found.says) == (False, True)
    assert "makewhole content follow" in found.mend
    now = quiet.house.clock.now()
    with quiet.house.database.writing() as conn:
        for kind in content.KINDS:
            conn.execute(
                sa.text(
                    "INSERT INTO content_job (slot, kind, part, ids, begun_at, ended_at, says)"
                    " VALUES (:n, :k, 0, 1, :n, :n, 'complete')"
                ),
                {"n": now, "k": kind},
            )
    [found] = doctor_content.examine(quiet.house)
    assert found.ok
