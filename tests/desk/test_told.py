"""What is gathered to tell a customer of a parcel: its lane's own times, the brand's word, its disruption."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from makewhole.desk import told
from makewhole.money import Money
from makewhole.parcel.customs import Charge, CustomsWord, Unknown
from makewhole.store import customs, disruptions, parcels, scans, usual
from makewhole.store.database import Database
from makewhole.store.scans import ScanRow
from makewhole.web.staff import hire
from tests.world import BRAND, World, a_world


@pytest.fixture
def quiet(database: Database, tmp_path: Path) -> Iterator[World]:
    """A brand's house that nobody works in."""
    with a_world(database, tmp_path / "data", working=False) as made:
        yield made


def journey(
    world: World, waybill: str, *steps: tuple[int, str], delivered: bool = True, to: str = "BR"
) -> int:
    """A parcel from China with its scans, each so many days ago."""
    now = world.house.clock.now()
    with world.house.database.writing() as conn:
        given = {"waybill": waybill, "origin": "CN", "destination": to, "postal": True}
        parcel = parcels.put(conn, BRAND, given, now)
        rows = [
            (ScanRow(now - timedelta(days=ago), status, country=to), scans.digest(waybill, str(ago)))
            for ago, status in steps
        ]
        scans.keep_scans(conn, BRAND, parcel, None, rows, now)
        conn.execute(
            sa.text("UPDATE journey SET started_at = :s, delivered_at = :d WHERE parcel = :p"),
            {"p": parcel, "s": now - timedelta(days=steps[0][0]), "d": now if delivered else None},
        )
    return parcel


def test_a_lane_tells_its_own_silence_and_its_own_days_in_customs(quiet: World) -> None:
    for number in range(20):
        journey(
            quiet,
            f"RB{number:08}0CN",
            (20, "in_transit"),
            (16, "customs"),
            (6, "in_transit"),
            (5, "delivered"),
        )
    waits = journey(quiet, "RB999999990CN", (9, "in_transit"), (2, "customs"), delivered=False)
    now = quiet.house.clock.now()
    with quiet.house.database.reading() as conn:
        assert usual.silences(conn, BRAND, "CN-BR", now) == [10] * 20
        assert {(end - begin).days for begin, end in usual.in_customs(conn, BRAND, "CN-BR", now)} == {10}
        view = told.by_id(conn, BRAND, waits, now)
    assert view.usual_silence == 10
    assert isinstance(view.customs, CustomsWord)
    assert view.customs.measured
    assert view.customs.country == "BR"


def test_a_new_lane_goes_by_the_table(quiet: World) -> None:
    parcel = journey(quiet, "RB999999990CN", (9, "in_transit"), (2, "customs"), delivered=False)
    with quiet.house.database.reading() as conn:
        view = told.by_id(conn, BRAND, parcel, quiet.house.clock.now())
    assert view.usual_silence is None
    assert isinstance(view.customs, CustomsWord)
    assert not view.customs.measured


def test_a_brands_own_word_beats_the_table_until_it_is_taken_back(quiet: World) -> None:
    parcel = journey(quiet, "RB999999990CN", (9, "in_transit"), (2, "customs"), delivered=False)
    now = quiet.house.clock.now()
    word = CustomsWord(
        "BR",
        "delay",
        charges=(Charge("flat", Money(300, "EUR"), since=date(2026, 7, 1)),),
        days=(3, 4),
        choices=("wait",),
        source="our broker",
        checked_on=date(2026, 11, 1),
        own=True,
        notes={"pt": "Fale conosco."},
    )
    ann = hire(quiet.house, BRAND, "ann@halden.example", "Ann", "admin", "correct-horse-1")
    mei = hire(quiet.house, BRAND, "mei@halden.example", "Mei", "lead", "correct-horse-1")
    with quiet.house.database.writing() as conn:
        customs.put(conn, BRAND, replace(word, days=(1, 2)), ann, now)
        customs.put(conn, BRAND, word, mei, now)
    with quiet.house.database.reading() as conn:
        assert customs.rows(conn, BRAND) == (word,)
        assert told.by_id(conn, BRAND, parcel, now).customs == word
        assert [each.by for each in customs.history(conn, BRAND, "BR", "delay")] == ["Mei", "Ann"]
    with quiet.house.database.writing() as conn:
        customs.take_back(conn, BRAND, "BR", "delay", ann, now)
    with quiet.house.database.reading() as conn:
        assert customs.rows(conn, BRAND) == ()
        found = told.by_id(conn, BRAND, parcel, now).customs
        assert isinstance(found, CustomsWord)
        assert not found.own
        assert [each.word for each in customs.history(conn, BRAND, "BR", "delay")] == [
            None,
            word,
            replace(word, days=(1, 2)),
        ]


def test_a_country_nobody_knows_is_told_as_unknown(quiet: World) -> None:
    parcel = journey(quiet, "RB999999990CN", (9, "in_transit"), (2, "customs"), delivered=False, to="TV")
    with quiet.house.database.reading() as conn:
        view = told.by_id(conn, BRAND, parcel, quiet.house.clock.now())
    assert view.customs == Unknown("TV", "delay")


def test_a_parcel_caught_in_a_disruption_says_since_when(quiet: World) -> None:
    parcel = journey(quiet, "RB999999990CN", (9, "in_transit"), delivered=False)
    now = quiet.house.clock.now()
    began = now.date() - timedelta(days=3)
    with quiet.house.database.writing() as conn:
        number, _ = disruptions.raise_(
            conn, BRAND, "lane", "CN-BR", "moves", began, 0.1, 0.4, "unknown", (), now
        )
        disruptions.catch(conn, number, [parcel], now)
    with quiet.house.database.reading() as conn:
        assert told.by_id(conn, BRAND, parcel, now).disrupted_since == began
