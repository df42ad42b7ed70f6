"""Disruptions: where more is slow, held, failed or complained of than is usual, since when, and until when.

`watch` judges one day from the counts of the days up to it. Lanes, carriers, hubs and customs points are
each weighed (`change`) against what is usual for them (`usual`); of those that stand out the one that
explains most is named, its parcels are set aside, and the others must stand out without them: eight slow
lanes of one carrier are one disruption of the carrier. Whom to tell is not decided here.

>>> from datetime import date, timedelta
>>> from makewhole.parcel.counts import Cell, Place
>>> def day(back: int) -> Cell:
...     seen = 6 if back < 3 else 60
...     return Cell(date(2026, 9, 30) - timedelta(back), Place("FR-ES", "gls", "", ""), "moves", 1, 100, seen)
>>> [found] = watch(Counts.of(map(day, range(100))), date(2026, 9, 30))
>>> found.subject, found.measure, found.began_on.isoformat(), round(found.usual, 1), found.now, found.cause
('FR-ES', 'moves', '2026-09-28', 0.6, 0.06, 'unknown')
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from makewhole.because import Because, Ground
from makewhole.parcel import change, likely_cause, usual
from makewhole.parcel.change import TABLE, Signs
from makewhole.parcel.counts import KINDS, MEASURES, SLOWER, Counts, Floats, Kind, Measure
from makewhole.parcel.usual import Groups, Subject, Tally

SPAN_DAYS: Final[int] = TABLE["history_days"] + TABLE["rests_days"]
"""How many days of counts up to the judged one are looked at."""
_SOURCE: Final[str] = TABLE["source"]
_SAYS: Final[dict[Measure, str]] = {
    "moves": "fewer parcels are scanned on their way in a day",
    "arrives": "fewer parcels are delivered in a day",
    "held": "more parcels are held",
    "failed": "more deliveries fail",
    "complaints": "more complaints come",
}
_CLEAR: Final = 2.0


@dataclass(frozen=True, slots=True)
class Found:
    """A disruption as it stands on the judged day. `usual` and `now` are shares of the parcels under way to
    which `measure` happens in a day. `over_on` is the first day as usual again; `into` the disruption that
    explains this one as well, where it ended because of that."""

    kind: Kind
    subject: str
    measure: Measure
    began_on: date
    usual: float
    now: float
    cause: str
    because: Because
    over_on: date | None = None
    into: Subject | None = None

    @property
    def about(self) -> Subject:
        """What is disrupted."""
        return self.kind, self.subject


def watch(
    counts: Counts,
    on: date,
    known: Sequence[Found] = (),
    false_alarms: float = TABLE["false_alarms"],
) -> tuple[Found, ...]:
    """The disruptions of the day `on`: those that stand, new or known, and the known ones that ended with it.

    `known` are those given before, the ones that are over as well (their days are not usual ones).
    `false_alarms` a month are accepted over all subjects together.
    """
    if not counts.places or np.unique(counts.day[counts.day < on.toordinal()]).size < TABLE["least_days"]:
        return ()
    view = _View.of(counts, on, known, false_alarms)
    open_now = {found.about: found for found in known if found.over_on is None}
    over = {about: end for about, found in open_now.items() if (end := _end(view, found)) is not None}
    asked = {about: found for about, found in open_now.items() if about not in over}
    return (*over.values(), *_named(view, asked))


@dataclass(frozen=True, slots=True)
class _View:
    """The counts as they are judged: by place, and what makes them each subject's own."""

    counts: Counts
    groups: Groups
    first: int
    last: int
    places: Tally
    own: Floats
    wide: Floats
    rests: npt.NDArray[np.bool_]
    limit: float

    @classmethod
    def of(cls, counts: Counts, on: date, known: Sequence[Found], false_alarms: float) -> "_View":
        groups, days = Groups.of(counts.places), SPAN_DAYS
        first = on.toordinal() - days + 1
        rests = usual.resting(counts.places, first, days)
        learn = ~rests & (np.arange(days) < days - TABLE["rests_days"])[None, :]
        for found in known:
            began = max(0, found.began_on.toordinal() - first)
            until = days if found.over_on is None else max(0, found.over_on.toordinal() - first)
            if found.about in groups.subjects:
                inside = groups.part[groups.subjects.index(found.about)] > 0
                learn[inside, began:until] = False
        places = usual.by_place(counts, first, days, learn)
        own = usual.by_subject(groups, places, first, learn)
        tally = _of_subjects(groups, places, own)
        wide = change.spread(tally, groups.sums(learn.astype(np.float64)) > 0)
        watched = int((tally.at_risk[:, :, -1].sum(axis=1) > 0).sum())
        limit = math.log(max(2.0, 30.0 * max(1, watched) / false_alarms))
        return cls(counts, groups, first, on.toordinal(), places, own, wide, rests, limit)

    def tally(self, aside: npt.NDArray[np.bool_] | None = None) -> Tally:
        """The counts by subject, without the places set aside."""
        places = self.places if aside is None else self.places.without(aside)
        return _of_subjects(self.groups, places, self.own)

    def signs(self, aside: npt.NDArray[np.bool_]) -> Signs:
        """What the watched days say of every subject, without the places set aside."""
        recent = slice(-TABLE["watch_days"], None)
        tally = self.tally(aside)
        resting = self.groups.sums(self.places.usual * (self.rests & ~aside[:, None])[:, None, :]) * self.own
        low, high = tally.usual.copy(), tally.usual.copy()
        for column, measure in enumerate(MEASURES):
            if measure in SLOWER:
                low[:, column] -= (1.0 - TABLE["holiday_low"]) * resting[:, column]
            else:
                high[:, column] += (TABLE["holiday_high"] - 1.0) * resting[:, column]
        each = change.ratios(tally.seen[..., recent], low[..., recent], high[..., recent], self.wide)
        return change.signs(each, self.limit)


