"""A decision's grounds and refusals as the customer reads them: in their language, in plain words.

Grounds are written once, in English, by the noun that decides; they are what the log keeps. Here each is
matched with a message of the catalogue (`reasons.toml`), its sums and days are written as the language
writes them, and the article stays as its citation. A seller's rule is said in the words of the seller's own
terms. What no message fits is shown as it was written and marked as English. Nothing is decided here.

>>> message("ground", Ground("claim.lodged", "the claim was lodged", "docs/claims.md")).id
'happened-lodged'
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

from makewhole import tables
from makewhole.because import Ground, Refused
from makewhole.claims import evidence
from makewhole.claims.terms import Terms
from makewhole.desk.photo import STORY_LIMIT
from makewhole.money import Money, parse
from makewhole.web.speech import Speech

Kind = Literal["ground", "refusal", "why"]
_OWN: Final = ("settlement.", "suspicion.", "claim.", "pay.", "person.")
_TERMS: Final = re.compile(r"terms .+ of (?P<day>\d{4}-\d\d-\d\d)(?:, rule (?P<rule>.+))?")
_ENGLISH: Final = "en"


@dataclass(frozen=True, slots=True)
class Message:
    """The message that fits, what its pattern caught, and whether it only tells what the rule is about."""

    id: str
    caught: Mapping[str, str] = field(default_factory=dict)
    family: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason on a customer's page. A language of None: the page's own; "": whatever its writer chose."""

    words: str
    cite: str
    language: str | None = None
    cite_language: str | None = None
    more: str = ""
    more_language: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    unsettled: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """One thing still to be shown, and why it decides."""

    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class _Fits:
    """One row of the table, its patterns ready to use."""

    message: str
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    family: bool


@cache
def _table(kind: Kind) -> tuple[_Fits, ...]:
    rows = tables.read("makewhole.web", "reasons.toml")[kind]
    return tuple(
        _Fits(
            row["message"],
            tuple((name, re.compile(row[name])) for name in ("rule", "row", "says") if name in row),
            row.get("family", False),
        )
        for row in rows
    )


def message(kind: Kind, of: Ground | Refused) -> Message | None:
    """The message that says a ground, a refusal, or why something is asked for; None: there is none."""
    facts = of.facts if isinstance(of, Ground) else {}
    texts = {"rule": of.rule, "row": str(facts.get("row", "")), "says": of.says}
    for fits in _table(kind):
        found = [pattern.fullmatch(texts[name]) for name, pattern in fits.patterns]
        if all(found):
            caught = {k: v for match in found if match is not None for k, v in match.groupdict().items()}
            return Message(fits.message, caught, fits.family)
    return None


def reasons(because: Iterable[Ground], speech: Speech, terms: Terms, told: str = "") -> tuple[Reason, ...]:
    """The grounds as reasons, in order, each once. `told`: what the person who ruled wrote to them."""
    return tuple(dict.fromkeys(_reason(ground, speech, terms, told) for ground in because))


def _reason(ground: Ground, speech: Speech, terms: Terms, told: str) -> Reason:
    fits = message("ground", ground)
    cite, cite_language = _cite(ground, speech)
    words, language, more, more_language = ground.says, _ENGLISH, "", None
    if fits is None and ground.rule.startswith("terms "):
        words, language = _promised(ground, speech, terms)
    elif fits is not None:
        words, language = speech.t(fits.id, **_args(fits.caught, speech)), speech.language
    if fits is not None and fits.family:
        more, more_language = ground.says, _ENGLISH
    elif ground.rule == "settlement.evidence":
        more = why(ground.source, speech)
    elif ground.rule == "person.ruled":
        more, more_language = told, ""
    return Reason(
        words,
        cite,
        None if language == speech.language else language,
        cite_language,
        more,
        more_language,
        _facts(ground, speech),
        ground.flag in ("P", "U"),
    )


def _promised(ground: Ground, speech: Speech, terms: Terms) -> tuple[str, str]:
    """A seller's rule in the words of the very document it was decided by, else as it was recorded."""
    found = _TERMS.fullmatch(ground.rule)
    if found is None or found["rule"] is None or ground.facts.get("terms_hash") != terms.hash:
        return ground.says, ""
    return terms.says(found["rule"], speech.language) or (ground.says, "")


def _cite(ground: Ground, speech: Speech) -> tuple[str, str | None]:
    """What a reason rests on: an article by its name, ours by what it is."""
    if ground.rule.startswith(_OWN):
        return speech.t("reason-by-house"), None
    promised = _TERMS.fullmatch(ground.rule)
    if promised is not None:
        return speech.t("reason-by-terms", day=speech.day(dt.date.fromisoformat(promised["day"]))), None
    if ground.rule.startswith("law."):
        return "", None
    return (ground.source if ground.rule == "money.convert" else ground.rule), _ENGLISH


def _facts(ground: Ground, speech: Speech) -> tuple[tuple[str, str], ...]:
    """The sums a reason rests on, as the language writes them."""
    said = ((name, _sum(str(ground.facts[name]))) for name in ("law", "terms", "sum") if name in ground.facts)
    return tuple((speech.t(f"reason-fact-{name}"), speech.money(money)) for name, money in said if money)


def _args(caught: Mapping[str, str], speech: Speech) -> dict[str, str | int]:
    spoken: dict[str, str | int] = {
        "size": evidence.MOST_BYTES // 1_000_000,
        "count": evidence.MOST_FILES,
    }
    for name, text in caught.items():
        money = _sum(text)
        if money is not None:
            spoken[name] = speech.money(money)
        elif name == "day":
            spoken[name] = speech.day(dt.date.fromisoformat(text))
        else:
            spoken[name] = speech.t("evidence-" + text.replace("_", "-")) if name == "what" else text
    return spoken


def _sum(text: str) -> Money | None:
    """A sum as `Money.text` writes it; None where the text is none."""
    amount, _, currency = text.partition(" ")
    read = parse(amount, currency) if len(currency) == 3 and amount[:1].isdigit() else None
    return read if isinstance(read, Money) else None


def why(english: str, speech: Speech) -> str:
    """Why something is asked for; as it was written where no message fits."""
    fits = message("why", Ground("", english, ""))
    return english if fits is None else speech.t(fits.id)


def needs(listed: object, speech: Speech) -> tuple[Need, ...]:
    """What a decision still needs, from its plain form."""
    rows = listed if isinstance(listed, list) else []
    return tuple(Need(str(one["kind"]), why(str(one["why"]), speech)) for one in rows)


def refused(no: Refused, speech: Speech) -> str:
    """A refusal as one text; as it was written where no message fits."""
    fits = message("refusal", no)
    if fits is None:
        return speech.t("error-refused", why=f"{no.says}. {no.way_forward}")
    args = _args(fits.caught, speech)
    return speech.t(fits.id, **(args | ({"count": STORY_LIMIT} if no.rule == "lodge.story" else {})))
