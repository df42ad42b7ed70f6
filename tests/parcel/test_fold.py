"""Folding: one character in, one character out, and nothing guessed."""

from hypothesis import given
from hypothesis import strategies as st

from makewhole.parcel.fold import HIDDEN, bare, fold


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more_but_hidden_marks(text: str) -> None:
    once = fold(text)
    assert fold(once) == once.replace(HIDDEN, " ")


@given(st.text(alphabet="0123456789ABCXYZ", max_size=40))
def test_a_bare_number_is_bare_already(number: str) -> None:
    assert bare(number) == number == bare(bare(number))


def test_full_width_and_other_scripts_digits_become_plain_ones() -> None:
    assert bare("\uff32\uff22\uff11\uff12\uff13 \u0664\u0665\u0666 \u096d\u096e\u096b gb") == "RB123456785GB"


def test_zero_width_marks_and_spaces_and_hyphens_fall_away() -> None:
    assert bare("RB\u200b12\u200f34\u2060-56\u00a078\u20115GB") == "RB123456785GB"


def test_a_letter_that_looks_like_a_digit_stays_a_letter() -> None:
    assert bare("O0I1l") == "O0I1L"
