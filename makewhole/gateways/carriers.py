"""Asks a tracking aggregator about one waybill and reads its answer as scans of a journey.

The answer's form is that of 17TRACK's API v2.4: events with a sub-status, a time written three ways of which
any may lack, and a place. An event whose time cannot be read is left out and counted, never guessed; one
without an offset is taken as UTC and says so. What the scans mean is `parcel.journey`'s business.

>>> status_of("InTransit_CustomsProcessing"), status_of("Delivered_ByDrone"), status_of("Nonsense")
('customs', 'delivered', 'unknown')
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from makewhole import tables
from makewhole.gateways.wire import TIMEOUT, Json, TheirFault, call, document
from makewhole.parcel.journey import Scan, moment

_NOT_REGISTERED = -18019902
_ASK_AGAIN_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Tracked:
    """What the carrier knows: scans, oldest first, and beside each the event it was read from.

    `left_out` says why an event could not be read, one sentence each; it holds nothing personal.
    """

    scans: tuple[Scan, ...]
    raw: tuple[Json, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotFound:
    """No carrier knows the waybill, or none has said anything of it yet."""

    says: str


class Carriers:
    """The aggregator over HTTP."""

    def __init__(
        self,
        base_url: str,
        key: str,
        http: httpx.Client | None = None,
        *,
        timeout: httpx.Timeout = TIMEOUT,
    ) -> None:
        self._http = http or httpx.Client(timeout=timeout)
        self._base = base_url.rstrip("/")
        self._headers = {"17token": key}

    def close(self) -> None:
        """Gives the connections back."""
        self._http.close()

    def track(self, operator: str | None, number: str) -> Tracked | NotFound:
        """The journey so far; registers the waybill where the aggregator asks for it. Raises `TheirFault`."""
        asked: Json = {"number": number}
        if operator:
            asked["carrier"] = operator
        found, code = self._ask("gettrackinfo", asked)
        if code == _NOT_REGISTERED:
            _, refused = self._ask("register", asked)
            if refused is not None:
                return NotFound("no carrier takes this waybill")
            found, code = self._ask("gettrackinfo", asked)
        if found is None:
            return NotFound("the carriers know nothing of this waybill yet")
        return read(found)

    def _ask(self, verb: str, asked: Json) -> tuple[Json | None, int | None]:
        """The accepted item and no code, or no item and the code of its rejection (0 when none is told)."""
        path = f"{self._base}/track/v2.4/{verb}"
        said = document(call(self._http, "POST", path, json=[asked], headers=self._headers))
        data = said.get("data")
        if said.get("code") != 0 or not isinstance(data, dict):
            raise TheirFault("the aggregator would not answer", _ASK_AGAIN_SECONDS)
        for item in _objects(data.get("accepted")):
            if item.get("number") == asked["number"]:
                return item, None
        for item in _objects(data.get("rejected")):
            error = item.get("error")
            code = error.get("code") if isinstance(error, dict) else None
            return None, code if isinstance(code, int) else 0
        return None, 0


def read(item: Json) -> Tracked | NotFound:
    """The scans in one accepted item, from every carrier it names, oldest first."""
    dated: list[tuple[Scan, Json]] = []
    left_out = []
    for source, event in _events(item):
        scan = _scan(source, event)
        if isinstance(scan, Scan):
            dated.append((scan, event))
        else:
            left_out.append(scan)
    if not dated and not left_out:
        return NotFound("the carriers know nothing of this waybill yet")
    dated.sort(key=lambda pair: pair[0].at)
    return Tracked(tuple(scan for scan, _ in dated), tuple(event for _, event in dated), tuple(left_out))


def status_of(sub_status: Any) -> str:
    """Our word for the aggregator's sub-status; a new one falls back on its main status, else "unknown"."""
    table = tables.read("makewhole.gateways", "carriers.toml")
    name = str(sub_status)
    word = table["sub_status"].get(name) or table["status"].get(name.partition("_")[0]) or "unknown"
    return str(word)


def _events(item: Json) -> Iterator[tuple[str, Json]]:
    info = item.get("track_info")
    tracking = info.get("tracking") if isinstance(info, dict) else None
    for provider in _objects(tracking.get("providers") if isinstance(tracking, dict) else None):
        named = provider.get("provider")
        source = str(named.get("alias") or named.get("name") or "") if isinstance(named, dict) else ""
        for event in _objects(provider.get("events")):
            yield source or "carrier", event


def _scan(source: str, event: Json) -> Scan | str:
    """One event as a scan, or why it is none."""
    when = _when(event)
    if when is None:
        return "an event without a time that can be read"
    address = event.get("address")
    where = address if isinstance(address, dict) else {}
    country = _word(where.get("country"))
    return Scan(
        at=when[0],
        status=status_of(event.get("sub_status")),
        place=_word(event.get("location")) or _word(where.get("city")),
        country=country.upper() if country and len(country) == 2 else None,
        words=_word(event.get("description")),
        source=source,
        offset_known=when[1],
    )


def _when(event: Json) -> tuple[datetime, bool] | None:
    """The moment in UTC and whether its offset was told: from `time_utc`, `time_iso`, or `time_raw`."""
    raw = event.get("time_raw")
    parts = raw if isinstance(raw, dict) else {}
    local = f"{parts.get('date')}T{parts.get('time') or '00:00:00'}"
    written = [event.get("time_utc"), event.get("time_iso"), f"{local}{parts.get('timezone') or ''}", local]
    read_as = [at for one in written if isinstance(one, str) and (at := moment(one)) is not None]
    return max(read_as, key=lambda at: at[1], default=None)


def _word(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _objects(many: Any) -> list[Json]:
    return [one for one in many if isinstance(one, dict)] if isinstance(many, list) else []
