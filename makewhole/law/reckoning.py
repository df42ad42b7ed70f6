"""From liability, limit and time limits to what is owed: the last step that the carriage instruments share.

An instrument says who answers for which share (`Basis`), up to which sum (`Ceiling`), what comes on top
(`Extra`) and which times run (`Times`); `conclude` puts them together in the one order of the house: share,
then limit, then what comes on top, then interest. No figure and no article of its own.

>>> part_of(Loss(value=SDR.of("150"), value_whole=SDR.of("1000")), Carriage())
(150000000, 1000000000)
"""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from makewhole.because import Because, Ground
from makewhole.law import accrual, counting, cover, days, sums
from makewhole.law.conclusion import AddOn, Missing, Owed
from makewhole.law.facts import WHOLE_SHARE, Carriage, Facts, Loss, Sum
from makewhole.law.findings import Basis, Ceiling, Extra, Times, Who
from makewhole.money import SDR, Money, NoRate, Rate, Rates

_ARRIVED = Missing(
    "loss.notice_received_on",
    "On which day did the carrier receive the notice? Sending it is not enough.",
    {"in time": "the claim stands", "late or never": "nothing is owed for the delay"},
)


class _Sum(Struct, frozen=True):
    payable: Sum | None
    add_ons: tuple[AddOn, ...] = ()
    rate: Rate | None = None
    because: Because = ()
    missing: tuple[Missing, ...] = ()


def part_of(loss: Loss, carriage: Carriage) -> tuple[int, int] | None:
    """The part of the consignment that is lost or damaged, by value, else by weight; None where unknown."""
    if isinstance(loss.value, Money) and isinstance(loss.value_whole, Money):
        if loss.value.currency == loss.value_whole.currency and loss.value_whole.minor > 0:
            return min(loss.value.minor, loss.value_whole.minor), loss.value_whole.minor
        return None
    if isinstance(loss.value, SDR) and isinstance(loss.value_whole, SDR) and loss.value_whole.micro > 0:
        return min(loss.value.micro, loss.value_whole.micro), loss.value_whole.micro
    concerned, whole = (
        loss.short_grams or carriage.concerned_grams(),
        sum(one.grams for one in carriage.packages),
    )
    if loss.kind == "loss" and (concerned is None or concerned >= whole):
        return 1, 1
    if loss.kind == "damage" and loss.short_grams is None and concerned == whole:
        return None
    return (min(concerned, whole), whole) if concerned is not None and whole else None


def conclude(
    facts: Facts,
    rates: Rates,
    now: date,
    *,
    basis: Basis,
    ceiling: Ceiling,
    extra: Extra,
    times: Times,
    who: Who,
) -> Owed:
    """What is owed on the day `now`; nothing yet where nothing has gone wrong."""
    if facts.loss.kind == "none":
        return Owed(admissible=None, liable=False, payees=who.payees, because=who.because)
    ceiling = _no_matter(facts, ceiling, basis, rates, facts.settled_on or now) if ceiling.least else ceiling
    barred, why, asked, doubts = _barred(facts, times, now)
    early = not barred and _too_early(facts.loss, times, now)
    missing = tuple(dict.fromkeys((*asked, *basis.missing, *ceiling.missing, *extra.missing)))
    if basis.liable is None and not basis.missing:
        missing = ()
    liable = False if barred else (None if early and basis.liable else basis.liable)
    reckoned = _Sum(None)
    if liable is False:
        owing = ceiling.limit if ceiling.flat and facts.loss.value is None else facts.loss.value
        reckoned, missing = _Sum(cover.nothing(owing)), ()
    elif not missing and liable:
        reckoned = _reckon(facts, basis, ceiling, extra, rates, facts.settled_on or now)
        missing = reckoned.missing
    shown = None if basis.free else ceiling.limit
    rate = reckoned.rate
    stale = (f"the rate is out of date: {rate.text()}",) if rate is not None and rate.stale else ()
    return Owed(
        admissible=False if barred or early else (None if asked else True),
        liable=liable,
        share=basis.share,
        limit=shown,
        add_ons=reckoned.add_ons,
        defence=basis.defence,
        limit_breakable=ceiling.breakable,
        payable=reckoned.payable,
        payer=who.payer,
        payees=who.payees,
        courts=who.courts,
        suit_by=times.suit_by,
        suit_period=times.suit_period,
        claimable_from=times.claimable_from,
        missing=missing,
        doubts=tuple(dict.fromkeys((*doubts, *basis.doubts, *ceiling.doubts, *who.doubts, *stale))),
        rate=reckoned.rate,
        because=(
            *times.notice.because, *why, *basis.because, *(() if basis.free else ceiling.because),
            *(extra.because if liable is not False else ()), *reckoned.because, *who.because,
        ),
    )  # fmt: skip


