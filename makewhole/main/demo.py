"""`makewhole demo`: the whole loop on this machine, with simulators and a seeded busy day of traffic.

Everything real but the outside parties: its own PostgreSQL, a worker process, the web door, and simulators
of X, the payment provider and the carriers on loopback. `--once` runs the day headless to its end, prints
what happened and checks it; the site then ends with it.
"""

import os
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import sqlalchemy as sa
import typer

from makewhole import durable
from makewhole.desk.house import House
from makewhole.main import demo_channel, demo_day, demo_parcels, serve, wiring
from makewhole.main.settings import Settings
from makewhole.main.terminal import SOME_BAD, end, say, tell
from makewhole.main.voices import setup_of
from makewhole.money import Money
from makewhole.simulators import carriers, payment, running, x, x_limits
from makewhole.store import brands, ledger, log
from makewhole.store.place import discard
from makewhole.store.trouble import Unavailable
from makewhole.web import staff
from makewhole.web.doors import DemoStop

BRAND, HANDLE, PASSWORD = "halden", "HaldenHome", "look-around"
EMAIL = "you@halden.example"
_READY_WITHIN, _QUIET_WITHIN = 180.0, 240.0
_ROOMY = {**x_limits.PUBLISHED, "dm": (1_000, 900)}
"""X takes 15 messages in 15 minutes; the demonstration would stand still after a quarter of an hour."""
_MORNING = 4 * 3600
"""Seconds of the day that are played at once for a visitor."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The running demonstration: its house and where each part listens."""

    town: demo_day.Town
    staff: tuple[int, int]
    """Who writes what is published, and who approves it."""
    site: str
    payment: str

    @property
    def house(self) -> House:
        """The house of it all."""
        return self.town.house


def demo_command(
    once: Annotated[
        bool, typer.Option(help="run the day to its end without a visitor, print what happened, end")
    ] = False,
    port: Annotated[int, typer.Option(help="port of the site; 0 takes a free one", min=0, max=65535)] = 8080,
    seed: Annotated[int, typer.Option(help="which day it is")] = 1,
) -> None:
    """Show the whole loop on this machine: posts answered, claims decided and paid, receipts checked."""
    folder = Path(tempfile.mkdtemp(prefix="makewhole-demo-")) if once else Path(".makewhole") / "demo"
    if not once and folder.exists():
        discard(folder)
    began, over = time.monotonic(), threading.Event()
    try:
        with staged(folder.absolute(), 0 if once else port) as stage:
            town = stage.town
            demo_day.open_shop(town)
            tell(f"ready after {time.monotonic() - began:.0f} s; a busy day of traffic begins")
            if once:
                demo_parcels.bring(town, seed)
                said = demo_day.speak(town, seed, lambda seconds: seconds / 2_000, over)
                demo_day.claim(town)
                demo_channel.ask(town, *stage.staff)
                demo_channel.tell(town, *stage.staff, over)
                _wait_until_quiet(town)
                report(stage, said)
                return
            _welcome(stage)
            _day_in_background(stage, seed, over)
            over.wait()
    except KeyboardInterrupt:
        tell("the demonstration is over")
    finally:
        over.set()
        if once:
            with suppress(Unavailable):  # a worker may take a moment longer to end than we do
                discard(folder)


def _day_in_background(stage: Stage, seed: int, over: threading.Event) -> None:
    """The morning at once, so that there is something to see; the afternoon as it comes."""
    town, passed = stage.town, 0.0

    def lasts(seconds: float) -> float:
        nonlocal passed
        passed += seconds
        return seconds / 2_000 if passed < _MORNING else seconds / 60

    def publish() -> None:
        demo_channel.ask(town, *stage.staff)
        demo_channel.tell(town, *stage.staff, over)

    def carry() -> None:
        demo_parcels.go_on(town, demo_parcels.bring(town, seed), over)

    threading.Thread(target=carry, daemon=True, name="carriers").start()
    threading.Thread(target=demo_day.claim, args=(town,), daemon=True, name="claimants").start()
    threading.Thread(target=publish, daemon=True, name="publishers").start()
    threading.Thread(
        target=demo_day.speak, args=(town, seed, lasts, over), daemon=True, name="people"
    ).start()


