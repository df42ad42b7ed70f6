"""The pages of disruptions: what is disrupted now or was lately, and one with the customers to warn."""

from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from makewhole.desk import warn
from makewhole.parcel.counts import SLOWER
from makewhole.store import day_counts, disruptions, warnings
from makewhole.store.day_counts import DayShare
from makewhole.store.disruptions import DisruptionRow
from makewhole.store.views import grounds
from makewhole.web.console.sheet import sheet
from makewhole.web.doors import Doors, Entry, Here, Number, honest, to
from makewhole.web.problems import Stop
from makewhole.web.staff import Member, Staff

router = APIRouter(include_in_schema=False)
SHOWN: Final = 100
"""Customers a page shows with their text; the file has all."""
_FILED: Final = 100_000
_CHART_DAYS: Final = 56
_LEAST: Final = 0.0005


@dataclass(frozen=True, slots=True)
class Size:
    """How much is off: `times` as seldom (or as often) as usual, None where it does not happen at all, and
    the days more a step takes."""

    seldom: bool
    times: float | None
    days_more: float | None


def size(row: DisruptionRow) -> Size:
    """How much a disruption's measure differs from the usual."""
    seldom = row.measure in SLOWER
    little, much = (row.now, row.usual) if seldom else (row.usual, row.now)
    times = None if little < _LEAST else round(much / little, 1)
    more = round(1 / row.now - 1 / row.usual, 1) if seldom and min(row.now, row.usual) >= _LEAST else None
    return Size(seldom, times, more)


@router.get("/desk/disruptions")
def listed(request: Request, doors: Here, member: Staff) -> Response:
    """The disruptions that stand, and those that are over."""
    with doors.house.database.reading() as conn:
        standing = disruptions.standing(conn, member.brand)
        over = disruptions.over(conn, member.brand)
        counted = day_counts.span(conn, member.brand)
    return doors.show(
        request,
        "console/disruptions.html",
        console=True,
        member=member,
        standing=standing,
        over=over,
        counted=counted,
        size=size,
    )


@router.get("/desk/disruptions/{number}")
def one(request: Request, doors: Here, member: Staff, number: Number) -> Response:
    """One disruption: how large, since when, why, and whom to warn."""
    return doors.show(request, "console/disruption.html", console=True, **_shown(doors, member, number))


def _shown(doors: Doors, member: Member, number: int) -> dict[str, Any]:
    with doors.house.database.reading() as conn:
        row = _row(disruptions.get(conn, number), member)
        into = None if row.into is None else disruptions.get(conn, row.into)
        drafts = warn.drafts(doors.house, conn, member.brand, number, most=SHOWN)
        shares = day_counts.shares(conn, member.brand, row.kind, row.subject, row.measure, _CHART_DAYS)
    return {
        "row": row,
        "size": size(row),
        "into": into,
        "drafts": drafts,
        "ready": sum(one.waiting.way is not None and one.waiting.warned is None for one in drafts),
        "shares": shares,
        "most": max((one.share for one in shares), default=0.0) or 1.0,
        "because": grounds(row.because),
        "member": member,
        "shown": SHOWN,
        "began": _began(row, shares),
    }


def _began(row: DisruptionRow, shares: list[DayShare]) -> int:
    """How many of the shown days lie before it began."""
    return sum(one.day < row.began_on for one in shares)


def _row(row: DisruptionRow | None, member: Member) -> DisruptionRow:
    if row is None or row.brand != member.brand:
        raise Stop(404, "notfound")
    return row


@router.post("/desk/disruptions/{number}/warn", dependencies=[Depends(honest)])
def write(doors: Here, member: Staff, number: Number, entry: Entry) -> Response:
    """Write to the chosen customers, each once."""
    chosen = [int(value) for value in entry.getlist("parcel") if isinstance(value, str) and _is_id(value)]
    with doors.house.database.reading() as conn:
        _row(disruptions.get(conn, number), member)
    written = warn.warn(doors.house, member.brand, number, chosen, member.id)
    return to(f"/desk/disruptions/{number}", "flash-warned" if written else "flash-nobody-warned")


def _is_id(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 19


@router.get("/desk/disruptions/{number}/customers.csv")
def as_csv(doors: Here, member: Staff, number: Number) -> Response:
    """The parcels caught in it as a file, for whoever warns by a way of their own."""
    with doors.house.database.reading() as conn:
        _row(disruptions.get(conn, number), member)
        rows = warnings.waiting(
            conn, member.brand, number, mail=member.brand in doors.house.mail, most=_FILED
        )
    header = (
        "waybill",
        "order",
        "lane",
        "carrier",
        "status",
        "last_news",
        "promised",
        "expected",
        "language",
    )
    return sheet(
        f"disruption-{number}",
        (*header, "way", "why_not", "warned"),
        (
            (
                one.waybill,
                one.order_ref,
                one.lane,
                one.operator,
                one.status,
                None if one.last_at is None else one.last_at.isoformat(),
                None if one.promised_by is None else one.promised_by.date().isoformat(),
                None if one.eta_likely is None else one.eta_likely.isoformat(),
                one.language,
                one.way,
                one.why_not,
                one.warned,
            )
            for one in rows
        ),
    )
