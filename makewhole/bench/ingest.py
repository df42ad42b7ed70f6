"""Posts in by webhook to durable record, then answered, beside the database's and engine's bare rates.

Measures and prints; decides nothing. One run, one server, the same eight clients: one-row inserts; empty
errands owed and run; posts taken in over HTTP and by the desk alone; answers drained by one worker and by
two, delivery and sealing included. `--grow` then fills the house with posts of the past and looks again.
"""

import argparse
import hmac
import http.client
import json
from base64 import b64encode
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

import httpx

from makewhole.bench import _past
from makewhole.bench._hand import BRAND, EMPTY, HANDLE, SECRET
from makewhole.bench._town import Town, bare_inserts, owe_empty, rate, say, surroundings, town
from makewhole.desk import take
from makewhole.gateways.x_signature import NEWER_HEADER
from makewhole.store import parcels

ANSWERING = ("answer", "deliver")
_KNOWN = "RB{:08d}{}CN"
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_TEXTS = (
    "@{us} my parcel {waybill} has not moved for three weeks. Where is it?",
    "@{us} it has been ten days and nothing came, nobody answers my mails. What is going on?",
    "@{us} wo bleibt mein Paket {waybill}? Seit zwei Wochen keine Bewegung!",
    "@{us} mi paquete lleva doce dias en aduanas, que tengo que hacer?",
    "@{us} the teapot arrived in thirty pieces, who packs these? I want my money back",
    "love the new lamp from @{us}, arrived two days early, thank you!",
    "@{us} the driver marked it as delivered, nobody rang and there is no parcel. Number {waybill}",
    "@{us} 我的包裹三周没有更新了, 怎么回事?",
)


def known_waybill(number: int) -> str:
    """A postal waybill with its check digit."""
    digits = f"{number:08d}"
    left = 11 - sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11
    return _KNOWN.format(number, {10: 0, 11: 5}.get(left, left))


def known_parcels(on: Town, count: int, first: int = 0) -> None:
    """Parcels the house knows, fifty days on their way to Germany, thirty overdue."""
    now = on.house.clock.now()
    with on.house.database.writing() as conn:
        for number in range(first, first + count):
            facts = {
                "waybill": known_waybill(number), "operator": "china_post", "service": "registered",
                "postal": True, "mode": "post", "origin": "CN", "destination": "DE",
                "accepted_at": now - timedelta(days=50), "promised_by": now - timedelta(days=30),
                "weight_grams": 700, "value_minor": 4000, "freight_minor": 500, "currency": "EUR",
            }  # fmt: skip
            parcels.put(conn, BRAND, facts, now)


def words(number: int) -> str:
    """What the person of that number says: in several languages, some with a waybill, one content."""
    return _TEXTS[number % len(_TEXTS)].format(us=HANDLE, waybill=known_waybill(number % 200))


def spoken(on: Town, count: int, name: str) -> list[dict[str, Any]]:
    """So many people post on the simulated X; what its webhook would tell of each."""
    told = []
    with httpx.Client(base_url=on.places.x) as there:
        for number in range(count):
            text, handle = words(number), f"{name}{number}"
            said = there.post("/_control/post", json={"handle": handle, "text": text}).json()
            post = {
                "id": said["id"], "text": text, "author_id": said["author_id"],
                "conversation_id": said["id"], "created_at": on.house.clock.now().isoformat(),
                "entities": {"mentions": [{"username": HANDLE, "start": 0, "end": len(HANDLE) + 1}]},
            }  # fmt: skip
            user = {"id": said["author_id"], "username": handle, "public_metrics": {"followers_count": 80}}
            told.append({"data": post, "includes": {"users": [user]}})
    return told


def push(line: http.client.HTTPConnection, told: dict[str, Any]) -> None:
    """One signed request to the door, answered 200."""
    body = json.dumps(told).encode()
    signed = "sha256=" + b64encode(hmac.digest(SECRET.encode(), body, sha256)).decode()
    line.request("POST", "/hooks/x", body, {NEWER_HEADER: signed, "content-type": "application/json"})
    got = line.getresponse()
    got.read()
    if got.status != 200:
        raise RuntimeError(f"the door answered {got.status}")


def by_webhook(door: str, told: Sequence[dict[str, Any]]) -> float:
    """Posts a second, each in a signed request of its own, answered 200."""

    return rate(
        lambda line, number: push(line, told[number]),
        len(told),
        lambda: http.client.HTTPConnection(door, timeout=30),
    )


def by_desk(on: Town, told: Sequence[dict[str, Any]]) -> float:
    """Posts a second through `desk.take.take` alone, one a call."""
    return rate(lambda _, number: take.take(on.house, BRAND, [told[number]]), len(told), lambda: None)


def measure(on: Town, posts: int) -> None:
    """The rates on a house that is new."""
    bare = bare_inserts(on.places, posts * 5)
    say("database: one-row inserts, 8 clients", bare)
    engine = {}
    for workers in (1, 2):
        owed = owe_empty(on, posts, f"bare-{workers}")
        if workers == 1:
            say("engine: empty errands owed, 8 clients", owed, beside=f"{owed / bare:.3f} of the database")
        engine[workers] = on.drained([EMPTY], posts, workers)
        say(f"engine: empty errands run, workers: {workers}", engine[workers])
    with on.door() as door:
        by_webhook(door, spoken(on, 20, "warm"))
        for workers in (1, 2):
            taken = by_webhook(door, spoken(on, posts, f"p{workers}x"))
            if workers == 1:
                say(
                    "posts: by webhook to durable record", taken, beside=f"{taken / bare:.3f} of the database"
                )
            done = on.drained(ANSWERING, posts, workers)
            beside = f"{done / engine[workers]:.3f} of the engine"
            say(f"posts: answered, delivered and sealed, workers: {workers}", done, beside=beside)
    taken = by_desk(on, spoken(on, posts, "desk"))
    say("posts: by the desk alone to durable record", taken, beside=f"{taken / bare:.3f} of the database")
    on.drained(ANSWERING, posts, 2)


def grow(on: Town, sizes: Sequence[int], posts: int) -> None:
    """The same house holding ever more posts of the past."""
    first: tuple[float, float] | None = None
    for size in sizes:
        seconds = _past.fill(on, size)
        taken = by_desk(on, spoken(on, posts, f"g{size}x"))
        done = on.drained(ANSWERING, posts, 1)
        first = first or (taken, done)
        say(
            f"{size:,} posts kept ({seconds:.0f} s to fill): taken in",
            taken,
            beside=f"{taken / first[0]:.2f}",
        )
        say(f"{size:,} posts kept: answered, workers: 1", done, beside=f"{done / first[1]:.2f}")


def main() -> None:
    """Print the rates."""
    options = argparse.ArgumentParser(prog="./run bench ingest", description=__doc__)
    options.add_argument("--posts", type=int, default=150, help="posts in each measurement (150)")
    options.add_argument("--grow", type=int, default=20_000, help="fill up to so many posts (20000; 0: not)")
    options.add_argument("--growth-alone", action="store_true", help="leave the rates of a new house out")
    asked = options.parse_args()
    print(surroundings())
    with town() as on:
        known_parcels(on, 200)
        if not asked.growth_alone:
            measure(on, asked.posts)
        if asked.grow:
            grow(on, [asked.grow // 100, asked.grow // 10, asked.grow], asked.posts)


if __name__ == "__main__":
    main()
