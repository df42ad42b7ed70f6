"""Money: whole minor units with a currency, SDR in millionths, and rates that name their day and source.

There is one rounding rule in the house: a sum is carried exactly (as a fraction) until it becomes money,
and then rounded once, half away from zero, to the currency's minor unit. This module does not know what a
rate is today and never asks: a rate is a value handed in (`Rates`).

>>> convert(SDR.of("52"), Rate("XDR", "EUR", 1212734, 1000000, date(2026, 10, 30), "ECB")).text()
'63.06 EUR'
"""

import re
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from msgspec import Struct

from makewhole import tables
from makewhole.because import Refused

_TABLE = tables.read("makewhole", "currencies.toml")
EXPONENTS: dict[str, int] = {
    code: int(digits) for digits, codes in _TABLE["exponents"].items() for code in codes
}
SDR_CODE = "XDR"
_MICRO = 1_000_000
_AMOUNT = re.compile(r"([+-]?)(\d{1,15})(?:\.(\d{1,12}))?")
LARGEST = 10**15
"""No single sum reaches this many minor units; a larger one is a slip of the keyboard."""


def round_once(exact: Fraction) -> int:
    """The one rounding rule: to the nearest whole, a half away from zero.

    >>> [round_once(Fraction(n, 2)) for n in (-3, -1, 0, 1, 3)]
    [-2, -1, 0, 1, 2]
    """
    return divided(exact.numerator, exact.denominator)


def divided(numerator: int, denominator: int) -> int:
    """`numerator / denominator` by the same rule, without a fraction; the denominator is positive.

    >>> [divided(n, 2) for n in (-3, -1, 0, 1, 3)]
    [-2, -1, 0, 1, 2]
    """
    whole = (abs(numerator) * 2 + denominator) // (denominator * 2)
    return whole if numerator >= 0 else -whole


def _written(units: int, digits: int) -> str:
    sign, bare = ("-" if units < 0 else ""), str(abs(units)).rjust(digits + 1, "0")
    return f"{sign}{bare[:-digits]}.{bare[-digits:]}" if digits else f"{sign}{bare}"


def _units(text: str, digits: int) -> int | None:
    """`text` as whole units of 10**-digits; None where it is no plain decimal or has too many digits."""
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        return None
    fraction = (match[3] or "").rstrip("0")
    if len(fraction) > digits:
        return None
    units = int(match[2] + fraction.ljust(digits, "0"))
    return -units if match[1] == "-" else units


class Money(Struct, frozen=True):
    """A sum in whole minor units (cents, yen, fils) of an ISO 4217 currency; an unknown code raises."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in EXPONENTS:
            raise ValueError(f"{self.currency!r} is no currency we know")

    def text(self) -> str:
        """The sum with its point and code, machine-neutral.

        >>> Money(1205, "EUR").text(), Money(500, "JPY").text(), Money(-1500, "KWD").text()
        ('12.05 EUR', '500 JPY', '-1.500 KWD')
        """
        return f"{self.amount()} {self.currency}"

    def amount(self) -> str:
        """The digits alone, as a decimal with the currency's own number of places."""
        return _written(self.minor, EXPONENTS[self.currency])

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def share(self, numerator: int, denominator: int) -> "Money":
        """This part of the sum, rounded once."""
        return Money(divided(self.minor * numerator, denominator), self.currency)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add or compare: convert first")
        return other.minor


class SDR(Struct, frozen=True, order=True):
    """A sum in millionths of the International Monetary Fund's Special Drawing Right."""

    micro: int

    @staticmethod
    def of(text: str) -> "SDR":
        """From a decimal with up to six places; anything else raises, for figures of our own tables.

        >>> SDR.of("8.33")
        SDR(micro=8330000)
        """
        micro = _units(text, 6)
        if micro is None:
            raise ValueError(f"{text!r} is no sum of SDR with at most six places")
        return SDR(micro)

    def text(self) -> str:
        """The sum to two places, rounded once, with its name.

        >>> SDR(31_200_000).text()
        '31.20 SDR'
        """
        return _sdr_text(self.micro)

    def __add__(self, other: "SDR") -> "SDR":
        return SDR(self.micro + other.micro)

    def share(self, numerator: int, denominator: int) -> "SDR":
        """This part of the sum, rounded once to a millionth."""
        return SDR(divided(self.micro * numerator, denominator))


@lru_cache(maxsize=16_384)
def _sdr_text(micro: int) -> str:
    """The text of a sum in SDR: the same limits are written over and over."""
    return f"{_written(divided(micro, _MICRO // 100), 2)} SDR"


