"""The demonstration's parcels: a season of several carriers' brought in at once, and scans as they come.

What carriers tell comes as the aggregator's own answers and is read and kept like any other; nothing here
decides what becomes of a parcel.
"""

import json
import threading
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import httpx
import sqlalchemy as sa

from makewhole.desk import disrupt
from makewhole.desk.heard import heard_all
from makewhole.desk.turn import at_door
from makewhole.gateways import tracking
from makewhole.main.demo_channel import Scene
from makewhole.main.demo_day import Town
from makewhole.simulators import season
from makewhole.simulators.carrier_parcels import Muddle, Parcel, shown
from makewhole.simulators.season import Sent
from makewhole.store import disruptions, journeys, lanes, parcels

SOURCE: Final = "17track"
_AT_ONCE: Final = 40
_EVERY_SECONDS: Final = 15.0
_CLEAN: Final = Muddle()
_SEASON_DAYS: Final = 84
_LEAST_CARRIERS, _LEAST_KINDS = 5, 3
_CARRIERS: Final = sa.text(
    "SELECT count(DISTINCT operator) FROM journey WHERE brand = :b AND last_at IS NOT NULL"
)


def bring(town: Town, seed: int) -> list[Sent]:
    """The season so far: the seller's record of each parcel, and what its carrier has told of it. Disruptions
    are looked for in it at once."""
    now = town.house.clock.now()
    sent = season.season(seed, now)
    _known_to_carriers(town, sent)
    for start in range(0, len(sent), _AT_ONCE):
        some = sent[start : start + _AT_ONCE]
        with at_door(town.house, "follow", "follow.record") as turn:
            for one in some:
                parcels.put(turn.conn, town.brand, one.record, turn.now)
        tell(town, [one.parcel for one in some], now)
    with at_door(town.house, "follow", "follow.record") as turn:
        turn.owe(disrupt.ERRAND, f"{disrupt.ERRAND}-{town.brand}-season:0", town.brand, "season", 0)
    return sent


def tell(town: Town, known: Sequence[Parcel], now: datetime) -> None:
    """Have the aggregator tell what it knows of these parcels by now."""
    accepted = [shown(one, now, _CLEAN) for one in known if one.seen(now)]
    if not accepted:
        return
    body = json.dumps({"code": 0, "data": {"accepted": accepted, "rejected": []}}).encode()
    with at_door(town.house, "follow", "follow.record") as turn:
        heard_all(turn, town.brand, SOURCE, tracking.read(SOURCE, body), body)


def go_on(town: Town, sent: Sequence[Sent], over: threading.Event) -> None:
    """Every few seconds the parcel whose next scan is the nearest has it now, until `over`."""
    under_way = {one.parcel.number: one for one in sent}
    while not over.wait(_EVERY_SECONDS):
        now = town.house.clock.now()
        coming = [one for one in under_way.values() if one.next_scan(now) is not None]
        if not coming:
            return
        nearest = min(coming, key=lambda one: one.next_scan(now) or now)
        moved = under_way[nearest.parcel.number] = nearest.hurried(now)
        _known_to_carriers(town, [moved])
        tell(town, [moved.parcel], now)


def scenes(town: Town) -> tuple[Scene, ...]:
    """What became of the parcels, as our rows have it now."""
    now = town.house.clock.now()
    with town.house.database.reading() as conn:
        board = lanes.board(conn, town.brand, now, _SEASON_DAYS)
        problems = journeys.problem_counts(conn, town.brand, now)
        standing = disruptions.standing(conn, town.brand)
        carriers = conn.execute(_CARRIERS, {"b": town.brand}).scalar_one()
    whole = [row for row in board if row.operator is None]
    volume, under_way = sum(row.volume for row in whole), sum(row.in_transit for row in whole)
    told = f"{volume} on {len(whole)} lanes, {under_way} under way"
    wrong = ", ".join(f"{count} {kind}" for kind, count in sorted(problems.items()))
    found = "; ".join(f"{one.kind} {one.subject}, {one.caught} parcels in it" for one in standing)
    return (
        Scene(f"of {carriers} carriers, read and followed", carriers >= _LEAST_CARRIERS, told),
        Scene("what is wrong with parcels, by kind", len(problems) >= _LEAST_KINDS, wrong or "nothing"),
        Scene("a slow-down, found by itself", any(one.caught for one in standing), found or "not found"),
    )


def _known_to_carriers(town: Town, sent: Sequence[Sent]) -> None:
    """Bring the simulated carriers up to date."""
    bodies = [one.journey() for one in sent]
    httpx.post(f"{town.carriers}/_control/parcels", json=bodies, timeout=30).raise_for_status()
