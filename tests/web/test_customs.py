"""The console's page of customs words: read, changed with clear words for what is wrong, taken back."""

import re

from fastapi.testclient import TestClient

from makewhole.store import customs
from tests.web.conftest import AGENT, LEAD, PASSWORD
from tests.web.pages import send, sign_in, text
from tests.world import BRAND, World

PAGE = "/desk/customs/BR?matter=duties"
FORM = {
    "charges": "rate_above 50 USD 60% from 2024-08-01\nprepaid 50 USD Remessa Conforme",
    "pay_to": "customs",
    "days_low": "2",
    "days_high": "9",
    "storage": "30",
    "choices": "pay",
    "source": "Our broker in Santos",
    "checked": "2026-06-01",
    "flag": "V",
    "note-pt": "Fale conosco antes de pagar.",
}


def test_every_destination_is_listed_and_one_can_be_opened_by_its_letters(client: TestClient) -> None:
    sign_in(client, AGENT, PASSWORD)
    page = text(client.get("/desk/customs").text)
    for name in ("Brazil", "European Union", "Switzerland", "Türkiye"):
        assert name in page
    foot = client.get("/desk/customs/BR").text.partition('class="tongues"')[2].partition("</nav>")[0]
    assert re.findall('hreflang="(..)"', foot) == ["en", "zh"], "only the languages the console speaks"
    assert client.get("/desk/customs?country=br").headers["location"] == "/desk/customs/BR"
    refused = client.get("/desk/customs?country=Brasilia")
    assert refused.status_code == 422
    assert "“Brasilia” is no country. Give two letters such as BR" in text(refused.text)
    assert client.get("/desk/customs/ZZ").status_code == 404
    assert client.get("/desk/customs/BR?matter=drugs").status_code == 404


def test_a_country_without_a_word_says_that_the_customer_is_told_so(client: TestClient) -> None:
    sign_in(client, LEAD, PASSWORD)
    page = text(client.get("/desk/customs/TV?matter=duties").text)
    assert "Nobody knows: the customer is told so" in page
    assert "We do not know what customs there (Tuvalu) usually ask for." in page


def test_a_lead_writes_an_own_word_reads_it_as_a_customer_does_and_takes_it_back(
    quiet: World, client: TestClient
) -> None:
    sign_in(client, LEAD, PASSWORD)
    assert "The word that came with the house" in text(client.get(PAGE).text)
    assert send(client, PAGE, PAGE, FORM).headers["location"] == PAGE
    with quiet.house.database.reading() as conn:
        kept = customs.rows(conn, BRAND)
    assert [(row.country, row.matter, row.days, row.storage_days) for row in kept] == [
        ("BR", "duties", (2, 9), 30)
    ]
    page = client.get(PAGE).text
    assert "Your own word" in page
    assert "Above 50 USD the rate is usually 60%." in page
    assert "It is usually kept for 30 days and then goes back." in page
    assert "Our broker in Santos" in page
    assert "wrote an own word" in page
    told = text(client.get(f"{PAGE}&in=pt").text)
    assert "Fale conosco antes de pagar." in told
    assert "Até 50 USD o vendedor" in told
    send(client, PAGE, PAGE, FORM | {"take_back": "yes"})
    page = text(client.get(PAGE).text)
    assert "The word that came with the house" in page
    assert "took the own word back" in page


def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    quiet: World, client: TestClient
) -> None:
    sign_in(client, LEAD, PASSWORD)
    bad = {
        "days_low": "20",
        "days_high": "2",
        "storage": "soon",
        "charges": "flat 3 dollars",
        "checked": "2030-01-01",
    }
    refused = send(client, PAGE, PAGE, FORM | bad | {"source": ""})
    assert refused.status_code == 422
    page = text(refused.text)
    for word in (
        "20-2 is no range of days. Give both ends, the smaller first, each 0-365.",
        "“soon” is no count of days. Give a whole number, 1-365, or leave it empty.",
        "“flat 3 dollars” can’t be read as a charge.",
        "“2030-01-01” can’t be the day of a check.",
        "This is empty. Say where the word comes from",
    ):
        assert word in page, word
    for typed in (
        'value="20"',
        'value="soon"',
        "flat 3 dollars</textarea>",
        "Fale conosco antes de pagar.</textarea>",
    ):
        assert typed in refused.text, typed
    with quiet.house.database.reading() as conn:
        assert customs.rows(conn, BRAND) == ()


def test_an_agent_reads_the_words_and_changes_none(quiet: World, client: TestClient) -> None:
    sign_in(client, AGENT, PASSWORD)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "A lead or an admin can change this." in text(page.text)
    assert send(client, "/desk/customs", PAGE, FORM).status_code == 403
    with quiet.house.database.reading() as conn:
        assert customs.rows(conn, BRAND) == ()


def test_what_a_brand_writes_is_shown_as_text_and_never_as_a_page(client: TestClient) -> None:
    sign_in(client, LEAD, PASSWORD)
    send(client, PAGE, PAGE, FORM | {"note-pt": "<script>alert(1)</script>", "source": "<b>x</b> broker"})
    page = client.get(f"{PAGE}&in=pt").text
    assert "<script>alert(1)" not in page
    assert "<b>x</b>" not in page
