"""Length as X counts it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.care.length import LINK, weighted


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("", 0),
        ("a" * 280, 280),
        ("包" * 140, 280),
        ("é", 1),
        ("e\u0301", 1),
        ("“quoted” – and on …", 19 + 1),
        ("👍🏽", 2),
        ("❤️", 2),
        ("👨‍👩‍👧‍👦 🇩🇪 1️⃣", 8),
        ("https://halden.example/a/very/long/path?with=much", 23),
        ("halden.com and http://a.example", 23 + 5 + 23),
        ("write to us@halden.example", 26),
        ("مرحبا", 5),
        ("नमस्ते", 6),
        ("안녕", 4),
    ],
)
def test_x_counts_it_so(text: str, long: int) -> None:
    assert weighted(text) == long


@given(st.text(alphabet="abc 包é,", max_size=50), st.text(alphabet="abc 包é,", max_size=50))
def test_two_texts_side_by_side_are_as_long_as_both(one: str, other: str) -> None:
    assert weighted(f"{one}\n{other}") == weighted(one) + 1 + weighted(other)


@given(st.text(max_size=60))
def test_nothing_is_counted_twice_or_left_out_but_for_links_and_emoji(text: str) -> None:
    assert 0 <= weighted(text) <= 2 * len(text) * LINK
