"""Sources of scans against their simulators, over real sockets: what they know, refuse, cost and can't do."""

import contextlib
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from makewhole.gateways.trackers import (
    AfterShip,
    NotFound,
    Price,
    SeventeenTrack,
    Spent,
    Tracked,
    Trackers,
)
from makewhole.gateways.trackers.pacing import Turns
from makewhole.gateways.trackers.push import NoPush, Push, read
from makewhole.gateways.wire import NoCredit, NotLetIn, TheirFault
from makewhole.simulators import aftership as other
from makewhole.simulators import carriers as simulated
from makewhole.simulators.running import Simulator
from tests.gateways.serving import Serving

WAYBILL = "RB123456785GB"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEY, PRICE = "token-carriers", Price(register=40_000, look=10)
SOON = httpx.Timeout(0.4, connect=1.0)


def control(simulator: Simulator, path: str, body: Any) -> Any:
    answer = httpx.post(f"{simulator.url}/_control/{path}", json=body)
    answer.raise_for_status()
    return answer.json()


def state(simulator: Simulator) -> Any:
    return httpx.get(f"{simulator.url}/_control/state").json()


def journey(number: str = WAYBILL, **more: Any) -> list[dict[str, Any]]:
    scans = [
        {"at": "2026-03-01T10:00:00+08:00", "sub_status": "InTransit_PickedUp", "place": "Shenzhen",
         "country": "cn", "words": "Accepted"},
        {"after_seconds": 3600, "sub_status": "Delivered_Other", "place": "Leeds", "country": "GB"},
    ]  # fmt: skip
    lane = {"operator": "royal_mail", "origin": "CN", "destination": "GB"}
    return [{"number": number, "scans": scans, **lane, **more}]


def road(**more: Any) -> Simulator:
    return Simulator(simulated.app(simulated.Settings(now=lambda: NOON, **more)))


def asked(simulator: Simulator, key: str = KEY, per_second: int = 1000) -> SeventeenTrack:
    return SeventeenTrack(key, simulator.url, PRICE, timeout=SOON, per_second=per_second)


@pytest.fixture
def world() -> Iterator[Simulator]:
    with road() as simulator:
        yield simulator


def statuses(found: Tracked | NotFound) -> list[str]:
    assert isinstance(found, Tracked), found
    return [scan.status for answer in found.answers for scan in answer.scans]


def test_scans_appear_when_their_time_has_come(world: Simulator) -> None:
    control(world, "parcels", journey())
    found = asked(world).track("royal_mail", WAYBILL)
    assert isinstance(found, Tracked)
    [scan] = found.answers[0].scans
    assert (scan.at, scan.status, scan.place, scan.country, scan.words, scan.source) == (
        datetime(2026, 3, 1, 2, tzinfo=UTC), "picked_up", "Shenzhen", "CN", "Accepted", "royal_mail",
    )  # fmt: skip
    assert scan.offset_known
    assert found.spent == (Spent("17track", 1, 10),)
    control(world, "advance", {"seconds": 3600})
    assert statuses(asked(world).track(None, WAYBILL)) == ["picked_up", "delivered"]


def test_a_waybill_nobody_knows_is_not_found_and_says_so(world: Simulator) -> None:
    found = asked(world).track("ups", "1Z999AA10123456784")
    assert isinstance(found, NotFound)
    assert found.says == "no carrier has said anything of it yet"
    assert found.spent == (Spent("17track", 1, 10),)


def test_a_waybill_is_registered_where_the_source_asks_for_it_and_what_that_cost_is_told() -> None:
    with road(register_first=True) as world:
        control(world, "parcels", journey())
        found = asked(world).track("royal_mail", WAYBILL)
        assert statuses(found) == ["picked_up"]
        assert found.spent == (Spent("17track", 3, 40_020),)
        refused = asked(world).track("royal_mail", "1")
        assert isinstance(refused, NotFound)
        assert refused.way_forward == "compare the number with the label"


