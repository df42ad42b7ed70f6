"""The pages of parcels: one parcel with its journey, its map and whatever is tied to it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import structlog
from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse, Response

from makewhole.care import whereabouts
from makewhole.desk import looks, sight, told
from makewhole.desk.sight import Sight
from makewhole.desk.turn import at_door
from makewhole.parcel.journey import ENDS
from makewhole.store import disruptions, views_parcel, watches
from makewhole.store.parcels import ParcelRow
from makewhole.web.console import journey
from makewhole.web.doors import Doors, Here, Number, honest, to
from makewhole.web.problems import Stop
from makewhole.web.speech import Speech
from makewhole.web.staff import Member, Staff

router = APIRouter(include_in_schema=False)
log = structlog.get_logger(__name__)


def _shown(doors: Doors, member: Member, number: int, speech: Speech) -> dict[str, Any]:
    now = doors.house.clock.now()
    with doors.house.database.reading() as conn:
        found = views_parcel.parcel(conn, member.brand, number)
        if found is None:
            raise Stop(404, "notfound")
        seen = sight.look(conn, found, now, doors.house.outlook)
        view = told.of(conn, member.brand, seen, now)
        return {
            "parcel": found,
            "sight": seen,
            "told": _paragraphs(whereabouts.lines(view, speech.language, now)),
            "risks": _risks(seen, now),
            "disruption": disruptions.of_parcel(conn, number),
            "journey": journey.of(seen, now, speech),
            "threads": views_parcel.threads(conn, member.brand, number),
            "claims": views_parcel.claims(conn, member.brand, number),
            "answers": views_parcel.answers(conn, member.brand, number),
            "told_by": views_parcel.told_by(conn, member.brand, number),
            "watch": watches.one(conn, number),
            "ask_from": _ask_from(doors, found, now),
            "may_see": member.at_least("lead"),
            "member": member,
        }


def _ask_from(doors: Doors, parcel: ParcelRow, now: datetime) -> datetime | None:
    """From when its carrier may be asked again; None where that is now."""
    if parcel.checked_at is None:
        return None
    again = parcel.checked_at + doors.house.periods.scans_stay_fresh
    return again if again > now else None


def _paragraphs(lines: Sequence[str]) -> list[tuple[bool, list[str]]]:
    """Lines as runs of paragraphs and of points ("- ...", here without the sign)."""
    runs = groupby(lines, lambda line: line.startswith("- "))
    return [(points, [line.removeprefix("- ") for line in those]) for points, those in runs]


def _risks(seen: Sight, now: datetime) -> list[tuple[str, int]]:
    """What may still go wrong, in permille, as far as it is foretold and has not gone wrong already."""
    outlook, where = seen.outlook, seen.whereabouts
    if outlook is None or where.status in ENDS:
        return []
    late = where.hours.late_from is not None and where.hours.late_from < now
    all_of = (
        ("late", None if late else outlook.risk_late),
        ("stuck", None if where.problem in ("silent", "customs", "lost") else outlook.risk_stuck),
        ("lost", None if where.problem == "lost" else outlook.risk_lost),
    )
    return [(name, permille) for name, permille in all_of if permille is not None]


@router.get("/desk/parcels/{number}")
def parcel(request: Request, doors: Here, member: Staff, number: Number) -> Response:
    """One parcel: where it is, how it got there, and what is tied to it."""
    shown = _shown(doors, member, number, doors.speech(request, console=True))
    return doors.show(request, "console/parcel_page.html", console=True, **shown)


@router.get("/desk/parcels/{number}/live")
async def parcel_live(request: Request, doors: Here, member: Staff, number: Number) -> Response:
    """The same parcel, each time something is heard of it."""
    request.scope["page"] = f"/desk/parcels/{number}"
    speech = doors.speech(request, console=True)

    def part() -> str | None:
        shown = _shown(doors, member, number, speech)
        return doors.render(request, "console/parcel_journey.html", speech, console=True, **shown)

    return doors.live.stream(f"parcel:{number}", part)


@router.get("/desk/parcels/{number}/answers/{answer}")
def answer(doors: Here, member: Staff, number: Number, answer: Number) -> Response:
    """A carrier's answer as it came. It may name the consignee: for leads and admins, and each look is told
    to the log."""
    if not member.at_least("lead"):
        raise Stop(403, "notfound")
    with doors.house.database.reading() as conn:
        body = views_parcel.answer(conn, member.brand, number, answer)
    if body is None:
        raise Stop(404, "notfound")
    log.info("answer.seen", staff=member.id, parcel=number, answer=answer)
    # Never as what it says it is: a carrier's body is shown as plain text, whatever stands in it.
    return PlainTextResponse(body.decode("utf-8", "replace"), headers={"content-disposition": "inline"})


@router.post("/desk/parcels/{number}/ask", dependencies=[Depends(honest)])
def ask(doors: Here, member: Staff, number: Number) -> Response:
    """Ask the carrier now."""
    with at_door(doors.house, "follow", "take.record") as turn:
        if views_parcel.parcel(turn.conn, member.brand, number) is None:
            raise Stop(404, "notfound")
        looks.at_once(turn, number)
    return to(f"/desk/parcels/{number}", "flash-asked")
