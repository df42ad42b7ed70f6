"""Setting X up: every step tried on a live X, every failure in words, left and taken up again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr

from makewhole.desk import connect, connect_acts
from makewhole.desk.connect import EVENTS, STEPS, Setup, Step
from makewhole.desk.connect_looks import LOOKS, clock
from makewhole.desk.house import House
from makewhole.gateways import x_reach
from makewhole.main import wiring
from makewhole.main.settings import Settings
from makewhole.main.voices import setup_of
from makewhole.store import setup, x_accounts
from makewhole.store.database import Database
from tests.web.conftest import WEB, served
from tests.world import BRAND, HANDLE, World, a_world

KNOWN = {
    "x_token": SecretStr(""),
    "x_app_token": SecretStr("token-app"),
    "x_client_id": "simulated-client-id",
}


@pytest.fixture
def quiet(database: Database, tmp_path: Path) -> Iterator[World]:
    """A world in which no worker works."""
    with a_world(database, tmp_path / "data", working=False) as made:
        yield made


@contextmanager
def installed(world: World, **settings: object) -> Iterator[tuple[House, Setup]]:
    """The world's house with an app on X and no account yet, its web door open."""
    with served(world.house, replace(WEB, x_consumer_secret="simulated-consumer-secret")) as site:
        told = world.settings.model_copy(update={**KNOWN, "public_url": site, **settings})
        yield wiring.house_on(told, world.house.database), setup_of(told)


def tried(house: House, to: Setup, *names: str) -> dict[str, Step]:
    return {step.name: step for step in connect.run(house, to, LOOKS, names or STEPS)}


def agreed(link: str, handle: str = HANDLE, decision: str = "allow") -> str:
    """A person presses Authorize on X's page; the address they are sent back to."""
    form = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    where = link.partition("?")[0]
    answer = httpx.post(where, data={**form, "handle": handle, "decision": decision})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def signed_in(house: House, to: Setup, handle: str = HANDLE, role: str = "main") -> Step:
    link = connect_acts.begin(house, to, role, "ann@halden.example", house.clock.now())
    return connect_acts.finish(house, to, agreed(link, handle))


def test_the_whole_walk_ends_with_every_step_done(quiet: World) -> None:
    with installed(quiet) as (house, to):
        before = tried(house, to)
        assert {name for name, step in before.items() if step.state == "done"} == {
            "app",
            "keys",
            "callback",
            "label",
        }
        assert all(step.mend for step in before.values() if step.state != "done")
        assert signed_in(house, to).state == "done"
        httpx.post(f"{quiet.x}/_control/user", json={"handle": "ann_of_halden"})
        assert connect_acts.attest(house, to, "ann@halden.example", "@ann_of_halden").state == "done"
        assert connect_acts.register(house, to).state == "done"
        assert connect_acts.subscribe(house, to).state == "done"
        quiet.says("tess_waits", f"@{HANDLE} hello")
        after = tried(house, to)
        assert {step.state for step in after.values()} == {"done"}, after
        state = httpx.get(f"{quiet.x}/_control/state").json()
        assert {one["event_type"] for one in state["subscriptions"]} == set(EVENTS)
        assert connect_acts.subscribe(house, to).state == "done", "once more changes nothing"
        with house.database.reading() as conn:
            kept = setup.of_brand(conn, BRAND)
            row = x_accounts.in_force(conn, BRAND)[0]
        assert (set(kept), {one.state for one in kept.values()}) == (set(STEPS), {"done"})
        assert (row.handle, row.role, row.human_handle) == ("haldenhome", "main", "ann_of_halden")


def test_a_set_up_that_was_left_goes_on_where_it_stood(quiet: World) -> None:
    with installed(quiet) as (house, to):
        signed_in(house, to)
        connect_acts.register(house, to)
    again = wiring.house_on(
        quiet.settings.model_copy(update={**KNOWN, "public_url": house.public_url}), quiet.house.database
    )
    found = tried(again, to, "account", "subscriptions")
    assert found["account"].state == "done"
    assert (found["subscriptions"].state, found["subscriptions"].mend) == ("waiting", "subscribe to them")


