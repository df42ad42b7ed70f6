"""The API for other systems: posts and parcels in, claims lodged and followed, receipts out.

Every call carries a key made in the console (`Authorization: Bearer mwk_...`), of which only a keyed hash is
kept. Errors are problem+json and say what was read, what is allowed and what to do.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Annotated, Any, Final

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from makewhole.because import Refused, plain
from makewhole.desk import appeal, lodge, pay, pictures, prove, take
from makewhole.desk.parcels_in import as_kept, keep_parcels
from makewhole.desk.photo import Photo
from makewhole.desk.scans_in import EFFECT
from makewhole.desk.turn import at_door
from makewhole.store import views_claim, views_house
from makewhole.store.views_claim import ClaimView
from makewhole.web import api_shapes as shapes
from makewhole.web.doors import Doors, Here
from makewhole.web.problems import MEDIA_TYPE, Problem

_PROBLEM: Final[dict[str, Any]] = {
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
}
ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": shapes.ProblemOut, "description": "Not a readable request", **_PROBLEM},
    401: {"model": shapes.ProblemOut, "description": "No valid key", **_PROBLEM},
    404: {"model": shapes.ProblemOut, "description": "Nothing by that name", **_PROBLEM},
    409: {"model": shapes.ProblemOut, "description": "Not possible in this state", **_PROBLEM},
    422: {"model": shapes.ProblemOut, "description": "A field can't be taken", **_PROBLEM},
    503: {"model": shapes.ProblemOut, "description": "The store is away", **_PROBLEM},
}
_BEARER: Final = HTTPBearer(auto_error=False, description="A key made in the console, mwk_...")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: a key's id and the brand it speaks for."""

    key: int
    brand: str


def caller(doors: Here, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]) -> Caller:
    """The key's brand, or 401."""
    token = given.credentials if given is not None else ""
    with doors.house.database.reading() as conn:
        row = conn.execute(
            sa.text("SELECT id, brand FROM api_key WHERE key_hash = :h AND revoked_at IS NULL"),
            {"h": doors.house.vault.token_hash(token)},
        ).first()
    if row is None:
        raise Problem(
            401,
            "key",
            "No valid key",
            "no Authorization header with a key we know",
            "Authorization: Bearer mwk_...",
            "An admin makes a key in the console, under API keys.",
            {"www-authenticate": "Bearer"},
        )
    return Caller(row.id, row.brand)


Known = Annotated[Caller, Depends(caller)]
Ref = Annotated[str, Path(pattern=r"^MW-[0-9A-Z]{8}$", examples=["MW-7K3F9Q2A"])]
router = APIRouter(prefix="/api/v1", responses=ANSWERS, tags=["v1"], dependencies=[Depends(caller)])


@router.post("/posts")
def posts_in(doors: Here, who: Known, given: shapes.PostsIn) -> shapes.PostsOut:
    """Take in posts in the shape of the X API v2; each is kept once by its id and answered."""
    taken = take.take(doors.house, who.brand, given.posts, via="import")
    return shapes.PostsOut(kept=taken.kept, duplicates=taken.duplicates, unreadable=list(taken.unreadable))


@router.post("/parcels")
def parcels_in(doors: Here, who: Known, given: shapes.ParcelsIn) -> shapes.ParcelsOut:
    """Add parcels or bring them up to date; a field left out keeps what it had."""
    rows = [one.model_dump(exclude_none=True) for one in given.parcels]
    for number, row in enumerate(rows):
        row["waybill"], issuer = as_kept(row["waybill"])
        row["operator"] = row.get("operator") or issuer
        if row.get("currency") is None and ("value_minor" in row or "freight_minor" in row):
            raise field_problem(f"parcels.{number}.currency", "nothing", "an ISO 4217 code beside each sum")
    with at_door(doors.house, "api", EFFECT) as turn:
        keep_parcels(turn, who.brand, rows)
    return shapes.ParcelsOut(kept=len(rows))


@router.post("/claims", status_code=201)
def lodge_claim(request: Request, doors: Here, who: Known, given: shapes.ClaimIn) -> shapes.LodgedOut:
    """Lodge a claim. The private link is shown this once; give it to the customer."""
    form = lodge.LodgeForm(
        brand=who.brand,
        problem=given.problem,
        asked_minor=given.asked.minor,
        currency=given.asked.currency,
        contact_kind=given.contact.kind,
        contact=given.contact.value,
        waybill=given.waybill,
        order=given.order,
        story=given.story,
        language=given.language,
        updates=given.updates,
        severity=given.severity,
        part_value_minor=given.part_value_minor,
        buyer_country=given.buyer_country,
        statement_not_received=given.statement_not_received,
        photos=_photos(given.photos),
    )
    done = lodge.lodge(doors.house, form)
    if isinstance(done, lodge.Faults):
        name, no = next(iter(done.by_field.items()))
        raise Problem(
            422, "claim", "The claim can't be taken", f"{name}: {no.says}", no.way_forward, no.source
        )
    link = (doors.settings.public_url or str(request.base_url)).rstrip("/") + f"/c/{done.token}"
    return shapes.LodgedOut(ref=done.ref, link=link)


