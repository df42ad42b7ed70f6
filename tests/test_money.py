"""Money: whole minor units, one rounding, rates that name their day."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.because import Refused
from makewhole.money import (
    EXPONENTS,
    SDR,
    Money,
    NoRate,
    NoRates,
    Rate,
    convert,
    parse,
    round_once,
    to_sdr,
)

CODES = st.sampled_from(sorted(EXPONENTS))
MINOR = st.integers(-(10**14), 10**14)
PARTS = st.integers(1, 10**12)
ON = date(2026, 10, 30)


@given(MINOR, CODES)
def test_what_is_written_is_read_back_the_same(minor: int, code: str) -> None:
    money = Money(minor, code)
    assert parse(money.amount(), code) == money


@pytest.mark.parametrize(
    ("text", "code", "minor"),
    [("1200", "JPY", 1200), ("1.250", "KWD", 1250), ("0.5", "EUR", 50), ("-3.10", "USD", -310)],
)
def test_each_currency_has_its_own_number_of_places(text: str, code: str, minor: int) -> None:
    assert parse(text, code) == Money(minor, code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12.345", "EUR"),
        ("1.5", "JPY"),
        ("1,234.50", "EUR"),
        ("", "EUR"),
        ("1e5", "EUR"),
        ("NaN", "EUR"),
        ("10", "EURO"),
        ("10", "XDR"),
        ("99999999999999999", "EUR"),
    ],
)
def test_what_is_no_sum_is_refused_in_words(text: str, code: str) -> None:

    assert isinstance(parse(text, code), Refused)


@given(st.fractions())
def test_rounding_goes_to_the_nearest_and_a_half_goes_away_from_zero(exact: Fraction) -> None:
    rounded = round_once(exact)
    assert abs(rounded - exact) <= Fraction(1, 2)
    if abs(rounded - exact) == Fraction(1, 2):
        assert abs(rounded) > abs(exact)


@given(st.integers(-(10**9), 10**9), CODES, CODES, PARTS, PARTS)
def test_a_conversion_there_and_back_is_off_by_no_more_than_its_rounding(
    minor: int, one: str, other: str, numerator: int, denominator: int
) -> None:
    rate = Rate(one, other, numerator, denominator, ON, "test")
    there = convert(Money(minor, one), rate)
    back = convert(there, rate.inverse())
    scale = Fraction(denominator * 10 ** EXPONENTS[one], numerator * 10 ** EXPONENTS[other])
    assert abs(back.minor - minor) <= scale / 2 + Fraction(1, 2)


@given(st.integers(0, 10**12), st.integers(1, 10**8))
def test_sdr_through_a_currency_and_back_is_off_by_half_a_cent_at_most(micro: int, rate: int) -> None:
    per = Rate("XDR", "EUR", rate, 1_000_000, ON, "test")
    back = to_sdr(convert(SDR(micro), per), per)
    assert abs(back.micro - micro) <= Fraction(5_000 * 1_000_000, rate) + 1


def test_two_currencies_are_never_added_or_compared() -> None:
    with pytest.raises(ValueError, match="convert first"):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(ValueError, match="convert first"):
        assert Money(1, "EUR") < Money(1, "USD")


def test_a_rate_converts_its_own_base_only() -> None:
    with pytest.raises(ValueError, match="does not convert"):
        convert(Money(1, "USD"), Rate("EUR", "CNY", 8, 1, ON, "test"))


def test_a_rate_of_nothing_and_an_unknown_currency_are_bugs() -> None:
    with pytest.raises(ValueError, match="positive fraction"):
        Rate("EUR", "CNY", 0, 1, ON, "test")
    with pytest.raises(ValueError, match="no currency we know"):
        Money(1, "EURO")


def test_a_source_without_rates_says_so() -> None:
    none = NoRates().sdr("EUR", ON)
    assert isinstance(none, NoRate)
    assert "no source" in none.says
    assert NoRates().between("EUR", "EUR", ON) == Rate("EUR", "EUR", 1, 1, ON, "same currency")


def test_a_sum_in_sdr_is_read_exactly_or_not_at_all() -> None:
    assert SDR.of("8.33").text() == "8.33 SDR"
    with pytest.raises(ValueError, match="six places"):
        SDR.of("0.1234567")
