"""The customer's pages: the first page, filing a claim, and a claim's progress by its private link.

Each works without a script. What a claim is worth or may become is the desk's to say; these pages read
forms, hand them on, and show what came of it.
"""

from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from makewhole.because import Refused
from makewhole.claims.facts import PROBLEMS
from makewhole.desk import appeal as appeals
from makewhole.desk import joining, lodge, pay, pictures, prove, told
from makewhole.desk.promise import terms_of
from makewhole.gateways.wire import TheirFault
from makewhole.money import Money
from makewhole.store import views_claim
from makewhole.store.views_claim import ClaimView
from makewhole.web import filing, progress, reasons, supply
from makewhole.web.doors import Doors, Entry, Here, Number, field_of, honest, to
from makewhole.web.problems import Stop
from makewhole.web.speech import Speech
from makewhole.words import LANGUAGES, NAMES

router = APIRouter(include_in_schema=False)
_HONEST: Final = [Depends(honest)]
_PHOTO_POLICY: Final = "default-src 'none'; sandbox"


@router.get("/")
def home(request: Request, doors: Here) -> Response:
    """What one can do here, on a screen."""
    handles = doors.brand().handles
    return doors.show(
        request,
        "customer/home.html",
        handle=handles[0] if handles else None,
        sample=Money(4250, doors.brand().currency),
    )


