"""The page "What am I owed?": questions until the law can answer, the answer with its articles, no script."""

import re
from typing import get_type_hints

import pytest
from fastapi.testclient import TestClient

from makewhole.law import rows
from makewhole.web.owed import questions
from makewhole.words import LANGUAGES, Catalogue

WORDS = Catalogue("makewhole.web.owed")
AIR = {
    "claim": "sender_v_carrier",
    "carriage.postal": "no",
    "carriage.mode": "air",
    "carriage.origin": "CN",
    "carriage.destination": "DE",
    "carriage.contract_on": "2026-06-01",
    "carriage.accepted_on": "2026-06-01",
    "carriage.due_on": "2026-06-08",
    "carriage.packages": "2.0",
    "loss.kind": "loss",
    "loss.happened_on": "2026-06-05",
    "loss.value": "10,50",
    "loss.value.currency": "EUR",
}
BUYER = {
    "claim": "buyer_v_seller",
    "sale.buyer_country": "FR",
    "sale.buyer_is_consumer": "yes",
    "sale.carrier_chosen_by_buyer": "no",
    "sale.handed_to": "nobody",
    "sale.contract_on": "2026-01-02",
    "sale.terminated": "yes",
    "sale.price": "86.00",
    "sale.price.currency": "EUR",
}


def _asked(page: str) -> list[str]:
    """The facts a page asks for, without those it only keeps."""
    visible = re.sub(r'<input type="hidden"[^>]*>', "", page)
    found = re.findall(r'name="((?:claim|carriage|loss|sale)[a-z_.]*)"', visible)
    return [name for name in dict.fromkeys(found) if not name.endswith(".currency")]


@pytest.mark.parametrize("answers", [AIR, BUYER], ids=["air", "buyer"])
def test_a_visitor_who_answers_what_is_asked_comes_to_the_answer(
    client: TestClient, answers: dict[str, str]
) -> None:
    given: dict[str, str] = {}
    for _ in range(12):
        page = client.get("/owed", params=given)
        assert page.status_code == 200
        asked = _asked(page.text)
        if not asked:
            break
        assert set(asked).isdisjoint(given), "nothing is asked twice"
        assert set(asked) <= set(answers), "only what still matters is asked"
        for name in asked:
            given |= {key: value for key, value in answers.items() if key in (name, f"{name}.currency")}
    assert "The answer" in page.text
    assert ("€10.50" if answers is AIR else "€86.00") in page.text
    assert ("MC99 art. 22(3), 24" if answers is AIR else "CRD art. 18(2)-(3)") in page.text


def test_the_first_page_asks_one_thing_alone(client: TestClient) -> None:
    assert _asked(client.get("/owed").text) == ["claim"]


def test_the_days_to_keep_stand_with_their_articles(client: TestClient) -> None:
    page = client.get("/owed", params=AIR).text
    assert "No suit after" in page
    assert "MC99 art. 35" in page


def test_an_answer_that_cannot_be_read_is_asked_for_again_by_name(client: TestClient) -> None:
    page = client.get("/owed", params={**AIR, "loss.happened_on": "yesterday"})
    assert page.status_code == 200
    assert "allowed is a date such as" in page.text
    assert _asked(page.text) == ["loss.happened_on"]


def test_what_nobody_knows_is_not_asked_again(client: TestClient) -> None:
    without = {**AIR, "carriage.packages": "?"}
    page = client.get("/owed", params=without).text
    assert "carriage.packages" not in _asked(page)
    assert "These rules give no sum here" in page


@pytest.mark.parametrize("language", ["zh", "ar", "hi"])
def test_the_page_speaks_and_turns_with_its_reader(client: TestClient, language: str) -> None:
    page = client.get("/owed", params={"lang": language}).text
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page
    assert WORDS.say(language, "title") in page


def test_anything_in_the_address_gets_a_page(client: TestClient) -> None:
    for query in (
        "claim=%00",
        "carriage.bill=x",
        "loss.value=9e9",
        "x=" + "y" * 4000,
        "carriage.packages=-1",
    ):
        assert client.get(f"/owed?{query}").status_code == 200


def test_every_row_of_the_law_is_listed_with_its_flag_and_day(client: TestClient) -> None:
    page = client.get("/law/rows").text
    for name in rows.TABLES:
        for row in rows.table(name).rows:
            assert row.id in page
    assert "2026-11-21" in page


def test_every_question_of_the_catalogue_is_one_the_page_can_ask() -> None:
    asked = [name for name in WORDS.ids("en") if name.startswith("ask-")]
    facts = {
        f"ask-{table}-{field}".replace("_", "-"): f"{table}.{field}"
        for table, owner in questions.TABLES.items()
        for field in get_type_hints(owner)
    } | {"ask-claim": "claim"}
    assert [name for name in asked if questions.form_of(facts[name]).kind == "none"] == []


def test_each_language_has_every_sentence() -> None:
    for code in LANGUAGES:
        assert WORDS.ids(code) == WORDS.ids("en"), code
