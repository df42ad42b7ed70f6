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

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import numpy as np

from makewhole.because import Ground, Scalar
from makewhole.parcel import ending, likely_cause
from makewhole.parcel.change import SOURCE, TABLE, Signs
from makewhole.parcel.counts import KINDS, MEASURES, Counts, Measure
from makewhole.parcel.found import Found
from makewhole.parcel.usual import Subject, Tally
from makewhole.parcel.weighed import Mask, Weighed

_SAYS: Final[dict[Measure, str]] = {
    "moves": "fewer parcels are scanned on their way in a day",
    "arrives": "fewer parcels are delivered in a day",
    "held": "more parcels are held",
    "failed": "more deliveries fail",
    "complaints": "more complaints come",
}
_CLEAR: Final = 2.0
"""Log likelihood ratio from which a measure speaks for a disruption."""
_RECENT_DAYS: Final = 7


def watch(
    counts: Counts,
    on: date,
    known: Sequence[Found] = (),
    false_alarms: float = TABLE["false_alarms"],
) -> tuple[Found, ...]:
    """The disruptions of the day `on`: those that stand, new or known, and the known ones that ended with it.

    `known` are those given before, each as it was given last, the ones that are over as well.
    `false_alarms` a month are accepted over all subjects together.
    """
    if not counts.places or np.unique(counts.day[counts.day < on.toordinal()]).size < TABLE["least_days"]:
        return ()
    view = Weighed.of(counts, on, known, false_alarms)
    standing = {found.about: found for found in known if found.over_on is None}
    over = [end for found in standing.values() if (end := ending.of(view, found)) is not None]
    if over:  # what they were is not to be found again
        for found in over:
            del standing[found.about]
        past = [found for found in known if found.over_on is not None]
        view = Weighed.of(counts, on, [*past, *over, *standing.values()], false_alarms)
    return (*over, *_named(view, standing))


def _named(view: Weighed, asked: dict[Subject, Found]) -> list[Found]:
    """The disruptions that stand: each time the subject that explains most, without what is explained."""
    named: list[Found] = []
    aside = np.zeros(len(view.counts.places), dtype=bool)
    left = dict(asked)
    while not aside.all():
        signs = view.signs(aside)
        row = _most(view, signs, left)
        if row is None:
            break
        named.append(_told(view, row, signs, aside, left.pop(view.groups.subjects[row], None)))
        aside |= view.inside(row)
    return named + [ending.without_signs(view, found, named) for found in left.values()]


def _most(view: Weighed, signs: Signs, left: dict[Subject, Found]) -> int | None:
    """The row of the subject that explains most of those that stand out."""
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
    return None if best is None else best[1]


def _told(view: Weighed, row: int, signs: Signs, aside: Mask, before: Found | None) -> Found:
    """A subject's disruption in full."""
    kind, subject = view.groups.subjects[row]
    tally = view.tally(np.broadcast_to(aside[:, None], view.spent.shape))
    start = tally.seen.shape[-1] - TABLE["watch_days"] + int(signs.began[row])
    column = int(np.argmax(signs.by_measure[row]))
    if before is not None:
        start = view.column(before.began_on)
        if signs.by_measure[row, column] < _CLEAR:
            column = MEASURES.index(before.measure)
    began = date.fromordinal(view.first + start) if before is None else before.began_on
    cause, why = _cause(view, row, start, tally)
    recent = slice(max(start, tally.seen.shape[-1] - _RECENT_DAYS), None)
    there = max(1.0, float(tally.at_risk[row, column, recent].sum()))
    usually, seen = (float(what[row, column, recent].sum()) for what in (tally.usual, tally.seen))
    return Found(
        kind,
        subject,
        MEASURES[column],
        began,
        round(usually / there, 4),
        round(seen / there, 4),
        cause,
        (*_grounds(tally, row, column, signs, start, began), _elsewhere(view, row, column, start), why),
    )


def _grounds(tally: Tally, row: int, column: int, signs: Signs, start: int, began: date) -> Iterator[Ground]:
    """What each measure that shows it says, the clearest first."""
    for one in sorted(range(len(MEASURES)), key=lambda one: -signs.by_measure[row, one]):
        if one != column and signs.by_measure[row, one] < _CLEAR:
            continue
        seen, usually = (round(float(what[row, one, start:].sum())) for what in (tally.seen, tally.usual))
        says = f"{_SAYS[MEASURES[one]]}: {seen} since {began}, usually {usually}"
        facts: dict[str, Scalar] = {"seen": seen, "usually": usually, "since": began.isoformat()}
        yield Ground(f"disruption.{MEASURES[one]}", says, SOURCE, facts)


def _elsewhere(view: Weighed, row: int, column: int, start: int) -> Ground:
    """How the other parcels of the same lanes and carriers fare: why it is this that is named, no wider."""
    inside = view.inside(row)
    named = {
        subject
        for place in np.flatnonzero(inside)
        for subject in view.counts.places[place].subjects()
        if subject[0] in ("lane", "carrier")
    }
    beside = ~inside & np.array([not named.isdisjoint(place.subjects()) for place in view.counts.places])
    seen, usually = (
        round(float(what[beside, column, start:].sum())) for what in (view.places.seen, view.places.usual)
    )
    says = f"the other parcels of the same lanes and carriers: {seen}, usually {usually}"
    return Ground("disruption.elsewhere", says, SOURCE, {"seen": seen, "usually": usually})


def _cause(view: Weighed, row: int, start: int, tally: Tally) -> tuple[str, Ground]:
    under_way = tally.at_risk[row].max(axis=0)
    span = likely_cause.Span(
        view.first + start,
        view.last,
        view.first,
        view.first + max(0, start - 1),
        float(under_way[start:].mean()),
        float(under_way[: max(1, start)].mean()),
        float(under_way[max(0, start - 2) : start + 1].mean()),
    )
    return likely_cause.of(view.counts, [int(one) for one in np.flatnonzero(view.inside(row))], span)
