"""When and how a known disruption ends: as usual again, nothing left there, part of another, or settled."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from makewhole.because import Ground
from makewhole.parcel import change
from makewhole.parcel.change import SOURCE, TABLE
from makewhole.parcel.counts import MEASURES, SLOWER
from makewhole.parcel.found import ENDINGS, Ending, Found
from makewhole.parcel.weighed import Weighed


def of(view: Weighed, found: Found) -> Found | None:
    """A known disruption with the day it ended, None while it goes on."""
    row = view.row(found.about)
    if row is None:
        return _ended(view, found, "quiet")
    tally, column = view.tally(), MEASURES.index(found.measure)
    start = view.column(found.began_on)
    expected = tally.usual[row, column, start:]
    if len(expected) >= TABLE["quiet_days"] and tally.at_risk[row, :, -TABLE["quiet_days"] :].sum() < 1:
        return _ended(view, found, "quiet")
    if view.last - found.began_on.toordinal() >= TABLE["settled_days"]:
        return _ended(view, found, "settled")
    resting = view.rests[view.inside(row), start:].mean(axis=0) > 0.5
    kept = np.flatnonzero(~resting | (np.arange(len(resting)) == 0))
    seen = tally.seen[row, column, start:][kept]
    back = change.ended(seen, expected[kept], float(view.wide[row, column]), found.measure in SLOWER)
    if back is None:
        return None
    happened, usually = float(seen[back[0] :].sum()), float(expected[kept][back[0] :].sum())
    there = max(1.0, float(tally.at_risk[row, column, start:][kept][back[0] :].sum()))
    day = date.fromordinal(view.first + start + int(kept[back[0]]))
    facts: dict[str, str | int] = {
        "seen": round(happened),
        "usually": round(usually),
        "since": day.isoformat(),
    }
    over = replace(found, usual=round(usually / there, 4), now=round(happened / there, 4))
    return _ended(view, over, "over", day, **facts)


def without_signs(view: Weighed, found: Found, named: Sequence[Found]) -> Found:
    """A known disruption that stands no more by itself: another explains it, or nothing is left of it."""
    row = view.row(found.about)
    for other in named:
        theirs = view.row(other.about)
        if row is not None and theirs is not None and (view.inside(row) & view.inside(theirs)).any():
            part = _ended(view, found, "part", kind=other.kind, subject=other.subject)
            return replace(part, into=other.about)
    return _ended(view, found, "faded")


def _ended(view: Weighed, found: Found, how: Ending, day: date | None = None, **facts: str | int) -> Found:
    ground = Ground(f"disruption.{how}", ENDINGS[how], SOURCE, facts)
    return replace(found, over_on=day or date.fromordinal(view.last), ended=how, because=(ground,))
