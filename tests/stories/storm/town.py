"""The town a storm hits: outside parties on loopback, a furnished house, and its processes around it.

Simulators live in the storm's own process and are never killed: what X and the payment provider remember is
what the invariants compare with. They read the house's clock, so that one time is true everywhere.
"""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from makewhole.clock import Clock
from makewhole.main import wiring
from makewhole.main.settings import Settings
from makewhole.simulators import carriers, payment, x
from makewhole.simulators.running import Simulator
from makewhole.store import brands, parcels
from makewhole.store import keys as keyring
from makewhole.store.server import Server
from makewhole.web import staff
from tests.stories.storm import cast, processes

TIME_SCALE = 60
PASSWORD = "a storm is coming"
STAFF = (("agent@example.com", "agent"), ("lead@example.com", "lead"), ("admin@example.com", "admin"))
X_HOOK = "/hooks/x"
PAYMENT_HOOK = "/hooks/payment"
ACTIVITIES = ("post.mention.create", "post.reply.create", "post.quote.create", "dm.received")


@dataclass(slots=True)
class Town:
    """The house as processes, and its outside parties by name (x, payment, carriers) with their addresses."""

    house: processes.House
    outside: dict[str, str]
    clock: Clock
    statement_key: bytes
    log_key: bytes

    def control(self, party: str, verb: str, **said: Any) -> dict[str, Any]:
        """A word to a simulator's control page; its answer."""
        answer = httpx.post(f"{self.outside[party]}/_control/{verb}", json=said, timeout=10)
        answer.raise_for_status()
        known: dict[str, Any] = answer.json()
        return known

    def told(self, party: str) -> dict[str, Any]:
        """Everything an outside party remembers."""
        known: dict[str, Any] = httpx.get(f"{self.outside[party]}/_control/state", timeout=30).json()
        return known


@contextmanager
def built(folder: Path) -> Iterator[Town]:
    """A town in an empty folder, ready for its first step; everything ends with the context."""
    with ExitStack() as ending:
        server = ending.enter_context(Server(folder / "data" / "database"))
        port = _free_port()
        base = f"http://127.0.0.1:{port}"
        settings = Settings(data=folder / "data", time_scale=TIME_SCALE, brand=cast.BRAND)
        with wiring.furnished(settings) as house:
            clock = house.clock
            _furnish(house, clock.now())
        outside = _outside(ending, folder, clock)
        ring = keyring.at(settings.keys)
        env = _environment(folder, port, base, outside)
        made = processes.House(folder, env, base, server)
        ending.callback(made.end)
        town = Town(made, outside, clock, ring.sender.public, ring.log.public)
        made.start("web", "serve", "--workers", "0")
        made.start("worker-1", "work")
        made.start("worker-2", "work")
        made.until_up()
        _subscribe(town, base)
        yield town


def _outside(ending: ExitStack, folder: Path, clock: Clock) -> dict[str, str]:
    apps = {
        "x": x.app(x.Settings(limits={}, now=clock.now)),
        "payment": payment.app(payment.Settings(file=folder / "payment.sqlite", settles_after_seconds=1)),
        "carriers": carriers.app(carriers.Settings(now=clock.now)),
    }
    running = {name: ending.enter_context(Simulator(app)) for name, app in apps.items()}
    for number in range(cast.PARCELS):
        _put_parcel(running["carriers"].url, number, clock.now())
    return {name: simulator.url for name, simulator in running.items()}


def _environment(folder: Path, port: int, base: str, outside: dict[str, str]) -> dict[str, str]:
    given = {
        "data": str(folder / "data"),
        "port": str(port),
        "public_url": base,
        "brand": cast.BRAND,
        "time_scale": str(TIME_SCALE),
        "concurrency": "8",
        "x_url": outside["x"],
        "x_token": "token-meridian",
        "x_client_secret": "simulated-client-secret",
        "x_consumer_secret": "simulated-consumer-secret",
        "payment_url": outside["payment"],
        "payment_key": "token-payment",
        "payment_secret": "simulated-payment-secret",
        "carriers_url": outside["carriers"],
        "carriers_key": "token-carriers",
    }
    return {f"MAKEWHOLE_{name.upper()}": value for name, value in given.items()}


def _furnish(house: Any, now: datetime) -> None:
    with house.database.writing() as conn:
        brands.put(conn, cast.BRAND, "Meridian Parcels", [cast.HANDLE.lower()], "EUR", now, attested=True)
        for number in range(cast.PARCELS):
            accepted = now - timedelta(days=40 - number % 3)
            parcels.put(
                conn,
                cast.BRAND,
                {
                    "waybill": cast.waybill(number), "operator": "postal", "postal": True, "mode": "post",
                    "origin": "DE", "destination": "FR", "accepted_at": accepted,
                    "promised_by": accepted + timedelta(days=10), "weight_grams": 1200, "packages": 1,
                    "value_minor": 4500 + 100 * number, "freight_minor": 700, "currency": "EUR",
                    "order_ref": f"ORD-{number:05d}",
                },
                now,
            )  # fmt: skip
    for email, role in STAFF:
        staff.hire(house, cast.BRAND, email, role.title(), role, PASSWORD)


def _put_parcel(url: str, number: int, now: datetime) -> None:
    """Scans by the parcel's number: late and delivered, silent since long, delivered in time, or still
    moving."""
    begun = now - timedelta(days=40 - number % 3)
    days = {0: (0, 2, 28), 1: (0, 2), 2: (0, 3, 8), 3: (0, 3, 30)}[number % 4]
    scans = [
        {
            "at": (begun + timedelta(days=day)).isoformat(),
            "sub_status": "InTransit_Other",
            "words": "in transit",
        }
        for day in days
    ]
    if number % 4 in (0, 2):
        scans[-1] |= {"sub_status": "Delivered_Other", "words": "delivered"}
    body = {"number": cast.waybill(number), "operator": "postal", "origin": "DE", "destination": "FR"}
    httpx.post(f"{url}/_control/parcels", json=body | {"scans": scans}, timeout=10).raise_for_status()


def _subscribe(town: Town, base: str) -> None:
    """X and the provider are told where to send what happens, as an operator does once."""
    http = httpx.Client(timeout=20, headers={"authorization": "Bearer token-meridian"})
    me = http.get(f"{town.outside['x']}/2/users/me").json()["data"]["id"]
    made = http.post(f"{town.outside['x']}/2/webhooks", json={"url": base + X_HOOK})
    made.raise_for_status()
    hook = made.json()["data"]["id"]
    for kind in ACTIVITIES:
        asked = {"event_type": kind, "filter": {"user_id": me}, "webhook_id": hook, "tag": kind}
        http.post(f"{town.outside['x']}/2/activity/subscriptions", json=asked).raise_for_status()
    httpx.post(
        f"{town.outside['payment']}/v1/webhooks",
        content=json.dumps({"url": base + PAYMENT_HOOK}),
        headers={"authorization": "Bearer token-payment"},
        timeout=10,
    ).raise_for_status()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
