"""Our claim against the carrier for a loss we made good: until when, how much, and with which papers.

Only the plan: it is opened, sent and followed elsewhere. The sum is what the law of the carriage gives,
never more than what we paid or owe the customer.

>>> documents("damage")[0].kind
'waybill'
"""

from dataclasses import dataclass
from datetime import date, datetime

from makewhole.because import Because
from makewhole.claims import lawful
from makewhole.claims.facts import ClaimFacts
from makewhole.law.assess import assess
from makewhole.law.conclusion import Assessment
from makewhole.money import Money, Rates

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Document:
    """One paper that goes with the claim, and what it proves."""

    kind: str
    proves: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """The plan. `act_by` is the first day that would cost us the claim; None where none is known yet."""

    law: Assessment
    possible: bool | None
    act_by: date | None
    amount: Money | None
    addressee: str
    documents: tuple[Document, ...]

    @property
    def because(self) -> Because:
        """The grounds, which are those of the law."""
        return self.law.because


_ALWAYS = (
    Document("waybill", "that this carrier took the parcel in, when, and what it weighed"),
    Document("commercial_invoice", "what the goods were worth"),
    Document("tracking_history", "where it was last seen"),
)
_BY_KIND = {
    "loss": (Document("not_received_statement", "that it never reached the consignee"),),
    "damage": (
        Document("photos", "what was damaged, inside and outside"),
        Document("notice", "that the carrier was told in time"),
    ),
    "shortage": (
        Document("photos", "what arrived"),
        Document("packing_list", "what was sent"),
        Document("notice", "that the carrier was told in time"),
    ),
    "delay": (
        Document("proof_of_loss", "what the delay cost"),
        Document("notice", "that the carrier was told in time"),
    ),
}
_PAID = Document("proof_of_payment", "what was paid to the customer")


def documents(kind: str | None) -> tuple[Document, ...]:
    """The papers for a loss, damage, shortage or delay."""
    return (*_ALWAYS, *_BY_KIND.get(kind or "", ()), _PAID)


def plan(
    facts: ClaimFacts, paid: Money, rates: Rates, now: datetime, accepted_rows: frozenset[str] = _NONE
) -> Recovery:
    """What may be asked of the carrier for `paid`, as the law of the carriage stands at `now`."""
    as_law = lawful.as_recovery(facts, paid.currency)
    law = assess(as_law, rates, now, accepted_rows)
    days = [day for day in (law.notice_by, law.contract_window, law.suit_by) if day is not None]
    amount = law.payable if law.payable is None or law.payable <= paid else paid
    return Recovery(
        law=law,
        possible=None if law.status != "decided" else bool(law.liable),
        act_by=min(days, default=None),
        amount=amount,
        addressee=law.payer or "carrier",
        documents=documents(as_law.loss.kind),
    )
