"""The X channel: intake at 100 posts a second and at most, post to acknowledgement, a burst of 2,000.

Measures and prints; decides nothing. Intake: signed webhook events at a fixed rate, each timed from the
moment it was due, answered 200 after its commit. Acknowledgement and burst: people post on the simulated X,
which tells our door and keeps its own limits; the times are X's own, of the post and of our reply. Time runs
faster there (`--scale`), so each second of ours counts as that many: the figures are harsher than plain time,
and say so.
"""

import argparse
import http.client
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from makewhole.bench._hand import BRAND, HANDLE
from makewhole.bench._town import CLIENTS, Town, bare_inserts, rate, say, surroundings, town
from makewhole.bench._watch import HOUR, PERIOD, REPLIES, OnX, Watch, share
from makewhole.bench.ingest import by_webhook, known_parcels, push, words

A_SECOND = 100
LIMIT = 60.0
_LINES = 24
_pause = threading.Event()


def told(count: int, name: str) -> list[dict[str, Any]]:
    """So many people mention us: what X's webhook tells of each."""
    now, made = int(time.time() * 1_000), []
    for number in range(count):
        author, handle = str(10_000_000 + number), f"{name}{number}"
        post = {
            "id": str(((now - 1_288_834_974_657) << 22) + number), "text": words(number), "author_id": author,
            "created_at": datetime.fromtimestamp(now / 1_000).astimezone().isoformat(),
            "entities": {"mentions": [{"username": HANDLE, "start": 0, "end": len(HANDLE) + 1}]},
        }  # fmt: skip
        post["conversation_id"] = post["id"]
        user = {"id": author, "username": handle, "public_metrics": {"followers_count": 80}}
        event = {
            "event_uuid": str(number + 1), "event_type": "post.mention.create", "filter": {"user_id": "1"},
            "payload": post, "includes": {"users": [{"data": user}]},
        }  # fmt: skip
        made.append({"data": event})
    return made


def at_rate(door: str, events: Sequence[dict[str, Any]], a_second: float) -> list[float]:
    """Seconds from the moment each event was due to its 200, when so many come in a second."""
    begun, own = time.perf_counter() + 0.2, threading.local()

    def send(number: int) -> float:
        due = begun + number / a_second
        _pause.wait(max(0.0, due - time.perf_counter()))
        line = own.__dict__.setdefault("line", http.client.HTTPConnection(door, timeout=60))
        push(line, events[number])
        return time.perf_counter() - due

    with ThreadPoolExecutor(_LINES) as pool:
        return list(pool.map(send, range(len(events))))


def timed(door: str, events: Sequence[dict[str, Any]]) -> tuple[float, list[float]]:
    """Events a second by eight clients as fast as they are taken, and the seconds of each."""
    seconds = [0.0] * len(events)

    def send(line: http.client.HTTPConnection, number: int) -> None:
        begun = time.perf_counter()
        push(line, events[number])
        seconds[number] = time.perf_counter() - begun

    return rate(send, len(events), lambda: http.client.HTTPConnection(door, timeout=60)), seconds


def intake(posts: int) -> None:
    """Intake at 100 a second and at the most the door holds."""
    with town() as on:
        bare = bare_inserts(on.places, posts)
        say("database: one-row inserts, 8 clients", bare)
        with on.door() as door:
            by_webhook(door, told(40, "warm"))
            seconds = at_rate(door, told(posts, "a"), A_SECOND)
            late = f"p50 {share(seconds, 0.5) * 1_000:,.0f} ms, p99 {share(seconds, 0.99) * 1_000:,.0f} ms"
            say(
                f"intake: {A_SECOND} posts a second for {posts / A_SECOND:.0f} s, due to durable",
                float(A_SECOND),
                beside=late,
            )
            most, seconds = timed(door, told(posts, "b"))
            late = f"p99 {share(seconds, 0.99) * 1_000:,.0f} ms, {most / A_SECOND:.2f} of 100/s"
            say(
                f"intake: the most it holds, {CLIENTS} clients",
                most,
                beside=f"{late}, {most / bare:.3f} of the database",
            )
        ((kept,),) = on.rows("SELECT count(*) FROM person_post")
        say("intake: posts kept", kept, "", f"of {2 * posts + 40} sent")


def rich(on: Town) -> None:
    """Give the brand a day's budget that is not what is measured."""
    with on.house.database.writing() as conn:
        conn.execute(
            sa.text("INSERT INTO brand_manners (brand, budget_micro) VALUES (:b, 1000000000)"), {"b": BRAND}
        )


