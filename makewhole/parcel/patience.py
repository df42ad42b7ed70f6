"""How long a carrier's silence is normal on a consignment, and after how long the parcel is presumed lost.

The rows are settings with a date and a source, not law. Which silence there is, `journey` works out.

>>> from datetime import date
>>> limits(Consignment("1Z9763EF1210861375", service="express"), date(2026, 11, 21)).lost_days
14
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from makewhole import tables
from makewhole.parcel.consignment import Consignment


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits in days for the consignments a row fits; an empty condition fits all."""

    silent_days: int
    customs_days: int
    lost_days: int
    since: date
    source: str
    service: str | None = None
    mode: str | None = None
    postal: bool | None = None
    domestic: bool | None = None

    def fits(self, consignment: Consignment, on: date) -> bool:
        """Whether this row speaks of the consignment on that day; an unknown fact fits no condition."""
        asked = (
            (self.service, consignment.service and service_class(consignment.service)),
            (self.mode, consignment.mode),
            (self.postal, consignment.postal),
            (self.domestic, consignment.domestic),
        )
        return self.since <= on and all(want is None or want == have for want, have in asked)


def service_class(service: str) -> str:
    """A carrier's service name as "express", "economy" or "standard".

    >>> service_class("EMS International"), service_class("Priority Express"), service_class("ePacket")
    ('express', 'express', 'economy')
    """
    words = service.lower()
    for name, marks in _SERVICES.items():
        if any(mark in words for mark in marks):
            return name
    return "standard"


_LEAST_SEEN = 20


def usual(silences: Sequence[int]) -> int | None:
    """How many days parcels of a lane go without a scan as a rule: nine in ten of those seen had no longer a
    silence; None where fewer than 20 were seen.

    >>> usual([1, 2, 3, 2, 6] * 5), usual([9])
    (6, None)
    """
    if len(silences) < _LEAST_SEEN:
        return None
    return max(1, sorted(silences)[len(silences) * 9 // 10])


_SERVICES: dict[str, list[str]] = tables.read("makewhole.parcel", "lanes.toml")["services"]


def _rows() -> tuple[Patience, ...]:
    rows = []
    for row in tables.read("makewhole.parcel", "patience.toml")["row"]:
        rows.append(Patience(**{("since" if key == "from" else key): value for key, value in row.items()}))
    return tuple(rows)


DEFAULT: tuple[Patience, ...] = _rows()


def limits(consignment: Consignment, on: date, rows: tuple[Patience, ...] = DEFAULT) -> Patience:
    """The first row that fits, else the last of the packaged ones, which fits everything."""
    return next((row for row in rows if row.fits(consignment, on)), DEFAULT[-1])
