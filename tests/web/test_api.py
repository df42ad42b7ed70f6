"""The API for other systems, and the hooks of outside parties."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from makewhole import web
from makewhole.gateways import payment
from makewhole.web.limits import Rate
from tests.web.conftest import WEB
from tests.web.pages import photo
from tests.world import BRAND, WAYBILL, World

KEY = "mwk_a-key-for-tests"
HEADERS = {"authorization": f"Bearer {KEY}"}


@pytest.fixture
def keyed(quiet: World) -> World:
    """The quiet world with an API key."""
    with quiet.house.database.writing() as conn:
        conn.exec_driver_sql(
            "INSERT INTO api_key (brand, name, key_hash, created_at) VALUES (%s, 'tests', %s, now())",
            (BRAND, quiet.house.vault.token_hash(KEY)),
        )
    return quiet


def _claim(**more: Any) -> dict[str, Any]:
    return {
        "problem": "lost",
        "asked": {"minor": 4000, "currency": "EUR"},
        "contact": {"kind": "email", "value": "anna@example.org"},
        "waybill": WAYBILL,
        **more,
    }


def test_nothing_is_told_without_a_key(client: TestClient) -> None:
    for path in ("/api/v1/claims/MW-AAAAAAAA", "/api/v1/log/head", "/api/v1/receipts/1"):
        refused = client.get(path)
        assert refused.status_code == 401
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["www-authenticate"] == "Bearer"


def test_a_problem_says_what_was_read_what_is_allowed_and_what_to_do(
    keyed: World, client: TestClient
) -> None:
    for body in (
        _claim(problem="eaten"),
        _claim(asked={"minor": -1, "currency": "EUR"}),
        _claim(colour="red"),
        _claim(waybill=""),
        {"posts": 1},
    ):
        refused = client.post("/api/v1/claims", json=body, headers=HEADERS)
        assert refused.status_code == 422
        said = refused.json()
        assert said["read"]
        assert said["allowed"]
        assert said["way_forward"]
        assert said["request_id"] == refused.headers["x-request-id"]


def test_a_claim_is_lodged_once_and_read_back(keyed: World, client: TestClient) -> None:
    keyed.parcel()
    files = [{"kind": "photo_goods", "content": base64.b64encode(photo()).decode()}]
    made = client.post("/api/v1/claims", json=_claim(photos=files), headers=HEADERS)
    assert made.status_code == 201
    assert client.get(made.json()["link"].removeprefix("http://127.0.0.1")).status_code == 200
    told = client.get(f"/api/v1/claims/{made.json()['ref']}", headers=HEADERS).json()
    assert (told["state"], told["asked"]) == ("lodged", {"minor": 4000, "currency": "EUR"})
    assert client.get(f"/api/v1/receipts/{told['statements'][0]}", headers=HEADERS).status_code == 200
    again = client.post("/api/v1/claims", json=_claim(), headers=HEADERS)
    assert again.status_code == 422
    assert "already with us" in again.json()["read"]
    assert made.json()["ref"] not in again.text, "whoever knows an address learns nothing of its claims"
    early = client.post(f"/api/v1/claims/{made.json()['ref']}/accept", json={"account": "a"}, headers=HEADERS)
    assert early.status_code == 409


def test_a_file_that_is_no_photo_is_refused_by_its_place(keyed: World, client: TestClient) -> None:
    for content in ("not base64!", base64.b64encode(b"<svg/>").decode()):
        body = _claim(photos=[{"kind": "photo_goods", "content": content}])
        refused = client.post("/api/v1/claims", json=body, headers=HEADERS)
        assert refused.status_code == 422
        assert "photos.0.content" in refused.json()["read"]


def test_posts_and_parcels_come_in_once(keyed: World, client: TestClient) -> None:
    post = {"data": {"id": "77", "text": "@HaldenHome where is it", "author_id": "5"}}
    first = client.post(
        "/api/v1/posts", json={"posts": [post, {"data": {"id": "78"}}]}, headers=HEADERS
    ).json()
    assert (first["kept"], first["duplicates"], len(first["unreadable"])) == (1, 0, 1)
    again = client.post("/api/v1/posts", json={"posts": [post]}, headers=HEADERS).json()
    assert (again["kept"], again["duplicates"]) == (0, 1)
    rows = [{"waybill": "rb 123 456 785 cn", "value_minor": 4000, "currency": "EUR"}]
    assert client.post("/api/v1/parcels", json={"parcels": rows}, headers=HEADERS).json() == {"kept": 1}
    assert keyed.rows("SELECT waybill FROM parcel") == [(WAYBILL,)]
    bare = client.post(
        "/api/v1/parcels", json={"parcels": [{"waybill": "X1234", "value_minor": 1}]}, headers=HEADERS
    )
    assert bare.status_code == 422


def test_one_brands_key_opens_nothing_of_anothers(keyed: World, client: TestClient) -> None:
    keyed.parcel()
    ref = keyed.claim().ref
    with keyed.house.database.writing() as conn:
        conn.exec_driver_sql("INSERT INTO brand (id, name, created_at) VALUES ('other', 'Other', now())")
        conn.exec_driver_sql("UPDATE api_key SET brand = 'other'")
    assert client.get(f"/api/v1/claims/{ref}", headers=HEADERS).status_code == 404
    number = keyed.rows("SELECT id FROM statement")[0][0]
    assert client.get(f"/api/v1/receipts/{number}", headers=HEADERS).status_code == 404


def _signed(body: bytes) -> dict[str, str]:
    made = hmac.new(WEB.x_secret.encode(), body, hashlib.sha256).digest()
    return {"x-twitter-webhooks-signature-oauth2": "sha256=" + base64.b64encode(made).decode()}


def test_x_is_answered_and_believed_only_by_its_signature(quiet: World, client: TestClient) -> None:
    assert client.get("/hooks/x?crc_token=abc").json()["response_token"].startswith("sha256=")
    assert client.get("/hooks/x").status_code == 400
    post = {"id": "9", "text": "@HaldenHome hello", "author_id": "5"}
    body = json.dumps({"data": post}).encode()
    assert client.post("/hooks/x", content=body).status_code == 401
    assert client.post("/hooks/x", content=body + b" ", headers=_signed(body)).status_code == 401
    for _ in range(2):
        assert client.post("/hooks/x", content=body, headers=_signed(body)).status_code == 200
    assert quiet.rows("SELECT remote_id FROM person_post") == [("9",)]
    broken = b"{"
    assert client.post("/hooks/x", content=broken, headers=_signed(broken)).status_code == 400


def test_the_payment_provider_is_believed_only_by_its_signature(quiet: World, client: TestClient) -> None:
    body = b'{"id": "e1", "data": {}}'
    assert client.post("/hooks/payment", content=body).status_code == 401
    now = int(quiet.house.clock.now().timestamp())
    header = {payment.SIGNATURE_HEADER: payment.signed(body, now, WEB.payment_secret)}
    assert client.post("/hooks/payment", content=body, headers=header).status_code == 400
    late = {payment.SIGNATURE_HEADER: payment.signed(body, now - 900, WEB.payment_secret)}
    assert client.post("/hooks/payment", content=body, headers=late).status_code == 401


def test_what_the_description_promises_is_kept(keyed: World) -> None:
    site = web.app(keyed.house, WEB)
    site.state.pace.rate = Rate(burst=100_000, every=0.001)
    with TestClient(site):
        schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", site)
        operations = [found.ok() for found in schema.get_all_operations()]
        assert len(operations) == 15
        for operation in operations:

            @settings(max_examples=5, deadline=None, database=None, suppress_health_check=list(HealthCheck))
            @given(case=operation.as_strategy())
            def holds(case: schemathesis.Case[Any]) -> None:
                # Calls without a key have a test of their own, where this check would send ours along;
                # and what a schema allows (a sum without its currency) may still make no sense.
                case.call_and_validate(
                    headers=HEADERS, excluded_checks=[ignored_auth, positive_data_acceptance]
                )

            holds()
