"""Puts the house together from the settings: nothing here decides, and nothing else constructs these parts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from makewhole import durable
from makewhole.clock import Clock
from makewhole.desk.house import House
from makewhole.durable import Engine
from makewhole.gateways.carriers import Carriers
from makewhole.gateways.payment import SandboxClient
from makewhole.gateways.rates import EuropeanRates
from makewhole.gateways.x import XClient
from makewhole.main.settings import Settings
from makewhole.store import brands, database, keys, server
from makewhole.store.database import Database


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The database of an installation: the one it names, else its own server for as long as this lasts."""
    url = None if settings.database_url is None else settings.database_url.get_secret_value()
    with server.database(url, settings.data / "database") as given:
        own = Database(given)
        try:
            yield own
        finally:
            own.close()


def upgrade(own: Database) -> str:
    """Bring our schema and the engine's up to date; returns our schema's version."""
    version = database.upgrade(own)
    durable.migrate(own.url)
    return version


@contextmanager
def furnished(settings: Settings) -> Iterator[House]:
    """The house of an installation, its database opened and brought up to date."""
    with opened(settings) as own:
        upgrade(own)
        yield house_on(settings, own)


def house_on(settings: Settings, own: Database) -> House:
    """The house on a database."""
    ring = keys.at(settings.keys)
    return House(
        database=own, engine=Engine(own.engine, own.url), clock=_clock(settings, own), vault=ring.vault,
        sender=ring.sender, log=ring.log,
        x=XClient(settings.x_url, settings.x_token.get_secret_value()),
        payment=SandboxClient(settings.payment_url, settings.payment_key.get_secret_value()),
        carriers=Carriers(settings.carriers_url, settings.carriers_key.get_secret_value()),
        rates=EuropeanRates(), accepted_rows=settings.accepted_rows,
    )


def _clock(settings: Settings, own: Database) -> Clock:
    """The house's clock. Where time is scaled, when it began is a fact of the house, so that every process and
    every restart reads the same time."""
    if settings.time_scale == 1:
        return Clock()
    now = datetime.now(UTC).isoformat()
    with own.writing() as conn:
        began = brands.set_house_fact(conn, "clock", {"scale": settings.time_scale, "origin": now, "since": now})
    return Clock(int(began["scale"]), datetime.fromisoformat(began["origin"]), datetime.fromisoformat(began["since"]))
