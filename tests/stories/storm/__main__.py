"""Play a storm and print what came of it: `python -m tests.stories.storm --steps 500 --seed 7`."""

import argparse
import secrets
import shutil
import sys
import tempfile
import time
from collections import deque
from pathlib import Path

import psycopg

from makewhole.effects import EFFECTS
from tests.stories.storm import cast, invariants, processes, schedule, town
from tests.stories.storm.driver import Driver, calm, settled
from tests.stories.storm.forgetting import forget_some, forgotten

CHASE = 400
"""Further steps at most for effect points that nobody passed; work only, no more random kills."""
DRAIN = 180.0
ROUNDS = 150.0
"""Seconds in which every round comes by itself more than once: hourly ones take a minute here."""


def main() -> int:
    """0 when every invariant holds and every effect point was deadly before and after."""
    asked = _arguments()
    steps = schedule.schedule(asked.seed, asked.steps)
    _say(f"storm: seed {asked.seed}, {asked.steps} steps, schedule {schedule.fingerprint(steps)}")
    folder = Path(tempfile.mkdtemp(prefix="storm-"))
    folder.chmod(0o711)
    begun = time.monotonic()
    with town.built(folder) as built:
        driver = Driver(built, asked.seed)
        driver.points = deque(schedule.WORK_POINTS)
        for step in steps:
            driver.play(step)
            processes.wait(asked.pace)
            if step.number % 50 == 49:
                _say(f"  {step.number + 1} steps, {time.monotonic() - begun:.0f} s, {_tally(built)}")
        _chase(driver, asked.steps, asked.seed, asked.pace)
        _await_rounds(driver)
        calm(built)
        quiet = settled(built, DRAIN)
        _say(f"drained: {'yes' if quiet else 'no'}, after {time.monotonic() - begun:.0f} s")
        wrong = _judge(built, driver)
        stock = _stock(built)
        people = forget_some(built)
        settled(built, DRAIN)
        with built.house.database() as conn:
            wrong["who is forgotten is gone, and the log still holds"] = forgotten(
                _aftermath(built, conn), people
            )
        _report(driver, stock, wrong)
    missing = [point for point in schedule.POINTS if not built.house.deadly[point]]
    if missing:
        _say(f"never deadly: {', '.join(missing)}")
    good = quiet and not missing and not any(wrong.values())
    _say(f"seed {asked.seed}: {'every invariant holds' if good else f'BROKEN; what is left is in {folder}'}")
    if good:
        shutil.rmtree(folder, ignore_errors=True)
    return 0 if good else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="storm", description="Random work with random deaths, then the invariants."
    )
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument(
        "--seed", type=int, default=secrets.randbelow(10**6), help="the same seed plays the same storm"
    )
    parser.add_argument("--pace", type=float, default=0.05, help="seconds between steps")
    return parser.parse_args()


def _chase(driver: Driver, first: int, seed: int, pace: float) -> None:
    """Go on working, without random kills, until every effect point has been deadly."""
    work = [step for step in schedule.schedule(seed + 1, 2 * CHASE) if step.action not in ("kill", "weather")]
    calm(driver.town)
    for step in work[:CHASE]:
        if driver.rounds:
            return
        driver.play(schedule.Step(first + step.number, step.action, step.draw, step.what))
        processes.wait(pace)


def _await_rounds(driver: Driver) -> None:
    """Wait, with the points that are left armed, for what comes by the clock and not by work."""
    deadline = time.monotonic() + ROUNDS
    while not driver.rounds and time.monotonic() < deadline:
        driver.town.house.ask(tuple(driver.points))
        processes.wait(0.5)
        driver.tend()
    driver.town.house.recall()


def _judge(built: town.Town, driver: Driver) -> dict[str, list[str]]:
    with built.house.database() as conn:
        aftermath = _aftermath(built, conn)
        aftermath.shipped = driver.shipped
        return {name: check(aftermath) for name, check in invariants.CHECKS.items()}


def _aftermath(built: town.Town, conn: psycopg.Connection[tuple[object, ...]]) -> invariants.Aftermath:
    house = built.house
    by_themselves = [death for death in house.deaths if "by itself" in death]
    return invariants.Aftermath(
        conn, built.told("x"), built.told("payment"), cast.HANDLE, house.logs, built.statement_key,
        built.log_key, by_themselves,
    )  # fmt: skip


def _tally(built: town.Town) -> str:
    deaths = sum(built.house.deaths.values())
    return f"{deaths} kills, {len(built.house.deadly)} of {len(schedule.POINTS)} points deadly"


STOCK = """
SELECT 'claims ' || state, count(*) FROM claim GROUP BY state
UNION ALL SELECT 'payouts ' || state, count(*) FROM payout GROUP BY state
UNION ALL SELECT 'letters ' || state, count(*) FROM person_letter GROUP BY state
UNION ALL SELECT 'publications ' || state, count(*) FROM publication GROUP BY state
UNION ALL SELECT 'posts and messages', count(*) FROM person_post
UNION ALL SELECT 'statements', count(*) FROM statement
UNION ALL SELECT 'heads', count(*) FROM head ORDER BY 1
"""


def _stock(built: town.Town) -> list[tuple[str, int]]:
    """What there is after all that, by kind and state."""
    with built.house.database() as conn:
        return [(str(name), int(str(count))) for name, count in conn.execute(STOCK.encode()).fetchall()]


def _report(driver: Driver, stock: list[tuple[str, int]], wrong: dict[str, list[str]]) -> None:
    deadly = driver.town.house.deadly
    _say("\nwhat was done")
    for name, count in sorted(driver.done.items()):
        _say(f"  {count:5} {name}")
    _say("\nwhat there is")
    for name, count in stock:
        _say(f"  {count:5} {name}")
    _say("\nwhat was killed")
    for name, count in sorted(driver.town.house.deaths.items()):
        _say(f"  {count:5} {name}")
    _say("\neffect points: times deadly before and after")
    for name in EFFECTS:
        _say(f"  {deadly[f'{name} before']:3} {deadly[f'{name} after']:3}  {name}")
    _say("\ninvariants")
    for name, found in wrong.items():
        _say(f"  {'holds ' if not found else 'BROKEN'} {name}")
        for line in found[:8]:
            _say(f"           {line}")
        if len(found) > 8:
            _say(f"           and {len(found) - 8} more")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
