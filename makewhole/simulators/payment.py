"""A payment gateway on loopback: payouts under an idempotency key, settled later, told by signed webhooks.

`app(settings)` is the whole of it. The same key with the same order gives the same payout and is counted;
with another order it is refused. Given a file, it survives being killed. The page at `/` is its ledger.
"""

import asyncio
import contextlib
import hashlib
import hmac
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from makewhole.money import EXPONENTS, Money
from makewhole.simulators.clock import Clock, real_now
from makewhole.simulators.faults import Faults, Faulty, Plan
from makewhole.simulators.ledger import Clash, Ledger, shown

_PAGES = Jinja2Templates(Path(__file__).parent / "pages")
_LOOKS_EVERY_SECONDS = 0.05
_PAUSE_AFTER_FAILURE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Settings:
    """What this gateway is like: its secrets, its file, how long settling takes, faults and clock."""

    token: str = field(default="token-payment", repr=False)
    webhook_secret: str = field(default="simulated-payment-secret", repr=False)
    file: Path | None = None
    settles_after_seconds: float = 2.0
    plan: Plan = field(default_factory=Plan)
    now: Callable[[], datetime] = real_now


@dataclass(slots=True)
class _State:
    settings: Settings
    clock: Clock
    faults: Faults
    ledger: Ledger
    delivered: int = 0


def app(settings: Settings | None = None) -> Starlette:
    """The simulated gateway as an ASGI app."""
    chosen = settings or Settings()
    clock = Clock(chosen.now)
    faults = Faults(clock, chosen.plan)
    state = _State(chosen, clock, faults, Ledger(chosen.file, chosen.settles_after_seconds))
    made = Starlette(
        routes=[
            Route("/", _page),
            Route("/v1/payouts", _pay, methods=["POST"]),
            Route("/v1/payouts", _find, methods=["GET"]),
            Route("/v1/payouts/{id}", _get, methods=["GET"]),
            Route("/v1/webhooks", _register, methods=["POST"]),
            Route("/_control/faults", _faults, methods=["GET", "POST"]),
            Route("/_control/advance", _advance, methods=["POST"]),
            Route("/_control/replay", _replay, methods=["POST"]),
            Route("/_control/state", _everything),
        ],
        middleware=[Middleware(Faulty, faults=faults, clock=clock, guarded="/v1/")],
        lifespan=_lifespan,
    )
    made.state.payment = state
    return made


@contextlib.asynccontextmanager
async def _lifespan(made: Starlette) -> AsyncIterator[None]:
    state: _State = made.state.payment
    settling = asyncio.create_task(_settle_for_ever(state))
    yield
    settling.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await settling
    state.ledger.close()


async def _settle_for_ever(state: _State) -> None:
    async with httpx.AsyncClient(timeout=5.0) as http:
        while True:
            state.ledger.settle(state.clock.now())
            urls = state.ledger.webhooks()
            for notice in state.ledger.notices_to_send() if urls else []:
                if state.faults.happens("event_late"):
                    continue  # left for the next look, so that later notices overtake it
                if not await _told(state, http, urls, notice["body"].encode()):
                    state.ledger.tried(notice["id"])
                    await asyncio.sleep(_PAUSE_AFTER_FAILURE_SECONDS)
                    break
                state.ledger.taken(notice["id"])
                state.delivered += 1
            await asyncio.sleep(_LOOKS_EVERY_SECONDS)


async def _told(state: _State, http: httpx.AsyncClient, urls: list[str], body: bytes) -> bool:
    """Sends one notice to every address; True when all took it."""
    copies = 2 if state.faults.happens("event_twice") else 1
    for url in urls * copies:
        at = str(int(state.clock.now().timestamp()))
        secret = state.settings.webhook_secret.encode()
        proof = hmac.new(secret, f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"content-type": "application/json", "payment-signature": f"t={at},v1={proof}"}
        try:
            answer = await http.post(url, content=body, headers=headers)
        except httpx.HTTPError:
            return False
        if answer.status_code >= 300:
            return False
    return True


def _no(status: int, code: str, says: str) -> JSONResponse:
    return JSONResponse({"code": code, "message": says}, status)


