"""Writing to us by the form, asking us to stop, and saying that another account is ours too."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from makewhole.desk import stop
from makewhole.desk.house import House
from makewhole.store import people
from makewhole.words import LANGUAGES
from tests.web.pages import send, text
from tests.world import BRAND, World

FORM = {
    "email": "anna@people.example",
    "story": "My parcel has not come and nobody tells me anything.",
    "number": "RB123456785CN",
}


def write(client: TestClient, **fields: str) -> Any:
    """Fill the form in and send it."""
    return send(client, "/contact", "/contact", FORM | fields)


def test_what_is_written_in_the_form_opens_a_thread_and_its_answer_is_owed(
    client: TestClient, quiet: World
) -> None:
    done = write(client)
    assert done.status_code == 200
    assert "anna@people.example" in text(done.text)
    kept = quiet.rows("SELECT channel, public, text FROM person_post")
    assert [(row.channel, row.public) for row in kept] == [("form", False)]
    assert kept[0].text.endswith("RB123456785CN")
    assert quiet.rows("SELECT count(*) FROM claim")[0][0] == 0
    assert quiet.rows("SELECT workflow_uuid FROM dbos.workflow_status WHERE name = 'answer'")


def test_a_form_sent_twice_is_kept_once(client: TestClient, quiet: World) -> None:
    for _ in range(2):
        assert write(client).status_code == 200
    assert quiet.rows("SELECT count(*) FROM person_post")[0][0] == 1


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"email": "nobody"}, "e-mail address"),
        ({"story": " "}, "few words"),
        ({"story": "a" * 4001}, "4,000"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: TestClient, quiet: World, fields: dict[str, str], word: str
) -> None:
    again = write(client, **fields)
    assert again.status_code == 422
    assert word in text(again.text)
    assert "RB123456785CN" in again.text
    assert not quiet.rows("SELECT 1 FROM person_post")


def test_a_robot_that_fills_every_field_is_turned_away(client: TestClient, quiet: World) -> None:
    assert write(client, website="https://spam.example").status_code == 400
    assert not quiet.rows("SELECT 1 FROM person_post")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_link_opens_the_form_in_its_language(client: TestClient, language: str) -> None:
    page = client.get(f"/contact?lang={language}")
    assert page.headers["content-language"] == language
    assert f'<html lang="{language}"' in page.text


def a_person(house: House) -> int:
    """Somebody we know."""
    with house.database.writing() as conn:
        contact = people.Contact("email", "anna@people.example")
        return people.meet(conn, house.vault, BRAND, contact, None, house.clock.now())


def opted_out(house: House, person: int) -> bool:
    """Whether they asked us to stop."""
    with house.database.reading() as conn:
        return people.opted_out(conn, person)


def test_only_the_button_of_a_stop_link_stops_our_letters(client: TestClient, quiet: World) -> None:
    person = a_person(quiet.house)
    token = f"{person}-{'0' * 32}"
    assert client.post(f"/stop/{token}").status_code == 404
    assert stop.stop_link(quiet.house, person) == "", "nobody said where our pages are"
    link = stop._token(quiet.house, person)
    assert client.get(f"/stop/{link}").status_code == 200
    assert not opted_out(quiet.house, person), "mail scanners follow links"
    assert client.post(f"/stop/{link}", headers={"accept": "text/html"}).status_code == 200
    assert opted_out(quiet.house, person)


def test_a_mail_programs_one_click_stops_our_letters(client: TestClient, quiet: World) -> None:
    person = a_person(quiet.house)
    clicked = client.post(
        f"/stop/{stop._token(quiet.house, person)}",
        data={"List-Unsubscribe": "One-Click"},
        headers={"accept": "*/*"},
    )
    assert (clicked.status_code, clicked.text) == (200, "done\n")
    assert opted_out(quiet.house, person)


def test_a_claims_own_page_shows_a_code_for_other_accounts(client: TestClient, quiet: World) -> None:
    quiet.parcel()
    token = quiet.claim().token
    shown = send(client, f"/c/{token}", f"/c/{token}/join", {})
    code = re.search(r"JOIN-[2-9A-Z]{5}-[2-9A-Z]{5}", shown.text)
    assert code is not None
    assert "@HaldenHome".lower() in shown.text.lower()
    kept = quiet.rows("SELECT consent, code_hash FROM person_join_code")
    assert kept[0].consent.startswith("If you send us this code")
    assert code[0].encode() not in bytes(kept[0].code_hash)
