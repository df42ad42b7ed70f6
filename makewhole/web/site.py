"""The application: every door in one place, the guard around it, and its words when something is not well."""

import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from makewhole.desk import pictures
from makewhole.desk.house import House
from makewhole.store.trouble import Unavailable
from makewhole.web import (
    api,
    api_tracking,
    contact,
    customer,
    hooks,
    hooks_shops,
    hooks_tracking,
    law_api,
    vitals,
)
from makewhole.web.console import (
    bench,
    connect,
    content,
    customs,
    disruptions,
    door,
    inbox,
    lanes,
    parcels,
    publish,
    troubles,
)
from makewhole.web.console import house as console_house
from makewhole.web.doors import Doors, WebSettings
from makewhole.web.guard import HEADERS, Guard
from makewhole.web.limits import Buckets, Rate
from makewhole.web.live import Live
from makewhole.web.owed import door as owed
from makewhole.web.problems import Problem, Stop

log = structlog.get_logger(__name__)
_SMALL: Final = 1024 * 1024
_PUSHED: Final = 8 * 1024 * 1024
"""What X pushes of one post: as many people as it may mention, each as X describes them. An order or a
journey of thousands of lines fits as well."""
_PHOTOS: Final = pictures.MOST * pictures.LARGEST + _SMALL
_BULK: Final = 16 * 1024 * 1024
_PACE: Final = Rate(burst=120, every=0.25)
_FILING: Final = Rate(burst=12, every=15.0)

_PARTS: Final = (
    customer.router,
    contact.router,
    owed.router,
    door.router,
    inbox.router,
    bench.router,
    troubles.router,
    parcels.router,
    lanes.router,
    disruptions.router,
    customs.router,
    publish.router,
    connect.router,
    content.router,
    console_house.router,
    api.router,
    api_tracking.router,
    law_api.router,
    hooks.router,
    hooks_tracking.router,
    hooks_shops.router,
    vitals.router,
)


def app(house: House, settings: WebSettings) -> FastAPI:
    """The whole site for one house."""
    live = Live(house.database.url)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        live.start()
        yield
        live.stop()

    site = FastAPI(
        title="makewhole",
        version="1",
        lifespan=life,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        description="Parcel claims, made whole.",
    )
    site.state.doors = Doors(house, settings, live)
    site.state.sign_in_for_one = Buckets(door.FOR_ONE)
    site.state.sign_in_from_one = Buckets(door.FROM_ONE)
    site.state.pace = Buckets(_PACE)
    site.state.filing = Buckets(_FILING)
    site.state.vitals = vitals.Vitals()
    for part in _PARTS:
        site.include_router(part)
    site.mount("/static", GZipMiddleware(_Static(directory=str(files("makewhole.web").joinpath("static")))))
    site.add_exception_handler(Stop, _stopped)
    site.add_exception_handler(Problem, _problem)
    site.add_exception_handler(HTTPException, _refused)
    site.add_exception_handler(RequestValidationError, _unread)
    site.add_exception_handler(Unavailable, _away)
    site.add_exception_handler(Exception, _broken)
    site.add_middleware(vitals.Watch, vitals=site.state.vitals)
    site.add_middleware(_Pace, doors=site.state.doors, pace=site.state.pace, filing=site.state.filing)
    site.add_middleware(Guard, limit=_limit, https=settings.https, refuse=PlainTextResponse(_LARGE, 413))
    return site


_LARGE: Final = "That is too much at once. Please send fewer or smaller photos (at most 8 of 10 MB each).\n"


def _limit(path: str) -> int:
    if path in ("/claim", "/api/v1/claims") or path.endswith("/supply"):
        return _PHOTOS
    if path.startswith("/hooks/") and path != "/hooks/payment":
        return _PUSHED
    return _BULK if path.startswith("/api/v1/") else _SMALL


