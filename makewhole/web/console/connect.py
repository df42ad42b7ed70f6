"""The X page of the console: the set-up walked through step by step, and what the day has cost."""

from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from makewhole.desk import connect, connect_acts
from makewhole.desk.connect import STEPS, Setup, Step
from makewhole.desk.connect_looks import LOOKS
from makewhole.store import meter, setup, x_accounts
from makewhole.web.console import cost
from makewhole.web.doors import Doors, Entry, Here, field_of, honest, to
from makewhole.web.problems import Stop
from makewhole.web.staff import Member, Staff

router = APIRouter(include_in_schema=False)
PAGE: Final = "/desk/x"
_ROLES: Final = ("main", "support", "other")


@router.get(PAGE)
def channel(request: Request, doors: Here, member: Staff) -> Response:
    """How X stands, as it was last looked at, and what it cost today."""
    return _page(request, doors, member)


@router.post(PAGE, dependencies=[Depends(honest)])
def act(request: Request, doors: Here, member: Staff, entry: Entry) -> Response:
    """Try the steps on the live X, or do one; for admins."""
    asked, wanted = _setup(doors, member), field_of(entry, "act", 20)
    if wanted == "sign-in":
        role = field_of(entry, "role", 10)
        chosen = role if role in _ROLES else "main"
        link = connect_acts.begin(doors.house, asked, chosen, member.email, doors.house.clock.now())
        return _page(request, doors, member, link=link)
    if wanted == "attest":
        return _told(
            request, doors, member, connect_acts.attest(doors.house, asked, member.email, _human(entry))
        )
    if wanted == "register":
        return _told(request, doors, member, connect_acts.register(doors.house, asked))
    if wanted == "subscribe":
        return _told(request, doors, member, connect_acts.subscribe(doors.house, asked))
    names = (wanted,) if wanted in STEPS else STEPS
    connect.run(doors.house, asked, LOOKS, names)
    return to(PAGE, "flash-done")


@router.get(f"{PAGE}/back")
def back(request: Request, doors: Here, member: Staff) -> Response:
    """Where X sends a person back to, with its answer."""
    done = connect_acts.finish(doors.house, _setup(doors, member), str(request.url))
    request.scope["page"] = PAGE
    return _told(request, doors, member, done)


def _human(entry: Entry) -> str:
    return field_of(entry, "human", 20)


def _setup(doors: Doors, member: Member) -> Setup:
    if not member.at_least("admin"):
        raise Stop(403, "notfound")
    asked = doors.settings.setup
    if asked is None or asked.brand != member.brand:
        raise Stop(404, "notfound")
    return asked


def _told(request: Request, doors: Doors, member: Member, done: Step) -> Response:
    """Say what an act came to; where it is well, on a fresh page."""
    if done.state == "done":
        return to(PAGE, "flash-done")
    return _page(request, doors, member, told=done, status=409)


def _page(
    request: Request,
    doors: Doors,
    member: Member,
    *,
    told: Step | None = None,
    link: str = "",
    status: int = 200,
) -> Response:
    house, now = doors.house, doors.house.clock.now()
    with house.database.reading() as conn:
        kept = setup.of_brand(conn, member.brand)
        context: dict[str, Any] = {
            "steps": [(name, kept.get(name)) for name in STEPS],
            "accounts": x_accounts.of_brand(conn, member.brand),
            "cost": cost.shown(house, conn, member.brand),
            "items": meter.by_operation(conn, member.brand, now),
        }
    return doors.show(
        request,
        "console/connect.html",
        status,
        console=True,
        member=member,
        roles=_ROLES,
        told=told,
        link=link,
        callback=connect.callback(house),
        may=member.at_least("admin") and doors.settings.setup is not None,
        **context,
    )
