"""A whole site on loopback: real store, simulated outside parties and, where asked for, a worker."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient

from makewhole import web
from makewhole.desk.house import House
from makewhole.main import wiring
from makewhole.main.settings import Settings
from makewhole.simulators import carriers, payment, running, x
from makewhole.store import brands
from makewhole.store.database import Database
from makewhole.web import staff
from makewhole.web.doors import WebSettings
from tests.conftest import cloned

BRAND = "halden"
EMAIL, LEAD_EMAIL, PASSWORD = "ann@halden.example", "mei@halden.example", "correct-horse-1"


@dataclass(frozen=True)
class Parties:
    """Where the simulated outside parties listen."""

    x: str
    payment: str
    carriers: str


@pytest.fixture(scope="session")
def parties() -> Iterator[Parties]:
    """Simulators of X, the payment provider and the carriers."""
    with ExitStack() as stack:
        yield Parties(
            *(stack.enter_context(running.Simulator(sim.app())).url for sim in (x, payment, carriers))
        )


@pytest.fixture(scope="session")
def template(server_url: str) -> Iterator[str]:
    """A database with our schema, to be cloned."""
    with cloned(server_url) as url:
        own = Database(url)
        wiring.upgrade(own)
        own.close()
        yield url.rpartition("/")[2].partition("?")[0]


@contextmanager
def furnished(
    server_url: str, template: str, parties: Parties, folder: Path
) -> Iterator[tuple[House, Settings]]:
    """A house of its own with one brand and three members of staff."""
    with cloned(server_url, template) as url:
        settings = Settings(
            data=folder,
            brand=BRAND,
            x_url=parties.x,
            payment_url=parties.payment,
            carriers_url=parties.carriers,
            x_token="token-halden",
            x_client_secret="simulated-client-secret",
            payment_key="token-payment",
            payment_secret="simulated-payment-secret",
            carriers_key="token-carriers",
        )
        own = Database(url)
        try:
            house = wiring.house_on(settings, own)
            with own.writing() as conn:
                brands.put(
                    conn, BRAND, "Halden Home", ["HaldenHome"], "EUR", house.clock.now(), attested=True
                )
            staff.hire(house, BRAND, EMAIL, "Ann", "admin", PASSWORD)
            staff.hire(house, BRAND, LEAD_EMAIL, "Mei", "lead", PASSWORD)
            yield house, settings
        finally:
            own.close()


@pytest.fixture
def house(server_url: str, template: str, parties: Parties, tmp_path: Path) -> Iterator[House]:
    """A house for one test."""
    with furnished(server_url, template, parties, tmp_path) as (made, _):
        yield made


WEB = WebSettings(brand=BRAND, x_secret="simulated-client-secret", payment_secret="simulated-payment-secret")


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    """A client of the whole site, cookies kept, redirects not followed."""
    with TestClient(web.app(house, WEB), base_url="http://127.0.0.1", follow_redirects=False) as made:
        yield made


@contextmanager
def served(house: House, settings: WebSettings) -> Iterator[str]:
    """The site on a socket of its own; gives its address."""
    server = uvicorn.Server(
        uvicorn.Config(
            web.app(house, settings),
            host="127.0.0.1",
            port=0,
            log_level="warning",
            timeout_graceful_shutdown=2,
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    ready = threading.Event()
    while thread.is_alive() and not server.started:
        ready.wait(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=15)