def settled(on: Town, posts: int, seconds: float) -> bool:
    """Wait until every post was read and no letter is owed; False when it took too long."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        ((read, owed),) = on.rows(
            "SELECT (SELECT count(*) FROM person_post WHERE read_at IS NOT NULL),"
            " (SELECT count(*) FROM person_letter WHERE state = 'owed')"
        )
        if read >= posts and not owed:
            return True
        _pause.wait(0.5)
    return False


def outcome(on: Town, there: OnX, posts: int, name: str) -> None:
    """What became of every post: nothing may be missing."""
    states = dict(
        on.rows("SELECT state, count(*) FROM person_letter WHERE kind = 'public_reply' GROUP BY state")
    )
    silent = dict(
        on.rows(
            "SELECT t.lane, count(*) FROM person_post p JOIN thread t ON t.id = p.thread WHERE NOT EXISTS"
            " (SELECT FROM person_letter l WHERE l.in_reply_to = p.remote_id) GROUP BY t.lane"
        )
    )
    ((kept,),) = on.rows("SELECT count(*) FROM person_post")
    replies, others = (
        ", ".join(f"{many} {name}" for name, many in sorted(counted.items())) or "none"
        for counted in (states, silent)
    )
    say(f"{name}: posts kept", kept, "", f"of {posts}; replies: {replies}; without one, by lane: {others}")
    refused = there.known()["refused"]
    say(f"{name}: calls X refused as too many", sum(refused.values()), "", str(refused or ""))


def acknowledge(posts: int, scale: int) -> None:
    """Post to acknowledgement at the rate X allows."""
    with town(scale, as_x_allows=True) as on:
        known_parcels(on, 200)
        rich(on)
        with on.door() as door, on.workers(1):
            there = OnX(on, door)
            begun, every = time.monotonic(), PERIOD / REPLIES / scale
            for number in range(posts):
                _pause.wait(max(0.0, begun + number * every - time.monotonic()))
                there.mention(number, "ack")
            if not settled(on, posts, 120):
                print("acknowledge: not every post came to rest within two minutes of the last")
            times = [(reply - post).total_seconds() * scale for post, reply in there.answered().values()]
            what = f"{REPLIES} posts in {PERIOD} s, time {scale} times as fast"
            say(f"acknowledge: {what}", len(times), "", f"replies to {posts} posts")
            for name, part in (("p50", 0.5), ("p99", 0.99), ("longest", 1.0)):
                took = share(times, part)
                beside = (
                    f"{took / LIMIT:.3f} of 60 s, {took / HOUR:.4f} of the hour; {took / scale:.2f} s of ours"
                )
                say(f"acknowledge: post to reply, {name}", took, "s", beside)
            outcome(on, there, posts, "acknowledge")


def burst(posts: int, scale: int) -> None:
    """So many mentions at once."""
    with town(scale, as_x_allows=True) as on:
        known_parcels(on, 200)
        rich(on)
        with on.door() as door:
            there = OnX(on, door)
            came = rate(lambda _, number: there.mention(number, "burst"), posts, lambda: None)
            say(f"burst: {posts:,} mentions, people posting", came)
            with on.workers(1):
                watch = Watch(on, posts)
                watch.run()
                held = settled(on, posts, 1_800)
            if not held:
                print("burst: not every letter came to rest within half an hour of the last forecast")
            watch.tell(there, scale)
            outcome(on, there, posts, "burst")


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(prog="./run bench channel", description=__doc__)
    options.add_argument("part", nargs="?", choices=("intake", "acknowledge", "burst"), help="one alone")
    options.add_argument("--posts", type=int, default=2_000, help="posts of each intake (2000)")
    options.add_argument("--acknowledged", type=int, default=120, help="posts to acknowledge (120)")
    options.add_argument("--mentions", type=int, default=2_000, help="mentions of the burst (2000)")
    options.add_argument("--scale", type=int, default=10, help="how fast time runs to acknowledge (10)")
    options.add_argument("--burst-scale", type=int, default=60, help="how fast it runs in the burst (60)")
    asked = options.parse_args()
    print(surroundings())
    if asked.part in (None, "intake"):
        intake(asked.posts)
    if asked.part in (None, "acknowledge"):
        acknowledge(asked.acknowledged, asked.scale)
    if asked.part in (None, "burst"):
        burst(asked.mentions, asked.burst_scale)


if __name__ == "__main__":
    main()
