"""What a source pushes to us: scans of a waybill, or that it will tell no more of it.

Read once the signature was found right (`pushed`). The forms: 17TRACK's events TRACKING_UPDATED and
TRACKING_STOPPED; AfterShip's, which all carry the whole tracking under `msg`.

>>> read("17track", b'{"event": "TRACKING_STOPPED", "data": {"number": "RB123456785GB"}}').ended
('RB123456785GB',)
>>> read("17track", b"[]")
NoPush(says='the body is no JSON object')
"""

import json
from dataclasses import dataclass

from makewhole.gateways import tracking
from makewhole.gateways.trackers import aftership, seventeentrack
from makewhole.gateways.tracking.answer import Answer


@dataclass(frozen=True, slots=True)
class Push:
    """What was told by itself: answers, and waybills the source has stopped to watch."""

    answers: tuple[Answer, ...] = ()
    ended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoPush:
    """A signed body that tells of no parcel: why."""

    says: str


def read(source: str, body: bytes) -> Push | NoPush:
    """What a source's body tells; any bytes are answered."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return NoPush("the body is no JSON")
    if not isinstance(said, dict):
        return NoPush("the body is no JSON object")
    event = str(said.get("event"))[:40]
    if source == seventeentrack.NAME and event == "TRACKING_STOPPED":
        data = said.get("data")
        number = data.get("number") if isinstance(data, dict) else None
        return Push(ended=(number,)) if isinstance(number, str) else NoPush("it names no waybill")
    if source == aftership.NAME and not isinstance(said.get("msg"), dict):
        return NoPush(f"the event {event!r} carries no tracking")
    # Scans of no number are nobody's yet, but nothing that was told is lost.
    answers = tuple(one for one in tracking.read(source, body) if one.number or one.scans or one.unread)
    return Push(answers) if answers else NoPush(f"the event {event!r} names no waybill")
