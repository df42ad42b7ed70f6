"""Events of EPCIS as scans, one answer a parcel: capture and query documents, JSON-LD and XML, single events.

An event is about each thing in its list; of an aggregation, about the parent and what is put into it or taken
out. What is declared to be wrong is withdrawn, and stands in no scan of the same document. Events that are
about no parcel are kept unread.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from makewhole import tables
from makewhole.gateways.epcis import names
from makewhole.gateways.tracking import codes, times, words, zones
from makewhole.gateways.tracking.answer import Answer, Told, Tree, Unread
from makewhole.gateways.tracking.body import Body, Unreadable, tree
from makewhole.gateways.tracking.codes import Coded
from makewhole.gateways.tracking.times import Around, NoTime, When
from makewhole.gateways.wire import Json
from makewhole.parcel.journey import CONDITIONS, STATUSES, Scan
from makewhole.parcel.reasons import REASONS

READER = "epcis"
UNREADABLE = "makewhole.unreadable"
"""The code of what we tell ourselves of a document that cannot be read."""
_KINDS = ("ObjectEvent", "AggregationEvent", "AssociationEvent", "TransactionEvent", "TransformationEvent")
_LISTS = ("epcList", "childEPCs")
_CONDITIONS = {"damaged": "damaged", "container_open": "opened", "mismatch_quantity": "short"}
_LONGEST, _MOST_THINGS = 500, 10_000
_TOO_MANY = f"an event names more parcels than are read of one document, which are {_MOST_THINGS}"


@dataclass(frozen=True, slots=True)
class _Event:
    """An event as a scan, with what it was read from."""

    scan: Scan
    raw: Json
    code: str | None
    when: When


@dataclass(slots=True)
class _Parcel:
    events: list[_Event] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    withdrawn: list[_Event] = field(default_factory=list)


def read(content: bytes | str) -> tuple[Answer, ...]:
    """What a document says of each parcel in it. Never raises; what can't be read is one `Answer`."""
    body = tree(content)
    if isinstance(body, Unreadable):
        return (Answer(READER, told=(Told(UNREADABLE, body.says),)),)
    parcels: dict[str | None, _Parcel] = {}
    places = dict(_master_data(body.root))
    room = _MOST_THINGS
    for event in _events(body.root, 0):
        happened, parts = _read(event, places), _parts(event)
        if (room := room - len(parts)) < 0:
            parcels.setdefault(None, _Parcel()).unread.append(Unread(event, _TOO_MANY))
            continue
        for number, own in parts.items():
            parcel = parcels.setdefault(number, _Parcel())
            if isinstance(happened, Unread) or number is None:
                parcel.unread.append(_unread(happened, own))
            elif event.get("errorDeclaration") is not None:
                parcel.withdrawn.append(replace(happened, raw=own))
            else:
                parcel.events.append(replace(happened, raw=own))
    if not parcels:
        return (Answer(READER, told=(Told(UNREADABLE, "the document holds no event of EPCIS"),)),)
    return tuple(_answer(number, parcel, body) for number, parcel in parcels.items())


def _unread(happened: _Event | Unread, event: Json) -> Unread:
    return (
        replace(happened, raw=event)
        if isinstance(happened, Unread)
        else Unread(event, "an event is about goods and names no parcel")
    )


def _answer(number: str | None, parcel: _Parcel, body: Body) -> Answer:
    dated = sorted(_standing(parcel), key=lambda one: one.scan.at)
    return Answer(
        carrier=READER,
        number=number,
        scans=tuple(one.scan for one in dated),
        raw=tuple(one.raw for one in dated),
        unread=tuple(parcel.unread),
        status=dated[-1].scan.status if dated else None,
        codes=tuple(one.code for one in dated),
        local=tuple(one.when.local for one in dated),
        doubts=body.doubts,
        withdrawn=tuple(one.scan for one in parcel.withdrawn),
    )


def _standing(parcel: _Parcel) -> Iterator[_Event]:
    """The events that are not withdrawn: by their IDs where both name one, else by what they say."""
    ids = {_text(one.raw, "eventID") for one in parcel.withdrawn}
    scans = {one.scan for one in parcel.withdrawn}
    nameless = {one.scan for one in parcel.withdrawn if _text(one.raw, "eventID") is None}
    for one in parcel.events:
        named = _text(one.raw, "eventID")
        if (one.scan not in scans) if named is None else (named not in ids and one.scan not in nameless):
            yield one


def _events(node: Tree, depth: int) -> Iterator[Json]:
    """The events of a document, wherever its kind keeps them, in their order."""
    if isinstance(node, list):
        for each in node:
            yield from _events(each, depth + 1)
    elif isinstance(node, dict):
        kind = node.get("type", node.get("isA"))
        if kind in _KINDS:
            yield _flat(node)
            return
        for key, value in node.items():
            if key in _KINDS:
                yield from (_flat({"type": key, **each}) for each in _list(value) if isinstance(each, dict))
            elif key not in ("epcisHeader", "EPCISHeader"):
                yield from _events(value, depth + 1)


def _flat(event: Json) -> Json:
    """An event of XML with its extensions beside its other fields."""
    for name in ("extension", "baseExtension"):
        inner = event.get(name)
        if isinstance(inner, dict):
            event = {**_flat(inner), **{key: value for key, value in event.items() if key != name}}
    return event


