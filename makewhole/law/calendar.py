"""Every clock that runs on a parcel: from when a claim lies, until when it must be made, answered, sued on.

The days of the instrument and of the carrier's or marketplace's own terms come from the assessment, each
with the ground that names it; beside them run the times for an answer (`tables/clocks.toml`). Where a last
day is a day off, the law of the court at the destination (for a sale: of the buyer's country) says whether it
moves. A clock whose start is unknown is listed without a day. Nothing is decided on these days here.

>>> [clock.does for clock in clocks(Facts(claim="buyer_v_seller"), _EMPTY)]
[]
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from makewhole import tables
from makewhole.because import Because, Ground
from makewhole.law import counting
from makewhole.law.conclusion import Assessment
from makewhole.law.facts import Facts

Does = Literal["opens", "file", "own_window", "acknowledge", "answer", "deliver", "barred"]
DOES: dict[str, str] = {
    "opens": "a claim may be made from",
    "file": "a complaint or claim must be sent by",
    "own_window": "the carrier's own terms want the claim by",
    "acknowledge": "the claim must be acknowledged by",
    "answer": "the claim must be answered by",
    "deliver": "the seller may still deliver until",
    "barred": "a suit is barred after",
}
"""What a clock is for, in words that a day follows."""
_EMPTY = Assessment(claim="", regime="", status="not_covered", because=(Ground("none", "", ""),))
_LAW = "the law of the claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One time limit. `by` is inclusive (for "opens": the first day); None where its start is unknown."""

    does: str
    by: date | None
    because: Because
    period: str | None = None
    """The period in the row's own words, where the day was counted here or is not known yet."""
    moves_to: date | None = None
    """The next working day, where the court's law moves a last day on a day off."""
    doubts: tuple[str, ...] = ()


def clocks(facts: Facts, assessment: Assessment) -> tuple[Clock, ...]:
    """The clocks in order of their days; those without a day come last."""
    found = [*_of_instrument(assessment), *_beside(facts, assessment)]
    carriage = facts.carriage
    court = (
        facts.sale.buyer_country
        if facts.claim == "buyer_v_seller"
        else carriage.forum or carriage.destination
    )
    moved = [_moved(clock, court) for clock in found]
    return tuple(sorted(moved, key=lambda clock: (clock.by or date.max, list(DOES).index(clock.does))))


def _of_instrument(law: Assessment) -> list[Clock]:
    named: tuple[tuple[Does, date | None], ...] = (
        ("opens", law.claimable_from),
        ("file", law.notice_by),
        ("own_window", law.contract_window),
        ("deliver", law.deliver_by),
        ("barred", law.suit_by),
    )
    found = [Clock(does=does, by=by, because=_naming(law, does, by)) for does, by in named if by is not None]
    if law.suit_by is None and law.suit_period is not None:
        says = f"runs for {law.suit_period}; its first day is not known yet"
        since = Ground(law.regime, says, _LAW)
        found.append(Clock(does="barred", by=None, because=(since,), period=law.suit_period))
    return found


def _naming(law: Assessment, does: Does, by: date) -> Because:
    """The grounds of an assessment that name that day; for an agreed day of delivery the rule on delivery."""
    said = tuple(ground for ground in law.because if by.isoformat() in ground.says)
    if not said and does == "deliver":
        said = tuple(ground for ground in law.because if "delivery" in str(ground.facts.get("row", "")))
    return said or (Ground(law.regime, f"until {by}", _LAW),)


def _beside(facts: Facts, law: Assessment) -> list[Clock]:
    """The times for an answer under this regime."""
    start = facts.loss.claimed_on or facts.loss.notice_sent_on
    found = []
    for row in tables.read("makewhole.law", "tables/clocks.toml")["row"]:
        if row["of"] not in law.regime.split("+"):
            continue
        if start is None and "to" not in row:
            ground = _cited(row, f"{row['value']} from the day it is claimed")
            found.append(Clock(does=row["does"], by=None, because=(ground,), period=row["value"]))
        elif start is not None and row.get("from", date.min) <= start <= row.get("to", date.max):
            by = counting.last_day(row["value"], start).by
            ground = _cited(row, f"{row['value']} after {start}: {by}")
            found.append(Clock(does=row["does"], by=by, because=(ground,), period=row["value"]))
    return found


def _cited(row: Mapping[str, Any], says: str) -> Ground:
    return Ground(row["article"], says, row["source"], {"row": row["id"]}, row["flag"])


def _moved(clock: Clock, court: str | None) -> Clock:
    """A last day on a day off moves on where the court's law says so; a first day stays."""
    if clock.by is None or clock.does in ("opens", "own_window"):
        return clock
    rolled = counting.rolled(clock.by, court)
    return Clock(
        does=clock.does,
        by=clock.by,
        because=(*clock.because, *rolled.because),
        period=clock.period,
        moves_to=rolled.to,
        doubts=(*clock.doubts, *rolled.doubts),
    )
