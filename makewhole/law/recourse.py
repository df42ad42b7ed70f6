"""CMR art. 37 to 40: which of several road carriers in a row bears what one of them has paid to the claimant.

Decides each carrier's part of compensation, interest and costs (by fault, else by its share of the freight),
spreads what an insolvent one leaves unpaid, and says who may no longer dispute the payment, where to sue for
it and until when. Whether the claimant was owed it stands in `cmr`. Sums are in one unit; nothing is lost in
rounding. Rows in `tables/cmr_recourse.toml`; beside it: docs/law/cmr.md.

>>> from makewhole.money import Money
>>> first = Carrier(name="A", freight=Money(100, "EUR"), responsible=True)
>>> last = Carrier(name="B", freight=Money(300, "EUR"))
>>> paid = Recourse(carriers=(first, last), paid_by="B", compensation=Money(500, "EUR"))
>>> got = owed(paid, date(2026, 6, 1))
>>> [(part.carrier, part.bears.text()) for part in got.parts]
[('A', '5.00 EUR'), ('B', '0.00 EUR')]
"""

from datetime import date

from msgspec import Struct

from makewhole.because import Because, Ground, Refused
from makewhole.law import cover, days, rows
from makewhole.law.accrual import suspended
from makewhole.law.carriers import Carrier, Part, Recourse, Settlement, wrong
from makewhole.law.conclusion import Missing
from makewhole.law.facts import Loss, Sum
from makewhole.money import SDR, Money

_ROWS = rows.table("cmr_recourse")


class _Key(Struct, frozen=True):
    """By which weights the sum is split, why, and what is not known."""

    weights: tuple[int, ...]
    because: Because
    missing: tuple[Missing, ...] = ()
    doubts: tuple[str, ...] = ()


def owed(recourse: Recourse, now: date) -> Settlement | Refused:
    """What each carrier bears on the day `now`; a refusal names what does not fit together."""
    says = wrong(recourse)
    if says is not None:
        return Refused("facts", says, "docs/law/cmr.md", "correct that and try again")
    suit_by, timely, when, asked = _time(recourse, now)
    courts = tuple(dict.fromkeys(place for one in recourse.carriers for place in one.at_home))
    says = f"where one of the carriers is at home: {' or '.join(courts) or 'not known yet'}"
    where = _ROWS.rule("courts").ground(says)
    if recourse.own_agreement:
        says = "the carriers agreed on something else among themselves: that governs"
        ground = _ROWS.rule("agreed").ground(says)
        return Settlement(
            admissible=timely,
            because=(ground, *when, where),
            suit_by=suit_by,
            courts=courts,
            missing=asked,
            doubts=("a person reads what the carriers agreed on",),
        )
    total, why = _total(recourse)
    key = _key(recourse.carriers)
    missing = tuple(dict.fromkeys((*asked, *key.missing)))
    parts: tuple[Part, ...] = ()
    spread: Because = ()
    if not key.missing:
        split = _parts(recourse, total, key.weights)
        if isinstance(split, Missing):
            missing = (*missing, split)
        else:
            parts, spread = split
    because = (*why, *key.because, *spread, *_undisputed(recourse), *when, where)
    return Settlement(
        admissible=timely,
        because=because,
        parts=parts,
        total=total,
        suit_by=suit_by,
        courts=courts,
        missing=missing,
        doubts=key.doubts,
    )


def _total(recourse: Recourse) -> tuple[Sum, Because]:
    """Compensation as far as the law gave it, with interest and costs."""
    row, due = _ROWS.rule("recover"), recourse.owed_by_law
    paid = recourse.compensation
    back = paid if due is None else cover.smaller(paid, due)
    because = [row.ground("compensation, interest and costs come back from the carriers that took part")]
    if back != paid:
        says = f"only what the convention gave comes back: {back.text()} of {paid.text()}"
        because.append(row.ground(says))
    return cover.added(cover.added(back, recourse.interest), recourse.costs), tuple(because)


def _key(carriers: tuple[Carrier, ...]) -> _Key:
    """Sole cause, parts of liability, or the freight of those who caused it, else of all."""
    causing = [one for one in carriers if one.responsible or one.liability_share]
    if len(causing) == 1:
        says = f"{causing[0].name} caused it and bears it alone"
        weights = tuple(int(one is causing[0]) for one in carriers)
        return _Key(weights, (_ROWS.rule("sole").ground(says),))
    if causing and all(one.liability_share is not None for one in causing):
        says = "several caused it: each by its part of the liability"
        weights = tuple(one.liability_share or 0 for one in carriers)
        return _Key(weights, (_ROWS.rule("parts").ground(says),))
    if causing:
        says = "several caused it and the parts cannot be told: each of them by its part of the freight"
        return _by_freight(carriers, causing, _ROWS.rule("parts").ground(says))
    says = "nobody knows who caused it: all by their parts of the freight"
    among = [one for one in carriers if one.responsible is not False]
    cleared = tuple(one.name for one in carriers if one.responsible is False)
    doubt = f"{', '.join(cleared)} did not cause it and is left out, which the text does not say"
    if len(among) == 1:
        says = f"all others did not cause it, which leaves {among[0].name}"
        weights = tuple(int(one is among[0]) for one in carriers)
        return _Key(weights, (_ROWS.rule("sole").ground(says),))
    if not among:
        says = "each is said not to have caused it: all by their parts of the freight"
        return _by_freight(carriers, list(carriers), _ROWS.rule("unknown").ground(says))
    key = _by_freight(carriers, among, _ROWS.rule("unknown").ground(says))
    return _Key(key.weights, key.because, key.missing, (doubt,) if cleared else ())


