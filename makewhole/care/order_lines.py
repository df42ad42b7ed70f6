"""An order that is not a parcel yet, in its customer's words: whether it has left, and by when it should.

For private messages and a customer's own page. Which order it is, the desk finds.

>>> from datetime import UTC
>>> order = OrderView("1001", ships_by=datetime(2026, 11, 20, tzinfo=UTC))
>>> lines(order, "en", datetime(2026, 11, 22, tzinfo=UTC))[-1]
'It should have left by November 20, 2026. We are sorry that it has not.'
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from makewhole.care.saying import WORDS, day, joined


@dataclass(frozen=True, slots=True)
class OrderView:
    """What is known of an order when we answer: `state` is open, shipped or cancelled; times aware UTC."""

    ref: str
    state: str = "open"
    placed_at: datetime | None = None
    ships_by: datetime | None = None
    promised_by: datetime | None = None


def lines(order: OrderView, language: str, now: datetime) -> tuple[str, ...]:
    """What a customer is told of the order in private at `now`; never empty."""
    if order.state == "cancelled":
        return (WORDS.say(language, "order-cancelled"),)
    return joined(language, *_stands(order, language)), *_due(order, language, now)


def _stands(order: OrderView, language: str) -> Iterator[str]:
    yield WORDS.say(language, "order-shipped" if order.state == "shipped" else "order-open")
    if order.placed_at is not None:
        yield WORDS.say(language, "order-placed", date=day(order.placed_at.date(), language))


def _due(order: OrderView, language: str, now: datetime) -> Iterator[str]:
    if order.state == "open" and order.ships_by is not None:
        late = order.ships_by.date() < now.date()
        message = "order-ship-late" if late else "order-ships-by"
        yield WORDS.say(language, message, date=day(order.ships_by.date(), language))
    if order.promised_by is not None:
        yield WORDS.say(language, "order-promised", date=day(order.promised_by.date(), language))
