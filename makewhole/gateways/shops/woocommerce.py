"""WooCommerce's webhooks: order.created, updated, deleted, restored, and waybills from tracking plugins.

The shop itself knows no waybills: plugins write them into the order's `meta_data`, WooCommerce Shipment
Tracking and Advanced Shipment Tracking as a list under one key, others as single values.

>>> meta = [{"key": "_aftership_tracking_number", "value": "RB123456785CN"}]
>>> told = order("order.updated", {"number": "77", "status": "completed", "meta_data": meta})
>>> told.ref, told.state, told.parcels[0].waybill
('77', 'shipped', 'RB123456785CN')
"""

import json
from datetime import UTC, datetime
from typing import Any

from makewhole.gateways.shops.order import (
    NoOrder,
    Shipped,
    ShopOrder,
    State,
    country,
    operator_of,
    time,
    total,
    word,
)
from makewhole.gateways.wire import Json, objects

NAME = "woocommerce"
_CANCELLED = ("cancelled", "refunded", "failed", "trash")
_LISTS = ("_wc_shipment_tracking_items",)
_NUMBERS = {
    "_aftership_tracking_number": "_aftership_tracking_provider_name",
    "_tracking_number": "_tracking_provider",
    "_wc_tracking_number": "_wc_tracking_provider",
    "ywot_tracking_code": "ywot_carrier_name",
    "_parcelpanel_tracking_number": "_parcelpanel_tracking_company",
}
"""Keys under which a plugin keeps one waybill, and the key of its carrier."""


def is_ping(body: bytes) -> bool:
    """Whether this is the unsigned word WooCommerce sends to see that an address answers.

    >>> is_ping(b"webhook_id=12"), is_ping(b'{"id": 12}')
    (True, False)
    """
    name, _, number = body.partition(b"=")
    return name == b"webhook_id" and number.isdigit() and len(number) < 20


def order(topic: str, body: Any) -> ShopOrder | NoOrder:
    """What a webhook says of an order.

    `topic` is its `x-wc-webhook-topic`. That header is not signed, so it only says what is not taken; an
    order that was deleted is known by its body, which is its id and nothing else.
    """
    if not isinstance(body, dict):
        return NoOrder("the body is no JSON object")
    if topic.partition(".")[0] != "order":
        return NoOrder(f"we take no {topic[:40]!r}: make webhooks for order created, updated and deleted")
    ref = word(body.get("number")) or word(body.get("id"))
    if ref is None:
        return NoOrder("the order has no number")
    status = str(body.get("status") or "").removeprefix("wc-")
    parcels = tuple(_parcels(objects(body.get("meta_data"))))
    gone = set(body) == {"id"} or status in _CANCELLED
    state: State = "shipped" if parcels else "cancelled" if gone else "open"
    shipping, billing = body.get("shipping"), body.get("billing")
    to = country(shipping.get("country")) if isinstance(shipping, dict) else None
    return ShopOrder(
        NAME,
        ref.lstrip("#"),
        state,
        placed_at=time(body.get("date_created_gmt")),
        destination=to or (country(billing.get("country")) if isinstance(billing, dict) else None),
        value=total(body.get("total"), body.get("currency")),
        told_at=time(body.get("date_modified_gmt")),
        parcels=parcels,
        whole=status == "completed",
    )


def _parcels(meta: list[Json]) -> list[Shipped]:
    kept = {str(one.get("key")): one.get("value") for one in meta}
    found: dict[str, Shipped] = {}
    for key in _LISTS:
        for item in objects(_list(kept.get(key))):
            number = word(item.get("tracking_number"))
            if number is None:
                continue
            company = next(
                (item[name] for name in ("custom_tracking_provider", "tracking_provider") if item.get(name)),
                None,
            )
            found[number] = Shipped(number, operator_of(company), _day(item.get("date_shipped")))
    for key, provider in _NUMBERS.items():
        number = word(kept.get(key))
        if number is not None and number not in found:
            found[number] = Shipped(number, operator_of(kept.get(provider)))
    return list(found.values())


def _list(value: Any) -> Any:
    """Some plugins keep their list as JSON text."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None


def _day(value: Any) -> datetime | None:
    """A day as seconds since 1970, which is how these plugins keep it, or as an ISO date."""
    text = word(value)
    if text is not None and text.isascii() and text.isdecimal() and len(text) <= 10:
        return datetime.fromtimestamp(int(text), UTC)
    return time(text)
