"""What we keep of X, as the console shows and governs it: how it follows X, what leaves by hand, erasing all.

Leads take ids or posts out; an admin erases, after a look at what that takes and with the brand's name typed.
"""

import json
from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from makewhole.because import Refused
from makewhole.desk import content, content_erase, content_out
from makewhole.store import content_jobs, erasure
from makewhole.web.doors import Doors, Entry, Here, field_of, honest, to
from makewhole.web.problems import Stop
from makewhole.web.staff import Member, Staff

router = APIRouter(include_in_schema=False)
PAGE: Final = "/desk/content"


@router.get(PAGE)
def page(request: Request, doors: Here, member: Staff) -> Response:
    """How what we keep follows X, what was erased, and the ways out."""
    return _page(request, doors, member, 200)


def _page(request: Request, doors: Doors, member: Member, status: int, **more: Any) -> Response:
    if not member.at_least("lead"):
        raise Stop(403, "notfound")
    house = doors.house
    with house.database.reading() as conn:
        jobs = content_jobs.latest(conn)
        until = content_jobs.followed_until(conn)
        erasures = erasure.of_brand(conn, member.brand)
        there = erasure.count(conn, erasure.Scope(member.brand))
    shown: dict[str, Any] = {"refused": None, "wrong": {}, **more}
    return doors.show(
        request,
        "console/content.html",
        status,
        console=True,
        member=member,
        jobs=jobs,
        until=until,
        late=until is not None and house.clock.now() - until > content.LONGEST,
        erasures=erasures,
        there=there,
        most=content_out.MOST_A_DAY,
        **shown,
    )


@router.post(f"{PAGE}/export", dependencies=[Depends(honest)])
def export(request: Request, doors: Here, member: Staff, entry: Entry) -> Response:
    """Take ids or whole posts out, by hand, counted under one's own name."""
    if not member.at_least("lead"):
        raise Stop(403, "notfound")
    if field_of(entry, "what", 10) == "ids":
        ids = content_out.ids(doors.house, member.brand, member.id)
        return _file("".join(f"{one}\n" for one in ids), "post-ids.txt", "text/plain")
    wanted = field_of(entry, "count", 6)
    count = int(wanted) if wanted.isdecimal() else content_out.MOST_A_DAY
    made = content_out.posts(doors.house, member.brand, member.id, count)
    if isinstance(made, Refused):
        return _page(request, doors, member, 409, refused=made)
    lines = "".join(json.dumps(dict(one), ensure_ascii=False) + "\n" for one in made.posts)
    return _file(lines, "posts.jsonl", "application/jsonl")


def _file(body: str, name: str, media_type: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(
        body, media_type=f"{media_type}; charset=utf-8", headers={"content-disposition": disposition}
    )


@router.post(f"{PAGE}/erase", dependencies=[Depends(honest)])
def erase(request: Request, doors: Here, member: Staff, entry: Entry) -> Response:
    """Erase all content of X of the brand: owed at once, its report stands on the page when it is done."""
    if not member.at_least("admin"):
        raise Stop(403, "notfound")
    if field_of(entry, "brand", 60) != member.brand:
        says = doors.speech(request, console=True).t("desk-content-erase-name", brand=member.brand)
        return _page(request, doors, member, 422, wrong={"brand": says})
    why = field_of(entry, "why", 200) or "asked for in the console"
    content_erase.begin(doors.house, member.brand, why, member.id)
    return to(PAGE, "flash-done")
