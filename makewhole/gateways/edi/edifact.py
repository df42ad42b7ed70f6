"""EDIFACT IFTSTA: the statuses (STS) of each consignment (CNI), with their times, places and packages.

Read are the directories D.93A to today, and EMSEVT of the posts; what a code means is in the tables `iftsta*`
and `upu`. A status whose code is of the carrier's own list is read by its words.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from makewhole.gateways.edi import events
from makewhole.gateways.edi.events import Event, Parcel, Status
from makewhole.gateways.edi.segments import Interchange, Segment
from makewhole.gateways.tracking import codes, times, zones
from makewhole.gateways.tracking.answer import Answer
from makewhole.gateways.tracking.codes import Coded
from makewhole.gateways.tracking.times import NoTime, Written

_READER = "edifact"
_MESSAGES = frozenset({"IFTSTA", "EMSEVT"})
_HAPPENED = ("334", "78", "7", "35", "21", "178", "186", "200", "11", "50", "310", "9", "143", "182")
_EXPECTED = frozenset({"17", "64", "63", "69", "191", "132", "2", "76"})
_EXPECTED_STATUS = frozenset({"209", "361"})
_REFERENCES = ("CN", "AWB", "HWB", "BM", "SRN", "UCN", "AAS", "FF", "CU", "CR", "ON")
_ITEM_NUMBERS = frozenset({"BJ", "AW", "BN", "ML", "SRV", "BX"})
_COMMON_LISTS = frozenset({"", "6", "9", "10"})
"""Who is responsible for a code that is read by the common lists: nobody named, the UN, GS1, CEN."""
_UPU = "139"
_SAME_SINCE_EVER = 41
_POSTAL_ITEM = re.compile(r"[A-Z]{2}\d{9}[A-Z]{2}")
_SHORT_YEARS = frozenset({"101", "201", "202", "301", "302"})


@dataclass(slots=True)
class _Consignment:
    """One CNI group while it is read."""

    head: list[Segment] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)


@dataclass(slots=True)
class _Message:
    """One IFTSTA message: its directory, its head, and its consignments."""

    old: bool
    head: list[Segment] = field(default_factory=list)
    consignments: list[_Consignment] = field(default_factory=list)


def answers(interchange: Interchange) -> tuple[Answer, ...]:
    """One answer a parcel, in the order of the interchange."""
    parcels: dict[str | None, Parcel] = {}
    for message in _messages(interchange):
        for consignment in message.consignments:
            for number, event, expected in _events(message, consignment):
                parcel = parcels.setdefault(number, Parcel(number))
                parcel.expected_on = events.later(parcel.expected_on, expected.local if expected else None)
                parcel.events += [event] if event else []
    return tuple(events.answer(_READER, parcel, interchange.doubts) for parcel in parcels.values())


def _messages(interchange: Interchange) -> Iterator[_Message]:
    message: _Message | None = None
    for segment, written in zip(interchange.segments, interchange.written, strict=True):
        if segment.tag == "UNH":
            if message:
                yield message
            release = segment.at(2, 3)
            message = _Message(release[:1] == "9") if segment.at(2) in _MESSAGES else None
        elif message is not None:
            _take(message, segment, written)
    if message:
        yield message


def _take(message: _Message, segment: Segment, written: str) -> None:
    """Puts a segment where it belongs. A status without a consignment is the whole message's."""
    if segment.tag == "CNI":
        message.consignments.append(_Consignment([segment]))
        return
    if segment.tag == "STS":
        if not message.consignments:
            message.consignments.append(_Consignment())
        message.consignments[-1].statuses.append(Status())
    if not message.consignments:
        message.head.append(segment)
    elif not message.consignments[-1].statuses:
        message.consignments[-1].head.append(segment)
    elif segment.tag not in ("UNT", "UNZ", "UNE"):
        status = message.consignments[-1].statuses[-1]
        status.segments.append(segment)
        status.written.append(written)


def _events(
    message: _Message, consignment: _Consignment
) -> Iterator[tuple[str | None, Event | None, Written | None]]:
    """Each status with a parcel it is about: an event, or the day delivery is expected on."""
    carrier = _carrier([*consignment.head, *message.head])
    whole = _reference(consignment.head) or _reference(message.head)
    for status in consignment.statuses:
        said, expected = _time(status.segments, message.head), _expected(status.segments)
        code = status.segments[0].at(2) or None
        happened = None
        if code in _EXPECTED_STATUS:
            expected = expected or (said if isinstance(said, Written) else None)
        else:
            happened = _event(message, status, code, said, carrier)
        for number in _packages(status.segments) or [_reference(status.segments) or whole]:
            yield number, happened, expected


