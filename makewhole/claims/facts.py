"""What is known of one claim when it is decided: the parcel, its journey, what is asked, what was shown.

Gathered by a trade, read by every noun of this package; nothing is decided here and nothing personal is in
it. `None` is unknown.

>>> sorted(PROBLEMS)
['damaged', 'late', 'lost', 'missing', 'not_received', 'wrong']
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from makewhole.law.facts import Handed
from makewhole.money import Money
from makewhole.parcel.consignment import Consignment
from makewhole.parcel.journey import Whereabouts

Problem = Literal["late", "lost", "not_received", "damaged", "missing", "wrong"]
Claimant = Literal["buyer", "sender", "consignee"]
Severity = Literal["total", "part"]

PROBLEMS: tuple[str, ...] = get_args(Problem)
CLAIMANTS: tuple[str, ...] = get_args(Claimant)
SEVERITIES: tuple[str, ...] = get_args(Severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """One claim. Times are aware UTC; sums are what the claimant says until evidence shows them."""

    consignment: Consignment
    whereabouts: Whereabouts
    problem: Problem
    asked: Money
    claimant: Claimant
    lodged_at: datetime
    evidence: frozenset[str] = frozenset()
    """Kinds of evidence that came (see `evidence.KINDS`)."""
    severity: Severity | None = None
    part_value: Money | None = None
    """What the damaged or missing part cost."""
    charges: Money | None = None
    """The delivery charge the claimant paid."""
    delivered_at: datetime | None = None
    noticed_at: datetime | None = None
    consumer: bool | None = None
    buyer_country: str | None = None
    """Where the buyer lives; None: take the parcel's destination."""
    carrier_chosen_by_buyer: bool | None = False
    """Parcels here go by a carrier of the seller's, unless the order says otherwise."""
    contract_on: date | None = None
    agreed_delivery_by: date | None = None
    time_essential: bool | None = None
    further_period_until: date | None = None
    terminated: bool | None = None
    handed_to: Handed | None = None
    appealed: bool = False
    photo_hashes: frozenset[str] = frozenset()
    photo_hashes_seen_before: frozenset[str] = frozenset()
    """Those of the photos that came with some other claim already."""
    other_claims_for_parcel: int = 0

    def __post_init__(self) -> None:
        if self.asked.minor <= 0:
            raise ValueError("a claim asks for a sum above nothing; the door refuses any other")

    @property
    def delivered(self) -> bool | None:
        """Whether it arrived; None where the claimant says no and tracking says yes."""
        tracked = self.whereabouts.status == "delivered"
        if self.problem in ("lost", "not_received"):
            return None if tracked else False
        return tracked or self.delivered_at is not None or self.problem != "late"

    @property
    def arrived_on(self) -> date | None:
        """The day it arrived by the claimant's word, else by tracking."""
        at = self.delivered_at or self.whereabouts.delivered_at
        return at.date() if at is not None else None

    @property
    def country(self) -> str | None:
        """The buyer's country."""
        return self.buyer_country or self.consignment.destination
