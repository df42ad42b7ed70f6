"""Lodging a claim: one way in for the form, the API and a person at the console.

What is wrong with an entry is said at once, field by field, and nothing is kept of it. A second report of
the same loss by the same person does not make a second claim. What the claimant shows is kept by its hash.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from makewhole.because import Ground, Refused
from makewhole.claims import claim as states
from makewhole.claims import evidence
from makewhole.claims.facts import PROBLEMS, SEVERITIES
from makewhole.desk import looks, news
from makewhole.desk.house import House
from makewhole.desk.photo import STORY_LIMIT, Photo
from makewhole.desk.turn import Turn, at_door
from makewhole.money import EXPONENTS, LARGEST, Money
from makewhole.parcel import waybill
from makewhole.store import brands, claims, parcels, people
from makewhole.store import evidence as shown
from makewhole.words import reachable

ERRAND = "lodge"
_SOURCE = "docs/claims.md"
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class LodgeForm:
    """An entry as a door read it. Sums are minor units; `contact_kind` is x (account id) or email."""

    brand: str
    problem: str
    asked_minor: int
    currency: str
    contact_kind: str
    contact: str
    waybill: str = ""
    order: str = ""
    story: str = ""
    language: str = "en"
    updates: str = "none"
    severity: str | None = None
    part_value_minor: int | None = None
    delivered_at: datetime | None = None
    buyer_country: str | None = None
    statement_not_received: bool = False
    photos: tuple[Photo, ...] = ()
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Lodged:
    """A claim was made: its reference, and the token of its private link, shown this once."""

    claim: int
    ref: str
    token: str


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with an entry, by field: what was read, what is allowed, what to do."""

    by_field: Mapping[str, Refused] = field(default_factory=dict)


def lodge(house: House, form: LodgeForm) -> Lodged | Faults:
    """Keep the claim and owe its decision, or say what is wrong with the entry."""
    faults = _faults(form)
    if faults:
        return Faults(faults)
    token = secrets.token_urlsafe(24)
    with at_door(house, ERRAND, "lodge.record") as turn:
        brand = brands.get(turn.conn, form.brand)
        parcel = parcels.find(
            turn.conn, brand.id, _waybills(form.waybill), (form.order.strip(),) if form.order.strip() else ()
        )
        contact = people.Contact(form.contact_kind, form.contact.strip())
        person = people.meet(turn.conn, house.vault, brand.id, contact, reachable(form.language), turn.now)
        if parcel is not None:
            before = claims.open_for(turn.conn, person, parcel.id, sorted(states.RESTING))
            if before is not None:
                # Nobody has shown yet that the contact is theirs, so nothing of that claim is told here.
                way = "open it by the link you were given; what is new can be added there"
                says = "a claim of yours for this parcel is already with us"
                return Faults({"waybill": Refused("lodge.twice", says, _SOURCE, way)})
        return _record(turn, form, brand.id, person, None if parcel is None else parcel.id, token)


def _record(turn: Turn, form: LodgeForm, brand: str, person: int, parcel: int | None, token: str) -> Lodged:
    house, ref = turn.house, "MW-" + "".join(secrets.choice(_ALPHABET) for _ in range(8))
    key = people.key_of(turn.conn, house.vault, person)
    claim = claims.add(
        turn.conn,
        brand=brand,
        ref=ref,
        person=person,
        parcel=parcel,
        thread=form.thread,
        state=states.START,
        problem=form.problem,
        asked_minor=form.asked_minor,
        currency=form.currency,
        told=_told(form),
        language=reachable(form.language),
        updates=form.updates,
        lodged_at=turn.now,
        decide_by=turn.now + house.periods.decide_simple,
        link_hash=house.vault.token_hash(token),
        story=form.story.strip(),
        link=key.seal(token.encode(), f"link {ref}"),
    )
    hashes = []
    for photo in form.photos:
        digest = hashlib.sha256(photo.content).hexdigest()
        if shown.add(
            turn.conn, brand, claim, person, photo.kind, digest, photo.media_type, photo.content, turn.now
        ):
            hashes.append(digest)
    ground = Ground(
        "claim.lodged",
        "the claim was lodged and is decided next",
        _SOURCE,
        {"problem": form.problem, "asked": Money(form.asked_minor, form.currency).text()},
    )
    statement = turn.state(
        brand,
        "claim",
        f"claim-{claim}",
        {"claim": ref, "asked": {"minor": form.asked_minor, "currency": form.currency}},
        (ground,),
        {
            "/claimant": form.contact.strip(),
            "/parcel": form.waybill.strip() or form.order.strip(),
            "/evidence": hashes,
        },
        person,
    )
    claims.add_step(
        turn.conn, claim, "lodge", None, states.START, "claimant", [ground.as_dict()], statement, turn.now
    )
    turn.owe("decide", f"claim-{claim}:decide:0", claim, 0, priority=2)
    if parcel is not None:
        looks.plan(turn, parcel)
    turn.tell(f"bench:{brand}")
    news.tell(turn, claims.get(turn.conn, claim))
    return Lodged(claim, ref, token)


