"""The contract layer: what a carrier's or marketplace's own terms add to the law, and what they give alone.

Alone, where they are the basis that was chosen or the marketplace's guarantee, they answer by their own
windows and sums. `beside` mandatory law they may raise what it gives and never lower it: a higher limit
counts where the law lets terms set one, a longer window goes to a person, and a shorter window is a day to
keep that cuts off nothing. Beside it: docs/law/terms.md.

>>> applies(Facts(claim="buyer_v_platform")).missing[0].fact
'sale.platform'
"""

import dataclasses
from datetime import date

from msgspec.structs import replace

from makewhole.because import Because, Ground
from makewhole.law import cover, promises, rows, sums
from makewhole.law.conclusion import Deadline, Missing, Owed, Scope
from makewhole.law.facts import CARRIER_CLAIMS, Facts, Sum
from makewhole.law.promises import Promise, Window
from makewhole.money import Money, NoRate, Rates, parse

NAME = "CONTRACT"
_ROWS = rows.table("terms")
_PLATFORM = Missing(
    "sale.platform", "On which marketplace was it bought?", {"a marketplace": "its own guarantee is read"}
)
_OPERATOR = Missing(
    "carriage.operator", "Which carrier took it?", {"a carrier": "its own published terms are read"}
)
_START = {
    "accepted": Missing(
        "carriage.accepted_on", "On which day did the carrier take it?", {"a day": "its window runs from it"}
    ),
    "due": Missing("carriage.due_on", "On which day was it due?", {"a day": "the window runs from it"}),
    "received": cover.RECEIVED,
    "received_or_due": Missing(
        "carriage.due_on", "On which day did it come, or was it due?", {"a day": "the window runs from it"}
    ),
    "estimate": Missing(
        "sale.latest_estimate",
        "What was the last day of the delivery estimate?",
        {"a day": "the window runs from it"},
    ),
    "completed": Missing(
        "sale.completed_on", "When was the order closed?", {"a day": "the window runs from it"}
    ),
    "told": Missing(
        "sale.seller_told_on", "When did the buyer write to the seller?", {"a day": "the window runs from it"}
    ),
    "purchased": Missing("sale.contract_on", "When was it bought?", {"a day": "the window runs from it"}),
}

_DIFFER = {
    "loss.kind": cover.KIND,
    "carriage.scanned_in": Missing(
        "carriage.scanned_in",
        "Did the carrier ever scan it in?",
        {"yes": "its terms may give nothing more", "no": "they go up to a sum of their own"},
    ),
    "carriage.product": Missing(
        "carriage.product",
        "Which of the carrier's own services was it?",
        {"a name": "its windows and its sum differ by it"},
    ),
}
"""Facts that a carrier's terms may differ by."""


def applies(facts: Facts) -> Scope:
    """Whether the terms alone are asked, and are on record here."""
    platform = facts.claim == "buyer_v_platform"
    ems = facts.claim in CARRIER_CLAIMS and facts.carriage.service == "ems" and facts.carriage.by_post
    if not platform and not ems and facts.basis != "terms":
        return Scope(False, ())
    if (facts.sale.platform if platform else facts.carriage.operator) is None:
        return Scope(None, (), (_PLATFORM if platform else _OPERATOR,))
    if not promises.known(facts):
        return Scope(False, (Ground("law.terms", "these terms are not on record here", "tables/terms.toml"),))
    return Scope(True, tuple(_ground(one) for one in promises.promises(facts) if one.does == "duty"))


def notice_by(facts: Facts) -> Deadline:
    """The first of the days on which these terms stop taking a claim."""
    closing = [one for one in promises.windows(facts) if one.promise.does == "file"]
    known = [one for one in closing if one.by is not None]
    missing = tuple(dict.fromkeys(_START[one.starts] for one in closing if one.by is None))
    first = min(known, key=lambda one: one.by or date.max, default=None)
    if first is None:
        return Deadline(None, tuple(_ground(one.promise) for one in closing), missing)
    return Deadline(first.by, (_until(first),), missing)


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What these terms alone give on the day `now`."""
    acted = facts.sale.claimed_on or facts.loss.claimed_on or facts.loss.notice_sent_on or now
    notice = notice_by(facts)
    found = promises.windows(facts)
    opens = max((one.by for one in found if one.promise.does == "opens" and one.by), default=None)
    latest = max((one.by for one in found if one.promise.does == "latest" and one.by), default=notice.by)
    doubts = tuple(doubt for one in found for doubt in one.doubts)
    base = Owed(
        admissible=None,
        liable=None,
        regime=promises.regime_of(facts),
        payer=(facts.sale.platform if facts.claim == "buyer_v_platform" else facts.carriage.operator) or "",
        payees=("buyer",) if facts.claim == "buyer_v_platform" else ("sender",),
        claimable_from=opens,
        notice_period=next((str(one.promise.row.value) for one in found if one.promise.does == "file"), None),
        because=(*notice.because, *(_from(one) for one in found if one.promise.does == "opens")),
        doubts=doubts,
    )
    unknown = tuple(_DIFFER[name] for name in promises.unknown(facts))
    if unknown:
        return replace(base, missing=unknown)
    refused = [one for one in promises.promises(facts) if one.does == "nothing" or _ended(one, facts)]
    if refused:
        why = (*base.because, *(_ground(one) for one in refused))
        ended = any(_ended(one, facts) for one in refused)
        return replace(base, admissible=not ended, liable=False, payable=_nothing(facts), because=why)
    if opens is not None and acted < opens:
        return replace(base, admissible=False, doubts=(*doubts, f"too early: not before {opens}"))
    if latest is not None and acted > latest:
        why = (*base.because, *(_until(one) for one in found if one.promise.does == "latest"))
        return replace(base, admissible=False, liable=False, payable=_nothing(facts), because=why)
    if notice.by is not None and acted > notice.by:
        base = replace(base, doubts=(*doubts, f"after {notice.by} it is taken at the carrier's discretion"))
    if notice.missing:
        return replace(base, missing=notice.missing)
    return _given(facts, base, rates, facts.settled_on or now)


def _given(facts: Facts, base: Owed, rates: Rates, on: date) -> Owed:
    """The sum: what was paid or lost, up to the terms' own limit where they have one."""
    value: Sum | None = facts.sale.price if facts.claim == "buyer_v_platform" else facts.loss.value
    if value is None:
        missing = Missing("sale.price", "What was paid?", {"a sum": "is what may be given back"})
        asked = missing if facts.claim == "buyer_v_platform" else cover.VALUE
        return replace(base, admissible=True, missing=(asked,))
    limit, because, doubts = agreed(facts, value, rates, on)
    if limit is None and facts.claim != "buyer_v_platform":
        doubts = (*doubts, "the sum that these terms go up to is not on record")
    payable = value if limit is None or cover.below(value, limit) else limit
    return replace(
        base,
        admissible=True,
        liable=True,
        limit=limit,
        payable=payable,
        because=(*base.because, *because),
        doubts=(*base.doubts, *doubts),
    )


