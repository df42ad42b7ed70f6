"""The table of formats: its own examples, and what every row must say."""

import pytest

from makewhole import tables
from makewhole.parcel.context import _TABLE as CONTEXT
from makewhole.parcel.formats import FORMATS, ISSUERS, LONGEST, SHORTEST, Format, fits, indicator

ROWS = tables.read("makewhole.parcel", "formats.toml")


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.id)
def test_a_formats_own_examples_are_judged_as_it_says(fmt: Format) -> None:
    for number in fmt.good:
        assert any(fit.format is fmt and fit.holds for fit in fits(number.replace("-", ""))), number
    for number in fmt.bad:
        assert not any(fit.format is fmt and fit.holds for fit in fits(number.replace("-", ""))), number


def test_every_format_names_a_source_we_list_and_the_day_it_was_checked() -> None:
    for row in ROWS["format"]:
        assert row["source"] in ROWS["sources"], row["id"]
        assert row["checked"].year >= 2026, row["id"]
        assert row["context"] in ("none", "any", "operator"), row["id"]


def test_no_two_formats_share_an_id_and_every_operator_that_must_be_named_can_be() -> None:
    assert len({fmt.id for fmt in FORMATS}) == len(FORMATS)
    needed = {fmt.operator for fmt in FORMATS if fmt.context == "operator"}
    assert needed <= set(CONTEXT["operators"])


def test_a_formats_length_is_the_length_of_its_examples() -> None:
    for fmt in FORMATS:
        assert SHORTEST <= fmt.length[0] <= fmt.length[1] <= LONGEST
        assert all(fmt.length[0] <= len(n.replace("-", "")) <= fmt.length[1] for n in fmt.good), fmt.id


def test_an_s10_number_names_the_post_that_issued_it() -> None:
    assert {fits(f"RB123456785{country}")[0].operator for country in ("GB", "US", "CN")} == {
        "royal_mail", "usps", "china_post",
    }  # fmt: skip
    assert len(ISSUERS) > 200
    assert "XX" not in ISSUERS


def test_a_country_that_issues_no_s10_number_is_named_in_the_misreading() -> None:
    fit = fits("RB123456785XX")[0]
    assert not fit.holds
    assert "XX" in fit.says


def test_an_unassigned_service_indicator_is_doubt_and_no_contradiction() -> None:
    fit = fits("TT123456785GB")[0]
    assert indicator("TT") is None
    assert fit.holds
    assert not fit.sure


@pytest.mark.parametrize(
    "number", ["1Z1111111111111111", "RB000000005GB", "000000000000000", "0" * 20, "0" * 22]
)
def test_a_serial_of_one_digit_repeated_never_holds(number: str) -> None:
    assert not any(fit.holds for fit in fits(number) if fit.format.check is not None)


def test_a_number_that_fits_nothing_fits_nothing() -> None:
    assert fits("") == fits("ABC") == fits("A" * 100) == []