def _told(form: LodgeForm) -> dict[str, Any]:
    told: dict[str, Any] = {
        "severity": form.severity,
        "part_value_minor": form.part_value_minor,
        "delivered_at": None if form.delivered_at is None else form.delivered_at.isoformat(),
        "buyer_country": form.buyer_country,
        "statement_not_received": form.statement_not_received,
        "named_parcel": bool(form.waybill.strip() or form.order.strip()),
    }
    return {key: value for key, value in told.items() if value is not None}


def _waybills(text: str) -> list[str]:
    """The waybill as typed and as read, so that spaces, case and full-width digits do not matter."""
    typed = "".join(text.split()).upper()
    readings = [reading.number for reading in waybill.judge(text) if reading.number]
    return list(dict.fromkeys([*([typed] if typed else []), *readings]))


def _faults(form: LodgeForm) -> dict[str, Refused]:
    faults: dict[str, Refused] = {}

    def fault(name: str, says: str, mend: str) -> None:
        faults.setdefault(name, Refused(f"lodge.{name}", says, _SOURCE, mend))

    if form.problem not in PROBLEMS:
        fault("problem", f"the problem reads {form.problem[:40]!r}", f"choose one of: {', '.join(PROBLEMS)}")
    if form.currency not in EXPONENTS:
        fault(
            "currency", f"{form.currency[:8]!r} is no currency we know", "give its ISO 4217 code, such as EUR"
        )
    if not 0 < form.asked_minor < LARGEST:
        fault(
            "asked", "the sum asked for is not above zero", "give what you paid, in the currency you paid in"
        )
    if form.contact_kind not in ("x", "email") or not form.contact.strip():
        fault("contact", "there is no way to reach you", "give an e-mail address, or your account on X")
    elif form.contact_kind == "email" and ("@" not in form.contact or len(form.contact) > 254):
        fault("contact", "that is no e-mail address", "check it for a slip; it needs an @")
    if form.updates not in ("x", "email", "none"):
        fault("updates", f"updates cannot go by {form.updates[:20]!r}", "choose x, email or none")
    if not form.waybill.strip() and not form.order.strip():
        fault("waybill", "no parcel was named", "give the waybill number or the order number; one is enough")
    if form.severity is not None and form.severity not in SEVERITIES:
        fault(
            "severity", f"the damage reads {form.severity[:20]!r}", f"choose one of: {', '.join(SEVERITIES)}"
        )
    if form.part_value_minor is not None and not 0 < form.part_value_minor < LARGEST:
        fault("part_value", "the value of the part is not above zero", "give what that part cost")
    if len(form.story) > STORY_LIMIT:
        fault("story", f"your words have {len(form.story)} letters", f"keep them to {STORY_LIMIT}")
    for number, photo in enumerate(form.photos):
        if photo.kind not in evidence.KINDS:
            fault(
                "photos",
                f"photo {number + 1} is of an unknown kind",
                f"choose one of: {', '.join(evidence.KINDS)}",
            )
        refused = evidence.accept(
            photo.media_type, len(photo.content), number, paper=photo.kind == "proof_of_value"
        )
        if refused is not None:
            faults.setdefault("photos", refused)
    return faults
