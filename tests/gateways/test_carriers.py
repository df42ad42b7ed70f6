"""The carriers client against the carriers simulator, over real sockets."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole import tables
from makewhole.gateways.carriers import Carriers, NotFound, Tracked, read, status_of
from makewhole.gateways.wire import TheirFault
from makewhole.parcel.journey import STATUSES
from makewhole.simulators import carriers as simulated
from makewhole.simulators.running import Simulator

WAYBILL = "RB123456785GB"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


def control(simulator, path, body):
    answer = httpx.post(f"{simulator.url}/_control/{path}", json=body)
    answer.raise_for_status()
    return answer.json()


def journey(**more):
    scans = [
        {"at": "2026-03-01T10:00:00+08:00", "sub_status": "InTransit_PickedUp", "place": "Shenzhen",
         "country": "cn", "words": "Accepted"},
        {"after_seconds": 3600, "sub_status": "Delivered_Other", "place": "Leeds", "country": "GB"},
    ]  # fmt: skip
    lane = {"operator": "royal_mail", "origin": "CN", "destination": "GB"}
    return [{"number": WAYBILL, "scans": scans, **lane, **more}]


@pytest.fixture
def world():
    with Simulator(simulated.app(simulated.Settings(now=lambda: NOON))) as simulator:
        yield simulator


@pytest.fixture
def client(world):
    made = Carriers(world.url, "token-carriers", timeout=httpx.Timeout(0.4, connect=1.0))
    yield made
    made.close()


def test_scans_appear_when_their_time_has_come(world, client):
    control(world, "parcels", journey())
    found = client.track("royal_mail", WAYBILL)
    assert isinstance(found, Tracked)
    [scan] = found.scans
    assert (scan.at, scan.status, scan.place, scan.country, scan.words, scan.source, scan.offset_known) == (
        datetime(2026, 3, 1, 2, tzinfo=UTC), "picked_up", "Shenzhen", "CN", "Accepted", "royal_mail", True,
    )  # fmt: skip
    control(world, "advance", {"seconds": 3600})
    found = client.track(None, WAYBILL)
    assert [scan.status for scan in found.scans] == ["picked_up", "delivered"]
    assert [event["sub_status"] for event in found.raw] == ["InTransit_PickedUp", "Delivered_Other"]


def test_a_waybill_nobody_knows_is_not_found(world, client):
    assert isinstance(client.track("ups", "1Z999AA10123456784"), NotFound)


def test_a_waybill_is_registered_where_the_aggregator_asks_for_it():
    with Simulator(simulated.app(simulated.Settings(register_first=True, now=lambda: NOON))) as world:
        control(world, "parcels", journey())
        client = Carriers(world.url, "token-carriers")
        assert isinstance(client.track("royal_mail", WAYBILL), Tracked)
        assert isinstance(client.track("royal_mail", "1"), NotFound)


@pytest.mark.parametrize("fault", ["busy", "throttled", "slow"])
def test_an_aggregator_that_fails_is_their_fault(world, client, fault):
    control(world, "parcels", journey())
    control(world, "faults", {fault: 1.0, "slow_seconds": 0.8})
    with pytest.raises(TheirFault) as failed:
        client.track("royal_mail", WAYBILL)
    assert not failed.value.maybe_done


def test_a_wrong_key_waits_for_a_person(world):
    with pytest.raises(TheirFault) as failed:
        Carriers(world.url, "wrong").track(None, WAYBILL)
    assert failed.value.retry_after >= 600


def test_muddled_events_are_read_as_far_as_they_can_be_and_the_same_each_time(world, client):
    scans = [
        {"at": (NOON - timedelta(hours=hour)).isoformat(), "sub_status": "InTransit_Arrival", "place": "Hub"}
        for hour in range(1, 61)
    ]
    control(world, "parcels", journey(scans=scans))
    control(world, "faults", {"muddle": 0.6, "seed": 5})
    found = client.track(None, WAYBILL)
    assert len(found.scans) + len(found.left_out) == 60
    assert found.left_out
    assert not all(scan.offset_known for scan in found.scans)
    assert {scan.status for scan in found.scans} == {"in_transit"}
    assert any(scan.at.year == 1 for scan in found.scans)
    assert any(scan.place is None for scan in found.scans)
    assert client.track(None, WAYBILL) == found
    control(world, "faults", {"muddle": 0.6, "seed": 6})
    assert client.track(None, WAYBILL) != found


def test_a_broken_parcel_is_refused_by_name(world):
    answer = httpx.post(f"{world.url}/_control/parcels", json=[{"number": "X1", "scans": [{"at": "never"}]}])
    assert answer.status_code == 400
    assert "X1" in answer.json()["detail"]


def test_every_status_in_the_table_is_a_word_of_ours():
    table = tables.read("makewhole.gateways", "carriers.toml")
    assert set(table["sub_status"].values()) | set(table["status"].values()) <= set(STATUSES)


def test_a_sub_status_of_the_future_falls_back_on_its_main_status():
    assert status_of("InTransit_QuantumLeap") == "in_transit"
    assert status_of(None) == "unknown"


@given(JSON)
def test_no_answer_breaks_the_reading(item):
    events = [{"events": item}, {"provider": item, "events": [item, {"time_utc": "2026-01-01T00:00:00Z"}]}]
    read({"track_info": item})
    read({"track_info": {"tracking": {"providers": events}}})


def test_recorded_answers_of_the_aggregator_are_read():
    if "EVAL_DATA" not in os.environ:
        pytest.skip("EVAL_DATA is not set: recorded carrier answers are not here")
    seen = 0
    for file in sorted(Path(os.environ["EVAL_DATA"], "tracking", "17track").glob("gettrackinfo_*.json")):
        for item in json.loads(file.read_text())["data"]["accepted"]:
            found = read(item)
            assert isinstance(found, Tracked)
            assert found.left_out == ()
            assert len(found.scans) == len(found.raw)
            assert list(found.scans) == sorted(found.scans, key=lambda scan: scan.at)
            seen += len(found.scans)
    assert seen > 3
