"""The claim bench: the queue with its clocks, a claim with the machine's reasons, and a person's ruling."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from makewhole.because import Refused
from makewhole.claims import claim as life
from makewhole.desk import prove, sight
from makewhole.desk import rule as ruling
from makewhole.store import parcels, views, views_claim
from makewhole.store.views_claim import ClaimView
from makewhole.web import filing, progress
from makewhole.web.customer import evidence_response
from makewhole.web.doors import Doors, Entry, Here, Number, field_of, honest, to
from makewhole.web.problems import Stop
from makewhole.web.staff import Member, Staff

router = APIRouter(include_in_schema=False)
OUTCOMES: Final = ("offer", "ask", "decline")


@router.get("/desk/claims")
def bench(request: Request, doors: Here, member: Staff, which: str = "person") -> Response:
    """Claims, the one whose time runs out first on top."""
    chosen = which if which in views_claim.BENCHES else "person"
    with doors.house.database.reading() as conn:
        lines = views_claim.bench(conn, member.brand, chosen)
        counts = views_claim.bench_counts(conn, member.brand)
    return doors.show(
        request, "console/bench.html", console=True, member=member, lines=lines, counts=counts, which=chosen
    )


def _claim(doors: Doors, member: Member, ref: str) -> ClaimView:
    with doors.house.database.reading() as conn:
        view = views_claim.by_ref(conn, member.brand, ref)
    if view is None:
        raise Stop(404, "notfound")
    return view


def _may(view: ClaimView, member: Member) -> tuple[str, ...]:
    """What this member may rule now. An appeal is for a lead who did not decide before."""
    if view.told.get("appealed") and (member.id in view.deciders or not member.at_least("lead")):
        return ()
    verbs = life.verbs("with_person" if view.state == "appealed" else view.state, "person")
    return tuple(outcome for outcome in OUTCOMES if outcome in verbs)


def _page(
    request: Request,
    doors: Doors,
    member: Member,
    view: ClaimView,
    wrong: Mapping[str, str],
    status: int = 200,
) -> Response:
    with doors.house.database.reading() as conn:
        parcel = None if view.parcel is None else parcels.get(conn, view.parcel)
        seen = (
            None if parcel is None else sight.look(conn, parcel, doors.house.clock.now(), doors.house.outlook)
        )
        letters = views.letters(conn, "claim", [view.id])
    return doors.show(
        request,
        "console/claim.html",
        status,
        console=True,
        member=member,
        claim=view,
        sight=seen,
        reasons=sorted(view.because, key=progress.weight),
        wrong=wrong,
        letters=letters,
        may=_may(view, member),
        decided_before=member.id in view.deciders,
        suspicions=views.grounds(view.decision.get("suspicions")),
        needs=view.decision.get("needs", []),
    )


@router.get("/desk/claims/{ref}")
def claim(request: Request, doors: Here, member: Staff, ref: str) -> Response:
    """One claim whole."""
    return _page(request, doors, member, _claim(doors, member, ref), {})


@router.post("/desk/claims/{ref}", dependencies=[Depends(honest)])
def rule(request: Request, doors: Here, member: Staff, entry: Entry, ref: str) -> Response:
    """A person's ruling: offer a sum, ask for more, or decline, each with a reason the customer reads."""
    view, speech = _claim(doors, member, ref), doors.speech(request, console=True)
    outcome, reason = field_of(entry, "outcome", 10), field_of(entry, "reason", 2_000)
    if outcome not in _may(view, member):
        return _page(request, doors, member, view, {"outcome": speech.t("desk-rule-not-you")}, 403)
    minor = filing.amount(field_of(entry, "amount", 20), view.asked.currency) if outcome == "offer" else None
    if outcome == "offer" and not minor:
        return _page(request, doors, member, view, {"amount": speech.t("error-amount")}, 422)
    if not reason:
        return _page(request, doors, member, view, {"reason": speech.t("desk-rule-reason-missing")}, 422)
    done = ruling.rule(doors.house, view.id, member.id, outcome, minor, reason)
    if isinstance(done, Refused):
        why = speech.t("error-refused", why=f"{done.says}. {done.way_forward}")
        return _page(request, doors, member, view, {"outcome": why}, 409)
    return to(f"/desk/claims/{ref}", "flash-done")


@router.get("/desk/claims/{ref}/photo/{number}")
def photo(doors: Here, member: Staff, ref: str, number: Number) -> Response:
    """A piece of evidence."""
    return evidence_response(doors, _claim(doors, member, ref).id, number)


@router.get("/desk/receipt/{number}")
def receipt(doors: Here, member: Staff, number: Number) -> Response:
    """A statement's receipt, without anybody's openings."""
    made = prove.receipt_for(doors.house, number, for_its_person=False, brand=member.brand)
    if isinstance(made, Refused):
        raise Stop(404, "notfound")
    disposition = f'attachment; filename="receipt-{number}.json"'
    return Response(made, media_type="application/json", headers={"content-disposition": disposition})