def _known(request: Request) -> _State | None:
    """The gateway's state when the caller has its token."""
    state: _State = request.app.state.payment
    return state if request.headers.get("authorization") == f"Bearer {state.settings.token}" else None


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


async def _pay(request: Request) -> Response:
    state = _known(request)
    if state is None:
        return _no(401, "unauthorized", "unknown token")
    key, body = request.headers.get("idempotency-key", ""), await _body(request)
    if not key or len(key) > 255:
        return _no(400, "idempotency_key_missing", "an idempotency-key header is required")
    amount = body.get("amount_minor")
    wanted = {name: body.get(name) for name in ("amount_minor", "currency", "destination", "reference")}
    if not isinstance(amount, int) or isinstance(amount, bool) or amount <= 0:
        return _no(422, "amount_invalid", "amount_minor is a whole number above 0")
    words = [wanted[name] for name in ("currency", "destination", "reference")]
    if not all(isinstance(word, str) and word for word in words) or words[0] not in EXPONENTS:
        return _no(422, "order_invalid", "a known currency, a destination and a reference are required")
    if "closed" in str(wanted["destination"]):
        return _no(422, "account_closed", "the destination account is closed")
    made = state.ledger.order(key, wanted, state.clock.now())
    if isinstance(made, Clash):
        return _no(409, "idempotency_key_reused", "this key was used for another order")
    row, new = made
    return JSONResponse(shown(row), 201 if new else 200, {"idempotent-replay": "false" if new else "true"})


async def _find(request: Request) -> Response:
    state = _known(request)
    if state is None:
        return _no(401, "unauthorized", "unknown token")
    found = state.ledger.by_key(request.query_params.get("key", ""))
    return JSONResponse({"data": [shown(found)] if found else []})


async def _get(request: Request) -> Response:
    state = _known(request)
    if state is None:
        return _no(401, "unauthorized", "unknown token")
    found = state.ledger.by_id(request.path_params["id"])
    return JSONResponse(shown(found)) if found else _no(404, "not_found", "no such payout")


async def _register(request: Request) -> Response:
    state, url = _known(request), (await _body(request)).get("url")
    if state is None:
        return _no(401, "unauthorized", "unknown token")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        return _no(422, "url_invalid", "url is an http or https address")
    state.ledger.add_webhook(url)
    return JSONResponse({"url": url}, 201)


async def _faults(request: Request) -> Response:
    state: _State = request.app.state.payment
    if request.method == "POST":
        wrong = state.faults.change(await _body(request))
        if wrong:
            return JSONResponse({"detail": wrong}, 400)
    return JSONResponse(state.faults.as_dict())


async def _advance(request: Request) -> Response:
    state: _State = request.app.state.payment
    seconds = (await _body(request)).get("seconds")
    if not isinstance(seconds, int | float) or seconds < 0:
        return JSONResponse({"detail": "seconds is a number, 0 or more"}, 400)
    state.clock.advance(seconds)
    moved = state.ledger.settle(state.clock.now())
    return JSONResponse({"moved": moved, "now": state.clock.now().isoformat()})


async def _replay(request: Request) -> Response:
    state: _State = request.app.state.payment
    return JSONResponse({"sent_again": state.ledger.again()})


async def _everything(request: Request) -> Response:
    """Every payout, how often each was asked for, and references that were paid more than once."""
    state: _State = request.app.state.payment
    rows = state.ledger.payouts()
    paid = Counter(row["reference"] for row in rows if row["state"] in ("pending", "settled"))
    return JSONResponse(
        {
            "payouts": [{**shown(row), "asked": row["asked"]} for row in rows],
            "asked_again": sum(row["asked"] - 1 for row in rows),
            "paid_twice": [reference for reference, count in paid.items() if count > 1],
            "notices": {"delivered": state.delivered, "waiting": len(state.ledger.notices_to_send())},
        }
    )


async def _page(request: Request) -> Response:
    state: _State = request.app.state.payment
    rows = [
        {**row, "money": Money(row["amount_minor"], row["currency"]).text()}
        for row in reversed(state.ledger.payouts())
    ]
    shown_now = {"rows": rows, "now": state.clock.now(), "webhooks": state.ledger.webhooks()}
    page: HTMLResponse = _PAGES.TemplateResponse(request, "payment.html", shown_now)
    return page
