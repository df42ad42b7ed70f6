"""A small world for tests: one brand's house on a real database, its worker, outside parties simulated."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa

from makewhole import durable
from makewhole.desk import take
from makewhole.desk.house import House, Periods
from makewhole.desk.lodge import Lodged, LodgeForm, lodge
from makewhole.gateways.payment import Payout
from makewhole.main import wiring
from makewhole.main.settings import MailAccount, Settings
from makewhole.simulators import carriers, payment, running, x
from makewhole.simulators.mail import Post
from makewhole.store import brands, claims, log, parcels
from makewhole.store.claims import ClaimRow
from makewhole.store.database import Database
from makewhole.worker import Worker

BRAND, HANDLE, WAYBILL = "halden", "HaldenHome", "RB123456785CN"


def until(
    holds: Callable[[], bool], seconds: float = 20.0, otherwise: str = "it did not happen in time"
) -> None:
    """Wait for something that happens by itself; an `AssertionError` when it does not."""
    give_up, pause = time.monotonic() + seconds, threading.Event()
    while not holds():
        assert time.monotonic() < give_up, otherwise
        pause.wait(0.05)


@dataclass
class World:
    """The house and where its outside parties are."""

    house: House
    settings: Settings
    x: str
    payment: str
    carriers: str
    worker: Worker | None = None

    def says(self, handle: str, text: str, **more: Any) -> str:
        """Somebody posts on X; returns the post's id."""
        return str(
            httpx.post(f"{self.x}/_control/post", json={"handle": handle, "text": text, **more}).json()["id"]
        )

    def writes(self, handle: str, text: str) -> take.Taken:
        """Somebody writes us a private message on X, and it reaches our door."""
        said = httpx.post(f"{self.x}/_control/dm", json={"from": handle, "to": HANDLE, "text": text}).json()
        message = {"id": said["id"], "text": text, "sender_id": said["sender_id"], "sender_handle": handle}
        return take.take(self.house, BRAND, [take.as_message(message)], private=True)

    def poll(self) -> take.Taken:
        """Take in what mentions us."""
        x = self.house.x
        return take.take(self.house, BRAND, x.mentions(x.me().id))

    def parcel(self, waybill: str = WAYBILL, **more: Any) -> int:
        """A parcel from China to Germany, by registered post, forty euros, thirty days overdue."""
        now = self.house.clock.now()
        facts = {
            "waybill": waybill,
            "operator": "china_post",
            "service": "registered",
            "postal": True,
            "mode": "post",
            "origin": "CN",
            "destination": "DE",
            "accepted_at": now - timedelta(days=50),
            "promised_by": now - timedelta(days=30),
            "weight_grams": 700,
            "value_minor": 4000,
            "freight_minor": 500,
            "currency": "EUR",
            **more,
        }
        with self.house.database.writing() as conn:
            return parcels.put(conn, BRAND, facts, now)

    def claim(self, **more: Any) -> Lodged:
        """A claim for the parcel, lodged."""
        form = {
            "brand": BRAND,
            "problem": "lost",
            "asked_minor": 4000,
            "currency": "EUR",
            "contact_kind": "email",
            "contact": "anna@example.org",
            "waybill": WAYBILL,
            **more,
        }
        made = lodge(self.house, LodgeForm(**form))
        assert isinstance(made, Lodged), made
        return made

    def row(self, claim: int) -> ClaimRow:
        """A claim as it stands."""
        with self.house.database.reading() as conn:
            return claims.get(conn, claim)

    def reaches(self, claim: int, *states: str) -> ClaimRow:
        """The claim once it is in one of these states."""
        until(
            lambda: self.row(claim).state in states,
            otherwise=f"claim is {self.row(claim).state}, not {states}",
        )
        return self.row(claim)

    def settles(self, key: str) -> Payout:
        """The payout ordered under a key, once the provider is done with it."""

        def done() -> bool:
            found = self.house.payment.find(key)
            return found is not None and found.state != "pending"

        until(done, otherwise="the provider did not settle")
        found = self.house.payment.find(key)
        assert found is not None
        return found

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """Rows of a question to the database."""
        with self.house.database.reading() as conn:
            return list(conn.execute(sa.text(sql), values))

    def rests(self) -> None:
        """Wait until nothing is owed now and every statement has its leaf."""

        def quiet() -> bool:
            with self.house.database.reading() as conn:
                return not sum(durable.waiting(conn).values()) and not log.unsealed(conn, 1)

        until(quiet, 30.0, "the house did not come to rest")


@contextmanager
def a_world(
    database: Database,
    data: Path,
    *,
    working: bool = True,
    periods: Periods | None = None,
    time_scale: int = 1,
    post: Post | None = None,
) -> Iterator[World]:
    """A world on a migrated database; `working` is False for tests that bring no worker."""
    with (
        running.Simulator(x.app()) as on_x,
        running.Simulator(payment.app()) as at_bank,
        running.Simulator(carriers.app()) as on_road,
    ):
        settings = Settings(
            data=data,
            brand=BRAND,
            time_scale=time_scale,
            x_url=on_x.url,
            x_token="token-halden",
            payment_url=at_bank.url,
            payment_key="token-payment",
            carriers_url=on_road.url,
            carriers_key="token-carriers",
            carriers_per_second=1000,
            x_client_secret="simulated-client-secret",
            x_consumer_secret="simulated-consumer-secret",
            payment_secret="simulated-payment-secret",
        )
        if post is not None:
            box = {
                "address": post.office.address,
                "imap": post.imap,
                "smtp": post.smtp,
                "password": post.office.password,
                "every": 0.1,
                "files_copies": post.office.files_copies,
            }
            settings = settings.model_copy(update={"mail_brands": {BRAND: MailAccount(**box)}})
        house = wiring.house_on(settings, database)
        if periods is not None:
            house = replace(house, periods=periods)
        with database.writing() as conn:
            brands.put(conn, BRAND, "Halden Home", [HANDLE], "EUR", house.clock.now(), attested=True)
        world = World(house, settings, on_x.url, at_bank.url, on_road.url)
        if working:
            world.worker = Worker(house)
            world.worker.start()
        try:
            yield world
        finally:
            if world.worker is not None:
                world.worker.stop()
