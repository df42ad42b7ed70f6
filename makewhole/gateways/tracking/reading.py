"""A carrier's answer, whatever its bytes, as values: one `Answer` a parcel, and errors where it told errors.

The shape of the carrier says where things stand; where it finds nothing, or we have none, the fields are
looked for by their names and the answer says it was guessed. Nothing is raised and no event is dropped.
"""

from dataclasses import replace

from makewhole.gateways.tracking import events, guess, shapes, told
from makewhole.gateways.tracking.answer import Answer, Told, Tree, Unread
from makewhole.gateways.tracking.body import Body, Unreadable, tree
from makewhole.gateways.tracking.events import Dated
from makewhole.gateways.tracking.shapes import Shape
from makewhole.gateways.tracking.tree import Spot, first, spots

UNREADABLE = "makewhole.unreadable"
"""The code of what we tell ourselves of a body that cannot be read."""

MOST_EVENTS = 10_000
"""Of one body; forty parcels with fifty events each are a fifth of it. What stands after is kept unread."""
_TOO_MANY = f"it stands after the first {MOST_EVENTS} events of its body, and no more are read of one"


def read(carrier: str, content: bytes | str) -> tuple[Answer, ...]:
    """What an answer says of each parcel in it. Never raises; a body that cannot be read is one answer."""
    shape = shapes.named(carrier)
    name = shape.name if shape else carrier
    body = tree(content)
    if isinstance(body, Unreadable):
        return (Answer(name, told=(Told(UNREADABLE, body.says),)),)
    read_as = _by(shape, body) if shape else ()
    if any(one.scans or one.unread or one.told for one in read_as):
        return _newest_first(read_as)
    guessed = _by(guess.shape_of(body.root, name, shape.codes if shape else name), body)
    # Beside a parcel the shape has found, one dated thing may be anything; several in a row are events.
    if any(len(one.scans) > 1 for one in guessed) or (not _says(read_as) and _says(guessed)):
        return _newest_first(tuple(replace(one, guessed=True) for one in guessed))
    if _says(read_as):
        return _newest_first(read_as)
    bare = (*read_as, *guessed, Answer(name, doubts=body.doubts))[0]
    return (replace(bare, told=told.only(body.root)),)


def _says(answers: tuple[Answer, ...]) -> bool:
    return any(one.scans or one.unread or one.told or one.status for one in answers)


def _by(shape: Shape, body: Body) -> tuple[Answer, ...]:
    """The answers a shape finds, and what is told outside of every parcel."""
    parcels = _parcels(Spot(body.root), shape)
    room, answers = MOST_EVENTS, list[Answer]()
    for spot in parcels:
        happened = _events(spot, shape)
        answers.append(_answer(spot, shape, body, happened, room))
        room = max(0, room - len(happened))
    around = told.found(body.root, but=[spot.node for spot in parcels])
    if around and len(answers) == 1:
        merged = tuple(dict.fromkeys((*around, *answers[0].told)))
        answers = [replace(answers[0], told=merged)]
    elif around:
        answers.append(Answer(shape.name, told=around, doubts=body.doubts))
    return tuple(answers)


def _parcels(root: Spot, shape: Shape) -> list[Spot]:
    """The objects that are a parcel: they have a number, an event, a status or an error of their own."""
    found: dict[int, Spot] = {}
    for where in shape.parcels:
        for spot in spots(root, where):
            if first(spot, shape.number) or first(spot, shape.status) or _events(spot, shape):
                found.setdefault(id(spot.node), spot)
    return list(found.values())


def _events(parcel: Spot, shape: Shape) -> list[Spot]:
    """The events of a parcel, each once. One that is the parcel itself must say something of its own."""
    found = {id(spot.node): spot for where in shape.events for spot in spots(parcel, where)}
    says = shape.event.code + shape.event.words
    return [spot for spot in found.values() if spot.node is not parcel.node or first(spot, says)]


def _answer(parcel: Spot, shape: Shape, body: Body, happened: list[Spot], room: int) -> Answer:
    """What is said of one parcel; of its events as many are read as there is room for."""
    order = events.order_of(happened[:room], shape)
    read_as = [events.read(spot, shape, order) for spot in happened[:room]]
    read_as += [Unread(events.raw_of(spot), _TOO_MANY) for spot in happened[room:]]
    dated = sorted((one for one in read_as if isinstance(one, Dated)), key=lambda one: one.scan.at)
    expected = events.day_of(parcel, shape, order)
    inside: list[Tree] = [spot.node for spot in happened]
    return Answer(
        carrier=shape.name,
        number=first(parcel, shape.number),
        scans=tuple(one.scan for one in dated),
        raw=tuple(one.raw for one in dated),
        unread=tuple(one for one in read_as if isinstance(one, Unread)),
        told=told.found(parcel.node, but=[each for each in inside if each is not parcel.node]),
        status=events.overall(parcel, shape),
        expected_on=expected.local.date() if expected else None,
        codes=tuple(one.code for one in dated),
        local=tuple(one.local for one in dated),
        doubts=body.doubts + _assumed(dated),
    )


def _assumed(dated: list[Dated]) -> tuple[str, ...]:
    """What had to be assumed to date the scans."""
    counts = {
        "named no time zone; UTC is assumed, so it may be off by up to 14 hours": [
            one for one in dated if one.known == "no"
        ],
        "named no time zone; the clock of the place or the country is used": [
            one for one in dated if one.known == "place"
        ],
        "named a day and no time of day; midnight is assumed": [one for one in dated if one.day_only],
    }
    return tuple(f"{len(many)} of {len(dated)} times {says}" for says, many in counts.items() if many)


def _newest_first(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """In the carrier's order; a number that comes several times, being used again, the newest first."""
    ranked = sorted(answers, key=lambda one: one.scans[-1].at.timestamp() if one.scans else 0, reverse=True)
    by_number: dict[str | None, list[Answer]] = {}
    for one in ranked:
        by_number.setdefault(one.number, []).append(one)
    return tuple(by_number[one.number].pop(0) for one in answers)
