"""What happened to parcels in the past, read from journeys and scans: day by day, and trip by trip.

A day's cells are what `parcel.disruption` sees change in, trips what `makewhole learn outlook` learns from.
Both are read from what is known now: whoever wants a day as it was known then keeps its cells.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import numpy as np
import sqlalchemy as sa

from makewhole.parcel.counts import REASON, Cell, Place, age
from makewhole.parcel.trip import Trip

MOST_GAP_DAYS = 10
"""Longer without a scan than this counts as this."""
_STAGES = 16
_COUNTS = ("moves", "arrives", "held", "failed", "complaints")

# A parcel is under way at the beginning of the day from its start until it ended or was presumed lost.
_UNDER_WAY = """
WITH under_way AS (
    SELECT parcel, lane, coalesce(operator, '') AS operator, started_at FROM journey
    WHERE brand = :b AND started_at < :t0 AND (ended_at IS NULL OR ended_at >= :t0)
      AND (lost_from IS NULL OR lost_from > :t0)
)
"""
_CELLS = sa.text(
    _UNDER_WAY
    + f"""
SELECT u.lane, u.operator, coalesce(stood.place || ', ' || coalesce(stood.country, '??'), '') AS hub,
    CASE WHEN stood.status = 'customs' THEN coalesce(stood.country, right(u.lane, 2)) ELSE '' END AS customs,
    CASE stood.status WHEN 'customs' THEN 3 WHEN 'on_hold' THEN 4 WHEN 'delivery_failed' THEN 5
        WHEN 'out_for_delivery' THEN 6 WHEN 'ready_for_pickup' THEN 7
        ELSE CASE WHEN stood.at IS NULL THEN 0 WHEN stood.country = right(u.lane, 2) THEN 2 ELSE 1 END
    END AS stage,
    least(extract(epoch FROM :t0 - coalesce(stood.at, u.started_at))::bigint / 86400, {MOST_GAP_DAYS})::int
        AS gap,
    least(extract(epoch FROM :t0 - u.started_at)::bigint / 86400, 999)::int AS days,
    count(*) AS at_risk,
    count(*) FILTER (WHERE day.moved AND NOT day.arrived), count(*) FILTER (WHERE day.arrived),
    count(*) FILTER (WHERE day.held), count(*) FILTER (WHERE day.failed),
    count(*) FILTER (WHERE EXISTS (SELECT 1 FROM thread t WHERE t.parcel = u.parcel
            AND t.created_at >= :t0 AND t.created_at < :t1)
        OR EXISTS (SELECT 1 FROM claim c WHERE c.parcel = u.parcel
            AND c.lodged_at >= :t0 AND c.lodged_at < :t1))
FROM under_way u
LEFT JOIN LATERAL (
    SELECT s.at, s.status, s.place, s.country FROM scan s
    WHERE s.parcel = u.parcel AND s.at < :t0 AND s.doubt IS NULL ORDER BY s.at DESC, s.id DESC LIMIT 1
) AS stood ON true
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(s.status NOT IN ('pending', 'on_hold', 'delivery_failed', 'unknown')), false)
            AS moved,
        coalesce(bool_or(s.status = 'delivered'), false) AS arrived,
        coalesce(bool_or(s.status = 'on_hold'), false) AS held,
        coalesce(bool_or(s.status = 'delivery_failed'), false) AS failed
    FROM scan s WHERE s.parcel = u.parcel AND s.at >= :t0 AND s.at < :t1 AND s.doubt IS NULL
) AS day
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
)
_REASONS = sa.text(
    _UNDER_WAY
    + """
SELECT u.lane, u.operator, coalesce(s.place || ', ' || coalesce(s.country, '??'), '') AS hub,
    CASE WHEN s.status = 'customs' THEN coalesce(s.country, right(u.lane, 2)) ELSE '' END AS customs,
    s.reason, count(DISTINCT u.parcel)
FROM under_way u JOIN scan s ON s.parcel = u.parcel
WHERE s.at >= :t0 AND s.at < :t1 AND s.doubt IS NULL AND s.reason IS NOT NULL
GROUP BY 1, 2, 3, 4, 5
"""
)


def cells(conn: sa.Connection, brand: str, day: dt.date) -> list[Cell]:
    """What happened on a day (of UTC) to the brand's parcels that were under way at its beginning.

    The stratum of moves and arrivals is the stage of the parcel and the days since its last scan, that of
    complaints the parcel's age; how often a reason was given comes as a measure of its own.
    """
    begins = dt.datetime.combine(day, dt.time(), dt.UTC)
    asked = {"b": brand, "t0": begins, "t1": begins + dt.timedelta(days=1)}
    at_risk: Counter[tuple[Place, str, int]] = Counter()
    seen: Counter[tuple[Place, str, int]] = Counter()
    for lane, operator, hub, customs, stage, gap, days, there, *happened in conn.execute(_CELLS, asked):
        place = Place(lane, operator, hub, customs)
        fine, old = stage * _STAGES + gap, int(age(np.array([days]))[0])
        strata = {"moves": fine, "arrives": fine, "complaints": old}
        for measure, count in zip(_COUNTS, happened, strict=True):
            key = place, measure, strata.get(measure, 0)
            at_risk[key] += there
            seen[key] += count
    found = [Cell(day, *key, there, seen[key]) for key, there in at_risk.items()]
    for *where, reason, count in conn.execute(_REASONS, asked):
        found.append(Cell(day, Place(*where), REASON + reason, 0, 0, count))
    return found


_HISTORY = """
SELECT p.origin, p.destination, j.started_at, j.operator, j.service, p.promised_by, j.handed_over_at,
    CASE WHEN j.delivered_at < :until THEN j.delivered_at END, p.weight_grams, p.value_minor, p.freight_minor,
    p.packages, j.status IN ('cancelled', 'returned'),
    (SELECT array_agg(s.at ORDER BY s.at, s.id) FROM scan s WHERE s.parcel = j.parcel AND s.at < :until
        AND s.doubt IS NULL),
    (SELECT array_agg(s.status ORDER BY s.at, s.id) FROM scan s WHERE s.parcel = j.parcel AND s.at < :until
        AND s.doubt IS NULL)
FROM journey j JOIN parcel p ON p.id = j.parcel
WHERE j.brand = :b AND j.started_at < :until ORDER BY j.started_at, j.parcel
"""


def history(conn: sa.Connection, brand: str, until: dt.datetime) -> Iterator[Trip]:
    """The brand's trips that began before a moment, the oldest first, as they are known now; what happened at
    or after the moment is left out. Rows are fetched as they are asked for."""
    asked = conn.execution_options(yield_per=2_000).execute(sa.text(_HISTORY), {"b": brand, "until": until})
    for row in asked:
        origin, destination, started, operator, service, promised, handed, delivered, *facts = row
        weight, value, freight, packages, called_off, at, statuses = facts
        yield Trip(
            origin,
            destination,
            started,
            operator=operator,
            service=service,
            promised_by=promised,
            handed_over_at=handed if handed is not None and handed < until else None,
            delivered_at=delivered,
            weight_grams=weight,
            value=value,
            freight=freight,
            items=packages,
            marks=tuple(zip(at or (), statuses or (), strict=True)),
            called_off=called_off,
        )
