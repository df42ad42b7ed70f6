"""Past days and trips, read from journeys and scans."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from makewhole.parcel.counts import Cell, Place
from makewhole.store import brands, days, journeys, parcels, scans
from makewhole.store.database import Database
from makewhole.store.scans import ScanRow
from tests.store.test_journeys import BRAND, DAY, NOW, drawn

NOON = datetime(2026, 11, 10, 12, tzinfo=UTC)
ON = NOON.date()


@pytest.fixture
def shop(database: Database) -> Database:
    """A database with one brand."""
    with database.writing() as conn:
        brands.put(conn, BRAND, "Halden Home", ["HaldenHome"], "EUR", NOW, attested=True)
    return database


def add(conn: sa.Connection, number: int, *told: ScanRow, **more: object) -> int:
    """A parcel with its journey and its scans."""
    facts = {"waybill": f"D{number}", "origin": "CN", "destination": "DE", "weight_grams": 500}
    parcel = parcels.put(conn, BRAND, facts, NOW)
    journeys.put(conn, BRAND, parcel, drawn(**({"started_at": NOON - 3 * DAY} | more)), NOW)
    rows = [(row, scans.digest(str(number), str(at))) for at, row in enumerate(told)]
    scans.keep_scans(conn, BRAND, parcel, None, rows, NOW)
    return parcel


def at(days_on: float, status: str = "in_transit", **more: str) -> ScanRow:
    """A scan so many days from noon of the day."""
    return ScanRow(NOON + timedelta(days=days_on), status, **more)  # type: ignore[arg-type]  # as the test names


def seen(cells: list[Cell], measure: str) -> Counter[tuple[Place, int]]:
    """What was seen of a measure: by place and stratum, how many; those at risk are counted elsewhere."""
    return Counter({(cell.place, cell.stratum): cell.seen for cell in cells if cell.measure == measure})


def test_a_day_counts_those_under_way_at_its_beginning_where_they_stood(shop: Database) -> None:
    leipzig = {"place": "Leipzig", "country": "DE"}
    with shop.writing() as conn:
        add(conn, 1, at(-2, **leipzig), at(0.1))
        add(
            conn,
            2,
            at(-1, **leipzig),
            at(0, "out_for_delivery"),
            at(0.2, "delivered"),
            ended_at=NOON + DAY / 5,
        )
        add(conn, 3, at(-1, "customs", country="FR"), at(0, "on_hold", reason="customs_documents"))
        add(conn, 4, at(-2), at(0.1, "delivery_failed"))
        add(conn, 5, at(2, **leipzig))
        for number, gone in enumerate(
            (
                {"started_at": NOON},
                {"ended_at": NOON - DAY},
                {"lost_from": NOON - DAY},
            ),
            6,
        ):
            add(conn, number, at(-2), at(0), **gone)
        found = days.cells(conn, BRAND, ON)
    hub, customs = Place("CN-DE", "dhl", "Leipzig, DE", ""), Place("CN-DE", "dhl", "", "FR")
    nowhere = Place("CN-DE", "dhl", "", "")
    risk = Counter({(cell.place, cell.stratum): cell.at_risk for cell in found if cell.measure == "moves"})
    assert risk == {(hub, 33): 1, (hub, 32): 1, (customs, 48): 1, (nowhere, 17): 1, (nowhere, 2): 1}
    assert +seen(found, "moves") == {(hub, 33): 1}
    assert +seen(found, "arrives") == {(hub, 32): 1}
    assert +seen(found, "held") == {(customs, 0): 1}
    assert +seen(found, "failed") == {(nowhere, 0): 1}
    assert +seen(found, "reason:customs_documents") == {(nowhere, 0): 1}
    assert sum(cell.at_risk for cell in found if cell.measure == "complaints") == 5


def test_trips_are_told_as_they_were_known_before_a_moment(shop: Database) -> None:
    with shop.writing() as conn:
        add(conn, 1, at(-2, "picked_up"), at(0), at(2, "delivered"), delivered_at=NOON + 2 * DAY)
        add(conn, 2, at(-2), started_at=NOON - 5 * DAY, handed_over_at=NOON - 2 * DAY, status="cancelled")
        add(conn, 3, at(1), started_at=NOON + DAY)
        early, late = list(days.history(conn, BRAND, NOON + DAY))
        whole = list(days.history(conn, BRAND, NOW))
    assert (early.called_off, early.handed_over_at) == (True, NOON - 2 * DAY)
    assert (late.lane, late.weight_grams, late.delivered_at) == ("CN-DE", 500, None)
    assert [status for _, status in late.marks] == ["picked_up", "in_transit"]
    assert [trip.delivered_at for trip in whole] == [None, NOON + 2 * DAY, None]
