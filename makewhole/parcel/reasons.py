"""Why a parcel stopped, in our own words, and the party each reason points to.

The reasons are read from carriers' codes and words by `gateways.tracking`; who answers for one is `law`'s.

>>> party_of("customs_duties"), REASONS["weather"].says
('customs', 'the weather stopped it')
"""

from dataclasses import dataclass
from typing import Literal

from makewhole import tables

Party = Literal["carrier", "seller", "consignee", "customs", "nature"]


@dataclass(frozen=True, slots=True)
class Reason:
    """What a reason says, and the party it points to. A `general` one gives way to one that says more."""

    party: Party
    says: str
    general: bool = False


REASONS: dict[str, Reason] = {
    name: Reason(row["party"], row["says"], row.get("general", False))
    for name, row in tables.read("makewhole.parcel", "reasons.toml").items()
}
"""Every reason a scan can carry."""


def party_of(reason: str) -> Party:
    """The party a reason points to; `KeyError` for one that is not in the table."""
    return REASONS[reason].party
