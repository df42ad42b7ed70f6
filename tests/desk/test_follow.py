"""Following: parcels are registered, looked at when that is worth it, and the day's money is kept to."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import httpx
import pytest

from makewhole.desk import looks, parcels_in, scans_in, sight
from makewhole.desk.house import House
from makewhole.desk.turn import at_door
from makewhole.gateways.trackers import Price, SeventeenTrack, Trackers
from makewhole.simulators import carriers
from makewhole.simulators.running import Simulator
from makewhole.store import parcels, watches
from makewhole.store.database import Database
from makewhole.store.watches import WatchRow
from makewhole.worker import Worker
from tests.world import BRAND, WAYBILL, World, a_world, until

KEY, PRICE = "token-carriers", Price(register=40_000, look=1_000)


@pytest.fixture
def quiet(database: Database, tmp_path: Path) -> Iterator[World]:
    """A brand's house without a worker."""
    with a_world(database, tmp_path / "data", working=False) as made:
        yield made


def house_of(world: World, url: str = "", **more: Any) -> House:
    source = SeventeenTrack(KEY, url or world.carriers, PRICE, per_second=1000)
    return replace(world.house, carriers=Trackers(source), **more)


def tell(url: str, number: str = WAYBILL, status: str = "InTransit_Arrival", seconds: int = -3600) -> None:
    scans = [{"after_seconds": seconds, "sub_status": status, "place": "Leipzig", "country": "DE"}]
    httpx.post(f"{url}/_control/parcels", json=[{"number": number, "scans": scans}]).raise_for_status()


def bring(house: House, *numbers: str) -> list[int]:
    now = house.clock.now()
    with at_door(house, "api", scans_in.EFFECT) as turn:
        rows = [{"waybill": one, "accepted_at": now - timedelta(days=2), "origin": "CN", "destination": "DE"}
                for one in numbers]  # fmt: skip
        return parcels_in.keep_parcels(turn, BRAND, rows)


def watch(house: House, parcel: int) -> WatchRow:
    with house.database.reading() as conn:
        found = watches.one(conn, parcel)
    assert found is not None
    return found


def spent(house: House) -> int:
    with house.database.reading() as conn:
        return watches.spent_on(conn, BRAND, house.clock.now())


def refresh(house: House, parcel: int, reason: str) -> bool:
    with house.database.reading() as conn:
        row = parcels.get(conn, parcel)
    return sight.refresh(house, row, house.clock.now(), reason)


def test_a_parcel_nobody_asks_about_costs_nothing_unless_all_are_followed(quiet: World) -> None:
    house = house_of(quiet)
    bring(house, WAYBILL)
    assert quiet.rows("SELECT 1 FROM parcel_watch") == []
    bring(replace(house, follow_all=True), WAYBILL)
    assert len(quiet.rows("SELECT 1 FROM parcel_watch")) == 1


def test_parcels_that_came_in_are_registered_in_batches_and_their_first_looks_owed(quiet: World) -> None:
    house = house_of(quiet, follow_all=True)
    numbers = [f"RB{number:09d}CN" for number in range(90)]
    ids = bring(house, *numbers)
    worker = Worker(house)
    worker.start()
    try:
        until(lambda: all(watch(house, one).because for one in ids), otherwise="not all were planned")
    finally:
        worker.stop()
    state = httpx.get(f"{quiet.carriers}/_control/state").json()
    assert [size for verb, size in state["calls"] if verb == "register"] == [40, 40, 10]
    assert spent(house) == 90 * PRICE.register
    rows = [watch(house, one) for one in ids]
    assert all(row.registered_at is not None and row.refused is None for row in rows)
    assert {row.because for row in rows} == {"begun"}


def test_what_the_source_refuses_is_kept_with_its_reason_and_what_its_quota_does_not_bear_waits(
    quiet: World,
) -> None:
    settings = carriers.Settings(quota=2, asks_for_phone="SF")
    with Simulator(carriers.app(settings)) as narrow:
        house = house_of(quiet, narrow.url, follow_all=True)
        sf, *others = bring(house, "SF1234567890123", "RB000000001CN", "RB000000002CN", "RB000000003CN")
        worker = Worker(house)
        worker.start()
        try:
            until(lambda: all(watch(house, one).because for one in (sf, *others)))
        finally:
            worker.stop()
        assert "phone number" in (watch(house, sf).refused or "")
        assert watch(house, sf).refused_way
        registered = [watch(house, one).registered_at is not None for one in others]
        assert sorted(registered) == [False, True, True]


def test_a_look_tells_what_it_cost_and_one_made_just_now_is_not_made_again(quiet: World) -> None:
    house = house_of(quiet)
    parcel = quiet.parcel()
    tell(quiet.carriers)
    assert refresh(house, parcel, "complained")
    assert refresh(house, parcel, "complained")
    assert spent(house) == PRICE.look
    assert [row.status for row in quiet.rows("SELECT status FROM scan")] == ["in_transit"]