class Rate(Struct, frozen=True):
    """One `base` is `numerator / denominator` of `quote` (whole units), on a day, by a source.

    `on` is the day of the rate itself, not the day asked for; `stale` says that it is older than the
    giver of the rate finds right, and that somebody should look.
    """

    base: str
    quote: str
    numerator: int
    denominator: int
    on: date
    source: str
    stale: bool = False

    def __post_init__(self) -> None:
        if self.numerator <= 0 or self.denominator <= 0:
            raise ValueError(f"a rate is a positive fraction, not {self.numerator}/{self.denominator}")

    def inverse(self) -> "Rate":
        """The same rate read the other way round."""
        return Rate(self.quote, self.base, self.denominator, self.numerator, self.on, self.source, self.stale)

    def decimal(self, places: int = 6) -> str:
        """The rate as a decimal, rounded once, for people to read."""
        return _written(divided(self.numerator * 10**places, self.denominator), places)

    def text(self) -> str:
        """The rate in one line, with day and source."""
        old = ", out of date" if self.stale else ""
        return f"1 {self.base} = {self.decimal()} {self.quote} ({self.on.isoformat()}, {self.source}{old})"


class NoRate(Struct, frozen=True):
    """There is no usable rate between the two on that day; `says` tells why."""

    base: str
    quote: str
    on: date
    says: str


class Rates(Protocol):
    """Where rates come from. Both verbs answer with the last known rate on or before `on`, never later."""

    def sdr(self, currency: str, on: date) -> Rate | NoRate:
        """How much of `currency` one SDR is."""
        ...

    def between(self, base: str, quote: str, on: date) -> Rate | NoRate:
        """How much of `quote` one `base` is."""
        ...


class NoRates:
    """The source of rates that has none: every conversion is answered with `NoRate`."""

    def sdr(self, currency: str, on: date) -> Rate | NoRate:
        """Always `NoRate`."""
        return NoRate(SDR_CODE, currency, on, "no source of exchange rates is connected")

    def between(self, base: str, quote: str, on: date) -> Rate | NoRate:
        """Always `NoRate`, save between a currency and itself."""
        if base == quote:
            return Rate(base, quote, 1, 1, on, "same currency")
        return NoRate(base, quote, on, "no source of exchange rates is connected")


def _scale(code: str) -> int:
    return _MICRO if code == SDR_CODE else 10 ** EXPONENTS[code]


def convert(amount: Money | SDR, rate: Rate) -> Money:
    """`amount` in `rate.quote`, rounded once; an amount that is not in `rate.base` raises."""
    return Money(_converted(amount, rate), rate.quote)


def to_sdr(amount: Money, rate: Rate) -> SDR:
    """`amount` in SDR by a rate whose base is SDR (as `Rates.sdr` gives it), rounded once to a millionth."""
    return SDR(_converted(amount, rate.inverse()))


def _converted(amount: Money | SDR, rate: Rate) -> int:
    code, units = (SDR_CODE, amount.micro) if isinstance(amount, SDR) else (amount.currency, amount.minor)
    if code != rate.base:
        raise ValueError(f"a rate from {rate.base} does not convert {code}")
    return divided(units * rate.numerator * _scale(rate.quote), rate.denominator * _scale(code))


def parse(amount: str, currency: str) -> Money | Refused:
    """A sum from the words a person or a file gave: plain decimal with a point, and an ISO 4217 code.

    Nothing is rounded silently: more places than the currency has is a refusal.

    >>> parse("12.5", "EUR")
    Money(minor=1250, currency='EUR')
    >>> parse("12.345", "EUR").says
    "'12.345' is no sum of EUR with at most 2 digits after the point"
    """
    code = currency.strip().upper()
    if code not in EXPONENTS:
        return Refused(
            "money.currency", f"{currency!r} is no currency we know", "ISO 4217", "give a code such as EUR"
        )
    digits = EXPONENTS[code]
    minor = _units(amount, digits)
    if minor is None:
        after = f"at most {digits} digits after the point" if digits else "no digits after a point"
        return Refused(
            "money.amount", f"{amount!r} is no sum of {code} with {after}", "ISO 4217", "write it as 1234.50"
        )
    if abs(minor) >= LARGEST:
        return Refused(
            "money.amount", f"{amount!r} {code} is too large", "house rule", "check the number of digits"
        )
    return Money(minor, code)
