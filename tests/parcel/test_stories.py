"""Whose scans count, where several carriers claim one number."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.parcel.consignment import Consignment
from makewhole.parcel.journey import Scan, whereabouts
from makewhole.parcel.stories import settle

BEGUN = datetime(2026, 11, 1, 8, tzinfo=UTC)
NOW = BEGUN + timedelta(days=20)


def tells(source: str, *told: tuple[float, str, str | None]) -> tuple[Scan, ...]:
    """Scans of one teller: days from the beginning, status, country."""
    return tuple(
        Scan(BEGUN + timedelta(days=day), status, country=country, source=source)
        for day, status, country in told
    )


def both(*stories: tuple[Scan, ...]) -> tuple[Scan, ...]:
    """All scans in order of time."""
    return tuple(sorted((scan for story in stories for scan in story), key=lambda scan: scan.at))


POST = tells("china_post", (0, "picked_up", "CN"), (2, "in_transit", "CN"), (6, "in_transit", "DE"))
LAST_MILE = tells("dhl", (0, "pending", "DE"), (6, "in_transit", "DE"), (8, "delivered", "DE"))
IN_FRANCE = tells("dpd", (1, "picked_up", "FR"), (3, "in_transit", "FR"), (9, "delivered", "FR"))


@pytest.mark.parametrize(
    "told",
    [
        both(POST, LAST_MILE),
        both(LAST_MILE, tells("17track", (6, "in_transit", None), (8.5, "delivered", None))),
        # One that repeats the other's scans, with the wrong country, on a clock of its own.
        both(
            tells(
                "canada_post",
                (0, "picked_up", "CA"),
                (4 + 1 / 24, "in_transit", "CA"),
                (7, "in_transit", "CA"),
            ),
            tells("usps", (4, "in_transit", "US"), (7, "out_for_delivery", "US")),
        ),
        both(tells("gls", (1, "in_transit", "DE")), tells("gls", (9, "delivered", "FR"))),
        (),
    ],
)
def test_tellers_of_one_parcel_are_all_believed(told: tuple[Scan, ...]) -> None:
    settled = settle(told, Consignment("1", origin="CN", destination="DE"))
    assert (settled.scans, settled.aside, settled.conflict) == (told, (), False)


@pytest.mark.parametrize(
    "other",
    [
        IN_FRANCE,
        tells("dpd", (1, "picked_up", "FR"), (7, "in_transit", "FR"), (12, "in_transit", "FR")),
        tells("dpd", (-200, "picked_up", "FR"), (-190, "delivered", "FR")),
        tells("dpd", (2, "picked_up", "DE"), (16, "out_for_delivery", "DE")),
    ],
)
def test_what_cannot_be_of_one_parcel_is_a_conflict_until_the_contract_tells(other: tuple[Scan, ...]) -> None:
    told = both(LAST_MILE, other)
    assert settle(told, Consignment("1")).conflict
    settled = settle(told, Consignment("1", operator="DHL", origin="CN", destination="DE"))
    assert not settled.conflict
    assert set(settled.aside) == set(other)
    assert set(settled.scans) == set(LAST_MILE)


def test_a_story_of_long_before_the_parcel_was_handed_over_is_of_another() -> None:
    old = tells("dhl", (-200, "picked_up", "DE"), (-195, "delivered", "DE"))
    now = tells("gls", (1, "picked_up", "DE"), (2, "in_transit", "DE"))
    parcel = Consignment("1", operator="dhl", destination="DE", accepted_at=BEGUN)
    assert settle(both(old, now), parcel).scans == now


def test_a_conflict_is_told_as_one_and_nothing_is_said_of_where_it_is() -> None:
    told = both(LAST_MILE, IN_FRANCE)
    where = whereabouts(told, Consignment("1"), NOW)
    assert (where.status, where.problem, where.last, where.delivered_at) == (
        "unknown",
        "conflict",
        None,
        None,
    )
    assert where.because[0].rule == "journey.conflict"
    settled = whereabouts(told, Consignment("1", destination="FR"), NOW)
    assert (settled.status, settled.problem, settled.delivered_at) == ("delivered", None, IN_FRANCE[-1].at)
    assert any(ground.rule == "journey.another" for ground in settled.because)


TOLD = st.lists(
    st.builds(
        lambda day, status, country, source: Scan(
            BEGUN + timedelta(days=day), status, country=country, source=source
        ),
        st.integers(-120, 30),
        st.sampled_from(["picked_up", "in_transit", "delivered", "returned", "pending"]),
        st.sampled_from([None, "DE", "FR", "CN"]),
        st.sampled_from([None, "dhl", "dpd", "17track"]),
    ),
    max_size=9,
)
CONTRACTS = st.sampled_from(
    [Consignment("1"), Consignment("1", "dpd"), Consignment("1", destination="FR", accepted_at=BEGUN)]
)


@given(TOLD, CONTRACTS, st.randoms(use_true_random=False))
def test_no_scan_is_dropped_and_their_order_does_not_matter(
    told: list[Scan], parcel: Consignment, chance: Random
) -> None:
    settled = settle(both(tuple(told)), parcel)
    assert sorted(map(repr, settled.scans + settled.aside)) == sorted(map(repr, told))
    assert not settled.conflict or not settled.aside
    shuffled = list(told)
    chance.shuffle(shuffled)
    one, other = whereabouts(told, parcel, NOW), whereabouts(shuffled, parcel, NOW)
    assert one == other
