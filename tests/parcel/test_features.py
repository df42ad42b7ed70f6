"""What a model is told of a parcel at a moment: nothing that happens later is in it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from makewhole.parcel import features, lane_table
from makewhole.parcel.lately import Lately
from makewhole.parcel.trip import Trip, seen

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
HOURS = st.integers(0, 24 * 60)
GAPS = st.one_of(st.none(), st.integers(0, 24 * 30))


def _later(at: datetime, hours: int | None) -> datetime | None:
    return None if hours is None else at + timedelta(hours=hours)


@st.composite
def trips(draw: st.DrawFn) -> Trip:
    started = BEGIN + timedelta(hours=draw(HOURS))
    handed = _later(started, draw(GAPS))
    there = _later(handed or started, draw(GAPS))
    return Trip(
        draw(st.sampled_from(["CN", "DE", None])),
        draw(st.sampled_from(["BR", "FR"])),
        started,
        operator=draw(st.sampled_from(["post", None])),
        sender=draw(st.sampled_from(["a", "b", None])),
        area=draw(st.sampled_from(["BR-013", None])),
        promised_by=_later(started, draw(GAPS)),
        approved_at=_later(started, draw(GAPS)),
        ship_by=_later(started, draw(GAPS)),
        handed_over_at=handed,
        delivered_at=there,
        weight_grams=draw(st.one_of(st.none(), st.floats(1, 30_000))),
        marks=() if handed is None else ((handed, "picked_up"),),
        called_off=draw(st.booleans()),
    )


def _told(past: Sequence[Trip], trip: Trip, moment: datetime) -> tuple[np.ndarray, np.ndarray]:
    lately = Lately([*past, trip])
    lately.until(moment)
    facts = np.array([features.row(trip, moment, lately)])
    return features.asked(facts, np.array([5.0])), lane_table.staying(trip, moment, lately)


def _change(trip: Trip, moment: datetime, by: timedelta) -> Trip:
    """The same trip with everything at or after the moment otherwise: later, or not at all."""

    def moved(at: datetime | None, strictly: bool = True) -> datetime | None:
        if at is None or at < moment or (strictly and at == moment):
            return at
        return None if by > timedelta(days=40) else at + by

    return replace(
        trip,
        approved_at=moved(trip.approved_at),
        handed_over_at=moved(trip.handed_over_at),
        delivered_at=moved(trip.delivered_at, strictly=False),
        marks=tuple(mark for mark in trip.marks if mark[0] < moment),
        called_off=not trip.called_off,
    )


@settings(max_examples=150, deadline=None)
@given(
    st.lists(trips(), max_size=25), trips(), st.lists(trips(), max_size=3), st.integers(1, 24 * 60),
    st.booleans(),
)  # fmt: skip
def test_whatever_happens_after_the_moment_changes_nothing(
    past: list[Trip], trip: Trip, more: list[Trip], by: int, at_hand_over: bool
) -> None:
    assume(trip.handed_over_at is not None or not at_hand_over)
    moment = trip.handed_over_at if at_hand_over and trip.handed_over_at else trip.started_at
    change = timedelta(hours=by)
    otherwise = [_change(one, moment, change) for one in past]
    otherwise += [one for one in more if one.started_at >= moment]
    before = _told(past, trip, moment)
    after = _told(otherwise, _change(trip, moment, change), moment)
    np.testing.assert_array_equal(before[0], after[0])
    np.testing.assert_array_equal(before[1], after[1])


def _moved_delivery(past: list[Trip]) -> list[Trip]:
    return [replace(one, delivered_at=one.started_at + timedelta(days=9)) for one in past]


def _met_promise(past: list[Trip]) -> list[Trip]:
    return [replace(one, promised_by=one.started_at + timedelta(days=30)) for one in past]


@pytest.mark.parametrize("change", [_moved_delivery, _met_promise, lambda past: past[1:]])
def test_what_happened_before_the_moment_does_change_it(change: Callable[[list[Trip]], list[Trip]]) -> None:
    past = [
        Trip(
            "CN", "BR", BEGIN + timedelta(days=day),
            promised_by=BEGIN + timedelta(days=day + 2),
            handed_over_at=BEGIN + timedelta(days=day + 1),
            delivered_at=BEGIN + timedelta(days=day + 4),
        )
        for day in range(20)
    ]  # fmt: skip
    asked = Trip("CN", "BR", BEGIN + timedelta(days=50), promised_by=BEGIN + timedelta(days=60))
    before = _told(past, asked, asked.started_at)[0]
    assert not np.array_equal(before, _told(change(past), asked, asked.started_at)[0], equal_nan=True)


def test_when_to_ship_by_is_not_known_before_the_order_is_approved() -> None:
    trip = Trip("CN", "BR", BEGIN, approved_at=BEGIN + timedelta(days=1), ship_by=BEGIN + timedelta(days=3))
    assert seen(trip, BEGIN).ship_by is None
    assert seen(trip, BEGIN + timedelta(days=1)).ship_by == trip.ship_by


def test_a_parcel_that_stays_out_is_seen_before_it_arrives() -> None:
    """Promises that pass and arrivals that do not come slow the pace while nothing has arrived yet."""

    def pace(out_for: int) -> tuple[float, float]:
        quick = [
            Trip("CN", "BR", BEGIN + timedelta(days=day / 4), handed_over_at=BEGIN + timedelta(days=day / 4),
                 delivered_at=BEGIN + timedelta(days=day / 4 + 4)) for day in range(120)
        ]  # fmt: skip
        began = BEGIN + timedelta(days=36)
        stay = [
            Trip("CN", "BR", began + timedelta(hours=n), handed_over_at=began + timedelta(hours=n),
                 promised_by=began + timedelta(days=6)) for n in range(40)
        ]  # fmt: skip
        moment = began + timedelta(days=out_for)
        lately = Lately([*quick, *stay])
        lately.until(moment)
        row = dict(zip(features.FACTS, features.row(stay[0], moment, lately), strict=True))
        return row["pace_lane"], row["overdue_lane"]

    assert pace(12)[0] < pace(1)[0] - 0.3
    assert pace(12)[1] > pace(1)[1]
