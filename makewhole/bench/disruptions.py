"""Slow-downs planted in simulated lanes: found how late, named how rightly, beside plain EWMA charts.

Each seed is simulated twice: with planted slow-downs, and as quiet as it gets, which tells the false
alarms. A slow-down counts as found when something is raised, while it lasts, whose parcels are mostly its own
or which holds most of its parcels; as named when that is the planted lane, carrier, hub or customs point
itself, or one with the same parcels. A delay of 1 is the end of the first slow day. The EWMA charts get the
limit at which they raise as many false alarms as `watch` did in the same quiet runs.
"""

import argparse
import datetime as dt
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from makewhole.bench import _ewma, _lanes
from makewhole.bench._ewma import Alarm
from makewhole.bench._lanes import FIRST, WARM_UP, Planted, World
from makewhole.parcel import disruption
from makewhole.parcel.change import TABLE
from makewhole.parcel.counts import Counts, Floats
from makewhole.parcel.found import Found
from makewhole.parcel.usual import Groups, Subject
from makewhole.parcel.weighed import SPAN_DAYS

_AFTERMATH: Final = 10
"""Days after a slow-down in which what it left behind is no false alarm."""
Charts = dict[Subject, Floats]


@dataclass(frozen=True, slots=True)
class Run:
    """One simulated world as it was judged: the alarms with their causes, and what charts it gives."""

    planted: list[Planted]
    alike: dict[tuple[Subject, Subject], float]
    alarms: list[Alarm]
    causes: list[str]
    charts: dict[str, Charts]
    parcels: dict[Subject, float]
    seconds: float


def main() -> int:
    """Simulate, judge and print."""
    asked = argparse.ArgumentParser(prog="./run bench disruptions", description=__doc__)
    asked.add_argument("--seeds", type=int, default=3)
    asked.add_argument("--days", type=int, default=260)
    asked.add_argument("--false-alarms", type=float, default=TABLE["false_alarms"], help="a month, promised")
    asked.add_argument("--processes", type=int, default=2)
    given = asked.parse_args()
    began = time.perf_counter()
    tasks = [
        (seed, given.days, slow, given.false_alarms)
        for seed in range(1, given.seeds + 1)
        for slow in (True, False)
    ]
    with ProcessPoolExecutor(given.processes) as pool:
        runs = list(pool.map(_run, *zip(*tasks, strict=True)))
    slow, quiet = [run for run in runs if run.planted], [run for run in runs if not run.planted]
    months = len(quiet) * (given.days - WARM_UP) / 30
    false = sum(len(run.alarms) for run in quiet)
    ways = len(slow[0].parcels)
    print(f"{given.seeds} seeds of {given.days} days, {ways} subjects watched; planted: {_many(slow)}")
    print(f"promised: {given.false_alarms:.2f} false alarms a month over everything\n")
    _print("watch", slow, [run.alarms for run in slow], false / months)
    _print_causes(slow)
    for name in quiet[0].charts:
        limit = _ewma.tuned([run.charts[name] for run in quiet], WARM_UP, false)
        raised = [_charted(run.charts[name], limit) for run in slow]
        wrong = sum(len(_charted(run.charts[name], limit)) for run in quiet)
        _print(f"EWMA of {name}, limit {limit:.1f}", slow, raised, wrong / months)
    print(f"a day judged: {np.mean([run.seconds for run in runs]) * 1000:.0f} ms")
    print(f"all of it: {time.perf_counter() - began:.0f} s")
    return 0


def _run(seed: int, days: int, slow: bool, false_alarms: float) -> Run:
    planted = _lanes.plant(np.random.default_rng(100 + seed), days) if slow else []
    world = _lanes.simulate(seed, days, planted)
    began = time.perf_counter()
    alarms, causes = _judged(world, days, false_alarms)
    seconds = (time.perf_counter() - began) / (days - WARM_UP)
    charts = {
        "days under way": _ewma.of_days_under_way(world, days),
        "moves a day": _ewma.of_moves(world, days, FIRST.toordinal()),
    }
    alike, parcels = _alike(world.counts)
    return Run(planted, alike, alarms, causes, charts, parcels, seconds)


