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
from itertools import pairwise
from typing import Any

import httpx
import sqlalchemy as sa

from makewhole.bench._hand import BRAND, HANDLE
from makewhole.bench._town import CLIENTS, Town, bare_inserts, rate, say, surroundings, town
from makewhole.bench.ingest import by_webhook, known_parcels, push, words
from makewhole.desk import pace

A_SECOND = 100
REPLIES, PERIOD = 100, 900
"""X takes so many replies of an account in so many seconds."""
LIMIT, HOUR = 60.0, 3_600.0
_LINES = 24
_WATCHED = ("post.mention.create", "post.reply.create", "dm.received")
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


def share(times: Sequence[float], part: float) -> float:
    """The time that so large a part of all stayed within."""
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


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


class OnX:
    """The simulated X, as a program sees it from outside."""

    def __init__(self, on: Town, door: str) -> None:
        self._http = httpx.Client(base_url=on.places.x, timeout=60)
        self._http.headers["authorization"] = "Bearer token-app"
        me = self._ask("GET", f"/2/users/by/username/{HANDLE}")["data"]["id"]
        hook = self._ask("POST", "/2/webhooks", {"url": f"http://{door}/hooks/x"})["id"]
        for kind in _WATCHED:
            asked = {"event_type": kind, "filter": {"user_id": me}, "webhook_id": hook}
            self._ask("POST", "/2/activity/subscriptions", asked)

    def mention(self, number: int, name: str) -> str:
        """A person mentions us; the post's id."""
        said = {"handle": f"{name}{number}", "text": words(number), "followers": 80}
        return str(self._ask("POST", "/_control/post", said)["id"])

    def known(self) -> dict[str, Any]:
        """Everything that was said there."""
        return self._ask("GET", "/_control/state")

    def answered(self) -> dict[str, tuple[datetime, datetime]]:
        """When each post that has our reply was made, and when it was replied to, in X's time."""
        posts = self.known()["posts"]
        at = {one["id"]: datetime.fromisoformat(one["at"]) for one in posts}
        ours = [one for one in posts if one["by_app"] and one["in_reply_to"]]
        return {one["in_reply_to"]: (at[one["in_reply_to"]], at[one["id"]]) for one in ours}

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        answer = self._http.request(method, path, json=body)
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
        return said


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


class Watch:
    """Looks at the queue while it drains: who left before whom, and what each was forecast at first sight."""

    def __init__(self, on: Town, posts: int) -> None:
        self._on, self._posts = on, posts
        self._seen: list[dict[int, int]] = []
        self._forecast: dict[int, datetime] = {}
        self._unknown = 0

    def run(self) -> None:
        """Until every post was read and the queue is empty."""
        while True:
            queue = self._on.rows("SELECT letter, priority FROM pace_wait WHERE lane = 'post'")
            waiting = {int(letter): int(urgent) for letter, urgent in queue}
            self._seen.append(waiting)
            self._ask([one for one in waiting if one not in self._forecast])
            ((many,),) = self._on.rows("SELECT count(*) FROM person_post WHERE read_at IS NOT NULL")
            if many >= self._posts and not waiting:
                return
            _pause.wait(0.25)

    def _ask(self, letters: list[int]) -> None:
        for one in letters:
            with self._on.house.database.reading() as conn:
                at = pace.forecast(self._on.house, conn, one)
                still = conn.execute(sa.text("SELECT FROM pace_wait WHERE letter = :i"), {"i": one}).first()
            if at is not None:
                self._forecast[one] = at
            elif still is not None:
                self._unknown += 1

    def overtaken(self) -> int:
        """Letters that left while one more urgent stayed."""
        wrong = 0
        for before, after in pairwise(self._seen):
            stayed = [urgent for letter, urgent in before.items() if letter in after]
            most = max(stayed, default=-1)
            wrong += sum(urgent < most for letter, urgent in before.items() if letter not in after)
        return wrong

    def tell(self, there: OnX, scale: int) -> None:
        """The figures."""
        urgencies = sorted({urgent for one in self._seen for urgent in one.values()}, reverse=True)
        say("burst: degrees of urgency that waited", len(urgencies), "", str(urgencies))
        say("burst: letters that left before a more urgent one", self.overtaken(), "")
        say("burst: letters that waited", len(self._forecast), "", "each with a forecast of its turn")
        say("burst: letters that waited and got no forecast", self._unknown, "")
        answered = there.answered()
        names = "SELECT id, in_reply_to FROM person_letter WHERE id = ANY(:i)"
        post_of = dict(self._on.rows(names, i=list(self._forecast)))
        off = [
            abs((self._on.house.clock.house(answered[post_of[letter]][1]) - at).total_seconds())
            for letter, at in self._forecast.items()
            if post_of[letter] in answered
        ]
        if off:
            say("burst: forecast and turn apart, p50", share(off, 0.5), "s", f"of {scale} in one of ours")
            say(
                "burst: forecast and turn apart, p99",
                share(off, 0.99),
                "s",
                f"{share(off, 0.99) / PERIOD:.2f} of a window",
            )
        if answered:
            replied = [reply for _, reply in answered.values()]
            lasted = (max(replied) - min(replied)).total_seconds() * scale
            least = (len(replied) - 1) // REPLIES * PERIOD
            beside = f"{lasted / least:.3f} of the {least / HOUR:.2f} h X's limit needs" if least else ""
            say(f"burst: first reply to last, time {scale} times as fast", lasted / HOUR, "h", beside)


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