def _event(
    message: _Message, status: Status, code: str | None, said: Written | NoTime, carrier: str | None
) -> Event:
    sts, spoken = status.segments[0], list(_words(status.segments))
    place, country = _place(status.segments)
    return Event(
        coded=events.meant(_coded(sts, old=message.old), list(_reasons(sts)), spoken),
        code=code,
        said=said,
        raw=tuple(status.written),
        words=spoken[0] if spoken else None,
        place=place,
        country=country,
        zone=_zone(status.segments),
        source=carrier,
    )


def _coded(sts: Segment, *, old: bool) -> Coded | None:
    code, owner = sts.at(2), sts.at(2, 3)
    if not code or owner not in _COMMON_LISTS | {_UPU}:
        return None
    recent = not old or (code.isdigit() and int(code) <= _SAME_SINCE_EVER)
    return codes.of("iftsta" if recent else "iftsta_1990s", code) or codes.of("upu", code)


def _reasons(sts: Segment) -> Iterator[Coded]:
    for place in range(3, 8):
        code, owner = sts.at(place), sts.at(place, 3)
        if code and owner in _COMMON_LISTS and (one := codes.of("iftsta_reason", code)) is not None:
            yield one


def _words(segments: Sequence[Segment]) -> Iterator[str]:
    """What the status says in words: its own, its reasons', and free texts beside it."""
    sts = segments[0]
    texts = [sts.at(2, 4), *(sts.at(place, 4) for place in range(3, 8))]
    for free in (each for each in segments if each.tag == "FTX"):
        texts.append(" ".join(said for place in range(1, 6) if (said := free.at(4, place))))
    yield from (text for text in texts if text)


def _time(segments: Iterable[Segment], head: Iterable[Segment]) -> Written | NoTime:
    """When it happened; where the status names no time of its own, the time of the message."""
    own = [each for each in segments if each.tag == "DTM"]
    for kind in _HAPPENED:
        for segment in (each for each in own if each.at(1) == kind):
            return _moment(segment)
    of_message = next((each for each in head if each.tag == "DTM" and each.at(1) == "137"), None)
    return _moment(of_message) if of_message and not own else NoTime(times.NO_TIME)


def _expected(segments: Iterable[Segment]) -> Written | None:
    for segment in segments:
        if (
            segment.tag == "DTM"
            and segment.at(1) in _EXPECTED
            and isinstance(said := _moment(segment), Written)
        ):
            return said
    return None


def _moment(dtm: Segment) -> Written | NoTime:
    """A time in the format it names (2379): digits, then maybe an offset (205) or a zone's name (303)."""
    written, form = dtm.at(1, 2), dtm.at(1, 3)
    if form == "718":
        written = written[:8]
    size = next((place for place, sign in enumerate(written) if not sign.isdigit()), len(written))
    said, offset = events.digits(written[:size], short_year=form in _SHORT_YEARS), written[size:]
    if isinstance(said, NoTime) or not offset:
        return said
    return replace(said, offset=zones.clock(offset, said.local))


def _zone(segments: Iterable[Segment]) -> str | None:
    """The zone a time names by letters that are no clock of ours by themselves."""
    for segment in (each for each in segments if each.tag == "DTM"):
        if letters := segment.at(1, 2).lstrip("0123456789"):
            return letters
    return None


def _place(segments: Iterable[Segment]) -> tuple[str | None, str | None]:
    """The place of the status and its country: by LOC, a UN/LOCODE beginning with the country, or by NAD."""
    for segment in (each for each in segments if each.tag == "LOC"):
        code, name = segment.at(2), segment.at(2, 4)
        country = zones.country(code[:2]) if len(code) in (2, 5) and code.isalnum() else None
        if code or name:
            return name or code, country
    for segment in (each for each in segments if each.tag == "NAD" and each.at(6)):
        named = segment.at(9)
        return segment.at(6), zones.country(named) if named else None
    return None, None


def _carrier(segments: Iterable[Segment]) -> str | None:
    for segment in segments:
        if segment.tag == "NAD" and segment.at(1) in ("CA", "CX", "FW"):
            return segment.at(2) or segment.at(4) or None
    return None


def _reference(segments: Sequence[Segment]) -> str | None:
    """The number a consignment goes by: of its CNI, else the first kind of reference that names one."""
    own = next((number for each in segments if each.tag == "CNI" and (number := each.at(2))), None)
    named = {each.at(1): each.at(1, 2) for each in reversed(segments) if each.tag == "RFF"}
    items = (number for number in named.values() if _POSTAL_ITEM.fullmatch(number))
    return own or next((named[kind] for kind in _REFERENCES if named.get(kind)), None) or next(items, None)


def _packages(segments: Iterable[Segment]) -> list[str | None]:
    """The numbers of single packages a status is about."""
    seen: dict[str, None] = {}
    for segment in (each for each in segments if each.tag == "GIN" and each.at(1) in _ITEM_NUMBERS):
        for place in range(2, 7):
            seen |= {number: None for number in (segment.at(place), segment.at(place, 2)) if number}
    return list(seen)
