"""The buyer's claim against the seller: EU Consumer Rights Directive and UK Consumer Rights Act 2015.

Decides until when the seller had to deliver, who bears the risk on the way, and whether the price is to be
paid back. Limits of carriers never touch this claim. Goods that arrive faulty have `remedies`, and sending
goods back without a reason `withdrawal`. Beside it: docs/law/consumer.md.

>>> law_of("FR", date(2026, 1, 1)), law_of("GB", date(2026, 1, 1)), law_of("US", date(2026, 1, 1))
('eu', 'uk', None)
"""

from datetime import date

from msgspec.structs import replace

from makewhole.because import Because, Ground
from makewhole.law import days, parties, remedies, rows, withdrawal
from makewhole.law.conclusion import Deadline, Missing, Owed, Scope
from makewhole.law.facts import Facts, Sale
from makewhole.law.sale_questions import CHOSEN, CONSUMER, HANDED, PRICE, ended, everything_paid, nothing_of
from makewhole.money import Rates

NAME = "CONSUMER_LAW"
NAMES = {"eu": "EU_CRD", "uk": "UK_CRA_2015"}
_ROWS = rows.table("consumer")
_COUNTRY = Missing(
    "sale.buyer_country",
    "In which country does the buyer live?",
    {"in the EU": "the Consumer Rights Directive", "in the UK": "the Consumer Rights Act"},
)
_CONTRACT = Missing(
    "sale.contract_on",
    "When was it bought, and by when was delivery agreed?",
    {"a day": "delivery is due 30 days later, unless another day was agreed"},
)
_ENDED = Missing(
    "sale.terminated",
    "Has the buyer ended the contract, or was a further period set that has passed?",
    {"yes": "the whole price is paid back", "no": "the buyer sets a further period first"},
)


def law_of(country: str, on: date) -> str | None:
    """Which of the two governs for a buyer who lives there; None where neither does."""
    if country == "GB":
        return "uk"
    return "eu" if parties.bound("eu", country, on) else None


def applies(facts: Facts) -> Scope:
    """Whether this is a consumer's claim under one of the two."""
    sale = facts.sale
    if facts.claim != "buyer_v_seller":
        return Scope(False, ())
    if sale.buyer_country is None:
        return Scope(None, (), (_COUNTRY,))
    if law_of(sale.buyer_country, date.max) is None:
        return Scope(False, ())
    if sale.buyer_is_consumer is None:
        return Scope(None, (), (CONSUMER,))
    if not sale.buyer_is_consumer:
        return Scope(False, ())
    row = _ROWS.rule(f"{_law(sale)}_risk")
    return Scope(True, (row.ground("a consumer's claim on the seller", country=sale.buyer_country),))


def notice_by(facts: Facts) -> Deadline:
    """There is no notice to give; the seller's last day to deliver is `deliver_by`."""
    return Deadline(None, (_ROWS.rule(f"{_law(facts.sale)}_refund").ground("no notice is needed"),))