def _of_subjects(groups: Groups, places: Tally, own: Floats) -> Tally:
    return Tally(groups.sums(places.seen), groups.sums(places.usual) * own, groups.sums(places.at_risk))


def _named(view: _View, asked: dict[Subject, Found]) -> list[Found]:
    """The disruptions that stand: each time the subject that explains most, without what is explained."""
    named: list[Found] = []
    aside = np.zeros(len(view.counts.places), dtype=bool)
    left = dict(asked)
    while True:
        signs = view.signs(aside)
        best: tuple[float, int] | None = None
        for row, about in enumerate(view.groups.subjects):
            stands = about in left and signs.evidence[row] > _CLEAR
            if not stands and signs.odds[row] < view.limit:
                continue
            # Of two that explain the same the narrower name is given: it claims less.
            narrow = 0.01 * (KINDS.index(about[0]) if about[0] != "carrier" else -1)
            weight = float(signs.evidence[row]) + narrow + (TABLE["stays"] if about in left else 0.0)
            if best is None or weight > best[0]:
                best = weight, row
        if best is None:
            break
        row = best[1]
        about = view.groups.subjects[row]
        named.append(_told(view, row, signs, aside, left.pop(about, None)))
        aside |= view.groups.part[row] > 0
        if aside.all():
            break
    return named + [_gone(view, found, named) for found in left.values()]


def _told(view: _View, row: int, signs: Signs, aside: npt.NDArray[np.bool_], before: Found | None) -> Found:
    """A subject's disruption in full."""
    kind, subject = view.groups.subjects[row]
    tally = view.tally(aside)
    start = len(tally.seen[0, 0]) - TABLE["watch_days"] + int(signs.began[row])
    began = date.fromordinal(view.first + start)
    if before is not None:
        began = before.began_on
        start = max(0, began.toordinal() - view.first)
    column = int(np.argmax(signs.by_measure[row]))
    if before is not None and signs.by_measure[row, column] < _CLEAR:
        column = MEASURES.index(before.measure)
    recent = slice(max(start, tally.seen.shape[-1] - 7), None)
    grounds = []
    for other in sorted(range(len(MEASURES)), key=lambda one: -signs.by_measure[row, one]):
        if other != column and signs.by_measure[row, other] < _CLEAR:
            continue
        seen = tally.seen[row, other, start:].sum()
        expected = tally.usual[row, other, start:].sum()
        says = f"{_SAYS[MEASURES[other]]}: {seen:.0f} since {began}, usually {expected:.0f}"
        facts = {"seen": round(seen), "usually": round(expected), "since": began.isoformat()}
        grounds.append(Ground(f"disruption.{MEASURES[other]}", says, _SOURCE, facts))
    cause, ground = _cause(view, row, start, tally)
    there = max(1.0, float(tally.at_risk[row, column, recent].sum()))
    return Found(
        kind,
        subject,
        MEASURES[column],
        began,
        round(float(tally.usual[row, column, recent].sum()) / there, 4),
        round(float(tally.seen[row, column, recent].sum()) / there, 4),
        cause,
        (*grounds, ground),
    )


