"""Reports: many people or nobody, in every language, and short enough for a post."""

from datetime import date

import pytest

from makewhole.because import Refused
from makewhole.care import length
from makewhole.care.publication import faults
from makewhole.care.report import FEW, Figures, compose
from makewhole.words import LANGUAGES

FIRST, LAST = date(2026, 11, 16), date(2026, 11, 22)
MANY = Figures(FIRST, LAST, 123_456, 120_000, 98_765, 90_000, 1_234, 87_654, 80_000)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_says_all_its_figures_and_fits_a_post(language: str) -> None:
    said = compose("Halden Home", MANY, language)
    assert isinstance(said, str)
    for figure in ("123456", "97", "98765", "1234", "87654"):
        assert figure in said, said
    assert length.weighted(said) <= length.LONGEST
    assert faults((said,)) == ()


@pytest.mark.parametrize("few", range(FEW))
def test_a_figure_few_people_stand_behind_is_not_published(few: int) -> None:
    said = compose("Halden Home", Figures(FIRST, LAST, 50, 50, 40, few, 2, 30, few), "en")
    assert isinstance(said, str)
    assert "Claims" not in said
    assert isinstance(compose("Halden Home", Figures(FIRST, LAST, few, few), "en"), Refused)


def test_r19_a_report_has_no_place_for_how_x_fares() -> None:
    fields = set(Figures.__slots__)
    assert fields == {
        "first",
        "last",
        "answered",
        "in_time",
        "decided",
        "deciders",
        "half_within_hours",
        "paid",
        "payees",
    }
