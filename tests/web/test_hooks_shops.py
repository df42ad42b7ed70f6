"""The doors shops push orders to: their signature alone is believed, and no word of theirs is taken twice."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from makewhole.store import brands
from tests.web.conftest import WEB, visitor
from tests.world import BRAND, WAYBILL, World

SECRET, OTHER = "shop-secret", "other-secret"
SETTINGS = replace(
    WEB,
    shop_secrets={(BRAND, "shopify"): SECRET, (BRAND, "woocommerce"): SECRET, ("fjord", "shopify"): OTHER},
)


@pytest.fixture
def client(quiet: World) -> Iterator[TestClient]:
    with visitor(quiet.house, SETTINGS) as made:
        yield made


def signature(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


def shopify(
    client: TestClient, topic: str, told: Any, secret: str = SECRET, door: str = "/hooks/shopify"
) -> Response:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    headers = {"x-shopify-topic": topic, "x-shopify-hmac-sha256": signature(body, secret)}
    made: Response = client.post(door, content=body, headers=headers)
    return made


def woo(client: TestClient, topic: str, told: Any, secret: str = SECRET) -> Response:
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    headers = {"x-wc-webhook-topic": topic, "x-wc-webhook-signature": signature(body, secret)}
    made: Response = client.post("/hooks/woocommerce", content=body, headers=headers)
    return made


def order(**more: Any) -> dict[str, Any]:
    return {
        "id": 450789469,
        "name": "#1001",
        "order_number": 1001,
        "email": "anna@example.org",
        "created_at": "2026-03-01T10:00:00+01:00",
        "updated_at": "2026-03-01T10:00:00+01:00",
        "cancelled_at": None,
        "total_price": "59.90",
        "currency": "EUR",
        "customer": {"first_name": "Anna", "last_name": "Ek"},
        "shipping_address": {"name": "Anna Ek", "address1": "Storgatan 1", "country_code": "SE"},
        "line_items": [{"title": "Lamp"}],
        "fulfillments": [],
        "fulfillment_status": None,
        **more,
    }


def fulfilment(**more: Any) -> dict[str, Any]:
    return {
        "id": 255858046,
        "order_id": 450789469,
        "name": "#1001.1",
        "status": "success",
        "created_at": "2026-03-02T10:00:00+01:00",
        "tracking_company": "China Post",
        "tracking_number": WAYBILL,
        "tracking_numbers": [WAYBILL],
        "destination": {"country_code": "SE", "first_name": "Anna"},
        **more,
    }


def orders(world: World) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in world.rows("SELECT brand, ref, state FROM shop_order ORDER BY id")]


def kept(world: World) -> list[tuple[Any, ...]]:
    asked = "SELECT waybill, operator, destination, value_minor, order_ref FROM parcel ORDER BY id"
    return [tuple(row) for row in world.rows(asked)]


@pytest.mark.parametrize("secret", ["", "another", OTHER])
def test_a_forged_order_is_answered_401_and_nothing_is_stored(
    quiet: World, client: TestClient, secret: str
) -> None:
    assert shopify(client, "orders/create", order(), secret).status_code == 401
    assert woo(client, "order.created", {"number": "7"}, secret).status_code == 401
    assert client.post("/hooks/shopify", json=order()).status_code == 401
    assert (orders(quiet), quiet.rows("SELECT 1 FROM pushed")) == ([], [])


def test_a_signature_over_another_body_opens_nothing(quiet: World, client: TestClient) -> None:
    headers = {"x-shopify-topic": "orders/create", "x-shopify-hmac-sha256": signature(b"{}", SECRET)}
    assert client.post("/hooks/shopify", json=order(), headers=headers).status_code == 401
    assert orders(quiet) == []


def test_an_order_is_known_before_it_is_a_parcel_and_without_its_buyer(
    quiet: World, client: TestClient
) -> None:
    assert shopify(client, "orders/create", order()).json() == {"taken": True}
    [row] = quiet.rows("SELECT * FROM shop_order")
    assert (row.ref, row.state, row.destination, row.value_minor) == ("1001", "open", "SE", 5990)
    assert row.placed_at.isoformat() == "2026-03-01T09:00:00+00:00"
    assert "Anna" not in str(tuple(row))
    assert kept(quiet) == []


def test_a_fulfilment_makes_the_parcel_and_the_order_shipped(quiet: World, client: TestClient) -> None:
    shopify(client, "orders/create", order())
    assert shopify(client, "fulfillments/create", fulfilment()).json() == {"taken": True}
    assert orders(quiet) == [(BRAND, "1001", "shipped")]
    assert kept(quiet) == [(WAYBILL, "china_post", "SE", None, "1001")]


def test_a_whole_order_in_one_parcel_gives_it_its_value(quiet: World, client: TestClient) -> None:
    one = fulfilment()
    whole = order(fulfillments=[one], fulfillment_status="fulfilled", updated_at="2026-03-03T10:00:00+01:00")
    shopify(client, "orders/updated", whole)
    assert kept(quiet) == [(WAYBILL, "china_post", "SE", 5990, "1001")]


def test_a_part_of_an_order_is_not_worth_the_whole(quiet: World, client: TestClient) -> None:
    shopify(client, "orders/updated", order(fulfillments=[fulfilment()], fulfillment_status="partial"))
    assert kept(quiet)[0][3] is None


def test_words_out_of_order_come_to_the_same(quiet: World, client: TestClient) -> None:
    shopify(client, "fulfillments/create", fulfilment())
    gone = order(cancelled_at="2026-03-04T00:00:00Z", updated_at="2026-03-04T00:00:00Z")
    shopify(client, "orders/cancelled", gone)
    shopify(client, "orders/create", order())
    assert orders(quiet) == [(BRAND, "1001", "cancelled")]
    assert len(kept(quiet)) == 1


def test_a_word_is_taken_once(quiet: World, client: TestClient) -> None:
    assert [shopify(client, "orders/create", order()).json()["taken"] for _ in range(3)] == [
        True,
        False,
        False,
    ]
    assert len(orders(quiet)) == 1


def test_a_signed_body_under_another_topic_cancels_nothing(quiet: World, client: TestClient) -> None:
    shopify(client, "orders/create", order())
    with quiet.house.database.writing() as conn:
        conn.exec_driver_sql("DELETE FROM pushed")
    shopify(client, "orders/cancelled", order())
    assert orders(quiet) == [(BRAND, "1001", "open")]


def test_a_cancelled_fulfilment_is_no_parcel(quiet: World, client: TestClient) -> None:
    shopify(client, "fulfillments/update", fulfilment(status="cancelled"))
    assert kept(quiet) == []


def test_one_fulfilment_may_be_several_parcels(quiet: World, client: TestClient) -> None:
    numbers = ["RB123456785CN", "RA473124829CN"]
    shopify(client, "fulfillments/create", fulfilment(tracking_numbers=numbers))
    assert sorted(row[0] for row in kept(quiet)) == sorted(numbers)


def test_a_further_brand_has_a_door_and_a_secret_of_its_own(quiet: World, client: TestClient) -> None:
    with quiet.house.database.writing() as conn:
        brands.put(conn, "fjord", "Fjord", ["fjord"], "EUR", quiet.house.clock.now(), attested=True)
    door = "/hooks/shopify/fjord"
    assert shopify(client, "orders/create", order(), SECRET, door).status_code == 401
    assert shopify(client, "orders/create", order(), OTHER, door).json() == {"taken": True}
    assert shopify(client, "orders/create", order(), SECRET, "/hooks/shopify/nobody").status_code == 401
    assert orders(quiet) == [("fjord", "1001", "open")]


def test_woocommerce_asks_first_whether_we_are_here(quiet: World, client: TestClient) -> None:
    answer = client.post("/hooks/woocommerce", content=b"webhook_id=12")
    assert (answer.status_code, orders(quiet)) == (200, [])


def test_a_woocommerce_order_goes_its_way(quiet: World, client: TestClient) -> None:
    told = {
        "id": 77, "number": "77", "status": "processing", "date_created_gmt": "2026-03-01T09:00:00",
        "date_modified_gmt": "2026-03-01T09:00:00", "total": "12.50", "currency": "EUR",
        "shipping": {"first_name": "Anna", "country": "SE"}, "billing": {"country": "NO"}, "meta_data": [],
    }  # fmt: skip
    assert woo(client, "order.created", told).json() == {"taken": True}
    assert orders(quiet) == [(BRAND, "77", "open")]
    shipped = [
        {"tracking_number": WAYBILL, "tracking_provider": "Deutsche Post DHL", "date_shipped": "1772400000"}
    ]
    meta = [{"id": 1, "key": "_wc_shipment_tracking_items", "value": shipped}]
    later = told | {"status": "completed", "meta_data": meta, "date_modified_gmt": "2026-03-02T09:00:00"}
    assert woo(client, "order.updated", later).json() == {"taken": True}
    assert orders(quiet) == [(BRAND, "77", "shipped")]
    assert kept(quiet) == [(WAYBILL, "dhl", "SE", 1250, "77")]


def test_a_woocommerce_order_that_was_deleted_is_cancelled_and_an_unknown_one_is_not_made(
    quiet: World, client: TestClient
) -> None:
    assert woo(client, "order.deleted", {"id": 77}).status_code == 200
    assert orders(quiet) == []
    woo(client, "order.created", {"id": 78, "number": "78", "status": "pending"})
    woo(client, "order.deleted", {"id": 78})
    assert orders(quiet) == [(BRAND, "78", "cancelled")]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"[" * 100_000, b"{}", b'{"name": null}'])
def test_a_signed_body_that_tells_of_no_order_is_answered_200_with_why(
    quiet: World, client: TestClient, body: bytes
) -> None:
    for answer in (
        shopify(client, "orders/create", body),
        shopify(client, "fulfillments/create", body),
        shopify(client, "products/create", body),
        woo(client, "order.created", body),
        woo(client, "coupon.created", body),
    ):
        assert answer.status_code == 200
        assert answer.json()["because"]
    assert orders(quiet) == []


def test_a_null_anywhere_in_an_order_is_no_trouble(quiet: World, client: TestClient) -> None:
    for name in order():
        assert shopify(client, "orders/updated", order(**{name: None})).status_code == 200
    for name in fulfilment():
        assert shopify(client, "fulfillments/update", fulfilment(**{name: None})).status_code == 200
    odd = {
        "name": "#1002",
        "total_price": [],
        "created_at": 7,
        "fulfillments": [None, {"tracking_numbers": 7}],
    }
    assert shopify(client, "orders/create", odd).json() == {"taken": True}


def test_a_brand_the_settings_name_and_the_database_does_not_have_is_told(client: TestClient) -> None:
    answer = shopify(client, "orders/create", order(), OTHER, "/hooks/shopify/fjord")
    assert answer.status_code == 404
    assert "makewhole brand add fjord" in answer.json()["way_forward"]


def test_a_time_no_calendar_of_ours_reckons_with_is_none(client: TestClient) -> None:
    sent = [{"status": "success", "tracking_number": WAYBILL, "created_at": "9999-12-31T23:59:59Z"}]
    told = order(fulfillments=sent, created_at="0001-01-01T00:00:00+14:00")
    assert shopify(client, "orders/updated", told).json() == {"taken": True}
