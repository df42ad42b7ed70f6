"""Orders as a shop tells them: kept without the buyer, and their parcels with them, in one turn.

A shop's words may come twice, late or in any order: an older word changes nothing, a body that was taken in
is not taken in again, and an order that was cancelled before we ever heard of it is none.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from makewhole.desk.house import House
from makewhole.desk.parcels_in import as_kept, keep_parcels
from makewhole.desk.scans_in import EFFECT
from makewhole.desk.turn import Turn, at_door
from makewhole.gateways.shops.order import ShopOrder
from makewhole.store import orders, watches
from makewhole.store.orders import key_of


def ordered(house: House, brand: str, order: ShopOrder, body: bytes) -> bool:
    """Keep what a shop pushed; False where the very same body was taken in before."""
    with at_door(house, "follow", EFFECT) as turn:
        new = watches.take_once(turn.conn, brand, order.shop, hashlib.sha256(body).digest(), turn.now)
        if new:
            keep_orders(turn, brand, [order])
    return new


def keep_orders(turn: Turn, brand: str, given: Sequence[ShopOrder]) -> None:
    """Add orders or bring them up to date, and their parcels.

    All orders come first and in the order of their numbers, so two such turns never wait in a ring.
    """
    kept = [one for one in sorted(given, key=lambda one: key_of(one.ref)) if _keep(turn, brand, one)]
    shipped = [row for one in kept for row in _rows(one)]
    if shipped:
        keep_parcels(turn, brand, shipped)


def _keep(turn: Turn, brand: str, order: ShopOrder) -> bool:
    """Keep one order's own row; False for one that was cancelled before we heard of it."""
    if order.state == "cancelled" and orders.find(turn.conn, brand, [order.ref]) is None:
        return False
    value = order.value
    told = {
        "state": order.state,
        "placed_at": order.placed_at,
        "ships_by": order.ships_by,
        "promised_by": order.promised_by,
        "destination": order.destination,
        "value_minor": None if value is None else value.minor,
        "currency": None if value is None else value.currency,
        "told_at": order.told_at,
    }
    orders.put(turn.conn, brand, order.ref, order.shop, told, turn.now)
    return True


def _rows(order: ShopOrder) -> Iterator[dict[str, Any]]:
    """The parcels' columns; the order's value is a parcel's only where all of it is in that one."""
    value = order.value if order.whole and len(order.parcels) == 1 else None
    for one in order.parcels:
        number, issuer = as_kept(one.waybill)
        yield {
            "waybill": number,
            "operator": one.operator or issuer,
            "destination": order.destination,
            "accepted_at": one.handed_over_at,
            "promised_by": order.promised_by,
            "value_minor": None if value is None else value.minor,
            "currency": None if value is None else value.currency,
            "order_ref": order.ref,
        }
