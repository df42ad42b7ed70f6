"""How near SDR computed from the ECB's rates comes to the Fund's own published values, in basis points.

`--published` takes a CSV of the Fund's values: date, currency, sdr_per_unit, source. Every row is shown, also
one we have no rate for. Values the Fund took from other reporters' rates are counted apart from USD and EUR.
"""

import argparse
import csv
import sys
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from makewhole.gateways.rates import EcbRates
from makewhole.money import NoRate, Rates

LIMIT = 10
"""Basis points within which USD and EUR should be."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One published value beside ours; `points` is None where we have no rate."""

    on: date
    currency: str
    published: Fraction
    ours: Fraction | None
    says: str

    @property
    def points(self) -> Fraction | None:
        """How far ours is off, in basis points of the published value."""
        return None if self.ours is None else (self.ours / self.published - 1) * 10_000


def compare(rows: list[dict[str, str]], rates: Rates) -> list[Compared]:
    """Each published value (SDR for one unit of the currency) beside ours."""
    found = []
    for row in rows:
        on, currency = date.fromisoformat(row["date"]), row["currency"]
        rate = rates.sdr(currency, on)
        if isinstance(rate, NoRate):
            found.append(Compared(on, currency, Fraction(row["sdr_per_unit"]), None, rate.says))
            continue
        ours = Fraction(rate.denominator, rate.numerator)
        says = "" if rate.on == on else f"rate of {rate.on}"
        found.append(Compared(on, currency, Fraction(row["sdr_per_unit"]), ours, says))
    return found


def main() -> int:
    """Print the table and the worst; 1 where USD or EUR is further off than LIMIT."""
    options = argparse.ArgumentParser(prog="./run bench sdr", description=__doc__)
    options.add_argument("--published", type=Path, required=True, help="a CSV of the Fund's values")
    with options.parse_args().published.open(encoding="utf-8", newline="") as file:
        found = compare(list(csv.DictReader(file)), EcbRates())
    print(f"{'day':10} {'':4} {'published':>12} {'ours':>12} {'basis points':>13}")
    for one in sorted(found, key=lambda each: (each.currency, each.on)):
        off = "no rate" if one.points is None else f"{float(one.points):+.1f}"
        ours = "" if one.ours is None else f"{float(one.ours):.6f}"
        print(f"{one.on} {one.currency:4} {float(one.published):12.6f} {ours:>12} {off:>13}  {one.says}")
    worst = 0.0
    for currency in sorted({one.currency for one in found}):
        points = [
            abs(float(one.points)) for one in found if one.currency == currency and one.points is not None
        ]
        if not points:
            print(f"{currency}: no rate")
            continue
        near = sum(1 for one in points if one <= LIMIT)
        mean = sum(points) / len(points)
        told = f"{near} of {len(points)} within {LIMIT} bp"
        print(f"{currency}: {told}, mean {mean:.1f} bp, worst {max(points):.1f} bp")
        if currency in ("USD", "EUR"):
            worst = max(worst, *points)
    print(f"USD and EUR: worst {worst:.1f} bp, {'within' if worst <= LIMIT else 'NOT within'} {LIMIT} bp")
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
