"""The likely cause of a disruption: what is said more often than usual on scans, a holiday, or more parcels.

It is a guess with its grounds, and 'unknown' is said plainly. What a subject is slow in is `disruption`'s.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from makewhole.because import Ground, Scalar
from makewhole.parcel import holidays
from makewhole.parcel.counts import Counts, Place
from makewhole.parcel.reasons import REASONS
from makewhole.parcel.usual import Subject

UNKNOWN: Final = "unknown"
_SOURCE: Final = "makewhole/parcel/likely_cause.py"
_CLEAR: Final = 6.0
"""Log likelihood ratio from which a reason counts as said more often than usual: some thirty are tried."""
_NEARLY_ALL: Final = 0.8
"""Of those who say a reason here, the share that makes it the story of one thing that only crosses here."""
_PEAK: Final = 1.4
"""Times the usual number of parcels under way that carriers are rarely ready for."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days a disruption lasts and the days that tell what is usual before it, as ordinals, inclusive;
    `under_way` and `usually` are parcels under way a day in the one and in the other, `as_it_began` on the
    days it began, before slowness itself heaped them up."""

    first: int
    last: int
    usual_first: int
    usual_last: int
    under_way: float
    usually: float
    as_it_began: float


def of(counts: Counts, inside: Sequence[int], span: Span) -> tuple[str, Ground]:
    """The likely cause, with its ground: a word of `REASONS`, 'holiday', 'volume' or 'unknown'; `inside` are
    indices of places."""
    reason = _reason(counts, frozenset(inside), span)
    if reason is not None:
        return reason
    days = span.last - span.first + 1
    resting = [
        found
        for day in range(span.first - 1, span.last + 1)
        if (found := _holiday([counts.places[one] for one in inside], day))
    ]
    if 2 * len(resting) >= days:
        name = Counter(resting).most_common(1)[0][0]
        facts: dict[str, Scalar] = {"holiday": name, "days": len(resting)}
        return "holiday", Ground("disruption.cause", f"{name} falls on it", holidays.SOURCE, facts)
    if span.usually and span.as_it_began >= _PEAK * span.usually:
        says = f"{span.as_it_began:.0f} parcels were under way as it began, usually {span.usually:.0f}"
        many = {"parcels": round(span.as_it_began), "usually": round(span.usually)}
        return "volume", Ground("disruption.cause", says, _SOURCE, many)
    says = "no scan says why, no holiday falls on it and no more parcels than usual were under way"
    return UNKNOWN, Ground("disruption.cause", says, _SOURCE)


def _reason(counts: Counts, inside: frozenset[int], span: Span) -> tuple[str, Ground] | None:
    """The reason said most above the usual, if it is most of what is said at all, and above what all the
    others say more of as well: more holds bring more of every reason."""
    now: Counter[str] = Counter()
    before: Counter[str] = Counter()
    for place, day, reason, times in counts.reasons:
        if place in inside and span.first <= day <= span.last:
            now[reason] += times
        elif place in inside and span.usual_first <= day <= span.usual_last:
            before[reason] += times
    share = (span.last - span.first + 1) * span.under_way
    share /= max(1.0, (span.usual_last - span.usual_first + 1) * span.usually)
    best: tuple[float, str, float] | None = None
    for reason, times in sorted(now.items()):
        others = (now.total() - times + 0.5) / (before.total() - before[reason] + 0.5)
        usual = (before[reason] + 0.5) * max(share, others)
        if reason not in REASONS or times < 3 or times <= 2 * usual or 2 * times < now.total():
            continue
        if _of_another(counts, inside, span, reason):
            continue
        clear = times * math.log(times / usual) - (times - usual)
        if clear >= _CLEAR and (best is None or clear > best[0]):
            best = clear, reason, usual
    if best is None:
        return None
    _, reason, usual = best
    says = f"{REASONS[reason].says}: said on {now[reason]} scans, usually on {usual:.0f}"
    return reason, Ground("disruption.cause", says, "the carriers' scans", {"scans": now[reason]})


def _of_another(counts: Counts, inside: frozenset[int], span: Span, reason: str) -> bool:
    """Whether a reason is the story of something that only crosses this: nearly all who say it here stand
    with one other lane, carrier, hub or customs point, and it is said more than usual in the rest of that."""
    here: Counter[Subject] = Counter()
    rest: Counter[Subject] = Counter()
    before: Counter[Subject] = Counter()
    whole = 0
    for place, day, said, times in counts.reasons:
        if said != reason:
            continue
        subjects = counts.places[place].subjects()
        if span.first <= day <= span.last:
            (here if place in inside else rest).update(dict.fromkeys(subjects, times))
            whole += times * (place in inside)
        elif place not in inside and span.usual_first <= day <= span.usual_last:
            before.update(dict.fromkeys(subjects, times))
    spans = (span.last - span.first + 1) / max(1, span.usual_last - span.usual_first + 1)
    everywhere = set.intersection(*(set(counts.places[one].subjects()) for one in inside))
    return any(
        times >= _NEARLY_ALL * whole and rest[about] >= 3 and rest[about] > 2 * spans * (before[about] + 0.5)
        for about, times in here.items()
        if about not in everywhere
    )


def _holiday(places: Sequence[Place], day: int) -> str | None:
    """The holiday most of these places have on a day."""
    named = [holidays.any_of(place.countries(), date.fromordinal(day)) for place in places]
    name, times = Counter(named).most_common(1)[0] if named else (None, 0)
    return name if 2 * times > len(places) else None
