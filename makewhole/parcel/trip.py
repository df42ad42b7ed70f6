"""One parcel's run as facts with their times, and what of it was known at a moment.

Past trips teach the outlook, an open one asks it. Everything that is learned or foretold goes through `seen`,
which leaves out whatever happened at or after the moment, so nothing later can reach a prediction.

>>> from datetime import UTC, datetime
>>> day = lambda n: datetime(2026, 11, n, tzinfo=UTC)
>>> trip = Trip("CN", "BR", started_at=day(1), handed_over_at=day(3), delivered_at=day(19))
>>> seen(trip, day(10)).handed_over_at == day(3), seen(trip, day(10)).delivered_at
(True, None)
"""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Trip:
    """One parcel. Times are aware UTC, weight whole grams; None is unknown and stays so.

    `origin` and `destination` are countries or, inland, regions; `area` and `origin_area` are the finer ends,
    a country or region and the first digits of a postcode. `value` and `freight` are sums in whatever unit
    the history has, used for their size alone. `started_at` is when it was ordered or accepted, `ship_by`
    when the sender had to hand it over. `marks` are scans as (time, status). `called_off` says that it was
    cancelled some time: such a trip teaches nothing, and is never a fact to predict from.
    """

    origin: str | None
    destination: str | None
    started_at: datetime
    operator: str | None = None
    service: str | None = None
    sender: str | None = None
    area: str | None = None
    origin_area: str | None = None
    promised_by: datetime | None = None
    approved_at: datetime | None = None
    ship_by: datetime | None = None
    handed_over_at: datetime | None = None
    delivered_at: datetime | None = None
    weight_grams: float | None = None
    value: float | None = None
    freight: float | None = None
    items: float | None = None
    marks: tuple[tuple[datetime, str], ...] = ()
    called_off: bool = False

    @property
    def lane(self) -> str:
        """Origin and destination as one word, `??` for an unknown end."""
        return f"{self.origin or '??'}-{self.destination or '??'}"


def seen(trip: Trip, moment: datetime) -> Trip:
    """The trip as it was known just before `moment`: what had not happened yet is not there.

    The moment of a hand-over itself counts as known at that moment; a delivery does not. What is fixed with
    the order (ends, sender, promise, size) stays. When to ship by is fixed with the approval, known at
    the hand-over at the latest.
    """
    approved, handed = _by(trip.approved_at, moment), _by(trip.handed_over_at, moment)
    return replace(
        trip,
        approved_at=approved,
        ship_by=trip.ship_by if approved is not None or handed is not None else None,
        handed_over_at=handed,
        delivered_at=trip.delivered_at if trip.delivered_at and trip.delivered_at < moment else None,
        called_off=False,
        marks=tuple(mark for mark in trip.marks if mark[0] <= moment),
    )


def _by(at: datetime | None, moment: datetime) -> datetime | None:
    return at if at is not None and at <= moment else None
