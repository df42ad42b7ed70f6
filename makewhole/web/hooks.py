"""Webhooks: X's challenge and events, and the payment provider's notices. Signature first, then 200 at once.

What came is kept once by its id and its handling owed; nothing is decided here.
"""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from makewhole.desk import pay, take
from makewhole.gateways import payment, x_events, x_signature
from makewhole.web.doors import Here
from makewhole.web.problems import Problem

router = APIRouter(prefix="/hooks", include_in_schema=False)


async def _body(request: Request) -> bytes:
    return await request.body()


Body = Annotated[bytes, Depends(_body)]


@router.get("/x")
def challenge(doors: Here, crc_token: str = "") -> Response:
    """Answer X's challenge."""
    said = x_signature.crc_response(crc_token, _secrets(doors)) if crc_token else None
    if said is None:
        raise Problem(
            400,
            "challenge",
            "No challenge",
            "no crc_token, or no secret is set here",
            "?crc_token=...",
            "Set the app's client secret and register the webhook again.",
        )
    return JSONResponse({"response_token": said})


@router.post("/x")
def x_event(request: Request, doors: Here, body: Body) -> Response:
    """Take in what X tells."""
    if not x_signature.verify(request.headers, body, _secrets(doors)):
        raise unsigned("X")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Problem(
            400,
            "json",
            "Not JSON",
            "a signed body that is no JSON",
            "X's events as JSON",
            "Send the event as X's documentation shows it.",
        ) from error
    take.told(doors.house, doors.settings.brand, x_events.events(told))
    return JSONResponse({"taken": True})


@router.post("/payment")
def payment_notice(request: Request, doors: Here, body: Body) -> Response:
    """Take in what became of a payout."""
    now = doors.house.clock.world(doors.house.clock.now())
    if not payment.verify(request.headers, body, doors.settings.payment_secret, now):
        raise unsigned("The payment provider")
    notice = payment.notice(body)
    if notice is None:
        raise Problem(
            400,
            "notice",
            "Not a notice",
            "a signed body that tells of no payout",
            "a notice as the provider's API describes it",
            "Send it again as described.",
        )
    return JSONResponse({"taken": pay.noticed(doors.house, notice)})


def _secrets(doors: Here) -> x_signature.Secrets:
    settings = doors.settings
    return x_signature.Secrets(
        client=settings.x_secret or None, consumer=settings.x_consumer_secret or settings.x_secret or None
    )


def unsigned(who: str) -> Problem:
    """The answer to a body whose signature is missing or wrong; nothing of it is kept."""
    return Problem(
        401,
        "signature",
        "Not signed",
        f"a body without {who}'s signature over it",
        "bodies signed with the secret both sides hold",
        "Check that secret on both sides.",
    )
