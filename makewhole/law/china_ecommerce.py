"""China's E-commerce Law: the claim of a buyer in China on the seller.

Decides who bears the risk on the way (the seller, unless the buyer chose another courier), when the goods
count as delivered (on sign-off; leaving them with somebody else needs consent), and that the price is paid
back once the contract has ended. Threefold damages for fraud by the seller go to a person. Beside it:
docs/law/china_ecommerce.md.

>>> applies(Facts(claim="buyer_v_seller", sale=Sale(buyer_country="DE"))).applies
False
"""

from datetime import date

from msgspec.structs import replace

from makewhole.because import Because, Ground
from makewhole.law import remedies, rows, withdrawal
from makewhole.law.conclusion import AddOn, Deadline, Missing, Owed, Scope
from makewhole.law.facts import Facts, Sale
from makewhole.law.sale_questions import CHOSEN, CONSUMER, HANDED, PRICE, ended, everything_paid, nothing_of
from makewhole.money import Money, Rates

NAME = "CN_ECOMMERCE_LAW"
_ROWS = rows.table("china_ecommerce")
_ENDED = Missing(
    "sale.terminated",
    "Has the buyer ended the contract?",
    {"yes": "the price is paid back", "no": "the buyer may still ask for delivery, or end the contract"},
)


def applies(facts: Facts) -> Scope:
    """Whether this is a consumer's claim in China."""
    sale = facts.sale
    if facts.claim != "buyer_v_seller" or sale.buyer_country != "CN":
        return Scope(False, ())
    if sale.buyer_is_consumer is None:
        return Scope(None, (), (CONSUMER,))
    if not sale.buyer_is_consumer:
        return Scope(False, ())
    return Scope(True, (_ROWS.rule("risk").ground("a buyer in China on the seller"),))


def notice_by(facts: Facts) -> Deadline:
    """No notice to give."""
    return Deadline(None, (_ROWS.rule("delivery").ground("no notice is needed"),))


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the seller owes on the day `now`; call it where `applies` says yes."""
    return _with_fraud(facts.sale, _owed(facts.sale, now))


def _owed(sale: Sale, now: date) -> Owed:
    risk = _ROWS.rule("risk")
    if sale.remedy == "withdraw":
        return withdrawal.owed(sale, "cn", now)
    if sale.carrier_chosen_by_buyer is None:
        return _answer(sale, missing=(CHOSEN,))
    own = sale.carrier_chosen_by_buyer and not sale.carrier_offered_by_seller
    if own and sale.handed_to_carrier is not False:
        says = "the buyer chose another courier: the claim is on that courier"
        return _answer(sale, (risk.ground(says),), admissible=False, payable=nothing_of(sale))
    borne = risk.ground("the seller bears the risk on the way")
    if sale.faulty:
        found = remedies.faulty(sale, "cn", now)
        return replace(found, because=(borne, *found.because))
    if sale.handed_to is None and sale.records_withheld:
        says = "the seller lost or keeps back the records of delivery, and answers for the gap in proof"
        return _not_delivered(sale, (borne, _ROWS.rule("records").ground(says)), now)
    if sale.handed_to is None:
        return _answer(sale, (borne,), missing=(HANDED,))
    if sale.handed_to in ("buyer", "named_third_party"):
        signed = _ROWS.rule("delivery").ground("signed for by the buyer or somebody the buyer agreed to")
        return _answer(sale, (signed,), liable=False, payable=nothing_of(sale))
    return _not_delivered(sale, (borne,), now)


def _not_delivered(sale: Sale, borne: Because, now: date) -> Owed:
    because: list[Ground] = [*borne, _ROWS.rule("delivery").ground("not signed for: not delivered")]
    if sale.handed_to == "someone_else":
        says = "handed to somebody else without the buyer's consent"
        because.append(_ROWS.rule("third_person").ground(says))
    if not ended(sale, sale.agreed_delivery_by, now):
        if sale.terminated is None:
            return _answer(sale, tuple(because), missing=(_ENDED,))
        priced = () if sale.price is not None else (PRICE,)
        return _answer(sale, tuple(because), liable=True, payable=nothing_of(sale), missing=priced)
    paid = everything_paid(sale)
    if sale.price is None or paid is None:
        return _answer(sale, tuple(because), liable=True, missing=(PRICE,))
    because.append(_ROWS.rule("refund").ground("the contract has ended: what was paid is paid back"))
    return _answer(sale, tuple(because), liable=True, payable=paid)


def _with_fraud(sale: Sale, found: Owed) -> Owed:
    """Threefold damages on top of what else is owed; that the seller deceived, a person finds."""
    if not sale.seller_fraud or found.missing:
        return found
    if sale.price is None:
        return replace(found, missing=(PRICE,), payable=None)
    row, floor = _ROWS.rule("fraud"), _ROWS.rule("fraud_least")
    least = Money(int(floor.value or 0) * 100, "CNY")
    more = sale.price.share(int(row.value or 0), 1)
    because = [*found.because, row.ground(f"fraud by the seller: {more.text()} on top")]
    if more.currency == least.currency and more < least:
        more = least
        because.append(floor.ground(f"and never less than {least.text()}"))
    owed_else = found.payable if isinstance(found.payable, Money) else Money(0, more.currency)
    return replace(
        found,
        admissible=True,
        liable=True,
        payable=owed_else + more,
        payees=("buyer",),
        doubts=(*found.doubts, "that the seller acted fraudulently is for a person to find"),
        add_ons=(AddOn("damages for fraud", more),),
        because=tuple(because),
    )


def _answer(
    sale: Sale,
    because: Because = (),
    *,
    admissible: bool = True,
    liable: bool | None = None,
    payable: Money | None = None,
    missing: tuple[Missing, ...] = (),
) -> Owed:
    return Owed(
        admissible=None if missing and not because else admissible,
        liable=liable,
        payable=payable,
        payer="seller",
        payees=("buyer",),
        deliver_by=sale.agreed_delivery_by,
        missing=missing,
        because=because,
    )