def _cause(view: _View, row: int, start: int, tally: Tally) -> tuple[str, Ground]:
    under_way = tally.at_risk[row].max(axis=0)
    span = likely_cause.Span(
        view.first + start,
        view.last,
        view.first,
        view.first + max(0, start - 1),
        float(under_way[start:].mean()),
        float(under_way[: max(1, start)].mean()),
    )
    return likely_cause.of(view.counts, [int(one) for one in np.flatnonzero(view.groups.part[row])], span)


def _end(view: _View, found: Found) -> Found | None:
    """A known disruption with the day it ended, None while it goes on."""
    if found.about not in view.groups.subjects:
        return replace(found, over_on=date.fromordinal(view.last), because=(_ground("quiet"),))
    row = view.groups.subjects.index(found.about)
    tally, column = view.tally(), MEASURES.index(found.measure)
    start = max(0, found.began_on.toordinal() - view.first)
    expected = tally.usual[row, column, start:]
    if len(expected) >= TABLE["quiet_days"] and tally.at_risk[row, :, -TABLE["quiet_days"] :].sum() < 1:
        return replace(found, over_on=date.fromordinal(view.last), because=(_ground("quiet"),))
    if view.last - found.began_on.toordinal() >= TABLE["settled_days"]:
        return replace(found, over_on=date.fromordinal(view.last), because=(_ground("settled"),))
    less = found.measure in SLOWER
    inside = view.groups.part[row] > 0
    resting = view.rests[inside, start:].mean(axis=0) > 0.5
    kept = np.flatnonzero(~resting | (np.arange(len(resting)) == 0))
    seen = tally.seen[row, column, start:][kept]
    back = change.ended(seen, expected[kept], float(view.wide[row, column]), less)
    if back is None:
        return None
    day = date.fromordinal(view.first + start + int(kept[back[0]]))
    happened, usually = seen[back[0] :].sum(), expected[kept][back[0] :].sum()
    there = max(1.0, float(tally.at_risk[row, column, start:][kept][back[0] :].sum()))
    facts: dict[str, str | int] = {
        "seen": round(float(happened)),
        "usually": round(float(usually)),
        "since": day.isoformat(),
    }
    return replace(
        found,
        over_on=day,
        usual=round(float(usually) / there, 4),
        now=round(float(happened) / there, 4),
        because=(_ground("over", **facts),),
    )


def _gone(view: _View, found: Found, named: Sequence[Found]) -> Found:
    """A known disruption that stands no more by itself: another explains it, or nothing is left of it."""
    row = view.groups.subjects.index(found.about)
    inside = view.groups.part[row] > 0
    for other in named:
        theirs = view.groups.part[view.groups.subjects.index(other.about)] > 0
        if (inside & theirs).any():
            facts = {"kind": other.kind, "subject": other.subject}
            end = date.fromordinal(view.last)
            return replace(found, over_on=end, into=other.about, because=(_ground("part", **facts),))
    return replace(found, over_on=date.fromordinal(view.last), because=(_ground("faded"),))


_ENDS: Final = {
    "over": "it is as usual again",
    "quiet": "nothing is under way there any more",
    "settled": "it has lasted so long that this is how things are now",
    "part": "it is part of another disruption",
    "faded": "what is left does not stand out",
}


def _ground(way: str, **facts: str | int) -> Ground:
    return Ground(f"disruption.{way}", _ENDS[way], _SOURCE, facts)