def _no_matter(facts: Facts, ceiling: Ceiling, basis: Basis, rates: Rates, on: date) -> Ceiling:
    """The least limit, where the loss is below it and the answers to what is missing change nothing."""
    value, least = facts.loss.value, ceiling.least
    if value is None or least is None or not ceiling.missing:
        return ceiling
    alike = sums.alike(least, value, rates, ceiling.converted_on or on)
    if isinstance(alike, NoRate) or cover.below(alike, sums.shared(value, basis.share)):
        return ceiling
    return replace(ceiling, limit=ceiling.limit or least, missing=())


def _barred(
    facts: Facts, times: Times, now: date
) -> tuple[bool, tuple[Ground, ...], tuple[Missing, ...], tuple[str, ...]]:
    """Whether a time limit ends the claim, why, what is needed to know it, and what a person must see."""
    loss, court = facts.loss, facts.carriage.forum or facts.carriage.destination
    why: list[Ground] = [*times.because, *times.ended]
    asked: tuple[Missing, ...] = ()
    doubts: list[str] = []
    barred = bool(times.ended)
    if times.notice_bars:
        asked = times.notice.missing
    if times.notice_bars and times.notice.by is not None and times.late is not None:
        heard = cover.heard_in_time(_as_heard(loss, times), times.notice.by, now)
        asked = (*asked, *((_ARRIVED,) if times.receipt_counts and heard.missing else heard.missing))
        if heard.late:
            barred = True
            why.append(times.late.ground(f"nothing in writing by {times.notice.by}: nothing is owed"))
            doubts.extend(counting.near_miss(times.notice.by, heard.acted, court))
    acted = loss.suit_filed_on or now
    if times.suit_by is not None and acted > times.suit_by:
        barred = True
        why.append(times.suit.ground(f"no suit by {times.suit_by}: time-barred", by=str(times.suit_by)))
        doubts.extend(counting.near_miss(times.suit_by, acted, court))
    else:
        until = f"by {days.text(times.suit_by)}" if times.suit_by else f"within {times.suit_period}"
        why.append(times.suit.ground(f"suit is possible {until}", period=times.suit_period))
    started = times.claimable_from
    if started is not None and _too_early(loss, times, now):
        doubts.append(f"too early: not lost beyond dispute before {started}, and nothing else shows the loss")
    return barred, tuple(why), asked, tuple(doubts)


def _too_early(loss: Loss, times: Times, now: date) -> bool:
    """Whether the claim rests on waiting alone, and the waiting is not over."""
    started, acted = times.claimable_from, loss.suit_filed_on or now
    return started is not None and acted < started and not loss.established


def _as_heard(loss: Loss, times: Times) -> Loss:
    """The loss with the day that counts: of receipt where the instrument wants the carrier to have it."""
    if not times.receipt_counts:
        return loss
    arrived, sent, by = loss.notice_received_on, loss.notice_sent_on, times.notice.by
    if arrived is None and sent is not None and by is not None and sent > by:
        arrived = sent
    return Loss(kind=loss.kind, notice=loss.notice, notice_sent_on=arrived)


