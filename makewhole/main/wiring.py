"""Puts the house together from the settings. Nothing here decides, and nothing else makes these parts."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import sqlalchemy as sa

from makewhole import durable
from makewhole.because import Ground, Refused
from makewhole.clock import Clock
from makewhole.desk.bill import Bill
from makewhole.desk.house import House
from makewhole.desk.turn import Turn
from makewhole.durable import Engine
from makewhole.gateways.mail import Mailbox
from makewhole.gateways.payment import SandboxClient
from makewhole.gateways.rates import EcbRates
from makewhole.learn import keep
from makewhole.main.settings import Settings
from makewhole.main.sources import micro, sources_of
from makewhole.main.voices import on_x
from makewhole.parcel.learned import Model
from makewhole.store import brands, database, keys, log, server
from makewhole.store.database import Database
from makewhole.store.log import HeadRow
from makewhole.store.trouble import Unavailable

_LOG = logging.getLogger(__name__)


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
    try:
        durable.migrate(own.url)
    except sa.exc.DBAPIError as error:
        raise database.in_words(error) or error from error
    return version


@contextmanager
def furnished(settings: Settings) -> Iterator[House]:
    """The house of an installation, its database opened and brought up to date."""
    with opened(settings) as own:
        upgrade(own)
        yield house_on(settings, own)


def house_on(settings: Settings, own: Database) -> House:
    """The house on a database."""
    ring, clock = keys.at(settings.keys), _clock(settings, own)
    return House(
        database=own,
        engine=Engine(own.engine, own.url, away=(Unavailable,)),
        clock=clock,
        vault=ring.vault,
        sender=ring.sender,
        log=ring.log,
        x=on_x(settings, own, ring.vault, Bill(own, settings.brand), clock.now),
        payment=SandboxClient(settings.payment_url, settings.payment_key.get_secret_value()),
        carriers=sources_of(settings),
        rates=EcbRates(),
        periods=settings.periods,
        accepted_rows=settings.accepted_rows,
        mail={brand: Mailbox(box.account()) for brand, box in settings.mailboxes.items()},
        public_url=settings.public_url.rstrip("/"),
        follow_all=settings.follow_all,
        tracking_budget=None if settings.tracking_budget is None else micro(settings.tracking_budget),
        outlook=_outlook(settings),
    )


def _outlook(settings: Settings) -> Model | None:
    """The outlook this house learned; where its files can't be read the prior speaks, and the log says so."""
    found = keep.load(keep.under(settings.data))
    if isinstance(found, Refused):
        _LOG.warning("%s; %s", found.says, found.way_forward)
        return None
    return found


def run_again(house: House) -> int:
    """Run the errands that ended in an error of ours again; returns how many."""
    return durable.again(house.database.url)


def last_head(own: Database) -> HeadRow | None:
    """The last head a database has signed; None where it has none, or no tables yet."""
    if database.schema_version(own)[0] is None:
        return None
    with own.reading() as conn:
        return log.head(conn)


def begin_epoch(settings: Settings, own: Database, seen: HeadRow | None) -> None:
    """Begin a new log under a new key after a restore, with the statement that names the last head seen and
    the gap to it."""
    keys.begin_log(settings.keys)
    house = house_on(settings, own)
    restored = last_head(own)
    size, had = (0 if restored is None else restored.size), (0 if seen is None else seen.size)
    with own.writing() as conn:
        brand = next((row.id for row in brands.all_of(conn)), None)
        if brand is None:
            return
        turn = Turn(house, conn, "restore")
        gap = max(0, had - size)
        ground = Ground("log.epoch", "the database was restored from a backup", "docs/proof.md", {"gap": gap})
        count, _ = log.last_about(conn, "log")
        turn.state(
            brand,
            "epoch",
            "log",
            {
                "epoch": count + 2,
                "last_head": None if seen is None else seen.signed,
                "restored_size": size,
                "gap": gap,
            },
            (ground,),
        )


def _clock(settings: Settings, own: Database) -> Clock:
    """The house's clock. Where time is scaled, its start is a fact of the house: every process and every
    restart reads the same time."""
    if settings.time_scale == 1:
        return Clock()
    now = datetime.now(UTC).isoformat()
    with own.writing() as conn:
        began = brands.set_house_fact(
            conn, "clock", {"scale": settings.time_scale, "origin": now, "since": now}
        )
    return Clock(
        int(began["scale"]), datetime.fromisoformat(began["origin"]), datetime.fromisoformat(began["since"])
    )
