"""Parcels as a seller or a shop tells them: kept in the caller's turn, in the one way.

What was told of a waybill before its parcel was known finds it here; an order that became a parcel is noted;
parcels that came in are followed where the house follows all. Reading and checking is done before.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from makewhole.desk import looks
from makewhole.desk.heard import adopt
from makewhole.desk.turn import Turn
from makewhole.gateways import handed
from makewhole.parcel import waybill
from makewhole.store import orders, parcels
from makewhole.store.orders import key_of


def keep_parcels(turn: Turn, brand: str, rows: Iterable[Mapping[str, Any]]) -> list[int]:
    """Add parcels or bring them up to date (`parcels.FIELDS`); returns their ids, in the order
    given.

    Orders come before parcels, and parcels in the order of their numbers, as whoever hears of them takes
    them: so two such turns never wait for each other in a ring.
    """
    given = list(rows)
    refs = [str(row["order_ref"]) for row in given if row.get("order_ref")]
    if refs:
        orders.shipped(turn.conn, brand, refs)
    made: dict[str, int] = {}
    for row in sorted(given, key=lambda row: key_of(row["waybill"])):
        made[row["waybill"]] = parcels.put(turn.conn, brand, row, turn.now)
        adopt(turn, parcels.get(turn.conn, made[row["waybill"]]), handed.read)
    ids = [made[row["waybill"]] for row in given]
    looks.begin(turn, brand, ids)
    turn.tell(f"parcels:{brand}")
    return ids


def as_kept(written: str) -> tuple[str, str | None]:
    """A waybill as our rows have it, and who issues such numbers where that is certain.

    >>> as_kept("rb 123 456 785 gb"), as_kept("ab-12")
    (('RB123456785GB', 'royal_mail'), ('AB-12', None))
    """
    plain = "".join(written.split()).upper()
    fits = [one for one in waybill.judge(plain) if one.number and one.verdict in ("valid", "plausible")]
    operators = {one.operator for one in fits}
    return (fits[0].number or plain if fits else plain), operators.pop() if len(operators) == 1 else None
