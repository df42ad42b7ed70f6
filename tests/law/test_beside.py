"""The worked cases beside carriage: what a payout abroad needs, and what privacy law asks."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from makewhole.gateways.rates import EcbRates
from makewhole.law import exchange, privacy, rows
from makewhole.law.exchange import Allowed, Payout
from makewhole.law.privacy import Duty, Request
from makewhole.money import Money, NoRates, parse

CASES = sorted((Path(__file__).parent / "cases" / "beside").glob("*.toml"))
PAID = Payout(country="CN", payee="individual", amount=Money(30_000, "USD"))
DECIDED = Request(country="FR", kind="decision", solely_automated=True, significant_effect=True)
DAY = date(2026, 6, 5)


def _money(text: str) -> Money:
    amount, _, currency = text.partition(" ")
    money = parse(amount, currency)
    assert isinstance(money, Money), money
    return money


def _answered(path: Path) -> tuple[dict[str, Any], Allowed | Duty]:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    facts = dict(case["facts"])
    if case["about"] == "privacy":
        return case, privacy.owed(Request(**facts), case["now"])
    sums = {name: _money(facts[name]) for name in ("amount", "quota_used") if name in facts}
    return case, exchange.owed(Payout(**facts | sums), EcbRates(), case["now"])


def _rows(answer: Allowed | Duty) -> set[str]:
    return {str(ground.facts["row"]) for ground in answer.because if "row" in ground.facts}


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return value.text()
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_worked_case_comes_to_its_answer(path: Path) -> None:
    case, answer = _answered(path)
    expect = dict(case["expect"])
    assert set(expect.pop("rows")) <= _rows(answer)
    assert [one.fact for one in answer.missing] == expect.pop("missing")
    assert {name: _plain(getattr(answer, name)) for name in expect} == expect
    assert min(len(case["title"]), len(case["why"])) > 2


@pytest.mark.parametrize("name", ["exchange", "privacy"])
def test_every_row_has_a_case(name: str) -> None:
    cited = {row for path in CASES for row in _rows(_answered(path)[1])}
    assert {row.id for row in rows.table(name).rows} <= cited


def test_the_quota_is_no_cap() -> None:
    whole = Payout(
        country="CN", payee="individual", amount=Money(6_000_000, "USD"), quota_used=Money(0, "USD")
    )
    assert exchange.owed(whole, NoRates(), DAY).payable == whole.amount


def test_a_payout_without_a_rate_says_so_and_gives_no_answer() -> None:
    paid = Payout(country="CN", payee="individual", amount=Money(10_000, "EUR"), quota_used=Money(0, "USD"))
    answer = exchange.owed(paid, NoRates(), DAY)
    assert (answer.admissible, answer.payable) == (None, None)
    assert answer.doubts


@pytest.mark.parametrize("country", ["KE", "AQ"])
def test_a_country_without_a_row_goes_to_a_person(country: str) -> None:
    answer = exchange.owed(Payout(country=country, amount=PAID.amount), NoRates(), DAY)
    assert answer.payable == PAID.amount
    assert country in answer.doubts[0]


def test_who_and_where_are_asked_for() -> None:
    nobody = exchange.owed(Payout(country="CN", amount=PAID.amount), NoRates(), DAY)
    nowhere = exchange.owed(Payout(country=None, amount=PAID.amount), NoRates(), DAY)
    assert [one.fact for one in (*nobody.missing, *nowhere.missing)] == ["payout.payee", "payout.country"]


def test_a_person_who_took_part_makes_it_no_automated_decision() -> None:
    assert privacy.owed(Request(country="FR", kind="decision", solely_automated=False), DAY).admissible


def test_each_unknown_of_a_decision_is_asked_for() -> None:
    asked = [
        privacy.owed(request, DAY).missing[0].fact
        for request in (
            Request(country=None, kind="decision"),
            Request(country="FR", kind="decision", solely_automated=True),
            DECIDED,
            Request(
                country="FR",
                kind="decision",
                solely_automated=True,
                significant_effect=True,
                human_review=True,
            ),
            Request(country="FR", kind="erasure"),
        )
    ]
    assert asked == [
        "privacy.country",
        "privacy.significant_effect",
        "privacy.human_review",
        "privacy.basis",
        "privacy.claim_open",
    ]


def test_a_country_no_law_is_on_record_for_goes_to_a_person() -> None:
    assert privacy.owed(Request(country="US", kind="erasure"), DAY).regime == "NOT_COVERED"
