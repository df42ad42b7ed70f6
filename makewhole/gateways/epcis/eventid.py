"""The identity of an event: GS1's event hash (CBV 2.0, section 8.9), for the fields we write.

The same event has the same hash whoever writes it, in whatever order of fields; its `eventID`, the time it
was recorded and a declaration that it was wrong do not count.

>>> prehash({"bizStep": "receiving", "type": "ObjectEvent", "eventTime": "2026-11-21T10:00:00+01:00"})
'eventType=ObjectEventeventTime=2026-11-21T09:00:00.000ZbizStep=https://ref.gs1.org/cbv/BizStep-receiving'
"""

import hashlib
from datetime import UTC, datetime, timedelta

from makewhole.gateways.epcis.names import NAMESPACE, word
from makewhole.gateways.wire import Json

_LISTS = {"epcList": "epc", "childEPCs": "epc"}
_CBV = {"bizStep": "https://ref.gs1.org/cbv/BizStep-", "disposition": "https://ref.gs1.org/cbv/Disp-"}
_ORDER = (
    "type", "eventTime", "eventTimeZoneOffset", "parentID", "epcList", "childEPCs", "action", "bizStep",
    "disposition", "readPoint", "bizLocation",
)  # fmt: skip


def event_id(event: Json) -> str:
    """The hash of an event as a named information URI."""
    return f"ni:///sha-256;{hashlib.sha256(prehash(event).encode()).hexdigest()}?ver=CBV2.0"


def prehash(event: Json) -> str:
    """What is hashed: names and values in the order of the standard, our own fields last and in order."""
    known = "".join(_field(name, event[name]) for name in _ORDER if name in event)
    own = sorted(
        f"{{{NAMESPACE}}}{key.partition(':')[2]}={value}" for key, value in event.items() if ":" in key
    )
    return known + "".join(own)


def _field(name: str, value: object) -> str:
    if name == "type":
        return f"eventType={value}"
    if name == "eventTime":
        at = datetime.fromisoformat(str(value)).astimezone(UTC) + timedelta(microseconds=500)
        return f"eventTime={at.strftime('%Y-%m-%dT%H:%M:%S')}.{at.microsecond // 1000:03d}Z"
    if isinstance(value, list):
        return name + "".join(f"{_LISTS[name]}={each}" for each in sorted(map(str, value)))
    if isinstance(value, dict):
        return f"{name}id={value['id']}"
    return f"{name}={_CBV[name]}{word(str(value))}" if name in _CBV else f"{name}={value}"
