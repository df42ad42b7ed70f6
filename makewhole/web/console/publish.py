"""Publishing, as the console shows it: the list, the form, the preview a colleague approves, the results.

Each page works without a script. What may be published, and who may approve it, is `desk.publish`'s.
"""

from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from makewhole.because import Refused
from makewhole.desk import publish, publish_out, report
from makewhole.store import manners, meter, publishing, x_accounts
from makewhole.store.publishing import Publication
from makewhole.web.console import publish_form
from makewhole.web.console.publish_form import KINDS, Written
from makewhole.web.doors import Doors, Entry, Here, Number, field_of, honest, to
from makewhole.web.problems import Stop
from makewhole.web.staff import Member, Staff
from makewhole.words import LANGUAGES, NAMES

router = APIRouter(include_in_schema=False)
LIST: Final = "/desk/publish"
_LANGUAGES: Final = [(code, NAMES[code]) for code in LANGUAGES]


@router.get(LIST)
def publications(request: Request, doors: Here, member: Staff) -> Response:
    """What is planned and what was published, the latest first."""
    with doors.house.database.reading() as conn:
        rows = publishing.of_brand(conn, member.brand)
    return doors.show(request, "console/publish.html", console=True, member=member, rows=rows, kinds=KINDS)


@router.get(f"{LIST}/new")
def blank(request: Request, doors: Here, member: Staff, kind: str = "post") -> Response:
    """An empty form of one kind."""
    written = Written(kind if kind in KINDS else "post", {})
    return _form(request, doors, member, written)


@router.post(f"{LIST}/new", dependencies=[Depends(honest)])
def create(request: Request, doors: Here, member: Staff, entry: Entry, kind: str = "post") -> Response:
    """Keep a draft and show it as it will stand."""
    written = _read(request, doors, member, entry, kind if kind in KINDS else "post")
    if written.draft is None:
        return _form(request, doors, member, written, status=422)
    made = publish.plan(doors.house, member.brand, written.draft, member.id)
    if isinstance(made, tuple):
        return _form(request, doors, member, written, made, 422)
    return to(f"{LIST}/{made}")


@router.get(f"{LIST}/{{number}}/edit")
def edit(request: Request, doors: Here, member: Staff, number: Number) -> Response:
    """A draft in its form again."""
    found = _found(doors, member, number)
    if found.state != "draft":
        return to(f"{LIST}/{number}")
    with doors.house.database.reading() as conn:
        zone = manners.of_brand(conn, member.brand).zone
    return _form(request, doors, member, publish_form.again(found, zone), number=number)


@router.post(f"{LIST}/{{number}}/edit", dependencies=[Depends(honest)])
def revise(
    request: Request, doors: Here, member: Staff, entry: Entry, number: Number, kind: str = "post"
) -> Response:
    """Put another text in a draft's place."""
    written = _read(request, doors, member, entry, kind if kind in KINDS else "post")
    if written.draft is None:
        return _form(request, doors, member, written, number=number, status=422)
    wrong = publish.revise(doors.house, member.brand, number, written.draft, member.id)
    if wrong:
        return _form(request, doors, member, written, wrong, 422, number)
    return to(f"{LIST}/{number}")


@router.get(f"{LIST}/{{number}}")
def preview(request: Request, doors: Here, member: Staff, number: Number) -> Response:
    """A publication exactly as it will stand, what it costs, and what X tells of it afterwards."""
    return _preview(request, doors, member, _found(doors, member, number))


@router.post(f"{LIST}/{{number}}", dependencies=[Depends(honest)])
def rule(request: Request, doors: Here, member: Staff, entry: Entry, number: Number) -> Response:
    """Approve what was shown, take it back, cancel it, or have X asked how it stands."""
    found, act = _found(doors, member, number), field_of(entry, "act", 10)
    done: Refused | None = None
    if act == "approve":
        done = publish.approve(doors.house, member.brand, number, member.id, field_of(entry, "digest", 80))
    elif act == "back":
        done = publish.take_back(doors.house, member.brand, number, member.id)
    elif act == "cancel":
        done = publish.cancel(doors.house, member.brand, number, member.id)
    elif act == "read":
        publish_out.look_now(doors.house, member.brand, number)
    if done is not None:
        return _preview(request, doors, member, _found(doors, member, found.id), done, 409)
    return to(f"{LIST}/{number}", "flash-done")


def _found(doors: Doors, member: Member, number: int) -> Publication:
    with doors.house.database.reading() as conn:
        found = publishing.get(conn, number)
    if found is None or found.brand != member.brand:
        raise Stop(404, "notfound")
    return found


def _read(request: Request, doors: Doors, member: Member, entry: Entry, kind: str) -> Written:
    with doors.house.database.reading() as conn:
        zone = manners.of_brand(conn, member.brand).zone
    speech = doors.speech(request, console=True)
    return publish_form.read(doors.house, member.brand, zone, kind, entry, speech.t)


def _form(
    request: Request,
    doors: Doors,
    member: Member,
    written: Written,
    refused: tuple[Refused, ...] = (),
    status: int = 200,
    number: int | None = None,
) -> Response:
    with doors.house.database.reading() as conn:
        zone = manners.of_brand(conn, member.brand).zone
        accounts = [row for row in x_accounts.of_brand(conn, member.brand) if row.revoked_at is None]
    return doors.show(
        request,
        "console/publish_form.html",
        status,
        console=True,
        member=member,
        kind=written.kind,
        values=_Values(written.values),
        wrong=written.wrong,
        refused=refused,
        zone=zone,
        accounts=[(row.id, f"@{row.handle}") for row in accounts],
        number=number,
        periods=tuple(report.PERIODS),
        languages=_LANGUAGES,
    )


class _Values(dict[str, str]):
    """A form's values; a field nobody filled in reads as empty."""

    def __missing__(self, name: str) -> str:
        return ""


def _preview(
    request: Request,
    doors: Doors,
    member: Member,
    found: Publication,
    refused: Refused | None = None,
    status: int = 200,
) -> Response:
    with doors.house.database.reading() as conn:
        shown = publish.preview(doors.house, conn, found)
        eyes = found.made_by == member.id and publishing.others_at_work(conn, member.brand, member.id)
        spent = meter.of_publication(conn, member.brand, found.id)
    context: dict[str, Any] = {
        "one": found,
        "preview": shown,
        "refused": refused,
        "four_eyes": eyes,
        "spent": spent,
        "votes": sum(int(option["votes"]) for option in found.poll or ()),
        "now_": doors.house.clock.now(),
    }
    return doors.show(request, "console/publication.html", status, console=True, member=member, **context)