def _judged(world: World, days: int, false_alarms: float) -> tuple[list[Alarm], list[str]]:
    """Every alarm of the days after the warm-up, with the cause it was given last."""
    known: list[Found] = []
    raised: dict[Subject, int] = {}
    alarms: list[Alarm] = []
    causes: list[str] = []
    for day in range(WARM_UP, days):
        on = FIRST + dt.timedelta(days=day)
        found = disruption.watch(_until(world.counts, on), on, known, false_alarms)
        past = [one for one in known if one.over_on is not None]
        causes_of = {one.about: one.cause for one in known}
        for one in found:
            raised.setdefault(one.about, day)
            if one.over_on is not None:
                alarms.append(Alarm(one.about, raised.pop(one.about), day))
                causes.append(causes_of[one.about])
        known = [*past, *found]
    for one in known:
        if one.over_on is None:
            alarms.append(Alarm(one.about, raised[one.about], None))
            causes.append(one.cause)
    return alarms, causes


def _until(counts: Counts, on: dt.date) -> Counts:
    last, first = on.toordinal(), on.toordinal() - SPAN_DAYS + 1
    kept = (counts.day <= last) & (counts.day >= first)
    return replace(
        counts,
        place=counts.place[kept],
        day=counts.day[kept],
        measure=counts.measure[kept],
        stratum=counts.stratum[kept],
        at_risk=counts.at_risk[kept],
        seen=counts.seen[kept],
        reasons=tuple(one for one in counts.reasons if first <= one[1] <= last),
    )


def _alike(counts: Counts) -> tuple[dict[tuple[Subject, Subject], float], dict[Subject, float]]:
    """Of each two subjects: what share of the smaller one's parcels is the other's too, negative where
    they are the same parcels; and the parcels under way a day."""
    groups = Groups.of(counts.places)
    under_way = np.bincount(
        counts.place[counts.measure == 0],
        weights=counts.at_risk[counts.measure == 0],
        minlength=len(counts.places),
    )
    part = groups.part * under_way
    days = max(1, len(np.unique(counts.day)))
    found = {}
    for a, one in enumerate(groups.subjects):
        for b, other in enumerate(groups.subjects):
            both = float(part[a][groups.part[b] > 0].sum())
            less, more = sorted((float(part[a].sum()), float(part[b].sum())))
            found[one, other] = -1.0 if both > 0.9 * more else both / max(less, 1e-9)
    return found, {one: float(part[row].sum()) / days for row, one in enumerate(groups.subjects)}


