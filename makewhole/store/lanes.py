"""The lane board: how the parcels of the last weeks fare, lane by lane and operator by operator.

Counted anew from journeys each time it is asked: one row a parcel, those that are open and those that ended
in the window, so its cost grows with the parcels of the window and not with the history.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa

BUCKET_HOURS = 6
"""Transit times are counted in steps this wide."""
_MOST_BUCKETS = 4 * 120
Figure = Literal["in_transit", "late", "lost", "silent", "complaints"]


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A lane (`operator` None) or an operator on it. `volume` is how many parcels were under way in the
    window: open now, or ended in it; the other counts are of those.

    `p10`, `p50` and `p90` are days from the start to the delivery of those delivered in the window, None
    where there is none. `late` arrived after the promise or is past it, `lost` is presumed lost or was told
    to be, `silent` is quiet for longer than usual and not lost; `complaints` counts parcels written about.
    """

    lane: str
    operator: str | None
    volume: int
    in_transit: int
    delivered: int
    p10: float | None
    p50: float | None
    p90: float | None
    late: int
    lost: int
    silent: int
    complaints: int

    def permille(self, figure: Figure) -> int:
        """A count's share of the volume."""
        return round(1000 * int(getattr(self, figure)) / max(1, self.volume))


_COUNTED = ("volume", "in_transit", "delivered", "late", "lost", "silent")
_WITHIN = (
    "j.brand = :b AND (j.ended_at >= :since"
    " OR j.ended_at IS NULL AND (j.lost_from IS NULL OR j.lost_from >= :since))"
)
_BOARD = sa.text(
    f"""
WITH counted AS (
SELECT lane, operator, bucket, count(*) AS volume, sum(in_transit) AS in_transit, sum(late) AS late,
       sum(lost) AS lost, sum(silent) AS silent
FROM (
    SELECT lane, coalesce(operator, '') AS operator, 0 AS in_transit,
           (delivered_at > promised_by)::int AS late, (status = 'lost')::int AS lost, 0 AS silent,
           CASE WHEN delivered_at >= started_at THEN least({_MOST_BUCKETS},
               date_part('epoch', delivered_at - started_at)::bigint / {BUCKET_HOURS * 3600}) END AS bucket
    FROM journey WHERE brand = :b AND ended_at >= :since
  UNION ALL
    SELECT lane, coalesce(operator, ''), 1, (late_from < :now)::int, (lost_from <= :now)::int,
           (silent_from <= :now AND NOT coalesce(lost_from <= :now, false))::int, NULL
    FROM journey
    WHERE brand = :b AND ended_at IS NULL AND (lost_from IS NULL OR lost_from >= :since)
) AS under_way
GROUP BY lane, operator, bucket
)
SELECT lane, operator, sum(volume)::int, sum(in_transit)::int, (sum(volume) FILTER (WHERE bucket >= 0))::int,
       sum(late)::int, sum(lost)::int, sum(silent)::int,
       array_agg(bucket) FILTER (WHERE bucket >= 0), array_agg(volume) FILTER (WHERE bucket >= 0)
FROM counted GROUP BY lane, operator
"""
)
_COMPLAINTS = sa.text(
    f"""
SELECT j.lane, coalesce(j.operator, ''), count(*)
FROM (
    SELECT parcel FROM thread WHERE brand = :b AND parcel IS NOT NULL AND created_at >= :since
  UNION
    SELECT parcel FROM claim WHERE brand = :b AND parcel IS NOT NULL AND lodged_at >= :since
) AS about JOIN journey j ON j.parcel = about.parcel
WHERE {_WITHIN}
GROUP BY 1, 2
"""
)


def board(conn: sa.Connection, brand: str, now: dt.datetime, days: int = 28) -> list[LaneRow]:
    """The lanes of the last `days`, the busiest first, each followed by its operators, if several."""
    asked = {"b": brand, "now": now, "since": now - dt.timedelta(days=days)}
    counts: dict[tuple[str, str | None], Counter[str]] = {}
    times: dict[tuple[str, str | None], Counter[int]] = {}
    for lane, operator, *figures, buckets, volumes in conn.execute(_BOARD, asked):
        counted = dict(zip(_COUNTED, (figure or 0 for figure in figures), strict=True))
        took = dict(zip(buckets or (), volumes or (), strict=True))
        for key in ((lane, None), (lane, operator)):
            counts.setdefault(key, Counter()).update(counted)
            times.setdefault(key, Counter()).update(took)
    for lane, operator, complaints in conn.execute(_COMPLAINTS, asked):
        for key in ((lane, None), (lane, operator)):
            counts[key]["complaints"] += int(complaints)
    several = Counter(lane for lane, operator in counts if operator is not None)
    rows = [
        _row(key, count, times[key]) for key, count in counts.items() if key[1] is None or several[key[0]] > 1
    ]
    whole = {row.lane: row.volume for row in rows if row.operator is None}
    return sorted(rows, key=lambda row: (-whole[row.lane], row.lane, row.operator is not None, -row.volume))


def _row(key: tuple[str, str | None], count: Mapping[str, int], times: Mapping[int, int]) -> LaneRow:
    return LaneRow(
        *key,
        count["volume"],
        count["in_transit"],
        count["delivered"],
        _quantile(times, 0.1),
        _quantile(times, 0.5),
        _quantile(times, 0.9),
        count["late"],
        count["lost"],
        count["silent"],
        count["complaints"],
    )


def _quantile(times: Mapping[int, int], share: float) -> float | None:
    """The days within which this share arrived, as if what fell into one step were spread over it."""
    wanted = share * sum(times.values())
    for bucket in sorted(times):
        if times[bucket] >= wanted:
            return round((bucket + wanted / times[bucket]) * BUCKET_HOURS / 24, 1)
        wanted -= times[bucket]
    return None
