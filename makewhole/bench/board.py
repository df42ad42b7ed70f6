"""The lane board and the page of problems over millions of scans, how they grow, and what they cost a write.

On a server of our own with the settings we ship, in a temporary folder that is removed. One tenth as many
parcels as scans; a hundredth of them are loaded first, then a tenth, then all. Each question is asked cold
once (right after the load) and then seven times; the median and the slowest are printed.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import sqlalchemy as sa

from makewhole.bench import _travels
from makewhole.bench._hand import BRAND
from makewhole.bench._town import say, surroundings
from makewhole.bench._travels import NOW, PER_PARCEL
from makewhole.store import database, journeys, lanes
from makewhole.store.database import Database
from makewhole.store.server import Server

_BOARD_INDEXES = ("journey_open", "journey_ended", "journey_problem")
_TIMES = 7


def _asked(what: str, question: Callable[[sa.Connection], object], own: Database) -> None:
    """Time one question, its connection included."""
    taken = []
    for _ in range(_TIMES + 1):
        begun = time.perf_counter()
        with own.reading() as conn:
            question(conn)
        taken.append(1000 * (time.perf_counter() - begun))
    cold, warm = taken[0], taken[1:]
    beside = f"cold {cold:.0f} ms, slowest {max(warm):.0f} ms"
    say(what, statistics.median(warm), "ms", beside)


def _questions(own: Database, scans: int, lane_days: int) -> None:
    _asked(f"{scans:,} scans: lane board of 28 days", lambda c: lanes.board(c, BRAND, NOW), own)
    if lane_days > 28:
        whole = f"{scans:,} scans: lane board of all {lane_days} days"
        _asked(whole, lambda c: lanes.board(c, BRAND, NOW, lane_days + 1), own)
    _asked(f"{scans:,} scans: problems, first page", lambda c: journeys.problems(c, BRAND, NOW), own)
    _asked(f"{scans:,} scans: problems counted", lambda c: journeys.problem_counts(c, BRAND, NOW), own)
    _asked(f"{scans:,} scans: a parcel found", lambda c: journeys.find(c, BRAND, "#o-77"), own)


def _count(own: Database, sql: str) -> int:
    with own.reading() as conn:
        return int(conn.execute(sa.text(sql)).scalar_one())


def _cost(own: Database) -> None:
    """What the board's indexes cost whoever writes a journey, and take on disk."""
    beside = _travels.draws(own)
    size = _count(
        own, f"SELECT sum(pg_relation_size(i::regclass)) FROM unnest(ARRAY{list(_BOARD_INDEXES)}) i"
    )
    whole = _count(own, "SELECT pg_total_relation_size('scan')")
    with own.writing() as conn:
        for name in _BOARD_INDEXES:
            conn.execute(sa.text(f"DROP INDEX {name}"))
    bare = _travels.draws(own)
    say("journeys written, with the board's indexes", beside, beside=f"{beside / bare:.2f} of without them")
    say("the board's indexes on disk", size / 1e6, "MB", f"beside {whole / 1e6:,.0f} MB of scans")


def main(words: Sequence[str] | None = None) -> int:
    """Load, ask and print; 1 where the load took too long or made what the desk would not draw."""
    options = argparse.ArgumentParser(prog="./run bench board", description=__doc__)
    options.add_argument(
        "--scans", type=int, default=10_000_000, help="scans in the largest step (10 million)"
    )
    options.add_argument("--days", type=int, default=365, help="the parcels began within so many days (365)")
    options.add_argument("--minutes", type=float, default=15, help="give up loading after so long (15)")
    asked = options.parse_args(words)
    sizes = sorted({max(1, int(asked.scans / (part * PER_PARCEL))) for part in (100, 10, 1)})
    print(surroundings())
    with tempfile.TemporaryDirectory(prefix="makewhole-bench-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o711)
        with Server(Path(made) / "database") as server:
            own = Database(server.url)
            try:
                return _measure(own, sizes, asked.days, time.monotonic() + 60 * asked.minutes)
            finally:
                own.close()


def _measure(own: Database, sizes: list[int], days: int, give_up: float) -> int:
    database.upgrade(own)
    _travels.begin(own)
    with own.reading() as conn:
        shown = ("server_version", "shared_buffers", "max_parallel_workers_per_gather")
        settings = [conn.exec_driver_sql(f"SHOW {name}").scalar() for name in shown]
    print("engine: embedded PostgreSQL {}, shared_buffers {}, parallel workers {}".format(*settings))
    have = 0
    for size in sizes:
        try:
            seconds = _travels.load(own, have + 1, size, days, give_up)
        except _travels.TooSlow:
            print(f"loading {size:,} parcels took too long; measured no further (see --minutes)")
            return 1
        have = size
        if not _travels.agrees(own, have):
            print("the journeys made are not those the desk draws; the measurement is void")
            return 1
        scans = _count(own, "SELECT count(*) FROM scan")
        say(f"{have:,} parcels, {scans:,} scans in, {days} days", seconds, "s", "to load and vacuum")
        _questions(own, scans, days)
    _cost(own)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
