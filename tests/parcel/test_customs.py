"""What customs ask for: the table's form, which row counts, and the usual days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.money import Money
from makewhole.parcel.customs import (
    CHOICES,
    COUNTRIES,
    GIVERS,
    GROUPS,
    MATTERS,
    PACKAGED,
    PAPERS,
    PAYEES,
    Charge,
    CustomsWord,
    Unknown,
    measured,
    word,
    working_days,
)
from makewhole.parcel.customs_form import country_of

TODAY = date(2026, 11, 22)
FAR = "US GB CH NO AU NZ CA BR MX JP KR SG IN ID SA AE TR RU ZA CL"
ASKED = (*FAR.split(" "), *sorted(GROUPS["EU"]))


def due(country: str, on: date) -> list[tuple[str, int, str, int | None]]:
    """The charges of a country on a day."""
    found = word(country, "duties", PACKAGED, on)
    assert isinstance(found, CustomsWord)
    return [(c.kind, c.sum.minor, c.sum.currency, c.permille) for c in found.charges]


def test_the_table_speaks_of_the_great_destinations_and_of_every_matter() -> None:
    assert len(COUNTRIES) >= 60
    for country in ASKED:
        for matter in MATTERS:
            assert isinstance(word(country, matter, PACKAGED, TODAY), CustomsWord), (country, matter)


@pytest.mark.parametrize("row", PACKAGED, ids=lambda row: f"{row.country}-{row.matter}")
def test_every_row_is_whole_dated_and_has_a_source(row: CustomsWord) -> None:
    assert country_of(row.country) == row.country
    assert row.flag in ("V", "P", "U")
    assert len(row.source) > 3
    assert date(2026, 1, 1) <= row.checked_on <= TODAY
    assert set(row.papers) <= set(PAPERS)
    assert set(row.names) <= set(PAPERS)
    assert set(row.givers) <= set(GIVERS)
    assert row.choices
    assert set(row.choices) <= set(CHOICES)
    assert row.pay_to in ((*PAYEES,) if row.matter == "duties" else (None,))
    assert row.days is None or 0 <= row.days[0] <= row.days[1] <= 60
    for charge in row.charges:
        assert charge.since < charge.until
        assert charge.flag in ("V", "P", "U")
        assert charge.source


def test_only_figures_that_were_read_in_a_text_one_can_name_are_called_verified() -> None:
    verified = {
        (row.country, charge.source) for row in PACKAGED for charge in row.charges if charge.flag == "V"
    }
    assert verified == {
        ("EU", "Council Regulation (EU) 2026/382; Council of the EU, press release of 2026-02-11")
    }
    assert {row.flag for row in PACKAGED} == {"P"}


def test_no_destination_stands_in_two_packaged_rows() -> None:
    seen = [(row.country, row.matter) for row in PACKAGED]
    assert len(seen) == len(set(seen))
    grouped = [country for members in GROUPS.values() for country in members]
    assert not set(grouped) & {row.country for row in PACKAGED}
    assert len(GROUPS["EU"]) == 27


def test_the_european_duty_on_small_parcels_counts_from_its_day() -> None:
    assert ("duty_free", 15000, "EUR", None) in due("DE", date(2026, 6, 30))
    assert ("flat", 300, "EUR", None) not in due("DE", date(2026, 6, 30))
    assert ("duty_free", 15000, "EUR", None) not in due("DE", date(2026, 7, 1))
    assert ("flat", 300, "EUR", None) in due("DE", date(2026, 7, 1))
    assert due("FR", TODAY) == due("PL", TODAY)


def test_the_american_freedom_from_duty_ended_on_its_day() -> None:
    assert ("duty_free", 80000, "USD", None) in due("US", date(2025, 8, 28))
    assert ("duty_free", 0, "USD", None) in due("US", date(2025, 8, 29))


def test_a_country_in_no_row_is_unknown_and_so_is_none() -> None:
    assert word("TV", "duties", PACKAGED, TODAY) == Unknown("TV", "duties")
    assert word(None, "delay", PACKAGED, TODAY) == Unknown(None, "delay")


def test_a_brands_row_counts_first_its_later_one_before_its_earlier_a_country_before_its_group() -> None:
    group = CustomsWord("EU", "delay", days=(8, 9), own=True)
    early, late = (
        CustomsWord("DE", "delay", days=(1, 1), own=True),
        CustomsWord("DE", "delay", days=(2, 2), own=True),
    )
    rows = (*PACKAGED, late, group)

    def days(country: str, *rows: CustomsWord) -> tuple[int, int] | None:
        found = word(country, "delay", rows, TODAY)
        return None if isinstance(found, Unknown) else found.days

    assert days("DE", *rows) == (2, 2)
    assert days("DE", *PACKAGED, early, late) == (2, 2)
    assert days("FR", *rows) == (8, 9)
    assert days("GB", *rows) != (8, 9)
    assert days("DE", group, early, *PACKAGED) == (1, 1)


def test_a_figure_nobody_read_up_is_never_told() -> None:
    charges = (Charge("duty_free", Money(1, "EUR"), flag="U"), Charge("flat", Money(2, "EUR"), flag="P"))
    found = CustomsWord("ZZ", "duties", charges=charges, flag="V")
    assert [charge.flag for charge in found.told] == ["P"]
    assert not found.sure
    assert replace(found, charges=charges[:1]).sure


def test_a_charge_that_can_t_be_is_refused() -> None:
    for kind, sum_, permille in (
        ("gift", 1, None),
        ("flat", -1, None),
        ("flat", 1, 5),
        ("rate_above", 1, None),
    ):
        with pytest.raises(ValueError, match=r"charge|rate"):
            Charge(kind, Money(sum_, "EUR"), permille)  # type: ignore[arg-type]  # what a caller may get wrong


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 200))
def test_working_days_are_counted_as_one_counts_them_by_hand(begin: date, days: int) -> None:
    end = begin + timedelta(days=days)
    by_hand = sum((begin + timedelta(days=n)).weekday() < 5 for n in range(1, days + 1))
    assert working_days(begin, end) == by_hand
    assert working_days(end, begin) == 0 or days == 0


def test_days_seen_on_the_lane_replace_the_tables_once_enough_were_seen() -> None:
    found = word("BR", "delay", PACKAGED, TODAY)
    assert isinstance(found, CustomsWord)
    monday = date(2026, 11, 2)
    spans = [(monday, monday + timedelta(days=n % 5)) for n in range(20)]
    assert measured(found, spans[:19]) == found
    seen = measured(found, spans)
    assert seen.measured
    assert seen.days == (0, 4)
    assert measured(replace(found, days=None), spans).days == (0, 4)