def _reckon(facts: Facts, basis: Basis, ceiling: Ceiling, extra: Extra, rates: Rates, on: date) -> _Sum:
    """Share, limit, what comes on top, interest; every sum in the unit of the loss."""
    loss = facts.loss
    value = loss.settled if loss.settled is not None else (ceiling.limit if ceiling.flat else loss.value)
    if value is None:
        return _Sum(None, missing=(cover.VALUE,))
    asked = sums.shared(value, basis.share)
    damages, rate = asked, None
    order: Because = ()
    if loss.settled is None and not basis.free and ceiling.limit is not None:
        held = _held(asked, ceiling.limit, rates, ceiling.converted_on or on)
        if isinstance(held, NoRate):
            return _Sum(None, missing=(cover.rate_question(held),))
        damages, rate = held
        order = _order(value, damages, basis, ceiling, rates, ceiling.converted_on or on)
    on_top: tuple[AddOn, ...] = ()
    if loss.settled is None:
        topped = _on_top(facts, basis, extra, asked, damages, rates, on)
        if isinstance(topped, NoRate):
            return _Sum(None, missing=(cover.rate_question(topped),))
        on_top = topped
    total = damages
    for one in on_top:
        total = cover.added(total, one.amount)
    interest, because = accrual.interest(loss, extra.interest, total)
    if interest is not None:
        on_top, total = (*on_top, AddOn("interest", interest)), cover.added(total, interest)
    return _Sum(total, on_top, rate, (*order, *because))


def _order(value: Sum, damages: Sum, basis: Basis, ceiling: Ceiling, rates: Rates, on: date) -> Because:
    """The ground that the share came off first, where cutting first would give something else."""
    if ceiling.order is None or ceiling.limit is None or basis.share == WHOLE_SHARE:
        return ()
    cut = _held(value, ceiling.limit, rates, on)
    if isinstance(cut, NoRate) or sums.shared(cut[0], basis.share) == damages:
        return ()
    return (ceiling.order.ground("the claimant's share is taken off before the limit is applied"),)


def _held(asked: Sum, limit: Sum, rates: Rates, on: date) -> tuple[Sum, Rate | None] | NoRate:
    if isinstance(limit, SDR):
        return sums.capped(asked, limit, rates, on)
    alike = sums.alike(limit, asked, rates, on)
    return alike if isinstance(alike, NoRate) else (cover.smaller(asked, alike), None)


def _on_top(
    facts: Facts, basis: Basis, extra: Extra, asked: Sum, damages: Sum, rates: Rates, on: date
) -> tuple[AddOn, ...] | NoRate:
    """What comes on top of the damages, in their unit."""
    found: list[AddOn] = []
    remote = facts.loss.consequential
    if (basis.free and extra.remote and remote is not None) or extra.further is not None:
        more = _further(facts, basis, extra, asked, damages, rates, on)
        if isinstance(more, NoRate):
            return more
        found.append(AddOn("further loss", more))
    for name, amount, part, whole in extra.parts:
        same = sums.alike(amount, damages, rates, on)
        if isinstance(same, NoRate):
            return same
        due = same if part == whole else same.share(part, whole)
        found.append(AddOn(name, sums.shared(due, basis.share)))
    return tuple(found)


def _further(
    facts: Facts, basis: Basis, extra: Extra, asked: Sum, damages: Sum, rates: Rates, on: date
) -> Sum | NoRate:
    """Remote loss where no limit holds; else what the limit left uncovered, up to a declared interest."""
    remote = facts.loss.consequential if extra.remote else None
    more = cover.nothing(damages) if basis.free else _less(asked, damages)
    if remote is not None:
        same = sums.alike(remote, damages, rates, on)
        if isinstance(same, NoRate):
            return same
        more = cover.added(more, sums.shared(same, basis.share))
    if basis.free or extra.further is None:
        return more
    most = sums.alike(extra.further, damages, rates, on)
    return most if isinstance(most, NoRate) else cover.smaller(more, most)


def _less(one: Sum, other: Sum) -> Sum:
    if isinstance(one, Money) and isinstance(other, Money):
        return one - other
    if isinstance(one, SDR) and isinstance(other, SDR):
        return SDR(one.micro - other.micro)
    raise ValueError("a sum in SDR and one in a currency do not subtract: convert first")
