"""Facts that cannot all be true: days in the wrong order, and statements that exclude each other.

Says which field to correct, what was read and what is allowed; decides nothing about the law.

>>> contradiction(Facts(carriage=Carriage(mode="post", postal=False)))
'carriage.postal: read False, but carriage.mode is post'
"""

from collections.abc import Iterator
from datetime import date

from makewhole.law.facts import Carriage, Facts
from makewhole.law.vocabulary import GRAVE

OLDEST = date(1924, 8, 25)
"""The first convention here was signed on that day (bills of lading, Brussels); no rule here is older."""
_ORDER = (
    ("carriage.contract_on", "carriage.accepted_on"),
    ("carriage.accepted_on", "carriage.delivered_on"),
    ("carriage.accepted_on", "carriage.due_on"),
    ("carriage.accepted_on", "loss.happened_on"),
    ("carriage.accepted_on", "loss.notice_sent_on"),
    ("carriage.accepted_on", "loss.claimed_on"),
    ("carriage.accepted_on", "loss.suit_filed_on"),
    ("loss.notice_sent_on", "loss.notice_received_on"),
    ("loss.claimed_on", "loss.claim_rejected_on"),
    ("loss.claimed_on", "loss.paid_on"),
    ("sale.contract_on", "sale.agreed_delivery_by"),
    ("sale.contract_on", "sale.received_on"),
    ("sale.contract_on", "sale.latest_estimate"),
    ("sale.contract_on", "sale.completed_on"),
    ("sale.contract_on", "sale.claimed_on"),
    ("sale.contract_on", "sale.further_period_until"),
    ("sale.contract_on", "sale.seller_told_on"),
    ("sale.received_on", "sale.fault_shown_on"),
)
_OLD = ("carriage.contract_on", "carriage.accepted_on", "loss.happened_on", "sale.contract_on")


def contradiction(facts: Facts) -> str | None:
    """The first thing that cannot be, by the name of its field; None where all of it can."""
    return next(_found(facts), None)


def _found(facts: Facts) -> Iterator[str]:
    for first_name, second_name in _ORDER:
        first, second = _day(facts, first_name), _day(facts, second_name)
        if first is not None and second is not None and second < first:
            yield f"{second_name}: read {second}, allowed is no day before {first_name}, {first}"
    for name in _OLD:
        day = _day(facts, name)
        if day is not None and day < OLDEST:
            yield f"{name}: read {day}, allowed is no day before {OLDEST}: no rule here is older"
    yield from _statements(facts)


def _day(facts: Facts, name: str) -> date | None:
    table, field = name.split(".")
    day: date | None = getattr(getattr(facts, table), field)
    return day


def _statements(facts: Facts) -> Iterator[str]:
    carriage, loss, sale = facts.carriage, facts.loss, facts.sale
    if loss.notice == "not_sent" and loss.notice_sent_on is not None:
        yield "loss.notice: read 'not_sent', but loss.notice_sent_on has a day"
    if carriage.postal is False and carriage.mode == "post":
        yield "carriage.postal: read False, but carriage.mode is post"
    if loss.wilful is False and loss.conduct in GRAVE:
        yield f"loss.wilful: read False, but loss.conduct is {loss.conduct}"
    if loss.wilful and loss.conduct is not None and loss.conduct not in GRAVE:
        yield f"loss.wilful: read True, but loss.conduct is {loss.conduct}"
    if loss.kind == "loss" and carriage.delivered_on is not None and not carriage.by_post:
        yield (
            f"carriage.delivered_on: read {carriage.delivered_on}, but loss.kind is loss; what is missing "
            "from goods that came is a shortage"
        )
    came = carriage.delivered_on or date.max
    if loss.kind in ("damage", "shortage") and (loss.happened_on or date.min) > came:
        yield (
            f"loss.happened_on: read {loss.happened_on}, allowed is no day after "
            f"carriage.delivered_on, {came}"
        )
    both = set(carriage.treaties_common) & set(carriage.treaties_not_common)
    if both:
        yield f"carriage.treaties_not_common: read {sorted(both)[0]!r}, which treaties_common names too"
    if sale.fault_minor and sale.fault_serious:
        yield "sale.fault_minor: read True, but sale.fault_serious is True"
    if sale.handed_to == "nobody" and sale.received_on is not None:
        yield "sale.received_on: read a day, but sale.handed_to is nobody"
    yield from _weights(carriage, loss.short_grams)


def _weights(carriage: Carriage, short: int | None) -> Iterator[str]:
    if short is not None and carriage.packages and short > sum(one.grams for one in carriage.packages):
        yield "loss.short_kilograms: read more than all packages weigh together"
    if carriage.loss_leg is not None and carriage.legs and carriage.loss_leg not in carriage.legs:
        yield f"carriage.loss_leg: read {carriage.loss_leg!r}, which is not among carriage.legs"
