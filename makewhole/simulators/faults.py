"""Faults to switch on, drawn from a seed: the same seed and the same order of calls fail in the same places.

A `Plan` gives each fault a probability. `Faulty` wraps a simulator's app and spoils calls under its guarded
paths only, never control or pages. A fault "after" lets the call be carried out and then loses the answer,
which is the case a client must look up before it tries again.

>>> [Dice(7).roll("write") for _ in range(2)][0] == Dice(7).roll("write")
True
"""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from makewhole.simulators.clock import Clock


class Dice:
    """Numbers in [0, 1): the nth roll under a name depends on seed, name and n alone."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._rolled: Counter[str] = Counter()

    def roll(self, name: str) -> float:
        """The next number under this name."""
        self._rolled[name] += 1
        return random.Random(f"{self._seed}/{name}/{self._rolled[name]}").random()


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes wrong and how often: probabilities of a call or an event, and lengths in seconds."""

    seed: int = 1
    busy: float = 0.0
    """503 before anything is done."""
    throttled: float = 0.0
    """429 before anything is done."""
    slow: float = 0.0
    """An answer that comes `slow_seconds` late."""
    lost: float = 0.0
    """Carried out, then answered 503."""
    hung: float = 0.0
    """Carried out, then held back for `hung_seconds`."""
    cut: float = 0.0
    """Carried out, then the line is cut in the middle of the answer."""
    event_twice: float = 0.0
    """A webhook event is sent a second time."""
    event_lost: float = 0.0
    """A webhook event is never sent; a replay brings it."""
    event_late: float = 0.0
    """A webhook event is held back, so that later ones overtake it."""
    slow_seconds: float = 0.3
    hung_seconds: float = 20.0
    throttled_seconds: int = 2
    event_late_seconds: float = 0.5
    outage_seconds: float = 0.0
    """Every guarded call is answered 503 for this long, counted from when the plan is set."""


_BEFORE = ("busy", "throttled", "slow")
_AFTER = ("lost", "hung", "cut")


class Faults:
    """The plan in force, its dice, and a list of what befell each guarded call."""

    def __init__(self, clock: Clock, plan: Plan | None = None) -> None:
        self._clock = clock
        self.fates: list[str] = []
        self.set(plan or Plan())

    def set(self, plan: Plan) -> None:
        """Puts a plan in force from now on, with fresh dice."""
        self.plan = plan
        self._dice = Dice(plan.seed)
        self._outage_until: datetime = self._clock.now() + timedelta(seconds=plan.outage_seconds)

    def change(self, wanted: Mapping[str, Any]) -> str | None:
        """Sets the plan from JSON; returns what is wrong with it, or None."""
        known = {one.name: one.type for one in fields(Plan)}
        strange = [name for name in wanted if name not in known]
        if strange:
            return f"unknown fault: {', '.join(strange)}; known: {', '.join(known)}"
        if any(isinstance(value, bool) or not isinstance(value, int | float) for value in wanted.values()):
            return "each fault is a number"
        self.set(replace(Plan(), **wanted))
        return None

    def fate(self, method: str) -> str:
        """What befalls the next call: the name of a fault, or "well"."""
        fate = "outage" if self._clock.now() < self._outage_until else self._drawn(method)
        self.fates.append(fate)
        return fate

    def happens(self, name: str) -> bool:
        """Whether an event's fault (`event_twice`, `event_late`) strikes now."""
        chance: float = getattr(self.plan, name)
        return self._dice.roll(name) < chance

    def in_force(self) -> dict[str, Any]:
        """What is not as it is without a plan."""
        usual, now = asdict(Plan()), asdict(self.plan)
        return {name: value for name, value in now.items() if value != usual[name]}

    def as_dict(self) -> dict[str, Any]:
        """The plan and the fates so far, for the control page."""
        return {"plan": asdict(self.plan), "fates": self.fates}

    def _drawn(self, method: str) -> str:
        drawn = self._dice.roll(method)
        # Reading twice does no harm, so answers are lost to writes only.
        for name in _BEFORE + (_AFTER if method not in ("GET", "HEAD") else ()):
            chance: float = getattr(self.plan, name)
            if drawn < chance:
                return name
            drawn -= chance
        return "well"


class Faulty:
    """ASGI wrapper that spoils guarded calls by the plan and stamps each answer with the simulator's date."""

    def __init__(self, app: ASGIApp, faults: Faults, clock: Clock, guarded: str) -> None:
        self._app = app
        self._faults = faults
        self._clock = clock
        self._guarded = guarded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One call, spoiled or not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        send = self._dated(send)
        if not scope["path"].startswith(self._guarded):
            await self._app(scope, receive, send)
            return
        fate = self._faults.fate(scope["method"])
        if fate in ("busy", "outage"):
            await _problem(503, "Service Unavailable", {})(scope, receive, send)
        elif fate == "throttled":
            wait = self._faults.plan.throttled_seconds
            reset = str(int(self._clock.now().timestamp()) + wait)
            await _problem(429, "Too Many Requests", {"x-rate-limit-reset": reset})(scope, receive, send)
        elif fate in _AFTER:
            await self._app(scope, receive, _nowhere)
            await self._lose(fate, scope, receive, send)
        else:
            if fate == "slow":
                await asyncio.sleep(self._faults.plan.slow_seconds)
            await self._app(scope, receive, send)

    async def _lose(self, fate: str, scope: Scope, receive: Receive, send: Send) -> None:
        if fate == "hung":
            await asyncio.sleep(self._faults.plan.hung_seconds)
        if fate == "cut":
            # More is promised than comes: the server closes the line, the caller has half an answer.
            length = [(b"content-length", b"4096"), (b"content-type", b"application/json")]
            await send({"type": "http.response.start", "status": 200, "headers": length})
            await send({"type": "http.response.body", "body": b'{"data":', "more_body": True})
            return
        await _problem(503, "Service Unavailable", {})(scope, receive, send)

    def _dated(self, send: Send) -> Send:
        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(self._clock.now(), usegmt=True).encode()
                message = {**message, "headers": [*message.get("headers", []), (b"date", date)]}
            await send(message)

        return stamped


async def _nowhere(message: Message) -> None:
    """An answer that never arrives."""


def _problem(status: int, title: str, headers: dict[str, str]) -> JSONResponse:
    body = {"title": title, "detail": title, "type": "about:blank", "status": status}
    return JSONResponse(body, status, headers, media_type="application/problem+json")
