"""Disruptions are raised from what scans tell, catch the parcels on the way, and are retired when over."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from makewhole import durable
from makewhole.desk import disrupt
from makewhole.store import day_counts, days, disruptions
from makewhole.store.disruptions import DisruptionRow
from tests.world import BRAND, World

DAY = timedelta(days=1)
STOPPED = "FR-ES"

# Every parcel is picked up, moves a day later, and is delivered on one of the days after: what is drawn of it
# is what the desk would draw. `stops` days ago the lane FR-ES was heard of for the last time.
_PARCELS = sa.text(
    "INSERT INTO parcel (brand, waybill, operator, origin, destination, accepted_at, created_at)"
    " SELECT :b, lane || day || '-' || n, 'gls', left(lane, 2), right(lane, 2), at, at"
    " FROM unnest(ARRAY['FR-ES', 'DE-AT', 'DE-FR']) AS lane, generate_series(1, 70) AS day,"
    " generate_series(1, 12) AS n, LATERAL (SELECT CAST(:now AS timestamptz) - day * interval '1 day'"
    " - n * interval '1 hour' AS at) AS began"
)
_SCANS = sa.text(
    "INSERT INTO scan (brand, parcel, at, status, place, country, offset_known, digest, received_at)"
    " SELECT p.brand, p.id, s.at, s.status, s.place, right(s.place, 2), true,"
    " decode(md5(p.id || s.status), 'hex'), s.at"
    " FROM parcel p, LATERAL (VALUES (p.accepted_at + interval '5 minutes', 'picked_up', 'Lyon, FR'),"
    " (p.accepted_at + interval '25 hours', 'in_transit', 'Irun, ES'),"
    " (p.accepted_at + interval '52 hours' + p.id % 3 * interval '1 day', 'delivered', 'Irun, ES')"
    " ) AS s(at, status, place)"
    " WHERE s.at < :now AND (p.origin <> 'FR' OR s.at < :stopped) ON CONFLICT DO NOTHING"
)
_JOURNEYS = sa.text(
    "INSERT INTO journey (parcel, brand, lane, operator, service, status, started_at, last_at, last_place,"
    " last_country, delivered_at, ended_at, changed_at)"
    " SELECT p.id, p.brand, p.origin || '-' || p.destination, p.operator, 'standard',"
    " coalesce(last.status, 'pending'), p.accepted_at, last.at, 'Irun', 'ES', done.at, done.at, p.created_at"
    " FROM parcel p LEFT JOIN LATERAL (SELECT at, status FROM scan WHERE parcel = p.id ORDER BY at DESC"
    " LIMIT 1) AS last ON true LEFT JOIN LATERAL (SELECT at FROM scan WHERE parcel = p.id"
    " AND status = 'delivered') AS done ON true ON CONFLICT (parcel) DO UPDATE SET status = excluded.status,"
    " last_at = excluded.last_at, delivered_at = excluded.delivered_at, ended_at = excluded.ended_at"
)


def tell(world: World, stopped: timedelta) -> datetime:
    """Everything the carriers told of two months' parcels; nothing of one lane since a while ago."""
    now = world.house.clock.now()
    with world.house.database.writing() as conn:
        if not conn.execute(sa.text("SELECT 1 FROM parcel LIMIT 1")).scalar():
            conn.execute(_PARCELS, {"b": BRAND, "now": now})
        conn.execute(_SCANS, {"now": now, "stopped": now - stopped})
        conn.execute(_JOURNEYS)
    return now


def look(world: World, name: str) -> None:
    """One round for the brand, to its end."""
    with world.house.database.writing() as conn:
        durable.owe(conn, disrupt.ERRAND, f"test-{name}", BRAND, name, 0)
    world.rests()


def standing(world: World) -> list[DisruptionRow]:
    with world.house.database.reading() as conn:
        return disruptions.standing(conn, BRAND)


@pytest.fixture
def stopped(world: World) -> World:
    """A house in which one lane of three has been silent for four days."""
    world.rests()
    tell(world, 4 * DAY + timedelta(hours=1))
    look(world, "first")
    return world


