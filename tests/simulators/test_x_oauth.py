"""OAuth 2.0 on the simulated X: the page, PKCE, tokens that end, refresh tokens used once, scopes."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from makewhole.simulators import x as simulated
from makewhole.simulators.running import Simulator
from makewhole.simulators.x_oauth import challenge

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
APP = ("simulated-client-id", "simulated-client-secret")
VERIFIER = "a-verifier-long-enough-to-be-taken-by-anybody"
BACK = "http://127.0.0.1:8080/connect/x"
SCOPES = "tweet.read users.read dm.read dm.write offline.access"


@pytest.fixture
def world():
    with Simulator(simulated.app(simulated.Settings(now=lambda: NOON))) as simulator:
        yield simulator


def asking(**more):
    return {
        "response_type": "code", "client_id": APP[0], "redirect_uri": BACK, "scope": SCOPES, "state": "s1",
        "code_challenge": challenge(VERIFIER), "code_challenge_method": "S256", **more,
    }  # fmt: skip


def allowed(world, handle="HaldenHome", **more):
    form = {**asking(**more), "handle": handle, "decision": "allow"}
    answer = httpx.post(f"{world.url}/i/oauth2/authorize", data=form)
    return parse_qs(urlsplit(answer.headers["location"]).query)


def tokens(world, form, auth=APP):
    return httpx.post(f"{world.url}/2/oauth2/token", data=form, auth=auth)


def by_code(code):
    return {
        "grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER,
    }  # fmt: skip


def given(world, **more):
    answer = tokens(world, by_code(allowed(world, **more)["code"][0]))
    assert answer.status_code == 200, answer.text
    return answer.json()


def advance(world, seconds):
    httpx.post(f"{world.url}/_control/advance", json={"seconds": seconds})


def get(world, path, token):
    return httpx.get(f"{world.url}{path}", headers={"authorization": f"Bearer {token}"})


def test_a_person_sees_what_is_asked_for_and_comes_back_with_a_code(world):
    page = httpx.get(f"{world.url}/i/oauth2/authorize", params=asking()).text
    assert "dm.write" in page
    assert "@HaldenHome" in page
    back = allowed(world)
    assert back["state"] == ["s1"]
    pair = tokens(world, by_code(back["code"][0])).json()
    assert (pair["token_type"], pair["expires_in"]) == ("bearer", 7200)
    assert set(pair["scope"].split()) == set(SCOPES.split())
    assert get(world, "/2/users/me", pair["access_token"]).json()["data"]["username"] == "HaldenHome"


def test_a_person_who_says_no_is_sent_back_with_that(world):
    answer = httpx.post(f"{world.url}/i/oauth2/authorize", data={**asking(), "decision": "deny"})
    assert parse_qs(urlsplit(answer.headers["location"]).query)["error"] == ["access_denied"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "other"}, {"redirect_uri": "http://localhost:8080/x"}, {"redirect_uri": "nowhere"},
        {"scope": "tweet.read everything"}, {"scope": ""}, {"state": ""}, {"code_challenge": ""},
        {"response_type": "token"}, {"code_challenge_method": "S1"},
    ],
)  # fmt: skip
def test_a_wrong_request_is_not_shown_to_the_person(world, wrong):
    answer = httpx.get(f"{world.url}/i/oauth2/authorize", params=asking(**wrong))
    assert answer.status_code == 400
    assert "X would not show this page" in answer.text


@pytest.mark.parametrize(
    "wrong", [{"code_verifier": "other"}, {"redirect_uri": "http://127.0.0.1/other"}, {"code": "other"}]
)
def test_a_code_without_what_belongs_to_it_is_refused(world, wrong):
    answer = tokens(world, {**by_code(allowed(world)["code"][0]), **wrong})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_code_works_once_and_for_thirty_seconds(world):
    code = allowed(world)["code"][0]
    assert tokens(world, by_code(code)).status_code == 200
    assert tokens(world, by_code(code)).status_code == 400
    late = allowed(world)["code"][0]
    advance(world, 31)
    assert tokens(world, by_code(late)).status_code == 400


def test_an_app_without_its_secret_gets_nothing(world):
    code = allowed(world)["code"][0]
    assert tokens(world, by_code(code), auth=(APP[0], "wrong")).status_code == 401


def test_a_token_ends_after_two_hours_and_a_refresh_token_is_used_once(world):
    pair = given(world)
    advance(world, 7_201)
    assert get(world, "/2/users/me", pair["access_token"]).status_code == 401
    form = {"grant_type": "refresh_token", "refresh_token": pair["refresh_token"]}
    fresh = tokens(world, form).json()
    assert get(world, "/2/users/me", fresh["access_token"]).status_code == 200
    again = tokens(world, form)
    assert again.json()["error_description"] == "Value passed for the token was invalid."
    assert httpx.get(f"{world.url}/_control/state").json()["tokens"] == {"refreshed": 1, "reused": 1}


def test_a_refresh_ends_the_access_token_before_it(world):
    pair = given(world)
    tokens(world, {"grant_type": "refresh_token", "refresh_token": pair["refresh_token"]})
    assert get(world, "/2/users/me", pair["access_token"]).status_code == 401


def test_a_refresh_whose_answer_was_cut_has_spent_its_token(world):
    pair = given(world)
    httpx.post(f"{world.url}/_control/faults", json={"cut": 1.0})
    form = {"grant_type": "refresh_token", "refresh_token": pair["refresh_token"]}
    with pytest.raises(httpx.RemoteProtocolError):
        tokens(world, form)
    httpx.post(f"{world.url}/_control/faults", json={})
    assert tokens(world, form).status_code == 400


def test_without_offline_access_there_is_no_refresh_token(world):
    assert "refresh_token" not in given(world, scope="tweet.read users.read")


def test_a_revoked_token_is_over(world):
    pair = given(world)
    done = httpx.post(f"{world.url}/2/oauth2/revoke", data={"token": pair["access_token"]}, auth=APP)
    assert done.json() == {"revoked": True}
    assert get(world, "/2/users/me", pair["access_token"]).status_code == 401


def test_a_token_does_what_its_scopes_say_and_not_what_only_the_app_may(world):
    token = given(world, scope="tweet.read users.read")["access_token"]
    assert get(world, "/2/dm_events", token).status_code == 403
    refused = get(world, "/2/webhooks", token)
    assert (refused.status_code, refused.json()["title"]) == (403, "Unsupported Authentication")
    assert "Application-Only" in refused.json()["detail"]


def test_the_apps_own_token_speaks_for_nobody(world):
    form = {"grant_type": "client_credentials"}
    key = ("simulated-consumer-key", "simulated-consumer-secret")
    token = httpx.post(f"{world.url}/oauth2/token", data=form, auth=key).json()["access_token"]
    assert get(world, "/2/webhooks", token).status_code == 200
    assert get(world, "/2/users/me", token).status_code == 403
    assert httpx.post(f"{world.url}/oauth2/token", data=form, auth=(key[0], "x")).status_code == 403


def test_a_second_account_connects_beside_the_first(world):
    token = given(world, handle="HaldenCare")["access_token"]
    assert get(world, "/2/users/me", token).json()["data"]["username"] == "HaldenCare"
    assert get(world, "/2/users/me", "token-halden").json()["data"]["username"] == "HaldenHome"


def test_a_user_who_takes_the_rights_back_ends_every_token(world):
    token = given(world)["access_token"]
    httpx.post(f"{world.url}/_control/revoke", json={"handle": "HaldenHome"})
    assert get(world, "/2/users/me", token).status_code == 401
    assert get(world, "/2/users/me", "token-halden").status_code == 401
