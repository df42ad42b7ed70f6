"""What is known of a carriage, a loss and a sale: the one schema every instrument reads.

A field that is `None` is unknown, and unknown is an answer: an assessment that needs it says so and what each
answer would change. Days are calendar dates at the place concerned, weights are actual gross grams, shares
are basis points (10,000 is the whole). This module decides nothing; `law.reading` makes facts from a file
by these very fields, so a field added here can be read there.

>>> Facts(loss=Loss(conduct="reckless_with_knowledge")).loss.grave
True
"""

from dataclasses import dataclass, field
from datetime import date

from makewhole.law.carriage import Bill, Carriage, CarrierTerms, Package, Venue
from makewhole.law.vocabulary import (
    CARRIER_CLAIMS,
    CAUSES,
    CLAIMS,
    GRAVE,
    HANDED,
    KINDS,
    MODES,
    NOTICES,
    SERVICES,
    WHOLE_SHARE,
    Basis,
    Cause,
    Claim,
    Conduct,
    ConductOf,
    Country,
    Currency,
    Grams,
    Handed,
    Kind,
    Mode,
    Notice,
    Remedy,
    Service,
    Share,
    Sum,
    Treaty,
)
from makewhole.money import Money

__all__ = [
    "CARRIER_CLAIMS",
    "CAUSES",
    "CLAIMS",
    "HANDED",
    "KINDS",
    "MODES",
    "NOTICES",
    "SERVICES",
    "WHOLE_SHARE",
    "Bill",
    "Carriage",
    "CarrierTerms",
    "Cause",
    "Claim",
    "Facts",
    "Handed",
    "Kind",
    "Loss",
    "Mode",
    "Notice",
    "Package",
    "Sale",
    "Service",
    "Sum",
    "Treaty",
    "Venue",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What went wrong, what it is worth, who noticed, and what was done about it."""

    kind: Kind | None = None
    happened_on: date | None = None
    value: Sum | None = None
    """The proven loss, without freight."""
    asked: Sum | None = None
    """What the claimant asks for, where a flat sum would give more."""
    value_whole: Sum | None = None
    """The value of the whole consignment, where only a part is lost or damaged."""
    short_grams: Grams | None = None
    """The gross weight that is missing or damaged, where that is less than the packages concerned."""
    consequential: Sum | None = None
    """Lost profit and other remote loss asked for."""
    cause: Cause | None = None
    presumption_rebutted: bool | None = None
    """The claimant disproved the cause that the carrier put forward."""
    goods_need_packing: bool | None = None
    """The goods by their nature suffer where they are packed badly; unknown is taken as yes."""
    claimant_share: Share = 0
    """The part the claimant or sender caused, in basis points."""
    others_affected: bool | None = None
    """The loss lowers the value of other packages under the same waybill."""
    prohibited_goods: bool = False
    undeclared_goods: bool = False
    dangerous_goods: bool = False
    """Dangerous goods; with `undeclared_goods`, the carrier did not know of the danger."""
    conduct: Conduct | None = None
    conduct_of: ConductOf | None = None
    in_scope_of_employment: bool | None = None
    wilful: bool | None = None
    """Intent, or recklessness knowing that damage would probably result."""
    claimant_fraud: bool = False
    """Post: it was insured for more than it was worth, to defraud."""
    admitted: bool | None = None
    """The carrier admitted that the goods are lost."""
    carrier_fraud: bool = False
    carrier_proved_care: bool = False
    """The carrier proved that it took all measures that could reasonably be required."""
    apparent: bool | None = None
    """Whether the damage could be seen on delivery."""
    reserved_at_delivery: bool | None = None
    """Damage or shortage was noted when it was handed over, or shown without delay."""
    addressee_waived: bool = False
    """Post: the addressee gave up the right to be paid in favour of the sender, in writing."""
    report_omitted_by_carrier: bool | None = None
    """Rail: the report was not drawn up through the carrier's own fault."""
    notice: Notice | None = None
    notice_sent_on: date | None = None
    notice_received_on: date | None = None
    """When the carrier received it, where receipt is what counts."""
    suit_extended_until: date | None = None
    """By sea: until when the parties, after the event, agreed that suit may be brought."""
    suit_filed_on: date | None = None
    """When a court was seised, or the arbitration begun."""
    claimed_on: date | None = None
    claim_rejected_on: date | None = None
    """When the carrier refused in writing and returned the papers."""
    paid_on: date | None = None
    """Until when interest runs."""
    offered_in_writing: Sum | None = None
    """What the carrier offered in writing within six months of the event."""
    court_costs: Sum | None = None
    """Costs and interest a court adds under its own law."""
    found_again_on: date | None = None
    """Goods paid for as lost came to light, and the claimant takes them back."""
    asked_to_be_told: bool | None = None
    """On being paid, the claimant asked in writing to be told should the goods be found."""
    told_found_on: date | None = None
    """When the claimant was told that they were found."""
    reclaimed_on: date | None = None
    """When the claimant asked for the goods that were found."""
    compensation_paid: Sum | None = None
    charges_included: Sum | None = None
    """Charges that the compensation paid had included."""
    settled: Sum | None = None
    """Damages already agreed or adjudged, where only interest is open."""

    @property
    def grave(self) -> bool:
        """Intent or recklessness with knowledge, as far as anybody said so."""
        return bool(self.wilful) or self.conduct in GRAVE

    @property
    def established(self) -> bool:
        """Whether more than waiting speaks for a loss: its day, its cause, an act, an admission."""
        known = self.happened_on is not None or self.cause is not None or self.grave
        return known or self.admitted is True


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """The contract between buyer and seller, and the marketplace it was made on."""

    buyer_country: Country | None = None
    buyer_is_consumer: bool | None = None
    platform: str | None = None
    price: Money | None = None
    delivery_charge: Money | None = None
    contract_on: date | None = None
    agreed_delivery_by: date | None = None
    latest_estimate: date | None = None
    """The last day of the delivery estimate the marketplace showed."""
    completed_on: date | None = None
    """When the marketplace closed the order."""
    time_essential: bool | None = None
    further_period_until: date | None = None
    seller_refused: bool = False
    seller_fraud: bool | None = None
    terminated: bool | None = None
    """The buyer has ended the contract."""
    records_withheld: bool = False
    """The seller or platform lost or keeps back the records that would show delivery."""
    carrier_chosen_by_buyer: bool | None = None
    carrier_offered_by_seller: bool | None = None
    handed_to_carrier: bool | None = None
    handed_to: Handed | None = None
    seller_told_on: date | None = None
    """When the buyer first wrote to the seller about it."""
    charged_back: bool = False
    """The buyer had the bank take the payment back."""
    received_on: date | None = None
    faulty: bool | None = None
    """Arrived damaged, incomplete or wrong."""
    remedy: Remedy | None = None
    """What the buyer asks for."""
    fault_shown_on: date | None = None
    """When the fault first showed."""
    fault_serious: bool | None = None
    """So serious that the goods do not serve what they were bought for."""
    fault_minor: bool | None = None
    """The seller proved that it is minor."""
    repair_failed: bool | None = None
    """The seller repaired or replaced without success, refused to, or not in a reasonable time."""
    reduction_share: Share | None = None
    """How much less the goods are worth because of it, in basis points."""
    seller_disproved: bool = False
    """The seller proved that the goods were in order when delivered."""
    withdrawal_untold: bool = False
    """The buyer was not told of the right to withdraw."""
    withdrawal_excluded: bool = False
    """Made to order, perishable, unsealed for hygiene and the like: no right to withdraw."""
    claimed_on: date | None = None
    """When the buyer opened a case with the marketplace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything `assess` may read. `claim`: who asks whom; `payout_currency`: in what it shall be paid."""

    claim: Claim | None = None
    basis: Basis = "law"
    carriage: Carriage = field(default_factory=Carriage)
    loss: Loss = field(default_factory=Loss)
    sale: Sale = field(default_factory=Sale)
    payout_currency: Currency | None = None
    settled_on: date | None = None
    """The day whose rate counts; None: the day of the assessment."""
