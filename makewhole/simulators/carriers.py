"""A tracking aggregator on loopback, in the form of 17TRACK's v2.4.

`app(settings)` is the whole of it. Parcels are put in through `/_control/parcels`, and their scans appear as
time goes by. Beside the common faults, `muddle` (0 to 1) spoils that share of all events, the way carriers
do. The page at `/` shows what is known by now.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from makewhole.simulators.carrier_parcels import Muddle, Parcel, parcel, shown
from makewhole.simulators.clock import Clock, real_now
from makewhole.simulators.faults import Faults, Faulty, Plan

Json = dict[str, Any]

_PAGES = Jinja2Templates(Path(__file__).parent / "pages")
_MOST_NUMBERS = 40
_REJECTIONS = {
    "unregistered": (-18019902, "The tracking number does not register, please register first."),
    "silent": (-18019909, "No tracking information at the moment."),
    "invalid": (-18010012, "The tracking number is not valid."),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What this aggregator is like: its key, how many events it muddles (0 to 1), faults and clock."""

    token: str = field(default="token-carriers", repr=False)
    muddle: float = 0.0
    register_first: bool = False
    plan: Plan = field(default_factory=Plan)
    now: Callable[[], datetime] = real_now


@dataclass(slots=True)
class _State:
    settings: Settings
    clock: Clock
    faults: Faults
    parcels: dict[str, Parcel] = field(default_factory=dict)
    registered: set[str] = field(default_factory=set)
    muddle: float = 0.0


def app(settings: Settings | None = None) -> Starlette:
    """The simulated aggregator as an ASGI app."""
    chosen = settings or Settings()
    clock = Clock(chosen.now)
    faults = Faults(clock, chosen.plan)
    made = Starlette(
        routes=[
            Route("/", _page),
            Route("/track/v2.4/register", _register, methods=["POST"]),
            Route("/track/v2.4/gettrackinfo", _track, methods=["POST"]),
            Route("/_control/parcels", _put, methods=["POST"]),
            Route("/_control/faults", _faults, methods=["GET", "POST"]),
            Route("/_control/advance", _advance, methods=["POST"]),
            Route("/_control/state", _everything),
        ],
        middleware=[Middleware(Faulty, faults=faults, clock=clock, guarded="/track/")],
    )
    made.state.carriers = _State(chosen, clock, faults, muddle=chosen.muddle)
    return made


async def _json(request: Request) -> Any:
    try:
        return await request.json()
    except ValueError:
        return None


async def _asked(request: Request) -> list[Json] | JSONResponse:
    """The items asked for, or the aggregator's refusal of the whole call."""
    state: _State = request.app.state.carriers
    if request.headers.get("17token") != state.settings.token:
        return JSONResponse({"code": 401, "data": {"errors": [{"code": -18010002}]}}, 401)
    body = await _json(request)
    if not isinstance(body, list) or not 1 <= len(body) <= _MOST_NUMBERS:
        return JSONResponse({"code": -18010013, "data": {"errors": [{"code": -18010013}]}}, 400)
    return [one for one in body if isinstance(one, dict)]


def _rejected(item: Json, why: str) -> Json:
    code, message = _REJECTIONS[why]
    return {"number": item.get("number"), "error": {"code": code, "message": message}}


def _answer(accepted: list[Json], rejected: list[Json]) -> JSONResponse:
    return JSONResponse({"code": 0, "data": {"accepted": accepted, "rejected": rejected}})


async def _register(request: Request) -> Response:
    asked, state = await _asked(request), request.app.state.carriers
    if isinstance(asked, JSONResponse):
        return asked
    accepted, rejected = [], []
    for item in asked:
        number = str(item.get("number", ""))
        if len(number) < 5:
            rejected.append(_rejected(item, "invalid"))
        else:
            state.registered.add(number)
            accepted.append({"number": number, "origin": 1})
    return _answer(accepted, rejected)


async def _track(request: Request) -> Response:
    asked, state = await _asked(request), request.app.state.carriers
    if isinstance(asked, JSONResponse):
        return asked
    now = state.clock.now()
    accepted, rejected = [], []
    for item in asked:
        number = str(item.get("number", ""))
        known = state.parcels.get(number)
        if state.settings.register_first and number not in state.registered:
            rejected.append(_rejected(item, "unregistered"))
        elif known is None or not known.seen(now):
            rejected.append(_rejected(item, "silent"))
        else:
            accepted.append(shown(known, now, Muddle(state.faults.plan.seed, state.muddle)))
    return _answer(accepted, rejected)


async def _put(request: Request) -> Response:
    """Takes a list of parcels as `carrier_parcels.parcel` describes one, or none of them."""
    state: _State = request.app.state.carriers
    body = await _json(request)
    if not isinstance(body, list):
        return JSONResponse({"detail": "a list of parcels is expected"}, 400)
    made = [parcel(one, state.clock.now()) for one in body]
    wrong = [one for one in made if isinstance(one, str)]
    if wrong:
        return JSONResponse({"detail": "; ".join(wrong)}, 400)
    state.parcels |= {one.number: one for one in made if isinstance(one, Parcel)}
    return JSONResponse({"parcels": len(state.parcels)}, 201)


async def _faults(request: Request) -> Response:
    """The common faults, and `muddle` beside them."""
    state: _State = request.app.state.carriers
    if request.method == "POST":
        body = await _json(request)
        wanted = body if isinstance(body, dict) else {}
        muddle = wanted.pop("muddle", 0.0)
        wrong = state.faults.change(wanted)
        if wrong or not isinstance(muddle, int | float):
            return JSONResponse({"detail": wrong or "each fault is a number"}, 400)
        state.muddle = float(muddle)
    return JSONResponse(state.faults.as_dict() | {"muddle": state.muddle})


async def _advance(request: Request) -> Response:
    state: _State = request.app.state.carriers
    body = await _json(request)
    seconds = body.get("seconds") if isinstance(body, dict) else None
    if not isinstance(seconds, int | float) or seconds < 0:
        return JSONResponse({"detail": "seconds is a number, 0 or more"}, 400)
    state.clock.advance(seconds)
    return JSONResponse({"now": state.clock.now().isoformat()})


async def _everything(request: Request) -> Response:
    state: _State = request.app.state.carriers
    now = state.clock.now()
    seen = {number: len(one.seen(now)) for number, one in state.parcels.items()}
    return JSONResponse({"now": now.isoformat(), "scans_seen": seen})


async def _page(request: Request) -> Response:
    state: _State = request.app.state.carriers
    rows = [(one, one.seen(state.clock.now())) for one in state.parcels.values()]
    page: HTMLResponse = _PAGES.TemplateResponse(
        request, "carriers.html", {"rows": rows, "now": state.clock.now()}
    )
    return page
