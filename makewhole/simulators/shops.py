"""A Shopify and a WooCommerce shop on loopback, as far as their webhooks go: orders made, sent and cancelled.

`POST /_control/webhook {url, brand?}` sets where they push to; `/_control/order`, `/_control/ship` and
`/_control/cancel` do what a shop's staff does, and each pushes the shop's own signed body. The plan's faults
send it twice, late, or never. Whose order it is stands in the body, as it does in a real shop's.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from makewhole.simulators.asked import asked
from makewhole.simulators.clock import Clock, real_now
from makewhole.simulators.faults import Faults, Plan
from makewhole.simulators.pushes import Pusher, as_body, signed_by_secret

Json = dict[str, Any]
Kind = Literal["shopify", "woocommerce"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Which shop it is, its webhook secret, faults and clock."""

    kind: Kind = "shopify"
    secret: str = field(default="secret-shop", repr=False)
    plan: Plan = field(default_factory=Plan)
    now: Callable[[], datetime] = real_now


@dataclass(slots=True)
class _Order:
    number: int
    placed: datetime
    changed: datetime
    country: str
    total: str
    parcels: list[tuple[str, str]] = field(default_factory=list)
    cancelled: datetime | None = None


@dataclass(slots=True)
class _State:
    settings: Settings
    clock: Clock
    faults: Faults
    pusher: Pusher
    orders: dict[int, _Order] = field(default_factory=dict)


def app(settings: Settings | None = None) -> Starlette:
    """The simulated shop as an ASGI app."""
    chosen = settings or Settings()
    clock = Clock(chosen.now)
    faults = Faults(clock, chosen.plan)
    made = Starlette(
        routes=[
            Route("/_control/webhook", _webhook, methods=["POST"]),
            Route("/_control/order", _order, methods=["POST"]),
            Route("/_control/ship", _ship, methods=["POST"]),
            Route("/_control/cancel", _cancel, methods=["POST"]),
            Route("/_control/faults", _faults, methods=["POST"]),
        ]
    )
    made.state.shop = _State(chosen, clock, faults, Pusher(faults))
    return made


async def _webhook(request: Request) -> Response:
    state: _State = request.app.state.shop
    state.pusher.url = str((await asked(request)).get("url") or "")
    return JSONResponse({"url": state.pusher.url})


async def _order(request: Request) -> Response:
    """A customer buys: `{country?, total?}`; gives the order's number."""
    state: _State = request.app.state.shop
    wanted, now = await asked(request), state.clock.now()
    number = 1001 + len(state.orders)
    state.orders[number] = _Order(
        number, now, now, str(wanted.get("country", "DE")), str(wanted.get("total", "40.00"))
    )
    await _told(state, state.orders[number], "orders/create", "order.created")
    return JSONResponse({"number": number, "answers": state.pusher.answers}, 201)


async def _ship(request: Request) -> Response:
    """A parcel of an order leaves: `{number, waybill, company?}`."""
    state: _State = request.app.state.shop
    wanted = await asked(request)
    order = state.orders.get(int(wanted.get("number") or 0))
    if order is None:
        return JSONResponse({"detail": "there is no such order"}, 404)
    order.parcels.append((str(wanted.get("waybill")), str(wanted.get("company", "China Post"))))
    order.changed = state.clock.now()
    await _told(state, order, "fulfillments/create", "order.updated")
    return JSONResponse({"answers": state.pusher.answers})


async def _cancel(request: Request) -> Response:
    """An order is cancelled: `{number}`."""
    state: _State = request.app.state.shop
    order = state.orders.get(int((await asked(request)).get("number") or 0))
    if order is None:
        return JSONResponse({"detail": "there is no such order"}, 404)
    order.cancelled = order.changed = state.clock.now()
    await _told(state, order, "orders/cancelled", "order.updated")
    return JSONResponse({"answers": state.pusher.answers})


async def _faults(request: Request) -> Response:
    state: _State = request.app.state.shop
    wrong = state.faults.change(await asked(request))
    return JSONResponse({"detail": wrong}, 400) if wrong else JSONResponse(state.faults.as_dict())


async def _told(state: _State, order: _Order, of_shopify: str, of_woocommerce: str) -> None:
    """Push what changed in the shop's own form, signed."""
    if state.settings.kind == "shopify":
        fulfils = of_shopify.startswith("fulfillments")
        body = as_body(_fulfilment(order, len(order.parcels)) if fulfils else _shopify(order))
        signed = signed_by_secret(body, state.settings.secret, "x-shopify-hmac-sha256")
        await state.pusher.send(body, {**signed, "x-shopify-topic": of_shopify})
        return
    body = as_body(_woocommerce(order))
    signed = signed_by_secret(body, state.settings.secret, "x-wc-webhook-signature")
    await state.pusher.send(body, {**signed, "x-wc-webhook-topic": of_woocommerce})


def _shopify(order: _Order) -> Json:
    return {
        "id": order.number * 1000,
        "name": f"#{order.number}",
        "order_number": order.number,
        "email": "anna@example.org",
        "created_at": order.placed.isoformat(),
        "updated_at": order.changed.isoformat(),
        "cancelled_at": None if order.cancelled is None else order.cancelled.isoformat(),
        "total_price": order.total,
        "currency": "EUR",
        "shipping_address": {"first_name": "Anna", "address1": "Lindenweg 1", "country_code": order.country},
        "fulfillments": [_fulfilment(order, nth + 1) for nth in range(len(order.parcels))],
        "fulfillment_status": "fulfilled" if order.parcels else None,
    }


def _fulfilment(order: _Order, nth: int) -> Json:
    waybill, company = order.parcels[nth - 1]
    return {
        "id": order.number * 1000 + nth,
        "order_id": order.number * 1000,
        "name": f"#{order.number}.{nth}",
        "status": "success",
        "created_at": order.changed.isoformat(),
        "tracking_company": company,
        "tracking_number": waybill,
        "tracking_numbers": [waybill],
        "destination": {"first_name": "Anna", "country_code": order.country},
    }


def _woocommerce(order: _Order) -> Json:
    items = [{"tracking_number": waybill, "tracking_provider": company} for waybill, company in order.parcels]
    meta = [{"id": 1, "key": "_wc_shipment_tracking_items", "value": items}] if items else []
    status = "cancelled" if order.cancelled else "completed" if items else "processing"
    return {
        "id": order.number,
        "number": str(order.number),
        "status": status,
        "currency": "EUR",
        "total": order.total,
        "date_created_gmt": f"{order.placed:%Y-%m-%dT%H:%M:%S}",
        "date_modified_gmt": f"{order.changed:%Y-%m-%dT%H:%M:%S}",
        "billing": {"first_name": "Anna", "email": "anna@example.org", "country": order.country},
        "shipping": {"first_name": "Anna", "country": order.country},
        "meta_data": meta,
    }
