"""The page "What am I owed?", made from its address alone: nothing is stored and nothing is personal.

Each answer goes into the address, the law is asked again, and what it still lacks is asked next, so a page
can be kept, shared or gone back to. It works without a script.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

from babel import Locale
from fastapi import APIRouter, Request
from fastapi.responses import Response

from makewhole import tables
from makewhole.because import Refused, plain
from makewhole.law import parties, rows
from makewhole.law.assess import assess
from makewhole.law.calendar import clocks
from makewhole.law.conclusion import Assessment, Missing
from makewhole.law.facts import Facts
from makewhole.law.reading import read
from makewhole.money import EXPONENTS
from makewhole.web.doors import Doors, Here
from makewhole.web.filing import CURRENCIES
from makewhole.web.owed import questions
from makewhole.web.owed.questions import SEVERAL, UNKNOWN, Form
from makewhole.web.speech import Speech
from makewhole.words import Catalogue

router = APIRouter(include_in_schema=False)
WORDS: Final = Catalogue("makewhole.web.owed")
_AT_ONCE: Final = 3
_COUNTRIES: Final = tuple(tables.read("makewhole.law", "tables/countries.toml")["codes"])
_PARTIES: Final = "parties"
_Flagged = TypeVar("_Flagged", rows.Row, parties.Bound)
_LAW_TABLES: Final = ("exchange", "privacy", "counting", "clocks")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the page shows it; `lang` is the language its words are in."""

    form: Form
    words: str
    lang: str
    options: tuple[tuple[str, str], ...]
    answer: str
    currency: str


@router.get("/owed")
def owed(request: Request, doors: Here) -> Response:
    """The next questions, or the answer."""
    speech = doors.speech(request)
    answers = questions.kept(request.query_params)
    facts = _facts(doors, answers)
    found = None if isinstance(facts, Refused) else _asked_law(doors, facts)
    missing = found.missing if found is not None else ()
    askable = [one for one in missing if _may_ask(one, answers)]
    shown = [_question(one, answers, speech, doors) for one in askable[:_AT_ONCE]]
    if isinstance(facts, Refused):
        field = facts.says.split(":")[0].split("[")[0].removesuffix(".kilograms")
        wrong = [Missing(field, field, {})] if questions.form_of(field).kind != "none" else []
        shown = [_question(one, answers, speech, doors) for one in wrong]
    being_asked = {one.form.fact for one in shown}
    return doors.show(
        request,
        "customer/owed.html",
        o=lambda message, **args: WORDS.say(speech.language, message, **args),
        refused=facts if isinstance(facts, Refused) else None,
        questions=shown,
        kept=[(n, v) for n, v in answers.items() if n.removesuffix(".currency") not in being_asked],
        currencies=[(code, code) for code in dict.fromkeys((doors.brand().currency, *CURRENCIES))],
        found=found if found is not None and not shown else None,
        because=plain(found.because) if found is not None else [],
        clocks=_days(facts, found) if isinstance(facts, Facts) and found is not None and not shown else [],
    )


@router.get("/law/rows")
def law_rows(request: Request, doors: Here) -> Response:
    """Every row the law rests on: what it is, where it is written, how well and when it was last checked."""
    names = (*dict.fromkeys((*rows.TABLES, *_LAW_TABLES)), _PARTIES)
    of, flag = request.query_params.get("of", ""), request.query_params.get("flag", "")
    shown = [name for name in names if of in ("", name)]
    listed = [(name, _flagged(rows.table(name).rows, flag)) for name in shown if name != _PARTIES]
    bound = (
        [(name, _flagged(one, flag)) for name, one in parties.listed().items()] if _PARTIES in shown else []
    )
    speech = doors.speech(request)
    return doors.show(
        request,
        "customer/law_rows.html",
        o=lambda message, **args: WORDS.say(speech.language, message, **args),
        tables=[(name, found) for name, found in listed if found],
        bound=[(name, found) for name, found in bound if found],
        names=names,
        of=of,
        flag=flag,
    )


def _flagged(found: tuple[_Flagged, ...], flag: str) -> tuple[_Flagged, ...]:
    """Those with one of these flags; all where none is asked for."""
    return tuple(one for one in found if not flag or one.flag in flag)


def _facts(doors: Doors, answers: dict[str, str]) -> Facts | Refused:
    given = questions.plain(answers)
    worth = answers.get("loss.value.currency") or answers.get("sale.price.currency")
    given["payout_currency"] = worth if worth in EXPONENTS else doors.brand().currency
    return read(given)


def _asked_law(doors: Doors, facts: Facts) -> Assessment:
    house = doors.house
    return assess(facts, house.rates, house.clock.now(), house.accepted_rows)


def _may_ask(missing: Missing, answers: dict[str, str]) -> bool:
    """Whether the page can ask for it and has not been told that nobody knows."""
    return questions.form_of(missing.fact).kind != "none" and answers.get(missing.fact) != UNKNOWN


def _question(missing: Missing, answers: dict[str, str], speech: Speech, doors: Doors) -> Asked:
    form = questions.form_of(missing.fact)
    message = "ask-" + missing.fact.replace(".", "-").replace("_", "-")
    known = WORDS.has("en", message)
    words = WORDS.say(speech.language, message) if known else missing.question
    return Asked(
        form=form,
        words=words,
        lang=speech.language if known else "en",
        options=_options(form, speech),
        answer=answers.get(missing.fact, ""),
        currency=answers.get(f"{missing.fact}.currency") or doors.brand().currency,
    )


def _options(form: Form, speech: Speech) -> tuple[tuple[str, str], ...]:
    if form.kind == "flag":
        return tuple((value, WORDS.say(speech.language, f"say-{value}")) for value in ("yes", "no"))
    if form.kind == "country":
        named = Locale.parse(speech.language).territories
        return tuple(
            sorted(((code, str(named.get(code, code))) for code in _COUNTRIES), key=lambda one: one[1])
        )
    return tuple((value, _option(value, speech)) for value in form.options if value not in _HIDDEN)


_HIDDEN: Final = frozenset({"none", "cod_not_collected", "inland_waterway", "buyer_v_platform", "express"})
"""Answers for specialists; a file of facts takes them."""


def _option(value: str, speech: Speech) -> str:
    if value in SEVERAL:
        return " + ".join(_option(one, speech) for one in value.split("-"))
    message = "say-" + value.replace("_", "-")
    return WORDS.say(speech.language, message) if WORDS.has("en", message) else value.replace("_", " ")


def _days(facts: Facts, found: Assessment) -> list[tuple[str, date, str]]:
    """The clocks that have a day: what each is for, the day, its article."""
    running: list[tuple[str, date, str]] = []
    for clock in clocks(facts, found):
        if clock.by is not None:
            name: Any = "clock-" + clock.does.replace("_", "-")
            running.append((name, clock.by, clock.because[0].rule))
    return running
