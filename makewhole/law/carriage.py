"""The contract of carriage as far as it is known: packages, terms, bill of lading, places, days, charges.

A part of the schema in `law.facts`; `None` is unknown. Decides nothing.

>>> Carriage(packages=(Package(5000, concerned=False), Package(7000, concerned=True))).concerned_grams()
7000
"""

from dataclasses import dataclass, field
from datetime import date

from makewhole.law.vocabulary import Count, Country, Days, Grams, Mode, Service, Sum, Treaty
from makewhole.money import SDR


@dataclass(frozen=True, slots=True)
class Package:
    """One package of the consignment: its gross weight, and whether the loss concerns it (None: unknown)."""

    grams: Grams
    concerned: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierTerms:
    """What the carrier's own terms say. They may raise what mandatory law gives and never lower it."""

    limit: Sum | None = None
    """A limit that counts where it is higher than the law's."""
    limit_per_kg: SDR | None = None
    """An agreed limit for each kilogram, where the law lets terms set one."""
    limit_times_charges: Count | None = None
    """An agreed limit of so many times the carriage charges."""
    claim_within_days: Days | None = None
    """Days after acceptance in which the terms want a claim."""
    displayed: bool | None = None
    """Whether a limiting term was shown prominently and in time."""
    negotiated: bool | None = None
    """Whether a limiting term was negotiated one by one, and not a standard term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """The bill of lading or sea waybill."""

    issued_in: Country | None = None
    clause: Treaty | None = None
    """The rules that its paramount clause names."""
    packages_enumerated: bool | None = None
    """Whether the packages inside the container are listed in it."""
    value_declared: Sum | None = None
    fair_opportunity: bool | None = None
    """Whether the shipper could have declared a value at a higher freight."""
    misstated_by_shipper: bool = False
    """The shipper knowingly misstated nature or value in it."""
    container: bool | None = None
    on_deck: bool | None = None
    """Whether the bill says that it is carried on deck, and it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """Where the carriers are at home, and what was agreed on courts and arbitration."""

    carrier_seats: tuple[Country, ...] = ()
    """Where the contracting carrier has its domicile and its principal place of business."""
    contract_office: Country | None = None
    """Where it has the branch or office through which the contract was made."""
    actual_carrier_seats: tuple[Country, ...] = ()
    """Domicile and principal place of business of the actual carrier."""
    court_agreed: Country | None = None
    arbitration_seat: Country | None = None
    """Where an arbitration clause wants the arbitration; None where there is no clause."""
    arbitration_in_writing: bool | None = None
    arbitration_by_convention: bool | None = None
    """Whether the clause has the tribunal apply the convention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriage:
    """The contract of carriage. Countries: ISO 3166-1 alpha-2, those of the contract, not the route."""

    mode: Mode | None = None
    legs: tuple[Mode, ...] = ()
    """Modes of the legs in order, where there are several."""
    loss_leg: Mode | None = None
    """The mode of the leg on which it happened, where known."""
    leg_origin: Country | None = None
    leg_destination: Country | None = None
    """Where the leg on which it happened begins and ends."""
    stayed_on_vehicle: bool | None = None
    """The goods crossed the sea or rail leg without being unloaded from the road vehicle."""
    origin: Country | None = None
    destination: Country | None = None
    agreed_stop_abroad: bool = False
    governing_law: Country | None = None
    """Whose law governs the contract, where that is settled."""
    forum: Country | None = None
    """Before whose courts it would go."""
    treaties_common: tuple[Treaty, ...] = ()
    """Treaties somebody has confirmed to bind this carriage."""
    treaties_not_common: tuple[Treaty, ...] = ()
    postal: bool | None = None
    universal_service: bool | None = None
    """China: mail of the universal postal service."""
    service: Service | None = None
    operator: str | None = None
    product: str | None = None
    """The carrier's own name for the service, where its terms differ by it."""
    scanned_in: bool | None = None
    """Whether the carrier ever scanned it in."""
    contract_on: date | None = None
    accepted_on: date | None = None
    due_on: date | None = None
    """The day agreed or promised for delivery."""
    delivered_on: date | None = None
    """The day the goods were received or placed at the consignee's disposal; None while they were not."""
    delivery_period_days: Days | None = None
    overrun_days: Days | None = None
    packages: tuple[Package, ...] = ()
    package_count: Count | None = None
    """Packages or units concerned, where they are counted and not weighed one by one."""
    declared_interest: Sum | None = None
    """A special declaration of interest in delivery (a customs value is none); None where none was made."""
    declared_value: Sum | None = None
    """A value of the goods declared for a higher limit."""
    declared_in_note: bool | None = None
    """Whether declared value or interest stands in the consignment note."""
    supplement_paid: bool | None = None
    insured: Sum | None = None
    released_value: Sum | None = None
    """United States: a value agreed in writing to which liability is held down."""
    charges: Sum | None = None
    """Freight or postage without any insurance fee."""
    charges_concerned: Sum | None = None
    """The part of the freight for the goods delayed or concerned, or of the carrier at fault."""
    duties: Sum | None = None
    other_charges: Sum | None = None
    cod: Sum | None = None
    """Cash to be collected on delivery."""
    substituted_mode: Mode | None = None
    substitution_agreed: bool | None = None
    refused_by_consignee: bool = False
    successive_carriers: bool = False
    """Several carriers in a row under one contract and one note."""
    actual_carrier: bool = False
    """Another than the contracting carrier performed it or a part of it, not as one in a row."""
    sender_is_consumer: bool | None = None
    consignee_is_consumer: bool | None = None
    receipted: bool | None = None
    """Whether the post gave a receipt for the item."""
    bill: Bill | None = None
    venue: Venue | None = None
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

    def concerned_count(self) -> int | None:
        """How many packages or units are concerned; None where unknown."""
        if self.package_count is not None or not self.packages:
            return self.package_count
        marked = sum(1 for package in self.packages if package.concerned)
        known = marked or all(package.concerned is not None for package in self.packages)
        return marked if known else (1 if len(self.packages) == 1 else None)

    @property
    def by_post(self) -> bool | None:
        """Whether it is a postal item; None where nobody said."""
        return True if self.mode == "post" else self.postal

    def starts_on(self) -> date | None:
        """The day of the contract, else of acceptance."""
        return self.contract_on or self.accepted_on
