"""Parcels that travelled, with their scans and journeys, made inside the database for a measurement.

Each parcel has ten events at most; some are lost half way, some are still under way at `NOW`. Journeys are
made by the same rules as the desk draws them, and `agrees` draws a sample anew to prove it.
"""

import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from makewhole.bench._hand import BRAND
from makewhole.desk import heard, known
from makewhole.parcel.consignment import Consignment
from makewhole.parcel.patience import limits
from makewhole.store import brands, journeys, parcels
from makewhole.store.database import Database

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PER_PARCEL = 9.8
"""Scans of a parcel, on average."""
_BATCH = 50_000
_ENDS = ("CN", "DE", "FR", "US", "GB", "ES", "IT", "JP", "BR")
_STATUSES = ("picked_up", *("in_transit",) * 7, "out_for_delivery", "delivered")
_ANY = limits(Consignment("1", origin="CN", destination="DE"), NOW.date())
# What a parcel's number says of it: fractions from a hash, so that every run has the same parcels.
_FATE = """
CREATE TEMP TABLE fate ON COMMIT DROP AS
SELECT n, CAST(:ends AS text[]) AS ends, CAST(:statuses AS text[]) AS statuses,
    o, (o + 1 + d) % 9 AS d, 'carrier' || h % 3 AS operator, begun,
    begun + (interval '1 day' * (3 + (o * 8 + d) % 11) * 1.3) AS promised,
    (interval '1 day' * (3 + (o * 8 + d) % 11) * (0.7 + 0.6 * (h % 997) / 997.0)) / 9 AS step,
    CASE WHEN h % 50 = 0 THEN 4 ELSE 9 END AS final
FROM (
    SELECT n, h, abs(h / 7) % 9 AS o, abs(h / 63) % 8 AS d,
        date_trunc('second', CAST(:now AS timestamptz) - interval '1 day' * CAST(:days AS float8)
        * (abs(h / 1009) % 1000003) / 1000003.0) AS begun
    FROM (SELECT n, abs(hashint8extended(n, 5) / 2) AS h
          FROM generate_series(CAST(:lo AS bigint), CAST(:hi AS bigint)) n) AS numbered
) AS said
"""
_PARCELS = """
INSERT INTO parcel (id, brand, waybill, operator, origin, destination, promised_by, order_ref, order_key,
    created_at) OVERRIDING SYSTEM VALUE
SELECT n, :b, 'T' || lpad(n::text, 12, '0'), operator, ends[o + 1], ends[d + 1], promised, 'O-' || n,
    'O' || n, begun
FROM fate
"""
_SCANS = """
INSERT INTO scan (brand, parcel, at, status, place, country, words, source, offset_known, digest, received_at)
SELECT :b, n, begun + k * step,
    statuses[k + 1], 'Depot ' || k, ends[CASE WHEN k < 5 THEN o ELSE d END + 1],
    'Processed through depot ' || k, operator, true, substr(sha256(int8send(n * 16 + k)), 1, 16),
    begun + k * step
FROM fate, generate_series(0, 9) AS k WHERE k <= final AND begun + k * step <= :now
"""
_JOURNEYS = f"""
INSERT INTO journey (parcel, brand, lane, operator, service, status, started_at, last_at, last_place,
    last_country, handed_over_at, delivered_at, ended_at, promised_by, late_from, silent_from, lost_from,
    changed_at, draw_at)
SELECT n, :b, ends[o + 1] || '-' || ends[d + 1], operator, 'standard',
    statuses[k + 1], begun, at, 'Depot ' || k, ends[CASE WHEN k < 5 THEN o ELSE d END + 1], begun,
    CASE k WHEN 9 THEN at END, CASE k WHEN 9 THEN at END, promised,
    CASE k WHEN 9 THEN NULL ELSE promised END,
    CASE k WHEN 9 THEN NULL ELSE at + interval '{_ANY.silent_days + 1} days' END,
    CASE k WHEN 9 THEN NULL ELSE at + interval '{_ANY.lost_days} days' END, at,
    CASE k WHEN 9 THEN NULL ELSE CAST(:now AS timestamptz) + interval '1 day' END
FROM (SELECT *, begun + k * step AS at FROM (SELECT *, least(final,
    floor(extract(epoch FROM CAST(:now AS timestamptz) - begun) / extract(epoch FROM step)))::int AS k
    FROM fate) AS f) AS f
"""
# One parcel in fifty is complained about.
_PEOPLE = """
INSERT INTO person (id, brand, language, created_at) OVERRIDING SYSTEM VALUE
SELECT n, :b, 'en', begun FROM fate WHERE n % 50 = 3
"""
_THREADS = """
INSERT INTO thread (brand, person, channel, conversation, parcel, created_at, last_at)
SELECT :b, n, 'x', 'past-' || n, n, begun + 8 * step, begun + 8 * step FROM fate WHERE n % 50 = 3
"""