def test_a_hundred_waybills_are_registered_forty_a_call_and_again_at_no_cost(world: Simulator) -> None:
    numbers = [(None, f"RB{number:09d}GB") for number in range(100)]
    sources = Trackers(asked(world))
    told = sources.register(numbers)
    assert set(told.taken) == {number for _, number in numbers}
    assert sum(one.micro for one in told.spent) == 4_000_000
    assert [tuple(call) for call in state(world)["calls"]] == [
        ("register", 40),
        ("register", 40),
        ("register", 20),
    ]
    again = sources.register(numbers)
    assert set(again.taken) == set(told.taken)
    assert sum(one.micro for one in again.spent) == 0
    assert state(world)["registered"] == 100


def test_what_the_quota_does_not_bear_comes_back_for_later() -> None:
    with road(quota=50) as world:
        numbers = [(None, f"RB{number:09d}GB") for number in range(100)]
        told = Trackers(asked(world)).register(numbers)
        assert len(told.taken) == 50
        assert set(told.taken) | set(told.later) == {number for _, number in numbers}
        assert not told.refused
        assert len(state(world)["calls"]) == 2, "after the quota's end nobody is asked again"
        assert asked(world).quota() == 0


def test_a_quota_that_is_used_up_waits_for_a_person_when_a_look_needs_it() -> None:
    with road(quota=0, register_first=True) as world, pytest.raises(NoCredit) as failed:
        asked(world).track(None, WAYBILL)
    assert failed.value.retry_after >= 600


def test_a_carrier_that_asks_for_more_is_refused_with_a_way_forward() -> None:
    with road(asks_for_phone="SF") as world:
        told = Trackers(asked(world)).register([(None, "SF1234567890123"), (None, WAYBILL)])
        assert told.taken == (WAYBILL,)
        no = told.refused["SF1234567890123"]
        assert "phone number" in no.says
        assert no.way_forward


@pytest.mark.parametrize("fault", ["busy", "throttled", "slow"])
def test_a_source_that_fails_is_their_fault(world: Simulator, fault: str) -> None:
    control(world, "parcels", journey())
    control(world, "faults", {fault: 1.0, "slow_seconds": 0.8})
    with pytest.raises(TheirFault) as failed:
        asked(world).track("royal_mail", WAYBILL)
    assert not failed.value.maybe_done


def test_a_wrong_key_waits_for_a_person(world: Simulator) -> None:
    with pytest.raises(NotLetIn) as failed:
        asked(world, "wrong").track(None, WAYBILL)
    assert failed.value.retry_after >= 600


def test_muddled_events_are_read_as_far_as_they_can_be_and_none_is_lost(world: Simulator) -> None:
    scans = [
        {"at": (NOON - timedelta(hours=hour)).isoformat(), "sub_status": "InTransit_Arrival", "place": "Hub"}
        for hour in range(1, 61)
    ]
    control(world, "parcels", journey(scans=scans))
    control(world, "faults", {"muddle": 0.6, "seed": 5})
    found = asked(world).track(None, WAYBILL)
    assert isinstance(found, Tracked)
    [answer] = found.answers
    assert len(answer.scans) + len(answer.unread) == 60
    assert answer.unread
    assert all(one.raw and one.says for one in answer.unread)
    assert {scan.status for scan in answer.scans} <= {"in_transit", "unknown"}
    assert asked(world).track(None, WAYBILL) == found
    control(world, "faults", {"muddle": 0.6, "seed": 6})
    assert asked(world).track(None, WAYBILL) != found


def test_several_carriers_that_claim_one_number_all_come_back() -> None:
    with Simulator(other.app(other.Settings(now=lambda: NOON))) as world:
        control(world, "parcels", journey(carriers=["royal-mail", "china-post"]))
        source = AfterShip("token-aftership", world.url, PRICE, timeout=SOON)
        begun = source.track(None, WAYBILL)
        assert isinstance(begun, NotFound)
        assert "just now" in begun.says
        assert [tuple(one) for one in begun.spent] == [("aftership", 2, 10), ("aftership", 1, 40_000)]
        found = source.track(None, WAYBILL)
        assert isinstance(found, Tracked)
        assert [answer.number for answer in found.answers] == [WAYBILL] * 2
        assert statuses(found) == ["in_transit", "in_transit"]


