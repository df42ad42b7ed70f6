"""A claim's facts as the law reads them: once as buyer against seller, once as our claim on the carrier.

Only a change of schema: nothing is decided, nothing is guessed, what is unknown stays unknown.
"""

from datetime import date, datetime

from makewhole.claims.facts import ClaimFacts
from makewhole.law import facts as law

_KINDS: dict[str, law.Kind] = {
    "late": "delay",
    "lost": "loss",
    "not_received": "loss",
    "damaged": "damage",
    "missing": "shortage",
    "wrong": "shortage",
}


def as_asked(facts: ClaimFacts, payout_currency: str) -> law.Facts:
    """The claim that is made of us: a buyer's against the seller, else the carriage claim itself."""
    if facts.claimant == "buyer":
        return law.Facts(claim="buyer_v_seller", sale=_sale(facts), payout_currency=payout_currency)
    claim: law.Claim = "sender_v_carrier" if facts.claimant == "sender" else "consignee_v_carrier"
    return _against_carrier(facts, claim, payout_currency)


def as_recovery(facts: ClaimFacts, payout_currency: str) -> law.Facts:
    """What the seller, as sender, may then ask of the carrier."""
    return _against_carrier(facts, "sender_v_carrier", payout_currency)


def _sale(facts: ClaimFacts) -> law.Sale:
    handed: law.Handed | None = facts.handed_to
    if handed is None and facts.delivered is False:
        handed = "nobody"
    elif handed is None and facts.delivered:
        handed = "buyer"
    return law.Sale(
        buyer_country=facts.country,
        buyer_is_consumer=facts.consumer,
        price=facts.consignment.value,
        delivery_charge=facts.charges,
        contract_on=facts.contract_on,
        agreed_delivery_by=facts.agreed_delivery_by,
        time_essential=facts.time_essential,
        further_period_until=facts.further_period_until,
        terminated=facts.terminated,
        carrier_chosen_by_buyer=facts.carrier_chosen_by_buyer,
        handed_to=handed,
        received_on=facts.arrived_on if handed == "buyer" else None,
        faulty=facts.problem in ("damaged", "missing", "wrong"),
    )


def _against_carrier(facts: ClaimFacts, claim: law.Claim, payout_currency: str) -> law.Facts:
    parcel = facts.consignment
    arrived = facts.arrived_on if facts.delivered else None
    return law.Facts(
        claim=claim,
        payout_currency=payout_currency,
        carriage=law.Carriage(
            mode=parcel.mode,
            origin=parcel.origin,
            destination=parcel.destination,
            postal=parcel.postal,
            service=_service(parcel.service),
            operator=parcel.operator,
            accepted_on=_day(parcel.accepted_at),
            due_on=_day(parcel.promised_by),
            delivered_on=arrived,
            packages=(law.Package(parcel.weight_grams),) if parcel.weight_grams else (),
            declared_interest=parcel.declared,
            charges=parcel.freight,
        ),
        loss=law.Loss(
            kind=_KINDS[facts.problem],
            happened_on=arrived or _day(parcel.promised_by) or _day(parcel.accepted_at),
            value=_worth(facts),
        ),
    )


def _service(service: str | None) -> law.Service | None:
    """The carrier's product as a service the law knows by name; None where it is none of those."""
    named: dict[str | None, law.Service] = {
        "registered": "registered",
        "insured": "insured",
        "ordinary_parcel": "ordinary_parcel",
        "small_packet": "small_packet",
        "letter": "letter",
        "ems": "ems",
        "express": "express",
    }
    return named.get(service)


def _worth(facts: ClaimFacts) -> law.Sum | None:
    partial = facts.problem in ("missing", "wrong") or facts.severity == "part"
    return facts.part_value if partial else facts.consignment.value


def _day(moment: datetime | date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
