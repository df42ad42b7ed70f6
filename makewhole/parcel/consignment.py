"""The contract of carriage of one parcel: who carries what, from where to where, by when, worth how much.

A `Consignment` only holds what is known; None is unknown and is never filled in. What is owed when it goes
wrong is decided in `law` and `claims`.

>>> parcel = Consignment("RB123456785GB", postal=True, origin="GB", destination="DE")
>>> parcel.lane, parcel.domestic
('GB-DE', False)
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from makewhole.money import Money

Mode = Literal["air", "road", "sea", "post"]


@dataclass(frozen=True, slots=True)
class Consignment:
    """One parcel's contract. Countries are ISO 3166 alpha-2, times aware UTC, weight in whole grams.

    `value` is what the goods are worth, `declared` a special declaration of interest or value made to the
    carrier at acceptance, `freight` what carriage cost. Naive times and impossible quantities raise
    `ValueError`: whoever read them must say what they mean first.
    """

    waybill: str
    operator: str | None = None
    service: str | None = None
    postal: bool | None = None
    origin: str | None = None
    destination: str | None = None
    mode: Mode | None = None
    accepted_at: datetime | None = None
    promised_by: datetime | None = None
    weight_grams: int | None = None
    packages: int | None = None
    value: Money | None = None
    declared: Money | None = None
    freight: Money | None = None
    order: str | None = None

    def __post_init__(self) -> None:
        for at in (self.accepted_at, self.promised_by):
            if at is not None and at.tzinfo is None:
                raise ValueError("a consignment's times name their zone")
        for quantity in (self.weight_grams, self.packages):
            if quantity is not None and quantity < 0:
                raise ValueError("a consignment's weight and packages are not negative")

    @property
    def lane(self) -> str:
        """Origin and destination as one word, `??` for an unknown end."""
        return f"{self.origin or '??'}-{self.destination or '??'}"

    @property
    def domestic(self) -> bool | None:
        """Whether both ends are in one country; None while an end is unknown."""
        if self.origin is None or self.destination is None:
            return None
        return self.origin == self.destination
