"""The doctor's look at X: what is well, what is ill, and a way to mend each."""

from dataclasses import replace

from pydantic import SecretStr

from makewhole.desk import connect_acts
from makewhole.desk.house import House
from makewhole.main import doctor_x
from makewhole.main.findings import Finding
from makewhole.main.settings import Settings
from makewhole.store import intake, manners
from tests.desk.test_connect import installed, signed_in
from tests.world import BRAND, World


def found(settings: Settings, house: House) -> dict[str, Finding]:
    return {one.name: one for one in doctor_x.examine(settings, house)}


def test_an_installation_without_x_is_told_where_to_begin(world: World) -> None:
    bare = world.settings.model_copy(update={"x_token": SecretStr("")})
    only = doctor_x.examine(bare, world.house)
    assert [(one.name, one.ok) for one in only] == [("X", False)]
    assert "makewhole connect x" in only[0].mend


def test_a_connected_installation_is_well_and_each_illness_has_its_mend(world: World) -> None:
    with installed(world) as (house, to):
        signed_in(house, to)
        connect_acts.register(house, to)
        connect_acts.subscribe(house, to)
        settings = world.settings.model_copy(
            update={
                "x_token": SecretStr(""),
                "x_app_token": SecretStr("token-app"),
                "public_url": house.public_url,
                "x_client_id": "simulated-client-id",
            }
        )
        silent = found(settings, house)
        assert not silent["X ears"].ok
        with house.database.writing() as conn:
            intake.move_cursor(conn, BRAND, "mentions:1", "1", house.clock.now())
        well = found(settings, house)
        assert all(one.ok for one in well.values()), well
        assert set(well) >= {
            "X app",
            "X keys",
            "X account",
            "X webhook",
            "X subscriptions",
            "X clock",
            "X budget",
        }
        with house.database.writing() as conn:
            manners.choose(conn, BRAND, budget_micro=0)
        ill = found(settings, replace(house, public_url="http://care.example"))
        assert {name for name, one in ill.items() if not one.ok} == {"X callback", "X webhook", "X budget"}
        assert all(one.mend for one in ill.values() if not one.ok)
    gone = found(settings, house)
    assert "nobody answers there" in gone["X webhook"].says
