"""The counts of the days up to the judged one, weighed: what each subject's days say against what is usual.

Days that are not usual teach nothing: those of a known disruption, and holidays. Days of a disruption that is
over are not weighed again, so that it is not found a second time. One that has lasted so long that it is how
things are now is learned from instead of the days before it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from makewhole.parcel import change, usual
from makewhole.parcel.change import TABLE, Signs
from makewhole.parcel.counts import MEASURES, SLOWER, Counts, Floats
from makewhole.parcel.found import Found
from makewhole.parcel.usual import Groups, Subject, Tally

SPAN_DAYS: Final[int] = TABLE["history_days"] + TABLE["rests_days"]
"""How many days of counts up to the judged one are looked at."""
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Counts by place with what is usual, and what makes them each subject's own. `spent` are (places, days)
    that are not weighed again; `limit` is the log of the odds from which something began."""

    counts: Counts
    groups: Groups
    first: int
    last: int
    places: Tally
    own: Floats
    wide: Floats
    rests: Mask
    spent: Mask
    limit: float

    @classmethod
    def of(cls, counts: Counts, on: date, known: Sequence[Found], false_alarms: float) -> "Weighed":
        """The counts up to the day `on`; `false_alarms` a month are accepted over all subjects together."""
        groups, days = Groups.of(counts.places), SPAN_DAYS
        first = on.toordinal() - days + 1
        rests = usual.resting(counts.places, first, days)
        learn = ~rests & (np.arange(days) < days - TABLE["rests_days"])[None, :]
        spent = np.zeros_like(learn)
        for found in known:
            _heed(found, groups, first, learn, spent)
        places = usual.by_place(counts, first, days, learn)
        own = usual.by_subject(groups, places, first, learn)
        tally = _of_subjects(groups, places, own)
        wide = change.spread(tally, groups.sums(learn.astype(np.float64)) > 0)
        watched = int((tally.at_risk[:, :, -1].sum(axis=1) > 0).sum())
        limit = math.log(max(2.0, 30.0 * max(1, watched) / false_alarms))
        return cls(counts, groups, first, on.toordinal(), places, own, wide, rests, spent, limit)

    def row(self, about: Subject) -> int | None:
        """The row of a subject, None where nothing is under way there."""
        return self.groups.subjects.index(about) if about in self.groups.subjects else None

    def inside(self, row: int) -> Mask:
        """Which places are part of a subject."""
        return np.asarray(self.groups.part[row] > 0)

    def column(self, day: date) -> int:
        """The index of a day, 0 for one before the span."""
        return max(0, day.toordinal() - self.first)

    def tally(self, aside: Mask | None = None) -> Tally:
        """The counts by subject, without the places and days set aside."""
        places = self.places if aside is None else self.places.without(aside)
        return _of_subjects(self.groups, places, self.own)

    def signs(self, aside: Mask) -> Signs:
        """What the watched days say of every subject, without the places set aside."""
        days = slice(-TABLE["watch_days"], None)
        left = ~(self.spent[:, days] | aside[:, None])
        places = Tally(
            *(what[..., days] for what in (self.places.seen, self.places.usual, self.places.at_risk))
        )
        own = self.own[..., days]
        tally = _of_subjects(self.groups, places.without(~left), own)
        resting = self.groups.sums(places.usual * (self.rests[:, days] & left)[:, None, :]) * own
        low, high = tally.usual.copy(), tally.usual.copy()
        for column, measure in enumerate(MEASURES):
            if measure in SLOWER:
                low[:, column] -= (1.0 - TABLE["holiday_low"]) * resting[:, column]
            else:
                high[:, column] += (TABLE["holiday_high"] - 1.0) * resting[:, column]
        each = change.ratios(tally.seen, low, high, self.wide)
        return change.signs(each, self.limit)


def _heed(found: Found, groups: Groups, first: int, learn: Mask, spent: Mask) -> None:
    """What a known disruption means for the days to learn from and those to weigh."""
    if found.about not in groups.subjects:
        return
    inside = groups.part[groups.subjects.index(found.about)] > 0
    began = max(0, found.began_on.toordinal() - first)
    if found.ended == "settled":
        learn[inside, :began] = False
        return
    until = learn.shape[1] if found.over_on is None else max(0, found.over_on.toordinal() - first)
    learn[inside, began:until] = False
    if found.over_on is not None and found.ended != "part":
        # When it began is an estimate: the days just before may be its first.
        spent[inside, max(0, began - TABLE["rests_days"]) : until] = True


def _of_subjects(groups: Groups, places: Tally, own: Floats) -> Tally:
    return Tally(groups.sums(places.seen), groups.sums(places.usual) * own, groups.sums(places.at_risk))
