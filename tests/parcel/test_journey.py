"""Where a parcel is, from untidy scans."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.parcel.consignment import Consignment
from makewhole.parcel.journey import ENDS, STATUSES, Scan, moment, trusted, whereabouts

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PARCEL = Consignment("RB123456785GB", origin="GB", destination="DE", accepted_at=NOW - timedelta(days=9))


def _scan(days_ago: float, status: str) -> Scan:
    return Scan(NOW - timedelta(days=days_ago), status)


SCANS = st.lists(
    st.builds(
        Scan,
        st.datetimes(datetime(1, 1, 2), datetime(9998, 1, 1), timezones=st.just(UTC)),
        st.sampled_from(sorted(STATUSES)),
        offset_known=st.booleans(),
    ),
    max_size=12,
)


@given(SCANS, st.randoms(use_true_random=False))
def test_the_order_scans_come_in_changes_nothing(scans: list[Scan], random: Random) -> None:
    shuffled = list(scans)
    random.shuffle(shuffled)
    one, other = whereabouts(scans, PARCEL, NOW), whereabouts(shuffled, PARCEL, NOW)
    assert (one.status, one.silent_days, one.problem) == (other.status, other.silent_days, other.problem)


@given(SCANS)
def test_scans_told_twice_change_nothing(scans: list[Scan]) -> None:
    one, other = whereabouts(scans, PARCEL, NOW), whereabouts(scans * 2, PARCEL, NOW)
    assert (one.status, one.last, one.problem) == (other.status, other.last, other.problem)


@given(SCANS)
def test_every_answer_has_its_grounds(scans: list[Scan]) -> None:
    where = whereabouts(scans, PARCEL, NOW)
    assert where.because
    assert where.status in STATUSES
    assert where.silent_days is not None
    assert where.silent_days >= 0
    assert (where.presumed_lost_on is None) == (where.status in ENDS)


def test_a_scan_from_the_future_or_the_year_one_is_set_aside_with_a_ground() -> None:
    scans = (_scan(-3, "delivered"), Scan(datetime(1, 1, 1, tzinfo=UTC), "delivered"), _scan(1, "in_transit"))
    kept, grounds = trusted(scans, NOW)
    assert [scan.status for scan in kept] == ["in_transit"]
    assert {"future" in g.says or "before" in g.says for g in grounds} == {True}


def test_local_time_without_a_zone_may_run_ahead_of_us_and_is_flagged() -> None:
    scan = Scan(NOW + timedelta(hours=8), "out_for_delivery", offset_known=False)
    where = whereabouts((scan,), PARCEL, NOW)
    assert where.status == "out_for_delivery"
    assert where.silent_days == 0
    assert any("no zone" in ground.says for ground in where.because)


def test_a_movement_after_the_hand_over_does_not_undo_it() -> None:
    where = whereabouts((_scan(3, "delivered"), _scan(2, "in_transit")), PARCEL, NOW)
    assert where.status == "delivered"
    assert where.delivered_at == NOW - timedelta(days=3)
    assert any("does not undo" in ground.says for ground in where.because)


def test_a_lost_parcel_that_moves_again_is_found() -> None:
    assert whereabouts((_scan(3, "lost"), _scan(1, "in_transit")), PARCEL, NOW).status == "in_transit"


def test_what_is_delivered_on_the_way_back_was_not_delivered_to_the_consignee() -> None:
    where = whereabouts((_scan(3, "returned"), _scan(1, "delivered")), PARCEL, NOW)
    assert (where.status, where.delivered_at, where.problem) == ("returned", None, "returned")


@pytest.mark.parametrize(
    ("scans", "problem"),
    [
        ((_scan(1, "in_transit"),), None),
        ((_scan(8, "in_transit"),), "silent"),
        ((_scan(31, "in_transit"),), "lost"),
        ((_scan(8, "customs"),), None),
        ((_scan(11, "customs"),), "customs"),
        ((_scan(1, "damaged"),), "damaged"),
        ((_scan(1, "lost"),), "lost"),
        ((_scan(8, "ready_for_pickup"),), None),
        ((), "silent"),
    ],
)
def test_a_problem_is_what_is_worst_now(scans: tuple[Scan, ...], problem: str | None) -> None:
    assert whereabouts(scans, PARCEL, NOW).problem == problem


def test_a_promise_that_passed_is_late_until_it_arrives() -> None:
    due = Consignment("1", accepted_at=NOW - timedelta(days=5), promised_by=NOW - timedelta(days=2))
    assert whereabouts((_scan(1, "in_transit"),), due, NOW).problem == "late"
    arrived = whereabouts((_scan(1, "delivered"),), due, NOW)
    assert arrived.problem is None
    assert any(ground.rule == "journey.late" for ground in arrived.because)


def test_a_parcel_without_a_scan_is_where_it_was_handed_over() -> None:
    assert whereabouts((), PARCEL, NOW).status == "picked_up"
    nothing = whereabouts((), Consignment("1"), NOW)
    assert (nothing.status, nothing.silent_days, nothing.presumed_lost_on) == ("pending", None, None)


def test_an_unlisted_status_and_a_time_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="no status"):
        Scan(NOW, "teleported")
    with pytest.raises(ValueError, match="zone"):
        Scan(datetime(2026, 11, 21), "in_transit")


@pytest.mark.parametrize("written", ["", "soon", "2026-13-01", "0001-01-01T00:00:00+14:00"])
def test_what_is_no_time_is_none(written: str) -> None:
    assert moment(written) is None
