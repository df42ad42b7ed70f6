"""The brand's own words on what customs ask for: every destination, one of them to change, how it is told."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from makewhole.care import customs_lines
from makewhole.parcel import customs, customs_form
from makewhole.parcel.customs import PACKAGED, CustomsWord, Matter, Unknown
from makewhole.parcel.customs_form import Wrong, country_of, matter_of
from makewhole.store import customs as own_words
from makewhole.web.doors import Doors, Entry, Here, field_of, honest, to
from makewhole.web.problems import Stop
from makewhole.web.speech import Speech
from makewhole.web.staff import Member, Staff
from makewhole.words import LANGUAGES, NAMES

router = APIRouter(include_in_schema=False)
log = structlog.get_logger(__name__)
_LONGEST = 4_000


@router.get("/desk/customs")
def all_of_them(request: Request, doors: Here, member: Staff, country: str = "") -> Response:
    """Every destination we have a word on; a country to open, or what is wrong with the one asked for."""
    speech = doors.speech(request, console=True)
    wrong: dict[str, str] = {}
    if country:
        found = country_of(country)
        if isinstance(found, str):
            return to(f"/desk/customs/{found}")
        wrong["country"] = _said(found, speech)
    with doors.house.database.reading() as conn:
        rows = (*PACKAGED, *own_words.rows(conn, member.brand))
    return doors.show(
        request,
        "console/customs.html",
        422 if wrong else 200,
        console=True,
        member=member,
        wrong=wrong,
        country=country[:40],
        places=_places(rows, speech),
    )


def _places(rows: Sequence[CustomsWord], speech: Speech) -> list[dict[str, Any]]:
    """A line a destination: its packaged word's source and flag, and which matters are the brand's own."""
    places: dict[str, dict[str, Any]] = {}
    for row in rows:
        place = places.setdefault(
            row.country, {"code": row.country, "name": _name(row.country, speech), "own": []}
        )
        if row.own:
            place["own"].append(row.matter)
        else:
            place |= {"flag": row.flag, "source": row.source, "checked": row.checked_on}
    return sorted(places.values(), key=lambda place: str(place["name"]))


def _name(code: str, speech: Speech) -> str:
    return speech.t("desk-customs-group-eu") if code == "EU" else speech.country(code)


@router.get("/desk/customs/{country}")
def one(request: Request, doors: Here, member: Staff, country: str, matter: str = "documents") -> Response:
    """What customs there ask for in one matter, as a form, and how a customer is told."""
    return _page(request, doors, member, _country(country), _matter(matter))


@router.post("/desk/customs/{country}", dependencies=[Depends(honest)])
def change(
    request: Request, doors: Here, member: Staff, entry: Entry, country: str, matter: str = "documents"
) -> Response:
    """Write the brand's own word, or take it back; for leads and admins."""
    if not member.at_least("lead"):
        raise Stop(403, "notfound")
    place, about, now = _country(country), _matter(matter), doors.house.clock.now()
    if field_of(entry, "take_back", 5):
        with doors.house.database.writing() as conn:
            own_words.take_back(conn, member.brand, place, about, member.id, now)
        log.info("customs.taken_back", staff=member.id, country=place, matter=about)
        return to(f"/desk/customs/{place}?matter={about}", "flash-done")
    form = _form(entry)
    word = customs_form.read(place, about, form, now.date())
    if not isinstance(word, CustomsWord):
        return _page(request, doors, member, place, about, form, word)
    with doors.house.database.writing() as conn:
        own_words.put(conn, member.brand, word, member.id, now)
    log.info("customs.written", staff=member.id, country=place, matter=about)
    return to(f"/desk/customs/{place}?matter={about}", "flash-done")


def _country(written: str) -> str:
    found = country_of(written)
    if isinstance(found, Wrong):
        raise Stop(404, "notfound")
    return found


def _matter(written: str) -> Matter:
    found = matter_of(written)
    if isinstance(found, Wrong):
        raise Stop(404, "notfound")
    return found


def _form(entry: FormData) -> dict[str, list[str]]:
    return {name: [str(value)[:_LONGEST] for value in entry.getlist(name)] for name in entry}


def _page(
    request: Request,
    doors: Doors,
    member: Member,
    country: str,
    matter: Matter,
    form: Mapping[str, Sequence[str]] | None = None,
    wrongs: Sequence[Wrong] = (),
) -> Response:
    speech = doors.speech(request, console=True)
    on = doors.house.clock.now().date()
    asked = request.query_params.get("in", "")
    tongue = asked if asked in LANGUAGES else speech.language
    with doors.house.database.reading() as conn:
        rows = (*PACKAGED, *own_words.rows(conn, member.brand))
        history = own_words.history(conn, member.brand, country, matter)
    word = customs.word(country, matter, rows, on)
    empty = CustomsWord(country, matter, checked_on=on)
    return doors.show(
        request,
        "console/customs_place.html",
        422 if wrongs else 200,
        console=True,
        member=member,
        may_change=member.at_least("lead"),
        country=country,
        name=_name(country, speech),
        matter=matter,
        word=None if isinstance(word, Unknown) else word,
        form=form if form is not None else customs_form.written(empty if isinstance(word, Unknown) else word),
        wrong={each.field: _said(each, speech) for each in reversed(wrongs)},
        lines=customs_lines.lines(word, tongue),
        tongue=tongue,
        told_in=[(code, NAMES[code]) for code in LANGUAGES],
        history=history,
        lists=customs_form.LISTS,
    )


def _said(wrong: Wrong, speech: Speech) -> str:
    return speech.t(f"customs-wrong-{wrong.rule}", read=wrong.read, allowed=wrong.allowed)
