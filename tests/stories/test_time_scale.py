"""A scaled run and a plain one take the same decisions: every duration passes through the one clock."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from makewhole.desk import appeal, pay
from makewhole.desk.house import Periods
from makewhole.gateways.payment import Notice
from makewhole.store.database import Database
from tests.conftest import cloned
from tests.world import World, a_world, until

HOURS = timedelta(hours=1)
SCALE = 3600


def periods(unit: timedelta) -> Periods:
    """Time limits of a few units: an hour of the house in the scaled run, a second in the plain one."""
    return Periods(
        scans_stay_fresh=unit,
        follow_every=50 * unit,
        accept_within=3 * unit,
        appeal_within=4 * unit,
        evidence_within=3 * unit,
        payout_check_after=2 * unit,
        send_again_after=unit,
    )


def decisions(world: World) -> list[tuple[str, str, Any]]:
    """What was decided about what, in order, without times, names of our own making and the rates' day."""
    kept = []
    for row in world.rows("SELECT subject, kind, bytes FROM statement ORDER BY subject, id"):
        fields = json.loads(bytes(row.bytes))
        shown = {
            key: fields[key]
            for key in ("decided", "grade", "offer", "full", "accepted", "state", "route", "outcome")
            if key in fields
        }
        rules = [ground["rule"] for ground in fields["because"]]
        kept.append((row.subject, row.kind, shown | {"rules": rules}))
    return kept


def life(world: World) -> list[tuple[str, str, Any]]:
    """Some weeks in the life of a brand: answers, an offer left lying, one taken, paid and closed."""
    world.parcel()
    world.parcel("LX123456785CN", value_minor=2500)
    world.says("anna_k", "@HaldenHome where is my parcel RB123456785CN? It is two weeks late")
    world.poll()
    until(lambda: bool(world.rows("SELECT 1 FROM person_letter WHERE state = 'sent'")))
    left_lying = world.claim(contact="one@example.org").claim
    taken = world.claim(contact="two@example.org", waybill="LX123456785CN", asked_minor=2500).claim
    asked = world.claim(
        contact="three@example.org",
        waybill="LX123456785CN",
        problem="damaged",
        severity="total",
        asked_minor=2500,
    ).claim
    offered = world.reaches(taken, "offered")
    pay.accept(world.house, taken, "acct-two")
    pay.noticed(world.house, Notice("e1", world.settles(f"{offered.ref}-1")))
    assert world.reaches(left_lying, "with_person").state == "with_person"
    world.reaches(asked, "with_person")
    world.reaches(taken, "closed")
    appeal.withdraw(world.house, left_lying)
    return decisions(world)


def test_a_scaled_run_and_a_plain_one_take_the_same_decisions(
    server_url: str, template: str, tmp_path: Path
) -> None:
    runs = []
    for name, scale, unit in (("plain", 1, timedelta(seconds=1)), ("scaled", SCALE, HOURS)):
        with cloned(server_url, template) as url:
            database = Database(url, pool=6)
            with a_world(database, tmp_path / name, periods=periods(unit), time_scale=scale) as world:
                runs.append(life(world))
            database.close()
    plain, scaled = runs
    assert plain == scaled
    assert {kind for _, kind, _ in plain} >= {"answer", "letter", "claim", "decision", "acceptance", "payout"}
