"""Who speaks on X for an installation: the typed token, or the accounts that were connected."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from makewhole.gateways.wire import NotLetIn, Sent
from makewhole.gateways.x.oauth import new_verifier
from makewhole.main.settings import Settings
from makewhole.main.voices import app_on_x, on_x
from makewhole.simulators import x as simulated
from makewhole.simulators.running import Simulator
from makewhole.store import brands, keys, x_accounts
from makewhole.store.trouble import Unavailable

BACK = "http://127.0.0.1:9/connect/x"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def at_x():
    with Simulator(simulated.app()) as running:
        yield running


@pytest.fixture
def settings(at_x, tmp_path):
    return Settings(
        data=tmp_path, brand="halden", x_url=at_x.url, x_token="", x_app_token="token-app",
        x_client_id="simulated-client-id", x_client_secret="simulated-client-secret",
    )  # fmt: skip


@pytest.fixture
def halden(database):
    with database.writing() as conn:
        brands.put(conn, "halden", "Halden Home", ["HaldenHome", "HaldenCare"], "EUR", NOW)
    return database


def connect(settings, database, handle, role):
    """A person says yes on X's page, and the account is kept."""
    app, verifier = app_on_x(settings), new_verifier()
    page = app.start(BACK, "state-1", verifier)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
    answer = httpx.post(page.split("?")[0], data={**asked, "handle": handle, "decision": "allow"})
    code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
    pair = app.exchange(code, verifier, BACK)
    number = httpx.post(f"{settings.x_url}/_control/user", json={"handle": handle}).json()["id"]
    account = x_accounts.Connected(number, handle, role, pair.scopes, pair.written())
    with database.writing() as conn:
        x_accounts.connect(conn, keys.at(settings.keys).vault, "halden", account, NOW)
    return number


def voice(settings, database):
    return on_x(settings, database, keys.at(settings.keys).vault, None, lambda: datetime.now(UTC))


def test_without_an_account_a_clear_word_and_with_one_no_restart(settings, halden):
    x = voice(settings, halden)
    with pytest.raises(NotLetIn) as failed:
        x.me()
    assert "makewhole connect x" in failed.value.says
    connect(settings, halden, "HaldenHome", "main")
    assert x.me().handle == "HaldenHome"


def test_each_connected_account_answers_in_its_own_name(settings, halden, at_x):
    connect(settings, halden, "HaldenHome", "main")
    care = connect(settings, halden, "HaldenCare", "support")
    x = voice(settings, halden)
    post = httpx.post(
        f"{at_x.url}/_control/post", json={"handle": "ana", "text": "@HaldenCare where is it?"}
    ).json()
    assert x.reply("Looking.", post["id"]).rule == "x.not-summoned"
    assert isinstance(x.of(care).reply("Looking.", post["id"]), Sent)
    assert x.of(care).me().handle == "HaldenCare"
    assert x.of(care).account == care


def test_the_app_speaks_for_itself_with_its_own_token(settings, halden):
    x = voice(settings, halden)
    assert len(x.app.add_rules([("HaldenHome", "name")]).made) == 1
    assert x.app.account == "app"


def test_a_typed_token_speaks_for_the_account_x_says_it_is(settings, halden):
    x = voice(settings.model_copy(update={"x_token": Settings(x_token="token-halden").x_token}), halden)
    assert x.of(x.me().id).account == "main"
    with pytest.raises(NotLetIn):
        x.of("999").me()


@pytest.mark.parametrize(("keys_of_chat", "word"), [("not base 64!", "Base64"), ("AAAA", "Chat XDK|no keys")])
def test_keys_for_encrypted_chat_that_are_none_are_said_at_the_start(settings, halden, keys_of_chat, word):
    wrong = Settings(x_chat_keys=keys_of_chat).x_chat_keys
    with pytest.raises(Unavailable, match=word):
        voice(settings.model_copy(update={"x_chat_keys": wrong}), halden)
