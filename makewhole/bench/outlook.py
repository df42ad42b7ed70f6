"""Late parcels and days of arrival foretold at purchase and at hand-over, beside simple tables and published
figures.

Learns from `--train`, tests on `--test`, both CSV files of orders as docs/outlook.md has it; one file alone
is split at its earliest 80 %. Everything is foretold in the order it happened: a row knows its own facts up
to its moment and what had become of earlier orders by then. What is used is chosen on the last slice of the
training data. Prints; decides nothing.
"""

import argparse
import csv
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from makewhole.because import Refused
from makewhole.learn import orders, scores
from makewhole.learn.choose import FOREST, PROMISE, TABLE, Choice, choose, judge
from makewhole.learn.fit import grow
from makewhole.learn.gather import KNOWN, MOMENTS, Asked, Moment, gather
from makewhole.learn.rehearse import Said, by_forest, by_promise, by_table, rolling
from makewhole.parcel.lately import days
from makewhole.parcel.staying import Floats, by, falling, levelled
from makewhole.parcel.trip import Trip

_SPLIT = 0.8
_NAMES: dict[Moment, str] = {"start": "at purchase", "hand_over": "at hand-over to the carrier"}
_DAY = 86_400


def _read(path: Path) -> list[Trip]:
    read = orders.read(path)
    if isinstance(read, Refused):
        raise SystemExit(f"{read.says}; {read.way_forward}")
    unknown = ", ".join(read.unknown) or "none"
    print(
        f"{path.name}: {len(read.trips)} orders; left out {read.left_out or 'none'}; no column for {unknown}"
    )
    return list(read.trips)


def split(train: Path, test: Path | None) -> tuple[list[Trip], list[Trip]]:
    """The orders to learn from and to test on; one file is split by time."""
    past = _read(train)
    if test is not None:
        return past, _read(test)
    cut = int(len(past) * _SPLIT)
    return past[:cut], past[cut:]


def published(table: Path | None) -> list[str]:
    """Published figures on late orders of the Olist data, by a table; else their range on time splits."""
    if table is None:
        return ["published (time splits, other samples): AUC .663 to .796; --published FILE prints each"]
    with table.open(encoding="utf-8", newline="") as opened:
        rows = [row for row in csv.DictReader(opened) if row["metric"].startswith("Olist late delivery,")]
    return [f"published: {row['published_value']} [{row['metric']}; {row['split']}]" for row in rows]


def _line(name: str, said: Said, rows: Asked, end: float) -> None:
    it = judge(said, rows, end)
    print(
        f"  {name:28} AUC {it.auc:.3f}  AP {it.average_precision:.3f}  Brier {it.brier:.4f}"
        f"  | middle off {it.days_off:.2f} days, missed {it.missed:.4f}"
    )


def _inside(out: Floats, took: Floats) -> npt.NDArray[np.bool_]:
    return np.asarray((by(out, 0.1) <= took) & (took <= by(out, 0.9)))


def _ranges(static: Floats, said: Said, rows: Asked) -> None:
    """How many arrivals the 80 % range held, with levels that stand still and with levels that roll."""
    still, rolls = _inside(static, rows.took), _inside(said.out, rows.took)
    wide = float(np.median(by(said.out, 0.9) - by(said.out, 0.1)))
    print(f"  80 % ranges held: static {still.mean():.1%}, rolling {rolls.mean():.1%}; {wide:.1f} days wide")
    quarter = np.array([datetime.fromtimestamp(at * _DAY, UTC).strftime("%Y-%m") for at in rows.at])
    each = [
        f"{m} {still[quarter == m].mean():.0%}/{rolls[quarter == m].mean():.0%}" for m in np.unique(quarter)
    ]
    print(f"    by month, static/rolling: {', '.join(each)}")
    halves = [
        f"{s:.0%} said, {(rows.took <= by(said.out, s)).mean():.0%}" for s in (0.1, 0.25, 0.5, 0.75, 0.9)
    ]
    print(f"    arrived by the day of: {'; '.join(halves)}")


def _calibration(said: Floats, late: Floats) -> None:
    bins = scores.calibration(late, said)
    print(f"  calibration of the risk (error {scores.off(bins):.3f}): said -> late, of")
    print("    " + "  ".join(f"{b.said:.3f}->{b.happened:.3f} ({b.count})" for b in bins))


def _used(choice: Choice, ways: dict[str, Said], rows: Asked) -> Said:
    chosen = ways[choice.used]
    table = np.array([trip.lane in choice.by_table for trip in rows.trips])
    return Said(np.where(table[:, None], ways[TABLE].out, chosen.out), chosen.late)


def measure(moment: Moment, asked: Asked, test: Sequence[Trip]) -> Said | Refused:
    """Learn, choose, foretell and print for one moment."""
    end = min(days(trip.started_at) for trip in test)
    tested = frozenset(map(id, test))
    choice, forest = choose(asked, end), grow(asked.until(end))
    if isinstance(choice, Refused):
        return choice
    if isinstance(forest, Refused):
        return forest
    mine = asked.where(np.array([id(trip) in tested for trip in asked.trips]))
    rows = mine.where(np.isfinite(mine.took) & ~np.isnan(mine.due))
    last = float((rows.at + rows.took).max())
    late = (rows.took > rows.due).astype(np.float64)
    print(f"\n{_NAMES[moment].upper()}: known then: {', '.join(KNOWN[moment])}")
    print(
        f"  {len(rows.at)} orders that arrived, {late.mean():.1%} late (by the hour promised);"
        f" {len(mine.at) - len(rows.at)} that did not arrive are left out, as the published figures do"
    )
    raw, static = by_forest(forest, rows), np.sort(choice.ruler.levels)
    ways = {
        FOREST: rolling(raw, rows, choice.ruler),
        TABLE: by_table(rows),
        PROMISE: by_promise(asked.until(end), rows),
    }
    said = _used(choice, ways, rows)
    instead = f", the lane table on {', '.join(sorted(choice.by_table))}" if choice.by_table else ""
    worth = ", ".join(f"{name} {judged.missed:.4f}" for name, judged in choice.judged.items())
    print(f"  used: {choice.used}{instead} (missed on {choice.rows} held-out rows of the training: {worth})")
    _line("used", said, rows, last)
    for name, way in ways.items():
        _line(name, way, rows, last)
    _calibration(said.late, late)
    _ranges(falling(levelled(raw.out, static)), said, rows)
    return said


def main() -> int:
    """The command line: `./run bench outlook --train A [--test B]`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True, help="orders to learn from (CSV)")
    parser.add_argument("--test", type=Path, help="later orders to test on; without it the last 20 %% of A")
    parser.add_argument("--published", type=Path, help="a CSV of published figures to print beside ours")
    given = parser.parse_args()
    began, spent = time.monotonic(), time.process_time()
    train, test = split(given.train, given.test)
    if not train or not test:
        print("nothing to learn from or nothing to test on")
        return 1
    asked, _ = gather(sorted([*train, *test], key=lambda trip: trip.started_at))
    for moment in MOMENTS:
        said = measure(moment, asked[moment], test)
        if isinstance(said, Refused):
            print(f"{said.says}; {said.way_forward}")
            return 1
    print()
    for line in published(given.published):
        print(line)
    print(f"took {time.monotonic() - began:.0f} s, {time.process_time() - spent:.0f} s of a processor")
    return 0