def deliver_by(sale: Sale) -> Deadline:
    """The last day to deliver: as agreed, else 30 days after the contract."""
    row = _ROWS.rule(f"{_law(sale)}_delivery_days")
    if sale.agreed_delivery_by is not None:
        return Deadline(sale.agreed_delivery_by, (row.ground("the day that was agreed"),))
    if sale.contract_on is None:
        return Deadline(None, (), (_CONTRACT,))
    by = days.days_after(sale.contract_on, int(row.value or 0))
    return Deadline(
        by, (row.ground(f"no day was agreed: delivery until {by}", contract=str(sale.contract_on)),)
    )


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the seller owes on the day `now`; call it where `applies` says yes."""
    found = _owed(facts.sale, now)
    return found if found.regime else replace(found, regime=NAMES[_law(facts.sale)])


def _owed(sale: Sale, now: date) -> Owed:
    if sale.remedy == "withdraw":
        return withdrawal.owed(sale, _law(sale), now)
    risk = _ROWS.rule(f"{_law(sale)}_risk")
    if sale.carrier_chosen_by_buyer and sale.carrier_offered_by_seller is None:
        return _open(CHOSEN)
    own = sale.carrier_chosen_by_buyer and not sale.carrier_offered_by_seller
    if own and sale.handed_to_carrier is not False:
        says = "the buyer's own carrier: the risk passed on hand-over, and the claim is on that carrier"
        doubts = ("a fault from before the carriage stays the seller's",) if sale.faulty else ()
        return _nothing(sale, (risk.ground(says),), doubts)
    if sale.carrier_chosen_by_buyer is None:
        return _open(CHOSEN)
    if sale.faulty:
        says = "the seller bears the risk until the goods are in the buyer's hands"
        found = remedies.faulty(sale, _law(sale), now)
        return replace(found, because=(risk.ground(says), *found.because))
    if sale.handed_to is None:
        return _undelivered_unknown(sale, now)
    if sale.handed_to in ("buyer", "named_third_party"):
        return _arrived(sale, risk.ground("it reached the buyer or somebody the buyer named"))
    says = "it never reached the buyer or anybody the buyer named: the seller bears the risk"
    return _not_arrived(sale, now, (risk.ground(says, handed_to=sale.handed_to),))


def _undelivered_unknown(sale: Sale, now: date) -> Owed:
    by = deliver_by(sale)
    return Owed(
        admissible=True,
        liable=None,
        payer="seller",
        payees=("buyer",),
        deliver_by=by.by,
        missing=(HANDED, *by.missing),
        because=by.because,
    )


def _arrived(sale: Sale, ground: Ground) -> Owed:
    """Goods that arrived: nothing by this law; late ones may cost the seller what the contract says."""
    by = deliver_by(sale)
    late = by.by is not None and sale.received_on is not None and sale.received_on > by.by
    refund = _ROWS.rule(f"{_law(sale)}_refund")
    if late and sale.terminated and sale.price is not None:
        says = "the contract was ended for the delay: everything paid is paid back, and the goods go back"
        return Owed(
            admissible=True,
            liable=True,
            payable=everything_paid(sale),
            payer="seller",
            payees=("buyer",),
            deliver_by=by.by,
            because=(ground, *by.because, refund.ground(says)),
            doubts=("that it was ended for the delay, and not after keeping it, a person confirms",),
        )
    says = "it came late, and no fixed sum is given for that" if late else "it arrived"
    return Owed(
        admissible=True,
        liable=late,
        payable=nothing_of(sale),
        payer="seller",
        payees=("buyer",),
        deliver_by=by.by,
        because=(ground, *by.because, refund.ground(says)),
    )


def _not_arrived(sale: Sale, now: date, because: Because) -> Owed:
    """Goods that did not arrive: paid back once the contract has ended, or may be ended at once."""
    by = deliver_by(sale)
    refund = _ROWS.rule(f"{_law(sale)}_refund")
    over = ended(sale, by.by, now)
    if not over and by.by is not None and now <= by.by:
        return Owed(
            admissible=True,
            liable=False,
            payable=nothing_of(sale),
            payer="seller",
            payees=("buyer",),
            deliver_by=by.by,
            claimable_from=days.days_after(by.by, 1),
            because=(*because, *by.because),
        )
    if over:
        says = "the contract has ended: everything paid under it is paid back"
        paid = everything_paid(sale)
        return Owed(
            admissible=True,
            liable=True,
            payable=paid,
            payer="seller",
            payees=("buyer",),
            deliver_by=by.by,
            missing=() if paid is not None else (PRICE,),
            because=(*because, *by.because, refund.ground(says)),
        )
    says = "the last day has passed: a further period, or the end of the contract, comes next"
    priced = () if sale.price is not None or sale.terminated is None else (PRICE,)
    missing = (*by.missing, *((_ENDED,) if sale.terminated is None else ()), *priced)
    return Owed(
        admissible=True,
        liable=None if missing else True,
        payable=None if missing else nothing_of(sale),
        payer="seller",
        payees=("buyer",),
        deliver_by=by.by,
        missing=missing,
        because=(*because, *by.because, refund.ground(says)),
    )


def _open(missing: Missing) -> Owed:
    return Owed(
        admissible=None, liable=None, payer="seller", payees=("buyer",), missing=(missing,), because=()
    )


def _nothing(sale: Sale, because: Because, doubts: tuple[str, ...]) -> Owed:
    return Owed(
        admissible=False,
        liable=None,
        payable=nothing_of(sale),
        payer="seller",
        because=because,
        doubts=doubts,
    )


def _law(sale: Sale) -> str:
    """The law of the buyer's country, "eu" or "uk"; call it where `applies` did not say no."""
    return law_of(sale.buyer_country or "", date.max) or "eu"
