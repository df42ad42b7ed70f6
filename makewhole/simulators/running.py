"""Runs a simulator's app under uvicorn on loopback: in a thread for tests, or until stopped for a person.

It decides nothing about what the app says. `Simulator` takes a free port unless told one; leaving it stops
the server and waits for its thread.
"""

import socket
import threading
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp

_STARTS_WITHIN_SECONDS = 15.0


def _config(app: ASGIApp) -> uvicorn.Config:
    # The simulator dates its answers by its own clock, and a line it cuts on purpose is no error to log.
    return uvicorn.Config(
        app, log_level="critical", access_log=False, date_header=False, server_header=False,
        timeout_graceful_shutdown=1, lifespan="on",
    )  # fmt: skip


def _bound(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    return listening


def serve(app: ASGIApp, port: int, host: str = "127.0.0.1") -> None:
    """Serves until interrupted; a port in use raises OSError before anything starts."""
    listening = _bound(host, port)
    uvicorn.Server(_config(app)).run(sockets=[listening])


class Simulator:
    """A running simulator: `with Simulator(app) as it: it.url`."""

    def __init__(self, app: ASGIApp, port: int = 0, host: str = "127.0.0.1") -> None:
        self._socket = _bound(host, port)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{host}:{self.port}"
        self._server = uvicorn.Server(_config(app))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        waited, pause = 0.0, threading.Event()
        while not self._server.started:
            pause.wait(0.01)
            waited += 0.01
            if waited > _STARTS_WITHIN_SECONDS or not self._thread.is_alive():
                raise RuntimeError(f"the simulator did not start on {self.url}")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()
