"""Faults come from a seed: the same seed and calls fail in the same places, another seed elsewhere."""

from typing import Any

import httpx
import pytest

from makewhole.simulators import carriers, payment, x
from makewhole.simulators.clock import Clock
from makewhole.simulators.faults import Faults, Plan
from makewhole.simulators.running import Simulator

STORMY: dict[str, Any] = {
    "busy": 0.2,
    "throttled": 0.1,
    "lost": 0.2,
    "cut": 0.1,
    "slow": 0.1,
    "slow_seconds": 0.0,
}


def fates(seed, calls=200):
    faults = Faults(Clock(), Plan(seed=seed, **STORMY))
    return [faults.fate("POST") for _ in range(calls)]


def test_one_seed_gives_one_course_of_events():
    assert fates(7) == fates(7)
    assert fates(7) != fates(8)


def test_every_fault_of_the_plan_strikes_about_as_often_as_asked():
    drawn = fates(3, 4000)
    for name, share in (("busy", 0.2), ("throttled", 0.1), ("lost", 0.2), ("cut", 0.1), ("slow", 0.1)):
        assert abs(drawn.count(name) / 4000 - share) < 0.03


def test_reads_never_lose_what_was_done():
    faults = Faults(Clock(), Plan(lost=0.5, cut=0.3, hung=0.2))
    assert {faults.fate("GET") for _ in range(50)} == {"well"}


def test_an_unknown_fault_is_named_and_changes_nothing():
    faults = Faults(Clock(), Plan(busy=0.5))
    assert "bsuy" in faults.change({"bsuy": 1.0})
    assert "number" in faults.change({"busy": "often"})
    assert faults.plan.busy == 0.5


@pytest.mark.parametrize("made", [x.app, payment.app, carriers.app])
def test_control_and_pages_are_never_spoiled(made):
    with Simulator(made()) as simulator:
        set_to = httpx.post(f"{simulator.url}/_control/faults", json={"busy": 1.0, "seed": 4})
        assert set_to.json()["plan"]["seed"] == 4
        assert httpx.get(simulator.url).status_code == 200
        assert httpx.get(f"{simulator.url}/_control/state").status_code == 200
        assert httpx.post(f"{simulator.url}/_control/faults", json={"nonsense": 1}).status_code == 400


@pytest.mark.parametrize("made", [x.app, payment.app, carriers.app])
def test_a_running_simulator_fails_in_the_same_places_for_the_same_seed(made):
    paths = {x.app: "/2/tweets", payment.app: "/v1/payouts", carriers.app: "/track/v2.4/register"}

    def course(seed):
        with Simulator(made()) as simulator, httpx.Client() as http:
            http.post(f"{simulator.url}/_control/faults", json={"seed": seed, "busy": 0.4, "lost": 0.3})
            codes = [http.post(simulator.url + paths[made]).status_code for _ in range(30)]
            return codes, http.get(f"{simulator.url}/_control/faults").json()["fates"]

    assert course(21) == course(21)
    assert course(21) != course(22)
