"""A tiny listener on loopback that keeps what it is sent, and a way to wait for something to become true."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


def eventually(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Polls until something is true or the time is over."""
    pause = threading.Event()
    for _ in range(int(seconds / 0.02)):
        if true():
            return True
        pause.wait(0.02)
    return true()


class Listener:
    """Keeps (headers, body) of every POST it took; answers a challenge by `challenge(token)`."""

    def __init__(self, challenge: Callable[[str], str | None] = lambda token: None) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                token = parse_qs(urlsplit(self.path).query).get("crc_token", [""])[0]
                self._answer(200, json.dumps({"response_token": challenge(token)}).encode())

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                if listener.status == 200:
                    listener.got.append((dict(self.headers.items()), body))
                self._answer(listener.status, b"")

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *said: object) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> "Listener":
        self._thread.start()
        return self

    def __exit__(self, *left: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
