"""Times as carriers write them, and what is known of the clock they were read from."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.gateways.tracking import times
from makewhole.gateways.tracking.times import Around, NoTime, Order, When, Written

AT = datetime(2026, 3, 4, 17, 5, 9)
WAYS = [
    "2026-03-04T17:05:09",
    "2026-03-04 17:05:09.123",
    "20260304170509",
    "20260304 170509",
    "04.03.2026 17:05:09",
    "2026年3月4日 17:05:09",
    "2026年3月4日 下午5:05:09",
    "March 4, 2026 5:05:09 PM",
    "4 de marzo de 2026 17:05:09",
    "Mar 4 2026 05:05:09 p.m.",
    "4 mars 2026, 17:05:09",
    "4. März 2026 17:05:09",
    "2026/03/04 17:05:09",
]


@pytest.mark.parametrize("text", WAYS)
def test_one_moment_in_many_hands(text: str) -> None:
    said = times.written(text)
    assert isinstance(said, Written)
    assert said.local.replace(microsecond=0) == AT
    assert not said.day_only


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04T17:05:09Z",
        "2026-03-04T18:05:09+01:00",
        "2026-03-04T12:05:09-05:00",
        "2026-03-05 01:05:09 +0800",
        "2026-03-04 12:05:09 EST",
        "1772643909",
        "1772643909000",
        "/Date(1772643909000)/",
    ],
)
def test_a_time_that_names_its_offset_is_a_moment(text: str) -> None:
    said = times.written(text)
    assert isinstance(said, Written)
    found = times.placed(said, Around())
    assert isinstance(found, When)
    assert (found.at, found.known) == (AT.replace(tzinfo=UTC), "told")


@pytest.mark.parametrize(("order", "month"), [("day", 3), ("month", 4)])
def test_slashes_are_read_in_the_carriers_order(order: Order, month: int) -> None:
    said = times.written("04/03/2026 10:00", order)
    assert isinstance(said, Written)
    assert said.local.month == month


def test_one_date_of_an_answer_settles_the_order_of_all() -> None:
    assert times.settled(["04/03/2026", "25/03/2026"], None) == "day"
    assert times.settled(["04/03/2026", "03/25/2026"], "day") == "month"
    assert times.settled(["25/03/2026", "03/25/2026"], "day") is None
    assert times.settled(["04/03/2026"], None) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "0001-01-01T00:00:00",
        "9999-12-31T23:59:59",
        "2026-02-30",
        "2026-01-01 25:61",
        "13",
        "04/03/2026",
    ],
)
def test_what_is_no_time_says_so_and_is_never_guessed(text: str) -> None:
    said = times.written(text)
    assert isinstance(said, NoTime)
    assert said.says


@pytest.mark.parametrize(
    ("around", "hour", "known"),
    [
        (Around(zone="GMT+08:00", country="DE"), 2, "told"),
        (Around(zone="Europe/Paris"), 9, "told"),
        (Around(zone="CST", country="US"), 16, "told"),
        (Around(zone="CST", country="CN"), 2, "place"),
        (Around(home="Asia/Shanghai", country="US"), 2, "told"),
        (Around(near=frozenset({"America/Los_Angeles"}), country="US"), 18, "place"),
        (Around(country="DE"), 9, "place"),
        (Around(country="US"), 10, "no"),
        (Around(zone="nowhere"), 10, "no"),
        (Around(), 10, "no"),
    ],
)
def test_the_surest_clock_is_taken(around: Around, hour: int, known: str) -> None:
    found = times.placed(Written(datetime(2026, 1, 10, 10, 0)), around)
    assert isinstance(found, When)
    assert (found.at.hour, found.known) == (hour, known)


def test_a_clock_apart_from_its_day() -> None:
    day = Written(datetime(2026, 1, 10), day_only=True)
    for text in ("081500", "0815", "08:15", "8:15 AM", "815"):
        found = times.with_clock(day, text)
        assert isinstance(found, Written)
        assert (found.local.hour, found.local.minute) == (8, 15)
    assert isinstance(times.with_clock(day, "morning"), NoTime)


@given(st.text(max_size=90), st.sampled_from([None, "day", "month"]))
def test_any_text_is_a_time_or_none(text: str, order: Order | None) -> None:
    assert isinstance(times.written(text, order), Written | NoTime)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)))
def test_what_is_written_in_iso_is_read_back(at: datetime) -> None:
    said = times.written(at.isoformat())
    assert isinstance(said, Written)
    assert said.local == at
