"""The town a storm hits: outside parties on loopback, a furnished house, and its processes around it.

Simulators live in the storm's own process and are never killed: what X and the payment provider remember is
what the invariants compare with. They read the house's clock, so that one time is true everywhere.
"""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from makewhole.clock import Clock
from makewhole.gateways.payment import SandboxClient
from makewhole.gateways.wire import Sent
from makewhole.gateways.x import XClient
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
X_TOKEN = "token-of-the-storm"
PAYMENT_TOKEN = "token-payment"
X_HOOK = "/hooks/x"
PAYMENT_HOOK = "/hooks/payment"
TRACKING_HOOK = "/hooks/17track"
SHOP_HOOK = "/hooks/shopify"
SHOP_SECRET = "simulated-shop-secret"
ACTIVITIES = ("post.mention.create", "post.reply.create", "post.quote.create", "dm.received")


@dataclass(slots=True)
class Town:
    """The house as processes, and its outside parties by name (x, payment, carriers) with their addresses."""

    house: processes.House
    outside: dict[str, str]
    clock: Clock
    statement_key: bytes
    log_key: bytes

    def control(self, party: str, verb: str, said: Any = None) -> dict[str, Any]:
        """A word to a simulator's control page; its answer."""
        answer = httpx.post(
            f"{self.outside[party]}/_control/{verb}", json={} if said is None else said, timeout=10
        )
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
        "x": x.app(
            x.Settings(accounts=(x.Account(cast.HANDLE, X_TOKEN, "Meridian Parcels"),), now=clock.now)
        ),
        "payment": payment.app(payment.Settings(file=folder / "payment.sqlite", settles_after_seconds=1)),
        "carriers": carriers.app(carriers.Settings(now=clock.now)),
    }
    running = {name: ending.enter_context(Simulator(app)) for name, app in apps.items()}
    known = [parcel(number, clock.origin) for number in range(cast.PARCELS)]
    httpx.post(f"{running['carriers'].url}/_control/parcels", json=known, timeout=10).raise_for_status()
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
        "x_token": X_TOKEN,
        "x_watch": "off",  # what the door missed is what X's own tries bring
        "x_client_secret": "simulated-client-secret",
        "x_consumer_secret": "simulated-consumer-secret",
        "payment_url": outside["payment"],
        "payment_key": PAYMENT_TOKEN,
        "payment_secret": "simulated-payment-secret",
        "carriers_url": outside["carriers"],
        "carriers_key": "token-carriers",
        "carriers_per_second": "1000",
        "follow_all": "true",
        "shopify_secret": SHOP_SECRET,
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


def parcel(number: int, born: datetime, latest: datetime | None = None) -> dict[str, Any]:
    """A parcel as the carriers know it, `born` when the town was built, with one more scan at `latest`.

    By its number it is late and delivered, silent since long, delivered in time, or still moving.
    """
    begun = born - timedelta(days=40 - number % 3)
    days = {0: (0, 2, 28), 1: (0, 2), 2: (0, 3, 8), 3: (0, 3, 30)}[number % 4]
    scans = [_scan(begun + timedelta(days=day)) for day in days]
    if number % 4 in (0, 2):
        scans[-1] |= {"sub_status": "Delivered_Other", "words": "delivered"}
    if latest is not None:
        scans.append(_scan(latest))
    ends = {"operator": "postal", "origin": "DE", "destination": "FR"}
    return {"number": cast.waybill(number), "scans": scans, **ends}


def _scan(at: datetime) -> dict[str, str]:
    return {"at": at.isoformat(), "sub_status": "InTransit_Other", "words": "in transit"}


def _subscribe(town: Town, base: str) -> None:
    """Outside parties are told where to send what happens, as an operator does once."""
    on_x = XClient(town.outside["x"], X_TOKEN)
    hook = on_x.register_webhook(base + X_HOOK)
    assert isinstance(hook, Sent), hook
    for kind in ACTIVITIES:
        on_x.subscribe(kind, on_x.me().id, hook.remote_id)
    SandboxClient(town.outside["payment"], PAYMENT_TOKEN).register_webhook(base + PAYMENT_HOOK)
    town.control("carriers", "webhook", {"url": base + TRACKING_HOOK})


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
