"""How an account comes to speak through us, and how its token stays good: against the simulated X, over
sockets."""

import asyncio
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from makewhole.gateways.wire import NotLetIn, Sent, TheirFault, Undeliverable
from makewhole.gateways.x import XClient
from makewhole.gateways.x.oauth import App, Granted, Tokens, new_verifier
from makewhole.gateways.x.operations import scopes
from makewhole.simulators import payment
from makewhole.simulators import x as simulated
from makewhole.simulators.running import Simulator
from makewhole.store import brands, keys, x_accounts

BACK = "http://127.0.0.1:9/connect/x"
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def at_x():
    with Simulator(simulated.app()) as running:
        yield running


@pytest.fixture
def app(at_x):
    return App(at_x.url, "simulated-client-id", "simulated-client-secret")


def control(at_x, path, **body):
    answer = httpx.post(f"{at_x.url}/_control/{path}", json=body)
    answer.raise_for_status()
    return answer.json()


def agreed(app, handle="HaldenHome", wanted=()):
    """What comes back when a person says yes on X's page: the code, and the verifier it goes with."""
    verifier = new_verifier()
    page = app.start(BACK, "state-1", verifier, wanted)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
    answer = httpx.post(page.split("?")[0], data={**asked, "handle": handle, "decision": "allow"})
    back = parse_qs(urlsplit(answer.headers["location"]).query)
    assert back["state"] == ["state-1"]
    return back["code"][0], verifier


def connected(app, handle="HaldenHome"):
    code, verifier = agreed(app, handle)
    pair = app.exchange(code, verifier, BACK)
    assert isinstance(pair, Tokens), pair
    return pair


class Memory:
    """A keeper without a database, for what does not need one."""

    def __init__(self, pair):
        self.texts = {"7": pair.written()}
        self.lock = threading.Lock()

    def load(self, account):
        return self.texts.get(account)

    def renew(self, account, seen, renewed):
        with self.lock:
            text = self.texts.get(account)
            if text is not None and text == seen:
                text = renewed(text)
                if text is None:
                    del self.texts[account]
                else:
                    self.texts[account] = text
            return text


def test_an_account_that_agreed_speaks_through_us(at_x, app):
    pair = connected(app)
    assert set(pair.scopes) == set(scopes())
    assert XClient(at_x.url, pair.access).me().handle == "HaldenHome"


def test_a_code_works_once_and_only_with_its_verifier_and_address(app):
    code, _ = agreed(app)
    assert isinstance(app.exchange(code, new_verifier(), BACK), Undeliverable)
    code, verifier = agreed(app)
    assert isinstance(app.exchange(code, verifier, BACK + "/other"), Undeliverable)
    code, verifier = agreed(app)
    assert isinstance(app.exchange(code, verifier, BACK), Tokens)
    refused = app.exchange(code, verifier, BACK)
    assert refused.rule == "x.token"
    assert "authorization code was invalid" in refused.says


def test_no_secret_is_shown_when_a_pair_is_printed(app):
    pair = connected(app)
    assert pair.access not in repr(pair)
    assert pair.refresh not in repr(pair)
    assert Tokens.read(pair.written()) == pair


def test_a_token_about_to_end_is_renewed_before_it_is_used(at_x, app):
    keeper = Memory(connected(app))
    before = Tokens.read(keeper.texts["7"])
    soon = Granted("7", app, keeper, lambda: before.ends - timedelta(minutes=4))
    fresh = asyncio.run(soon.bearer())
    assert fresh != before.access
    assert Tokens.read(keeper.texts["7"]).access == fresh
    early = Granted("7", app, keeper, lambda: before.ends - timedelta(minutes=6))
    assert asyncio.run(early.bearer()) == fresh


def test_a_write_refused_for_an_ended_token_is_done_once_with_the_new_one(at_x, app):
    keeper = Memory(connected(app))
    client = XClient(at_x.url, Granted("7", app, keeper))
    post = control(at_x, "post", handle="ana", text="@HaldenHome where is it?")
    control(at_x, "advance", seconds=7_300)
    assert isinstance(client.reply("On its way.", post["id"]), Sent)
    said = httpx.get(f"{at_x.url}/_control/state").json()["posts"]
    assert [one["text"] for one in said if one["by_app"]] == ["On its way."]


