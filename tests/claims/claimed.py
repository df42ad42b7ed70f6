"""Claims to test with: a parcel from China to Germany, and the facts of a claim around it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from makewhole.claims.facts import ClaimFacts
from makewhole.money import Money
from makewhole.parcel.consignment import Consignment
from makewhole.parcel.journey import Scan, whereabouts

NOW = datetime(2026, 10, 30, 12, tzinfo=UTC)


def euros(amount: int) -> Money:
    """Whole euros."""
    return Money(amount * 100, "EUR")


def parcel(**changes: Any) -> Consignment:
    """A postal parcel worth 40 EUR, accepted 50 days ago and due 30 days ago."""
    fields: dict[str, Any] = {
        "waybill": "RB123456785CN",
        "service": "registered",
        "postal": True,
        "mode": "post",
        "origin": "CN",
        "destination": "DE",
        "accepted_at": NOW - timedelta(days=50),
        "promised_by": NOW - timedelta(days=30),
        "weight_grams": 800,
        "value": euros(40),
    }
    return Consignment(**{**fields, **changes})


def claim(
    consignment: Consignment | None = None, last: str = "in_transit", days: int = 40, **changes: Any
) -> ClaimFacts:
    """A buyer's claim for that parcel, whose last scan says `last` and is `days` old."""
    held = consignment or parcel()
    where = whereabouts((Scan(NOW - timedelta(days=days), last),), held, NOW)
    fields: dict[str, Any] = {
        "consignment": held,
        "whereabouts": where,
        "problem": "not_received",
        "asked": euros(40),
        "claimant": "buyer",
        "lodged_at": NOW,
        "consumer": True,
        "contract_on": date(2026, 9, 8),
    }
    return ClaimFacts(**{**fields, **changes})
