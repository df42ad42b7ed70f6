"""Keeping what was told of a parcel: the whole answer, its scans, and the journey drawn anew, in one turn.

Whoever tells (a carrier asked, a push, a file) comes through `heard`, as often as it likes and from as many
places at once: the parcel's row is locked, an answer is kept once, a scan is kept once. What can't be read is
kept with the reason. What is told of a number nobody knows waits for its parcel (`adopt`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from makewhole.desk import known, part
from makewhole.desk.turn import Turn
from makewhole.gateways.tracking.answer import Answer
from makewhole.parcel import patience
from makewhole.parcel.journey import ENDS, Scan
from makewhole.store import journeys, parcels, scans
from makewhole.store.journeys import Drawn
from makewhole.store.parcels import ParcelRow
from makewhole.store.scans import ScanRow
from makewhole.store.wire import as_json

DRAWN_AGAIN_AFTER = timedelta(days=1)
"""What a journey foretells is drawn anew after this long without news."""
_TAKEN_BACK = "whoever told it has declared it to be wrong"
_NOT_YET = frozenset({"pending", "unknown", "cancelled"})
"""What says nothing of the carrier having the parcel."""
_FIRST, _LAST = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of an answer: `parcel` is None where no parcel of ours has its number.

    `repeated` is True where the very same answer was kept before; `scans` is how many scans were new.
    """

    parcel: int | None
    answer: int
    repeated: bool
    scans: int


def heard(
    turn: Turn,
    brand: str,
    source: str,
    answer: Answer,
    body: bytes | None,
    parcel: ParcelRow | None = None,
) -> Heard:
    """Keep one answer. `source` names who told it, `body` is the whole of what came.

    `body` is None where what came tells of other parcels too: then this parcel's own part is kept. Without
    `parcel` it is found by the answer's number. Safe to repeat.
    """
    numbers = _numbers(answer.number)
    found = parcel or parcels.find(turn.conn, brand, numbers) or _waited(turn, brand, answer.number)
    if found is None:
        told = _told(source, answer, body)
        kept, new = scans.keep_answer(turn.conn, brand, _plain(answer.number), told, turn.now)
        turn.tell(f"parcels:{brand}")
        return Heard(None, kept, not new, 0)
    row = parcels.checked(turn.conn, found.id, turn.now)
    blank = row.forgotten_at is not None
    told = _told(source, answer, body)
    kept, new = scans.keep_answer(turn.conn, brand, row.id, told, turn.now, blank=blank)
    fresh, reread = scans.keep_scans(
        turn.conn, brand, row.id, kept, _rows(source, answer), turn.now, blank=blank
    )
    if fresh or reread or new:
        draw(turn, row)
    if fresh or reread:
        turn.tell(f"parcel:{row.id}")
        turn.tell(f"parcels:{brand}")
    return Heard(row.id, kept, not new, fresh)


def _waited(turn: Turn, brand: str, number: str | None) -> ParcelRow | None:
    """The parcel once nobody else is at its number, so that what becomes a stray is seen by who adopts it."""
    scans.alone_with(turn.conn, brand, _plain(number))
    return parcels.find(turn.conn, brand, _numbers(number))


def heard_all(
    turn: Turn, brand: str, source: str, answers: Sequence[Answer], body: bytes
) -> tuple[Heard, ...]:
    """Keep every answer of one body, in an order of their numbers, so that two such turns never wait for each
    other in a ring."""
    alone = body if len(answers) == 1 else None
    return tuple(
        heard(turn, brand, source, answer, alone)
        for answer in sorted(answers, key=lambda one: _plain(one.number))
    )


def adopt(turn: Turn, parcel: ParcelRow, read: Callable[[str, bytes], Sequence[Answer]]) -> int:
    """Give a parcel what was told of its number before it was known, and draw its journey; returns how many
    scans that brought.

    `read` reads a body again: (reader, body) to its answers.
    """
    brought = 0
    scans.alone_with(turn.conn, parcel.brand, _plain(parcel.waybill))
    while some := scans.strays(turn.conn, parcel.brand, _numbers(parcel.waybill)):
        for stray in some:
            whole = stray.body or b""
            kept = part.unpack(stray.reader, whole)
            for answer in read(stray.reader, whole) if kept is None else (kept,):
                brought += heard(turn, parcel.brand, stray.source, answer, stray.body, parcel).scans
            scans.drop_answer(turn.conn, stray.id)
    draw(turn, parcels.lock(turn.conn, parcel.id))
    return brought