def test_a_lane_that_stopped_is_raised_with_the_parcels_caught_in_it(stopped: World) -> None:
    [found] = standing(stopped)
    assert (found.kind, found.subject) == ("lane", STOPPED)
    began = stopped.house.clock.now().date() - found.began_on
    assert 3 * DAY <= began <= 6 * DAY
    assert found.now < found.usual / 4
    [caught] = stopped.rows(
        "SELECT count(*) AS parcels FROM journey WHERE lane = 'FR-ES' AND ended_at IS NULL"
    )
    assert found.caught == caught.parcels > 40
    [one] = stopped.rows("SELECT parcel FROM disruption_parcel LIMIT 1")
    with stopped.house.database.reading() as conn:
        assert disruptions.of_parcel(conn, one.parcel) == found


def test_the_same_day_is_judged_once_and_a_second_round_raises_nothing_again(stopped: World) -> None:
    before = standing(stopped)
    look(stopped, "second")
    assert standing(stopped) == before


def test_a_parcel_that_arrives_is_freed_at_the_next_round(stopped: World) -> None:
    [before] = standing(stopped)
    [one] = stopped.rows("SELECT parcel FROM disruption_parcel ORDER BY parcel LIMIT 1")
    with stopped.house.database.writing() as conn:
        conn.execute(
            sa.text("UPDATE journey SET status = 'delivered', ended_at = :now WHERE parcel = :p"),
            {"p": one.parcel, "now": stopped.house.clock.now()},
        )
    look(stopped, "second")
    [after] = standing(stopped)
    assert after.caught == before.caught - 1
    with stopped.house.database.reading() as conn:
        assert disruptions.of_parcel(conn, one.parcel) is None


def test_a_day_is_counted_as_it_was_known_and_late_scans_change_nothing(stopped: World) -> None:
    yesterday = stopped.house.clock.now().astimezone(UTC).date() - 2 * DAY

    def kept() -> list[object]:
        return stopped.rows("SELECT * FROM day_count WHERE day = :d ORDER BY 3, 4, 5, 6, 7, 8", d=yesterday)

    before = kept()
    tell(stopped, timedelta(0))
    look(stopped, "second")
    assert kept() == before != []


def test_what_is_kept_of_a_day_is_read_back_as_it_was_counted(stopped: World) -> None:
    day = stopped.house.clock.now().astimezone(UTC).date() - 10 * DAY
    with stopped.house.database.reading() as conn:
        counted = days.cells(conn, BRAND, day)
        read = day_counts.read(conn, BRAND, day)
    on = read.day == day.toordinal()
    assert sum(cell.at_risk for cell in counted) == read.at_risk[on].sum() > 0
    assert sum(cell.seen for cell in counted) == read.seen[on].sum()


def test_a_history_brought_in_later_is_counted_after_all(world: World) -> None:
    world.rests()
    look(world, "empty")
    assert not world.rows("SELECT 1 FROM day_counted WHERE any_there")
    tell(world, 4 * DAY + timedelta(hours=1))
    look(world, "first")
    assert [one.subject for one in standing(world)] == [STOPPED]


def test_nothing_is_raised_where_nothing_is_wrong(world: World) -> None:
    world.rests()
    tell(world, timedelta(0))
    look(world, "first")
    assert standing(world) == []
    assert world.rows("SELECT 1 FROM day_counted WHERE judged_at IS NOT NULL")


def test_a_round_is_owed_once_an_hour_by_whoever_owes_it(world: World) -> None:
    world.rests()
    for following in (False, True, True):
        with world.house.database.writing() as conn:
            disrupt.owe_round(world.house, conn, following=following)
    world.rests()
    rounds = world.rows("SELECT name FROM dbos.workflow_status WHERE name = 'disrupt.round'")
    assert len(rounds) in (2, 3)  # three where an hour passes meanwhile


def test_days_without_parcels_keep_nobody_busy(world: World) -> None:
    world.rests()
    now = world.house.clock.now()
    world.parcel()
    with world.house.database.writing() as conn:
        conn.execute(
            sa.text("UPDATE journey SET status = 'delivered', started_at = :t, ended_at = :t"),
            {"t": now - 60 * DAY},
        )
    look(world, "first")
    ran = world.rows("SELECT status FROM dbos.workflow_status WHERE workflow_uuid LIKE 'disrupt-%:%'")
    assert len(ran) <= 8
