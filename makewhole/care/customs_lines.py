"""What customs are said to want, to a customer: paper or payment, from whom, how long, and the choices.

Says what `parcel.customs` knows and how sure it is; which matter a parcel is in, `whereabouts` decides.
Everything here is private: it names sums and days.

>>> from datetime import date
>>> from makewhole.parcel.customs import PACKAGED, word
>>> lines(word("KR", "documents", PACKAGED, date(2026, 11, 22)), "en")[0]
'Customs are missing a paper or a fact about the goods.'
"""

from collections.abc import Iterator
from typing import Final

from makewhole.care.saying import (
    WORDS,
    apart,
    country,
    day,
    joined,
    named,
    permille,
    several,
    total,
)
from makewhole.parcel.customs import Charge, CustomsWord, Unknown

_ORDER: Final = ("duty_free", "tax_free", "flat", "rate_below", "rate_above", "waived", "prepaid", "most")
_LONGEST_SOURCE: Final = 180


def lines(found: CustomsWord | Unknown, language: str) -> tuple[str, ...]:
    """The lines on one matter of customs; for an unknown country that we don't know, and what to do."""
    opening = _say(language, f"customs-{found.matter}")
    if isinstance(found, Unknown):
        if found.country is None:
            return (opening, _say(language, "customs-nowhere"))
        place = apart(country(found.country, language), language)
        return (opening, WORDS.say(language, "customs-unknown", country=place))
    told = (
        opening,
        joined(language, *_asked(found, language)),
        joined(language, *_charges(found, language)),
        joined(language, *_times(found, language)),
        *_choices(found, language),
        _note(found, language),
        _checked(found, language),
    )
    return tuple(line for line in told if line)


def _asked(found: CustomsWord, language: str) -> Iterator[str]:
    if not found.papers:
        return
    papers = [_paper(paper, found, language) for paper in found.papers]
    who = [_say(language, f"giver-{giver}") for giver in found.givers]
    yield WORDS.say(language, "customs-asks", papers=several(papers, language))
    if who:
        yield WORDS.say(language, "customs-givers", who=several(who, language))


def _paper(paper: str, found: CustomsWord, language: str) -> str:
    said = _say(language, "paper-" + paper.replace("_", "-"))
    name = named(found.names.get(paper), language)
    return f"{said} ({name})" if name else said


def _charges(found: CustomsWord, language: str) -> Iterator[str]:
    for charge in sorted(found.told, key=lambda each: _ORDER.index(each.kind)):
        yield _charge(charge, language)
    if not found.sure and (found.told or found.papers):
        yield _say(language, "customs-unsure")
    if found.pay_to is not None:
        yield _say(language, f"customs-pay-{found.pay_to}")


def _charge(charge: Charge, language: str) -> str:
    amount = apart(total(charge.sum, language), language)
    if charge.kind in ("duty_free", "tax_free"):
        stem = "customs-duty" if charge.kind == "duty_free" else "customs-tax"
        if charge.sum.minor == 0:
            return _say(language, f"{stem}-always")
        return WORDS.say(language, f"{stem}-free", sum=amount)
    if charge.permille is not None:
        rate = apart(permille(charge.permille, language), language)
        if charge.sum.minor == 0:
            return WORDS.say(language, "customs-rate", percent=rate)
        return WORDS.say(language, "customs-" + charge.kind.replace("_", "-"), sum=amount, percent=rate)
    if charge.kind == "prepaid":
        scheme = named(charge.scheme, language)
        return WORDS.say(language, "customs-prepaid", sum=amount, scheme=scheme)
    return WORDS.say(language, f"customs-{charge.kind}", sum=amount)


def usual_time(found: CustomsWord | Unknown, language: str) -> str:
    """How long customs usually take there; empty where that is not known."""
    if isinstance(found, Unknown) or found.days is None:
        return ""
    low, high = found.days
    span = apart(str(high) if low == high else f"{low}\u2013{high}", language)
    message = "customs-time-seen" if found.measured else "customs-time"
    return WORDS.say(language, message, span=span)


def _times(found: CustomsWord, language: str) -> Iterator[str]:
    yield usual_time(found, language)
    if found.storage_days is not None:
        yield WORDS.say(language, "customs-storage", days=found.storage_days)
    elif found.matter in ("documents", "duties", "prohibited"):
        yield _say(language, "customs-storage-notice")


def _choices(found: CustomsWord, language: str) -> tuple[str, ...]:
    if not found.choices:
        return ()
    return (_say(language, "customs-choices"), *(f"- {_say(language, f'choice-{c}')}" for c in found.choices))


def _note(found: CustomsWord, language: str) -> str:
    return " ".join(found.notes.get(language, "").split())


def _checked(found: CustomsWord, language: str) -> str:
    source = named(found.source, language, _LONGEST_SOURCE)
    checked = day(found.checked_on, language)
    message = "customs-checked" if found.sure else "customs-known"
    return WORDS.say(language, message, date=checked, source=source) if source else ""


def _say(language: str, message: str) -> str:
    return WORDS.say(language, message)
