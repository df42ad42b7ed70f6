"""`makewhole learn outlook`: learn when parcels arrive from this house's own past. Offline; sends nothing.

Reads the trips of every brand from the database, and a file of orders where one is given, hands them to
`makewhole.learn` and puts the model in the data folder, where a house reads it at its next start. Says so
plainly when there is too little to learn from, and leaves what is in use alone then.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from makewhole.because import Refused
from makewhole.clock import Clock
from makewhole.learn import keep, orders, outlook
from makewhole.learn.card_words import page
from makewhole.main import wiring
from makewhole.main.settings import Settings
from makewhole.main.terminal import SOME_BAD, end, say, tell
from makewhole.parcel.trip import Trip
from makewhole.store import brands, days

app = typer.Typer(no_args_is_help=True, help="Learn from this house's own past, offline.")


@app.callback()
def _learn() -> None:
    """Learn from this house's own past, offline."""


@app.command("outlook")
def outlook_command(
    orders_file: Annotated[
        Path | None, typer.Option("--orders", metavar="CSV", help="past orders to learn from as well")
    ] = None,
) -> None:
    """Learn when parcels arrive and how likely they are late, stuck or lost.

    Ends with 0 when a model was made and put in use, 3 when there is too little to learn from or nothing
    learned is better than the packaged table; what was in use stays then.
    """
    settings = Settings()
    now = Clock().now()
    trips = list(_from_file(orders_file)) if orders_file else []
    with wiring.opened(settings) as own:
        wiring.upgrade(own)
        with own.reading() as conn:
            for brand in brands.all_of(conn):
                trips += days.history(conn, brand.id, now)
    tell(f"{len(trips)} trips, {sum(trip.delivered_at is not None for trip in trips)} of them arrived")
    learned = outlook.learn(trips, _end(trips, now))
    if isinstance(learned, Refused):
        end(f"{learned.says}; {learned.way_forward}", SOME_BAD)
    card = outlook.card(learned)
    place = keep.save(keep.under(settings.data), learned.model, card, page(card))
    say(page(card))
    if learned.model.stale(now):
        tell(f"these trips end on {learned.model.until:%Y-%m-%d}: too long ago to speak of parcels of today")
    say(f"kept in {place}; a house that is running uses it from its next start")


def _from_file(path: Path) -> tuple[Trip, ...]:
    read = orders.read(path)
    if isinstance(read, Refused):
        end(f"{read.says}; {read.way_forward}")
    for why, count in read.left_out.items():
        tell(f"{path.name}: {count} rows left out: {why}")
    return read.trips


def _end(trips: list[Trip], now: datetime) -> datetime:
    """Until when the trips are known: now, or for a history that ended long ago just after its last word."""
    last = max((trip.delivered_at or trip.started_at for trip in trips), default=now)
    return min(now, last.astimezone(UTC))
