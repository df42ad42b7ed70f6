"""A journey as an EPCIS 2.0 document in JSON-LD: one ObjectEvent a scan, and corrections as declarations.

Step and disposition are those of GS1's vocabulary that come nearest; what has no word there (our status and
reason, the carrier's words, who holds the parcel) stands in fields of our own name space, so nothing is lost.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from makewhole import tables
from makewhole.gateways.epcis.eventid import event_id
from makewhole.gateways.epcis.names import NAMESPACE, written_number, written_place
from makewhole.gateways.wire import Json
from makewhole.parcel.journey import Scan

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
_PREFIX = "makewhole"
_OWN = ("status", "reason", "words", "source", "holder", "condition")


def document(
    number: str,
    scans: Iterable[Scan],
    *,
    at: datetime,
    withdrawn: Sequence[Scan] = (),
    query: str | None = None,
) -> Json:
    """The journey of a parcel as an EPCISDocument made at `at` (aware); as the answer to `query` where named.

    Each of `withdrawn` is written as the event it was, with the declaration that its data were wrong.
    """
    events = [_event(number, scan) for scan in scans]
    events += [_declared_wrong(_event(number, scan), at) for scan in withdrawn]
    body: Json = {"eventList": events}
    if query is not None:
        body = {"queryResults": {"queryName": query, "resultsBody": body}}
    return {
        "@context": [CONTEXT, {_PREFIX: NAMESPACE}],
        "type": "EPCISDocument" if query is None else "EPCISQueryDocument",
        "schemaVersion": "2.0",
        "creationDate": _time(at),
        "epcisBody": body,
    }


def _event(number: str, scan: Scan) -> Json:
    step, disposition = tables.read("makewhole.gateways.epcis", "vocabulary.toml")["written"][scan.status]
    event: Json = {
        "type": "ObjectEvent",
        "eventTime": _time(scan.at),
        "eventTimeZoneOffset": "+00:00",
        "epcList": [written_number(number)],
        "action": "ADD" if scan.status == "pending" else "OBSERVE",
        "bizStep": step,
        "disposition": disposition,
    }
    if scan.place or scan.country:
        event["readPoint"] = {"id": written_place(scan.place, scan.country)}
    told = ((name, getattr(scan, name)) for name in _OWN)
    event |= {f"{_PREFIX}:{name}": value for name, value in told if value}
    if not scan.offset_known:
        event[f"{_PREFIX}:offsetKnown"] = "false"
    return {"eventID": event_id(event), **event}


def _declared_wrong(event: Json, at: datetime) -> Json:
    return {**event, "errorDeclaration": {"declarationTime": _time(at), "reason": "incorrect_data"}}


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(
        timespec="milliseconds" if at.microsecond % 1000 == 0 else "microseconds"
    )