@contextmanager
def staged(folder: Path, port: int) -> Iterator[Stage]:
    """Everything started, in order; everything ended, in reverse."""
    with ExitStack() as stack:
        parties = {
            "x_url": stack.enter_context(running.Simulator(x.app(x.Settings(limits=_ROOMY)))).url,
            "payment_url": stack.enter_context(running.Simulator(payment.app())).url,
            "carriers_url": stack.enter_context(running.Simulator(carriers.app())).url,
        }
        secrets = {
            "x_token": "token-halden",
            "x_app_token": "token-app",
            "x_client_id": "simulated-client-id",
            "x_client_secret": "simulated-client-secret",
            "x_consumer_secret": "simulated-consumer-secret",
            "payment_key": "token-payment",
            "payment_secret": "simulated-payment-secret",
            "carriers_key": "token-carriers",
            "carriers_per_second": "1000",
        }
        port = port or _free_port()
        own = {"data": str(folder), "brand": BRAND, "time_scale": "1"}
        own["public_url"] = f"http://127.0.0.1:{port}"
        # Worker processes read the same settings from their environment.
        _environment(stack, {**own, **parties, **secrets})
        settings = Settings()
        house = stack.enter_context(wiring.furnished(settings))
        staff_ids = _people(house)
        site = stack.enter_context(_site(house, settings, port, parties))
        stack.enter_context(serve.open_for_x(house))
        _listen(house, site)
        town = demo_day.Town(house, BRAND, parties["x_url"], parties["carriers_url"])
        demo_channel.set_up(town, setup_of(settings))
        stack.enter_context(serve.worker_processes(house, 1))
        _until(lambda: demo_channel.listened_to(town), _READY_WITHIN, "nobody listens to the simulated X")
        yield Stage(town, staff_ids, site, parties["payment_url"])


def _environment(stack: ExitStack, settings: dict[str, str]) -> None:
    before = {
        key: os.environ.get(key)
        for key in [*(f"MAKEWHOLE_{name.upper()}" for name in settings), "DATABASE_URL"]
    }

    def put_back() -> None:
        for key, value in before.items():
            os.environ.pop(key, None)
            if value is not None:
                os.environ[key] = value

    stack.callback(put_back)
    os.environ.pop("DATABASE_URL", None)
    os.environ.update({f"MAKEWHOLE_{name.upper()}": value for name, value in settings.items()})