@pytest.mark.parametrize(
    ("settings", "step", "state", "word"),
    [
        ({"x_app_token": SecretStr("")}, "app", "waiting", "MAKEWHOLE_X_APP_TOKEN is not set"),
        ({"x_app_token": SecretStr("stale")}, "app", "wrong", "lets us in no more"),
        ({"x_url": "http://127.0.0.1:1"}, "app", "wrong", "X was not heard"),
        ({"x_client_id": ""}, "keys", "waiting", "MAKEWHOLE_X_CLIENT_ID"),
        ({"x_client_secret": SecretStr("other")}, "keys", "wrong", "does not know this client id"),
        ({"public_url": "http://care.example"}, "callback", "wrong", "X takes https://"),
        ({"public_url": "https://care.example:8443"}, "webhook", "wrong", "without a port"),
        ({"public_url": ""}, "webhook", "waiting", "MAKEWHOLE_PUBLIC_URL is not set"),
        ({"public_url": "http://127.0.0.1:1"}, "webhook", "wrong", "nobody answers there"),
        ({"x_client_secret": SecretStr("other")}, "webhook", "wrong", "by other secrets"),
    ],
)
def test_what_is_wrong_is_said_with_a_way_to_mend_it(
    quiet: World, settings: dict[str, object], step: str, state: str, word: str
) -> None:
    with installed(quiet, **settings) as (house, to):
        found = tried(house, to, step)[step]
    assert (found.state, word in found.says, bool(found.mend)) == (state, True, True), found


def test_a_sign_in_that_went_wrong_keeps_nothing(quiet: World) -> None:
    with installed(quiet) as (house, to):
        now = house.clock.now()
        link = connect_acts.begin(house, to, "main", "ann", now)
        for came_back, word in (
            ("https://care.example/desk/x/back?state=forged&code=1", "belongs to no sign-in"),
            (agreed(link, decision="deny"), "X was told no"),
            (agreed(link), "belongs to no sign-in"),
        ):
            said = connect_acts.finish(house, to, came_back)
            assert (said.state, word in said.says) == ("wrong", True), said
        late = connect_acts.begin(house, to, "main", "ann", now)
        answer = agreed(late)
        httpx.post(f"{quiet.x}/_control/advance", json={"seconds": 60})
        assert "X gives no token" in connect_acts.finish(house, to, answer).says
        with house.database.reading() as conn:
            assert x_accounts.of_brand(conn, BRAND) == []


def test_a_label_is_attested_with_a_person_who_is_on_x(quiet: World) -> None:
    with installed(quiet) as (house, to):
        said = connect_acts.attest(house, to, "ann", "nobody_at_all")
        assert (said.state, "is not on X" in said.says) == ("wrong", True)
        assert connect_acts.attest(house, to, "ann", " @ ").state == "wrong"


def test_a_door_that_is_shut_is_found_before_x_finds_it(quiet: World) -> None:
    with installed(quiet) as (house, to):
        signed_in(house, to)
        hooked = connect_acts.register(house, to)
        assert hooked.state == "done"
    gone = tried(house, to, "webhook")["webhook"]
    assert (gone.state, "nobody answers" in gone.says) == ("wrong", True)


def test_a_second_account_is_signed_in_beside_the_main_one(quiet: World) -> None:
    with installed(quiet) as (house, to):
        signed_in(house, to)
        httpx.post(f"{quiet.x}/_control/user", json={"handle": "HaldenHelp"})
        assert signed_in(house, to, "HaldenHelp", "support").state == "done"
        assert "@HaldenHelp (support)" in tried(house, to, "account")["account"].says


def test_a_clock_that_runs_off_from_theirs_is_named(quiet: World) -> None:
    with installed(quiet) as (house, to):
        assert clock(house, to).state == "done"
    hour = timedelta(hours=1)
    assert 3590 < x_reach.seconds_ahead(quiet.x, quiet.house.clock.now() + hour) < 3610


def test_settings_without_x_say_what_to_do(quiet: World) -> None:
    bare = Settings(data=quiet.settings.data, brand=BRAND, x_url=quiet.x)
    found = tried(wiring.house_on(bare, quiet.house.database), setup_of(bare))
    assert found["app"].state == found["keys"].state == found["account"].state == "waiting"