class TooSlow(Exception):
    """The load took longer than it may."""


def begin(database: Database) -> None:
    """The brand they are all of."""
    with database.writing() as conn:
        brands.put(conn, BRAND, "Halden Home", ["HaldenHome"], "EUR", NOW, attested=True)


def load(database: Database, first: int, last: int, days: float, give_up: float) -> float:
    """Parcels `first` to `last`, begun in the last `days`; returns seconds. `give_up`: time.monotonic().

    References between tables are not looked up row by row meanwhile, which takes the server's own user.
    """
    begun = time.perf_counter()
    for low in range(first, last + 1, _BATCH):
        if time.monotonic() > give_up:
            raise TooSlow
        given = {"lo": low, "hi": min(low + _BATCH - 1, last), "b": BRAND, "now": NOW, "days": days}
        given |= {"ends": list(_ENDS), "statuses": list(_STATUSES)}
        with database.writing() as conn:
            conn.execute(sa.text("SET LOCAL session_replication_role = replica"))
            conn.execute(sa.text("SET LOCAL synchronous_commit = off"))
            for sql in (_FATE, _PARCELS, _SCANS, _JOURNEYS, _PEOPLE, _THREADS):
                conn.execute(sa.text(sql), given)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(sa.text("VACUUM ANALYZE"))
        conn.execute(sa.text("CHECKPOINT"))
    return time.perf_counter() - begun


def agrees(database: Database, last: int, sample: int = 200) -> bool:
    """Whether the desk draws a sample of these journeys as they were made."""
    with database.reading() as conn:
        for number in random.Random(1).sample(range(1, last + 1), min(sample, last)):
            made = journeys.one(conn, number)
            drawn = heard.drawn(known.look(conn, parcels.get(conn, number), NOW), NOW)
            if made is None or _shape(made) != _shape(drawn):
                return False
    return True


def _shape(row: journeys.Drawn) -> tuple[object, ...]:
    """What of a journey the board reads."""
    hours = (row.late_from, row.silent_from, row.lost_from, row.draw_at)
    times = (row.started_at, row.last_at, row.delivered_at, row.ended_at, row.promised_by)
    return row.lane, row.operator, row.status, row.problem, *hours, *times


def draws(database: Database, seconds: float = 5.0) -> float:
    """Journeys of parcels under way written anew a second, by one client, a hundred in a transaction."""
    with database.reading() as conn:
        asked = sa.text("SELECT parcel FROM journey WHERE ended_at IS NULL ORDER BY parcel DESC LIMIT 5000")
        there = [journeys.one(conn, number) for number in conn.execute(asked).scalars()]
    names = journeys.Drawn.__dataclass_fields__
    rows = [(row.parcel, journeys.Drawn(*(getattr(row, name) for name in names))) for row in there if row]
    begun, done = time.perf_counter(), 0
    while time.perf_counter() - begun < seconds:
        with database.writing() as conn:
            for number, drawn in (rows[at % len(rows)] for at in range(done, done + 100)):
                moved = replace(drawn, last_at=NOW + timedelta(seconds=done))
                journeys.put(conn, BRAND, number, moved, NOW + timedelta(seconds=done))
        done += 100
    return done / (time.perf_counter() - begun)
