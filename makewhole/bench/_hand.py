"""A process a measurement starts beside itself: the outside parties, a worker, or the web door.

`python -m makewhole.bench._hand ROLE PLACES` with the places as JSON. It says on one line where it listens
and ends with its standard input. Nothing here decides; the worker knows one errand more, which does nothing.
"""

import json
import os
import socket
import sys
import threading
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn

from makewhole import web
from makewhole.clock import Clock
from makewhole.desk.house import House, Periods
from makewhole.durable import Engine
from makewhole.gateways.payment import SandboxClient
from makewhole.gateways.rates import EcbRates
from makewhole.gateways.trackers import SeventeenTrack, Trackers
from makewhole.gateways.x import XClient
from makewhole.simulators import carriers, payment, running, x
from makewhole.simulators.x_limits import PUBLISHED
from makewhole.store import keys
from makewhole.store.database import Database
from makewhole.web.doors import WebSettings
from makewhole.worker import Worker

BRAND, HANDLE, SECRET, EMPTY = "halden", "HaldenHome", "simulated-client-secret", "empty"


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything is: the database's URL, the key folder, and the outside parties' addresses.

    House time runs `scale` times as fast from `since` on (seconds of the world). `as_x_allows`: the simulated
    X keeps its real limits, in windows as much shorter; otherwise they would be all that is measured.
    """

    database: str = ""
    keys: str = ""
    x: str = ""
    payment: str = ""
    carriers: str = ""
    scale: int = 1
    since: float = 0.0
    as_x_allows: bool = False

    def clock(self) -> Clock:
        """The clock everybody here goes by."""
        since = datetime.fromtimestamp(self.since, UTC)
        return Clock(self.scale, origin=since, since=since)

    def text(self) -> str:
        """As one word of a command."""
        return json.dumps(asdict(self))


def house(places: Places) -> House:
    """The house on a migrated database; its time limits are the usual ones."""
    own = Database(places.database)
    ring = keys.at(Path(places.keys))
    return House(
        database=own,
        engine=Engine(own.engine, own.url),
        clock=places.clock(),
        vault=ring.vault,
        sender=ring.sender,
        log=ring.log,
        x=XClient(places.x, "token-halden"),
        payment=SandboxClient(places.payment, "token-payment"),
        carriers=Trackers(SeventeenTrack("token-carriers", places.carriers, per_second=1000)),
        rates=EcbRates(),
        periods=Periods(scans_stay_fresh=timedelta(hours=1)),
    )


def _tell(**what: str) -> None:
    print(json.dumps(what), flush=True)


def _wait() -> None:
    # The parent holds the other end of standard input for as long as it lives.
    while os.read(0, 1024):
        pass


def _parties(places: Places) -> None:
    limits = PUBLISHED if places.as_x_allows else {}
    with ExitStack() as stack:
        there = {
            "x": x.app(x.Settings(limits=limits, window_speed=places.scale)),
            "payment": payment.app(),
            "carriers": carriers.app(),
        }
        _tell(**{name: stack.enter_context(running.Simulator(app)).url for name, app in there.items()})
        _wait()


def _nothing(*_: object) -> None:
    """The errand that does nothing: what the engine itself costs."""


def _worker(places: Places) -> None:
    own = house(places)
    own.engine.register(EMPTY, _nothing)
    worker = Worker(own)
    _tell(worker=worker.start())
    _wait()
    worker.stop()


def _door(places: Places) -> None:
    app = web.app(house(places), WebSettings(brand=BRAND, x_secret=SECRET))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()  # so that who hears of it can come at once
    _tell(door=f"127.0.0.1:{listening.getsockname()[1]}")
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    running_on = threading.Thread(target=server.run, args=([listening],), daemon=True)
    running_on.start()
    _wait()
    server.should_exit = True
    running_on.join(5)


def main(words: list[str]) -> None:
    """Be what the first word says."""
    places = Places(**json.loads(words[1]))
    {"parties": _parties, "worker": _worker, "door": _door}[words[0]](places)


if __name__ == "__main__":
    main(sys.argv[1:])
