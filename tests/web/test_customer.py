"""The customer's pages without a script: file, follow, accept, appeal, take the receipt."""

import json
import re

import pytest
from fastapi.testclient import TestClient

from makewhole.words import LANGUAGES
from tests.web.conftest import visitor
from tests.web.pages import CLAIM, csrf, golden, photo, send, text
from tests.world import World, until


def foreign(page: str, language: str) -> list[str]:
    """The reasons on a page that are not in its language."""
    reasons = page.partition('<ul class="because">')[2]
    return re.findall(r'<p[^>]* lang="(?!' + language + r'")[^>]*>([^<]*)', reasons)


@pytest.mark.parametrize("path", ["/", "/claim"])
def test_the_first_pages_read_as_before(client: TestClient, path: str) -> None:
    golden("home" if path == "/" else "claim", text(client.get(path).text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_speaks_the_language_asked_for(client: TestClient, language: str) -> None:
    page = client.get(f"/claim?lang={language}")
    assert page.headers["content-language"] == language
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page.text
    assert f'lang="{language}"' in client.get("/").text, "the choice is kept"


def test_the_browsers_wish_is_heard_when_nothing_was_chosen(client: TestClient) -> None:
    page = client.get("/", headers={"accept-language": "tlh, pt-BR;q=0.8, en;q=0.5"})
    assert page.headers["content-language"] == "pt"


def test_what_is_wrong_with_a_claim_is_said_field_by_field_and_nothing_is_lost(client: TestClient) -> None:
    typed = {
        "problem": "",
        "number": "RB123456786CN",
        "amount": "lots",
        "currency": "EUR",
        "contact": "anna",
        "story": "It was <b>blue</b>.",
    }
    page = send(client, "/claim", "/claim", typed)
    assert page.status_code == 422
    golden("claim_wrong", text(page.text))
    assert "RB123456786CN" in page.text
    assert "It was &lt;b&gt;blue&lt;/b&gt;." in page.text


def test_a_claim_is_filed_decided_accepted_paid_and_proved(world: World) -> None:
    world.parcel()
    with visitor(world.house) as client:
        filed = send(client, "/claim", "/claim", CLAIM)
        assert filed.status_code == 303
        link = filed.headers["location"]
        assert re.fullmatch(r"/c/[A-Za-z0-9_-]{32}", link)
        until(lambda: "Accept €40.00" in client.get(link).text, 60, "no offer was made")
        world.rests()
        for language in ("zh", "de", "ar"):
            page = client.get(f"{link}?lang={language}")
            golden(f"offered_{language}", text(page.text))
            assert foreign(page.text, language) == []
        golden("offered", text(client.get(f"{link}?lang=en").text))
        assert send(client, link, f"{link}/accept", {"account": ""}).status_code == 422
        accepted = send(client, link, f"{link}/accept", {"account": "acct-anna"})
        assert accepted.status_code == 303
        again = send(client, link, f"{link}/accept", {"account": "acct-anna"})
        assert again.status_code == 409
        assert len(world.rows("SELECT id FROM payout")) == 1
        until(lambda: "We ordered the payment" in client.get(link).text)
        numbers = re.findall(rf"{link}/receipt/(\d+)", client.get(link).text)
        receipt = client.get(f"{link}/receipt/{numbers[0]}")
        assert receipt.headers["content-disposition"].startswith("attachment")
        assert isinstance(json.loads(receipt.content), dict)


def test_a_claim_below_what_was_asked_may_be_appealed_in_one_tap(world: World) -> None:
    world.parcel()
    with visitor(world.house) as client:
        link = send(client, "/claim", "/claim", CLAIM | {"problem": "damaged"}).headers["location"]
        until(lambda: "We need one more thing from you" in client.get(link).text)
        asked = client.get(f"{link}?lang=zh").text
        assert "它能看出损坏了什么、坏到什么程度。" in asked
        assert foreign(asked, "zh") == []
        assert "it shows what" not in asked
        client.get(f"{link}?lang=en")
        more = {"photo_goods": ("a.jpg", photo()), "photo_outside": ("b.jpg", photo("#2f4f4f"))}
        shown = send(client, link, f"{link}/supply", {"severity": "total"}, files=more)
        assert shown.status_code == 303
        until(lambda: "We need one more thing from you" not in client.get(link).text)
        number = re.findall(rf"{link}/photo/(\d+)", client.get(link).text)[0]
        image = client.get(f"{link}/photo/{number}")
        assert image.headers["content-type"] == "image/jpeg"
        assert "sandbox" in image.headers["content-security-policy"]


def test_a_private_link_shows_its_own_claim_only(quiet: World, client: TestClient) -> None:
    quiet.parcel()
    mine = quiet.claim(photos=()).token
    other = quiet.claim(contact="bert@example.org")
    assert client.get(f"/c/{mine}").status_code == 200
    assert client.get(f"/c/{mine[:-1]}").status_code == 404
    statement = quiet.rows("SELECT statement FROM claim_step WHERE claim = :c", c=other.claim)[0][0]
    assert client.get(f"/c/{mine}/receipt/{statement}").status_code == 404
    assert client.post(f"/c/{mine}/withdraw", data={"csrf": csrf(client, f"/c/{mine}")}).status_code == 303
    assert "You took it back" in client.get(f"/c/{mine}").text


def test_a_word_that_is_said_once_is_not_said_again(quiet: World, client: TestClient) -> None:
    quiet.parcel()
    link = send(client, "/claim", "/claim", CLAIM).headers["location"]
    assert "Your claim is filed." in client.get(link).text
    assert "Your claim is filed." not in client.get(link).text


def test_the_theme_is_kept_without_a_script_and_leads_nowhere_else(client: TestClient) -> None:
    kept = send(client, "/", "/theme", {"theme": "dark", "back": "//evil.example"})
    assert kept.headers["location"] == "/"
    assert 'data-theme="dark"' in client.get("/").text


def test_photos_sent_to_a_link_nobody_has_are_refused_before_they_are_read(client: TestClient) -> None:
    # Whoever reads the form first asks for the token in it, and says 403.
    answer = client.post("/c/nobody/supply", files={"photos": ("a.png", b"\x89PNG" * 100_000, "image/png")})
    assert answer.status_code == 404
