"""The inbox and a thread's page: who wrote, how it was read, what was sent or held and why."""

import datetime as dt
from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from makewhole.because import Refused
from makewhole.care.causes import CAUSES
from makewhole.desk import content_look, deliver, joining, sight
from makewhole.store import parcels, views, views_x
from makewhole.store.views import LetterCard, PostCard, Sought, ThreadPage
from makewhole.web.console import cost, heard
from makewhole.web.doors import Doors, Entry, Here, Number, field_of, honest, to
from makewhole.web.problems import Stop
from makewhole.web.staff import Member, Staff
from makewhole.words import LANGUAGES, NAMES

router = APIRouter(include_in_schema=False)
_LANGUAGES: Final = [(code, NAMES[code]) for code in LANGUAGES]


def _sought(lane: str, urgency: str, language: str, cause: str, page: str) -> Sought:
    return Sought(
        lane=lane if lane in views.LANES else "needs",
        urgency=int(urgency) if urgency in ("1", "2", "3") else 0,
        language=language if language in LANGUAGES else "",
        cause=cause if cause in CAUSES else "",
        page=min(int(page), 500) if page.isdigit() else 0,
    )


def _shown(doors: Doors, member: Member, sought: Sought) -> dict[str, Any]:
    with doors.house.database.reading() as conn:
        lines = views.inbox(conn, member.brand, sought)
        counts = views.inbox_counts(conn, member.brand)
        spent = cost.shown(doors.house, conn, member.brand)
        told = heard.shown(conn, member.brand)
    return {
        "cost": spent,
        "heard": told,
        "lines": lines[: views.PAGE],
        "more": len(lines) > views.PAGE,
        "counts": counts,
        "sought": sought,
        "causes": CAUSES,
        "languages": _LANGUAGES,
        "member": member,
    }


@router.get("/desk/inbox")
def inbox(
    request: Request,
    doors: Here,
    member: Staff,
    lane: str = "needs",
    urgency: str = "0",
    language: str = "",
    cause: str = "",
    page: str = "0",
) -> Response:
    """Threads, the most pressing first."""
    sought = _sought(lane, urgency, language, cause, page)
    shown = _shown(doors, member, sought)
    with doors.house.database.reading() as conn:
        newest = views_x.newest(conn, [line.id for line in shown["lines"]])
    content_look.want(doors.house, member.brand, newest)
    return doors.show(request, "console/inbox.html", console=True, **shown)


@router.get("/desk/inbox/live")
async def inbox_live(
    request: Request,
    doors: Here,
    member: Staff,
    lane: str = "needs",
    urgency: str = "0",
    language: str = "",
    cause: str = "",
    page: str = "0",
) -> Response:
    """The same list, each time it changes."""
    sought = _sought(lane, urgency, language, cause, page)
    request.scope["page"] = "/desk/inbox"

    def part() -> str | None:
        shown = _shown(doors, member, sought)
        return doors.render(
            request, "console/inbox_lines.html", doors.speech(request, True), console=True, **shown
        )

    return doors.live.stream(f"inbox:{member.brand}", part)


def _talk(page: ThreadPage) -> list[tuple[str, PostCard | LetterCard]]:
    said: list[tuple[dt.datetime, int, str, PostCard | LetterCard]] = []
    said += [(post.at, 0, "post", post) for post in page.posts]
    said += [(letter.at, 1, "letter", letter) for letter in page.letters]
    return [(kind, one) for _, _, kind, one in sorted(said, key=lambda item: (item[0], item[1], item[3].id))]


def _thread(doors: Doors, member: Member, number: int) -> dict[str, Any]:
    with doors.house.database.reading() as conn:
        page = views.thread(conn, member.brand, number)
        parcel = None if page is None or page.parcel is None else parcels.get(conn, page.parcel)
        seen = (
            None if parcel is None else sight.look(conn, parcel, doors.house.clock.now(), doors.house.outlook)
        )
        spent = cost.shown(doors.house, conn, member.brand, number)
        turns = {} if page is None else cost.turns(doors.house, conn, page.letters)
        on_x = {} if page is None else views_x.cards(conn, [post.id for post in page.posts])
    if page is None:
        raise Stop(404, "notfound")
    readings = [post.reading for post in page.posts if post.reading]
    return {
        "thread": page,
        "cost": spent,
        "turns": turns,
        "on_x": on_x,
        "fresh_since": doors.house.clock.now() - content_look.fresh_for(doors.house),
        "line": page.line,
        "talk": _talk(page),
        "sight": seen,
        "member": member,
        "reading": readings[-1] if readings else None,
    }


@router.get("/desk/thread/{number}")
def thread(request: Request, doors: Here, member: Staff, number: Number) -> Response:
    """One thread, with the parcel and the claims beside it. Copies that are too old are asked for again."""
    shown = _thread(doors, member, number)
    content_look.want(doors.house, member.brand, shown["on_x"])
    return doors.show(request, "console/thread.html", console=True, **shown)


@router.get("/desk/thread/{number}/live")
async def thread_live(request: Request, doors: Here, member: Staff, number: Number) -> Response:
    """What is said in the thread, each time it changes."""
    request.scope["page"] = f"/desk/thread/{number}"

    def part() -> str | None:
        shown = _thread(doors, member, number)
        return doors.render(request, "console/talk.html", doors.speech(request, True), console=True, **shown)

    return doors.live.stream(f"thread:{number}", part)


@router.post("/desk/join/{number}/split", dependencies=[Depends(honest)])
def split_people(request: Request, doors: Here, member: Staff, entry: Entry, number: Number) -> Response:
    """Two accounts are two people's after all."""
    back = field_of(entry, "thread", 20)
    refused = joining.split(doors.house, member.brand, number, member.id)
    if refused is not None or not back.isdigit():
        raise Stop(404, "notfound")
    return to(f"/desk/thread/{back}", "flash-done")


@router.post("/desk/letter/{number}", dependencies=[Depends(honest)])
def rule_on_letter(request: Request, doors: Here, member: Staff, entry: Entry, number: Number) -> Response:
    """Send a held letter, in the person's words, or don't send it."""
    back = field_of(entry, "thread", 20)
    with doors.house.database.reading() as conn:
        page = views.thread(conn, member.brand, int(back)) if back.isdigit() else None
    if page is None or number not in {letter.id for letter in page.letters}:
        raise Stop(404, "notfound")
    body = field_of(entry, "text", 10_000)
    if field_of(entry, "act", 10) == "dismiss":
        done = deliver.dismiss(doors.house, number, member.id)
    elif body:
        done = deliver.release(doors.house, number, member.id, body)
    else:
        done = Refused("release", "the letter is empty", "makewhole", "write what should be sent")
    if isinstance(done, Refused):
        shown = _thread(doors, member, page.line.id)
        request.scope["page"] = f"/desk/thread/{back}"
        return doors.show(request, "console/thread.html", 409, console=True, refused=done, **shown)
    return to(f"/desk/thread/{back}", "flash-done")
