"""The doctor's word on sources of scans: what is missing, what is nearly used up, what does not come."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from makewhole.gateways.trackers import SeventeenTrack, Trackers
from makewhole.main import doctor_tracking
from makewhole.parcel.lately import Lately
from makewhole.parcel.learned import Model
from makewhole.simulators import carriers
from makewhole.simulators.running import Simulator
from makewhole.store import watches
from makewhole.store.database import Database
from tests.world import BRAND, World, a_world


@pytest.fixture
def quiet(database: Database, tmp_path: Path) -> Iterator[World]:
    """A brand's house without a worker."""
    with a_world(database, tmp_path / "data", working=False) as made:
        yield made


def wrong(world: World, trackers: Trackers) -> list[tuple[str, str]]:
    found = doctor_tracking.examine(replace(world.house, carriers=trackers))
    assert all(one.mend for one in found if not one.ok)
    return [(one.name, one.says) for one in found if not one.ok]


def test_without_a_key_the_doctor_says_which_to_set(quiet: World) -> None:
    assert wrong(quiet, Trackers()) == [("tracking", "no source of scans has a key")]


def test_an_outlook_that_is_too_old_is_told_and_one_that_was_never_learned_is_not(quiet: World) -> None:
    now = quiet.house.clock.now()

    def told(days: int) -> list[bool]:
        model = Model("v", "own trips", {}, Lately(()), now - timedelta(days=days))
        return [one.ok for one in doctor_tracking.outlook(replace(quiet.house, outlook=model))]

    assert doctor_tracking.outlook(quiet.house) == []
    assert told(3) == [True]
    assert told(31) == [False]


def test_a_wrong_key_and_a_quota_nearly_used_up_are_told(quiet: World) -> None:
    with Simulator(carriers.app(carriers.Settings(quota=20))) as narrow:
        [(name, says)] = wrong(quiet, Trackers(SeventeenTrack("token-carriers", narrow.url)))
        assert (name, says) == ("17track", "20 waybills may still be registered")
        assert wrong(quiet, Trackers(SeventeenTrack("wrong", narrow.url)))[0][0] == "17track"


def test_pushes_that_never_come_and_waybills_refused_are_told(quiet: World) -> None:
    parcel, other = quiet.parcel(), quiet.parcel("RA473124829CN")
    now = quiet.house.clock.now()
    with quiet.house.database.writing() as conn:
        watches.begin(conn, BRAND, [parcel, other])
        watches.registered(conn, [parcel], now - timedelta(days=5))
        watches.refused(conn, {other: ("it asks for a phone number", "track it there")})
    told = dict(wrong(quiet, quiet.house.carriers))
    assert set(told) == {"tracking push", "tracking refused"}
    with quiet.house.database.writing() as conn:
        watches.pushed_by(conn, BRAND, parcel, "17track", now)
    assert set(dict(wrong(quiet, quiet.house.carriers))) == {"tracking refused"}
