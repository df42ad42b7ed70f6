"""EPCIS 2.0, GS1's standard for events of things: read into scans, and a journey written as a document.

>>> import json
>>> from datetime import UTC, datetime
>>> from makewhole.parcel.journey import Scan
>>> scan = Scan(datetime(2026, 11, 21, 9, tzinfo=UTC), "delivered", "Köln", "DE", "Zugestellt", "dhl")
>>> written = document("RB123456785GB", [scan], at=datetime(2026, 11, 22, tzinfo=UTC))
>>> answer, = read(json.dumps(written))
>>> answer.number, answer.scans == (scan,), looks_like(json.dumps(written))
('RB123456785GB', True, True)
"""

import re

from makewhole.gateways.epcis.eventid import event_id
from makewhole.gateways.epcis.reading import UNREADABLE, read
from makewhole.gateways.epcis.writing import document

__all__ = ["UNREADABLE", "document", "event_id", "looks_like", "read"]

_MARK = re.compile(r"EPCIS(?:Query)?Document|\"(?:Object|Aggregation|Association|Transaction)Event\"")


def looks_like(content: bytes | str) -> bool:
    """Whether a body begins as a document or an event of EPCIS does."""
    start = content[:4000]
    return _MARK.search(start if isinstance(start, str) else start.decode("latin-1")) is not None
