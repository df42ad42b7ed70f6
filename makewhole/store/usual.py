"""What was usual on a lane of late: how long its parcels went without a scan, and how long customs had them.

Read from the newest parcels of the lane that arrived, a few hundred at most, so that an answer never waits
for it. What follows from the figures is decided in `parcel.patience` and `parcel.customs`.
"""

import datetime as dt
from typing import Final

import sqlalchemy as sa

_LATELY: Final = dt.timedelta(days=120)
_MOST: Final = 300
_TRIPS: Final = (
    "WITH trip AS (SELECT parcel FROM journey WHERE brand = :b AND lane = :l AND started_at > :since"
    " AND started_at <= :now AND delivered_at IS NOT NULL ORDER BY started_at DESC LIMIT :n),"
    " seen AS (SELECT s.parcel, s.at, s.status, s.country FROM scan s JOIN trip USING (parcel)"
    " WHERE s.at IS NOT NULL AND s.doubt IS NULL)"
)
_SILENCES: Final = sa.text(
    f"{_TRIPS} SELECT max(extract(epoch FROM gap))::bigint / 86400 FROM (SELECT parcel,"
    " at - lag(at) OVER (PARTITION BY parcel ORDER BY at) AS gap FROM seen) AS g"
    " WHERE gap IS NOT NULL GROUP BY parcel"
)
_CUSTOMS: Final = sa.text(
    f"{_TRIPS}, held AS (SELECT parcel, min(at) AS first, max(at) AS last FROM seen WHERE status = 'customs'"
    " AND (country IS NULL OR country <> left(:l, 2)) GROUP BY parcel)"
    " SELECT h.first, min(s.at) FROM held h JOIN seen s ON s.parcel = h.parcel AND s.at > h.last"
    " GROUP BY h.parcel, h.first"
)


def silences(conn: sa.Connection, brand: str, lane: str, now: dt.datetime) -> list[int]:
    """The longest silence of each parcel, in whole days."""
    return [int(days) for days in conn.execute(_SILENCES, _asked(brand, lane, now)).scalars()]


def in_customs(conn: sa.Connection, brand: str, lane: str, now: dt.datetime) -> list[tuple[dt.date, dt.date]]:
    """From when to when customs had each parcel, those of the country it came from left out."""
    rows = conn.execute(_CUSTOMS, _asked(brand, lane, now))
    return [(first.date(), end.date()) for first, end in rows]


def _asked(brand: str, lane: str, now: dt.datetime) -> dict[str, object]:
    return {"b": brand, "l": lane, "since": now - _LATELY, "now": now, "n": _MOST}
