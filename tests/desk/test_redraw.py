"""A journey is drawn anew when it is due, though nothing was heard."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from makewhole.desk import redraw
from makewhole.store import journeys, parcels
from makewhole.store.database import Database
from makewhole.worker import Worker
from tests.world import BRAND, World, a_world, until


@pytest.fixture
def quiet(database: Database, tmp_path: Path) -> Iterator[World]:
    """A brand's house that nobody works in yet."""
    with a_world(database, tmp_path / "data", working=False) as made:
        yield made


def is_drawn(world: World, parcel: int) -> bool:
    """Whether the journey knows from when the parcel is late."""
    with world.house.database.reading() as conn:
        row = journeys.one(conn, parcel)
    assert row is not None
    return row.late_from is not None


def test_parcels_that_came_in_are_drawn_by_the_round_and_then_a_day_later(quiet: World) -> None:
    there = [quiet.parcel(f"NEW{number}") for number in range(3)]
    assert not any(is_drawn(quiet, parcel) for parcel in there)
    quiet.worker = Worker(quiet.house)
    quiet.worker.start()
    until(lambda: all(is_drawn(quiet, parcel) for parcel in there))
    now = quiet.house.clock.now()
    with quiet.house.database.reading() as conn:
        assert journeys.due(conn, now, 10) == []
        assert set(journeys.due(conn, now + timedelta(days=1), 10)) == set(there)


def test_a_parcel_somebody_is_at_is_not_waited_for(quiet: World) -> None:
    one, other = quiet.parcel("ONE"), quiet.parcel("OTHER")
    database = quiet.house.database
    with database.writing() as busy:
        parcels.lock(busy, one)
        with database.writing() as conn:
            conn.execute(sa.text("SET LOCAL lock_timeout = '2s'"))
            assert [row.id for row in parcels.lock_free(conn, [one, other])] == [other]


def test_a_round_is_owed_once_an_hour_whoever_owes_it(quiet: World) -> None:
    with quiet.house.database.writing() as conn:
        for following in (False, False, True, True):
            redraw.owe_round(quiet.house, conn, following=following)
    rows = quiet.rows("SELECT count(*) FROM dbos.workflow_status WHERE name = 'redraw'")
    assert rows[0][0] == 2
    assert quiet.rows("SELECT count(*) FROM parcel WHERE brand = :b", b=BRAND)[0][0] == 0
