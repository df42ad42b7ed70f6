"""Signing in and out of the console."""

from typing import Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from makewhole.web import staff
from makewhole.web.doors import Entry, Here, field_of, honest, to
from makewhole.web.limits import Buckets, Rate
from makewhole.web.problems import Stop

router = APIRouter(include_in_schema=False)
FOR_ONE: Final = Rate(burst=6, every=20.0)
"""Tries for one e-mail address: six, then one every twenty seconds."""
FROM_ONE: Final = Rate(burst=30, every=5.0)
"""Tries from one place, where a whole office may sit."""


@router.get("/desk")
def start() -> Response:
    """The console begins at the inbox."""
    return to("/desk/inbox")


@router.get("/desk/sign-in")
def sign_in_form(request: Request, doors: Here) -> Response:
    """Who are you?"""
    return doors.show(request, "console/signin.html", console=True, member=None, email="")


@router.post("/desk/sign-in", dependencies=[Depends(honest)])
def sign_in(request: Request, doors: Here, entry: Entry) -> Response:
    """Open a session, or say that e-mail and password don't fit, never which of them."""
    email, password = field_of(entry, "email", 254), field_of(entry, "password", 500)
    for_one: Buckets = request.app.state.sign_in_for_one
    from_one: Buckets = request.app.state.sign_in_from_one
    who = doors.house.vault.join_hash("sign-in", email)
    wait = max(for_one.wait(who), from_one.wait(doors.house.vault.join_hash("from", doors.peer(request))))
    if wait:
        raise Stop(429, "busy", {"seconds": wait}, {"retry-after": str(wait)})
    with doors.house.database.writing() as conn:
        member = staff.recognise(conn, doors.settings.brand, email, password)
        if member is None:
            wrong = {"email": doors.speech(request, console=True).t("desk-signin-wrong")}
            return doors.show(
                request, "console/signin.html", 401, console=True, member=None, email=email, wrong=wrong
            )
        token = staff.open_session(conn, doors.house.vault, member, staff.world_now(doors.house))
    for_one.forgive(who)
    back = RedirectResponse("/desk/inbox", 303)
    doors.set_cookie(back, "session", token, 12 * 3600)
    return back


@router.post("/desk/sign-out", dependencies=[Depends(honest)])
def sign_out(request: Request, doors: Here) -> Response:
    """End the session."""
    token = request.cookies.get(doors.cookie("session"), "")
    with doors.house.database.writing() as conn:
        staff.close_session(conn, doors.house.vault, token)
    back = RedirectResponse("/desk/sign-in", 303)
    back.delete_cookie(
        doors.cookie("session"), path="/", secure=doors.settings.https, httponly=True, samesite="lax"
    )
    return back
