"""Road carriers in a row: who they are, what one of them paid, and the shape of their settlement.

The facts and the answer of `recourse`; says which facts do not fit together, and decides nothing.

>>> wrong(Recourse(carriers=(Carrier(name="A"),), paid_by="A", compensation=Money(500, "EUR")))
'carriers: read A, allowed are at least two, each by its own name'
"""

from dataclasses import dataclass
from datetime import date

from msgspec import Struct

from makewhole.because import Because
from makewhole.law.conclusion import Missing
from makewhole.law.facts import WHOLE_SHARE, Sum
from makewhole.law.vocabulary import Country, Share
from makewhole.money import Money

_LEAST = 2
"""Carriers that a row has at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """One carrier of the row. `None` is unknown."""

    name: str
    freight: Sum | None = None
    """The part of the payment for the carriage that is due to it."""
    responsible: bool | None = None
    """Whether its action caused the loss, damage or delay."""
    liability_share: Share | None = None
    """Its part of the liability in basis points, where several caused it and the parts can be told."""
    insolvent: bool = False
    paid_in: Sum | None = None
    """What an insolvent carrier has paid of its part; None: nothing."""
    told_of_suit: bool | None = None
    """Whether it had due notice of the proceedings that fixed the sum and could appear in them."""
    at_home: tuple[Country, ...] = ()
    """Where it resides, has its principal place of business, or the branch that made the contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recourse:
    """What one carrier has paid, and the carriers of the row in their order."""

    carriers: tuple[Carrier, ...]
    paid_by: str
    compensation: Sum
    interest: Sum | None = None
    costs: Sum | None = None
    """Costs and expenses incurred by reason of the claim."""
    owed_by_law: Sum | None = None
    """What the convention gave the claimant, where that is less than what was paid; None: as much."""
    own_agreement: bool = False
    """The carriers agreed among themselves on something else than art. 37 and 38."""
    fixed_by_court: bool = False
    decided_on: date | None = None
    """When the final judicial decision fixed the sum; None where none did."""
    paid_on: date | None = None
    wilful: bool = False
    claimed_on: date | None = None
    claim_rejected_on: date | None = None
    suit_filed_on: date | None = None


class Part(Struct, frozen=True, kw_only=True):
    """What one carrier bears: its own part, what it takes over from insolvent ones, and both together."""

    carrier: str
    own: Sum
    taken_over: Sum
    bears: Sum
    may_dispute: bool | None
    """Whether it may still dispute that the payment was right."""


class Settlement(Struct, frozen=True, kw_only=True):
    """The settlement among the carriers. `parts` is empty where it cannot be told."""

    admissible: bool | None
    because: Because
    parts: tuple[Part, ...] = ()
    total: Sum | None = None
    suit_by: date | None = None
    courts: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    doubts: tuple[str, ...] = ()


def wrong(recourse: Recourse) -> str | None:
    """The first thing that does not fit, with what is allowed; None where all does."""
    names = [one.name for one in recourse.carriers]
    if len(set(names)) != len(names) or len(names) < _LEAST:
        return f"carriers: read {', '.join(names) or 'none'}, allowed are at least two, each by its own name"
    if recourse.paid_by not in names:
        return f"paid_by: read {recourse.paid_by!r}, allowed are {', '.join(names)}"
    payer = next(one for one in recourse.carriers if one.name == recourse.paid_by)
    if payer.insolvent:
        return f"paid_by: read {payer.name!r}, which is said to be insolvent"
    told = [one.liability_share for one in recourse.carriers if one.liability_share is not None]
    if told and sum(told) != WHOLE_SHARE:
        return f"liability_share: read {sum(told) / 100:g} % in all, allowed are 100 %"
    if told and any(one.liability_share and one.responsible is False for one in recourse.carriers):
        return "liability_share: read a part of a carrier that is said not to have caused it"
    sums = (recourse.compensation, recourse.interest, recourse.costs, recourse.owed_by_law)
    paid_in = (one.paid_in for one in recourse.carriers)
    if len({_unit(one) for one in (*sums, *paid_in) if one is not None}) > 1:
        return "compensation, interest, costs and paid_in: read several units, allowed is one"
    if len({_unit(one.freight) for one in recourse.carriers if one.freight is not None}) > 1:
        return "freight: read several units, allowed is one for all carriers"
    return None


def _unit(amount: Sum) -> str:
    return amount.currency if isinstance(amount, Money) else "SDR"
