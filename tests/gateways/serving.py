"""A listener on loopback that answers each connection with bytes of a test's choosing, honest or not."""

import re
import socket
import threading


class Serving:
    """`with Serving(answer) as it: it.url`; `answer(socket, request_bytes)` speaks for each connection."""

    def __init__(self, answer):
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.requests = []

    def __enter__(self):
        threading.Thread(target=self._run, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._socket.close()

    def _run(self):
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line):
        with line:
            try:
                self.requests.append(_request(line))
                self._answer(line, self.requests[-1])
            except OSError:
                pass


def _request(line):
    """A request to its last byte: a line closed with bytes unread is broken, and its answer with it."""
    gathered = b""
    while b"\r\n\r\n" not in gathered:
        part = line.recv(65_536)
        if not part:
            return gathered
        gathered += part
    head, _, body = gathered.partition(b"\r\n\r\n")
    named = re.search(rb"(?i)content-length: *([0-9]+)", head)
    left = int(named[1]) - len(body) if named else 0
    while left > 0 and (part := line.recv(65_536)):
        gathered, left = gathered + part, left - len(part)
    return gathered


def whole(body, status="200 OK", kind="application/json", **headers):
    """An answer as one piece; header names with underscores for hyphens."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\n{more}"
    return head.encode() + b"connection: close\r\n\r\n" + body


def chunked(line, parts, last=True):
    """Bytes in pieces, each sent as one; without `last` the line breaks instead of ending."""
    line.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n")
    for part in parts:
        line.sendall(f"{len(part):x}\r\n".encode() + part + b"\r\n")
    if last:
        line.sendall(b"0\r\n\r\n")
