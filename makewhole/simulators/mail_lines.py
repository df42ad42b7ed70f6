"""A line to the simulated post office: a thread a client on loopback, that can be slow or cut on purpose."""

import socket
import socketserver
import threading
from contextlib import suppress

from makewhole.simulators.mail_office import Office

LONGEST_LINE = 65_536


class Cut(Exception):
    """The line is cut on purpose, or they hung up."""


class Line(socketserver.StreamRequestHandler):
    """One client."""

    server: "Server"
    timeout = 60

    def say(self, text: str | bytes) -> None:
        """Send one line."""
        self.wfile.write((text if isinstance(text, bytes) else text.encode("utf-8", "replace")) + b"\r\n")

    def heard(self) -> str:
        """The next line from the client, without its end."""
        line = self.rfile.readline(LONGEST_LINE)
        if not line:
            raise Cut
        return line.rstrip(b"\r\n").decode("utf-8", "replace")

    def cut(self) -> None:
        """Cut the line without a word."""
        with suppress(OSError):
            self.request.shutdown(socket.SHUT_RDWR)
        raise Cut

    def pause(self) -> None:
        """Be as slow as the office is told to be."""
        if self.server.office.faults.slow_seconds:
            threading.Event().wait(self.server.office.faults.slow_seconds)

    def handle(self) -> None:
        """Talk until they hang up."""
        with suppress(Cut, ConnectionError, TimeoutError, ValueError):
            self.talk()

    def talk(self) -> None:
        """The protocol itself."""
        raise NotImplementedError


class Server(socketserver.ThreadingTCPServer):
    """One protocol on a port of loopback."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, office: Office, speaks: type[Line], port: int = 0) -> None:
        self.office = office
        super().__init__(("127.0.0.1", port), speaks)
        self.port: int = self.server_address[1]
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True)

    def start(self) -> None:
        """Listen."""
        self._thread.start()

    def stop(self) -> None:
        """Listen no more."""
        self.shutdown()
        self.server_close()
        self._thread.join(5)
