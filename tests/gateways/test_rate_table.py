"""Rates an installation brings itself: read whole or refused, never of a later day, never silently old."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from makewhole.because import Refused
from makewhole.gateways.rate_table import RateTable, load, parsed
from makewhole.gateways.rates import EcbRates
from makewhole.money import NoRate, Rate

NAIRA = {"currency": "NGN", "date": "2026-10-29", "rate": "1765.25", "source": "Central Bank of Nigeria"}
DAY = date(2026, 10, 30)


def _table(*rows: dict[str, str]) -> RateTable:
    table = parsed(rows)
    assert isinstance(table, RateTable), table
    return table


def test_a_currency_the_packaged_rates_lack_is_answered_from_the_table() -> None:
    rates = EcbRates(own=_table(NAIRA))
    assert isinstance(EcbRates().between("USD", "NGN", DAY), NoRate)
    rate = rates.between("EUR", "NGN", DAY)
    assert isinstance(rate, Rate)
    assert (rate.decimal(2), rate.on, rate.source) == (
        "1765.25",
        date(2026, 10, 29),
        "Central Bank of Nigeria",
    )


def test_a_rate_made_of_two_names_both_sources_and_the_older_day() -> None:
    rate = EcbRates(own=_table(NAIRA)).sdr("NGN", DAY)
    assert isinstance(rate, Rate)
    assert rate.source.startswith("Central Bank of Nigeria, ECB euro reference rates")
    assert rate.on == date(2026, 10, 29)


def test_a_later_rate_is_never_used() -> None:
    assert isinstance(EcbRates(own=_table(NAIRA)).between("EUR", "NGN", date(2026, 10, 28)), NoRate)


def test_an_old_rate_says_that_it_is_and_a_very_old_one_is_none() -> None:
    rates = EcbRates(own=_table(NAIRA))
    old = rates.between("EUR", "NGN", DAY + timedelta(days=20))
    assert isinstance(old, Rate)
    assert old.stale
    assert isinstance(rates.between("EUR", "NGN", DAY + timedelta(days=90)), NoRate)


def test_a_rate_of_the_fund_itself_is_taken_as_it_stands() -> None:
    fund = {"currency": "USD", "per": "XDR", "date": "2026-10-30", "rate": "1.354", "source": "IMF"}
    rate = EcbRates(own=_table(fund)).sdr("USD", DAY)
    assert isinstance(rate, Rate)
    assert (rate.decimal(3), rate.source) == ("1.354", "IMF")


def test_the_fresher_of_the_two_counts() -> None:
    dollar = {"currency": "USD", "date": "2026-10-20", "rate": "9.99", "source": "a table grown old"}
    rate = EcbRates(own=_table(dollar)).between("EUR", "USD", DAY)
    assert isinstance(rate, Rate)
    assert rate.source == "ECB euro reference rates"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"rate": "1,765.25"}, "a decimal above nothing"),
        ({"rate": "0"}, "a decimal above nothing"),
        ({"currency": "NAIRA"}, "an ISO 4217 code"),
        ({"date": "30.10.2026"}, "a date such as"),
        ({"source": ""}, "a row with currency, date, rate, source"),
        ({"per": "USD"}, "per EUR or XDR"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused_by_its_number(change: dict[str, str], says: str) -> None:
    refused = parsed([NAIRA, {**NAIRA, **change}])
    assert isinstance(refused, Refused)
    assert refused.says.startswith("row 2: ")
    assert says in refused.says


def test_two_rates_for_one_day_are_refused() -> None:
    refused = parsed([NAIRA, {**NAIRA, "rate": "1700"}])
    assert isinstance(refused, Refused)
    assert "another rate" in refused.says


def test_a_csv_and_a_toml_file_say_the_same(tmp_path: Path) -> None:
    sheet, words = tmp_path / "rates.csv", tmp_path / "rates.toml"
    sheet.write_text("currency,date,rate,source\nNGN,2026-10-29,1765.25,CBN\n", encoding="utf-8")
    words.write_text(
        '[[rate]]\ncurrency = "NGN"\ndate = 2026-10-29\nrate = "1765.25"\nsource = "CBN"\n', encoding="utf-8"
    )
    assert load(sheet) == load(words)
    assert isinstance(load(tmp_path / "absent.csv"), Refused)
