"""Questions and answers from a file."""

from pathlib import Path

import pytest

from makewhole.because import Refused
from makewhole.main.publish import questions_of

GOOD = """
opening = "Questions we hear often."

[[question]]
ask = "Do you ship to Malta?"
answer = "Yes, within six working days."
"""


def test_a_file_of_questions_becomes_a_thread(tmp_path: Path) -> None:
    file = tmp_path / "faq.toml"
    file.write_text(GOOD, encoding="utf-8")
    assert questions_of(file) == (
        "Questions we hear often.",
        "Do you ship to Malta?\n\nYes, within six working days.",
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("opening = ", "not TOML"),
        ("", "holds nothing"),
        ('opening = "Hi"', "holds opening"),
        ('opening = "Hi"\n[[question]]\nask = "Why?"', "question 1"),
        ('opening = "Hi"\nquestion = [1]', "question 1"),
    ],
)
def test_a_file_that_is_none_says_what_was_read_and_what_is_allowed(
    tmp_path: Path, text: str, word: str
) -> None:
    file = tmp_path / "faq.toml"
    file.write_text(text, encoding="utf-8")
    said = questions_of(file)
    assert isinstance(said, Refused)
    assert (word in said.says, "[[question]]" in said.way_forward) == (True, True)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert isinstance(questions_of(tmp_path / "none.toml"), Refused)
