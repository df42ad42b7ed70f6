"""Parcels of the simulated carriers, and how the aggregator writes their scans.

A scan shows once the clock reaches it. `Muddle` spoils events the way carriers do: nulls, an unknown
sub-status, a time in the year 1, a time without an offset. Which events are spoiled follows from the seed and
the event alone, so asking twice gives the same answer.

>>> from datetime import UTC, datetime
>>> noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
>>> scans = [{"after_seconds": 60, "sub_status": "Delivered_Other"}]
>>> made = parcel({"number": "RB123456785GB", "scans": scans}, noon)
>>> len(made.seen(noon)), len(made.seen(noon.replace(minute=1)))
(0, 1)
"""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """One scan of a carrier, in the aggregator's words."""

    at: datetime
    sub_status: str
    place: str | None
    country: str | None
    words: str | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """One parcel and every scan it will ever have."""

    number: str
    operator: str
    origin: str
    destination: str
    marks: tuple[Mark, ...]

    def seen(self, now: datetime) -> list[Mark]:
        """The scans that happened by now, newest first, as the aggregator lists them."""
        return sorted((one for one in self.marks if one.at <= now), key=lambda one: one.at, reverse=True)


@dataclass(frozen=True, slots=True)
class Muddle:
    """How events are spoiled: which share of them (0 to 1), by which seed."""

    seed: int = 1
    share: float = 0.0

    def spoil(self, number: str, at: datetime, event: Json) -> Json:
        """The event, or a spoiled copy of it."""
        dice = random.Random(f"{self.seed}/{number}/{at.isoformat()}")
        if dice.random() >= self.share:
            return event
        raw, nothing = event["time_raw"], {"time_iso": None, "time_utc": None}
        spoiled: Json = dice.choice(
            [
                {"location": None, "address": None, "description": None},
                {"sub_status": "InTransit_QuantumLeap"},
                {"time_iso": "0001-01-01T00:00:00+00:00", "time_utc": "0001-01-01T00:00:00Z"},
                nothing | {"time_raw": raw | {"timezone": None}},
                nothing | {"time_raw": {"date": None, "time": None, "timezone": None}},
            ]
        )
        return event | spoiled


def parcel(given: Any, now: datetime) -> Parcel | str:
    """A parcel from `{number, operator?, origin?, destination?, scans?}`, or what is wrong with it.

    A scan is `{at | after_seconds, sub_status, place?, country?, words?}`; `at` is an ISO time with offset,
    `after_seconds` counts from now and may be negative.
    """
    if not isinstance(given, dict) or not isinstance(given.get("number"), str):
        return "a parcel needs a number"
    marks = []
    for scan in given.get("scans", []):
        at = _moment(scan, now)
        if at is None or not isinstance(scan.get("sub_status"), str):
            return f"a scan of {given['number']} needs a sub_status, and at or after_seconds"
        marks.append(Mark(at, scan["sub_status"], scan.get("place"), scan.get("country"), scan.get("words")))
    operator, origin, destination = (given.get(name) or "" for name in ("operator", "origin", "destination"))
    return Parcel(given["number"], operator, origin, destination, tuple(marks))


def shown(one: Parcel, now: datetime, muddle: Muddle) -> Json:
    """A parcel as an accepted item of the aggregator's answer; it must have been seen by now."""
    events = [muddle.spoil(one.number, mark.at, _event(mark)) for mark in one.seen(now)]
    latest = events[0]
    carrier = {"key": one.operator, "name": one.operator, "alias": one.operator, "country": one.origin}
    provider = {
        "provider": carrier, "latest_sync_status": "Success", "provider_tips": None, "events": events,
    }  # fmt: skip
    status = {
        "status": str(latest["sub_status"]).partition("_")[0], "sub_status": latest["sub_status"],
        "sub_status_descr": None,
    }  # fmt: skip
    addresses = {
        "shipper_address": {"country": one.origin}, "recipient_address": {"country": one.destination},
    }  # fmt: skip
    return {
        "number": one.number,
        "carrier": one.operator,
        "tag": None,
        "track_info": {
            "shipping_info": addresses,
            "latest_status": status,
            "latest_event": latest,
            "tracking": {"providers": [provider]},
        },
    }


def _event(mark: Mark) -> Json:
    at = mark.at
    return {
        "time_iso": at.isoformat(),
        "time_utc": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "time_raw": {"date": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M:%S}", "timezone": "+00:00"},
        "description": mark.words,
        "description_translation": None,
        "location": mark.place,
        "stage": None,
        "sub_status": mark.sub_status,
        "address": {"country": mark.country, "state": None, "city": mark.place, "postal_code": None},
    }


def _moment(scan: Any, now: datetime) -> datetime | None:
    if not isinstance(scan, dict):
        return None
    after = scan.get("after_seconds")
    if isinstance(after, int | float):
        return (now + timedelta(seconds=after)).replace(microsecond=0)
    try:
        at = datetime.fromisoformat(str(scan.get("at")))
    except ValueError:
        return None
    return at.astimezone(UTC).replace(microsecond=0) if at.tzinfo else None
