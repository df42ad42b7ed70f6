"""How fast and by whom: a claim is simple, complex or disputed, and each grade has its clocks.

Simple is decided and paid with no hand touching it. Complex rests on something a person must confirm.
Disputed is where the two sides tell it differently, or an appeal. Durations are settings.

>>> DEFAULT.of("simple").decide_within
datetime.timedelta(seconds=60)
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from makewhole.money import Money

Grade = Literal["simple", "complex", "disputed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Durations:
    """The time limits of one grade."""

    acknowledge_within: timedelta = timedelta(minutes=5)
    decide_within: timedelta
    pay_within: timedelta = timedelta(days=2)
    evidence_within: timedelta = timedelta(days=14)
    answer_within: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The moments of one claim, in UTC: until when each side acts."""

    acknowledge_by: datetime
    decide_by: datetime
    evidence_by: datetime
    answer_by: datetime
    appeal_by: datetime
    pay_within: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the seller sets: durations by grade, how much is paid without a hand, which rows are accepted."""

    simple: Durations = field(default_factory=lambda: Durations(decide_within=timedelta(seconds=60)))
    complex: Durations = field(default_factory=lambda: Durations(decide_within=timedelta(days=2)))
    disputed: Durations = field(default_factory=lambda: Durations(decide_within=timedelta(days=5)))
    simple_up_to: dict[str, int] = field(default_factory=dict)
    """Largest sum in minor units by currency that may be simple; a currency that is absent has no limit."""
    accepted_rows: frozenset[str] = frozenset()
    """Ids of law table rows flagged P or U that a lawyer has accepted."""
    machine_offers_part: bool = False
    """Whether the machine may itself offer less than was asked. Off: a person confirms such an offer."""

    def of(self, grade: Grade) -> Durations:
        """The durations of one grade."""
        return {"simple": self.simple, "complex": self.complex, "disputed": self.disputed}[grade]


DEFAULT = Settings()


def grade(*, contested: bool, doubtful: bool, offer: Money | None) -> Grade:
    """The grade. `contested`: the two sides differ or it is an appeal; `doubtful`: a person must confirm."""
    if contested:
        return "disputed"
    return "complex" if doubtful or offer is None else "simple"


def clocks(
    of: Grade, lodged_at: datetime, now: datetime, appeal_days: int, settings: Settings = DEFAULT
) -> Clocks:
    """When each side must have acted. The first two run from lodging, the rest from this decision."""
    durations = settings.of(of)
    return Clocks(
        acknowledge_by=lodged_at + durations.acknowledge_within,
        decide_by=lodged_at + durations.decide_within,
        evidence_by=now + durations.evidence_within,
        answer_by=now + durations.answer_within,
        appeal_by=now + timedelta(days=appeal_days),
        pay_within=durations.pay_within,
    )