def test_aftership_makes_a_tracking_once_and_says_when_its_limit_is_reached() -> None:
    with Simulator(other.app(other.Settings(limit=2, now=lambda: NOON))) as world:
        source = AfterShip("token-aftership", world.url, PRICE, timeout=SOON)
        numbers = [(None, f"RB{number:09d}GB") for number in range(4)]
        told = Trackers(source).register(numbers)
        assert (len(told.taken), len(told.later)) == (2, 2)
        assert sum(one.micro for one in told.spent) == 80_000
        again = Trackers(source).register(numbers[:2])
        assert (len(again.taken), sum(one.micro for one in again.spent)) == (2, 0)
        no = source.register([(None, "x")]).refused["x"]
        assert no.way_forward
        with pytest.raises(NotLetIn):
            AfterShip("wrong", world.url, timeout=SOON).track(None, WAYBILL)


def test_the_next_source_answers_where_the_first_is_away_or_knows_nothing(world: Simulator) -> None:
    with Simulator(other.app(other.Settings(now=lambda: NOON))) as second:
        control(second, "parcels", journey())
        then = AfterShip("token-aftership", second.url, timeout=SOON)
        then.register([(None, WAYBILL)])
        sources = Trackers(asked(world), then)
        found = sources.track(None, WAYBILL)
        assert isinstance(found, Tracked)
        assert (found.source, [one.source for one in found.spent]) == ("aftership", ["17track", "aftership"])
        control(world, "faults", {"busy": 1.0})
        assert isinstance(sources.track(None, WAYBILL), Tracked)
        with pytest.raises(TheirFault):
            sources.track(None, "RA473124829CN")
    assert isinstance(Trackers().track(None, WAYBILL), NotFound)


def test_no_more_is_asked_a_second_than_the_source_takes(world: Simulator) -> None:
    now = [0.0]
    turns = Turns(3, clock=lambda: now[0])
    assert [turns.wait() for _ in range(7)] == [0, 0, 0, 1, 1, 1, 2]
    now[0] = 5.0
    assert turns.wait() == 0
    for _ in range(20):
        turns.wait()
    with pytest.raises(TheirFault) as failed:
        turns.take()
    assert failed.value.retry_after > 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b'{"code":0,"data":null}',
        b'{"code":0,"data":{"accepted":[null,7,{"number":null}]}}',
        b'{"code":-18010002}',
        b'{"code":"x","data":{"errors":[{"code":{}}]}}',
        b"[" * 50_000,
    ],
)
def test_an_answer_of_another_shape_is_their_fault_or_nothing_found(content: bytes) -> None:
    def answer(line: Any, _request: bytes) -> None:
        head = f"HTTP/1.1 200 OK\r\ncontent-length: {len(content)}\r\nconnection: close\r\n\r\n"
        line.sendall(head.encode() + content)

    with Serving(answer) as it:
        for source in (SeventeenTrack("k", it.url), AfterShip("k", it.url)):
            with contextlib.suppress(TheirFault):
                assert isinstance(source.track(None, WAYBILL), NotFound)


def test_pushes_of_the_simulators_are_read_and_signed_as_the_vendors_say(world: Simulator) -> None:
    took: list[tuple[dict[str, str], bytes]] = []
    came = threading.Event()

    def answer(line: Any, request: bytes) -> None:
        head, _, body = request.partition(b"\r\n\r\n")
        named = dict(one.split(": ", 1) for one in head.decode().split("\r\n")[1:])
        took.append(({name.lower(): value for name, value in named.items()}, body))
        line.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok")
        came.set()

    with Serving(answer) as it:
        control(world, "parcels", journey())
        control(world, "webhook", {"url": it.url})
        assert control(world, "push", {"number": WAYBILL})["answers"] == [200]
    assert came.wait(5)
    headers, body = took[0]
    assert len(headers["sign"]) == 64
    told = read("17track", body)
    assert isinstance(told, Push)
    assert [scan.status for scan in told.answers[0].scans] == ["picked_up"]
    assert isinstance(read("17track", b"{}"), NoPush)


def test_scans_pushed_without_a_number_are_told_all_the_same() -> None:
    event = {"time_iso": "2026-11-21T10:00:00+08:00", "sub_status": "InTransit_Arrival", "description": "x"}
    info = {"tracking": {"providers": [{"provider": {"name": "x"}, "events": [event]}]}}
    body = json.dumps({"event": "TRACKING_UPDATED", "data": {"number": None, "track_info": info}})
    told = read("17track", body.encode())
    assert isinstance(told, Push)
    assert [(one.number, len(one.scans)) for one in told.answers] == [(None, 1)]
