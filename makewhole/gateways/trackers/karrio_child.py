"""One question to a carrier through Karrio, in a process of its own: `python -I -m ...karrio_child`.

Reads JSON of connector, settings and number from standard input and writes one JSON object: `events` in our
plain form with Karrio's own word beside each, or `told` with what went wrong. Karrio logs to standard output
and has no time-out; so what it prints goes nowhere, its sockets get one, and whoever started this ends it in
time. Where Karrio raises, this process ends without an answer.
"""

import importlib
import importlib.util
import json
import os
import socket
import sys
from typing import Any

SOCKET_SECONDS = 10.0


def main() -> None:
    """Answer the question on standard input."""
    out = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    socket.setdefaulttimeout(SOCKET_SECONDS)
    asked = json.load(sys.stdin)
    said = _ask(asked["connector"], asked["settings"], asked["number"])
    with os.fdopen(out, "w", encoding="utf-8") as answer:
        json.dump(said, answer)


def _ask(connector: str, settings: dict[str, Any], number: str) -> dict[str, Any]:
    for name, module in (("karrio", "karrio.sdk"), (connector, f"karrio.mappers.{connector}")):
        if _absent(module):
            return {"missing": name}
    sdk: Any = importlib.import_module("karrio.sdk")
    given = dict(settings)
    url = given.pop("server_url", None)
    gateway = sdk.gateway[connector].create(given)
    if url is not None:
        # Carriers have test servers; their address is a property of the connector's own settings.
        kind = type(gateway.settings)
        gateway.settings.__class__ = type(kind.__name__, (kind,), {"server_url": url})
    found, told = sdk.Tracking.fetch({"tracking_numbers": [number]}).from_(gateway).parse()
    return {
        "number": number,
        "events": [_event(one) for details in found or [] for one in details.events or []],
        "expected": next((details.estimated_delivery for details in found or []), None),
        "told": [[str(one.code or ""), str(one.message or "")[:300]] for one in told or []],
    }


def _absent(module: str) -> bool:
    """Whether a module or what it stands in is not installed."""
    try:
        return importlib.util.find_spec(module) is None
    except ModuleNotFoundError:
        return True


def _event(one: Any) -> dict[str, Any]:
    at = one.timestamp or " ".join(part for part in (one.date, one.time) if part)
    return {
        "at": at,
        "status": one.code,
        "words": one.description,
        "place": one.location,
        "karrio": one.status,
    }


if __name__ == "__main__":
    main()
