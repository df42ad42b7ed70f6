"""The seeded busy day: whole, repeatable, in every language, and playable into the simulators."""

import re
from collections import Counter
from datetime import UTC, datetime

import httpx
import pytest

from makewhole.gateways.trackers import SeventeenTrack, Tracked
from makewhole.gateways.tracking import codes
from makewhole.gateways.x import XClient
from makewhole.money import EXPONENTS
from makewhole.parcel.journey import STATUSES
from makewhole.parcel.waybill import judge, read
from makewhole.simulators import carriers, day, x
from makewhole.simulators.running import Simulator
from makewhole.words import LANGUAGES

START = datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_one_seed_is_one_day():
    assert day.script(11) == day.script(11)
    assert day.script(11) != day.script(12)


def test_every_language_speaks_and_nothing_is_left_unfilled():
    events = day.script(1)
    posts = [event for event in events if event.kind == "post"]
    assert len(events) >= 60
    assert {event.payload["lang"] for event in posts} == set(LANGUAGES)
    assert not any("{" in event.payload["text"] for event in events)
    assert all(re.fullmatch(r"\w{1,15}", event.payload["handle"]) for event in events)


def test_what_follows_comes_after_what_it_follows():
    for seed in range(20):
        events = day.script(seed)
        at = {event.payload["key"]: event.at_offset_seconds for event in events if "key" in event.payload}
        assert all(0 <= event.at_offset_seconds <= day.LENGTH_SECONDS for event in events)
        for event in events:
            if "after" in event.payload:
                assert event.at_offset_seconds > at[event.payload["after"]]


def test_every_waybill_is_valid_but_the_misread_one():
    rows = day.parcels(START)
    assert len({row["waybill"] for row in rows}) == len(rows)
    for row in rows:
        assert ("valid", row["operator"]) in {(one.verdict, one.operator) for one in judge(row["waybill"])}
        assert row["currency"] in EXPONENTS
        assert row["accepted_at"] < row["promised_by"]
    said = Counter(one.verdict for event in day.script(1) for one in read(event.payload["text"]))
    assert said["misread"] == 1
    assert said["valid"] >= 20


def test_every_scan_is_in_words_the_carriers_use():
    for parcel in day.journeys(START):
        assert [scan["at"] for scan in parcel["scans"]] == sorted(scan["at"] for scan in parcel["scans"])
        for scan in parcel["scans"]:
            found = codes.of("17track", scan["sub_status"])
            assert found is not None
            assert found.status in set(STATUSES) - {"unknown"}


@pytest.fixture
def world():
    with (
        Simulator(x.app(x.Settings(now=lambda: START))) as over_there,
        Simulator(carriers.app(carriers.Settings(now=lambda: START))) as on_the_road,
    ):
        yield over_there, on_the_road


def test_the_day_is_played_into_the_simulators(world):
    over_there, on_the_road = world
    waited, told = [], []
    events = day.script(3)
    ids = day.drive(over_there.url, on_the_road.url, events, START, waited.append, told=told.append)
    assert told == events
    assert sum(waited) == events[-1].at_offset_seconds
    said = httpx.get(f"{over_there.url}/_control/state").json()
    kinds = Counter(event.kind for event in events)
    assert len(said["posts"]) == kinds["post"] + kinds["reply"]
    assert len(said["messages"]) == kinds["dm"]
    brand = XClient(over_there.url, "token-halden")
    assert brand.post(ids["en2"])["data"]["lang"] == "en"
    client = SeventeenTrack("token-carriers", on_the_road.url, per_second=1000)
    for row in day.parcels(START):
        assert isinstance(client.track(row["operator"], row["waybill"]), Tracked)