class _Static(StaticFiles):
    """Files that never change under their address: it carries their fingerprint."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if b"v=" in scope["query_string"] and response.status_code == 200:
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        else:
            response.headers["cache-control"] = "public, max-age=300"
        return response


def _for_machines(request: Request) -> bool:
    return request.url.path.startswith(("/api/", "/hooks/"))


def _word(request: Request, status: int, about: str, **args: object) -> Response:
    doors: Doors = request.app.state.doors
    return doors.show(
        request, "customer/word.html", status, title=f"{about}-title", text=f"{about}-text", args=args
    )


async def _stopped(request: Request, stop: Exception) -> Response:
    assert isinstance(stop, Stop)
    if stop.status == 303:
        return RedirectResponse(stop.headers["location"], 303)
    if _for_machines(request):
        said = Problem(
            stop.status,
            stop.about,
            stop.about,
            request.url.path,
            "see the API's description",
            "Check the address and try again.",
        )
        return said.response(request.state.request_id)
    doors: Doors = request.app.state.doors
    page = await doors.in_thread(_word, request, stop.status, stop.about, **stop.args_)
    page.headers.update(stop.headers)
    return page


async def _problem(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    return problem.response(request.state.request_id)


async def _refused(request: Request, refused: Exception) -> Response:
    assert isinstance(refused, HTTPException)
    if _for_machines(request):
        said = Problem(
            refused.status_code,
            "http",
            str(refused.detail),
            f"{request.method} {request.url.path}",
            "the addresses and methods of /api/v1/openapi.json",
            "Compare the request with that description.",
            refused.headers or {},
        )
        return said.response(request.state.request_id)
    if request.url.path.startswith("/static"):
        return PlainTextResponse("not found\n", refused.status_code)
    about = "notfound" if refused.status_code in (404, 405) else "stale"
    doors: Doors = request.app.state.doors
    return await doors.in_thread(_word, request, refused.status_code, about)


async def _unread(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if _for_machines(request):
        said = Problem(
            422,
            "unreadable",
            "A field can't be read",
            f"{where}: {str(first.get('input'))[:80]!r}",
            first["msg"],
            "Correct the field and send it again.",
        )
        return said.response(request.state.request_id)
    doors: Doors = request.app.state.doors
    return await doors.in_thread(_word, request, 404, "notfound")


async def _away(request: Request, trouble: Exception) -> Response:
    log.error("database.away", why=str(trouble), path=_route(request))
    headers = {"retry-after": "5"}
    if _for_machines(request):
        said = Problem(
            503,
            "away",
            "The store can't be reached",
            request.url.path,
            "the same request, later",
            "Nothing was half kept; send it again in a few seconds.",
            headers,
        )
        return said.response(request.state.request_id)
    return PlainTextResponse("We'll be back in a moment. Nothing is lost; please try again.\n", 503, headers)


async def _broken(request: Request, error: Exception) -> Response:
    """A bug of ours: the reader gets a word and a number to quote, the log the place, never the values."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    number = request.state.request_id
    log.error("broken", error=type(error).__name__, at=f"{last.filename}:{last.lineno}", request_id=number)
    if _for_machines(request):
        said = Problem(
            500,
            "broken",
            "Something broke on our side",
            _route(request),
            "the same request, later",
            "Nothing was half kept; if it happens twice, tell us the request id.",
        )
        response: Response = said.response(number)
    else:
        response = await request.app.state.doors.in_thread(_word, request, 500, "broken", id=number)
    # The outermost handler answers outside the guard, so it dresses the answer itself.
    response.headers.update({**HEADERS, "x-request-id": number, "cache-control": "no-store"})
    return response


def _route(request: Request) -> str:
    route = request.scope.get("route")
    return str(getattr(route, "path", "?"))


class _Pace:
    """How fast one address may ask: pages, and more slowly what creates something."""

    def __init__(self, app: ASGIApp, doors: Doors, pace: Buckets, filing: Buckets) -> None:
        self.app = app
        self.doors = doors
        self.pace = pace
        self.filing = filing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, unless its sender is too fast."""
        if scope["type"] != "http" or scope["path"].startswith(
            ("/static", "/hooks", "/healthz", "/readyz", "/metrics")
        ):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        subject = self.doors.house.vault.join_hash("from", self.doors.peer(request))
        wait = self.pace.wait(subject)
        if scope["method"] == "POST" and scope["path"] in ("/claim", "/contact"):
            wait = max(wait, self.filing.wait(subject))
        if not wait:
            await self.app(scope, receive, send)
            return
        text = f"A little slower, please. Try again in {wait} seconds.\n"
        await PlainTextResponse(text, 429, {"retry-after": str(wait)})(scope, receive, send)
