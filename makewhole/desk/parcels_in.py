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


def keep_parcels(turn: Turn, brand: str, rows: Iterable[Mapping[str, Any]]) -> list[int]:
    """Add parcels or bring them up to date (`parcels.FIELDS`); returns their ids."""
    made, refs = [], []
    for row in rows:
        made.append(parcels.put(turn.conn, brand, row, turn.now))
        adopt(turn, parcels.get(turn.conn, made[-1]), handed.read)
        if row.get("order_ref"):
            refs.append(str(row["order_ref"]))
    if refs:
        orders.shipped(turn.conn, brand, refs)
    looks.begin(turn, brand, made)
    turn.tell(f"parcels:{brand}")
    return made


def as_kept(written: str) -> tuple[str, str | None]:
    """A waybill as our rows have it, and who issues such numbers where that is certain.

    >>> as_kept("rb 123 456 785 gb"), as_kept("ab-12")
    (('RB123456785GB', 'royal_mail'), ('AB-12', None))
    """
    plain = "".join(written.split()).upper()
    fits = [one for one in waybill.judge(plain) if one.number and one.verdict in ("valid", "plausible")]
    operators = {one.operator for one in fits}
    return (fits[0].number or plain if fits else plain), operators.pop() if len(operators) == 1 else None
