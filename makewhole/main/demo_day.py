"""The demonstration's day: the seller's parcels brought in, people speak, some of them claim and are paid.

People speak on the simulated X and reach us through its webhooks, as in a real installation; those who claim
do so at the same errands the form uses. The day is played fast; nothing here decides what becomes of it.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

import httpx

from makewhole.claims import claim as states
from makewhole.desk import pay
from makewhole.desk.house import House
from makewhole.desk.lodge import Lodged, LodgeForm, lodge
from makewhole.simulators import day
from makewhole.store import claims, parcels

_SETTLES_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class Town:
    """Where the parts of the demonstration listen."""

    house: House
    brand: str
    x: str
    carriers: str


@dataclass(frozen=True, slots=True)
class Claimant:
    """Somebody who files a claim for a parcel of the day, and whether they take what is offered."""

    parcel: str
    problem: str
    contact: str
    language: str
    story: str
    accepts: bool = True
    asks_percent: int = 100
    severity: str | None = None


CLAIMANTS = (
    Claimant("us_lost", "lost", "marlon@example.org", "en", "Two months without a scan."),
    Claimant("de_late", "late", "birgit@example.org", "de", "Neun Tage zu spät, bitte prüfen."),
    Claimant(
        "de_damaged", "damaged", "jonas@example.org", "de", "Die Vase ist zerbrochen.", severity="total"
    ),
    Claimant(
        "us_missing", "not_received", "joan@example.org", "en", "The carrier says delivered; it was not."
    ),
    Claimant(
        "us_lost",
        "lost",
        "somebody@example.org",
        "en",
        "The same parcel again.",
        accepts=False,
        asks_percent=300,
    ),
)


OFFERED_TO_VISITORS = "/claim?" + urlencode(
    {"number": day.rows()["ca_lost"]["waybill"], "problem": "lost", "amount": "219.00", "currency": "CAD"}
)
"""The form with a parcel of the day filled in: one that tracking calls lost, so a visitor sees it paid."""


def open_shop(town: Town) -> None:
    """Bring in the seller's own record of its parcels."""
    now = town.house.clock.now()
    with town.house.database.writing() as conn:
        for row in day.parcels(now):
            parcels.put(conn, town.brand, row, now)


def speak(town: Town, seed: int, lasts: Callable[[float], float], over: threading.Event) -> int:
    """Play the day; `lasts` gives the real seconds for a stretch of it. Returns how many things were said."""
    events = day.script(seed)
    day.drive(
        town.x, town.carriers, events, town.house.clock.now(), lambda seconds: over.wait(lasts(seconds))
    )
    return len(events)


def claim(town: Town) -> int:
    """File the day's claims, and accept what is offered to those who take it. Returns how many were filed."""
    filed: list[tuple[int, Claimant]] = []
    for who in CLAIMANTS:
        row = next(row for name, row in day.rows().items() if name == who.parcel)
        made = lodge(
            town.house,
            LodgeForm(
                brand=town.brand,
                problem=who.problem,
                asked_minor=row["value_minor"] * who.asks_percent // 100,
                currency=row["currency"],
                contact_kind="email",
                contact=who.contact,
                waybill=row["waybill"],
                story=who.story,
                language=who.language,
                severity=who.severity,
                statement_not_received=who.problem == "not_received",
                delivered_at=town.house.clock.now() - timedelta(days=1) if who.problem == "damaged" else None,
            ),
        )
        if isinstance(made, Lodged):
            filed.append((made.claim, who))
    for number, who in filed:
        if who.accepts and _rests(town.house, number) == "offered":
            pay.accept(town.house, number, f"acct-{who.contact.partition('@')[0]}")
    return len(filed)


def _rests(house: House, number: int) -> str:
    """The claim's state once the machine is done with it."""
    give_up, pause = time.monotonic() + _SETTLES_WITHIN, threading.Event()
    while True:
        with house.database.reading() as conn:
            state = claims.get(conn, number).state
        if state not in (states.START, "deciding") or time.monotonic() > give_up:
            return state
        pause.wait(0.1)


def everything_arrived(town: Town) -> bool:
    """Whether X has pushed all it had to push."""
    events = httpx.get(f"{town.x}/_control/state").json()["events"]
    return not events["under_way"]
