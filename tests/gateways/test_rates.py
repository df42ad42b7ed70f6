"""Rates without a network: never of a later day, never silently old, and SDR near the Fund's own values."""

import csv
import os
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.gateways.rates import EcbRates
from makewhole.money import NoRate, Rate

PUBLISHED = Path(os.environ.get("EVAL_DATA", "/nonexistent")) / "fx" / "imf_sdr_published.csv"
RATES = EcbRates()
DAYS = st.dates(date(2011, 1, 1), date(2026, 11, 30))


def test_sdr_is_within_ten_basis_points_of_the_funds_own_euro_and_dollar_values() -> None:
    if not PUBLISHED.is_file():
        pytest.skip("EVAL_DATA is not set: published SDR values were not compared")
    far = {}
    with PUBLISHED.open(encoding="utf-8", newline="") as published:
        for row in csv.DictReader(published):
            if row["currency"] not in ("USD", "EUR"):
                continue
            rate = RATES.sdr(row["currency"], date.fromisoformat(row["date"]))
            assert isinstance(rate, Rate)
            ours = Fraction(rate.denominator, rate.numerator)
            difference = abs(ours / Fraction(row["sdr_per_unit"]) - 1) * 10_000
            if difference > 10:
                far[row["date"], row["currency"]] = round(float(difference), 1)
    assert not far


@given(DAYS, st.sampled_from(("USD", "CNY", "JPY", "GBP", "BGN", "RUB", "HRK", "KRW")))
def test_no_rate_is_ever_of_a_later_day_than_the_one_asked_for(on: date, currency: str) -> None:
    for rate in (RATES.sdr(currency, on), RATES.between("EUR", currency, on)):
        if isinstance(rate, Rate):
            assert rate.on <= on
            assert rate.stale == (on - rate.on > timedelta(days=7))
            assert on - rate.on <= timedelta(days=60)


def test_a_weekend_takes_the_friday_before() -> None:
    rate = RATES.sdr("EUR", date(2026, 10, 25))
    assert isinstance(rate, Rate)
    assert (rate.on, rate.stale) == (date(2026, 10, 23), False)


def test_a_rate_three_weeks_old_says_so_and_one_of_three_months_is_none() -> None:
    old = RATES.sdr("EUR", date(2026, 11, 21))
    assert isinstance(old, Rate)
    assert old.stale
    assert old.text().endswith("out of date)")
    assert isinstance(RATES.sdr("EUR", date(2027, 2, 1)), NoRate)


def test_a_currency_without_a_rate_says_so() -> None:
    for currency, words in (("NGN", "do not have NGN"), ("RUB", "2022-03-01"), ("ZZZ", "no currency")):
        none = RATES.between("EUR", currency, date(2026, 10, 30))
        assert isinstance(none, NoRate)
        assert words in none.says


def test_a_day_without_a_basket_has_no_sdr() -> None:
    assert isinstance(RATES.sdr("EUR", date(2010, 12, 31)), NoRate)
    assert isinstance(RATES.sdr("EUR", date(2027, 8, 1)), NoRate)


def test_a_rate_and_its_inverse_agree() -> None:
    there, back = (RATES.between(*pair, date(2026, 10, 30)) for pair in (("USD", "CNY"), ("CNY", "USD")))
    assert isinstance(there, Rate)
    assert isinstance(back, Rate)
    assert (there.numerator, there.denominator) == (back.denominator, back.numerator)


def test_a_rate_between_two_is_the_way_round_that_is_asked_for() -> None:
    dear = RATES.between("USD", "JPY", date(2026, 10, 30))
    euro = RATES.between("EUR", "USD", date(2026, 10, 30))
    fund = (RATES.sdr("USD", date(2026, 10, 30)), RATES.sdr("EUR", date(2026, 10, 30)))
    assert isinstance(dear, Rate)
    assert isinstance(euro, Rate)
    assert dear.numerator > 100 * dear.denominator, "a dollar is many yen"
    assert isinstance(fund[0], Rate)
    assert isinstance(fund[1], Rate)
    by_fund = Fraction(fund[0].numerator, fund[1].numerator)
    assert abs(Fraction(euro.numerator, euro.denominator) / by_fund - 1) < Fraction(1, 100_000)
