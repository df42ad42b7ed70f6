"""Webhooks of shops: `/hooks/shopify` and `/hooks/woocommerce` for the installation's own brand, with the
brand's id behind it for a further one. Signature first; then the order is kept, and 200 at once.
"""

import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header
from fastapi.responses import JSONResponse, Response

from makewhole.desk import orders_in
from makewhole.gateways.shops import shopify, woocommerce
from makewhole.gateways.shops.order import NoOrder, ShopOrder
from makewhole.gateways.trackers import pushed
from makewhole.store import brands
from makewhole.web.doors import Doors, Here
from makewhole.web.hooks import Body, unsigned
from makewhole.web.problems import Problem

router: Final = APIRouter(prefix="/hooks", include_in_schema=False)
_SIGNATURE: Final = 128


@router.post("/shopify")
@router.post("/shopify/{brand}")
def from_shopify(
    doors: Here,
    body: Body,
    brand: str = "",
    x_shopify_topic: Annotated[str, Header()] = "",
    x_shopify_hmac_sha256: Annotated[str, Header()] = "",
) -> Response:
    """Take in an order or a fulfilment of a Shopify shop."""
    of = brand or doors.settings.brand
    if not _signed(doors, of, shopify.NAME, body, x_shopify_hmac_sha256):
        raise unsigned("Shopify")
    return _taken(doors, of, shopify.order(x_shopify_topic, _json(body)), body)


@router.post("/woocommerce")
@router.post("/woocommerce/{brand}")
def from_woocommerce(
    doors: Here,
    body: Body,
    brand: str = "",
    x_wc_webhook_topic: Annotated[str, Header()] = "",
    x_wc_webhook_signature: Annotated[str, Header()] = "",
) -> Response:
    """Take in an order of a WooCommerce shop, and its first unsigned word that asks whether we are here."""
    if woocommerce.is_ping(body):
        return JSONResponse({"taken": False})
    of = brand or doors.settings.brand
    if not _signed(doors, of, woocommerce.NAME, body, x_wc_webhook_signature):
        raise unsigned("WooCommerce")
    return _taken(doors, of, woocommerce.order(x_wc_webhook_topic, _json(body)), body)


def _signed(doors: Doors, brand: str, shop: str, body: bytes, signature: str) -> bool:
    secret = doors.settings.shop_secrets.get((brand, shop), "")
    return pushed.by_secret(body, signature[:_SIGNATURE], secret)


def _json(body: bytes) -> Any:
    """The body's value; None where it is no JSON, which no reader takes for an order."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _taken(doors: Doors, brand: str, told: ShopOrder | NoOrder, body: bytes) -> Response:
    if isinstance(told, NoOrder):
        return JSONResponse({"taken": False, "because": told.says})
    with doors.house.database.reading() as conn:
        if not brands.is_there(conn, brand):
            raise Problem(
                404,
                "brand",
                "No such brand",
                f"the brand {brand!r}, which the settings name a shop's secret for",
                "brands of this installation",
                f"Add it: makewhole brand add {brand} --name NAME --handle HANDLE. The shop sends it again.",
            )
    return JSONResponse({"taken": orders_in.ordered(doors.house, brand, told, body)})
