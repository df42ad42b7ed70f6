"""A brand's customs word as a form has it: read, refused with a clear word, and written back unchanged."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.parcel.customs import PACKAGED, CustomsWord
from makewhole.parcel.customs_form import LISTS, Wrong, country_of, matter_of, read, written

TODAY = date(2026, 11, 22)
FIELDS = (*written(PACKAGED[0]),)
GOOD = {"flag": ["V"], "source": ["our broker"], "checked": ["2026-11-01"]}


def wrong(matter: str = "duties", **form: str) -> list[tuple[str, str]]:
    """What is wrong with a form in which these fields were changed: field and rule."""
    given = GOOD | {name: [value] for name, value in form.items()}
    about = matter_of(matter)
    assert not isinstance(about, Wrong)
    found = read("PT", about, given, TODAY)
    return [] if isinstance(found, CustomsWord) else [(each.field, each.rule) for each in found]


@pytest.mark.parametrize("row", PACKAGED, ids=lambda row: f"{row.country}-{row.matter}")
def test_a_word_written_into_its_form_is_read_back_as_it_was(row: CustomsWord) -> None:
    own = replace(
        row,
        own=True,
        names={paper: name for paper, name in row.names.items() if paper in row.papers},
        charges=tuple(replace(charge, flag=row.flag, source=row.source) for charge in row.charges),
        papers=tuple(paper for paper in LISTS["papers"] if paper in row.papers),
        choices=tuple(choice for choice in LISTS["choices"] if choice in row.choices),
        givers=tuple(giver for giver in LISTS["givers"] if giver in row.givers),
    )
    assert read(row.country, row.matter, written(own), TODAY) == own


def test_each_wrong_field_is_named_with_the_rule_it_breaks() -> None:
    assert wrong() == []
    assert wrong(days_low="9", days_high="2") == [("days_high", "range")]
    assert wrong(days_low="9") == [("days_high", "range")]
    assert wrong(days_low="soon", days_high="2") == [("days_low", "days")]
    assert wrong(days_low="1", days_high="366") == [("days_high", "days")]
    assert wrong(days_low="-1", days_high="3") == [("days_low", "days")]
    assert wrong(days_low="١", days_high="3") == [("days_low", "days")]
    assert wrong(storage="0") == [("storage", "days")]
    assert wrong(source="  ") == [("source", "needed")]
    assert wrong(source="x" * 300) == [("source", "length")]
    assert wrong(checked="2026-11-23") == [("checked", "day")]
    assert wrong(checked="1999-01-01") == [("checked", "day")]
    assert wrong(checked="tomorrow") == [("checked", "day")]
    assert wrong(flag="X") == [("flag", "one-of")]
    assert wrong(papers="passport") == [("papers", "one-of")]
    assert wrong(choices="bribe") == [("choices", "one-of")]
    assert wrong(pay_to="me") == [("pay_to", "one-of")]
    assert wrong(**{"note-de": "x" * 501}) == [("note-de", "length")]


@pytest.mark.parametrize(
    "line",
    [
        "free 150 EUR",
        "flat 3",
        "flat 3 XXQ",
        "flat -3 EUR",
        "flat 3.123 EUR",
        "flat 3 EUR 20%",
        "rate_above 50 USD",
        "rate_above 50 USD 60,5%",
        "rate_above 50 USD %",
        "flat 3 EUR IOSS",
        "flat 3 EUR from soon",
        "flat 3 EUR from",
        "flat 3 EUR from 2026-02-01 until 2026-01-01",
    ],
)
def test_a_charge_that_can_t_be_read_is_shown_again_with_what_is_allowed(line: str) -> None:
    found = read("PT", "duties", GOOD | {"charges": [f"flat 3 EUR\n{line}"]}, TODAY)
    assert not isinstance(found, CustomsWord)
    assert [(each.rule, each.read) for each in found] == [("charge", line)]
    assert "rate_above" in found[0].allowed


def test_a_country_and_a_matter_are_known_or_refused() -> None:
    assert [country_of(each) for each in ("pt", " BR ", "EU", "XK")] == ["PT", "BR", "EU", "XK"]
    for written_ in ("", "Portugal", "ZZ", "X1", "P", "ＰＴ", "\0\0"):
        assert isinstance(country_of(written_), Wrong), written_
    assert matter_of("delay") == "delay"
    assert matter_of("drugs") == Wrong("matter", "one-of", "drugs", ", ".join(LISTS["matters"]))


@given(
    st.dictionaries(
        st.sampled_from([*FIELDS, "note-ar", "name-invoice"]),
        st.lists(st.text(max_size=30), max_size=3),
    ),
    st.sampled_from(["duties", "delay"]),
)
def test_no_form_whatever_it_holds_raises(form: dict[str, list[str]], matter: str) -> None:
    about = matter_of(matter)
    assert not isinstance(about, Wrong)
    assert isinstance(read("PT", about, form, TODAY), CustomsWord | tuple)
