"""The X page of the console: for admins, step by step, each answer of X in words."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr

from makewhole.main.voices import setup_of
from makewhole.store import x_accounts
from makewhole.web.doors import WebSettings
from tests.web.conftest import ADMIN, AGENT, PASSWORD, WEB, visitor
from tests.web.pages import send, sign_in, text
from tests.world import BRAND, HANDLE, World

PAGE = "/desk/x"


@pytest.fixture
def told(quiet: World) -> WebSettings:
    """The site's settings with an app on X."""
    known = {"x_app_token": SecretStr("token-app"), "x_client_id": "simulated-client-id"}
    return replace(WEB, setup=setup_of(quiet.settings.model_copy(update=known)))


def test_every_step_is_tried_and_said(quiet: World, told: WebSettings) -> None:
    with visitor(quiet.house, told) as ann:
        sign_in(ann, ADMIN, PASSWORD)
        before = text(ann.get(PAGE).text)
        assert before.count("Not tried yet") == 8
        assert send(ann, PAGE, PAGE, {"act": "all"}).status_code == 303
        after = text(ann.get(PAGE).text)
        for words in (
            "X knows the app",
            "MAKEWHOLE_PUBLIC_URL is not set",
            "Waits for you",
            "Done",
            "What to do:",
        ):
            assert words in after, after
        assert "token-app" not in after
        assert "simulated-client-secret" not in after


def test_an_account_is_signed_in_from_the_page(quiet: World, told: WebSettings) -> None:
    with visitor(quiet.house, told) as ann:
        sign_in(ann, ADMIN, PASSWORD)
        page = send(ann, PAGE, PAGE, {"act": "sign-in", "role": "support"}).text
        found = re.search(r'href="([^"]+/i/oauth2/authorize[^"]+)"', page)
        assert found is not None
        link = found[1].replace("&amp;", "&")
        asked = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
        where = link.partition("?")[0]
        answer = httpx.post(where, data={**asked, "handle": HANDLE, "decision": "allow"})
        back = f"{PAGE}/back?{urlsplit(answer.headers['location']).query}"
        assert ann.get(back).status_code == 303
        with quiet.house.database.reading() as conn:
            assert [(row.handle, row.role) for row in x_accounts.in_force(conn, BRAND)] == [
                ("haldenhome", "support")
            ]
        again = ann.get(back)
        assert (again.status_code, "belongs to no sign-in" in again.text) == (409, True)


def test_what_an_act_came_to_is_said(quiet: World, told: WebSettings) -> None:
    with visitor(quiet.house, told) as ann:
        sign_in(ann, ADMIN, PASSWORD)
        for fields, words in (
            ({"act": "attest", "human": "nobody_here"}, "is not on X"),
            ({"act": "register"}, "MAKEWHOLE_PUBLIC_URL is not set"),
            ({"act": "subscribe"}, "X does not know our address yet"),
        ):
            said = send(ann, PAGE, PAGE, fields)
            assert (said.status_code, words in text(said.text)) == (409, True), text(said.text)


def test_only_an_admin_sets_x_up(quiet: World, told: WebSettings) -> None:
    with visitor(quiet.house, told) as bo:
        sign_in(bo, AGENT, PASSWORD)
        page = text(bo.get(PAGE).text)
        assert "An admin sets X up" in page
        assert "Today’s calls" in page
        assert send(bo, PAGE, PAGE, {"act": "all"}).status_code == 403
        assert bo.get(f"{PAGE}/back?state=a&code=b").status_code == 403
