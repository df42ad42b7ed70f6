"""The API's part for orders, scans and journeys (docs/tracking-sources.md): shops, warehouses and carriers
hand in what happened, item by item judged, and read where a parcel is.
"""

import json
from typing import Annotated, Any, Final

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from makewhole.desk import known, orders_in, scans_in
from makewhole.desk.parcels_in import as_kept
from makewhole.desk.turn import at_door
from makewhole.gateways import epcis, handed, tracking
from makewhole.gateways.shops.order import Shipped, ShopOrder
from makewhole.gateways.tracking.answer import Answer
from makewhole.money import Money
from makewhole.store import orders, parcels, watches
from makewhole.store.parcels import ParcelRow
from makewhole.web import api_tracking_shapes as shapes
from makewhole.web.api import ANSWERS, Caller, Known, caller, field_problem, nothing
from makewhole.web.doors import Doors, Here
from makewhole.web.hooks import Body
from makewhole.web.problems import Problem

router: Final = APIRouter(prefix="/api/v1", responses=ANSWERS, tags=["v1"], dependencies=[Depends(caller)])
_DOCUMENT: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/ld+json": {"schema": {"type": "object"}},
            "application/json": {"schema": {"type": "object"}},
        },
    }
}
_EPCIS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"application/ld+json": {}}, "description": "An EPCISDocument"}
}
Waybill = Annotated[str, Path(pattern=r"^[0-9A-Za-z][0-9A-Za-z ._-]{3,59}$", examples=["RB123456785GB"])]
OrderRef = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00/]*$", examples=["1001"])]


@router.post("/orders")
def orders_given(doors: Here, who: Known, given: shapes.OrdersIn) -> shapes.OrdersOut:
    """Add orders or bring them up to date, and their parcels; a field left out keeps what it had."""
    read = [_order(number, one) for number, one in enumerate(given.orders)]
    with at_door(doors.house, "api", scans_in.EFFECT) as turn:
        orders_in.keep_orders(turn, who.brand, read)
    return shapes.OrdersOut(kept=len(read), parcels=sum(len(order.parcels) for order in read))


@router.get("/orders/{ref}")
def order(doors: Here, who: Known, ref: OrderRef) -> shapes.OrderOut:
    """What is known of an order; it may not be a parcel yet."""
    with doors.house.database.reading() as conn:
        row = orders.find(conn, who.brand, [ref])
        waybills = [] if row is None else orders.waybills(conn, who.brand, row.ref)
    if row is None:
        raise nothing(f"order {ref}")
    return shapes.OrderOut.model_validate(
        {
            "ref": row.ref,
            "shop": row.shop,
            "state": row.state,
            "placed_at": row.placed_at,
            "ships_by": row.ships_by,
            "promised_by": row.promised_by,
            "destination": row.destination,
            "parcels": waybills,
        }
    )


@router.post("/scans", status_code=202)
def scans_given(doors: Here, who: Known, given: shapes.ScansIn) -> shapes.ScansOut:
    """Hand in scans. Each parcel has its verdict; an event that can't be read is kept, with why."""
    body = json.dumps(given.model_dump(exclude_none=True), ensure_ascii=False).encode("utf-8", "replace")
    answers = handed.read(handed.PLAIN, body)
    if any(told.code == tracking.UNREADABLE for told in answers[0].told):
        says, way = answers[0].told[0].says, "Send fewer parcels at once."
        raise Problem(413, "scans", "Too many scans", says, "a body of at most 8 MB", way)
    return _kept(doors, who, "api", answers, body)


@router.post("/epcis/capture", status_code=202, openapi_extra=_DOCUMENT)
def captured(doors: Here, who: Known, body: Body) -> shapes.ScansOut:
    """Take in an EPCIS 2.0 document, or events of one; a declaration of error takes events back."""
    answers = epcis.read(body)
    if answers[0].told and answers[0].number is None:
        says, way = answers[0].told[0].says, "Send an EPCISDocument with an eventList."
        raise Problem(400, "epcis", "No EPCIS document", says, "EPCIS 2.0 in JSON-LD", way)
    return _kept(doors, who, "epcis", answers, body)


def _kept(
    doors: Doors, who: Caller, source: str, answers: tuple[Answer, ...], body: bytes
) -> shapes.ScansOut:
    """Keep answers, and what became of each."""
    with at_door(doors.house, "api", scans_in.EFFECT) as turn:
        told = scans_in.handed_in(turn, who.brand, source, answers, body)
    return shapes.ScansOut(
        verdicts=[
            shapes.VerdictOut(
                number=answer.number,
                known=one.parcel is not None,
                new=one.scans,
                unread=[*(each.says for each in answer.told), *(each.says for each in answer.unread)],
            )
            for answer, one in told
        ]
    )


@router.get("/parcels/{waybill}/journey")
def journey(doors: Here, who: Known, waybill: Waybill) -> shapes.JourneyOut:
    """Where a parcel stands, and every scan of it."""
    house = doors.house
    with house.database.reading() as conn:
        parcel = _parcel(conn, who, waybill)
        seen = known.look(conn, parcel, house.clock.now(), house.outlook)
        watch = watches.one(conn, parcel.id)
    where, outlook = seen.whereabouts, seen.outlook
    expected = None if outlook is None else shapes.ExpectedOut.model_validate(outlook, from_attributes=True)
    return shapes.JourneyOut(
        waybill=parcel.waybill,
        operator=parcel.operator,
        order=parcel.order_ref,
        origin=parcel.origin,
        destination=parcel.destination,
        status=where.status,
        problem=where.problem,
        silent_days=where.silent_days,
        delivered_at=where.delivered_at,
        promised_by=parcel.promised_by,
        presumed_lost_on=where.presumed_lost_on,
        expected=expected,
        watch=None
        if watch is None
        else shapes.WatchOut(
            pushed_by=watch.source, refused=watch.refused, look_at=watch.look_at, because=watch.because
        ),
        events=[shapes.EventOut.model_validate(row, from_attributes=True) for row in seen.rows],
    )


@router.get("/parcels/{waybill}/epcis", response_class=Response, responses=_EPCIS)
def journey_as_epcis(doors: Here, who: Known, waybill: Waybill) -> Response:
    """A parcel's journey as an EPCIS 2.0 document."""
    house = doors.house
    now = house.clock.now()
    with house.database.reading() as conn:
        parcel = _parcel(conn, who, waybill)
        seen = known.look(conn, parcel, now, house.outlook)
    made = json.dumps(epcis.document(parcel.waybill, seen.scans, at=now), ensure_ascii=False)
    return Response(made, media_type="application/ld+json")


def _parcel(conn: sa.Connection, who: Caller, waybill: str) -> ParcelRow:
    found = parcels.find(conn, who.brand, [waybill, as_kept(waybill)[0]])
    if found is None:
        raise nothing(f"waybill {waybill}")
    return found


def _order(number: int, given: shapes.OrderIn) -> ShopOrder:
    if given.value_minor is not None and given.currency is None:
        raise field_problem(f"orders.{number}.currency", "nothing", "an ISO 4217 code beside the sum")
    value = None
    if given.value_minor is not None and given.currency is not None:
        value = Money(given.value_minor, given.currency)
    return ShopOrder(
        "api",
        given.ref,
        "shipped" if given.parcels and given.state == "open" else given.state,
        placed_at=given.placed_at,
        ships_by=given.ships_by,
        promised_by=given.promised_by,
        destination=given.destination,
        value=value,
        told_at=given.told_at,
        parcels=tuple(Shipped(one.waybill, one.operator, one.accepted_at) for one in given.parcels),
        whole=given.whole,
    )
