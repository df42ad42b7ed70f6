"""Exchange rates without a network: the European Central Bank's reference rates, and SDR made from them.

The rates come in the `currencyconverter` package and end on the day it was built. A rate is always of the
day asked for or of the last day before it, never of a later one and never interpolated; one that is older
than a few days says so (`Rate.stale`), and one that is much older is no rate at all. SDR is computed from
the basket of the day; the Fund's own values differ by a few basis points.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from currency_converter import CurrencyConverter, RateNotFoundError

from makewhole import tables
from makewhole.money import EXPONENTS, SDR_CODE, NoRate, Rate, round_once

SOURCE = "ECB euro reference rates"
_PLACES = 10**6


@dataclass(frozen=True, slots=True)
class _Euro:
    """How much of a currency one euro was, and on which day."""

    rate: Fraction
    on: date


class EcbRates:
    """`money.Rates` from the packaged ECB table. Ages in days: from when a rate is stale, and no rate."""

    def __init__(self, stale_after_days: int = 7, refuse_after_days: int = 60) -> None:
        self.stale_after = timedelta(days=stale_after_days)
        self.refuse_after = timedelta(days=refuse_after_days)

        self._known: dict[tuple[str, date], Rate | NoRate] = {}

    def sdr(self, currency: str, on: date) -> Rate | NoRate:
        """One SDR in `currency`, to six places as the Fund publishes it."""
        known = self._known.get((currency, on))
        if known is None:
            known = self._known[currency, on] = self._sdr(currency, on)
        return known

    def _sdr(self, currency: str, on: date) -> Rate | NoRate:
        basket = _basket(on)
        if basket is None:
            return NoRate(SDR_CODE, currency, on, "no basket of the SDR is on record for that day")
        target = self._euro(SDR_CODE, currency, on)
        if isinstance(target, NoRate):
            return target
        in_euro, oldest = Fraction(0), target.on
        for part, amount in basket["amounts"].items():
            euro = self._euro(SDR_CODE, part, on)
            if isinstance(euro, NoRate):
                return euro
            in_euro += Fraction(amount) / euro.rate
            oldest = min(oldest, euro.on)
        value = round_once(in_euro * target.rate * _PLACES)
        source = f"{SOURCE}, SDR basket of {basket['from'].isoformat()}"
        return Rate(SDR_CODE, currency, value, _PLACES, oldest, source, self._stale(on, oldest))

    def between(self, base: str, quote: str, on: date) -> Rate | NoRate:
        """One `base` in `quote`, exactly as the two reference rates give it."""
        if base == quote:
            return Rate(base, quote, 1, 1, on, "same currency")
        one, other = self._euro(base, quote, on), self._euro(quote, base, on)
        if isinstance(one, NoRate):
            return NoRate(base, quote, on, one.says)
        if isinstance(other, NoRate):
            return NoRate(base, quote, on, other.says)
        rate, oldest = other.rate / one.rate, min(one.on, other.on)
        return Rate(base, quote, rate.numerator, rate.denominator, oldest, SOURCE, self._stale(on, oldest))

    def _stale(self, on: date, found: date) -> bool:
        return on - found > self.stale_after

    def _euro(self, base: str, currency: str, on: date) -> _Euro | NoRate:
        """One euro in `currency` on the last known day; `base` only names the pair asked for."""
        if currency == "EUR":
            return _Euro(Fraction(1), on)
        if currency not in EXPONENTS:
            return NoRate(base, currency, on, f"{currency!r} is no currency we know")
        bounds = _converter().bounds.get(currency)
        if bounds is None:
            return NoRate(base, currency, on, f"{SOURCE} do not have {currency}")
        if on < bounds.first_date:
            return NoRate(base, currency, on, f"the first rate of {currency} is of {bounds.first_date}")
        day = min(on, bounds.last_date)
        while on - day <= self.refuse_after and day >= bounds.first_date:
            rate = _rate(currency, day)
            if rate is not None:
                return _Euro(rate, day)
            day -= timedelta(days=1)
        says = f"the last rate of {currency} is of {min(on, bounds.last_date)}, too old to use"
        return NoRate(base, currency, on, says)


@cache
def _converter() -> Any:
    # Both fallbacks stay off: one interpolates towards a later day, the other hides how old a rate is.
    return CurrencyConverter(decimal=True, fallback_on_missing_rate=False, fallback_on_wrong_date=False)


@cache
def _rate(currency: str, day: date) -> Fraction | None:
    try:
        return Fraction(_converter().convert(Decimal(1), "EUR", currency, day))
    except RateNotFoundError:
        return None


def _basket(on: date) -> dict[str, Any] | None:
    for basket in tables.read("makewhole", "sdr.toml")["basket"]:
        if basket["from"] <= on <= basket["to"]:
            return dict(basket)
    return None
