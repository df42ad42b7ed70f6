"""Journeys as rows: found by what people type, judged at an hour as `problem_at` judges."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from makewhole.parcel.counts import Kind
from makewhole.parcel.journey import STATUSES, Hours, Problem, problem_at
from makewhole.store import brands, journeys, parcels
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
    """A parcel with its journey."""
    parcel = parcels.put(
        conn, BRAND, {"waybill": f"W{number:06d}", "order_ref": f"HH-{10_000 + number}"}, NOW
    )
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


def test_a_search_finds_whole_numbers_first_and_reads_signs_as_signs(shop: Database) -> None:
    with shop.writing() as conn:
        made = [add(conn, number) for number in (1, 2, 13)]
        dashed = parcels.put(conn, BRAND, {"waybill": "AB-12"}, NOW)

        def found(text: str, most: int = 50) -> list[int]:
            return [row.parcel for row in journeys.find(conn, BRAND, text, most)]

        assert found("w00000") == made[::-1][1:]
        assert found("W 000 002") == [made[1]]
        assert found("hh-1000") == made[1::-1]
        assert found("HH-10001") == [made[0]]
        assert found("ab-12") == [dashed]
        assert found("W%") == found("w") == made[::-1]
        assert found("") == [dashed, *made[::-1]]
        assert found("", 2) == [dashed, made[2]]
        assert found("_") == found("")
        assert found("nothing") == []


HOURS = st.one_of(st.none(), st.integers(-5, 5).map(lambda days: NOW + days * DAY))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([None, *get_args(Problem)]),
    st.sampled_from(sorted(STATUSES)),
    st.builds(Hours, HOURS, HOURS, HOURS),
)
def test_a_row_is_judged_at_an_hour_as_the_noun_judges(
    shop: Database, standing: Problem | None, status: str, hours: Hours
) -> None:
    own = {"late_from": hours.late_from, "silent_from": hours.silent_from, "lost_from": hours.lost_from}
    with shop.writing() as conn:
        add(conn, 1, status=status, problem=standing, **own)
        rows = journeys.problems(conn, BRAND, NOW)
        counts = journeys.problem_counts(conn, BRAND, NOW)
    expected = problem_at(standing, status, hours, NOW)
    assert [row.kind for row in rows] == ([] if expected is None else [expected])
    assert counts == ({} if expected is None else {expected: 1})


def test_problems_are_paged_without_gap_or_repeat_the_newest_first(shop: Database) -> None:
    with shop.writing() as conn:
        for number in range(7):
            add(conn, number, lost_from=NOW - (number % 3) * DAY)
        add(conn, 7, late_from=NOW + DAY)
        add(conn, 8, problem="lost", status="lost", ended_at=NOW - DAY)
        add(conn, 9, status="delivered", ended_at=NOW - DAY, delivered_at=NOW - DAY)
        whole = journeys.problems(conn, BRAND, NOW)
        paged: list[int] = []
        before = None
        while page := journeys.problems(conn, BRAND, NOW, before=before, most=2):
            paged += [row.parcel for row in page]
            before = page[-1].key
        of_a_kind = journeys.problems(conn, BRAND, NOW, "lost", most=3)
        assert journeys.problems(conn, BRAND, NOW, "late") == []
    assert [row.since for row in whole] == sorted((row.since for row in whole), reverse=True)
    assert paged == [row.parcel for row in whole]
    assert len(paged) == len(set(paged)) == 8
    assert [row.parcel for row in of_a_kind] == paged[:3]


def test_open_parcels_are_caught_by_lane_carrier_hub_and_customs(shop: Database) -> None:
    with shop.writing() as conn:
        hub = add(conn, 1, last_place="Leipzig", last_country="DE")
        held = add(conn, 2, status="customs", last_country="FR", operator="ups")
        elsewhere = add(conn, 3, lane="US-GB", status="customs", operator="ups")
        add(conn, 4, ended_at=NOW, status="delivered")
        add(conn, 5, lost_from=NOW)
        nowhere = add(conn, 6, lane="FR-ES", last_place="Depot 7", last_country=None)
        asked: list[tuple[Kind, str]] = [
            ("lane", "CN-DE"), ("carrier", "ups"), ("hub", "Leipzig, DE"), ("customs", "FR"),
            ("customs", "GB"), ("hub", "Depot 7, ??"),
        ]  # fmt: skip
        found = [journeys.caught(conn, BRAND, kind, subject, NOW) for kind, subject in asked]
    assert found == [[hub, held], [held, elsewhere], [hub], [held], [elsewhere], [nowhere]]


def test_a_journey_that_says_the_same_again_has_not_changed(shop: Database) -> None:
    with shop.writing() as conn:
        parcel = add(conn, 1)
        journeys.put(conn, BRAND, parcel, drawn(risk_late=300), NOW + DAY)
        unchanged = journeys.one(conn, parcel)
        journeys.put(conn, BRAND, parcel, drawn(status="delivered"), NOW + 2 * DAY)
        moved = journeys.one(conn, parcel)
    assert unchanged is not None
    assert moved is not None
    assert (unchanged.risk_late, unchanged.changed_at, moved.changed_at) == (300, NOW, NOW + 2 * DAY)
