"""The map: land that is whole, places found by name or honestly not, and ways that go the short way."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.web.atlas import chart, land, places
from makewhole.web.atlas.chart import Stop

SHENZHEN, LOS_ANGELES, FRANKFURT = (22.5, 114.1), (34.1, -118.2), (50.1, 8.7)


def stops(*where: tuple[float, float]) -> list[Stop]:
    return [Stop(number, lat, lon) for number, (lat, lon) in enumerate(where, start=1)]


def test_all_land_is_read_and_every_ring_is_closed() -> None:
    rings = land.land()
    assert len(rings) > 100, "the land was not brought: run tools/vendor.py"
    assert all(math.dist(ring[0], ring[-1]) < 1e-6 for ring in rings)
    assert all(abs(lon) <= 540 and abs(lat) <= 90.001 for ring in rings for lon, lat in ring)


def test_land_beyond_the_date_line_goes_on_and_does_not_jump_across_the_map() -> None:
    steps = [(a, b) for ring in land.land() for a, b in pairwise(ring)]
    # Only along a pole, which is one point, may a step be a long one.
    assert all(abs(a[0] - b[0]) < 180 or a[1] == b[1] == -90 for a, b in steps)


def test_from_china_to_america_the_way_crosses_the_pacific() -> None:
    made = chart.chart(stops(SHENZHEN, LOS_ANGELES))
    assert made is not None
    assert [mark.label for mark in made.marks] == ["1", "2"]
    assert made.marks[0].x < 30
    assert made.marks[1].x > 70, "America lies to the right of China"
    assert made.marks[1].last


def test_from_china_to_germany_the_way_goes_west_over_land() -> None:
    made = chart.chart(stops(SHENZHEN, FRANKFURT))
    assert made is not None
    assert made.marks[0].x > 70
    assert made.marks[1].x < 30
    assert made.land.count("M") >= 1


def test_stops_that_would_cover_each_other_share_a_mark() -> None:
    made = chart.chart(stops(SHENZHEN, (22.6, 113.9), (22.3, 114.2), FRANKFURT, SHENZHEN))
    assert made is not None
    assert [mark.label for mark in made.marks] == ["1–3, 5", "4"]


def test_one_stop_is_a_map_and_none_is_not() -> None:
    assert chart.chart([]) is None
    made = chart.chart(stops(FRANKFURT))
    assert made is not None
    assert made.way == ""
    assert (made.marks[0].x, made.marks[0].y) == (50, 50)


@given(st.lists(st.tuples(st.floats(-85, 85), st.floats(-180, 180)), min_size=1, max_size=12))
def test_every_stop_is_on_its_map_wherever_on_the_earth_it_is(where: list[tuple[float, float]]) -> None:
    made = chart.chart(stops(*where))
    assert made is not None
    assert all(-0.01 <= mark.x <= 100.01 and -0.01 <= mark.y <= 100.01 for mark in made.marks)


@pytest.mark.parametrize(
    ("place", "country", "lat", "lon"),
    [
        ("Frankfurt", "DE", 50, 9),
        ("IPZ FRANKFURT", "DE", 50, 9),
        ("Deutschland, IPZ Frankfurt", None, 50, 9),
        ("ISC LOS ANGELES CA (USPS)", "US", 34, -118),
        ("PORTLAND, OR", "US", 46, -123),
        ("PORTLAND, ME", "US", 44, -70),
        ("【深圳市】", "CN", 23, 114),
        ("SZX", "CN", 23, 114),
        ("Delhi", "IN", 29, 77),
        ("Incheon", "KR", 37, 126),
        ("Poznan", "PL", 52, 17),
        ("CHICAGO, IL USA", None, 42, -88),
    ],
)
def test_a_place_is_found_as_carriers_write_it(place: str, country: str | None, lat: int, lon: int) -> None:
    found = places.spot(place, country)
    assert found is not None
    assert found.exact
    assert (round(found.lat), round(found.lon)) == (lat, lon)


@pytest.mark.parametrize(
    ("place", "country"),
    [("Dorsten", "DE"), ("Portland", "US"), ("IN TRANSIT, CENTRAL FACILITY", "US"), ("California", "US")],
)
def test_what_is_not_known_or_shared_by_several_places_stands_for_its_country(
    place: str, country: str
) -> None:
    found = places.spot(place, country)
    assert found is not None
    assert not found.exact


@pytest.mark.parametrize(
    ("place", "country"), [("London", None), ("Atlantis", None), (None, None), ("", None), ("?", "XX")]
)
def test_what_nothing_places_is_not_on_the_map(place: str | None, country: str | None) -> None:
    assert places.spot(place, country) is None


@given(st.text(max_size=60), st.sampled_from([None, "US", "CN", "XX", "", "de"]))
def test_no_text_of_a_carrier_breaks_the_search(place: str, country: str | None) -> None:
    places.spot(place, country)


def test_a_place_tells_its_time_zone_and_a_country_of_many_tells_none() -> None:
    assert places.spot("Shenzhen", "CN").zone == "Asia/Shanghai"
    assert places.spot(None, "DE").zone == "Europe/Berlin"
    assert places.spot(None, "US").zone is None
