"""When a parcel may arrive."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.parcel.consignment import Consignment
from makewhole.parcel.journey import STATUSES, Scan
from makewhole.parcel.outlook import DEFAULT, Outlook, eta, lane_class

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PARCEL = Consignment("1", origin="CN", destination="BR", accepted_at=NOW - timedelta(days=4))
DAYS = st.integers(0, 200)


def _seen(consignment: Consignment, *scans: Scan) -> Outlook:
    view = eta(consignment, scans, NOW)
    assert view is not None
    return view


@given(
    DAYS, st.one_of(st.none(), DAYS), st.lists(st.tuples(DAYS, st.sampled_from(sorted(STATUSES))), max_size=5)
)
def test_days_stand_in_order_and_none_is_past(
    accepted: int, promised: int | None, rows: list[tuple[int, str]]
) -> None:
    consignment = Consignment(
        "1", origin="CN", destination="BR", accepted_at=NOW - timedelta(days=accepted),
        promised_by=None if promised is None else NOW - timedelta(days=100 - promised),
    )  # fmt: skip
    view = eta(consignment, [Scan(NOW - timedelta(days=days), status) for days, status in rows], NOW)
    if view is not None:
        assert view.earliest <= view.likely <= view.latest
        assert 5 <= view.confidence <= 100
        assert view.confidence == 100 or view.earliest >= NOW.date()
        assert view.because


@pytest.mark.parametrize(
    ("origin", "destination", "mode", "lane"),
    [
        ("DE", "DE", None, "domestic"),
        ("DE", "FR", None, "regional"),
        ("CN", "DE", "air", "intercontinental"),
        ("CN", "DE", "sea", "sea"),
        (None, "DE", None, None),
    ],
)
def test_a_lane_is_classed_by_its_ends(origin: str, destination: str, mode: None, lane: str | None) -> None:
    assert lane_class(Consignment("1", origin=origin, destination=destination, mode=mode)) == lane


def test_every_quantile_stands_in_order() -> None:
    tables = [*DEFAULT.transit.values(), DEFAULT.remaining, DEFAULT.residual]
    assert all(list(row) == sorted(row) for table in tables for row in table.values())


def test_a_delivered_parcel_has_its_day_and_full_confidence() -> None:
    view = _seen(PARCEL, Scan(NOW - timedelta(days=2), "delivered"))
    assert (view.likely, view.confidence) == ((NOW - timedelta(days=2)).date(), 100)


@pytest.mark.parametrize("status", ["lost", "returned", "cancelled"])
def test_what_will_not_arrive_has_no_day(status: str) -> None:
    assert eta(PARCEL, (Scan(NOW, status),), NOW) is None


def test_where_nothing_is_known_nothing_is_said() -> None:
    assert eta(Consignment("1"), (), NOW) is None


def test_a_parcel_out_for_delivery_is_expected_today() -> None:
    view = _seen(PARCEL, Scan(NOW - timedelta(hours=3), "out_for_delivery"))
    assert view.likely == NOW.date()
    assert "out_for_delivery" in view.because[0].says


def test_silence_lowers_the_confidence() -> None:
    silent = Consignment("1", origin="CN", destination="BR", accepted_at=NOW - timedelta(days=20))
    assert _seen(silent).confidence < _seen(PARCEL).confidence


def test_a_promise_says_more_than_the_lane() -> None:
    promised = Consignment(
        "1",
        origin="CN",
        destination="BR",
        accepted_at=PARCEL.accepted_at,
        promised_by=NOW + timedelta(days=5),
    )
    view = _seen(promised)
    assert view.confidence > _seen(PARCEL).confidence
    assert abs((view.likely - (NOW + timedelta(days=5)).date()).days) <= 1