def test_a_parcel_nobody_knows_is_not_asked_about_again_at_once(quiet: World) -> None:
    house = house_of(quiet)
    parcel = quiet.parcel()
    assert refresh(house, parcel, "complained")
    assert refresh(house, parcel, "complained")
    assert spent(house) == PRICE.look


def test_the_days_money_stops_the_optional_looks_first_and_is_never_passed(quiet: World) -> None:
    house = house_of(quiet, tracking_budget=10 * PRICE.look)
    numbers = [f"RB{number:09d}CN" for number in range(20)]
    ids = bring(house, *numbers)
    far = [one for one in ids if refresh(house, one, "far")]
    assert len(far) == 3
    rest = [one for one in ids if one not in far]
    near = [one for one in rest if refresh(house, one, "near_due")]
    assert len(near) == 5
    waited_for = [one for one in rest if one not in near and refresh(house, one, "complained")]
    assert len(waited_for) == 2
    assert spent(house) == 10 * PRICE.look


def test_a_look_the_money_does_not_bear_is_owed_for_tomorrow(quiet: World) -> None:
    house = house_of(quiet)
    parcel = quiet.parcel()
    with house.database.reading() as conn:
        row = parcels.get(conn, parcel)
    with at_door(house, "follow", "follow.record") as turn:
        looks.put_off(turn, row, "far")
    due = watch(house, parcel).look_at
    assert due is not None
    assert due.date() == (house.clock.now() + timedelta(days=1)).date()


def test_the_next_look_follows_from_what_was_heard(quiet: World) -> None:
    house = house_of(quiet, follow_all=True)
    (parcel,) = bring(house, WAYBILL)
    with at_door(house, "follow", "follow.record") as turn:
        looks.plan(turn, parcel)
    first = watch(house, parcel)
    assert first.because == "begun"
    tell(quiet.carriers, status="OutForDelivery_Other")
    refresh(house, parcel, "begun")
    with at_door(house, "follow", "follow.record") as turn:
        looks.plan(turn, parcel)
    sooner = watch(house, parcel)
    assert sooner.because == "out_for_delivery"
    assert sooner.look_at is not None
    assert first.look_at is not None
    assert sooner.look_at < first.look_at
    assert not looks.is_due(sooner, int(first.look_at.timestamp())), "the later look finds it was overtaken"
    tell(quiet.carriers, status="Delivered_Other", seconds=-60)
    with house.database.writing() as conn:
        conn.exec_driver_sql("UPDATE parcel SET checked_at = NULL")
    refresh(house, parcel, "out_for_delivery")
    with at_door(house, "follow", "follow.record") as turn:
        looks.plan(turn, parcel)
    over = watch(house, parcel)
    assert (over.because, over.look_at) == (looks.OVER, None)


def test_a_source_that_is_away_leaves_what_we_had(quiet: World) -> None:
    house = house_of(quiet)
    parcel = quiet.parcel()
    tell(quiet.carriers)
    httpx.post(f"{quiet.carriers}/_control/faults", json={"busy": 1.0}).raise_for_status()
    assert refresh(house, parcel, "complained")
    assert quiet.rows("SELECT 1 FROM scan") == []
    httpx.post(f"{quiet.carriers}/_control/faults", json={}).raise_for_status()
    assert refresh(house, parcel, "complained")
    assert len(quiet.rows("SELECT 1 FROM scan")) == 1


def test_two_turns_that_bring_the_same_parcels_the_other_way_round_do_not_block_each_other(
    quiet: World,
) -> None:
    both = Barrier(2)

    def rows(*numbers: str) -> Iterator[dict[str, Any]]:
        for number in numbers:
            yield {"waybill": number, "order_ref": "1001"}
            with suppress(BrokenBarrierError):
                both.wait(1)

    def kept(*numbers: str) -> list[int]:
        with at_door(quiet.house, "api", scans_in.EFFECT) as turn:
            return parcels_in.keep_parcels(turn, BRAND, rows(*numbers))

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.submit(kept, "RB1", "RB2"), pool.submit(kept, "RB2", "RB1")
        assert one.result(20) == two.result(20)[::-1]


def test_rounds_that_wait_for_the_same_source_become_one(quiet: World) -> None:
    house = house_of(quiet, "http://127.0.0.1:9", follow_all=True)
    for number in range(4):
        bring(house, f"RB00000000{number}CN")
    worker = Worker(house)
    worker.start()
    owed = "SELECT count(*) FROM dbos.workflow_status WHERE name = 'enroll' AND status"
    try:
        until(lambda: quiet.rows(f"{owed} = 'SUCCESS'")[0][0] == 4)
    finally:
        worker.stop()
    assert 1 <= quiet.rows(f"{owed} <> 'SUCCESS'")[0][0] <= 2
