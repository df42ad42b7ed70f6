"""One parcel's part of a body that tells of several: its events as they came, and the scans read from them.

Such a part is what is kept of the parcel's answer. The body is not read again from it, so it holds what was
read.
"""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from makewhole.gateways.tracking.answer import Answer, Told, Unread
from makewhole.parcel.journey import Scan
from makewhole.store.wire import as_json

_MARK = "part of a body"


def pack(answer: Answer) -> bytes:
    """The part, as JSON."""
    part = {
        "is": _MARK,
        "number": answer.number,
        "events": list(answer.raw),
        "scans": [_plain(scan) for scan in answer.scans],
        "withdrawn": [_plain(scan) for scan in answer.withdrawn],
        "unread": [[one.raw, one.says] for one in answer.unread],
        "told": [[one.code, one.says] for one in answer.told],
    }
    return as_json(part).encode()


def unpack(reader: str, body: bytes) -> Answer | None:
    """The answer a part was made from, as far as it tells of the parcel; None where the bytes are no part."""
    if not body.startswith(b'{"is": "' + _MARK.encode()):
        return None
    part = json.loads(body)
    return Answer(
        reader,
        part["number"],
        tuple(_scan(one) for one in part["scans"]),
        tuple(part["events"]),
        tuple(Unread(*one) for one in part["unread"]),
        tuple(Told(*one) for one in part["told"]),
        withdrawn=tuple(_scan(one) for one in part["withdrawn"]),
    )


def _plain(scan: Scan) -> dict[str, Any]:
    return asdict(scan) | {"at": scan.at.isoformat()}


def _scan(told: dict[str, Any]) -> Scan:
    return Scan(**(told | {"at": datetime.fromisoformat(told["at"])}))
