"""Questions of the page "What am I owed?": how each fact is asked for, and facts from the answers.

What a fact may be is read from the law's own schema, so a fact added there can be asked here. Which facts
still matter is the assessment's to say; nothing is decided here.

>>> form_of("carriage.mode").kind, form_of("carriage.postal").kind, form_of("loss.value").kind
('choice', 'flag', 'sum')
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from makewhole.law.facts import Carriage, Facts, Loss, Mode, Sale, Sum
from makewhole.money import Money

TABLES: Mapping[str, type] = {"carriage": Carriage, "loss": Loss, "sale": Sale}
UNKNOWN = "?"
"""The answer of somebody who does not know; it is kept, so that the question is not asked again."""
SEVERAL = ("sea-road", "rail-road", "sea-rail")
"""Answers to "how was it carried?" for several legs under one contract."""
Kind = Literal["choice", "flag", "day", "sum", "country", "kilograms", "number", "none"]


@dataclass(frozen=True, slots=True)
class Form:
    """How a fact is asked for: by which control, and with which answers to choose from."""

    fact: str
    kind: Kind
    options: tuple[str, ...] = ()


@cache
def form_of(fact: str) -> Form:
    """The form of a fact by its type in the schema; kind "none" where a page cannot ask for it."""
    if fact == "carriage.packages":
        return Form(fact, "kilograms")
    if fact == "carriage.mode":
        return Form(fact, "choice", (*get_args(Mode), *SEVERAL))
    table, _, field = fact.rpartition(".")
    owner = TABLES.get(table) if table else Facts
    hints = get_type_hints(owner, include_extras=True) if owner is not None else {}
    inner = tuple(one for one in _parts(hints.get(field)) if one is not NoneType)
    return Form(fact, *_control(inner))


def _parts(hint: Any) -> tuple[Any, ...]:
    """The members of a union, flat; a single type alone."""
    if get_origin(hint) in (Literal, Annotated) or not get_args(hint):
        return (hint,)
    return tuple(part for one in get_args(hint) for part in _parts(one))


def _control(parts: tuple[Any, ...]) -> tuple[Kind, tuple[str, ...]]:
    if not parts or parts == (None,):
        return "none", ()
    first = parts[0]
    if get_origin(first) is Literal:
        return "choice", tuple(str(one) for one in get_args(first))
    if get_origin(first) is Annotated:
        mark = get_args(first)[1]
        known: dict[str, Kind] = {"country": "country", "days": "number", "count": "number"}
        return known.get(mark, "none"), ()
    by_type: dict[Any, Kind] = {bool: "flag", date: "day", Money: "sum"}
    return ("sum" if set(parts) == set(get_args(Sum)) else by_type.get(first, "none")), ()


def plain(answers: Mapping[str, str]) -> dict[str, Any]:
    """The answers as a file of facts would have them; what is unknown or empty is left out."""
    found: dict[str, Any] = {}
    for name, answer in answers.items():
        form = form_of(name)
        if form.kind == "none" or not answer or answer == UNKNOWN:
            continue
        table, _, field = name.rpartition(".")
        place = found.setdefault(table, {}) if table else found
        if name == "carriage.mode" and answer in SEVERAL:
            place["legs"] = answer.split("-")
            continue
        place[field] = _value(form, answer, answers.get(f"{name}.currency", "EUR"))
    return found


def _value(form: Form, answer: str, currency: str) -> Any:
    if form.kind == "flag":
        return {"yes": True, "no": False}.get(answer, answer)
    if form.kind == "sum":
        return f"{answer.replace(',', '.')} {currency}"
    if form.kind == "kilograms":
        return [{"kilograms": answer.replace(",", ".")}]
    return int(answer) if form.kind == "number" and answer.isdecimal() else answer


def kept(query: Mapping[str, str]) -> dict[str, str]:
    """The answers of an address, bounded: facts of the schema, and the currencies beside sums."""
    return {
        name: value.strip()[:60]
        for name, value in list(query.items())[:80]
        if value.strip() and form_of(name.removesuffix(".currency")).kind != "none"
    }
