"""The doors sources of scans push to: believed by their vendor's signature alone, once, in any order."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from makewhole.store import brands, parcels, watches
from tests.web.conftest import WEB, visitor
from tests.world import BRAND, WAYBILL, World

KEY, SECRET = "17track-key", "aftership-secret"
SETTINGS = replace(WEB, push_secrets={"17track": KEY, "aftership": SECRET})


@pytest.fixture
def client(quiet: World) -> Iterator[TestClient]:
    with visitor(quiet.house, SETTINGS) as made:
        yield made


def event(at: str, sub_status: str, words: str = "Arrived", place: str = "Leipzig") -> dict[str, Any]:
    return {
        "time_iso": at, "time_utc": at, "time_raw": {"date": None, "time": None, "timezone": None},
        "description": words, "location": place, "stage": None, "sub_status": sub_status,
        "address": {"country": "DE", "state": None, "city": place},
    }  # fmt: skip


def body_17(*events: dict[str, Any], number: str = WAYBILL) -> bytes:
    provider = {"provider": {"name": "Deutsche Post"}, "events": list(events)}
    latest = {"sub_status": events[0]["sub_status"]}
    info = {"latest_status": latest, "tracking": {"providers": [provider]}}
    return json.dumps({"event": "TRACKING_UPDATED", "data": {"number": number, "track_info": info}}).encode()


def push_17(client: TestClient, body: bytes, key: str = KEY) -> Response:
    sign = hashlib.sha256(body + b"/" + key.encode()).hexdigest()
    made: Response = client.post("/hooks/17track", content=body, headers={"sign": sign})
    return made


def body_aftership(*checkpoints: dict[str, Any], number: str = WAYBILL) -> bytes:
    msg = {
        "tracking_number": number,
        "slug": "deutsche-post",
        "tag": "InTransit",
        "checkpoints": list(checkpoints),
    }
    return json.dumps({"event": "tracking_update", "msg": msg}).encode()


def push_aftership(client: TestClient, body: bytes, secret: str = SECRET) -> Response:
    sign = base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()
    made: Response = client.post("/hooks/aftership", content=body, headers={"aftership-hmac-sha256": sign})
    return made


def statuses(world: World) -> list[str]:
    return [row.status for row in world.rows("SELECT status FROM scan ORDER BY at, id")]


def stored(world: World) -> list[int]:
    tables = ("scan", "person_answer", "parcel_watch", "pushed")
    return [row[0] for row in world.rows(" UNION ALL ".join(f"SELECT count(*) FROM {one}" for one in tables))]


ONE = body_17(event("2026-03-01T10:00:00Z", "InTransit_Arrival"))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sign": ""},
        {"sign": hashlib.sha256(ONE + b"/").hexdigest()},
        {"sign": hashlib.sha256(ONE + b"/" + b"another").hexdigest()},
        {"sign": hashlib.sha256(b" " + ONE + b"/" + KEY.encode()).hexdigest()},
        {"sign": b"\xc3\xbc"},
    ],
)
def test_a_forged_push_of_17track_is_answered_401_and_nothing_is_stored(
    quiet: World, client: TestClient, headers: dict[Any, Any]
) -> None:
    quiet.parcel()
    answer = client.post("/hooks/17track", content=ONE, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["way_forward"]
    assert stored(quiet) == [0] * 4


def test_a_forged_push_of_aftership_is_answered_401_and_nothing_is_stored(
    quiet: World, client: TestClient
) -> None:
    quiet.parcel()
    body = body_aftership({"checkpoint_time": "2026-03-01T10:00:00Z", "tag": "InTransit", "message": "x"})
    assert push_aftership(client, body, "another").status_code == 401
    assert client.post("/hooks/aftership", content=body).status_code == 401
    assert stored(quiet) == [0] * 4


def test_without_a_secret_set_here_nothing_is_believed(quiet: World) -> None:
    with visitor(quiet.house) as client:
        assert push_17(client, ONE, "").status_code == 401
        assert push_aftership(client, body_aftership(), "").status_code == 401


def test_a_push_is_kept_once_however_often_it_comes(quiet: World, client: TestClient) -> None:
    quiet.parcel()
    assert [push_17(client, ONE).json()["taken"] for _ in range(3)] == [True, False, False]
    assert statuses(quiet) == ["in_transit"]
    assert stored(quiet) == [1, 1, 1, 1]


def test_pushes_out_of_order_come_to_the_same_journey(quiet: World, client: TestClient) -> None:
    quiet.parcel()
    arrived = event("2026-03-01T10:00:00Z", "InTransit_Arrival")
    delivered = event("2026-03-02T10:00:00Z", "Delivered_Other", "Delivered")
    assert push_17(client, body_17(delivered, arrived)).json()["taken"]
    assert push_17(client, body_17(arrived)).json()["taken"]
    assert statuses(quiet) == ["in_transit", "delivered"]
    assert [row.status for row in quiet.rows("SELECT status FROM journey")] == ["delivered"]


def test_a_source_that_has_pushed_a_parcel_is_asked_less(quiet: World, client: TestClient) -> None:
    parcel = quiet.parcel(promised_by=quiet.house.clock.now() + timedelta(days=5))
    house = replace(quiet.house, follow_all=True)
    now = house.clock.now()
    with visitor(house, SETTINGS) as followed:
        recent = event((now - timedelta(hours=3)).isoformat(), "InTransit_Arrival")
        assert push_17(followed, body_17(recent)).json()["taken"]
    with house.database.reading() as conn:
        watch = watches.one(conn, parcel)
    assert watch is not None
    assert (watch.source, watch.because) == ("17track", "pushed")
    assert watch.look_at is not None
    assert watch.look_at - now > timedelta(days=2)


def test_once_the_source_has_stopped_the_parcel_is_asked_about_again(quiet: World) -> None:
    parcel = quiet.parcel(promised_by=quiet.house.clock.now() + timedelta(days=5))
    house = replace(quiet.house, follow_all=True)
    now = house.clock.now()
    over = json.dumps({"event": "TRACKING_STOPPED", "data": {"number": WAYBILL, "carrier": 7041}}).encode()
    with visitor(house, SETTINGS) as client:
        push_17(client, body_17(event((now - timedelta(hours=3)).isoformat(), "InTransit_Arrival")))
        assert push_17(client, over).json()["taken"]
    with house.database.reading() as conn:
        watch = watches.one(conn, parcel)
    assert watch is not None
    assert watch.source is None
    assert watch.because != "pushed"
    assert watch.look_at is not None
    assert watch.look_at - now < timedelta(days=1)


def test_a_push_is_kept_for_every_brand_that_has_the_waybill(quiet: World, client: TestClient) -> None:
    with quiet.house.database.writing() as conn:
        now = quiet.house.clock.now()
        brands.put(conn, "fjord", "Fjord", ["fjord"], "EUR", now, attested=True)
        parcels.put(conn, "fjord", {"waybill": WAYBILL}, now)
    quiet.parcel()
    assert push_17(client, ONE).json()["taken"]
    told = quiet.rows("SELECT p.brand FROM scan s JOIN parcel p ON p.id = s.parcel ORDER BY 1")
    assert [row.brand for row in told] == ["fjord", BRAND]


def test_a_push_about_a_number_nobody_knows_waits_for_its_parcel(quiet: World, client: TestClient) -> None:
    assert push_17(client, ONE).json()["taken"]
    assert stored(quiet)[:2] == [0, 1]


def test_aftership_pushes_several_checkpoints_at_once(quiet: World, client: TestClient) -> None:
    quiet.parcel()
    body = body_aftership(
        {"checkpoint_time": "2026-03-01T10:00:00+01:00", "tag": "InTransit", "message": "Accepted"},
        {"checkpoint_time": "2026-03-03T10:00:00+01:00", "tag": "Delivered", "message": "Delivered"},
    )
    assert push_aftership(client, body).json() == {"taken": True}
    assert statuses(quiet) == ["in_transit", "delivered"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"event": null, "data": null}',
        b'{"event": [1], "data": []}',
        b'{"event": "TRACKING_STOPPED", "data": {"number": 7}}',
        b'{"event": "tracking_update", "msg": []}',
        json.dumps({"event": "x", "data": {"number": None, "track_info": None}, "msg": {}}).encode(),
    ],
)
def test_a_signed_body_that_tells_of_no_parcel_is_answered_200_with_why(
    quiet: World, client: TestClient, body: bytes
) -> None:
    for answer in (push_17(client, body), push_aftership(client, body)):
        assert answer.status_code == 200
        assert answer.json()["taken"] is False
        assert answer.json()["because"]
    assert stored(quiet) == [0] * 4


def test_a_body_over_the_limit_is_refused_before_it_is_read_whole(quiet: World, client: TestClient) -> None:
    large = body_17(event("2026-03-01T10:00:00Z", "InTransit_Arrival", "x" * 9_000_000))
    assert push_17(client, large).status_code == 413
    assert stored(quiet) == [0] * 4


def test_events_that_cannot_be_true_are_kept_and_never_break_the_door(
    quiet: World, client: TestClient
) -> None:
    quiet.parcel()
    body = body_17(
        event("0001-01-01T00:00:00Z", "InTransit_Arrival"),
        event("2999-01-01T00:00:00Z", "InTransit_QuantumLeap"),
        {"time_iso": None, "sub_status": None, "description": None},
    )
    assert push_17(client, body).json()["taken"]
    assert stored(quiet)[:2] == [3, 1]
