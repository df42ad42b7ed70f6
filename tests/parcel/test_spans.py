"""Where a number could stand."""

from hypothesis import given
from hypothesis import strategies as st

from makewhole.parcel.fold import bare, fold
from makewhole.parcel.spans import masked, spans

PIECES = st.lists(
    st.sampled_from(["1Z", "999", "AA1", "RB", "123456785GB", " ", "-", "\u200b", "\n", "x", "📦", "@"])
)


@given(st.one_of(st.text(), PIECES.map("".join)))
def test_every_span_lies_in_the_text_and_holds_its_number(text: str) -> None:
    for span in spans(fold(text)):
        assert 0 <= span.start < span.end <= len(text)
        assert bare(text[span.start : span.end]) == span.number


def test_a_spaced_number_is_one_piece_whatever_stands_around_it() -> None:
    found = {span.number for span in spans("PLEASE CHECK 1Z 999 AA1 01 2345 6784 IN 2 DAYS")}
    assert "1Z999AA10123456784" in found


def test_digit_groups_are_never_cut_inside_a_row_of_groups() -> None:
    found = {span.number for span in spans("THE 0414 4176 0228 964 ONE")}
    assert "041441760228964" in found
    assert "041441760228" not in found


def test_links_mail_addresses_and_handles_are_masked() -> None:
    text = "SEE HTTPS://T.CO/A1 OR SHOP.EXAMPLE/T/22 OR ME@MAIL.EXAMPLE OR @SHOP_1 NOW"
    assert [text[start:end] for start, end in masked(text)] == [
        "HTTPS://T.CO/A1", "SHOP.EXAMPLE/T/22", "ME@MAIL.EXAMPLE", "@SHOP_1",
    ]  # fmt: skip


def test_a_date_with_hyphens_is_no_number() -> None:
    assert not [span for span in spans("ON 2026-11-18 10 30") if span.number.isdigit()]