def draw(turn: Turn, parcel: ParcelRow) -> None:
    """Write the parcel's journey from what is kept of it; the caller holds the parcel's row."""
    seen = known.look(turn.conn, parcel, turn.now, turn.house.outlook)
    journeys.put(turn.conn, parcel.brand, parcel.id, drawn(seen, turn.now), turn.now)


def drawn(seen: known.Sight, now: datetime) -> Drawn:
    """The journey's row from what is seen of the parcel."""
    where, outlook, consignment = seen.whereabouts, seen.outlook, seen.consignment
    last, hours = where.last, where.hours
    first = where.trusted[0].at if where.trusted else None
    taken = (scan.at for scan in where.trusted if scan.status not in _NOT_YET)
    return Drawn(
        lane=consignment.lane,
        operator=consignment.operator,
        service=patience.service_class(consignment.service or ""),
        status=where.status,
        reason=last.reason if last else None,
        holder=last.holder if last else None,
        started_at=consignment.accepted_at or first,
        last_at=last.at if last else None,
        last_place=last.place if last else None,
        last_country=last.country if last else None,
        handed_over_at=next(taken, None),
        delivered_at=where.delivered_at,
        ended_at=last.at if last and where.status in ENDS else None,
        promised_by=consignment.promised_by,
        problem=where.standing,
        late_from=hours.late_from,
        silent_from=hours.silent_from,
        lost_from=hours.lost_from,
        eta_early=outlook.earliest if outlook else None,
        eta_likely=outlook.likely if outlook else None,
        eta_late=outlook.latest if outlook else None,
        risk_late=outlook.risk_late if outlook else None,
        risk_stuck=outlook.risk_stuck if outlook else None,
        risk_lost=outlook.risk_lost if outlook else None,
        draw_at=None if where.status in ENDS else now + DRAWN_AGAIN_AFTER,
    )


def _numbers(number: str | None) -> list[str]:
    """The ways a number may be written in our rows: as it came, and in capitals without what parts it."""
    return sorted({(number or "").strip(), _plain(number)} - {""})


def _plain(number: str | None) -> str:
    return "".join(mark for mark in (number or "").upper() if mark.isalnum())


def _told(source: str, answer: Answer, body: bytes | None) -> dict[str, object]:
    """What the store keeps of an answer."""
    whole = part.pack(answer) if body is None else body
    trouble = None
    if len(whole) > scans.MOST_BYTES:
        trouble = f"{len(whole)} bytes are more than is read of an answer; its beginning is kept"
    elif answer.told and not answer.scans:
        trouble = answer.told[0].says
    elif answer.unread:
        trouble = answer.unread[0].says
    return {"source": source, "reader": answer.carrier, "body": whole, "trouble": trouble}


def _rows(source: str, answer: Answer) -> list[tuple[ScanRow, bytes]]:
    """The answer's events as rows, each with what it is known by."""
    made = [(_row(source, scan, event), _known_by(source, scan)) for event, scan in enumerate(answer.scans)]
    for event, unread in enumerate(answer.unread, len(made)):
        row = ScanRow(None, "unknown", source=source, doubt=unread.says, event=event)
        made.append((row, scans.digest("unread", source, as_json(unread.raw))))
    for scan in answer.withdrawn:
        row = replace(_row(source, scan, None), doubt=_TAKEN_BACK, withdrawn=True)
        made.append((row, _known_by(source, scan)))
    return made


def _row(source: str, scan: Scan, event: int | None) -> ScanRow:
    """A scan as a row. A time no calendar of ours can hold in every zone is said, not kept."""
    fits = _FIRST <= scan.at <= _LAST
    return ScanRow(
        at=scan.at if fits else None,
        status=scan.status,
        place=scan.place,
        country=scan.country,
        words=scan.words,
        source=scan.source or source,
        offset_known=scan.offset_known,
        reason=scan.reason,
        holder=scan.holder,
        condition=scan.condition,
        doubt=None if fits else f"its time, {scan.at:%Y-%m-%d}, can't be true",
        event=event,
    )


def _known_by(source: str, scan: Scan) -> bytes:
    """What makes it the same scan when it is told again: all the carrier said, and not what we read in it."""
    status = None if scan.words else scan.status
    at = scan.at.astimezone(UTC) if _FIRST <= scan.at <= _LAST else scan.at
    return scans.digest(at.isoformat(), scan.place, scan.words, status, scan.source or source)
