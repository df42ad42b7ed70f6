"""What the API reads and writes, as it is described in OpenAPI. Sums are whole minor units; times are UTC."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from makewhole.money import EXPONENTS, LARGEST

_CLEAN = r"^[^\x00]*$"
Line = Annotated[str, StringConstraints(max_length=200, pattern=_CLEAN)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_CLEAN)]
Text = Annotated[str, StringConstraints(max_length=4_000, pattern=_CLEAN)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Currency = Annotated[str, Field(json_schema_extra={"enum": sorted(EXPONENTS)}, pattern=r"^[A-Z]{3}$")]
Minor = Annotated[int, Field(gt=0, lt=LARGEST)]
Time = Annotated[
    AwareDatetime, Field(ge=dt.datetime(2000, 1, 1, tzinfo=dt.UTC), lt=dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
]
"""A moment of this century: what is outside of it can't be reckoned with."""


class In(BaseModel):
    """A shape that is read: unknown fields are refused, so that a slip is told."""

    model_config = ConfigDict(extra="forbid")


class PostsIn(In):
    """Posts in the shape of the X API v2, bare or under `data` with `includes`."""

    posts: list[dict[str, Any]] = Field(min_length=1, max_length=1_000)


class PostsOut(BaseModel):
    """What became of them."""

    kept: int
    duplicates: int
    unreadable: list[str]


class ParcelIn(In):
    """One parcel, as far as it is known."""

    waybill: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z ./_-]{3,59}$")]
    operator: Line | None = None
    service: Line | None = None
    postal: bool | None = None
    mode: Literal["air", "road", "sea", "post"] | None = None
    origin: Country | None = None
    destination: Country | None = None
    accepted_at: Time | None = None
    promised_by: Time | None = None
    weight_grams: Annotated[int, Field(gt=0, lt=10_000_000)] | None = None
    packages: Annotated[int, Field(gt=0, lt=10_000)] | None = None
    value_minor: Minor | None = None
    freight_minor: Minor | None = None
    currency: Currency | None = None
    order_ref: Line | None = None


class ParcelsIn(In):
    """A batch of parcels."""

    parcels: list[ParcelIn] = Field(min_length=1, max_length=5_000)


class ParcelsOut(BaseModel):
    """How many were kept."""

    kept: int


class SumIn(In):
    """A sum."""

    minor: Minor
    currency: Currency


class ContactIn(In):
    """How the customer is reached: an e-mail address, or the id of their account on X."""

    kind: Literal["email", "x"]
    value: Word


class PhotoIn(In):
    """A file shown, its bytes as base64."""

    kind: Literal[
        "photo_goods", "photo_outside", "photo_inside", "photo_label", "photo_scale", "proof_of_value"
    ]
    content: Annotated[str, StringConstraints(max_length=14_000_000)]


class ClaimIn(In):
    """A claim to lodge; either waybill or order names the parcel."""

    problem: Literal["late", "lost", "not_received", "damaged", "missing", "wrong"]
    asked: SumIn
    contact: ContactIn
    waybill: Line = ""
    order: Line = ""
    story: Text = ""
    language: Literal["en", "zh", "es", "pt", "fr", "de", "it", "ja", "ko", "ar", "hi", "id", "ru"] = "en"
    updates: Literal["x", "email", "none"] = "none"
    severity: Literal["part", "total"] | None = None
    part_value_minor: Minor | None = None
    buyer_country: Country | None = None
    statement_not_received: bool = False
    photos: list[PhotoIn] = Field(default=[], max_length=8)


class LodgedOut(BaseModel):
    """A lodged claim. The link is the customer's alone and shown this once."""

    ref: str
    link: str


class SumOut(BaseModel):
    """A sum."""

    minor: int
    currency: str


class GroundOut(BaseModel):
    """One reason of a decision."""

    rule: str
    says: str
    source: str
    facts: dict[str, str | int | bool | None] = Field(default={})
    flag: str | None = None


class ClaimOut(BaseModel):
    """Where a claim stands."""

    ref: str
    state: str
    problem: str
    asked: SumOut
    offer: SumOut | None
    full: bool
    lodged_at: dt.datetime
    decide_by: dt.datetime | None
    accept_by: dt.datetime | None
    paid_at: dt.datetime | None
    because: list[GroundOut]
    statements: list[int]


class AcceptIn(In):
    """Where the money goes: an account token of the payment provider."""

    account: Word


class AppealIn(In):
    """What was missed, if the customer says so."""

    reason: Annotated[str, StringConstraints(max_length=2_000, pattern=_CLEAN)] = ""


class HeadOut(BaseModel):
    """A signed head of the log."""

    size: int
    root: str
    signed: str
    at: dt.datetime


class ProblemOut(BaseModel):
    """RFC 9457 problem details, with what was read, what is allowed and what to do."""

    type: str
    title: str
    status: int
    detail: str
    read: str
    allowed: str
    way_forward: str
    request_id: str
