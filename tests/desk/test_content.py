"""What is kept of X follows X, is looked at again before it is relied on, trains nothing, and leaves by hand."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from makewhole.because import Refused
from makewhole.care import provenance
from makewhole.desk import content, content_look, take
from makewhole.gateways.x.shapes import Verdict
from makewhole.store import content as rows
from makewhole.store import content_jobs
from makewhole.store.database import Database
from tests.world import BRAND, HANDLE, World, a_world, until

WORDS = "my red lamp never came and nobody answers me"


@pytest.fixture
def quiet(database: Database, tmp_path: Path) -> Iterator[World]:
    """A brand's house without a worker."""
    with a_world(database, tmp_path / "data", working=False) as made:
        yield made


def control(world: World, what: str, **fields: Any) -> dict[str, Any]:
    answer = httpx.post(f"{world.x}/_control/{what}", json=fields)
    assert answer.is_success, answer.text
    told: dict[str, Any] = answer.json()
    return told


def said(world: World, handle: str, text: str = WORDS) -> str:
    """Somebody posts, and it is taken in."""
    number = world.says(handle, f"@{HANDLE} {text}")
    world.poll()
    return number


def kept(world: World, number: str) -> Any:
    [row] = world.rows(
        "SELECT id, text, raw, reading, gone_at, gone_why, seen_at, thread FROM person_post WHERE remote_id = :r",
        r=number,
    )
    return row


def nowhere(world: World, words: str = "red lamp") -> None:
    """The words stand in no column of any table."""
    for table, column in world.rows(
        "SELECT table_schema || '.' || table_name, column_name FROM information_schema.columns"
        " WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
        " AND data_type IN ('text', 'jsonb', 'json', 'ARRAY')"
    ):
        found = world.rows(f'SELECT 1 FROM {table} WHERE CAST("{column}" AS text) LIKE :w', w=f"%{words}%")
        assert not found, f"{table}.{column} still holds the words"


def follows(world: World) -> None:
    """One round of asking X, by hand, without a worker's clock."""
    for kind in content.KINDS:
        with world.house.database.reading() as conn:
            ids = rows.ids_of(conn, kind, "", 1_000)
        job = world.house.x.app.compliance_job(kind, ids)
        while isinstance(verdicts := world.house.x.app.compliance_result(job.remote_id), str):
            pass
        content.obey(world.house, kind, verdicts)


def test_r10_a_post_deleted_on_x_is_blank_everywhere(quiet: World) -> None:
    number, stays = said(quiet, "ana"), said(quiet, "ben", "where is my parcel")
    thread = kept(quiet, number).thread
    letter = "INSERT INTO person_letter (brand, person, thread, name, kind, channel, body, language, state, because, created_at)" \
        " SELECT brand, person, id, 'quotes', 'private_reply', 'x', :b, 'en', 'held', '[]', now() FROM thread WHERE id = :t"
    with quiet.house.database.writing() as conn:
        conn.exec_driver_sql("SELECT 1")
        conn.execute(__import__("sqlalchemy").text(letter), {"b": f"You wrote “{WORDS}”, we are sorry.", "t": thread})
    control(quiet, "delete", id=number)
    follows(quiet)
    assert kept(quiet, number).text == ""
    assert (kept(quiet, number).raw, kept(quiet, number).gone_why) == ({}, "deleted")
    nowhere(quiet)
    assert kept(quiet, stays).gone_at is None