def agreed(facts: Facts, like: Sum, rates: Rates, on: date) -> tuple[Sum | None, Because, tuple[str, ...]]:
    """The highest limit these terms name, in the unit of `like`; None where none can be told."""
    best: Sum | None = None
    because: list[Ground] = []
    doubts: list[str] = []
    for one in promises.promises(facts):
        amount = _limit(one, facts) if one.does == "limit" else None
        if amount is None:
            continue
        alike = sums.alike(amount, like, rates, on)
        if isinstance(alike, NoRate):
            doubts.append(f"the terms' own limit of {amount.text()} has no rate: {alike.says}")
            continue
        because.append(one.row.ground(f"its own terms go up to {amount.text()}"))
        best = alike if best is None or cover.below(best, alike) else best
    return best, tuple(because), tuple(doubts)


def raised(facts: Facts, rates: Rates, on: date) -> tuple[Facts, Because]:
    """The facts with the limit of the carrier's published terms, where nobody told its terms."""
    terms = facts.carriage.terms
    if terms.limit is not None or facts.loss.value is None or not promises.known(facts):
        return facts, ()
    limit, because, _ = agreed(facts, facts.loss.value, rates, on)
    if limit is None:
        return facts, ()
    told = dataclasses.replace(terms, limit=limit)
    carriage = dataclasses.replace(facts.carriage, terms=told)
    return dataclasses.replace(facts, carriage=carriage), because


def beside(facts: Facts, law: Owed, name: str, notice: Deadline, now: date) -> Owed:
    """What the law gives, with the days of the terms beside it; a longer window goes to a person."""
    if not promises.known(facts) or facts.basis == "terms":
        return law
    closing = [one for one in promises.windows(facts) if one.promise.does == "file" and one.by is not None]
    window = min(closing, key=lambda one: one.by or date.max, default=None)
    if window is None or window.by is None or law.contract_window is not None:
        return law
    loss = facts.loss
    acted = loss.notice_sent_on or loss.claimed_on or now
    late = law.admissible is False and notice.by is not None and notice.by < acted <= window.by
    law = replace(law, contract_window=window.by, because=(*law.because, _until(window)))
    if late:
        says = f"late by the law ({notice.by}), in time by the carrier's own terms ({window.by})"
        return replace(
            law,
            admissible=None,
            liable=None,
            payable=None,
            by_contract=False,
            regime=f"{window.promise.plain['regime']}+{law.regime or name}",
            because=(*law.because, _ROWS.rule("terms-waiver").ground(says)),
            doubts=(*law.doubts, f"{says}: whether the bar is waived is open"),
        )
    if acted > window.by and law.admissible is not False and facts.claim in CARRIER_CLAIMS:
        says = "a shorter window in terms does not cut off what mandatory law gives"
        return replace(
            law,
            because=(*law.because, _ROWS.rule("terms-no-lower").ground(says)),
            doubts=(*law.doubts, f"the carrier's own window ended on {window.by}; expect it to be argued"),
        )
    return law


def _limit(one: Promise, facts: Facts) -> Money | None:
    written, currency = str(one.row.value).split(" ")
    amount = parse(written, currency)
    if not isinstance(amount, Money):
        raise LookupError(f"{one.row.id}: {one.row.value!r} is no sum")
    if one.plain["per"] == "kg":
        grams = facts.carriage.concerned_grams()
        return amount.share(grams, 1000) if grams is not None else None
    count = facts.carriage.concerned_count() if one.plain["per"] == "package" else 1
    return amount.share(count or 1, 1)


def _ended(one: Promise, facts: Facts) -> bool:
    """Whether a chargeback at the bank has ended what these terms give."""
    return one.does == "ends" and facts.sale.charged_back


def _nothing(facts: Facts) -> Sum | None:
    if facts.claim != "buyer_v_platform":
        return cover.nothing(facts.loss.value)
    currency = facts.sale.price.currency if facts.sale.price else facts.payout_currency
    return Money(0, currency) if currency else None


def _ground(one: Promise) -> Ground:
    return one.row.ground(one.row.note or f"{one.row.value} by these terms")


def _until(window: Window) -> Ground:
    return window.promise.row.ground(f"its own terms take a claim until {window.by}")


def _from(window: Window) -> Ground:
    later = window.promise.row.note or "they take a claim only later"
    says = f"its own terms take a claim from {window.by}" if window.by else later
    return window.promise.row.ground(says)
