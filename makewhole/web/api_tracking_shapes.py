"""What the API reads and writes of orders, scans and journeys. Times are UTC where none names its zone."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from makewhole.web.api_shapes import Country, Currency, In, Line, Minor, Time, Word

Waybill = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z ._-]{3,59}$")]
Status = Annotated[
    str,
    StringConstraints(max_length=200, pattern=r"^[^\x00]*$"),
    Field(description="one of our statuses, or a carrier's code or words in any language we read"),
]
Says = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^[^\x00]*$")]


class ShippedIn(In):
    """A parcel of an order."""

    waybill: Waybill
    operator: Line | None = None
    accepted_at: Time | None = None


class OrderIn(In):
    """One order, as far as it is known; no buyer, no address, no goods."""

    ref: Annotated[Word, Field(description="the number as the customer sees it", examples=["1001"])]
    state: Literal["open", "shipped", "cancelled"] = "open"
    placed_at: Time | None = None
    ships_by: Time | None = None
    promised_by: Time | None = None
    destination: Country | None = None
    value_minor: Minor | None = None
    currency: Currency | None = None
    told_at: Annotated[
        Time | None,
        Field(description="when the shop last changed it: an older word changes nothing"),
    ] = None
    parcels: list[ShippedIn] = Field(default=[], max_length=50)
    whole: Annotated[bool, Field(description="nothing of it is still to be sent")] = False


class OrdersIn(In):
    """A batch of orders."""

    orders: list[OrderIn] = Field(min_length=1, max_length=1_000)


class OrdersOut(BaseModel):
    """How many orders were kept, and how many parcels with them."""

    kept: int
    parcels: int


class OrderOut(BaseModel):
    """What is known of an order; `parcels` are its waybills."""

    ref: str
    shop: str
    state: Literal["open", "shipped", "cancelled"]
    placed_at: dt.datetime | None
    ships_by: dt.datetime | None
    promised_by: dt.datetime | None
    destination: str | None
    parcels: list[str]


class EventIn(In):
    """One thing that happened to a parcel."""

    at: Annotated[Line, Field(description="a time; with its offset where it is known")]
    status: Status | None = None
    words: Says | None = None
    place: Line | None = None
    country: Country | None = None
    carrier: Line | None = None


class ScannedIn(In):
    """The scans of one parcel."""

    number: Waybill
    events: list[EventIn] = Field(min_length=1, max_length=500)


class ScansIn(In):
    """Scans of some parcels."""

    parcels: list[ScannedIn] = Field(min_length=1, max_length=500)


class VerdictOut(BaseModel):
    """What became of one parcel's scans. `known` is False where we have no such parcel yet: what was told is
    kept and given to it once it comes. `unread` says why events could not be read; they are kept as well."""

    number: str | None
    known: bool
    new: int
    unread: list[str]


class ScansOut(BaseModel):
    """The verdicts, one a parcel."""

    verdicts: list[VerdictOut]


class ExpectedOut(BaseModel):
    """When it is expected: days of the destination, the share of such parcels that came within them, risks in
    permille."""

    earliest: dt.date
    likely: dt.date
    latest: dt.date
    confidence: int
    risk_late: int | None
    risk_stuck: int | None
    risk_lost: int | None


class EventOut(BaseModel):
    """One scan. `offset_known` is False where its time came without a zone; `doubt` says why it is not
    believed."""

    at: dt.datetime | None
    offset_known: bool
    status: str
    reason: str | None
    holder: str | None
    condition: str | None
    place: str | None
    country: str | None
    words: str | None
    source: str | None
    doubt: str | None


class WatchOut(BaseModel):
    """Who tells us of it, and when we look next."""

    pushed_by: str | None
    refused: str | None
    look_at: dt.datetime | None
    because: str | None


class JourneyOut(BaseModel):
    """A parcel's journey: where it stands, what is wrong, when it is expected, and every scan."""

    waybill: str
    operator: str | None
    order: str | None
    origin: str | None
    destination: str | None
    status: str
    problem: str | None
    silent_days: int | None
    delivered_at: dt.datetime | None
    promised_by: dt.datetime | None
    presumed_lost_on: dt.date | None
    expected: ExpectedOut | None
    watch: WatchOut | None
    events: list[EventOut]