def test_many_calls_at_once_with_an_ended_token_renew_it_once(at_x, app):
    keeper = Memory(connected(app))
    client = XClient(at_x.url, Granted("7", app, keeper))
    control(at_x, "advance", seconds=7_300)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: client.user("HaldenHome"), range(24)))
    assert {one.handle for one in found} == {"HaldenHome"}
    state = httpx.get(f"{at_x.url}/_control/state").json()
    assert state["tokens"] == {"refreshed": 1, "reused": 0}


def test_an_account_x_no_longer_renews_is_let_go_and_says_what_to_do(at_x, app):
    keeper = Memory(connected(app))
    client = XClient(at_x.url, Granted("7", app, keeper))
    control(at_x, "revoke", handle="HaldenHome")
    with pytest.raises(NotLetIn) as failed:
        client.me()
    assert "makewhole connect x" in failed.value.says
    assert keeper.texts == {}


def test_without_a_token_nobody_is_asked():
    with pytest.raises(NotLetIn) as failed:
        XClient("http://127.0.0.1:9", "").me()
    assert "makewhole connect x" in failed.value.says
    assert not failed.value.maybe_done


def test_a_renewal_whose_answer_was_lost_keeps_the_old_pair(app):
    keeper = Memory(connected(app))
    kept = dict(keeper.texts)
    nobody = App("http://127.0.0.1:9", "simulated-client-id", "s", timeout=httpx.Timeout(0.5))
    with pytest.raises(TheirFault):
        asyncio.run(Granted("7", nobody, keeper).renew(Tokens.read(kept["7"]).access))
    assert keeper.texts == kept


def test_a_no_of_something_between_us_and_x_keeps_the_old_pair(app):
    keeper = Memory(connected(app))
    kept = dict(keeper.texts)
    with Simulator(payment.app()) as something_else:  # it answers 404 for an address that is X's
        there = App(something_else.url, "simulated-client-id", "simulated-client-secret")
        with pytest.raises(TheirFault):
            asyncio.run(Granted("7", there, keeper).renew(Tokens.read(kept["7"]).access))
    assert keeper.texts == kept


# Two processes --------------------------------------------------------------------------------

RENEWER = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from makewhole.gateways.x.oauth import App, Granted
from makewhole.store import keys, x_accounts
from makewhole.store.database import Database
url, folder, base, stale = sys.argv[1:5]
keeper = x_accounts.Keeper(Database(url), keys.at(Path(folder)).vault, lambda: datetime.now(UTC))
access = Granted("7", App(base, "simulated-client-id", "simulated-client-secret"), keeper)
print("ready", flush=True)
sys.stdin.readline()
print(asyncio.run(access.renew(stale)), flush=True)
"""


def test_of_two_processes_at_once_one_renews_and_both_have_the_new_token(at_x, app, database, tmp_path):
    vault, pair = keys.at(tmp_path / "keys").vault, connected(app)
    with database.writing() as conn:
        brands.put(conn, "halden", "Halden Home", ["HaldenHome"], "EUR", NOW)
        account = x_accounts.Connected("7", "HaldenHome", "main", pair.scopes, pair.written())
        x_accounts.connect(conn, vault, "halden", account, NOW)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", RENEWER, database.url, str(tmp_path / "keys"), at_x.url, pair.access],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    for one in started:
        assert one.stdout.readline() == "ready\n"
    for one in started:
        one.stdin.write("\n")
        one.stdin.flush()
    tokens = [one.communicate(timeout=60)[0].strip() for one in started]
    assert tokens[0] == tokens[1] != pair.access
    state = httpx.get(f"{at_x.url}/_control/state").json()
    assert state["tokens"] == {"refreshed": 1, "reused": 0}
    assert XClient(at_x.url, tokens[0]).me().handle == "HaldenHome"
