"""The list of parcels with a problem, by kind, the newest first; and the search for one by its numbers.

A number in an address would stay in histories and logs, so the search is a form that is sent.
"""

import datetime as dt
from typing import Any, Final, get_args

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from makewhole.parcel.journey import Problem
from makewhole.store import journeys
from makewhole.store.journeys import ProblemRow
from makewhole.web.doors import Doors, Entry, Here, field_of, honest, to
from makewhole.web.staff import Member, Staff

router = APIRouter(include_in_schema=False)
KINDS: Final = get_args(Problem)
PAGE: Final = 50
_MOST_FOUND: Final = 50


def _after(told: str) -> tuple[dt.datetime, int] | None:
    """Where a page begins, from its address: a moment in microseconds and a parcel."""
    micros, _, parcel = told.partition(".")
    if not (micros.isdecimal() and parcel.isdecimal()) or len(micros) > 17 or len(parcel) > 18:
        return None
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=int(micros)), int(parcel)


def _address(row: ProblemRow) -> str:
    """The address of what comes after a row."""
    micros = (row.since - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)
    return f"{micros}.{row.parcel}"


def _shown(doors: Doors, member: Member, kind: str | None, before: str) -> dict[str, Any]:
    now = doors.house.clock.now()
    after = _after(before)
    with doors.house.database.reading() as conn:
        rows = journeys.problems(conn, member.brand, now, kind, after, PAGE + 1)
        counts = journeys.problem_counts(conn, member.brand, now)
        any_parcel = bool(rows or counts or journeys.find(conn, member.brand, "", 1))
    return {
        "rows": rows[:PAGE],
        "older": _address(rows[PAGE - 1]) if len(rows) > PAGE else None,
        "begun": after is not None,
        "counts": counts,
        "kinds": [one for one in KINDS if one == kind or counts.get(one)],
        "kind": kind,
        "any_parcel": any_parcel,
        "member": member,
        "sought": "",
        "found": None,
    }


def _found(doors: Doors, member: Member, sought: str) -> dict[str, Any]:
    with doors.house.database.reading() as conn:
        found = journeys.find(conn, member.brand, sought, _MOST_FOUND)
    return {"member": member, "sought": sought, "found": found, "most": _MOST_FOUND, "kind": None}


@router.get("/desk/parcels")
def troubles(request: Request, doors: Here, member: Staff, kind: str = "", before: str = "") -> Response:
    """Parcels with a problem, the newest problem first."""
    shown = _shown(doors, member, kind if kind in KINDS else None, before)
    return doors.show(request, "console/parcels.html", console=True, **shown)


@router.post("/desk/parcels", dependencies=[Depends(honest)])
def find(request: Request, doors: Here, member: Staff, entry: Entry) -> Response:
    """Parcels by the beginning of a waybill or order number; the only one is opened at once."""
    sought = field_of(entry, "number", 80)
    if not sought:
        return to("/desk/parcels")
    shown = _found(doors, member, sought)
    found = shown["found"]
    if len(found) == 1:
        return to(f"/desk/parcels/{found[0].parcel}")
    return doors.show(request, "console/parcels.html", 200 if found else 404, console=True, **shown)
