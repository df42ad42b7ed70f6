"""A whole site on loopback: real store, simulated outside parties and, where asked for, a worker."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient

from makewhole import web
from makewhole.desk.house import House
from makewhole.store.database import Database
from makewhole.web import staff
from makewhole.web.doors import DemoStop, WebSettings
from tests.world import BRAND, World, a_world, until

ADMIN, LEAD, AGENT, PASSWORD = (
    "ann@halden.example",
    "mei@halden.example",
    "bo@halden.example",
    "correct-horse-1",
)
WEB = WebSettings(
    brand=BRAND,
    x_secret="simulated-client-secret",
    payment_secret="simulated-payment-secret",
    metrics_token="m3trics",
    demo=(DemoStop("/claim", "demo-claim", "demo-claim-text"),),
)


def staffed(world: World) -> World:
    """The world with three members of staff."""
    staff.hire(world.house, BRAND, ADMIN, "Ann", "admin", PASSWORD)
    staff.hire(world.house, BRAND, LEAD, "Mei", "lead", PASSWORD)
    staff.hire(world.house, BRAND, AGENT, "Bo", "agent", PASSWORD)
    return world


@pytest.fixture
def quiet(database: Database, tmp_path: Path) -> Iterator[World]:
    """A staffed world in which no worker works."""
    with a_world(database, tmp_path / "data", working=False) as made:
        yield staffed(made)


@contextmanager
def visitor(house: House, settings: WebSettings = WEB) -> Iterator[TestClient]:
    """A client of the whole site, cookies kept, redirects not followed."""
    with TestClient(web.app(house, settings), base_url="http://127.0.0.1", follow_redirects=False) as made:
        yield made


@pytest.fixture
def client(quiet: World) -> Iterator[TestClient]:
    """A visitor in the quiet world."""
    with visitor(quiet.house) as made:
        yield made


@contextmanager
def served(house: House, settings: WebSettings = WEB) -> Iterator[str]:
    """The site on a socket of its own; gives its address."""
    server = uvicorn.Server(
        uvicorn.Config(
            web.app(house, settings),
            host="127.0.0.1",
            port=0,
            log_level="critical",
            timeout_graceful_shutdown=2,
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started or not thread.is_alive(), otherwise="the site did not start")
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=15)
