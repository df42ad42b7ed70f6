"""A tracking aggregator on loopback, in the form of 17TRACK's v2.4.

`app(settings)` is the whole of it. Parcels are put in through `/_control/parcels`, and their scans appear as
time goes by. A waybill is registered once and counted against a quota; `/_control/push` sends what is known
of one, signed, to the address set with `/_control/webhook`. Beside the common faults, `muddle` (0 to 1)
spoils that share of all events, the way carriers do. The page at `/` shows what is known by now.
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
from makewhole.simulators.pushes import Pusher, as_body, signed_by_17track

Json = dict[str, Any]

_PAGES = Jinja2Templates(Path(__file__).parent / "pages")
_MOST_NUMBERS = 40
_REJECTIONS = {
    "unregistered": (-18019902, "The tracking number does not register, please register first."),
    "silent": (-18019909, "No tracking information at the moment."),
    "invalid": (-18010012, "The tracking number is not valid."),
    "registered": (-18019901, "The tracking number is already registered."),
    "quota": (-18019908, "The quota is used up."),
    "phone": (-18010020, "This carrier asks for the phone number on the label."),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What this aggregator is like: its key, how many events it muddles (0 to 1), faults and clock."""

    token: str = field(default="token-carriers", repr=False)
    muddle: float = 0.0
    register_first: bool = False
    quota: int | None = None
    """How many waybills may be registered; None: as many as like."""
    asks_for_phone: str = ""
    """Waybills that begin like this are refused: their carrier tells only who names a phone number."""
    plan: Plan = field(default_factory=Plan)
    now: Callable[[], datetime] = real_now


@dataclass(slots=True)
class _State:
    settings: Settings
    clock: Clock
    faults: Faults
    pusher: Pusher
    parcels: dict[str, Parcel] = field(default_factory=dict)
    registered: set[str] = field(default_factory=set)
    calls: list[tuple[str, int]] = field(default_factory=list)
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
            Route("/track/v2.4/getquota", _quota, methods=["POST"]),
            Route("/_control/parcels", _put, methods=["POST"]),
            Route("/_control/webhook", _webhook, methods=["POST"]),
            Route("/_control/push", _push, methods=["POST"]),
            Route("/_control/faults", _faults, methods=["GET", "POST"]),
            Route("/_control/advance", _advance, methods=["POST"]),
            Route("/_control/state", _everything),
        ],
        middleware=[Middleware(Faulty, faults=faults, clock=clock, guarded="/track/")],
    )
    made.state.carriers = _State(chosen, clock, faults, Pusher(faults), muddle=chosen.muddle)
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
    state.calls.append((request.url.path.rpartition("/")[2], len(body) if isinstance(body, list) else 0))
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
        why = _refusal(state, number)
        if why is None:
            state.registered.add(number)
            accepted.append({"number": number, "origin": 1})
        else:
            rejected.append(_rejected(item, why))
    return _answer(accepted, rejected)


def _refusal(state: _State, number: str) -> str | None:
    """Why a waybill can't be registered, by name; None where it can."""
    settings = state.settings
    if len(number) < 5:
        return "invalid"
    if number in state.registered:
        return "registered"
    if settings.asks_for_phone and number.startswith(settings.asks_for_phone):
        return "phone"
    full = settings.quota is not None and len(state.registered) >= settings.quota
    return "quota" if full else None


async def _quota(request: Request) -> Response:
    state: _State = request.app.state.carriers
    if request.headers.get("17token") != state.settings.token:
        return JSONResponse({"code": 401, "data": {"errors": [{"code": -18010002}]}}, 401)
    total, used = state.settings.quota or 1_000_000, len(state.registered)
    told = {"quota_total": total, "quota_used": used, "quota_remain": total - used, "today_used": used}
    return JSONResponse({"code": 0, "data": told})


async def _webhook(request: Request) -> Response:
    """Takes the address that pushes go to."""
    state: _State = request.app.state.carriers
    body = await _json(request)
    url = body.get("url") if isinstance(body, dict) else None
    if not isinstance(url, str):
        return JSONResponse({"detail": "url is the address pushes go to"}, 400)
    state.pusher.url = url
    return JSONResponse({"url": url})


async def _push(request: Request) -> Response:
    """Pushes what is known of a `number` by now; with `stopped`, that it is watched no more; with `key`,
    signed with another key than the account's."""
    state: _State = request.app.state.carriers
    body = await _json(request)
    wanted = body if isinstance(body, dict) else {}
    known, now = state.parcels.get(str(wanted.get("number"))), state.clock.now()
    if known is None or not known.seen(now):
        return JSONResponse({"detail": "nothing is known of that number yet"}, 404)
    told: Json = shown(known, now, Muddle(state.faults.plan.seed, state.muddle))
    event = "TRACKING_UPDATED"
    if wanted.get("stopped"):
        told, event = (
            {"number": known.number, "carrier": known.operator, "param": None, "tag": ""},
            "TRACKING_STOPPED",
        )
    sent = as_body({"event": event, "data": told})
    await state.pusher.send(sent, signed_by_17track(sent, str(wanted.get("key") or state.settings.token)))
    return JSONResponse({"answers": state.pusher.answers})


async def _track(request: Request) -> Response:
    asked, state = await _asked(request), request.app.state.carriers
    if isinstance(asked, JSONResponse):
        return asked
    now = state.clock.now()
    accepted, rejected = [], []
    for item in asked:
        number = str(item.get("number", ""))
        known = state.parcels.get(number)
        if len(number) < 5:
            rejected.append(_rejected(item, "invalid"))
        elif state.settings.register_first and number not in state.registered:
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
    said = {"registered": len(state.registered), "calls": state.calls, "pushed": state.pusher.answers}
    return JSONResponse({"now": now.isoformat(), "scans_seen": seen, **said})


async def _page(request: Request) -> Response:
    state: _State = request.app.state.carriers
    rows = [(one, one.seen(state.clock.now())) for one in state.parcels.values()]
    page: HTMLResponse = _PAGES.TemplateResponse(
        request, "carriers.html", {"rows": rows, "now": state.clock.now()}
    )
    return page
