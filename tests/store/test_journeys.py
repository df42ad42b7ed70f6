"""Journeys as rows: found by what people type, judged at an hour as `problem_at` judges, counted by lane."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from makewhole.parcel.journey import STATUSES, Hours, Problem, problem_at
from makewhole.store import brands, days, journeys, lanes, parcels
from makewhole.store.database import Database
from makewhole.store.journeys import Drawn

BRAND = "halden"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def drawn(**more: object) -> Drawn:
    """A parcel on its way from China to Germany."""
    facts: dict[str, object] = dict.fromkeys(Drawn.__dataclass_fields__)
    facts |= {"lane": "CN-DE", "operator": "dhl", "service": "standard", "status": "in_transit"}
    return Drawn(**(facts | {"started_at": NOW - 9 * DAY} | more))  # type: ignore[arg-type]  # as the test names


@pytest.fixture
def shop(database: Database) -> Database:
    """A database with one brand."""
    with database.writing() as conn:
        brands.put(conn, BRAND, "Halden Home", ["HaldenHome"], "EUR", NOW, attested=True)
    return database


def add(conn: sa.Connection, number: int, **more: object) -> int:
    parcel = parcels.put(conn, BRAND, {"waybill": f"W{number:06d}", "order_ref": f"HH-{10_000 + number}"}, NOW)
    journeys.put(conn, BRAND, parcel, drawn(**more), NOW)
    return parcel


@pytest.mark.parametrize("typed", ["HH-10421", "#hh-10421", "hh10421", " #HH 10421 "])
def test_an_order_is_found_however_its_number_is_typed(shop: Database, typed: str) -> None:
    with shop.writing() as conn:
        made = add(conn, 421)
        add(conn, 422)
        found = parcels.find(conn, BRAND, [], [typed])
        assert found is not None
        assert found.id == made
        assert [row.parcel for row in journeys.find(conn, BRAND, typed)] == [made]


def test_smoke(shop: Database) -> None:
    with shop.writing() as conn:
        add(conn, 1, late_from=NOW - DAY)
        add(conn, 2, status="delivered", ended_at=NOW - DAY, delivered_at=NOW - DAY)
        print(journeys.problems(conn, BRAND, NOW), journeys.problem_counts(conn, BRAND, NOW))
        print(journeys.problems(conn, BRAND, NOW, "late", (NOW, 5)))
        print(lanes.board(conn, BRAND, NOW))
        print(journeys.caught(conn, BRAND, "lane", "CN-DE", NOW))
        for kind in ("carrier", "hub", "customs"):
            print(journeys.caught(conn, BRAND, kind, "dhl", NOW))
        print(days.cells(conn, BRAND, NOW.date() - DAY))
        print(list(days.history(conn, BRAND, NOW)))
