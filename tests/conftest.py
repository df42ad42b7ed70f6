"""What every test may ask for: a real database of its own, and the promise that nothing leaves loopback.

One server serves the whole run, all xdist workers included: they name the same data folder, and whoever
comes first starts it (see makewhole.store.server). Each database is cloned from a template in some
milliseconds and dropped afterwards.
"""

import os
import secrets
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.engine import make_url

from makewhole.main import wiring
from makewhole.store.database import Database
from makewhole.store.server import database as a_database
from tests.world import World, a_world

settings.register_profile(
    "quick", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "thorough", max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck)
)
# What CI says of a change must not depend on chance; chance looks for more with the thorough profile.
settings.register_profile("ci", settings.get_profile("quick"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "quick"))


class LeftLoopback(AssertionError):
    """A test tried to reach something outside this machine."""


def _guard(event: str, args: tuple[Any, ...]) -> None:
    if event not in ("socket.connect", "socket.sendto", "socket.getaddrinfo"):
        return
    target = args[0] if event == "socket.getaddrinfo" else args[1]
    host = target[0] if isinstance(target, tuple) else target
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if event != "socket.getaddrinfo" and args[0].family == getattr(socket, "AF_UNIX", None):
        return
    if host in (None, "", "localhost", socket.gethostname()):
        return
    try:
        inside = ip_address(str(host).split("%")[0]).is_loopback or ip_address(str(host)).is_unspecified
    except ValueError:
        inside = str(host).endswith(".localhost")
    if not inside:
        raise LeftLoopback(f"a test tried to reach {host!r}; outside parties are simulated on 127.0.0.1")


# An audit hook can't be taken off again, which is what is wanted: it also guards threads and fixtures.
sys.addaudithook(_guard)


SHARED = "MAKEWHOLE_TEST_FOLDER"
"""Names the run's folder for the server to xdist's workers; short, and open to the user who runs it."""


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all workers of this run share."""
    if SHARED not in os.environ:
        made = tempfile.mkdtemp(prefix="makewhole-tests-")
        Path(made).chmod(0o711)
        os.environ[SHARED] = made


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove it when the last worker has ended."""
    if "PYTEST_XDIST_WORKER" not in os.environ and SHARED in os.environ:
        shutil.rmtree(os.environ.pop(SHARED), ignore_errors=True)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """The URL of a server for this run: DATABASE_URL's where set, else one started for the tests."""
    with a_database(os.environ.get("DATABASE_URL"), Path(os.environ[SHARED]) / "server") as url:
        yield url


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A short new folder that other users may enter, unlike `tmp_path`."""
    with tempfile.TemporaryDirectory(prefix="makewhole-test-") as made:
        Path(made).chmod(0o711)
        yield Path(made)


@contextmanager
def cloned(server_url: str, template: str = "template0") -> Iterator[str]:
    """A new database made from `template`, dropped at the end whoever still uses it; gives its URL."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(plain(server_url), autocommit=True) as connection:
        connection.execute(f'create database "{name}" template "{template}"')
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(plain(server_url), autocommit=True) as connection:
            connection.execute(f'drop database "{name}" with (force)')


def plain(url: str) -> str:
    """A database URL as psycopg itself reads it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture
def fresh_database(server_url: str) -> Iterator[str]:
    """The URL of an empty database, this test's own."""
    with cloned(server_url) as url:
        yield url


@pytest.fixture(scope="session")
def template(server_url: str) -> Iterator[str]:
    """The name of a database with all migrations, to clone from."""
    with cloned(server_url) as url:
        own = Database(url)
        wiring.upgrade(own)
        own.close()
        yield str(make_url(url).database)


@pytest.fixture
def database(server_url: str, template: str) -> Iterator[Database]:
    """A database with all migrations, this test's own."""
    with cloned(server_url, template) as url:
        own = Database(url, pool=6)
        yield own
        own.close()


@pytest.fixture
def world(database: Database, tmp_path: Path) -> Iterator[World]:
    """A brand's house with a worker, and the outside parties simulated around it."""
    with a_world(database, tmp_path / "data") as made:
        yield made


@pytest.fixture(scope="session")
def eval_data() -> Path:
    """The folder of real test data; tests that need it are skipped where EVAL_DATA names none."""
    named = os.environ.get("EVAL_DATA")
    if not named or not Path(named).is_dir():
        pytest.skip("EVAL_DATA names no folder")
    return Path(named)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a chromium for browser tests (playwright's `executable_path`); they are skipped without.

    Where CI is set they are required. Flags it needs here: --no-sandbox --disable-background-networking.
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    if os.environ.get("CI"):
        pytest.fail("chromium is required where CI is set: apt-get install chromium")
    pytest.skip("no chromium: apt-get install chromium")
