"""When a parcel may arrive: a range of days with how sure we are, the risks that it does not, and why.

The prior is a table of transit times by kind of lane and class of service, corrected by what is promised,
what the last scan says and how long it has been silent. A `Model` learned from a house's own history comes in
as an argument; without one, or where it can't speak, the prior does. The range is meant to hold four times in
five when nothing is wrong; `confidence` says, in whole percent, how far we believe that here. Risks are in
permille.

>>> from datetime import UTC, datetime
>>> accepted = datetime(2026, 11, 16, tzinfo=UTC)
>>> parcel = Consignment("RB123456785GB", origin="GB", destination="DE", accepted_at=accepted)
>>> view = eta(parcel, (), datetime(2026, 11, 18, tzinfo=UTC))
>>> view.earliest.isoformat(), view.likely.isoformat(), view.latest.isoformat(), view.confidence
('2026-11-19', '2026-11-22', '2026-11-28', 60)
>>> view.risk_late, view.risk_stuck, view.risk_lost
(None, 205, 20)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from makewhole import tables
from makewhole.because import Because, Ground
from makewhole.parcel import survival
from makewhole.parcel.consignment import Consignment
from makewhole.parcel.journey import Scan, Whereabouts, whereabouts
from makewhole.parcel.lately import days as days_of
from makewhole.parcel.learned import Model
from makewhole.parcel.patience import limits, service_class
from makewhole.parcel.trip import Trip

Quantiles = tuple[int, int, int]
"""Whole days at 10, 50 and 90 of 100."""


@dataclass(frozen=True, slots=True)
class Prior:
    """Transit times from acceptance, days left after a scan, days from the promise, by class of service."""

    transit: Mapping[str, Mapping[str, Quantiles]]
    remaining: Mapping[str, Quantiles]
    residual: Mapping[str, Quantiles]
    regions: Mapping[str, frozenset[str]]
    source: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """Days of arrival: earliest, likely, latest; `confidence` in whole percent that it lies between them.

    `risk_late` (after the promise; None without one), `risk_stuck` (silent for longer than is normal) and
    `risk_lost` (it never arrives) are permille.
    """

    earliest: date
    likely: date
    latest: date
    confidence: int
    because: Because
    risk_late: int | None = None
    risk_stuck: int | None = None
    risk_lost: int | None = None


def _quantiles(rows: Mapping[str, Any]) -> dict[str, Quantiles]:
    return {name: (row[0], row[1], row[2]) for name, row in rows.items()}


def _packaged() -> Prior:
    table = tables.read("makewhole.parcel", "lanes.toml")
    return Prior(
        {lane: _quantiles(rows) for lane, rows in table["transit"].items()},
        _quantiles(table["remaining"]),
        _quantiles(table["residual"]),
        {name: frozenset(countries) for name, countries in table["regions"].items()},
        table["source"],
    )


DEFAULT = _packaged()
_RESTS = frozenset({"customs", "ready_for_pickup"})
_NO_ARRIVAL = frozenset({"returned", "lost", "cancelled"})
_NOT_YET = frozenset({"pending", "unknown", "cancelled"})
_SURE, _GUESS, _LEAST = 80, 60, 5


def lane_class(consignment: Consignment, prior: Prior = DEFAULT) -> str | None:
    """ "domestic", "regional", "intercontinental" or "sea"; None while an end is unknown.

    >>> lane_class(Consignment("", origin="CN", destination="BR"))
    'intercontinental'
    """
    if consignment.mode == "sea":
        return "sea"
    if consignment.origin is None or consignment.destination is None:
        return None
    if consignment.domestic:
        return "domestic"
    ends = {consignment.origin, consignment.destination}
    return "regional" if any(ends <= region for region in prior.regions.values()) else "intercontinental"


@dataclass(frozen=True, slots=True)
class _Basis:
    """What the range is counted from."""

    start: datetime
    days: Quantiles
    confidence: int
    says: str


def _basis(consignment: Consignment, where: Whereabouts, prior: Prior) -> _Basis | None:
    """The best ground there is: the last scan, then the promise, then the lane."""
    service = service_class(consignment.service or "")
    if where.last is not None and where.status in prior.remaining:
        says = f"counted from the last scan, {where.status}"
        return _Basis(where.last.at, prior.remaining[where.status], _SURE, says)
    if consignment.promised_by is not None:
        says = f"counted from the promised day, {service} service"
        return _Basis(consignment.promised_by, prior.residual[service], _SURE - 5, says)
    lane = lane_class(consignment, prior)
    start = consignment.accepted_at or (where.last.at if where.last else None)
    if lane is None or start is None:
        return None
    confidence = _GUESS if consignment.accepted_at is not None else _GUESS - 15
    return _Basis(start, prior.transit[lane][service], confidence, f"{lane} lane, {service} service")


def _from_now(days: tuple[date, date, date], spread: int, today: date) -> tuple[date, date, date]:
    """The range as it stands today: what has passed moves up, and a range that ran out starts again.

    A parcel that outlived its range is likely to need as long again as the range was wide past its middle.
    """
    earliest, likely, latest = days
    if latest <= today:
        return today, today + timedelta(days=max(1, spread // 2)), today + timedelta(days=max(2, spread))
    earliest = max(earliest, today)
    if likely < today:
        likely = today + timedelta(days=((latest - today).days + 1) // 2)
    return earliest, max(likely, earliest), latest


_PROBLEM_COSTS = {"silent": 25, "customs": 20, "late": 15, "damaged": 30, "lost": 60, "returned": 60}


_DAY = 86_400


def _risks(
    consignment: Consignment, where: Whereabouts, basis: _Basis, now: datetime
) -> tuple[int | None, int, int]:
    """Late, stuck and lost in permille by the tables: the share of such parcels still open, and the silence.

    Where the days are counted from a promise, its curve starts at acceptance, so that no day is negative.
    """
    patience = limits(consignment, now.date())
    due = consignment.promised_by
    start, days = basis.start, basis.days
    if due is not None and start == due and days[0] < 0:
        start = consignment.accepted_at or due + timedelta(days=3 * days[0])
        shift = max(0, (due - start).days)
        days = (days[0] + shift, days[1] + shift, days[2] + shift)
    curve = survival.Curve(days)
    age = (now - start).total_seconds() / _DAY
    limit = patience.customs_days if where.status in _RESTS else patience.silent_days
    quiet = where.silent_days
    late = None
    if due is not None:
        late = survival.late(curve, age, (due - start).total_seconds() / _DAY, quiet, limit)
    return late, survival.stuck(quiet, limit), survival.lost(curve, age, quiet, limit)


def _arrived(consignment: Consignment, where: Whereabouts, at: datetime) -> Outlook:
    due, day = consignment.promised_by, at.date()
    late = None if due is None else 1000 * (at > due)
    return Outlook(day, day, day, 100, where.because, late, 0, 0)


def prior_days(trip: Trip, at: float, due: float | None, prior: Prior = DEFAULT) -> tuple[float, ...]:
    """Days from a moment (`at`, in days of the epoch) to arrival at 10, 50 and 90 of 100, by the table alone;
    `due` is how many days ahead the promise lies."""
    service = service_class(trip.service or "")
    if due is not None:
        return tuple(due + days for days in prior.residual[service])
    ends = Consignment("", origin=trip.origin, destination=trip.destination)
    lane = lane_class(ends, prior) or "intercontinental"
    passed = at - days_of(trip.started_at)
    return tuple(days - passed for days in prior.transit[lane][service])


def _trip(consignment: Consignment, scans: Sequence[Scan]) -> Trip | None:
    """The consignment as a model knows trips; None while nobody knows when it began."""
    marks = tuple(sorted((scan.at, scan.status) for scan in scans))
    handed = next((at for at, status in marks if status not in _NOT_YET), None)
    begun = consignment.accepted_at or handed or (marks[0][0] if marks else None)
    if begun is None:
        return None
    return Trip(
        consignment.origin,
        consignment.destination,
        begun,
        operator=consignment.operator,
        service=consignment.service,
        promised_by=consignment.promised_by,
        handed_over_at=handed,
        weight_grams=consignment.weight_grams,
        value=None if consignment.value is None else consignment.value.minor,
        freight=None if consignment.freight is None else consignment.freight.minor,
        items=consignment.packages,
        marks=marks,
    )


def _learned(
    consignment: Consignment, scans: Sequence[Scan], where: Whereabouts, now: datetime, model: Model
) -> Outlook | None:
    """What the model says; None where it is too old, the last scan says more, or it can't speak."""
    silent = model.stale(now) or where.status in DEFAULT.remaining
    trip = None if silent else _trip(consignment, scans)
    if trip is None:
        return None
    patience = limits(consignment, now.date())
    limit = patience.customs_days if where.status in _RESTS else patience.silent_days
    said = model.foresee(trip, now, where.silent_days, limit)
    if said is None:
        return None
    low, middle, high = ((now + timedelta(days=days)).date() for days in said.days)
    confidence = max(_LEAST, model.coverage - _PROBLEM_COSTS.get(where.problem or "", 0))
    ground = Ground("outlook.learned", said.says, model.source, {"lane": consignment.lane})
    because = (ground, *where.because)
    risks = (said.risk_late, said.risk_stuck, said.risk_lost)
    return Outlook(low, middle, high, confidence, because, *risks)


