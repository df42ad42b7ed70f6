"""AfterShip's Tracking API on loopback: a tracking is made, then listed or pushed, one under each carrier.

Parcels and the clock are those of the other aggregator's simulator (`carrier_parcels`). A parcel may name
several `carriers`, who all claim its number. Pushes go, signed, to the address set with `/_control/webhook`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from makewhole.simulators.asked import asked
from makewhole.simulators.carrier_parcels import Parcel, parcel
from makewhole.simulators.clock import Clock, real_now
from makewhole.simulators.faults import Faults, Faulty, Plan
from makewhole.simulators.pushes import Pusher, as_body, signed_by_secret

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Settings:
    """Its key, webhook secret, limit of trackings (None: none), faults and clock."""

    key: str = field(default="token-aftership", repr=False)
    secret: str = field(default="secret-aftership", repr=False)
    limit: int | None = None
    plan: Plan = field(default_factory=Plan)
    now: Callable[[], datetime] = real_now


@dataclass(slots=True)
class _State:
    settings: Settings
    clock: Clock
    faults: Faults
    pusher: Pusher
    parcels: dict[str, Parcel] = field(default_factory=dict)
    carriers: dict[str, list[str]] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)


def app(settings: Settings | None = None) -> Starlette:
    """The simulated aggregator as an ASGI app."""
    chosen = settings or Settings()
    clock = Clock(chosen.now)
    faults = Faults(clock, chosen.plan)
    made = Starlette(
        routes=[
            Route("/tracking/{version}/trackings", _create, methods=["POST"]),
            Route("/tracking/{version}/trackings", _list, methods=["GET"]),
            Route("/_control/parcels", _put, methods=["POST"]),
            Route("/_control/webhook", _webhook, methods=["POST"]),
            Route("/_control/push", _push, methods=["POST"]),
            Route("/_control/faults", _faults, methods=["POST"]),
        ],
        middleware=[Middleware(Faulty, faults=faults, clock=clock, guarded="/tracking/")],
    )
    made.state.aftership = _State(chosen, clock, faults, Pusher(faults))
    return made


def _refusal(code: int, message: str, status: int = 400) -> JSONResponse:
    meta = {"code": code, "message": message, "type": "BadRequest"}
    return JSONResponse({"meta": meta, "data": {}}, status)


def _let_in(request: Request) -> _State | JSONResponse:
    state: _State = request.app.state.aftership
    if request.headers.get("as-api-key") != state.settings.key:
        return _refusal(401, "Invalid API Key.", 401)
    return state


async def _create(request: Request) -> Response:
    state = _let_in(request)
    if isinstance(state, JSONResponse):
        return state
    number = str((await asked(request)).get("tracking_number") or "")
    if len(number) < 5:
        return _refusal(4005, "The value of `tracking_number` is invalid.")
    if number in state.made:
        return _refusal(4003, "Tracking already exists.")
    if state.settings.limit is not None and len(state.made) >= state.settings.limit:
        return _refusal(4190, "The limit of trackings is reached.")
    state.made.add(number)
    return JSONResponse({"meta": {"code": 201}, "data": {"tracking_number": number, "tag": "Pending"}}, 201)


async def _list(request: Request) -> Response:
    state = _let_in(request)
    if isinstance(state, JSONResponse):
        return state
    numbers = request.query_params.get("tracking_numbers", "").split(",")
    found = [one for number in numbers if number in state.made for one in _trackings(state, number)]
    return JSONResponse({"meta": {"code": 200}, "data": {"trackings": found}})


def _trackings(state: _State, number: str) -> list[Json]:
    """What is known of a number by now, under each carrier that claims it."""
    known = state.parcels.get(number)
    seen = [] if known is None else list(reversed(known.seen(state.clock.now())))
    carriers = state.carriers.get(number) or ["unknown"]
    points = [
        {
            "checkpoint_time": mark.at.isoformat(),
            "tag": mark.sub_status.partition("_")[0],
            "message": mark.words,
            "city": mark.place,
            "country_region": mark.country,
        }
        for mark in seen
    ]
    tag = points[-1]["tag"] if points else "Pending"
    return [{"tracking_number": number, "slug": slug, "tag": tag, "checkpoints": points} for slug in carriers]


async def _put(request: Request) -> Response:
    """Takes a list of parcels as `carrier_parcels.parcel` describes one, each perhaps with `carriers`."""
    state: _State = request.app.state.aftership
    try:
        body = await request.json()
    except ValueError:
        body = None
    for given in body if isinstance(body, list) else []:
        made = parcel(given, state.clock.now())
        if isinstance(made, str):
            return JSONResponse({"detail": made}, 400)
        state.parcels[made.number] = made
        state.carriers[made.number] = [str(one) for one in given.get("carriers", [made.operator])]
    return JSONResponse({"parcels": len(state.parcels)}, 201)


async def _webhook(request: Request) -> Response:
    """Takes the address that pushes go to."""
    state: _State = request.app.state.aftership
    state.pusher.url = str((await asked(request)).get("url") or "")
    return JSONResponse({"url": state.pusher.url})


async def _push(request: Request) -> Response:
    """Pushes what is known of a `number` by now; with `secret`, signed with another than the account's."""
    state: _State = request.app.state.aftership
    wanted = await asked(request)
    for told in _trackings(state, str(wanted.get("number"))):
        sent = as_body({"event": "tracking_update", "msg": told})
        secret = str(wanted.get("secret") or state.settings.secret)
        await state.pusher.send(sent, signed_by_secret(sent, secret, "aftership-hmac-sha256"))
    return JSONResponse({"answers": state.pusher.answers})


async def _faults(request: Request) -> Response:
    state: _State = request.app.state.aftership
    wrong = state.faults.change(await asked(request))
    return JSONResponse({"detail": wrong}, 400) if wrong else JSONResponse(state.faults.as_dict())
