"""Parcels, orders and scans as a seller or a shop tells them: kept in the caller's turn, in the one way.

What was told of a waybill before its parcel was known finds it here; an order that became a parcel is noted;
parcels that came in are followed where the house follows all. Reading and checking is done before.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from makewhole.desk import looks
from makewhole.desk.heard import adopt
from makewhole.desk.turn import Turn
from makewhole.gateways import tracking
from makewhole.store import orders, parcels


def keep_parcels(turn: Turn, brand: str, rows: Iterable[Mapping[str, Any]]) -> list[int]:
    """Add parcels or bring them up to date (`parcels.FIELDS`); returns their ids."""
    made, refs = [], []
    for row in rows:
        made.append(parcels.put(turn.conn, brand, row, turn.now))
        adopt(turn, parcels.get(turn.conn, made[-1]), tracking.read)
        if row.get("order_ref"):
            refs.append(str(row["order_ref"]))
    if refs:
        orders.shipped(turn.conn, brand, refs)
    looks.begin(turn, brand, made)
    turn.tell(f"parcels:{brand}")
    return made
