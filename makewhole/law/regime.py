"""Which instrument governs a claim: asked in order, post before the modes, and "not yet covered" at the end.

The order is that of the law itself: whose claim it is, whether it is post, by what it was carried, between
which places. Nothing is assumed: an unknown on the way is what is missing.

>>> pick(Facts(claim="sender_v_carrier", carriage=Carriage(mode="road", postal=False))).name
'NOT_COVERED'
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from makewhole.because import Because, Ground
from makewhole.law import consumer, montreal, upu
from makewhole.law.conclusion import Deadline, Missing, Owed
from makewhole.law.facts import Carriage, Facts
from makewhole.money import Rates

NOT_COVERED = "NOT_COVERED"
_CLAIM = Missing(
    "claim",
    "Who asks whom?",
    {
        "buyer_v_seller": "consumer law of the buyer's country",
        "sender_v_carrier or consignee_v_carrier": "the law of the carriage",
    },
)


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument's name and its verbs."""

    name: str
    notice_by: Callable[[Facts], Deadline]
    owed: Callable[[Facts, Rates, date], Owed]


@dataclass(frozen=True, slots=True)
class Regime:
    """The pick: an instrument, or a name for why there is none, and what is missing to know."""

    name: str
    instrument: Instrument | None
    because: Because
    missing: tuple[Missing, ...] = ()


_UPU = Instrument(upu.NAME, upu.notice_by, upu.owed)
_MONTREAL = Instrument(montreal.NAME, montreal.notice_by, montreal.owed)
_CONSUMER = {law: Instrument(name, consumer.notice_by, consumer.owed) for law, name in consumer.NAMES.items()}
_SOURCE = "what this version covers"


def pick(facts: Facts) -> Regime:
    """The regime of these facts."""
    if facts.claim is None:
        return Regime("UNKNOWN", None, (), (_CLAIM,))
    if facts.claim == "buyer_v_seller":
        return _of_sale(facts)
    post = upu.applies(facts)
    if post.applies is None:
        return Regime("UNKNOWN", None, post.because, post.missing)
    if post.applies:
        return Regime(_postal_name(facts), _UPU, post.because)
    if facts.carriage.by_post:
        return _not_covered(post.because, facts.carriage)
    air = montreal.applies(facts)
    if air.applies is None:
        return Regime("UNKNOWN", None, air.because, air.missing)
    if air.applies:
        return Regime(montreal.NAME, _MONTREAL, air.because)
    return _not_covered(air.because, facts.carriage)


def _of_sale(facts: Facts) -> Regime:
    scope = consumer.applies(facts)
    if scope.applies is None:
        return Regime("UNKNOWN", None, scope.because, scope.missing)
    if not scope.applies:
        says = "the law of this sale is not yet covered: a person decides"
        return Regime(NOT_COVERED, None, (Ground("law.regime", says, _SOURCE),))
    law = consumer.law_of(facts.sale.buyer_country or "", date.max) or "eu"
    return Regime(consumer.NAMES[law], _CONSUMER[law], scope.because)


def _not_covered(because: Because, carriage: Carriage) -> Regime:
    """No instrument here covers it: said by name, never with a figure."""
    if carriage.origin == carriage.destination and carriage.origin is not None:
        says = f"carriage inside {carriage.origin}: its national law is not yet covered: a person decides"
        name = f"NATIONAL_LAW_{carriage.origin}"
    else:
        says = "the law of this carriage is not yet covered: a person decides"
        name = NOT_COVERED
    return Regime(name, None, (*because, Ground("law.regime", says, _SOURCE)))


def _postal_name(facts: Facts) -> str:
    return f"{upu.NAME}+CN_POSTAL_LAW" if upu.national_by(facts.carriage) is not None else upu.NAME