def eta(
    consignment: Consignment,
    scans: Sequence[Scan],
    now: datetime,
    prior: Prior = DEFAULT,
    model: Model | None = None,
) -> Outlook | None:
    """When it may arrive, seen from `now`; None where nothing can be said or it will not arrive.

    A delivered parcel's day is the day it was delivered, with full confidence.
    """
    where = whereabouts(scans, consignment, now)
    if where.delivered_at is not None:
        return _arrived(consignment, where, where.delivered_at)
    if where.status in _NO_ARRIVAL:
        return None
    if model is not None and (said := _learned(consignment, scans, where, now, model)) is not None:
        return said
    basis = _basis(consignment, where, prior)
    if basis is None:
        return None
    low, middle, high = (basis.start.date() + timedelta(days=days) for days in basis.days)
    today = now.date()
    spread = basis.days[2] - basis.days[1]
    earliest, likely, latest = _from_now((low, middle, high), spread, today)
    confidence = basis.confidence - _PROBLEM_COSTS.get(where.problem or "", 0)
    if high <= today:
        confidence -= 20
    ground = Ground("outlook.prior", basis.says, prior.source, {"lane": consignment.lane})
    risks = _risks(consignment, where, basis, now)
    return Outlook(earliest, likely, latest, max(_LEAST, confidence), (ground, *where.because), *risks)
