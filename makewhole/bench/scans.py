"""Scans from a carrier's payload to the stored journey, by one worker and by two, beside COPY and INSERT.

The whole path: the bytes are read by our readers, kept whole, their scans kept once, the journey drawn, all
in one committed transaction a payload. A payload holds half of a parcel's ten scans, the next one all of
them, as carriers answer. The bare rates are of the same rows into a table without index, by one client.
"""

import argparse
import json
import multiprocessing
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from makewhole.bench import _hand
from makewhole.bench._hand import BRAND, HANDLE, Places
from makewhole.bench._town import say, surroundings
from makewhole.desk.heard import heard_all
from makewhole.desk.house import House
from makewhole.desk.turn import at_door
from makewhole.gateways import tracking
from makewhole.store import brands, database, parcels
from makewhole.store.scans import digest
from makewhole.store.server import Server

_BEGUN = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
_SAID = (
    ("Shipment picked up", "Shenzhen", "CN"), ("Departed facility", "Shenzhen", "CN"),
    ("Arrived at facility", "Hong Kong", "HK"), ("Departed facility", "Hong Kong", "HK"),
    ("Arrived at destination airport", "Leipzig", "DE"), ("Customs clearance started", "Leipzig", "DE"),
    ("Customs clearance completed", "Leipzig", "DE"), ("Arrived at facility", "Berlin", "DE"),
    ("Out for delivery", "Berlin", "DE"), ("Delivered", "Berlin", "DE"),
)  # fmt: skip


def payload(number: int, events: int) -> bytes:
    """An answer of 17TRACK's form with a parcel's first events, the newest first."""
    told = [
        {
            "time_iso": (_BEGUN + timedelta(hours=17 * at, minutes=number % 60)).isoformat(),
            "description": said,
            "location": f"{place}, {country}",
            "address": {"city": place, "country": country},
        }
        for at, (said, place, country) in enumerate(_SAID[:events])
    ]
    tracking_info = {"providers": [{"provider": {"name": "DHL"}, "events": told[::-1]}]}
    item = {"number": _waybill(number), "track_info": {"tracking": tracking_info}}
    return json.dumps({"code": 0, "data": {"accepted": [item], "rejected": []}}).encode()


def _waybill(number: int) -> str:
    return f"JD{number:016d}"


def work(places: str, numbers: range) -> tuple[int, float, float]:
    """In a process of its own: hear of these parcels; scans kept, and when it began and ended."""
    house = _hand.house(Places(**json.loads(places)))
    kept, begun = 0, time.time()
    for events in (len(_SAID) // 2, len(_SAID)):
        for number in numbers:
            body = payload(number, events)
            answers = tracking.read("17track", body)
            with at_door(house, "follow", "follow.record") as turn:
                kept += sum(one.scans for one in heard_all(turn, BRAND, "17track", answers, body))
    ended = time.time()
    house.database.close()
    return kept, begun, ended


@contextmanager
def _place() -> Iterator[tuple[Places, House]]:
    """A house on a server of its own, with nobody around it."""
    with tempfile.TemporaryDirectory(prefix="makewhole-bench-", ignore_cleanup_errors=True) as made:
        Path(made).chmod(0o711)
        with Server(Path(made) / "database") as server:
            places = Places(server.url, str(Path(made) / "keys"), since=time.time())
            house = _hand.house(places)
            database.upgrade(house.database)
            with house.database.writing() as conn:
                brands.put(conn, BRAND, "Halden Home", [HANDLE], "EUR", house.clock.now(), attested=True)
            yield places, house
            house.database.close()


def _ready(house: House, numbers: range) -> None:
    """The parcels, as an order import leaves them."""
    with house.database.writing() as conn:
        for number in numbers:
            facts = {
                "waybill": _waybill(number), "operator": "dhl", "origin": "CN", "destination": "DE",
                "accepted_at": _BEGUN, "promised_by": _BEGUN + timedelta(days=20),
                "order_ref": f"HH-{number}",
            }  # fmt: skip
            parcels.put(conn, BRAND, facts, house.clock.now())


def through(on: tuple[Places, House], first: int, count: int, workers: int) -> float:
    """Scans a second through the whole path by so many processes at once."""
    shares = [range(first + at, first + count, workers) for at in range(workers)]
    places, house = on
    _ready(house, range(first, first + count))
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        done = [pool.submit(work, places.text(), share) for share in shares]
        told = [each.result() for each in done]
    kept = sum(each[0] for each in told)
    if kept != count * len(_SAID):
        raise SystemExit(f"{kept} scans were kept of {count * len(_SAID)}; the measurement is void")
    return kept / (max(each[2] for each in told) - min(each[1] for each in told))


def reading(count: int) -> float:
    """Scans a second of reading alone, nothing stored."""
    bodies = [payload(number, len(_SAID)) for number in range(count)]
    begun = time.perf_counter()
    read_as = sum(len(answer.scans) for body in bodies for answer in tracking.read("17track", body))
    return read_as / (time.perf_counter() - begun)


def _rows(count: int) -> Iterator[tuple[object, ...]]:
    for number in range(count):
        for at, (said, place, country) in enumerate(_SAID):
            when = _BEGUN + timedelta(hours=17 * at, minutes=number % 60)
            known_by = digest(when.isoformat(), place, said, None, "DHL")
            yield BRAND, number, when, "in_transit", place, country, said, "DHL", True, known_by, when


def bare(places: Places, count: int) -> tuple[float, float]:
    """Scans a second by plain INSERT, five rows a commit, and by one COPY."""
    columns = "brand, parcel, at, status, place, country, words, source, offset_known, digest, received_at"
    rows = list(_rows(count))
    with psycopg.connect(places.database.replace("+psycopg", ""), autocommit=True) as conn:
        conn.execute(f"CREATE TABLE bare_scan AS SELECT {columns} FROM scan WHERE false")
        asked = f"INSERT INTO bare_scan VALUES ({', '.join(['%s'] * len(rows[0]))})"
        begun = time.perf_counter()
        with conn.cursor() as cursor:
            for at in range(0, len(rows), 5):
                with conn.transaction():
                    cursor.executemany(asked, rows[at : at + 5])
        inserted = len(rows) / (time.perf_counter() - begun)
        begun = time.perf_counter()
        with conn.cursor() as cursor, cursor.copy(f"COPY bare_scan ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return inserted, len(rows) / (time.perf_counter() - begun)


def main(words: Sequence[str] | None = None) -> None:
    """Print the rates; `words` are those of the command line."""
    options = argparse.ArgumentParser(prog="./run bench scans", description=__doc__)
    options.add_argument("--parcels", type=int, default=400, help="parcels of ten scans each time (400)")
    options.add_argument("--workers", type=int, default=2, help="with one worker, and up to so many (2)")
    asked = options.parse_args(words)
    print(surroundings())
    with _place() as on:
        say("scans: read alone, one process", reading(asked.parcels))
        inserted, copied = bare(on[0], asked.parcels)
        say("database: the same rows by COPY, one client", copied)
        say("database: the same rows by INSERT, five a commit, one client", inserted)
        for workers in range(1, asked.workers + 1):
            rate = through(on, workers * 1_000_000, asked.parcels, workers)
            beside = f"{rate / inserted:.2f} of INSERT, {rate / copied:.3f} of COPY"
            say(f"scans: from payload to stored journey, workers: {workers}", rate, beside=beside)


if __name__ == "__main__":
    main()
