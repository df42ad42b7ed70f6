"""What a measurement of the channel looks at: the simulated X from outside, and the queue while it drains.

Nothing is decided here; X's own times and the queue's rows are read and compared.
"""

import threading
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

import httpx
import sqlalchemy as sa

from makewhole.bench._hand import HANDLE
from makewhole.bench._town import Town, say
from makewhole.bench.ingest import words
from makewhole.desk import pace

REPLIES, PERIOD = 100, 900
"""X takes so many replies of an account in so many seconds."""
HOUR = 3_600.0
_WATCHED = ("post.mention.create", "post.reply.create", "dm.received")
_pause = threading.Event()


def share(times: Sequence[float], part: float) -> float:
    """The time that so large a part of all stayed within."""
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


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