def _parts(event: Json) -> dict[str | None, Json]:
    """Each parcel an event is about with the event as far as it is about that one, so that a pallet of
    thousands is not kept thousands of times, nor one customer's number beside another's."""
    things = [("parentID", event.get("parentID"))]
    for name in _LISTS:
        inside = event.get(name)
        things += [(name, one) for one in _list(inside.get("epc") if isinstance(inside, dict) else inside)]
    numbers = [(name, one, names.number(one)) for name, one in things if isinstance(one, str)]
    told = dict.fromkeys(number for _, _, number in numbers if number is not None)
    if len(told) < 2:
        return {next(iter(told), None): event}
    around = {name: value for name, value in event.items() if name not in _LISTS}
    parts: dict[str | None, Json] = {number: dict(around) for number in told}
    for name, one, number in numbers:
        if number is not None and name in _LISTS:
            parts[number].setdefault(name, []).append(one)
    return parts


def _list(value: Tree) -> list[Tree]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _read(event: Json, places: dict[str, tuple[str | None, str | None]]) -> _Event | Unread:
    step, disposition = _text(event, "bizStep"), _text(event, "disposition")
    said = times.written(_text(event, "eventTime") or "")
    when = (
        said if isinstance(said, NoTime) else times.placed(said, Around(_text(event, "eventTimeZoneOffset")))
    )
    if isinstance(when, NoTime):
        return Unread(event, f"an event could not be dated: {when.says}")
    where = next((uri for name in ("readPoint", "bizLocation") if (uri := _id(event.get(name)))), None)
    place, country = places.get(where) or names.place(where) if where else (None, None)
    own = {key.rpartition(":")[2]: value for key, value in event.items() if _is_ours(key, value)}
    ours = _own_meaning(own)
    meant = ours or _meaning(step, [disposition, *_set(event)])
    scan = Scan(
        at=when.at,
        status=meant.status if meant else "unknown",
        place=place[:_LONGEST] if place else None,
        country=zones.country(country) if country else None,
        words=own.get("words", "")[:_LONGEST] or None,
        source=own.get("source") or READER,
        offset_known=when.known != "no" and own.get("offsetKnown") != "false",
        reason=meant.reason if meant else None,
        holder=own.get("holder"),
        condition=_own_condition(own) if ours else _condition(step, disposition),
    )
    code = " ".join(names.word(each) for each in (step, disposition) if each)
    return _Event(scan, event, code[:100] or None, when)


def _is_ours(key: str, value: Tree) -> bool:
    return isinstance(value, str) and key.startswith(("makewhole:", names.NAMESPACE))


def _text(event: Json, name: str) -> str | None:
    value = event.get(name)
    return value if isinstance(value, str) and value.strip() else None


def _id(node: Tree) -> str | None:
    value = node.get("id") if isinstance(node, dict) else node
    return value if isinstance(value, str) and value.strip() else None


def _set(event: Json) -> Iterator[str]:
    """The dispositions an event sets for good."""
    lasting = event.get("persistentDisposition")
    for each in _list(lasting.get("set") if isinstance(lasting, dict) else None):
        if isinstance(each, str):
            yield each


def _own_meaning(own: dict[str, str]) -> Coded | None:
    status, reason = own.get("status"), own.get("reason")
    return Coded(status, reason if reason in REASONS else None) if status in STATUSES else None


def _own_condition(own: dict[str, str]) -> str | None:
    said = own.get("condition")
    return said if said in CONDITIONS else None


def _condition(step: str | None, disposition: str | None) -> str | None:
    if step and names.word(step) == "repackaging":
        return "repacked"
    return _CONDITIONS.get(names.word(disposition)) if disposition else None


def _meaning(step: str | None, dispositions: Iterable[str | None]) -> Coded | None:
    """What step and dispositions say; a step of another vocabulary is read as the words it is made of."""
    said = names.word(step) if step else ""
    held = [names.word(each) for each in dispositions if each]
    found = next((one for each in held if (one := _vocabulary("dispositions").get(each))), None)
    found = found or next((one for each in held if (one := _vocabulary("both").get(f"{said} {each}"))), None)
    return (
        found
        or _vocabulary("steps").get(said)
        or codes.of("common", said)
        or words.of(said.replace("_", " "))
    )


@cache
def _vocabulary(kind: str) -> dict[str, Coded]:
    rows = tables.read("makewhole.gateways.epcis", "vocabulary.toml")[kind]
    split = ((meaning.partition(": "), each) for meaning, many in rows.items() for each in many)
    return {each: Coded(status, reason or None) for (status, _, reason), each in split}


def _master_data(root: Tree) -> Iterator[tuple[str, tuple[str | None, str | None]]]:
    """Names and countries of places, as the document's own master data tell them."""
    header = root.get("epcisHeader") if isinstance(root, dict) else None
    data = header.get("epcisMasterData") if isinstance(header, dict) else None
    for vocabulary in _list(data.get("vocabularyList") if isinstance(data, dict) else None):
        elements = vocabulary.get("vocabularyElementList") if isinstance(vocabulary, dict) else None
        for element in (each for each in _list(elements) if isinstance(each, dict)):
            told = {
                str(row.get("id", "")).rpartition("#")[2].rpartition(":")[2]: row.get("attribute")
                for row in _list(element.get("attributes"))
                if isinstance(row, dict)
            }
            place = [told[key] for key in ("city", "name") if isinstance(told.get(key), str)]
            country = told.get("countryCode")
            if isinstance(uri := element.get("id"), str) and place:
                yield uri, (place[0], country if isinstance(country, str) else None)
