"""The lane board counts what is under way and what ended in the window, and nothing else."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from makewhole.store import brands, lanes
from makewhole.store.database import Database
from tests.store.test_journeys import BRAND, DAY, NOW, add


@pytest.fixture
def shop(database: Database) -> Database:
    """A database with one brand."""
    with database.writing() as conn:
        brands.put(conn, BRAND, "Halden Home", ["HaldenHome"], "EUR", NOW, attested=True)
    return database


def test_a_lane_is_counted_whole_and_by_operator(shop: Database) -> None:
    with shop.writing() as conn:
        for number in range(10):
            ended = NOW - DAY
            begun = ended - (number + 1) * DAY
            late = NOW - 2 * DAY if number < 3 else NOW
            more = {"started_at": begun, "delivered_at": ended, "ended_at": ended, "promised_by": late}
            add(conn, number, status="delivered", operator="ups" if number % 2 else "dhl", **more)
        add(conn, 20, silent_from=NOW - DAY, late_from=NOW - DAY)
        add(conn, 21, lost_from=NOW - DAY, silent_from=NOW - 20 * DAY)
        add(conn, 22, status="lost", ended_at=NOW - DAY)
        add(conn, 23, status="delivered", ended_at=NOW - 40 * DAY, delivered_at=NOW - 40 * DAY)
        add(conn, 24, lost_from=NOW - 40 * DAY)
        add(conn, 30, lane="US-GB", operator=None)
        board = lanes.board(conn, BRAND, NOW)
    whole, dhl, ups, other = board
    assert [(row.lane, row.operator) for row in board] == [
        ("CN-DE", None), ("CN-DE", "dhl"), ("CN-DE", "ups"), ("US-GB", None),
    ]  # fmt: skip
    counts = (whole.volume, whole.in_transit, whole.delivered, whole.late, whole.lost, whole.silent)
    assert counts == (13, 2, 10, 4, 2, 1)
    assert (dhl.volume, ups.volume, other.volume) == (8, 5, 1)
    assert (whole.p10, whole.p50, whole.p90) == (1.2, 5.2, 9.2)
    assert whole.permille("late") == 308
    assert (other.p50, other.permille("lost")) == (None, 0)


def test_a_parcel_somebody_wrote_about_counts_once(shop: Database) -> None:
    with shop.writing() as conn:
        told, silent, old = add(conn, 1), add(conn, 2), add(conn, 3, ended_at=NOW - 40 * DAY)
        add(conn, 4)
        conn.execute(
            sa.text("INSERT INTO person (brand, language, created_at) VALUES (:b, 'en', :n)"),
            {"b": BRAND, "n": NOW},
        )
        asked = sa.text(
            "INSERT INTO thread (brand, person, channel, conversation, parcel, created_at, last_at)"
            " SELECT :b, max(id), 'x', :c, :p, :at, :at FROM person"
        )
        for at, (parcel, when) in enumerate([(told, NOW), (told, NOW), (silent, NOW - 60 * DAY), (old, NOW)]):
            conn.execute(asked, {"b": BRAND, "c": f"c{at}", "p": parcel, "at": when})
        [row] = lanes.board(conn, BRAND, NOW)
    assert (row.volume, row.complaints) == (3, 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(0.1, 60), min_size=1, max_size=30))
def test_transit_times_are_told_to_a_step(shop: Database, took: list[float]) -> None:
    with shop.writing() as conn:
        conn.execute(sa.text("DELETE FROM journey"))
        for number, days in enumerate(took):
            more = {"started_at": NOW - timedelta(days=days), "delivered_at": NOW, "ended_at": NOW}
            add(conn, number, status="delivered", **more)
        [row] = lanes.board(conn, BRAND, NOW)
    ordered = sorted(took)
    for told, share in ((row.p10, 0.1), (row.p50, 0.5), (row.p90, 0.9)):
        assert told == pytest.approx(ordered[max(0, -int(-share * len(took) // 1) - 1)], abs=0.31)
