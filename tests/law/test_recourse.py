"""The settlement among road carriers in a row: worked cases, and what holds for every one of them."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makewhole.because import Refused
from makewhole.law import rows
from makewhole.law.carriers import Carrier, Recourse, Settlement
from makewhole.law.reading import read_recourse
from makewhole.law.recourse import owed
from makewhole.money import SDR, Money

CASES = sorted((Path(__file__).parent / "cases" / "recourse").glob("*.toml"))
DAY = date(2026, 6, 1)
TWO = Recourse(
    carriers=(
        Carrier(name="A", freight=Money(100, "EUR")),
        Carrier(name="B", freight=Money(300, "EUR")),
    ),
    paid_by="B",
    compensation=Money(500, "EUR"),
    paid_on=date(2026, 5, 1),
)


def _answered(path: Path) -> tuple[dict[str, Any], Settlement]:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    recourse = read_recourse(case["facts"])
    assert isinstance(recourse, Recourse), recourse
    answer = owed(recourse, case["now"])
    assert isinstance(answer, Settlement), answer
    return case, answer


def _rows(answer: Settlement) -> set[str]:
    return {str(ground.facts["row"]) for ground in answer.because if "row" in ground.facts}


def _told(answer: Settlement) -> dict[str, Any]:
    return {
        "admissible": answer.admissible,
        "total": answer.total.text() if answer.total is not None else None,
        "suit_by": answer.suit_by,
        "courts": list(answer.courts),
        "missing": [one.fact for one in answer.missing],
        "bears": {part.carrier: part.bears.text() for part in answer.parts},
        "may_dispute": [part.carrier for part in answer.parts if part.may_dispute],
        "needs_person": bool(answer.doubts),
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_worked_case_comes_to_its_answer(path: Path) -> None:
    case, answer = _answered(path)
    expect = dict(case["expect"])
    assert set(expect.pop("rows")) <= _rows(answer)
    told = _told(answer)
    assert {name: told[name] for name in expect} == expect
    assert min(len(case["title"]), len(case["why"])) > 2


def test_every_row_has_a_case() -> None:
    cited = {row for path in CASES for row in _rows(_answered(path)[1])}
    assert {row.id for row in rows.table("cmr_recourse").rows} == cited


@st.composite
def _recourses(draw: st.DrawFn) -> Recourse:
    count = draw(st.integers(2, 5))
    carriers = tuple(
        Carrier(
            name=f"C{at}",
            freight=SDR(draw(st.integers(0, 10**9))),
            responsible=draw(st.sampled_from((None, True, False))),
            insolvent=at > 0 and draw(st.booleans()),
            paid_in=draw(st.none() | st.integers(0, 10**8).map(SDR)),
        )
        for at in range(count)
    )
    amount = SDR(draw(st.integers(0, 10**12)))
    return Recourse(carriers=carriers, paid_by="C0", compensation=amount, paid_on=date(2026, 5, 1))


@given(_recourses())
def test_all_of_it_is_borne_and_nobody_bears_less_than_nothing(recourse: Recourse) -> None:
    answer = owed(recourse, DAY)
    assert isinstance(answer, Settlement)
    borne = [part.bears for part in answer.parts]
    assert all(isinstance(one, SDR) and one.micro >= 0 for one in borne)
    assert sum(one.micro for one in borne if isinstance(one, SDR)) == getattr(answer.total, "micro", None)


def _other(**changes: Any) -> Recourse:
    """Two carriers, the first of them changed."""
    return replace(TWO, carriers=(replace(TWO.carriers[0], **changes), TWO.carriers[1]))


@pytest.mark.parametrize(
    ("recourse", "says"),
    [
        (replace(TWO, carriers=TWO.carriers[:1], paid_by="A"), "at least two"),
        (_other(name="B"), "each by its own name"),
        (replace(TWO, paid_by="C"), "paid_by: read 'C', allowed are A, B"),
        (replace(TWO, carriers=(replace(TWO.carriers[1], insolvent=True), TWO.carriers[0])), "insolvent"),
        (_other(liability_share=5_000), "read 50 % in all, allowed are 100 %"),
        (_other(liability_share=10_000, responsible=False), "said not to have caused it"),
        (replace(TWO, costs=SDR(1)), "several units, allowed is one"),
        (_other(freight=SDR(1)), "freight: read several units"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(recourse: Recourse, says: str) -> None:
    answer = owed(recourse, DAY)
    assert isinstance(answer, Refused)
    assert says in answer.says


def test_an_unknown_field_is_refused() -> None:
    answer = read_recourse({"carriers": [{"name": "A", "fault": 1}], "paid_by": "A"})
    assert isinstance(answer, Refused)
    assert "no such field" in answer.says


def test_where_all_are_cleared_the_freight_of_all_is_the_measure() -> None:
    cleared = replace(TWO, carriers=tuple(replace(one, responsible=False) for one in TWO.carriers))
    answer = owed(cleared, DAY)
    assert isinstance(answer, Settlement)
    assert [part.bears.text() for part in answer.parts] == ["1.25 EUR", "3.75 EUR"]


def test_where_all_others_are_cleared_the_last_one_bears_it() -> None:
    answer = owed(_other(responsible=False), DAY)
    assert isinstance(answer, Settlement)
    assert [part.bears.text() for part in answer.parts] == ["0.00 EUR", "5.00 EUR"]
