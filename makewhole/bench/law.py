"""Assessments a second on one core, beside the same MC99 and CMR rules in openfisca-core and zen-engine.

Every case is asked by itself, of all three, with the same inputs; the answers are compared, and a difference
ends the run. Ours gives its whole answer with grounds and deadlines, theirs the sum alone. The rate of
openfisca over one array of all cases of a day is printed beside it, for what it is: another use.
Processor time of several rounds in turn: the best round, since what else a machine does only slows one, and
the middle one beside it.
"""

import argparse
import gc
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from makewhole.bench import _rules_openfisca as openfisca
from makewhole.bench import _rules_zen as zen
from makewhole.law import parties
from makewhole.law.assess import assess
from makewhole.law.facts import Carriage, Facts, Loss, Package
from makewhole.money import SDR, NoRates

NOW = datetime(2026, 10, 30, 12, tzinfo=UTC)
_STATES = ("CN", "DE", "FR", "PL", "US", "GB", "TR")
_DAYS = (date(2024, 12, 27), date(2024, 12, 28), date(2025, 11, 3), date(2026, 6, 1))


@dataclass(frozen=True, slots=True)
class Case:
    """One case in the form each of the three takes."""

    facts: Facts
    day: str
    inputs: dict[str, Any]


def cases(count: int, seed: int) -> list[Case]:
    """By air and by road, lost or damaged, in time and late, before and after the limit last changed."""
    source = random.Random(seed)
    return [_case(source) for _ in range(count)]


def _case(source: random.Random) -> Case:
    by_air, damage = source.random() < 0.5, source.random() < 0.4
    origin, destination = source.sample(_STATES, 2)
    while not by_air and not (
        parties.bound("cmr", origin, NOW.date()) or parties.bound("cmr", destination, NOW.date())
    ):
        origin, destination = source.sample(_STATES, 2)
    happened = source.choice(_DAYS)
    kilograms, cents = source.randint(1, 30), source.randrange(500, 60_000, 5)
    share, noticed = source.choice((100, 100, 100, 80, 60)), source.choice((3, 14, 15, 30))
    facts = Facts(
        claim="consignee_v_carrier" if damage else "sender_v_carrier",
        carriage=Carriage(
            mode="air" if by_air else "road",
            postal=False,
            origin=origin,
            destination=destination,
            contract_on=happened - timedelta(days=3),
            accepted_on=happened - timedelta(days=3),
            due_on=happened + timedelta(days=2),
            delivered_on=happened if damage else None,
            packages=(Package(kilograms * 1000),),
            charges=SDR(0),
            duties=SDR(0),
            other_charges=SDR(0),
        ),
        loss=Loss(
            kind="damage" if damage else "loss",
            happened_on=happened,
            value=SDR(cents * 10_000),
            value_whole=SDR(cents * 10_000),
            claimant_share=(100 - share) * 100,
            apparent=False if damage else None,
            notice_sent_on=happened + timedelta(days=noticed) if damage else None,
            suit_filed_on=happened + timedelta(days=60),
        ),
    )
    inputs = {
        "by_air": by_air,
        "origin_in_mc99": bool(parties.bound("mc99", origin, happened)),
        "destination_in_mc99": bool(parties.bound("mc99", destination, happened)),
        "either_in_cmr": True,
        "damage": damage,
        "kilograms": kilograms,
        "loss_cents": cents,
        "share_percent": share,
        "noticed_after_days": noticed,
    }
    return Case(facts, happened.isoformat(), inputs)


def _rates(
    work: dict[str, Callable[[], list[int]]], count: int, rounds: int
) -> dict[str, tuple[float, float]]:
    """Answers a second of processor time by name, in the best round and in the middle one: rounds in turn, so
    that all meet the same machine."""
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, run in work.items():
            gc.collect()
            begun = time.process_time()
            run()
            taken[name].append(time.process_time() - begun)
    return {name: (count / min(one), count / statistics.median(one)) for name, one in taken.items()}


def _ours(given: list[Case]) -> list[int]:
    rates, found = NoRates(), []
    for one in given:
        payable = assess(one.facts, rates, NOW).payable_sdr
        found.append(-1 if payable is None else payable.micro)
    return found


def _whole_array(rules: Any, given: list[Case]) -> int:
    """All cases of each day in one array; how many were answered."""
    for day in {one.day for one in given}:
        same = [one.inputs for one in given if one.day == day]
        openfisca.ask(
            rules, day, {name: np.array([one[name] for one in same]) for name in same[0]}, len(same)
        )
    return len(given)


def main() -> int:
    """Print the rates; 1 where an answer differs."""
    options = argparse.ArgumentParser(prog="./run bench law", description=__doc__)
    options.add_argument("--cases", type=int, default=1_000)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--seed", type=int, default=20261030)
    wish = options.parse_args()
    given = cases(wish.cases, wish.seed)
    fisca, graph = openfisca.system(), zen.decision()
    theirs = [{**one.inputs, "day": one.day} for one in given]
    work: dict[str, Callable[[], list[int]]] = {
        "makewhole": lambda: _ours(given),
        "openfisca-core": lambda: [int(openfisca.ask(fisca, one.day, one.inputs)[0]) for one in given],
        "zen-engine": lambda: [zen.ask(graph, one) for one in theirs],
    }
    answers = {name: run() for name, run in work.items()}
    wanted = [micro // 10_000 for micro in answers["makewhole"]]
    wrong = [
        (name, number)
        for name in ("openfisca-core", "zen-engine")
        for number, (ours, other) in enumerate(zip(wanted, answers[name], strict=True))
        if ours != other
    ]
    if wrong:
        name, number = wrong[0]
        told = f"case {number} (seed {wish.seed}): ours {wanted[number]}, {name} {answers[name][number]}"
        print(f"{len(wrong)} answers differ; the first: {told}")
        return 1
    print(
        f"{wish.cases} cases, one a call, the same {wish.cases} sums from all three; processor time, one core"
    )
    for name, (best, middle) in _rates(work, wish.cases, wish.rounds).items():
        print(f"  {name:16} {best:10,.0f} assessments a second; in the middle round {middle:,.0f}")
    begun = time.process_time()
    many = _whole_array(fisca, given)
    rate = many / (time.process_time() - begun)
    print(f"  {'openfisca-core':16} {rate:10,.0f} a second over whole arrays, which is another use")
    return 0


if __name__ == "__main__":
    sys.exit(main())
