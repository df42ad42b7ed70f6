"""The API's part for orders, scans and journeys: handed in item by item, read back whole."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.web.test_api import HEADERS, keyed
from tests.world import WAYBILL, World

__all__ = ["keyed"]
ORDER = {
    "ref": "1001",
    "placed_at": "2026-03-01T09:00:00Z",
    "ships_by": "2026-03-03T18:00:00Z",
    "destination": "DE",
}


def post(client: TestClient, path: str, body: Any) -> Any:
    answer = client.post(f"/api/v1/{path}", json=body, headers=HEADERS)
    assert answer.is_success, answer.text
    return answer.json()


def get(client: TestClient, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}", headers=HEADERS)
    assert answer.is_success, answer.text
    return answer.json()


def scans(*events: dict[str, Any], number: str = WAYBILL) -> dict[str, Any]:
    return {"parcels": [{"number": number, "events": list(events)}]}


def test_nothing_is_taken_or_told_without_a_key(client: TestClient) -> None:
    for path, body in (("orders", {"orders": [ORDER]}), ("scans", scans({"at": "2026-03-01"}))):
        assert client.post(f"/api/v1/{path}", json=body).status_code == 401
    for path in ("orders/1001", f"parcels/{WAYBILL}/journey"):
        assert client.get(f"/api/v1/{path}").status_code == 401


def test_an_order_is_told_of_before_and_after_it_is_a_parcel(keyed: World, client: TestClient) -> None:
    assert post(client, "orders", {"orders": [ORDER]}) == {"kept": 1, "parcels": 0}
    told = get(client, "orders/%231001")
    assert (told["state"], told["ships_by"], told["parcels"]) == ("open", "2026-03-03T18:00:00Z", [])
    shipped = {**ORDER, "parcels": [{"waybill": "rb 123 456 785 cn"}]}
    assert post(client, "orders", {"orders": [shipped]})["parcels"] == 1
    told = get(client, "orders/1001")
    assert (told["state"], told["parcels"]) == ("shipped", [WAYBILL])
    assert get(client, f"parcels/{WAYBILL}/journey")["operator"] == "china_post"


def test_an_older_word_about_an_order_changes_nothing(keyed: World, client: TestClient) -> None:
    newer = {**ORDER, "state": "cancelled", "told_at": "2026-03-02T00:00:00Z"}
    post(client, "orders", {"orders": [{**ORDER, "told_at": "2026-03-01T12:00:00Z"}]})
    post(client, "orders", {"orders": [newer]})
    post(client, "orders", {"orders": [{**ORDER, "told_at": "2026-03-01T18:00:00Z"}]})
    assert get(client, "orders/1001")["state"] == "cancelled"


def test_scans_are_judged_one_parcel_at_a_time(keyed: World, client: TestClient) -> None:
    keyed.parcel()
    body = scans(
        {"at": "2026-03-02T10:00:00+01:00", "status": "delivered"},
        {
            "at": "2026-03-01T10:00:00+01:00",
            "words": "Arrived at customs",
            "place": "Leipzig",
            "country": "DE",
        },
        {"at": "sometime", "status": "in_transit"},
    )
    body["parcels"] += scans({"at": "2026-03-01", "status": "lost"}, number="RA473124829CN")["parcels"]
    verdicts = {one["number"]: one for one in post(client, "scans", body)["verdicts"]}
    assert verdicts[WAYBILL]["known"]
    assert verdicts[WAYBILL]["new"] == 3
    assert len(verdicts[WAYBILL]["unread"]) == 1
    assert verdicts["RA473124829CN"] == {"number": "RA473124829CN", "known": False, "new": 0, "unread": []}
    told = get(client, f"parcels/{WAYBILL}/journey")
    assert told["status"] == "delivered"
    assert [(one["status"], one["place"]) for one in told["events"][:2]] == [
        ("customs", "Leipzig"),
        ("delivered", None),
    ]
    assert told["events"][2]["doubt"]
    again = post(client, "scans", body)["verdicts"]
    assert sum(one["new"] for one in again) == 0


def test_scans_told_before_the_parcel_are_given_to_it(keyed: World, client: TestClient) -> None:
    post(client, "scans", scans({"at": "2026-03-01T10:00:00Z", "status": "delivered"}))
    post(client, "parcels", {"parcels": [{"waybill": WAYBILL}]})
    assert get(client, f"parcels/{WAYBILL}/journey")["status"] == "delivered"


def test_a_journey_is_the_brands_own(keyed: World, client: TestClient) -> None:
    assert client.get(f"/api/v1/parcels/{WAYBILL}/journey", headers=HEADERS).status_code == 404
    keyed.parcel()
    assert get(client, f"parcels/{WAYBILL.lower()}/journey")["waybill"] == WAYBILL


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("orders", {"orders": []}),
        ("orders", {"orders": [{**ORDER, "buyer": "Anna"}]}),
        ("orders", {"orders": [{**ORDER, "value_minor": 5}]}),
        ("orders", {"orders": [{**ORDER, "placed_at": "yesterday"}]}),
        ("scans", scans()),
        ("scans", scans({"status": "delivered"})),
        ("scans", {"parcels": [{"number": "!", "events": [{"at": "2026-03-01"}]}]}),
    ],
)
def test_a_body_that_makes_no_sense_is_answered_with_what_is_allowed(
    keyed: World, client: TestClient, path: str, body: Any
) -> None:
    answer = client.post(f"/api/v1/{path}", json=body, headers=HEADERS)
    assert answer.status_code == 422
    assert answer.json()["allowed"]
    assert keyed.rows("SELECT 1 FROM shop_order") == []


def test_a_journey_goes_out_as_epcis_and_comes_in_again(keyed: World, client: TestClient) -> None:
    keyed.parcel()
    post(client, "scans", scans({"at": "2026-03-01T10:00:00+01:00", "status": "customs", "place": "Leipzig"}))
    written = client.get(f"/api/v1/parcels/{WAYBILL}/epcis", headers=HEADERS)
    assert written.headers["content-type"].startswith("application/ld+json")
    assert len(written.json()["epcisBody"]["eventList"]) == 1
    later = written.json()
    later["epcisBody"]["eventList"].append({**later["epcisBody"]["eventList"][0], "eventTime": "2999-13-01"})
    told = client.post("/api/v1/epcis/capture", json=later, headers=HEADERS)
    assert told.status_code == 202
    [verdict] = told.json()["verdicts"]
    assert (verdict["number"], verdict["known"], len(verdict["unread"])) == (WAYBILL, True, 1)


def test_an_epcis_document_about_a_parcel_to_come_waits_for_it(keyed: World, client: TestClient) -> None:
    keyed.parcel()
    post(client, "scans", scans({"at": "2026-03-01T10:00:00+01:00", "status": "delivered"}))
    document = client.get(f"/api/v1/parcels/{WAYBILL}/epcis", headers=HEADERS).text
    other = document.replace(WAYBILL, "RA473124829CN")
    told = client.post("/api/v1/epcis/capture", content=other, headers=HEADERS).json()
    assert [one["known"] for one in told["verdicts"]] == [False]
    post(client, "parcels", {"parcels": [{"waybill": "RA473124829CN"}]})
    assert get(client, "parcels/RA473124829CN/journey")["status"] == "delivered"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b"<a/>", b"[" * 50_000])
def test_a_body_that_is_no_epcis_is_answered_with_what_is_allowed(
    keyed: World, client: TestClient, body: bytes
) -> None:
    answer = client.post("/api/v1/epcis/capture", content=body, headers=HEADERS)
    assert answer.status_code == 400
    assert answer.json()["allowed"] == "EPCIS 2.0 in JSON-LD"


@pytest.mark.parametrize("at", ["9999-12-31T00:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_a_moment_that_cannot_be_reckoned_with_is_refused_with_its_place(
    keyed: World, client: TestClient, at: str
) -> None:
    given = {"orders": [{**ORDER, "parcels": [{"waybill": WAYBILL, "accepted_at": at}]}]}
    answer = client.post("/api/v1/orders", json=given, headers=HEADERS)
    assert answer.status_code == 422
    assert "accepted_at" in answer.text


def test_the_parcels_of_an_order_are_found_however_its_number_is_written(
    keyed: World, client: TestClient
) -> None:
    post(client, "orders", {"orders": [ORDER]})
    post(client, "parcels", {"parcels": [{"waybill": WAYBILL, "order_ref": "#1001"}]})
    assert get(client, "orders/1001")["parcels"] == [WAYBILL]


def test_more_than_is_read_of_one_body_is_refused_and_not_half_kept(keyed: World, client: TestClient) -> None:
    events = [{"at": "2026-03-01T10:00Z", "words": "x" * 2_000}] * 450
    given = {"parcels": [{"number": f"RB{number:09d}CN", "events": events} for number in range(10)]}
    answer = client.post("/api/v1/scans", json=given, headers=HEADERS)
    assert answer.status_code == 413
    assert "8 MB" in answer.json()["detail"]
    assert quiet_rows(keyed) == []


def quiet_rows(world: World) -> list[Any]:
    """What was kept of anything told."""
    return list(world.rows("SELECT 1 FROM person_answer"))
