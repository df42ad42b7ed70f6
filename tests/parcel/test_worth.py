"""When a parcel is worth asking about: what is waited for first, never what is over, within the money."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.parcel import worth
from makewhole.parcel.consignment import Consignment
from makewhole.parcel.journey import STATUSES, Scan, whereabouts
from makewhole.parcel.outlook import eta
from makewhole.parcel.worth import Look, bears, next_look

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
PARCEL = Consignment(
    "RB123456785CN", postal=True, origin="CN", destination="DE", accepted_at=NOW - timedelta(days=1)
)


def look(
    status: str | None,
    hours_ago: float = 2,
    *,
    complained: bool = False,
    pushed: bool = False,
    parcel: Consignment = PARCEL,
) -> Look | None:
    scans = () if status is None else (Scan(NOW - timedelta(hours=hours_ago), status),)
    where = whereabouts(scans, parcel, NOW)
    return next_look(parcel, where, eta(parcel, scans, NOW), complained=complained, pushed=pushed, now=NOW)


def reason(made: Look | None) -> str | None:
    return None if made is None else made.reason


@pytest.mark.parametrize("status", ["delivered", "returned", "lost", "cancelled"])
def test_what_is_over_is_not_asked_about(status: str) -> None:
    if status in ("delivered", "returned", "cancelled"):
        assert look(status) is None


def test_a_delivery_somebody_doubts_is_looked_at_for_two_weeks() -> None:
    assert reason(look("delivered", complained=True)) == "doubted"
    assert look("delivered", 24 * 15, complained=True) is None


@pytest.mark.parametrize(
    ("status", "hours", "why"),
    [
        (None, 0, "begun"),
        ("out_for_delivery", 1, "out_for_delivery"),
        ("customs", 5, "customs"),
        ("on_hold", 5, "customs"),
        ("ready_for_pickup", 5, "collecting"),
        ("delivery_failed", 5, "collecting"),
        ("in_transit", 5, "far"),
    ],
)
def test_the_reason_fits_where_the_parcel_is(status: str | None, hours: float, why: str) -> None:
    assert reason(look(status, hours)) == why


def test_nearer_its_day_it_is_looked_at_more() -> None:
    far = look("in_transit", parcel=PARCEL)
    near = look(
        "in_transit",
        parcel=Consignment("X1", origin="DE", destination="DE", accepted_at=NOW - timedelta(days=1)),
    )
    assert far is not None
    assert near is not None
    assert near.reason == "near_due"
    assert near.at < far.at


def test_a_silent_and_a_late_parcel_are_looked_at_more_than_one_that_is_far() -> None:
    far, silent = look("in_transit"), look("in_transit", 24 * 20)
    assert far is not None
    assert silent is not None
    assert silent.reason == "silent"
    assert silent.at < far.at
    late = look("in_transit", parcel=Consignment("X1", promised_by=NOW - timedelta(days=2)))
    assert late is not None
    assert late.reason in ("late", "near_due")
    assert late.at <= silent.at


def test_one_long_lost_is_given_up_unless_somebody_waits() -> None:
    assert reason(look("in_transit", 24 * 60)) == "lost"
    assert look("in_transit", 24 * 200) is None
    assert reason(look("in_transit", 24 * 200, complained=True)) == "complained"


@given(
    status=st.sampled_from([None, *STATUSES]),
    hours=st.floats(0, 24 * 100),
    complained=st.booleans(),
    pushed=st.booleans(),
)
def test_a_look_lies_ahead_and_who_waits_is_never_served_later(
    status: str | None, hours: float, complained: bool, pushed: bool
) -> None:
    made = look(status, hours, complained=complained, pushed=pushed)
    if made is not None:
        assert made.at > NOW
        assert made.reason in worth.REASONS
        assert made.because.says
    asked = look(status, hours, complained=True, pushed=pushed)
    calm = look(status, hours, complained=False, pushed=pushed)
    if calm is not None:
        assert asked is not None
        assert asked.at <= calm.at
    alone = look(status, hours, complained=complained, pushed=False)
    if made is not None and pushed and alone is not None:
        assert made.at >= alone.at or complained


@given(spent=st.integers(0, 2_000), price=st.integers(0, 100), budget=st.none() | st.integers(0, 1_000))
def test_the_budget_is_never_passed_and_the_optional_stops_first(
    spent: int, price: int, budget: int | None
) -> None:
    borne = {name for name in worth.REASONS if bears(name, spent, price, budget)}
    if budget is None or price == 0:
        assert borne == set(worth.REASONS)
    elif borne:
        assert spent + price <= budget
        assert {"complained", "doubted", "pushed_and_complained"} <= borne


def test_as_the_day_goes_on_the_looks_worth_least_stop_first() -> None:
    order: list[str] = []
    for spent in range(0, 1001, 10):
        order += [name for name in worth.REASONS if name not in order and not bears(name, spent, 1, 1000)]
    assert (
        order.index("far") < order.index("on_the_way") < order.index("near_due") < order.index("complained")
    )
