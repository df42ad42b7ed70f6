"""How the site is doing: counts for Prometheus by route template, whether it lives, and whether it is ready.

Labels hold routes, methods and states of ours, never an address, a token or anything a person typed.
"""

import hmac
import time
from typing import Final

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from makewhole.desk import pace
from makewhole.desk.house import House
from makewhole.store import brands, meter
from makewhole.store import pace as pace_rows
from makewhole.store.trouble import Unavailable
from makewhole.web.doors import Here
from makewhole.web.problems import Stop

router = APIRouter(include_in_schema=False)
_SECONDS: Final = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_METHODS: Final = frozenset({"GET", "POST", "HEAD"})


class Vitals:
    """One application's measurements."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "makewhole_http_requests",
            "Requests answered",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "makewhole_http_seconds",
            "Time to the answer's head",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.threads = Gauge("makewhole_threads", "Threads by lane", ("lane",), registry=self.registry)
        self.claims = Gauge("makewhole_claims", "Claims by state", ("state",), registry=self.registry)
        self.letters = Gauge("makewhole_letters", "Letters by state", ("state",), registry=self.registry)
        self.queued = Gauge(
            "makewhole_letters_queued", "Letters that wait for their turn", ("lane",), registry=self.registry
        )
        self.spent = Gauge(
            "makewhole_x_spent_micro_dollars",
            "What calls to X cost today, in millionths of a US dollar",
            ("brand",),
            registry=self.registry,
        )
        self.optional = Gauge(
            "makewhole_x_spent_optional_micro_dollars",
            "The part of it that nobody waited for",
            ("brand",),
            registry=self.registry,
        )
        self.budget = Gauge(
            "makewhole_x_budget_micro_dollars",
            "What may be spent today",
            ("brand",),
            registry=self.registry,
        )
        self.unsealed = Gauge(
            "makewhole_statements_unsealed", "Statements without a leaf", registry=self.registry
        )

    def look(self, house: House, conn: sa.Connection) -> None:
        """Count what the rows say now."""
        self._money(house, conn)
        self.queued.clear()
        for lane, count in pace_rows.waiting(conn):
            self.queued.labels(lane).set(count)
        for gauge, label, table in (
            (self.threads, "lane", "thread"),
            (self.claims, "state", "claim"),
            (self.letters, "state", "person_letter"),
        ):
            gauge.clear()
            for name, count in conn.execute(
                sa.text(f"SELECT {label}, count(*) FROM {table} GROUP BY {label}")
            ):
                gauge.labels(name).set(count)
        waiting = conn.execute(
            sa.text("SELECT count(*) FROM statement WHERE leaf_index IS NULL")
        ).scalar_one()
        self.unsealed.set(waiting)

    def _money(self, house: House, conn: sa.Connection) -> None:
        for row in brands.all_of(conn):
            day = meter.of_day(conn, row.id, house.clock.now())
            self.spent.labels(row.id).set(day.micro)
            self.optional.labels(row.id).set(day.optional_micro)
            self.budget.labels(row.id).set(pace.budget(house, conn, row.id)[0])


class Watch:
    """Counts each request under the template of its route."""

    def __init__(self, app: ASGIApp, vitals: Vitals) -> None:
        self.app = app
        self.vitals = vitals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = str(getattr(scope.get("route"), "path", "other"))
                method = scope["method"] if scope["method"] in _METHODS else "other"
                self.vitals.requests.labels(method, route, message["status"]).inc()
                self.vitals.seconds.labels(route).observe(time.perf_counter() - began)
            await send(message)

        await self.app(scope, receive, counted)


@router.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def ready(doors: Here) -> Response:
    """The process and its store answer."""
    try:
        with doors.house.database.reading() as conn:
            conn.execute(sa.text("SELECT 1"))
    except Unavailable:
        return PlainTextResponse("the store can't be reached\n", 503)
    return PlainTextResponse("ready\n")


@router.get("/metrics")
def metrics(request: Request, doors: Here) -> Response:
    """Measurements in Prometheus text; behind a bearer token where settings name one."""
    token = doors.settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token is not None and not hmac.compare_digest(given.encode(), token.encode()):
        raise Stop(401, "notfound", headers={"www-authenticate": "Bearer"})
    vitals: Vitals = request.app.state.vitals
    with doors.house.database.reading() as conn:
        vitals.look(doors.house, conn)
    return Response(generate_latest(vitals.registry), media_type="text/plain; version=0.0.4")
