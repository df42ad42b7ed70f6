"""Sums of the law: SDR by weight, and comparing a limit in SDR with a loss in some currency.

Where a loss is money, the limit is converted to its currency and the two are compared there, so a loss
below the limit is paid to the cent and never bent by a conversion there and back.
"""

from datetime import date
from functools import cache, lru_cache

from makewhole.law.facts import WHOLE_SHARE, Sum
from makewhole.money import SDR, Money, NoRate, Rate, Rates, convert, to_sdr


@cache
def _figure(text: str) -> SDR:
    return SDR.of(text)


@lru_cache(maxsize=16_384)
def by_weight(per_kg: str, grams: int) -> SDR:
    """So much per kilogram, pro rata to the gram.

    >>> by_weight("26", 1200).text()
    '31.20 SDR'
    """
    return _figure(per_kg).share(grams, 1000)


def shared(loss: Sum, share: int) -> Sum:
    """The part of a loss that is not the claimant's own, in basis points."""
    return loss if share == WHOLE_SHARE else loss.share(share, WHOLE_SHARE)


def capped(loss: Sum, limit: SDR, rates: Rates, on: date) -> tuple[Sum, Rate | None] | NoRate:
    """The smaller of loss and limit, in the loss's own unit, and the rate that compared them."""
    if isinstance(loss, SDR):
        return min(loss, limit), None
    rate = rates.sdr(loss.currency, on)
    if isinstance(rate, NoRate):
        return rate
    return min(loss, convert(limit, rate), key=lambda money: money.minor), rate


def in_sdr(amount: Sum, rates: Rates, on: date) -> SDR | NoRate:
    """The sum in SDR."""
    if isinstance(amount, SDR):
        return amount
    rate = rates.sdr(amount.currency, on)
    return rate if isinstance(rate, NoRate) else to_sdr(amount, rate)


def in_currency(amount: Sum, currency: str, rates: Rates, on: date) -> tuple[Money, Rate | None] | NoRate:
    """The sum in `currency`, and the rate that was needed."""
    if isinstance(amount, Money):
        if amount.currency == currency:
            return amount, None
        rate = rates.between(amount.currency, currency, on)
    else:
        rate = rates.sdr(currency, on)
    return rate if isinstance(rate, NoRate) else (convert(amount, rate), rate)


def alike(amount: Sum, like: Sum, rates: Rates, on: date) -> Sum | NoRate:
    """`amount` in the unit of `like`."""
    if isinstance(like, SDR):
        return in_sdr(amount, rates, on)
    converted = in_currency(amount, like.currency, rates, on)
    return converted if isinstance(converted, NoRate) else converted[0]
