"""Webhooks of the sources of scans. Signature first; then what came is kept, and 200 at once.

A forged or unsigned body is answered 401 and nothing of it is kept; a signed one that tells of no parcel is
answered 200, so that its sender does not send it for days.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Header
from fastapi.responses import JSONResponse, Response

from makewhole.desk import scans_in
from makewhole.gateways.trackers import push, pushed
from makewhole.web.doors import Doors, Here
from makewhole.web.hooks import Body, unsigned

router: Final = APIRouter(prefix="/hooks", include_in_schema=False)
_SIGNATURE: Final = 128


@router.post("/17track")
def by_17track(doors: Here, body: Body, sign: Annotated[str, Header()] = "") -> Response:
    """Take in what 17TRACK pushes; signed with the account's key."""
    secret = doors.settings.push_secrets.get("17track", "")
    if not pushed.by_17track(body, sign[:_SIGNATURE], secret):
        raise unsigned("17TRACK")
    return _taken(doors, "17track", body)


@router.post("/aftership")
def by_aftership(doors: Here, body: Body, aftership_hmac_sha256: Annotated[str, Header()] = "") -> Response:
    """Take in what AfterShip pushes; signed with the webhook secret."""
    secret = doors.settings.push_secrets.get("aftership", "")
    if not pushed.by_secret(body, aftership_hmac_sha256[:_SIGNATURE], secret):
        raise unsigned("AfterShip")
    return _taken(doors, "aftership", body)


def _taken(doors: Doors, source: str, body: bytes) -> Response:
    told = push.read(source, body)
    if isinstance(told, push.NoPush):
        return JSONResponse({"taken": False, "because": told.says})
    return JSONResponse({"taken": scans_in.pushed(doors.house, doors.settings.brand, source, told, body)})
