"""A shop that is not careful pushes to a real door on a socket: late, twice; the orders come out right."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from makewhole.simulators import shops
from makewhole.simulators.running import Simulator
from tests.web.conftest import WEB, served
from tests.world import BRAND, WAYBILL, World, until

SECRET = "secret-shop"


@pytest.mark.parametrize("kind", ["shopify", "woocommerce"])
def test_orders_of_a_careless_shop_come_out_right(quiet: World, kind: Any) -> None:
    settings = replace(WEB, shop_secrets={(BRAND, kind): SECRET})
    with served(quiet.house, settings) as site, Simulator(shops.app(shops.Settings(kind=kind))) as shop:

        def does(verb: str, **told: Any) -> Any:
            return httpx.post(f"{shop.url}/_control/{verb}", json=told).raise_for_status().json()

        does("webhook", url=f"{site}/hooks/{kind}")
        does("faults", event_twice=0.5, event_late=0.5, event_late_seconds=0.2, seed=4)
        first, second = does("order")["number"], does("order", country="FR")["number"]
        does("ship", number=first, waybill=WAYBILL)
        does("cancel", number=second)
        orders = "SELECT ref, state FROM shop_order ORDER BY ref"
        wanted = [(str(first), "shipped"), (str(second), "cancelled")]
        until(lambda: [tuple(row) for row in quiet.rows(orders)] == wanted)
    assert [tuple(row) for row in quiet.rows("SELECT waybill, order_ref FROM parcel")] == [
        (WAYBILL, str(first))
    ]
