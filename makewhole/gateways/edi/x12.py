"""X12 214: the statuses (AT7) of a shipment and of the packages in it, with their times, places and reasons.

What the codes of AT7 mean is in the tables `x12_214` and `x12_214_reason`. Estimates and appointments are no
events: they say the day the carrier expects to deliver.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from makewhole import tables
from makewhole.gateways.edi import events
from makewhole.gateways.edi.events import Event, Parcel, Status
from makewhole.gateways.edi.segments import Interchange, Segment
from makewhole.gateways.tracking import codes, zones
from makewhole.gateways.tracking.answer import Answer
from makewhole.gateways.tracking.codes import Coded
from makewhole.gateways.tracking.times import NoTime, Written

_READER = "x12"
_ESTIMATES = frozenset({"AG", "X2"})
_NO_EVENTS = frozenset({"B6", "C1", "DE", "DO"})
_APPOINTMENT = "AB"
_NUMBERS = ("2I", "CN", "BM", "SI")
_PACKAGE_MARKS = frozenset({"CP", "GM", "UC", "R"})
_ZONES: dict[str, str] = tables.read("makewhole.gateways.edi", "x12_time_codes.toml")["zones"]


@dataclass(slots=True)
class _Part:
    """One LX loop: its statuses, and the segments that are of no status."""

    own: list[Segment] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)


@dataclass(slots=True)
class _Shipment:
    """One 214: what stands before the first LX, and its LX loops."""

    head: list[Segment] = field(default_factory=list)
    parts: list[_Part] = field(default_factory=list)


def answers(interchange: Interchange) -> tuple[Answer, ...]:
    """One answer a parcel, in the order of the interchange."""
    parcels: dict[str | None, Parcel] = {}
    for shipment in _shipments(interchange):
        carrier = next((scac for each in shipment.head if each.tag == "B10" and (scac := each.at(3))), None)
        for part in shipment.parts:
            for number in _numbers(shipment, part):
                _gather(parcels.setdefault(number, Parcel(number)), part, carrier)
    return tuple(events.answer(_READER, parcel, interchange.doubts) for parcel in parcels.values())


def _gather(parcel: Parcel, part: _Part, carrier: str | None) -> None:
    for status in part.statuses:
        at7 = status.segments[0]
        code, said = at7.at(1), events.with_time(at7.at(5), at7.at(6))
        if code in _ESTIMATES or (not code and at7.at(3) == _APPOINTMENT):
            parcel.expected_on = events.later(
                parcel.expected_on, said.local if isinstance(said, Written) else None
            )
        elif code not in _NO_EVENTS and (code or not at7.at(3)):
            parcel.events.append(_event(status, part, code, said, carrier))


def _shipments(interchange: Interchange) -> Iterator[_Shipment]:
    shipment: _Shipment | None = None
    for segment, written in zip(interchange.segments, interchange.written, strict=True):
        if segment.tag == "ST":
            shipment = _Shipment() if segment.at(1) == "214" else None
        elif shipment is not None and segment.tag == "SE":
            yield shipment
            shipment = None
        elif shipment is not None:
            _take(shipment, segment, written)
    if shipment is not None:
        yield shipment


def _take(shipment: _Shipment, segment: Segment, written: str) -> None:
    if segment.tag == "LX" or (segment.tag == "AT7" and not shipment.parts):
        shipment.parts.append(_Part())
    if segment.tag == "LX":
        return
    if not shipment.parts:
        shipment.head.append(segment)
        return
    part = shipment.parts[-1]
    if segment.tag == "AT7":
        part.statuses.append(Status())
    elif segment.tag not in ("MS1", "MS2", "K1", "G62") or not part.statuses:
        part.own.append(segment)
        return
    part.statuses[-1].segments.append(segment)
    part.statuses[-1].written.append(written)


def _event(status: Status, part: _Part, code: str, said: Written | NoTime, carrier: str | None) -> Event:
    at7 = status.segments[0]
    spoken = [each.at(1) for each in (*status.segments, *part.own) if each.tag == "K1" and each.at(1)]
    place, country = _place(status.segments)
    return Event(
        coded=events.meant(codes.of("x12_214", code) if code else None, list(_reasons(at7)), spoken),
        code=code or None,
        said=said,
        raw=tuple(status.written),
        words=spoken[0] if spoken else None,
        place=place,
        country=country,
        zone=_ZONES.get(at7.at(7)),
        source=carrier,
    )


def _reasons(at7: Segment) -> Iterator[Coded]:
    if (code := at7.at(2)) and (one := codes.of("x12_214_reason", code)) is not None:
        yield one


def _place(segments: Iterable[Segment]) -> tuple[str | None, str | None]:
    """City and state of MS1; its country, or the one that has such a state."""
    for ms1 in (each for each in segments if each.tag == "MS1"):
        named = ms1.at(3)
        place = ", ".join(said for said in (ms1.at(1), ms1.at(2)) if said) or None
        country = zones.country(named) if named else None
        return place, country or ("US" if place and not named else None)
    return None, None


def _numbers(shipment: _Shipment, part: _Part) -> Sequence[str | None]:
    """The packages the part is about; where it names none, the number the shipment goes by."""
    marks = [each for each in part.own if each.tag == "MAN" and each.at(1) in _PACKAGE_MARKS]
    packages = dict.fromkeys(number for each in marks for number in (each.at(2), each.at(3)) if number)
    if packages:
        return list(packages)
    for segments in (part.own, shipment.head):
        named = {each.at(2): each.at(1) for each in reversed(segments) if each.tag == "L11"}
        if number := next((named[kind] for kind in _NUMBERS[:1] if named.get(kind)), None):
            return [number]
    own = next((each for each in shipment.head if each.tag == "B10"), None)
    named = {each.at(2): each.at(1) for each in reversed(shipment.head) if each.tag == "L11"}
    other = next((named[kind] for kind in _NUMBERS if named.get(kind)), None)
    return [(own and (own.at(1) or own.at(2) or own.at(6))) or other]