def _charted(charts: Charts, limit: float) -> list[Alarm]:
    found = [alarm for about, chart in charts.items() for alarm in _ewma.alarms(chart, about, limit, WARM_UP)]
    return sorted(found, key=lambda alarm: alarm.raised)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one planted slow-down: days until something was raised and until it was named, days it
    stood too long; None for never. `raised` counts the alarms for it."""

    planted: Planted
    found: int | None
    named_first: bool
    named: int | None
    retired: int | None
    raised: int
    cause: str | None


def _verdicts(run: Run, alarms: Sequence[Alarm], causes: Sequence[str]) -> list[Verdict]:
    return [_verdict(run, planted, alarms, causes) for planted in run.planted]


def _verdict(run: Run, planted: Planted, alarms: Sequence[Alarm], causes: Sequence[str]) -> Verdict:
    mine = [
        (alarm, causes[index] if causes else None)
        for index, alarm in enumerate(alarms)
        if planted.first <= alarm.raised <= planted.last + 1 and _of(run, alarm, planted) is not None
    ]
    mine.sort(key=lambda pair: pair[0].raised)
    same = [pair for pair in mine if _of(run, pair[0], planted)]
    first = mine[0][0].raised if mine else None
    standing = [alarm for alarm, _ in mine if alarm.ended is None or alarm.ended > planted.last]
    ends = [alarm.ended for alarm in standing]
    whole = bool(ends) and all(end is not None for end in ends)
    return Verdict(
        planted,
        None if first is None else first - planted.first + 1,
        any(pair[0].raised == first for pair in same),
        same[0][0].raised - planted.first + 1 if same else None,
        max(end for end in ends if end is not None) - planted.last if whole else None,
        len(mine),
        same[0][1] if same else None,
    )


def _of(run: Run, alarm: Alarm, planted: Planted) -> bool | None:
    """Whether an alarm is about a planted slow-down: True if it names it, False if it only touches it."""
    share = run.alike.get((alarm.about, (planted.kind, planted.subject)), 0.0)
    return share < 0 if share < 0 or share >= 0.5 else None


def _print(name: str, runs: Sequence[Run], alarms: Sequence[Sequence[Alarm]], false: float) -> None:
    verdicts = [
        verdict
        for run, raised in zip(runs, alarms, strict=True)
        for verdict in _verdicts(run, raised, run.causes if raised is run.alarms else ())
    ]
    print(f"{name}: {false:.2f} false alarms a month where nothing is wrong,"
          f" {_stray(runs, alarms):.2f} beside the planted ones")  # fmt: skip
    print(f"  {'':16}{'planted':>8}{'missed':>8}{'found in days':>15}{'p90':>6}"
          f"{'named at once':>15}{'named':>7}{'alarms each':>13}{'retired after':>15}{'p90':>6}")  # fmt: skip
    _print_row("all", verdicts)
    for size in _lanes.SIZES:
        _print_row(size, [one for one in verdicts if one.planted.size == size])
    for kind in _lanes.REASONS:
        _print_row(kind, [one for one in verdicts if one.planted.kind == kind])
    _print_row("complaints first", [one for one in verdicts if one.planted.ahead])
    print()


def _print_row(title: str, verdicts: Sequence[Verdict]) -> None:
    if not verdicts:
        return
    found = [one for one in verdicts if one.found is not None]
    delays = [float(one.found) if one.found is not None else np.inf for one in verdicts]
    retired = [float(one.retired) for one in found if one.retired is not None]
    missed = 1 - len(found) / len(verdicts)
    at_once = sum(one.named_first for one in found) / max(1, len(found))
    named = sum(one.named is not None for one in found) / max(1, len(found))
    each = sum(one.raised for one in found) / max(1, len(found))
    middle, late = (_days(float(np.quantile(delays, q, method="higher"))) for q in (0.5, 0.9))
    back, long = (
        _days(float(np.quantile(retired, q, method="higher"))) if retired else "-" for q in (0.5, 0.9)
    )
    print(f"  {title:16}{len(verdicts):>8}{missed:>8.0%}{middle:>15}{late:>6}{at_once:>15.0%}{named:>7.0%}"
          f"{each:>13.1f}{back:>15}{long:>6}")  # fmt: skip


def _days(value: float) -> str:
    return "missed" if np.isinf(value) else f"{value:.0f}"


def _stray(runs: Sequence[Run], alarms: Sequence[Sequence[Alarm]]) -> float:
    """Alarms a month in the planted runs that touch no slow-down and nothing it left behind."""
    stray = sum(
        1
        for run, raised in zip(runs, alarms, strict=True)
        for alarm in raised
        if not any(
            one.first <= alarm.raised <= one.last + _AFTERMATH
            and run.alike.get((alarm.about, (one.kind, one.subject)), 0.0) != 0.0
            for one in run.planted
        )
    )
    days = sum(len(next(iter(run.charts["moves a day"].values()))) - WARM_UP for run in runs)
    return stray / (days / 30)


def _print_causes(runs: Sequence[Run]) -> None:
    every = [one for run in runs for one in _verdicts(run, run.alarms, run.causes)]
    ahead = [one for one in every if one.planted.ahead]
    early = sum(one.found is not None and one.found <= one.planted.ahead for one in ahead)
    print(f"  complaints first: {early} of {len(ahead)} raised before any parcel was slow")
    verdicts = [one for one in every if one.cause is not None]
    said = [one for one in verdicts if one.planted.reason]
    right = sum(one.cause == one.planted.reason for one in said)
    silent = [one for one in verdicts if not one.planted.reason]
    none = sum(one.cause == "unknown" for one in silent)
    print(f"  cause: right in {right} of {len(said)} whose scans say it;"
          f" 'unknown' in {none} of {len(silent)} whose scans don't\n")  # fmt: skip


def _many(runs: Sequence[Run]) -> str:
    ahead = sum(one.ahead > 0 for run in runs for one in run.planted)
    return f"{sum(len(run.planted) for run in runs)}, of which {ahead} with complaints first"


if __name__ == "__main__":
    raise SystemExit(main())