def _free_port() -> int:
    """A port nobody listens on now; X must know our address before the door opens."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _people(house: House) -> tuple[int, int]:
    with house.database.writing() as conn:
        brands.put(conn, BRAND, "Halden Home", [HANDLE], "EUR", house.clock.now(), attested=True)
    you = staff.hire(house, BRAND, EMAIL, "You", "admin", PASSWORD)
    return staff.hire(house, BRAND, "mei@halden.example", "Mei", "lead", PASSWORD), you


@contextmanager
def _site(house: House, settings: Settings, port: int, parties: dict[str, str]) -> Iterator[str]:
    stops = (
        DemoStop(parties["x_url"] + "/", "demo-x", "demo-x-text"),
        DemoStop(demo_day.OFFERED_TO_VISITORS, "demo-claim", "demo-claim-text"),
        DemoStop("/desk", "demo-desk", "demo-desk-text", {"email": EMAIL, "password": PASSWORD}),
        DemoStop(parties["payment_url"] + "/", "demo-money", "demo-money-text"),
    )
    server = serve.door(house, settings, "127.0.0.1", port, stops)
    thread = threading.Thread(target=server.run, daemon=True, name="site")
    thread.start()
    _until(lambda: server.started or not thread.is_alive(), _READY_WITHIN, "the site did not start")
    if not server.started:
        end(f"port {port} is taken; give another: makewhole demo --port 8081")
    own = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{own}"
    finally:
        server.should_exit = True
        thread.join(timeout=15)


def _listen(house: House, site: str) -> None:
    """Have the payment provider push to our door, as a real installation would."""
    register = getattr(house.payment, "register_webhook", None)
    if register is not None:
        register(f"{site}/hooks/payment")


def _until(holds: Callable[[], bool], seconds: float, otherwise: str) -> None:
    give_up, pause = time.monotonic() + seconds, threading.Event()
    while not holds():
        if time.monotonic() > give_up:
            raise TimeoutError(otherwise)
        pause.wait(0.1)


def _wait_until_quiet(town: demo_day.Town) -> None:
    """Wait until all that was said has arrived, nothing is owed now, and every statement has its leaf."""

    def quiet() -> bool:
        if not demo_day.everything_arrived(town):
            return False
        with town.house.database.reading() as conn:
            owed = sum(durable.waiting(conn).values())
            paying = conn.execute(
                sa.text("SELECT count(*) FROM claim WHERE state IN ('lodged', 'deciding', 'paying')")
            ).scalar_one()
            return not owed and not paying and not log.unsealed(conn, 1)

    _until(quiet, _QUIET_WITHIN, "the day did not come to rest; is a worker running?")


def _welcome(stage: Stage) -> None:
    say("")
    say(f"  Open  {stage.site}")
    say("")
    say(f"  The public timeline (simulated X)   {stage.town.x}")
    say(f"  The console                         {stage.site}/desk   {EMAIL} / {PASSWORD}")
    say(f"  Parcels, lanes and disruptions      {stage.site}/desk/parcels")
    say(f"  X: its set-up and what it costs     {stage.site}/desk/x")
    say(f"  What was published                  {stage.site}/desk/publish")
    say(f"  File a claim                        {stage.site}/claim")
    say("")
    say("  Ctrl-C ends everything.")


def report(stage: Stage, said: int) -> None:
    """Print what the day came to; end with an error if something is not as it should be."""
    count = sa.text("SELECT kind || ' ' || state, count(*) FROM person_letter GROUP BY 1 ORDER BY 1")
    with stage.house.database.reading() as conn:
        lanes = conn.execute(sa.text("SELECT lane, count(*) FROM thread GROUP BY 1 ORDER BY 1")).all()
        letters = conn.execute(count).all()
        states = conn.execute(sa.text("SELECT state, count(*) FROM claim GROUP BY 1 ORDER BY 1")).all()
        languages = conn.execute(
            sa.text("SELECT DISTINCT language FROM thread WHERE language IS NOT NULL ORDER BY 1")
        ).scalars()
        books = ledger.balances(conn, BRAND)
        head, failed = log.head(conn), durable.failures(conn)
        say(f"posts and messages    {said} on simulated X, in {', '.join(languages)}")
    say(f"threads               {_list(lanes)}")
    say(f"letters               {_list(letters)}")
    say(f"claims                {_list(states)}")
    for (account, currency), minor in books.items():
        if minor:
            say(f"books                 {account:<36}{Money(minor, currency).text():>16}")
    scenes = [("x", scene) for scene in demo_channel.scenes(stage.town)]
    scenes += [("parcels", scene) for scene in demo_parcels.scenes(stage.town)]
    for about, scene in scenes:
        cost = "" if scene.micro is None else f" (US${scene.micro / 1e6:.3f})"
        say(f"{about if scene.kept else 'MISS':<22}{scene.name}{cost}: {_short(scene.says)}")
    say(f"log                   {0 if head is None else head.size} statements sealed")
    if (
        failed
        or head is None
        or not all(scene.kept for _, scene in scenes)
        or any(sum(v for (_, c), v in books.items() if c == currency) for _, currency in books)
    ):
        tell(f"not as it should be: {dict(failed) or 'a line above, the books, or the log'}")
        raise SystemExit(SOME_BAD)
    say("all well")


def _short(words: str) -> str:
    return words if len(words) <= 100 else f"{words[:97]}..."


def _list(rows: Sequence[sa.Row[tuple[str, int]]]) -> str:
    return ", ".join(f"{number} {name}" for name, number in map(tuple, rows)) or "none"