@router.get("/claims/{ref}")
def claim(doors: Here, who: Known, ref: Ref) -> shapes.ClaimOut:
    """Where a claim stands, with the grounds of its decision."""
    return _claim_out(_claim(doors, who, ref))


@router.post("/claims/{ref}/accept")
def accept(doors: Here, who: Known, ref: Ref, given: shapes.AcceptIn) -> shapes.ClaimOut:
    """Take the offer for the customer; the money goes to the account token."""
    return _moved(doors, who, ref, pay.accept(doors.house, _claim(doors, who, ref).id, given.account))


@router.post("/claims/{ref}/appeal")
def ask_person(doors: Here, who: Known, ref: Ref, given: shapes.AppealIn) -> shapes.ClaimOut:
    """Ask for a person who did not decide before."""
    return _moved(doors, who, ref, appeal.appeal(doors.house, _claim(doors, who, ref).id, given.reason))


@router.get(
    "/receipts/{statement}",
    response_class=Response,
    responses={200: {"content": {"application/json": {}}, "description": "A receipt file"}},
)
def receipt(doors: Here, who: Known, statement: Annotated[int, Path(ge=1, le=2**62)]) -> Response:
    """The receipt of a statement of this brand, without anybody's openings."""
    with doors.house.database.reading() as conn:
        owner = conn.execute(sa.text("SELECT brand FROM statement WHERE id = :i"), {"i": statement}).scalar()
    made = prove.receipt_for(doors.house, statement, for_its_person=False) if owner == who.brand else None
    if made is None or isinstance(made, Refused):
        raise nothing(f"statement {statement}")
    return Response(made, media_type="application/json")


@router.get("/log/head")
def head(doors: Here) -> shapes.HeadOut:
    """The latest signed head of the log."""
    with doors.house.database.reading() as conn:
        found = views_house.latest_head(conn)
    if found is None:
        raise nothing("a head; nothing is sealed yet")
    return shapes.HeadOut(size=found.size, root=found.root, signed=found.signed, at=found.at)


def _claim(doors: Doors, who: Caller, ref: str) -> ClaimView:
    with doors.house.database.reading() as conn:
        view = views_claim.by_ref(conn, who.brand, ref)
    if view is None:
        raise nothing(f"claim {ref}")
    return view


def _moved(doors: Doors, who: Caller, ref: str, done: object) -> shapes.ClaimOut:
    if isinstance(done, Refused):
        raise Problem(409, "state", "Not possible now", done.says, done.way_forward, f"See {done.source}.")
    return _claim_out(_claim(doors, who, ref))


def _claim_out(view: ClaimView) -> shapes.ClaimOut:
    offer = None if view.offer is None or view.state in ("with_person", "appealed") else view.offer
    return shapes.ClaimOut(
        ref=view.ref,
        state=view.state,
        problem=view.problem,
        asked=shapes.SumOut(minor=view.asked.minor, currency=view.asked.currency),
        offer=None if offer is None else shapes.SumOut(minor=offer.minor, currency=offer.currency),
        full=view.full,
        lodged_at=view.lodged_at,
        decide_by=view.decide_by,
        accept_by=view.accept_by,
        paid_at=view.paid_at,
        because=[shapes.GroundOut.model_validate(one) for one in plain(view.because)],
        statements=[step.statement for step in view.steps if step.statement is not None],
    )


def _photos(given: list[shapes.PhotoIn]) -> tuple[Photo, ...]:
    found = []
    for number, one in enumerate(given):
        where = f"photos.{number}.content"
        try:
            content = base64.b64decode(one.content, validate=True)
        except (binascii.Error, ValueError) as error:
            raise field_problem(where, "text that is not base64", "the file's bytes as base64") from error
        read = pictures.read(where, content, paper=one.kind == "proof_of_value")
        if isinstance(read, pictures.NotAPhoto):
            raise field_problem(
                where,
                f"{len(content)} bytes that do not open as a photo",
                f"JPEG, PNG or WebP of at most {pictures.MEGABYTES} MB",
            )
        found.append(Photo(one.kind, read.media_type, read.content))
    return tuple(found)


def field_problem(where: str, read: str, allowed: str) -> Problem:
    """The answer to a field that can't be taken."""
    return Problem(
        422,
        "unreadable",
        "A field can't be read",
        f"{where}: {read}",
        allowed,
        "Correct the field and send it again.",
    )


def nothing(what: str) -> Problem:
    """The answer to a name nothing goes by."""
    return Problem(
        404,
        "nothing",
        "Nothing by that name",
        what,
        "names that belong to the key's brand",
        "Check the name and the key.",
    )
