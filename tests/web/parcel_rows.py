"""Parcels for tests of pages: what carriers told of them, and journeys as they stand, put in directly."""

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from makewhole.desk.heard import heard
from makewhole.desk.turn import at_door
from makewhole.gateways.tracking.answer import Answer, Unread
from makewhole.parcel.scan import Scan
from makewhole.store import journeys, parcels
from makewhole.store.journeys import Drawn
from tests.world import BRAND, World

DAY = timedelta(days=1)
SECRET = "Anna Muster, Hauptstrasse 1"
"""What only a raw answer says: whom the parcel is for."""


def told(world: World, waybill: str, *scans: Scan, unread: tuple[str, ...] = ()) -> None:
    """The aggregator told this of a parcel that is known."""
    missed = tuple(Unread({"n": n}, says) for n, says in enumerate(unread))
    answer = Answer("17track", waybill, scans, tuple({"n": n} for n, _ in enumerate(scans)), missed)
    with at_door(world.house, "follow", "follow.record") as turn:
        heard(turn, BRAND, "17track", answer, f'{{"consignee": "{SECRET}", "of": "{waybill}"}}'.encode())


def messy(world: World) -> int:
    """A parcel whose carrier told of a future, of no zone, of duties and of a time that is none."""
    number, now = world.parcel(order_ref="HH-1001"), world.house.clock.now().replace(microsecond=0)
    told(
        world,
        "RB123456785CN",
        Scan(now - 19 * DAY, "picked_up", "Shenzhen", "CN", "Accepted", "china_post"),
        Scan(now - 9 * DAY, "in_transit", "Frankfurt", "DE", "Arrived", "dhl", offset_known=False),
        Scan(
            now - 3 * DAY,
            "customs",
            "Dorsten",
            "DE",
            "Duties <due>",
            "dhl",
            reason="customs_duties",
            holder="customs",
            condition="wet",
        ),
        Scan(now + 30 * DAY, "delivered", "Bremen", "DE", "Zugestellt", "dhl"),
        unread=("its time, 'yesterday', is none we can read",),
    )
    return number


def contested(world: World) -> int:
    """A parcel of unknown carrier that two carriers say they delivered, in two countries."""
    bare = dict.fromkeys(("operator", "service", "postal", "origin", "destination", "accepted_at"))
    number = world.parcel("12345678901", promised_by=None, order_ref="HH-1002", **bare)
    now = world.house.clock.now().replace(microsecond=0)
    told(
        world,
        "12345678901",
        Scan(now - 9 * DAY, "delivered", "Berlin", "DE", "Zugestellt", "gls"),
        Scan(now - 5 * DAY, "delivered", "Lyon", "FR", "Livré", "dpd"),
    )
    return number


def standing(world: World, waybill: str, **more: Any) -> int:
    """A parcel whose journey stands as told, without scans."""
    now = world.house.clock.now()
    facts = {"waybill": waybill, "origin": "CN", "destination": "DE", "operator": "yunexpress"}
    drawn: dict[str, Any] = {field.name: None for field in fields(Drawn)} | {
        "lane": "CN-DE",
        "operator": "yunexpress",
        "service": "standard",
        "status": "in_transit",
        "started_at": now - 20 * DAY,
        "last_at": now - DAY,
        "last_place": "Frankfurt",
        "last_country": "DE",
    }
    with world.house.database.writing() as conn:
        number = parcels.put(conn, BRAND, facts, now)
        journeys.put(conn, BRAND, number, Drawn(**(drawn | more)), now)
    return number


def delivered(world: World, waybill: str, days: float, **more: Any) -> int:
    """A parcel that took so many days and arrived yesterday."""
    end: datetime = world.house.clock.now() - DAY
    facts = {"started_at": end - timedelta(days=days), "delivered_at": end, "ended_at": end}
    return standing(world, waybill, status="delivered", **(facts | more))
