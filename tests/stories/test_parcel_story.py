"""From a shop's order to the customer's answer: order, parcel, scans, customs, each as it is told."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from makewhole.store.database import Database
from tests.web.conftest import LEAD, PASSWORD, WEB, served, staffed
from tests.web.pages import text
from tests.world import BRAND, WAYBILL, World, a_world, until

SHOP, KEY = "shop-secret", "token-carriers"
SITE = replace(WEB, shop_secrets={(BRAND, "shopify"): SHOP}, push_secrets={"17track": KEY})


@pytest.fixture
def world(database: Database, tmp_path: Path) -> Iterator[World]:
    """A staffed world at work."""
    with a_world(database, tmp_path / "data") as made:
        yield staffed(made)


@pytest.fixture
def site(world: World) -> Iterator[httpx.Client]:
    """The site on a socket, as shops, carriers and staff see it."""
    with (
        served(world.house, SITE) as url,
        httpx.Client(base_url=url, follow_redirects=True, timeout=30) as client,
    ):
        yield client


def shop(site: httpx.Client, topic: str, told: dict[str, Any]) -> None:
    """The shop pushes what happened to an order, signed."""
    body = json.dumps(told).encode()
    signed = base64.b64encode(hmac.digest(SHOP.encode(), body, hashlib.sha256)).decode()
    headers = {"x-shopify-topic": topic, "x-shopify-hmac-sha256": signed}
    site.post("/hooks/shopify", content=body, headers=headers).raise_for_status()


def pushed(site: httpx.Client, number: str, *events: dict[str, Any]) -> None:
    """17TRACK pushes what it knows of a waybill, signed."""
    provider = {"provider": {"name": "Deutsche Post"}, "events": list(events)}
    info = {"latest_status": {"sub_status": events[0]["sub_status"]}, "tracking": {"providers": [provider]}}
    told = {"event": "TRACKING_UPDATED", "data": {"number": number, "track_info": info}}
    body = json.dumps(told).encode()
    sign = hashlib.sha256(body + b"/" + KEY.encode()).hexdigest()
    site.post("/hooks/17track", content=body, headers={"sign": sign}).raise_for_status()


def event(at: str, sub_status: str, words: str) -> dict[str, Any]:
    """One event as 17TRACK writes it."""
    return {
        "time_iso": at, "description": words, "location": "Frankfurt", "sub_status": sub_status,
        "address": {"country": "DE", "state": None, "city": "Frankfurt"},
    }  # fmt: skip


def order(world: World, **more: Any) -> dict[str, Any]:
    """Order #1001 to Germany, placed three days ago."""
    placed = world.house.clock.now() - timedelta(days=3)
    return {
        "id": 1, "name": "#1001", "order_number": 1001, "created_at": placed.isoformat(),
        "updated_at": placed.isoformat(), "cancelled_at": None, "total_price": "40.00", "currency": "EUR",
        "shipping_address": {"name": "Anna Ek", "country_code": "DE"}, "fulfillments": [],
        "fulfillment_status": None, **more,
    }  # fmt: skip


def answered(world: World, handle: str, said: str) -> str:
    """What a customer is answered in private to a message."""

    def ours() -> list[str]:
        seen = httpx.get(f"{world.x}/_control/state").json()["messages"]
        return [one["text"] for one in seen if one["by_app"]]

    before = len(ours())
    world.writes(handle, said)
    until(lambda: len(ours()) > before, otherwise="nobody was answered")
    return ours()[-1]


def test_an_order_number_is_answered_with_what_is_known_from_the_order_to_customs(
    world: World, site: httpx.Client
) -> None:
    now = world.house.clock.now()
    shop(site, "orders/create", order(world))
    waits = answered(world, "anna", "Hello, where is my order #1001?")
    assert "1001" in waits

    sent = now - timedelta(days=2)
    scans = [
        {"at": sent.isoformat(), "sub_status": "InTransit_PickedUp", "words": "Accepted", "country": "CN"},
        {"at": (sent + timedelta(days=1)).isoformat(), "sub_status": "InTransit_Other", "country": "CN"},
    ]
    known = {"number": WAYBILL, "operator": "china_post", "origin": "CN", "destination": "DE", "scans": scans}
    httpx.post(f"{world.carriers}/_control/parcels", json=[known]).raise_for_status()
    went = {
        "id": 2, "order_id": 1, "status": "success", "created_at": sent.isoformat(),
        "updated_at": sent.isoformat(), "tracking_company": "China Post", "tracking_number": WAYBILL,
        "tracking_numbers": [WAYBILL], "name": "#1001.1", "destination": {"country_code": "DE"},
    }  # fmt: skip
    shop(site, "fulfillments/create", went)
    moves = answered(world, "anna", "And now? Order 1001 please")
    assert moves != waits
    assert re.search(r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)", moves), moves

    held = event(now.isoformat(), "InTransit_CustomsRequiringInformation", "Held by customs, invoice needed")
    pushed(site, WAYBILL, held)
    stopped = answered(world, "anna", "Any news of #1001?")
    assert "customs" in stopped.lower(), stopped

    form = site.get("/desk/sign-in").text
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', form)
    assert token is not None
    site.post("/desk/sign-in", data={"email": LEAD, "password": PASSWORD, "csrf": token[1]})
    [(parcel,)] = world.rows("SELECT id FROM parcel")
    page = text(site.get(f"/desk/parcels/{parcel}").text)
    assert "customs" in page.lower()
    assert "Frankfurt" in page