@router.post("/theme", dependencies=_HONEST)
def theme(doors: Here, entry: Entry) -> Response:
    """Keep light or dark, and go back."""
    back = field_of(entry, "back", 300)
    response = to(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")
    chosen = field_of(entry, "theme", 5)
    if chosen in ("light", "dark"):
        response.set_cookie(
            "theme", chosen, max_age=365 * 24 * 3600, samesite="lax", secure=doors.settings.https
        )
    return response


@router.get("/claim")
def claim_form(
    request: Request, doors: Here, number: str = "", problem: str = "", amount: str = "", currency: str = ""
) -> Response:
    """The form, with what a link already knows filled in."""
    speech = doors.speech(request)
    return _claim_form(
        request,
        doors,
        filing.Draft(
            number=number[:80],
            problem=problem[:40],
            amount=amount[:20],
            currency=currency if currency in filing.CURRENCIES else doors.brand().currency,
            language=speech.language,
        ),
    )


@router.post("/claim", dependencies=_HONEST)
def file_claim(request: Request, doors: Here, entry: Entry) -> Response:
    """Lodge the claim and go to its private page; or the form again with what needs a look."""
    speech = doors.speech(request)
    read = filing.read(entry, doors.settings.brand, speech)
    if field_of(entry, "website", 10):
        raise Stop(400, "notfound")
    if read.form is None:
        return _claim_form(request, doors, read.draft, read.wrong, 422)
    form = _by_account(doors, read.form)
    if form is None:
        return _claim_form(request, doors, read.draft, {"contact": speech.t("error-contact")}, 422)
    lodged = lodge.lodge(doors.house, form)
    if isinstance(lodged, lodge.Faults):
        return _claim_form(request, doors, read.draft, _said(lodged.by_field, speech), 422)
    return to(f"/c/{lodged.token}", "flash-filed")


def _claim_form(
    request: Request, doors: Doors, draft: filing.Draft, wrong: Any = None, status: int = 200
) -> Response:
    speech = doors.speech(request)
    return doors.show(
        request,
        "customer/claim.html",
        status,
        form=draft,
        wrong=wrong or {},
        problems=[(name, speech.t("problem-" + name.replace("_", "-"))) for name in PROBLEMS],
        currencies=[(code, code) for code in dict.fromkeys((doors.brand().currency, *filing.CURRENCIES))],
        languages=[(code, NAMES[code]) for code in LANGUAGES],
        limits={"photos": pictures.MOST, "megabytes": pictures.MEGABYTES},
    )


def _by_account(doors: Doors, form: lodge.LodgeForm) -> lodge.LodgeForm | None:
    """On X a person is their account's id; the name they gave is looked up."""
    if form.contact_kind != "x":
        return form
    try:
        found = doors.house.x.user(form.contact.removeprefix("@"))
    except TheirFault as fault:
        raise Stop(503, "away") from fault
    return None if isinstance(found, Refused) or found is None else replace(form, contact=str(found.id))


_FIELD: Final = {"asked": "amount", "waybill": "number"}


def _said(faults: Any, speech: Speech) -> dict[str, str]:
    return {_FIELD.get(name, name): reasons.refused(no, speech) for name, no in faults.items()}


# By private link ---------------------------------------------------------------------------------


def by_link(request: Request, doors: Here, token: str) -> ClaimView:
    """The claim of a private link; anything else is nothing, and guessing is slowed down."""
    with doors.house.database.reading() as conn:
        view = views_claim.by_link(conn, doors.house.vault.token_hash(token))
    if view is None or view.brand != doors.settings.brand:
        raise Stop(404, "notfound")
    request.scope["page"] = f"/c/{token}"
    return view


def _claim(doors: Doors, view: ClaimView, speech: Speech) -> progress.Progress:
    """The claim as its page shows it, beside its parcel and the terms its seller has published."""
    with doors.house.database.reading() as conn:
        terms = terms_of(conn, view.brand)
        model, about = doors.house.outlook, view.parcel
        known = None if about is None else told.by_id(conn, view.brand, about, speech.now, model)
    return progress.of(view, speech, terms, known)


def _progress(
    request: Request,
    doors: Doors,
    view: ClaimView,
    wrong: Any = None,
    status: int = 200,
    code: str | None = None,
) -> Response:
    mailbox = doors.house.mail.get(view.brand)
    return doors.show(
        request,
        "customer/progress.html",
        status,
        code=code,
        handles=[f"@{handle}" for handle in doors.brand().handles[:1]],
        addresses=[] if mailbox is None else [mailbox.account.address],
        wrong=wrong or {},
        view=view,
        claim=_claim(doors, view, doors.speech(request)),
        limits={"photos": pictures.MOST, "megabytes": pictures.MEGABYTES},
    )


@router.get("/c/{token}")
def follow(request: Request, doors: Here, token: str) -> Response:
    """How far the claim is."""
    return _progress(request, doors, by_link(request, doors, token))


@router.get("/c/{token}/live")
async def follow_live(request: Request, doors: Here, token: str) -> Response:
    """The same, each time it changes."""
    view = await doors.in_thread(by_link, request, doors, token)

    def part() -> str | None:
        fresh = by_link(request, doors, token)
        speech = doors.speech(request)
        shown = _claim(doors, fresh, speech)
        return doors.render(request, "customer/progress_body.html", speech, claim=shown, view=fresh)

    return doors.live.stream(f"claim:{view.id}", part)


@router.post("/c/{token}/accept", dependencies=_HONEST)
def accept(request: Request, doors: Here, entry: Entry, token: str) -> Response:
    """Take the offer."""
    view = by_link(request, doors, token)
    account = field_of(entry, "account", 64)
    if not account:
        return _progress(request, doors, view, {"account": doors.speech(request).t("error-account")}, 422)
    return _after(
        request, doors, view, pay.accept(doors.house, view.id, account), "flash-accepted", "account"
    )


@router.post("/c/{token}/retry", dependencies=_HONEST)
def pay_again(request: Request, doors: Here, entry: Entry, token: str) -> Response:
    """Name another account for money that could not be paid."""
    view = by_link(request, doors, token)
    account = field_of(entry, "account", 64)
    if not account:
        return _progress(request, doors, view, {"account": doors.speech(request).t("error-account")}, 422)
    return _after(request, doors, view, pay.retry(doors.house, view.id, account), "flash-accepted", "account")


@router.post("/c/{token}/appeal", dependencies=_HONEST)
def appeal(request: Request, doors: Here, entry: Entry, token: str) -> Response:
    """Ask for a person who did not decide before."""
    view = by_link(request, doors, token)
    done = appeals.appeal(doors.house, view.id, field_of(entry, "reason", 2_000))
    return _after(request, doors, view, done, "flash-appealed", "reason")


@router.post("/c/{token}/withdraw", dependencies=_HONEST)
def withdraw(request: Request, doors: Here, token: str) -> Response:
    """Take the claim back."""
    view = by_link(request, doors, token)
    return _after(request, doors, view, appeals.withdraw(doors.house, view.id), "flash-done", "withdraw")


@router.post("/c/{token}/join", dependencies=_HONEST)
def join_accounts(request: Request, doors: Here, token: str) -> Response:
    """Show the code by which the claimant says that another account is theirs too."""
    view = by_link(request, doors, token)
    consent = doors.speech(request).t("join-consent")
    return _progress(
        request, doors, view, code=joining.code_for(doors.house, view.brand, view.person, consent)
    )


def _known(request: Request, doors: Here, token: str) -> None:
    """Refuse a link nobody has before the photos that came with it are read."""
    by_link(request, doors, token)


@router.post("/c/{token}/supply", dependencies=[Depends(_known), *_HONEST])
def show_more(request: Request, doors: Here, entry: Entry, token: str) -> Response:
    """Show what is still needed."""
    view, speech = by_link(request, doors, token), doors.speech(request)
    more = supply.read(entry, view, speech)
    if more.wrong:
        return _progress(request, doors, view, more.wrong, 422)
    done = appeals.supply(doors.house, view.id, more.photos, more.answers)
    return _after(request, doors, view, done, "flash-done", "supply")


def _after(request: Request, doors: Doors, view: ClaimView, done: object, flash: str, name: str) -> Response:
    if isinstance(done, Refused):
        return _progress(request, doors, view, {name: reasons.refused(done, doors.speech(request))}, 409)
    back: RedirectResponse = to(str(request.scope["page"]), flash)
    return back


@router.get("/c/{token}/photo/{number}")
def photo(request: Request, doors: Here, token: str, number: Number) -> Response:
    """A photo the claimant sent."""
    view = by_link(request, doors, token)
    return evidence_response(doors, view.id, number)


@router.get("/c/{token}/receipt/{number}")
def receipt(request: Request, doors: Here, token: str, number: Number) -> Response:
    """A receipt of one of the claim's decisions, with the openings that are the claimant's own."""
    view = by_link(request, doors, token)
    if number not in {step.statement for step in view.steps}:
        raise Stop(404, "notfound")
    made = prove.receipt_for(doors.house, number, for_its_person=True)
    if isinstance(made, Refused):
        raise Stop(404, "notfound")
    name = f"receipt-{view.ref}-{number}.json"
    return Response(
        made, media_type="application/json", headers={"content-disposition": f'attachment; filename="{name}"'}
    )


def evidence_response(doors: Doors, claim: int, number: int) -> Response:
    """The bytes of a photo, fenced in so that they can be nothing but a photo."""
    with doors.house.database.reading() as conn:
        found = views_claim.evidence_bytes(conn, claim, number)
    if found is None:
        raise Stop(404, "notfound")
    media_type, content = found
    return Response(
        content,
        media_type=media_type,
        headers={"content-security-policy": _PHOTO_POLICY, "cache-control": "private, max-age=600"},
    )
