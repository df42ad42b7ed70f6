"""Exchange rates without a network: the European Central Bank's reference rates, and SDR made from them.

The rates come in the `currencyconverter` package and end on the day it was built. A rate is always of the
day asked for or of the last day before it, never of a later one and never interpolated; one that is older
than a few days says so (`Rate.stale`), and one that is much older is no rate at all. SDR is computed from
the basket of the day; the Fund's own values differ by a few basis points. A table of one's own
(`rate_table`) counts where it is as fresh, by the same rules.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from currency_converter import CurrencyConverter, RateNotFoundError

from makewhole import tables
from makewhole.gateways.rate_table import EMPTY as NO_TABLE
from makewhole.gateways.rate_table import RateTable
from makewhole.money import EXPONENTS, SDR_CODE, NoRate, Rate, round_once

SOURCE = "ECB euro reference rates"
_PLACES = 10**6


@dataclass(frozen=True, slots=True)
class _Euro:
    """How much of a currency one euro was, on which day, by whose word."""

    rate: Fraction
    on: date
    source: str = SOURCE


class EcbRates:
    """`money.Rates` from the packaged ECB table. Ages in days: from when a rate is stale, and no rate."""

    def __init__(
        self, stale_after_days: int = 7, refuse_after_days: int = 60, own: RateTable = NO_TABLE
    ) -> None:
        self.stale_after = timedelta(days=stale_after_days)
        self.refuse_after = timedelta(days=refuse_after_days)
        self.own = own
        self._known: dict[tuple[str, date], Rate | NoRate] = {}

    def sdr(self, currency: str, on: date) -> Rate | NoRate:
        """One SDR in `currency`, to six places as the Fund publishes it."""
        known = self._known.get((currency, on))
        if known is None:
            known = self._known[currency, on] = self._sdr(currency, on)
        return known

    def _sdr(self, currency: str, on: date) -> Rate | NoRate:
        told = self.own.last(currency, on, SDR_CODE)
        if told is not None and on - told.on <= self.refuse_after:
            rate = told.rate
            stale = self._stale(on, told.on)
            return Rate(SDR_CODE, currency, rate.numerator, rate.denominator, told.on, told.source, stale)
        basket = _basket(on)
        if basket is None:
            return NoRate(SDR_CODE, currency, on, "no basket of the SDR is on record for that day")
        target = self._euro(SDR_CODE, currency, on)
        if isinstance(target, NoRate):
            return target
        in_euro, oldest, sources = Fraction(0), target.on, {target.source: None}
        for part, amount in basket["amounts"].items():
            euro = self._euro(SDR_CODE, part, on)
            if isinstance(euro, NoRate):
                return euro
            in_euro += Fraction(amount) / euro.rate
            oldest = min(oldest, euro.on)
            sources[euro.source] = None
        value = round_once(in_euro * target.rate * _PLACES)
        source = f"{_named(sources)}, SDR basket of {basket['from'].isoformat()}"
        return Rate(SDR_CODE, currency, value, _PLACES, oldest, source, self._stale(on, oldest))

    def between(self, base: str, quote: str, on: date) -> Rate | NoRate:
        """One `base` in `quote`, exactly as the two reference rates give it."""
        if base == quote:
            return Rate(base, quote, 1, 1, on, "same currency")
        ours, theirs = self._euro(quote, base, on), self._euro(base, quote, on)
        if isinstance(ours, NoRate):
            return NoRate(base, quote, on, ours.says)
        if isinstance(theirs, NoRate):
            return NoRate(base, quote, on, theirs.says)
        rate, oldest = theirs.rate / ours.rate, min(ours.on, theirs.on)
        source, stale = _named({ours.source: None, theirs.source: None}), self._stale(on, oldest)
        return Rate(base, quote, rate.numerator, rate.denominator, oldest, source, stale)

    def _stale(self, on: date, found: date) -> bool:
        return on - found > self.stale_after

    def _euro(self, base: str, currency: str, on: date) -> _Euro | NoRate:
        """How much of `currency` one euro is on the last known day; `base` only names the pair asked for."""
        if currency == "EUR":
            return _Euro(Fraction(1), on, "")
        if currency not in EXPONENTS:
            return NoRate(base, currency, on, f"{currency!r} is no currency we know")
        own, theirs = self.own.last(currency, on), self._of_bank(base, currency, on)
        if own is None or on - own.on > self.refuse_after:
            return theirs
        if isinstance(theirs, _Euro) and theirs.on > own.on:
            return theirs
        return _Euro(own.rate, own.on, own.source)

    def _of_bank(self, base: str, currency: str, on: date) -> _Euro | NoRate:
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


def _named(sources: dict[str, None]) -> str:
    """Whose word a rate made of several rests on; the euro itself has none."""
    return ", ".join(name for name in sources if name) or SOURCE


def _basket(on: date) -> dict[str, Any] | None:
    for basket in tables.read("makewhole", "sdr.toml")["basket"]:
        if basket["from"] <= on <= basket["to"]:
            return dict(basket)
    return None
