"""How a page speaks: its language, direction, sums and times, all through the catalogue and CLDR.

A page's language is what `?lang=` asks for, else the cookie, else the browser's wish, else English.
This module formats; it does not decide what a page shows.

>>> wished("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5"), wished("tlh"), wished(None)
('fr', 'en', 'en')
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta
from babel.numbers import format_currency, format_decimal

from makewhole.care import saying
from makewhole.money import EXPONENTS, Money
from makewhole.words import CONSOLE_LANGUAGES, DEFAULT, LANGUAGES, RIGHT_TO_LEFT, Catalogue, reachable

CUSTOMERS: Final = Catalogue("makewhole.web")
CONSOLE: Final = Catalogue("makewhole.web.console")
_REGIONS: Final = {"zh": "zh_Hans_CN", "ar": "ar_EG"}
_LOCALES: Final = {code: Locale.parse(_REGIONS.get(code, code)) for code in LANGUAGES}


def wished(accept_language: str | None) -> str:
    """The language an Accept-Language header would like best of those we speak."""
    ranked: list[tuple[float, int, str]] = []
    for place, item in enumerate((accept_language or "")[:500].split(",")):
        tag, _, quality = item.strip().partition(";q=")
        weight = float(quality) if quality.replace(".", "", 1).isdigit() else 1.0
        ranked.append((-weight, place, tag.split("-")[0].lower()))
    for weight, _, primary in sorted(ranked):
        if primary in LANGUAGES and weight < 0:
            return primary
    return DEFAULT


@dataclass(frozen=True, slots=True)
class Speech:
    """One reader's language, and the words of that language at one moment of the house."""

    language: str
    now: dt.datetime

    @property
    def direction(self) -> str:
        """rtl or ltr."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    def t(self, message: str, **args: Any) -> str:
        """A message of the customers' catalogue, or of the console's, which speaks fewer languages."""
        catalogue = CUSTOMERS if CUSTOMERS.has(DEFAULT, message) else CONSOLE
        return catalogue.say(self.language, message, **args)

    def money(self, money: Money) -> str:
        """A sum as this language writes it."""
        exact = Decimal(money.minor).scaleb(-EXPONENTS[money.currency])
        return format_currency(exact, money.currency, locale=_LOCALES[self.language], currency_digits=True)

    def dollars(self, micro: int) -> str:
        """A sum of millionths of a US dollar, to a tenth of a cent, as this language writes it."""
        exact = Decimal(micro).scaleb(-6)
        return "US$" + format_decimal(exact, "#,##0.00#", locale=_LOCALES[self.language])

    def time(self, at: dt.datetime) -> str:
        """A moment, to the minute, in UTC and saying so; a script may turn it into the reader's own zone."""
        there = at.astimezone(dt.UTC)
        locale = _LOCALES[self.language]
        return (
            f"{format_date(there, 'medium', locale=locale)} {format_time(there, 'short', locale=locale)} UTC"
        )

    def clock(self, at: dt.datetime, zone: dt.tzinfo | None) -> str:
        """A moment, given in its zone, as the clocks there show it; None for a zone that was not told."""
        locale = _LOCALES[self.language]
        shown = f"{format_date(at, 'medium', locale=locale)} {format_time(at, 'HH:mm', locale=locale)}"
        if zone is None:
            return shown
        minutes = int((at.utcoffset() or dt.timedelta()).total_seconds()) // 60
        hours, rest = divmod(abs(minutes), 60)
        off = f"{'-' if minutes < 0 else '+'}{hours}" if minutes else ""
        return f"{shown} UTC{off}{f':{rest:02}' if rest else ''}"

    def country(self, code: str) -> str:
        """A country's name by its two letters; the letters where they are nobody's."""
        return saying.country(code, self.language)

    def place(self, place: str | None, country: str | None) -> str:
        """A place as the carrier wrote it, with its country's name where that does not stand there."""
        land = "" if country is None else self.country(country)
        if place and land and land.casefold() not in place.casefold():
            return f"{place}, {land}"
        return place or land

    def hub(self, subject: str) -> str:
        """A hub by its name among disruptions, "Leipzig, DE", where a country nobody named is "??"."""
        place, _, country = subject.rpartition(", ")
        return self.place(place or subject, country if place and country != "??" else None)

    def number(self, value: float) -> str:
        """A number, with its decimals if it has some."""
        return format_decimal(value, locale=_LOCALES[self.language])

    def permille(self, permille: int) -> str:
        """A share in thousandths as a percentage."""
        return saying.permille(permille, self.language)

    def lane(self, lane: str) -> str:
        """A lane of two countries ("CN-DE") as a person reads it; "?" for an end nobody knows."""
        ends = [self.country(code) if code.strip("?") else "?" for code in lane.split("-", 1)]
        if len(set(ends)) == 1 and ends[0] != "?":
            return CONSOLE.say(self.language, "desk-lane-inland", country=ends[0])
        return " → ".join(ends)

    def carrier(self, operator: str | None) -> str:
        """A carrier's name from its key."""
        return saying.carrier(operator, self.language)

    def source(self, source: str) -> str:
        """Who told us something, by its key: a way in of ours, an aggregator, or a carrier."""
        message = f"source-{source.replace('_', '-')}"
        if CONSOLE.has(DEFAULT, message):
            return CONSOLE.say(self.language, message)
        return self.carrier(source)

    def day(self, on: dt.date) -> str:
        """A day."""
        return format_date(on, "medium", locale=_LOCALES[self.language])

    def ago(self, at: dt.datetime) -> str:
        """How far off a moment is, as in "3 hours ago" or "in 2 days"."""
        locale = _LOCALES[self.language]
        return format_timedelta(at - self.now, add_direction=True, locale=locale, threshold=1.1)


def choose(asked: str | None, kept: str | None, accepted: str | None, console: bool) -> str:
    """The language of a page: asked for in the address, else kept in the cookie, else the browser's wish."""
    for wish in (asked, kept):
        if wish in LANGUAGES:
            chosen = reachable(wish)
            break
    else:
        chosen = wished(accepted)
    return chosen if not console or chosen in CONSOLE_LANGUAGES else DEFAULT
