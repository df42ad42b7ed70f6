"""What the laws of sale ask alike, and when a contract of sale has ended.

Decides nothing by itself; a question is a constant so that two laws asking it ask it once.

>>> ended(Sale(terminated=True), None, date(2026, 1, 1))
True
"""

from datetime import date

from makewhole.law.conclusion import Missing
from makewhole.law.facts import Sale
from makewhole.money import Money

CONSUMER = Missing(
    "sale.buyer_is_consumer",
    "Did the buyer buy for themselves and not for a business?",
    {"yes": "consumer law governs", "no": "the contract governs: a person decides"},
)
CHOSEN = Missing(
    "sale.carrier_chosen_by_buyer",
    "Did the buyer hire a carrier of their own, one the seller did not offer?",
    {"yes": "the risk passed on hand-over to it", "no": "the seller bears the risk until arrival"},
)
HANDED = Missing(
    "sale.handed_to",
    "To whom was the parcel handed in the end?",
    {
        "nobody or someone the buyer did not name": "the seller bears the loss",
        "the buyer or someone the buyer named": "the risk has passed",
    },
)
PRICE = Missing("sale.price", "What was paid for the goods?", {"a sum": "it is paid back whole"})


def nothing_of(sale: Sale) -> Money | None:
    """Nothing, in the currency of the price."""
    return Money(0, sale.price.currency) if sale.price is not None else None


def everything_paid(sale: Sale) -> Money | None:
    """Price and delivery charge together; None where the price is unknown."""
    charge = sale.delivery_charge
    if sale.price is None or charge is None or charge.currency != sale.price.currency:
        return sale.price
    return sale.price + charge


def ended(sale: Sale, deliver_by: date | None, now: date) -> bool:
    """Whether the price is due back: ended by the buyer, refused, essential day or further period missed."""
    if sale.terminated or sale.seller_refused:
        return True
    if sale.time_essential and deliver_by is not None and now > deliver_by:
        return True
    return sale.further_period_until is not None and now > sale.further_period_until
