"""What is known of a carriage, a loss and a sale: the one schema every instrument reads.

A field that is `None` is unknown, and unknown is an answer: an assessment that needs it says so and what each
answer would change. Days are calendar dates at the place concerned, weights are actual gross grams, shares
are basis points (10,000 is the whole). This module decides nothing; `law.reading` makes facts from a file.

>>> Carriage(packages=(Package(5000, concerned=False), Package(7000, concerned=True))).concerned_grams()
7000
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from makewhole.money import SDR, Money

Claim = Literal["buyer_v_seller", "sender_v_carrier", "consignee_v_carrier"]
Mode = Literal["air", "road", "rail", "sea", "inland_waterway", "post"]
Service = Literal["registered", "insured", "ordinary_parcel", "small_packet", "letter", "ems", "express"]
Kind = Literal["loss", "damage", "shortage", "delay"]
Cause = Literal[
    "carrier_handling",
    "theft",
    "storm",
    "accident",
    "inherent_vice",
    "defective_packing",
    "war",
    "public_authority",
    "sender_fault",
    "force_majeure",
]
Notice = Literal["sent", "not_sent"]
Handed = Literal["buyer", "named_third_party", "someone_else", "nobody"]

CLAIMS: tuple[str, ...] = get_args(Claim)
CARRIER_CLAIMS: frozenset[str] = frozenset({"sender_v_carrier", "consignee_v_carrier"})
MODES: tuple[str, ...] = get_args(Mode)
SERVICES: tuple[str, ...] = get_args(Service)
KINDS: tuple[str, ...] = get_args(Kind)
CAUSES: tuple[str, ...] = get_args(Cause)
NOTICES: tuple[str, ...] = get_args(Notice)
HANDED: tuple[str, ...] = get_args(Handed)
WHOLE_SHARE = 10_000
"""All of it, in basis points."""

Sum = Money | SDR


@dataclass(frozen=True, slots=True)
class Package:
    """One package of the consignment: its gross weight, and whether the loss concerns it (None: unknown)."""

    grams: int
    concerned: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierTerms:
    """What the carrier's own terms add. They may raise what the law gives and never lower it."""

    limit: Sum | None = None
    """A limit that counts where it is higher than the law's."""
    claim_within_days: int | None = None
    """Days after acceptance in which the terms want a claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriage:
    """The contract of carriage. Countries: ISO 3166-1 alpha-2, those of the contract, not the route."""

    mode: Mode | None = None
    legs: tuple[Mode, ...] = ()
    """Modes of the legs in order, where there are several."""
    loss_leg: Mode | None = None
    """The mode of the leg on which it happened, where known."""
    origin: str | None = None
    destination: str | None = None
    agreed_stop_abroad: bool = False
    postal: bool | None = None
    service: Service | None = None
    operator: str | None = None
    contract_on: date | None = None
    accepted_on: date | None = None
    due_on: date | None = None
    delivered_on: date | None = None
    """The day the goods were received or placed at the consignee's disposal; None while they were not."""
    packages: tuple[Package, ...] = ()
    declared_interest: Sum | None = None
    """A special declaration of interest in delivery (a customs value is none); None where none was made."""
    supplement_paid: bool | None = None
    insured: Sum | None = None
    charges: Sum | None = None
    """Freight or postage without any insurance fee."""
    substituted_mode: Mode | None = None
    substitution_agreed: bool | None = None
    refused_by_consignee: bool = False
    terms: CarrierTerms = field(default_factory=CarrierTerms)

    def concerned_grams(self) -> int | None:
        """Gross weight of the packages concerned; all of them where none is marked; None where unknown."""
        if not self.packages:
            return None
        if any(package.concerned for package in self.packages):
            return sum(package.grams for package in self.packages if package.concerned)
        if len(self.packages) > 1 and any(package.concerned is None for package in self.packages):
            return None
        return sum(package.grams for package in self.packages)

    @property
    def by_post(self) -> bool | None:
        """Whether it is a postal item; None where nobody said."""
        return True if self.mode == "post" else self.postal

    def starts_on(self) -> date | None:
        """The day of the contract, else of acceptance."""
        return self.contract_on or self.accepted_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What went wrong, what it is worth, who noticed, and what was done about it."""

    kind: Kind | None = None
    happened_on: date | None = None
    value: Sum | None = None
    """The proven loss, without freight."""
    consequential: Sum | None = None
    """Lost profit and other remote loss asked for."""
    cause: Cause | None = None
    claimant_share: int = 0
    """The part the claimant or sender caused, in basis points."""
    prohibited_goods: bool = False
    undeclared_goods: bool = False
    wilful: bool | None = None
    carrier_fraud: bool = False
    carrier_proved_care: bool = False
    """For delay: the carrier proved that it took all measures that could reasonably be required."""
    reserved_at_delivery: bool | None = None
    """Damage or shortage was noted when it was handed over, or shown without delay."""
    notice: Notice | None = None
    notice_sent_on: date | None = None
    suit_filed_on: date | None = None
    claimed_on: date | None = None
    offered_in_writing: Sum | None = None
    """What the carrier offered in writing within six months of the event."""
    court_costs: Sum | None = None
    """Costs and interest a court adds under its own law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """The contract between buyer and seller."""

    buyer_country: str | None = None
    buyer_is_consumer: bool | None = None
    price: Money | None = None
    delivery_charge: Money | None = None
    contract_on: date | None = None
    agreed_delivery_by: date | None = None
    time_essential: bool | None = None
    further_period_until: date | None = None
    seller_refused: bool = False
    terminated: bool | None = None
    """The buyer has ended the contract."""
    carrier_chosen_by_buyer: bool | None = None
    carrier_offered_by_seller: bool | None = None
    handed_to_carrier: bool | None = None
    handed_to: Handed | None = None
    received_on: date | None = None
    faulty: bool | None = None
    """Arrived damaged, incomplete or wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything `assess` may read. `claim`: who asks whom; `payout_currency`: in what it shall be paid."""

    claim: Claim | None = None
    carriage: Carriage = field(default_factory=Carriage)
    loss: Loss = field(default_factory=Loss)
    sale: Sale = field(default_factory=Sale)
    payout_currency: str | None = None
    settled_on: date | None = None
    """The day whose rate counts; None: the day of the assessment."""
