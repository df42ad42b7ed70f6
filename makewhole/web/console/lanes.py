"""The lane board: how parcels fare lane by lane, sorted as one likes, and the same as a CSV file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Final

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi.responses import Response

from makewhole.store import disruptions, lanes
from makewhole.store.lanes import LaneRow
from makewhole.web.console.sheet import sheet
from makewhole.web.doors import Doors, Here
from makewhole.web.staff import Member, Staff

router = APIRouter(include_in_schema=False)
SPANS: Final = (7, 14, 28, 56, 84)
ORDERS: Final[Mapping[str, Callable[[LaneRow], float]]] = {
    "volume": lambda row: row.volume,
    "transit": lambda row: row.p50 or 0.0,
    "in_transit": lambda row: row.in_transit,
    "late": lambda row: row.permille("late"),
    "lost": lambda row: row.permille("lost"),
    "silent": lambda row: row.permille("silent"),
    "complaints": lambda row: row.permille("complaints"),
}
"""What the board is sorted by: counts as they are, what goes wrong by its share."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane with its operators, where it has several, and the id of the disruption it is in: its own, else
    one that holds much of it."""

    whole: LaneRow
    operators: tuple[LaneRow, ...]
    disruption: int | None


def _board(doors: Doors, member: Member, days: int) -> list[LaneRow]:
    with doors.house.database.reading() as conn:
        return lanes.board(conn, member.brand, doors.house.clock.now(), days)


_MUCH: Final = 5
"""One in so many of a lane's parcels under way in a disruption of something wider marks the lane."""


def _disrupted(conn: sa.Connection, brand: str, rows: Sequence[LaneRow]) -> dict[str, int]:
    """The lanes that are in a disruption: of their own, or of a carrier, hub or customs point of theirs."""
    there = {row.lane: row.in_transit for row in rows if row.operator is None}
    wide: dict[str, int] = {}
    for lane, number, caught in disruptions.on_lanes(conn, brand):
        if _MUCH * caught >= there.get(lane, 0):
            wide.setdefault(lane, number)
    own = {one.subject: one.id for one in disruptions.standing(conn, brand) if one.kind == "lane"}
    return wide | own


def _span(days: str) -> int:
    return next((span for span in SPANS if str(span) == days), 28)


def _sorted(rows: Sequence[LaneRow], disrupted: Mapping[str, int], order: str, falling: bool) -> list[Lane]:
    """Lanes in the asked order, each with its operators in the same."""
    figure = ORDERS.get(order)
    made = []
    for lane, those in groupby(rows, lambda row: row.lane):
        whole, *operators = those
        operators.sort(key=figure or (lambda row: row.volume), reverse=falling)
        made.append(Lane(whole, tuple(operators), disrupted.get(lane)))
    if figure is None:
        return sorted(made, key=lambda one: one.whole.lane, reverse=falling)
    return sorted(made, key=lambda one: (figure(one.whole), one.whole.volume), reverse=falling)


@router.get("/desk/lanes")
def board(
    request: Request, doors: Here, member: Staff, days: str = "28", sort: str = "volume", dir: str = ""
) -> Response:
    """The lane board."""
    span = _span(days)
    order = sort if sort in ORDERS or sort == "lane" else "volume"
    falling = dir != "up" if order != "lane" else dir == "down"
    rows = _board(doors, member, span)
    with doors.house.database.reading() as conn:
        disrupted = _disrupted(conn, member.brand, rows)
    return doors.show(
        request,
        "console/lanes.html",
        console=True,
        member=member,
        lanes=_sorted(rows, disrupted, order, falling),
        longest=max((row.p90 or 0 for row in rows), default=0),
        span=span,
        spans=SPANS,
        order=order,
        falling=falling,
    )


@router.get("/desk/lanes.csv")
def as_csv(doors: Here, member: Staff, days: str = "28") -> Response:
    """The same figures as a file: one row a lane, and one each operator where a lane has several."""
    span = _span(days)
    names = [field.name for field in fields(LaneRow)]
    rows = ([getattr(row, name) for name in names] for row in _board(doors, member, span))
    return sheet(f"lanes-{span}-days", names, rows)