def _by_freight(carriers: tuple[Carrier, ...], among: list[Carrier], ground: Ground) -> _Key:
    unknown = tuple(_freight_of(one) for one in among if one.freight is None)
    weights = tuple(
        _units(one.freight) if one in among and one.freight is not None else 0 for one in carriers
    )
    return _Key(weights, (ground,), unknown)


def _freight_of(carrier: Carrier) -> Missing:
    question = f"Which part of the freight was due to {carrier.name}?"
    return Missing("carriers.freight", question, {"a sum": "is the measure of its part"})


def _parts(
    recourse: Recourse, total: Sum, weights: tuple[int, ...]
) -> tuple[tuple[Part, ...], Because] | Missing:
    """Each carrier's own part, and what it takes over from insolvent ones by freight."""
    carriers = recourse.carriers
    own = _split(_units(total), weights)
    unpaid = 0
    for one, part in zip(carriers, own, strict=True):
        if one.insolvent:
            unpaid += max(0, part - (_units(one.paid_in) if one.paid_in is not None else 0))
    over: tuple[int, ...] = (0,) * len(carriers)
    because: Because = ()
    if unpaid:
        others = [one for one in carriers if not one.insolvent]
        key = _by_freight(
            carriers, others, _ROWS.rule("insolvent").ground("spread over the others by freight")
        )
        if len(others) > 1 and key.missing:
            return key.missing[0]
        over = _split(
            unpaid, key.weights if len(others) > 1 else tuple(int(not c.insolvent) for c in carriers)
        )
        because = key.because
    parts = tuple(
        Part(
            carrier=one.name,
            own=_sum(mine, total),
            taken_over=_sum(more, total),
            bears=_sum(_borne(one, mine, more), total),
            may_dispute=_may_dispute(recourse, one),
        )
        for one, mine, more in zip(carriers, own, over, strict=True)
    )
    return parts, because


def _borne(carrier: Carrier, own: int, more: int) -> int:
    if not carrier.insolvent:
        return own + more
    return min(own, _units(carrier.paid_in)) if carrier.paid_in is not None else 0


def _split(whole: int, weights: tuple[int, ...]) -> tuple[int, ...]:
    """A whole in parts by weight, to the last unit: the largest remainders get what rounding leaves.

    >>> _split(100, (1, 1, 1))
    (34, 33, 33)
    """
    base = sum(weights)
    if base == 0:
        return _split(whole, (1,) * len(weights))
    parts = [whole * weight // base for weight in weights]
    order = sorted(range(len(weights)), key=lambda at: (-(whole * weights[at] % base), at))
    for at in order[: whole - sum(parts)]:
        parts[at] += 1
    return tuple(parts)


def _may_dispute(recourse: Recourse, carrier: Carrier) -> bool | None:
    """Whether it may say that nothing was owed; no more where a court fixed the sum and it could appear."""
    if carrier.name == recourse.paid_by:
        return None
    if not recourse.fixed_by_court:
        return True
    return None if carrier.told_of_suit is None else not carrier.told_of_suit


def _undisputed(recourse: Recourse) -> Because:
    bound = [one.name for one in recourse.carriers if _may_dispute(recourse, one) is False]
    if not bound:
        return ()
    says = f"a court fixed the sum and {', '.join(bound)} could appear: the payment is not disputed any more"
    return (_ROWS.rule("undisputed").ground(says),)


def _time(recourse: Recourse, now: date) -> tuple[date | None, bool | None, Because, tuple[Missing, ...]]:
    """Until when it may be sued on: a year, three for intent, from the decision, else from payment."""
    row = _ROWS.rule("time_wilful" if recourse.wilful else "time")
    start = recourse.decided_on or recourse.paid_on
    if start is None:
        question = "When did a final decision fix the sum, or, without one, when was it paid?"
        asked = Missing("paid_on", question, {"a day": "the time to sue runs from it"})
        return None, None, (row.ground("runs from the final decision, else from payment"),), (asked,)
    loss = Loss(claimed_on=recourse.claimed_on, claim_rejected_on=recourse.claim_rejected_on)
    ends = days.months_after(start, int(row.value or 0))
    by, because = suspended(loss, ends, now, _ROWS.rule("suspension"))
    late = (recourse.suit_filed_on or now) > by
    says = f"no suit by {by}: time-barred" if late else f"suit is possible until {by}"
    return by, not late, (*because, row.ground(says, start=str(start))), ()


def _units(amount: Sum) -> int:
    return cover.units(amount)


def _sum(units: int, like: Sum) -> Sum:
    return Money(units, like.currency) if isinstance(like, Money) else SDR(units)
