"""Every worked case of tests/law/cases, one a file: facts as a lawyer tells them, and what they come to."""

import tomllib
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from makewhole.gateways.rates import EcbRates
from makewhole.law import rows
from makewhole.law.assess import assess
from makewhole.law.conclusion import Assessment
from makewhole.law.facts import Facts
from makewhole.law.reading import read
from makewhole.money import SDR, Money

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
UNUSED = {
    "mc99-post": "the postal regime answers first, so no assessment rests on it",
    "mp4-post": "the same",
    "hague55-post": "the same",
    "warsaw29-post": "the same",
    "cn-air-post": "the same",
    "upu-unbreakable": "nothing in the facts could break the limit",
}
"""Rows of the tables that no case rests on, and why."""


def _assessed(path: Path) -> tuple[dict[str, Any], Assessment]:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    facts = read(case["facts"])
    assert isinstance(facts, Facts), facts
    now = datetime.combine(case["now"], time(12), UTC)
    return case, assess(facts, EcbRates(), now)


def _cited(got: Assessment) -> list[str]:
    return [str(ground.facts["row"]) for ground in got.because if "row" in ground.facts]


def _plain(value: object) -> object:
    if isinstance(value, SDR | Money):
        return value.text()
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_worked_case_comes_to_its_answer(path: Path) -> None:
    """Each key of `expect` is a field of the assessment, save `rows`, `missing` and `next_step`."""
    case, got = _assessed(path)
    expect = dict(case["expect"])
    assert set(expect.pop("rows", [])) <= set(_cited(got))
    assert expect.pop("next_step", "") in " ".join(got.next_steps)
    missing = expect.pop("missing", [])
    assert [one.fact for one in got.missing] == missing
    assert {name: _plain(getattr(got, name)) for name in expect} == expect
    if got.status == "not_covered" or missing:
        assert (got.payable, got.payable_sdr) == (None, None)


def test_every_row_of_the_law_has_a_case_or_a_reason() -> None:
    """A figure or rule that no case rests on is either dead or untested."""
    cited = {row for path in CASES for row in _cited(_assessed(path)[1])}
    silent = {row.id for name in rows.TABLES for row in rows.table(name).rows} - cited
    assert silent == set(UNUSED)


def test_a_case_without_a_title_or_a_why_is_no_case() -> None:
    """Somebody who knows the law and no Python has to follow it."""
    for path in CASES:
        case = tomllib.loads(path.read_text(encoding="utf-8"))
        assert min(len(case["title"]), len(case["why"])) > 2, path.name
