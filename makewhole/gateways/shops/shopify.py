"""Shopify's webhooks: orders/create, updated, cancelled, and fulfillments/create, update.

A fulfilment may name several waybills, and an order several fulfilments. One that was cancelled or failed is
no parcel. The form is the REST one that webhooks carry in all versions up to 2026-10.

>>> told = order("orders/create", {"name": "#1001", "created_at": "2026-11-20T10:00:00+01:00"})
>>> told.ref, told.state, told.placed_at.isoformat()
('1001', 'open', '2026-11-20T09:00:00+00:00')
"""

from typing import Any

from makewhole.gateways.shops.order import (
    NoOrder,
    Shipped,
    ShopOrder,
    country,
    operator_of,
    time,
    total,
    word,
)
from makewhole.gateways.wire import Json, objects

NAME = "shopify"
_GONE = ("cancelled", "error", "failure")


def order(topic: str, body: Any) -> ShopOrder | NoOrder:
    """What a webhook says of an order.

    `topic` is its `x-shopify-topic`. That header is not signed, so it only says what is not taken; what is
    told, a cancelling too, is read in the body.
    """
    if not isinstance(body, dict):
        return NoOrder("the body is no JSON object")
    if topic.partition("/")[0] not in ("orders", "fulfillments"):
        return NoOrder(f"we take no {topic[:40]!r}: subscribe to orders/... and fulfillments/...")
    return _fulfilment(body) if "order_id" in body else _order(body)


def _order(body: Json) -> ShopOrder | NoOrder:
    ref = _ref(body.get("name")) or word(body.get("order_number"))
    if ref is None:
        return NoOrder("the order has no name")
    parcels = tuple(one for each in objects(body.get("fulfillments")) for one in _parcels(each))
    gone = time(body.get("cancelled_at")) is not None
    shipping = body.get("shipping_address")
    return ShopOrder(
        NAME,
        ref,
        "shipped" if parcels else "cancelled" if gone else "open",
        placed_at=time(body.get("created_at")),
        destination=country(shipping.get("country_code")) if isinstance(shipping, dict) else None,
        value=total(body.get("total_price"), body.get("currency")),
        told_at=time(body.get("updated_at")),
        parcels=parcels,
        whole=body.get("fulfillment_status") == "fulfilled",
    )


def _fulfilment(body: Json) -> ShopOrder | NoOrder:
    """A fulfilment is named for its order: "#1001.2" is the second of #1001."""
    ref = _ref(str(body.get("name") or "").rpartition(".")[0])
    if ref is None:
        return NoOrder("the fulfilment does not name its order")
    parcels = tuple(_parcels(body))
    to = body.get("destination")
    return ShopOrder(
        NAME,
        ref,
        "shipped" if parcels else "open",
        destination=country(to.get("country_code")) if isinstance(to, dict) else None,
        parcels=parcels,
    )


def _parcels(fulfilment: Json) -> list[Shipped]:
    if fulfilment.get("status") in _GONE:
        return []
    many = fulfilment.get("tracking_numbers")
    numbers = [*(many if isinstance(many, list) else []), fulfilment.get("tracking_number")]
    operator, at = operator_of(fulfilment.get("tracking_company")), time(fulfilment.get("created_at"))
    known = dict.fromkeys(number for one in numbers if (number := word(one)) is not None)
    return [Shipped(number, operator, at) for number in known]


def _ref(name: Any) -> str | None:
    text = word(name)
    return None if text is None else text.lstrip("#") or None
