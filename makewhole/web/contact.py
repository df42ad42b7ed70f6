"""Writing to us without a claim, and asking us to stop writing: two small pages that need no script."""

from typing import Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse, Response

from makewhole.desk import form_in, stop
from makewhole.web.doors import Doors, Entry, Here, field_of, honest
from makewhole.web.problems import Stop
from makewhole.words import LANGUAGES, NAMES

router = APIRouter(include_in_schema=False)
_HONEST: Final = [Depends(honest)]


@router.get("/contact")
def contact(request: Request, doors: Here, number: str = "") -> Response:
    """The form; `?lang=` and `?number=` fill it in from a link."""
    return _form(request, doors, {"number": number[:80]})


@router.post("/contact", dependencies=_HONEST)
def send(request: Request, doors: Here, entry: Entry) -> Response:
    """Keep what was written, or the form again with what needs a look."""
    if field_of(entry, "website", 10):
        raise Stop(400, "notfound")
    speech = doors.speech(request)
    typed = {
        "email": field_of(entry, "email", 254),
        "story": field_of(entry, "story", form_in.LONGEST + 1),
        "number": field_of(entry, "number", 80),
        "language": field_of(entry, "language", 5),
    }
    kept = form_in.write_in(
        doors.house,
        form_in.Written(
            brand=doors.settings.brand,
            email=typed["email"],
            text=typed["story"],
            number=typed["number"],
            language=typed["language"] or speech.language,
            once=doors.csrf(request),
        ),
    )
    if isinstance(kept, dict):
        long = len(typed["story"]) > form_in.LONGEST
        said = {
            "email": speech.t("error-email"),
            "story": speech.t("error-story", count=form_in.LONGEST)
            if long
            else speech.t("error-story-empty"),
        }
        return _form(request, doors, typed, {name: said[name] for name in kept}, 422)
    return _word(request, doors, "contact-sent", email=typed["email"])


def _form(
    request: Request, doors: Doors, typed: dict[str, str], wrong: Any = None, status: int = 200
) -> Response:
    empty = {"email": "", "story": "", "number": "", "language": doors.speech(request).language}
    return doors.show(
        request,
        "customer/contact.html",
        status,
        form=empty | {name: value for name, value in typed.items() if value},
        wrong=wrong or {},
        languages=[(code, NAMES[code]) for code in LANGUAGES],
    )


def _word(request: Request, doors: Doors, about: str, **args: str) -> Response:
    return doors.show(request, "customer/word.html", title=f"{about}-title", text=f"{about}-text", args=args)


@router.get("/stop/{token}")
def stop_form(request: Request, doors: Here, token: str) -> Response:
    """A link in a mail is opened by mail scanners too, so only the button stops our letters."""
    if not stop.is_stop_link(doors.house, token):
        raise Stop(404, "notfound")
    return doors.show(request, "customer/stop.html")


@router.post("/stop/{token}")
def stop_letters(request: Request, doors: Here, token: str) -> Response:
    """Stop, by the page's button or by a mail program's one click (RFC 8058), which has no page of ours."""
    if not stop.stop(doors.house, token):
        raise Stop(404, "notfound")
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse("done\n")
    return _word(request, doors, "stopped")
