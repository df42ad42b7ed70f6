"""Claims lodged to durable decision, by one worker and two, beside the database's and engine's bare rates.

Measures and prints; decides nothing. One run, one server, the same eight clients. Every claim is for a
parcel of its own that the house knows; a decision is the law and the terms asked, its grounds, its statement
and its leaf.
"""

import argparse

from makewhole.bench._hand import BRAND, EMPTY
from makewhole.bench._town import Town, bare_inserts, owe_empty, rate, say, surroundings, town
from makewhole.bench.ingest import known_parcels, known_waybill
from makewhole.desk.lodge import Lodged, LodgeForm, lodge


def lodged(on: Town, first: int, count: int) -> float:
    """Claims lodged a second, each committed with its decision owed."""

    def enter(_: None, number: int) -> None:
        form = LodgeForm(
            brand=BRAND,
            problem="lost",
            asked_minor=4000,
            currency="EUR",
            contact_kind="email",
            contact=f"claimant{first + number}@example.org",
            waybill=known_waybill(first + number),
            story="It never came, and the sender does not answer.",
        )
        made = lodge(on.house, form)
        if not isinstance(made, Lodged):
            raise RuntimeError("a claim of the measurement was refused")

    return rate(enter, count, lambda: None)


def measure(on: Town, claims: int) -> None:
    """Print the rates."""
    bare = bare_inserts(on.places, claims * 5)
    say("database: one-row inserts, 8 clients", bare)
    for workers in (1, 2):
        owe_empty(on, claims, f"bare-{workers}")
        engine = on.drained([EMPTY], claims, workers)
        say(f"engine: empty errands run, workers: {workers}", engine)
        first = 1_000_000 * workers
        known_parcels(on, claims, first)
        entered = lodged(on, first, claims)
        if workers == 1:
            say("claims: lodged", entered, beside=f"{entered / bare:.3f} of the database")
        done = on.drained(["decide"], claims, workers)
        say(
            f"claims: decided and sealed, workers: {workers}",
            done,
            beside=f"{done / engine:.3f} of the engine",
        )
    for state, count in on.rows("SELECT state, count(*) FROM claim GROUP BY state ORDER BY state"):
        say(f"claims that are now {state}", count, "")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="./run bench claims", description=__doc__)
    options.add_argument("--claims", type=int, default=150, help="claims in each measurement (150)")
    asked = options.parse_args()
    print(surroundings())
    with town() as on:
        measure(on, asked.claims)


if __name__ == "__main__":
    main()
