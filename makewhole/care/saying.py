"""Small things said in a customer's language: days, sums, shares, countries, and names that others wrote.

What a carrier or a brand wrote is never trusted: it is cleaned, bounded, and set apart from the text around
it where the two may run in different directions. Decides the form of a word, never whether it is said.

>>> day(date(2026, 11, 22), "de"), total(Money(15000, "EUR"), "fr"), share(80, "es"), country("BR", "ru")
('22. November 2026', '150 EUR', '80\\xa0%', 'Бразилия')
>>> named("  Depot\\u202e 7\\n", "en"), named("see http://evil.example", "en"), named("Köln", "ar")
('Depot 7', '', '\\u2068Köln\\u2069')
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_timedelta
from babel.lists import format_list
from babel.numbers import format_currency, format_percent

from makewhole.care import disclosure
from makewhole.money import EXPONENTS, Money
from makewhole.words import LANGUAGES, RIGHT_TO_LEFT, Catalogue

WORDS: Final = Catalogue("makewhole.care")
_REGIONS: Final = {"zh": "zh_Hans_CN", "ar": "ar_EG"}
_LOCALES: Final = {code: Locale.parse(_REGIONS.get(code, code)) for code in LANGUAGES}
_LONGEST: Final = 60
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_UNSPACED: Final = frozenset({"zh", "ja"})
_FIRST, _LAST = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


_UNOFFICIAL: Final = frozenset({"Asia/Urumqi"})
_CODE: Final = re.compile(r"[\w\-]*\d[\w\-]*\d[\w\-]*\d[\w\-]*")


@cache
def _zones(land: str) -> tuple[ZoneInfo, ...]:
    found = []
    for name, territory in get_global("zone_territories").items():
        if territory == land and name not in _UNOFFICIAL:
            try:
                found.append(ZoneInfo(name))
            except (ZoneInfoNotFoundError, ValueError):
                continue
    return tuple(found)


def there(at: datetime, land: str | None) -> date:
    """The day it is at a moment (aware) in a country, where all of its clocks agree; else the day in UTC.

    >>> late = datetime(2026, 11, 21, 20, tzinfo=UTC)
    >>> [there(late, land).day for land in ("JP", "GB", "RU", None)]
    [22, 21, 21, 21]
    """
    days = {at.astimezone(zone).date() for zone in _zones(land or "")}
    return days.pop() if len(days) == 1 else at.astimezone(UTC).date()


def day(on: date, language: str) -> str:
    """A day, in full. Russian says it without the word for year, whose point would end the sentence; the
    first of a month is an ordinal in French.

    >>> day(date(2026, 12, 1), "fr"), day(date(2026, 12, 2), "fr")
    ('1er décembre 2026', '2 décembre 2026')
    """
    pattern = (
        "d MMMM y" if language == "ru" else "d'er' MMMM y" if (language, on.day) == ("fr", 1) else "long"
    )
    return str(format_date(on, format=pattern, locale=_LOCALES[language]))


def ago(days: int, language: str) -> str:
    """How many days ago, one or more."""
    told = format_timedelta(
        timedelta(days=-days),
        granularity="day",
        threshold=10**6,
        add_direction=True,
        locale=_LOCALES[language],
    )
    return str(told)


def total(money: Money, language: str) -> str:
    """A sum with its code, without needless decimals; a sign alone would not say which dollar."""
    exact = Decimal(money.minor).scaleb(-EXPONENTS[money.currency])
    written = format_currency(
        exact, money.currency, "#,##0.##\N{NO-BREAK SPACE}¤¤", _LOCALES[language], currency_digits=False
    )
    return str(written).replace("\N{NO-BREAK SPACE}", " ")


def share(percent: int, language: str) -> str:
    """A whole percentage."""
    return str(format_percent(Decimal(percent) / 100, locale=_LOCALES[language]))


def permille(rate: int, language: str) -> str:
    """A rate in thousandths, as a percentage with at most one decimal.

    >>> permille(335, "de"), permille(200, "en")
    ('33,5 %', '20%')
    """
    locale = _LOCALES[language]
    pattern = locale.percent_formats[None].pattern.replace("#,##0", "#,##0.#")
    return str(format_percent(Decimal(rate) / 1000, pattern, locale)).replace("\N{NO-BREAK SPACE}", " ")


def country(code: str | None, language: str) -> str:
    """A country's name; its code where CLDR has none, a question mark where it is unknown."""
    if not code:
        return "?"
    return str(_LOCALES[language].territories.get(code, named(code, language)))


def several(words: Sequence[str], language: str) -> str:
    """Words as a list with "and"."""
    return str(format_list(list(words), locale=_LOCALES[language]))


def named(written: str | None, language: str, most: int = _LONGEST) -> str:
    """A place, a carrier, a scheme or a source as somebody else wrote it: without marks nobody sees, in one
    line, at most so many characters, and empty where it holds a link, an address or a handle."""
    seen = unicodedata.normalize("NFKC", (written or "")[: most * 8])
    plain = "".join(
        " " if c.isspace() else c for c in seen if c.isspace() or unicodedata.category(c) not in _HIDDEN
    )
    plain = " ".join(plain.split())
    if not plain or "@" in plain or disclosure.has_link(plain):
        return ""
    if len(plain) > most:
        plain = plain[: most - 1].rstrip() + "…"
    return apart(plain, language)


def place(written: str | None, language: str) -> str:
    """A place as a carrier wrote it, without postal codes; empty where it reads like an address or a number.

    >>> place("10115 BERLIN", "en"), place("12 High Street", "en"), place("Calle Mayor 5", "es")
    ('BERLIN', '', '')
    """
    told = " ".join(_CODE.sub(" ", (written or "")[: _LONGEST * 8]).split()).strip(" ,;-")
    return "" if disclosure.has_address(written or "") else named(told, language)


def apart(text: str, language: str) -> str:
    """Text set apart where it may run against the direction of what stands around it."""
    rightwards = language in RIGHT_TO_LEFT
    mixed = any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
    return f"{_FIRST}{text}{_LAST}" if rightwards or mixed else text


def joined(language: str, *sentences: str) -> str:
    """Sentences as one line; Chinese and Japanese put no space between them."""
    return ("" if language in _UNSPACED else " ").join(sentence for sentence in sentences if sentence)


_SPELT: Final = {
    "cj_logistics": "CJ Logistics",
    "evri": "Evri",
    "fedex": "FedEx",
    "jt": "J&T",
    "lasership": "LaserShip",
    "ontrac": "OnTrac",
    "yunexpress": "YunExpress",
}
"""Carriers whose own spelling does not follow from their keys."""


def carrier(operator: str | None, language: str) -> str:
    """A carrier's name from its key: as the carrier spells it, else short keys are initials.

    >>> carrier("royal_mail", "en"), carrier("dhl", "en"), carrier("fedex", "en"), carrier(None, "en")
    ('Royal Mail', 'DHL', 'FedEx', '')
    """
    if operator in _SPELT:
        return named(_SPELT[operator], language)
    words = (operator or "").replace("_", " ").split()
    if any(word != word.lower() for word in words):
        return named(" ".join(words), language)
    return named(
        " ".join(w.upper() if len(w) < 5 and len(words) == 1 else w.capitalize() for w in words), language
    )
