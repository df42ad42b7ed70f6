"""Learning an outlook from a house's own past trips: offline, judged before it is used, the same twice.

The last slice of the past judges; only what beats the plain table there, and the packaged prior, becomes part
of the model. Posts and messages take no part: trips are parcels' facts and scans alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from makewhole.because import Refused
from makewhole.learn.choose import FOREST, PROMISE, TABLE, Choice, choose
from makewhole.learn.fit import grow, never
from makewhole.learn.gather import MOMENTS, Asked, Moment, gather
from makewhole.parcel.lately import days
from makewhole.parcel.learned import Model, Stage
from makewhole.parcel.outlook import DEFAULT, prior_days
from makewhole.parcel.staying import Floats, missed, of_days
from makewhole.parcel.trip import Trip, seen

PRIOR = "packaged prior"
_SILENCES = 200
"""Gaps between scans from which a lane's own silence is known."""


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """A model and what its card tells: the window, the trips, and by moment how each way did."""

    model: Model
    trips: int
    arrived: int
    first: datetime
    last: datetime
    choices: Mapping[Moment, Choice]
    prior_missed: Mapping[Moment, float]


def learn(trips: Sequence[Trip], until: datetime) -> Learned | Refused:
    """A model of the trips as they were known at `until`; a refusal says what is missing."""
    past = sorted(
        (_known(trip, until) for trip in trips if trip.started_at < until), key=lambda trip: trip.started_at
    )
    asked, lately = gather(past)
    lately.until(until)
    end = days(until)
    stages: dict[Moment, Stage] = {}
    choices: dict[Moment, Choice] = {}
    priors: dict[Moment, float] = {}
    refused: Refused | None = None
    for moment in MOMENTS:
        rows = asked[moment].until(end)
        choice = choose(rows, end)
        if isinstance(choice, Refused):
            refused = refused or choice
            continue
        choices[moment], priors[moment] = choice, _prior_missed(rows, choice, end)
        if choice.used == PROMISE or priors[moment] <= choice.judged[choice.used].missed:
            continue
        forest = grow(rows) if choice.used == FOREST else None
        if isinstance(forest, Refused):
            return forest
        stages[moment] = Stage(forest, np.sort(choice.ruler.levels), choice.by_table, choice.ruler.outside)
    if not choices:
        return refused or Refused("learn.too_little", "there are no trips", "docs/outlook.md", "import some")
    if not stages:
        return Refused(
            "learn.no_better",
            "what was learned foretells the last trips no better than the packaged table or the promise",
            "docs/outlook.md",
            "nothing was changed; try again when there are more trips",
        )
    there = sum(trip.delivered_at is not None for trip in past)
    held = np.mean([choices[moment].judged[choices[moment].used].inside for moment in stages])
    version = until.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    source = f"outlook {version}: {len(past)} own trips from {past[0].started_at:%Y-%m-%d} on"
    lost = never(asked["start"].until(end))
    share = round(100 * float(held))
    model = Model(version, source, stages, lately, until, share, lost, quiet(past, until))
    return Learned(model, len(past), there, past[0].started_at, until, choices, priors)


def _known(trip: Trip, until: datetime) -> Trip:
    """A trip as it was known at the end: a hand-over or an arrival after it moves nothing on. Whether it was
    called off is a label and stays."""
    return replace(seen(trip, until), called_off=trip.called_off)


def _prior_missed(rows: Asked, choice: Choice, end: float) -> float:
    """How far off the packaged prior is on the rows that judged."""
    last = rows.where(~rows.called_off())
    last = last.where(np.arange(len(last.at)) >= len(last.at) - choice.rows)
    return float(missed(prior_out(last), last.took, end - last.at).mean())


def prior_out(rows: Asked) -> Floats:
    """The share still out by the packaged table's days at 10, 50 and 90 of 100, a straight line between."""
    out = []
    for trip, at, due in zip(rows.trips, rows.at, rows.due, strict=True):
        low, middle, high = prior_days(trip, at, None if np.isnan(due) else float(due), DEFAULT)
        points = np.interp(np.linspace(0.02, 0.98, 49), (0.1, 0.5, 0.9), (low, middle, high))
        out.append(of_days(np.maximum(points, 0.0)))
    return np.array(out)


def quiet(trips: Sequence[Trip], until: datetime) -> dict[str, float]:
    """By lane and for all (`*`) the days without a scan that 95 of 100 silences stayed under."""
    gaps: dict[str, list[float]] = {"*": []}
    for trip in trips:
        marks = [days(at) for at, _ in trip.marks if at < until]
        own = np.diff(marks).tolist()
        gaps["*"] += own
        gaps.setdefault(trip.lane, []).extend(own)
    return {
        lane: max(1.0, float(np.quantile(own, 0.95))) for lane, own in gaps.items() if len(own) >= _SILENCES
    }


def card(learned: Learned) -> dict[str, object]:
    """The model's card: what it is, of what, what it was measured at, and what it is not for."""
    judged = {
        moment: {
            "used": choice.used if moment in learned.model.stages else PRIOR,
            "lanes by the plain table": sorted(choice.by_table),
            "rows held out": choice.rows,
            "missed": {name: one.missed for name, one in choice.judged.items()}
            | {PRIOR: learned.prior_missed[moment]},
            "late": {
                name: {"auc": one.auc, "average precision": one.average_precision, "brier": one.brier}
                for name, one in choice.judged.items()
            },
            "inside the 80 % range": {name: one.inside for name, one in choice.judged.items()},
            "days off": {name: one.days_off for name, one in choice.judged.items()},
            "calibration": [[b.count, b.said, b.happened] for b in choice.calibration],
        }
        for moment, choice in learned.choices.items()
    }
    return {
        "version": learned.model.version,
        "trips": learned.trips,
        "arrived": learned.arrived,
        "from": learned.first.isoformat(),
        "until": learned.last.isoformat(),
        "never arrived": learned.model.never,
        "moments": judged,
        "ways": [FOREST, TABLE, PROMISE, PRIOR],
        "meant for": "saying when a parcel may come and how likely it is to be late, stuck or lost",
        "not meant for": "deciding a claim, or anything about a person",
        "learned from": "parcels' facts and scans of this house alone; no posts, no messages, no names",
    }
