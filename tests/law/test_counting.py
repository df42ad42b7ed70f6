"""How days are counted, and what becomes of a last day on a day off."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.law import counting

DAYS = st.dates(date(2005, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("written", "start", "country", "by"),
    [
        ("14 days", date(2026, 3, 1), "DE", date(2026, 3, 15)),
        ("7 days without sundays_and_holidays", date(2026, 3, 30), "DE", date(2026, 4, 9)),
        ("25 working_days", date(2026, 3, 2), "GB", date(2026, 4, 7)),
        ("25 working_days", date(2026, 3, 2), "GB-ENG", date(2026, 4, 8)),
        ("6 months", date(2026, 8, 31), None, date(2027, 2, 28)),
        ("1 years", date(2024, 2, 29), None, date(2025, 2, 28)),
        ("20 working_days", date(2026, 9, 25), "CN", date(2026, 10, 30)),
    ],
)
def test_a_period_ends_on_its_day(written: str, start: date, country: str | None, by: date) -> None:
    assert counting.last_day(written, start, country).by == by


def test_a_country_nobody_has_holidays_of_is_said() -> None:
    counted = counting.last_day("5 working_days", date(2026, 3, 2), "ZZ")
    assert counted.by == date(2026, 3, 9)
    assert counted.doubts == ("the public holidays of ZZ are not known: weekends only",)


def test_a_last_day_on_good_friday_moves_past_easter_in_germany() -> None:
    rolled = counting.rolled(date(2026, 4, 3), "DE")
    assert (rolled.day_off, rolled.to) == ("Good Friday", date(2026, 4, 7))
    assert [ground.facts["row"] for ground in rolled.because] == ["roll-DE"]


def test_a_last_day_in_the_golden_week_moves_to_the_first_working_day_in_china() -> None:
    assert counting.rolled(date(2026, 10, 1), "CN").to == date(2026, 10, 8)


def test_a_country_without_a_rule_on_record_moves_nothing_and_asks_a_person() -> None:
    rolled = counting.rolled(date(2026, 12, 25), "US")
    assert rolled.to is None
    assert "not on record" in rolled.doubts[0]


def test_a_period_nobody_can_read_is_a_fault_of_our_table() -> None:
    with pytest.raises(ValueError, match="no period"):
        counting.period("a fortnight")


@given(DAYS, st.integers(1, 60), st.sampled_from(["DE", "CN", "GB", "ZZ", None]))
def test_leaving_days_out_never_ends_a_period_sooner(start: date, count: int, country: str | None) -> None:
    plain = counting.last_day(f"{count} days", start, country).by
    kept = counting.last_day(f"{count} days without sundays_and_holidays", start, country).by
    working = counting.last_day(f"{count} working_days", start, country).by
    assert start < plain <= kept <= working


@given(DAYS, st.sampled_from(["DE", "CN"]))
def test_a_day_that_moved_is_a_working_day_and_never_earlier(last: date, court: str) -> None:
    rolled = counting.rolled(last, court)
    if rolled.to is not None:
        assert rolled.to > last
        assert counting.rolled(rolled.to, court).day_off is None
        assert rolled.to - last < timedelta(days=15)
