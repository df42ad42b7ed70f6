"""`makewhole serve`, `work` and `simulate`: the processes an installation is made of."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from types import FrameType
from typing import Annotated

import typer
import uvicorn
from starlette.applications import Starlette

from makewhole import web
from makewhole.desk import listen
from makewhole.desk.house import House
from makewhole.main import wiring
from makewhole.main.settings import Settings
from makewhole.main.terminal import say, tell
from makewhole.main.voices import setup_of
from makewhole.simulators import aftership, carriers, mail, payment, running, shops, x
from makewhole.store.trouble import Unavailable
from makewhole.web.doors import DemoStop, WebSettings
from makewhole.worker import Worker

_AGAIN_AFTER = 1.0
_LOOKS_EVERY = 5.0


def serve_command(
    host: Annotated[str, typer.Option(help="address to listen on; default is MAKEWHOLE_HOST")] = "",
    port: Annotated[int, typer.Option(help="port to listen on; default is MAKEWHOLE_PORT")] = -1,
    workers: Annotated[
        int, typer.Option(min=0, max=16, help="worker processes to run beside the web door")
    ] = 1,
) -> None:
    """Run the web door and its workers; more workers may run on other machines with: makewhole work"""
    settings = Settings()
    host, port = host or settings.host, settings.port if port < 0 else port
    with wiring.furnished(settings) as house, worker_processes(house, workers), open_for_x(house):
        say(f"makewhole on http://{host}:{port}")
        door(house, settings, host, port).run()


def door(
    house: House, settings: Settings, host: str, port: int, demo: tuple[DemoStop, ...] = ()
) -> uvicorn.Server:
    """The web door as a server ready to run."""
    app = web.app(
        house,
        WebSettings(
            brand=settings.brand,
            https=settings.https,
            public_url=settings.public_url,
            demo=demo,
            metrics_token=None
            if settings.metrics_token is None
            else settings.metrics_token.get_secret_value(),
            x_secret=settings.x_client_secret.get_secret_value(),
            x_consumer_secret=settings.x_consumer_secret.get_secret_value(),
            payment_secret=settings.payment_secret.get_secret_value(),
            push_secrets=settings.push_secrets,
            shop_secrets=settings.shop_secrets,
            setup=setup_of(settings),
            behind_proxy=settings.https,
        ),
    )
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=settings.https,
            timeout_graceful_shutdown=5,
        )
    )


def work_command(
    until_parent_ends: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Run a worker: it drains the work that is owed, and takes over that of a worker that died."""
    over = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        over.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if until_parent_ends:
        threading.Thread(target=_end_with_parent, args=(over,), daemon=True).start()
    settings = Settings()
    with wiring.furnished(settings) as house:
        worker = Worker(house, settings.concurrency, settings.watch)
        tell(f"{worker.start()} works")
        ended: tuple[str, ...] = ()
        while not ended and not over.wait(_LOOKS_EVERY):
            ended = worker.ended()
        worker.stop()
    if ended:
        raise SystemExit(f"ended by itself: {', '.join(ended)}; the log says why. Start the worker again")


def _end_with_parent(over: threading.Event) -> None:
    # The parent holds the other end of standard input for as long as it lives.
    while os.read(0, 1024):
        pass
    over.set()


_SAYS_EVERY = 30.0


@contextmanager
def open_for_x(house: House) -> Iterator[None]:
    """Say now and then that the web door takes what X pushes, so that what came while it was shut is asked
    for again."""
    over = threading.Event()

    def say_so() -> None:
        while not over.is_set():
            try:
                listen.door_is_open(house)
            except Unavailable as trouble:
                tell(trouble.says)
            over.wait(_SAYS_EVERY)

    thread = threading.Thread(target=say_so, daemon=True, name="door")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=5)


@contextmanager
def worker_processes(house: House, count: int) -> Iterator[None]:
    """Worker processes on the same database; one that dies is started again, all end with this process."""
    over = threading.Event()
    keepers = [
        threading.Thread(target=_keep_one, args=(house.database.url, over), daemon=True) for _ in range(count)
    ]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        over.set()
        for keeper in keepers:
            keeper.join(timeout=15)


def _keep_one(url: str, over: threading.Event) -> None:
    environment = {**os.environ, "DATABASE_URL": url}
    while not over.is_set():
        child = subprocess.Popen(
            [sys.executable, "-m", "makewhole", "work", "--until-parent-ends"],
            stdin=subprocess.PIPE,
            env=environment,
        )
        assert child.stdin is not None
        while child.poll() is None and not over.wait(0.2):
            pass
        child.stdin.close()
        child.wait()
        over.wait(_AGAIN_AFTER)


class Party(StrEnum):
    """An outside party there is a simulator of."""

    x = "x"
    carriers = "carriers"
    aftership = "aftership"
    shopify = "shopify"
    woocommerce = "woocommerce"
    payment = "payment"
    mail = "mail"


def simulate_command(
    party: Annotated[Party, typer.Argument(help="which outside party")],
    port: Annotated[int, typer.Option(min=1, max=65535, help="port on loopback")] = 8091,
) -> None:
    """Run a simulator of an outside party on loopback, with faults to switch on.

    Mail takes three ports: the page's, IMAP on the next, SMTP on the one after.
    """
    if party is Party.mail:
        with mail.Post(imap_port=port + 1, smtp_port=port + 2) as post:
            box = post.office
            say(f"simulated mail on http://127.0.0.1:{port}, {post.imap} and {post.smtp}")
            say(f"the mailbox of {box.address} opens with {box.password}")
            running.serve(mail.app(post), port)
        return
    say(f"simulated {party.value} on http://127.0.0.1:{port}")
    running.serve(SIMULATED[party](), port)


SIMULATED: dict[Party, Callable[[], Starlette]] = {
    Party.x: x.app,
    Party.carriers: carriers.app,
    Party.aftership: aftership.app,
    Party.shopify: lambda: shops.app(shops.Settings("shopify")),
    Party.woocommerce: lambda: shops.app(shops.Settings("woocommerce")),
    Party.payment: payment.app,
}
"""Every party that is one app; mail is more than that."""
