"""Our claim against the carrier for a loss we made good: until when, how much, and with which papers.

Only the plan: it is opened, sent and followed elsewhere. The goods are asked for as the law of the carriage
gives them and never above what we paid or owe the customer; freight, duties and charges come on top where
that law gives them; what was already got back, from the carrier or from customs, comes off, each once.

>>> documents("damage")[0].kind
'waybill'
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from makewhole.because import Because, Ground
from makewhole.claims import lawful
from makewhole.claims.facts import ClaimFacts
from makewhole.law import calendar, sums
from makewhole.law.assess import assess
from makewhole.law.conclusion import Assessment
from makewhole.law.facts import Facts, Sum
from makewhole.money import Money, NoRate, Rates

_NONE: frozenset[str] = frozenset()
_HOUSE = "house rule: the same loss is made good once"


@dataclass(frozen=True, slots=True)
class Document:
    """One paper that goes with the claim, and what it proves."""

    kind: str
    proves: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What we bore beside the goods, and what came back for this loss already. None: nothing, or unknown."""

    duties: Money | None = None
    """Customs duties and import tax we bore on these goods."""
    duties_repaid: Money | None = None
    """What customs or a tax office repaid of them."""
    from_carrier: Money | None = None
    """What the carrier paid or credited for this loss so far."""


EMPTY = Account()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """The plan. `act_by` is the first day that would cost us the claim; None where none is known yet.

    `amount` is what may still be asked: `goods` and `on_top` less `netted`, all in the currency paid.
    """

    facts: Facts
    law: Assessment
    possible: bool | None
    act_by: date | None
    amount: Money | None
    addressee: str
    documents: tuple[Document, ...]
    goods: Money | None = None
    on_top: tuple[tuple[str, Money], ...] = ()
    netted: tuple[tuple[str, Money], ...] = ()
    clocks: tuple[calendar.Clock, ...] = ()
    doubts: tuple[str, ...] = ()
    because: Because = ()


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
_ON_TOP = {
    "freight": Document("freight_invoice", "what the carriage cost"),
    "duties": Document("customs_receipt", "which duties were borne, and what was repaid"),
    "other charges": Document("charges_invoice", "what else the carriage cost"),
}
_PAID = Document("proof_of_payment", "what was paid to the customer")


def documents(kind: str | None, on_top: tuple[str, ...] = ()) -> tuple[Document, ...]:
    """The papers for a loss, damage, shortage or delay, and for what is asked on top of the goods."""
    extra = tuple(_ON_TOP[name] for name in on_top if name in _ON_TOP)
    return (*_ALWAYS, *_BY_KIND.get(kind or "", ()), *extra, _PAID)


def plan(
    facts: ClaimFacts,
    paid: Money,
    rates: Rates,
    now: datetime,
    accepted_rows: frozenset[str] = _NONE,
    account: Account = EMPTY,
) -> Recovery:
    """What may be asked of the carrier for `paid`, as the law of the carriage stands at `now`."""
    return against_carrier(lawful.as_recovery(facts, paid.currency), paid, rates, now, accepted_rows, account)


def against_carrier(
    facts: Facts,
    paid: Money,
    rates: Rates,
    now: datetime,
    accepted_rows: frozenset[str] = _NONE,
    account: Account = EMPTY,
) -> Recovery:
    """As `plan`, from facts of the carriage as the law reads them."""
    carriage = facts.carriage
    if account.duties is not None and carriage.duties is None:
        carriage = replace(carriage, duties=account.duties)
    facts = replace(facts, carriage=carriage, payout_currency=paid.currency)
    law = assess(facts, rates, now, accepted_rows)
    days = [day for day in (law.notice_by, law.contract_window, law.suit_by) if day is not None]
    asked = _asked(law, paid, account, rates, facts.settled_on or now.date())
    return Recovery(
        facts=facts,
        law=law,
        possible=law.liable if law.status == "decided" else None,
        act_by=min(days, default=None),
        amount=asked.amount,
        addressee=carriage.operator or law.payer or "carrier",
        documents=documents(facts.loss.kind, tuple(name for name, _ in asked.on_top)),
        goods=asked.goods,
        on_top=asked.on_top,
        netted=asked.netted,
        clocks=calendar.clocks(facts, law),
        doubts=(*law.doubts, *asked.doubts),
        because=(*law.because, *asked.because),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """The sum and its parts; all None where a part cannot be stated."""

    amount: Money | None = None
    goods: Money | None = None
    on_top: tuple[tuple[str, Money], ...] = ()
    netted: tuple[tuple[str, Money], ...] = ()
    because: Because = ()
    doubts: tuple[str, ...] = ()


def _asked(law: Assessment, paid: Money, account: Account, rates: Rates, on: date) -> _Asked:
    """Goods up to what was paid, what comes on top, and less what came back already."""
    if law.payable is None:
        return _Asked()
    names = [one.name for one in law.add_ons]
    converted = [_in(one.amount, paid.currency, rates, on) for one in law.add_ons]
    back = [_in(one, paid.currency, rates, on) for one in (account.duties_repaid, account.from_carrier)]
    troubles = [one.says for one in (*converted, *back) if isinstance(one, NoRate)]
    if troubles:
        return _Asked(doubts=tuple(troubles))
    on_top = [(name, one) for name, one in zip(names, converted, strict=True) if isinstance(one, Money)]
    zero = Money(0, paid.currency)
    goods = law.payable - sum((money for _, money in on_top), zero)
    because = []
    if paid < goods:
        goods = paid
        says = f"no more for the goods than the {paid.text()} paid to the customer"
        because.append(Ground("recovery.paid", says, _HOUSE))
    duties = next((money for name, money in on_top if name == "duties"), zero)
    repaid, from_carrier = (one if isinstance(one, Money) else zero for one in back)
    netted = []
    if repaid.minor and duties.minor:
        netted.append(("duties repaid", min(repaid, duties, key=lambda money: money.minor)))
        says = f"of the duties {netted[0][1].text()} came back from customs: asked for once"
        because.append(Ground("recovery.duties", says, _HOUSE))
    if from_carrier.minor:
        netted.append(("paid by the carrier", from_carrier))
        says = f"the carrier has paid {from_carrier.text()} already"
        because.append(Ground("recovery.received", says, _HOUSE))
    total = sum((money for _, money in on_top), goods) - sum((money for _, money in netted), zero)
    return _Asked(
        amount=total if total.minor > 0 else zero,
        goods=goods,
        on_top=tuple(on_top),
        netted=tuple(netted),
        because=tuple(because),
    )


def _in(amount: Sum | None, currency: str, rates: Rates, on: date) -> Money | NoRate | None:
    if amount is None:
        return None
    converted = sums.in_currency(amount, currency, rates, on)
    return converted if isinstance(converted, NoRate) else converted[0]
