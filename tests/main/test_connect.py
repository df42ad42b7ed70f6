"""`makewhole connect x`: the walk in a terminal, left and taken up again, and its answer for scripts."""

import json

from typer.testing import CliRunner

from makewhole.desk import connect_acts
from makewhole.main import connect
from tests.desk.test_connect import agreed, installed
from tests.world import World


def environment(world: World, **more: str) -> dict[str, str]:
    """An installation's settings on the world's database and simulated X."""
    return {
        "DATABASE_URL": world.house.database.url,
        "MAKEWHOLE_DATA": str(world.settings.data),
        "MAKEWHOLE_BRAND": world.settings.brand,
        "MAKEWHOLE_X_URL": world.x,
        **more,
    }


def test_the_walk_asks_for_what_waits_and_goes_on_where_it_was_left(world: World) -> None:
    with installed(world) as (house, to):
        env = environment(
            world,
            MAKEWHOLE_PUBLIC_URL=house.public_url,
            MAKEWHOLE_X_APP_TOKEN="token-app",
            MAKEWHOLE_X_CLIENT_ID="simulated-client-id",
            MAKEWHOLE_X_CLIENT_SECRET="simulated-client-secret",
            MAKEWHOLE_X_CONSUMER_SECRET="simulated-consumer-secret",
        )
        came_back = agreed(connect_acts.begin(house, to, "main", "ann", house.clock.now()))
        first = CliRunner().invoke(connect.app, [], env=env, input=f"{came_back}\n\ny\ny\n")
        assert first.exit_code == 3, first.output
        assert "Still to do: label, reading. Run this again when you like." in first.output
        assert first.output.count("ok  ") == 6
        again = CliRunner().invoke(connect.app, [], env=env, input="\n")
        assert "Still to do: label, reading." in again.output
        assert "Paste" not in again.output


def test_a_script_reads_each_step_as_json(world: World) -> None:
    done = CliRunner().invoke(connect.app, ["--json"], env=environment(world))
    assert done.exit_code == 3, done.output
    steps = json.loads(done.stdout)
    assert [step["name"] for step in steps][:2] == ["app", "keys"]
    assert all(step["mend"] for step in steps if step["state"] != "done")
