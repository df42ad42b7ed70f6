"""What time does to a claim: interest on it from the written claim, and time limits that it suspends.

Rates of interest and the rules themselves are rows of the instruments; nothing is decided here.

>>> from makewhole.money import SDR
>>> interest(Loss(), None, SDR(0))
(None, ())
"""

from datetime import date

from makewhole.because import Because
from makewhole.law import days
from makewhole.law.facts import Loss, Sum
from makewhole.law.rows import Row

YEAR_DAYS = 365
_BP = 10_000


def interest(loss: Loss, row: Row | None, total: Sum) -> tuple[Sum | None, Because]:
    """Interest on the sum from the written claim, else from suit, to payment; none while a day is unknown."""
    start = loss.claimed_on or loss.suit_filed_on
    if row is None or start is None:
        return None, ()
    points = int(row.value or 0)
    if loss.paid_on is None or loss.paid_on <= start:
        return None, (row.ground(f"{points / 100:g} % a year runs from {start} until payment"),)
    elapsed = (loss.paid_on - start).days
    says = f"{points / 100:g} % a year for {elapsed} days, of {YEAR_DAYS} to the year"
    return total.share(points * elapsed, _BP * YEAR_DAYS), (row.ground(says, days=elapsed),)


def suspended(loss: Loss, by: date, now: date, row: Row) -> tuple[date, Because]:
    """The end of a time limit that a written claim suspends until the written refusal."""
    claimed = loss.claimed_on
    if claimed is None or claimed > by:
        return by, ()
    until = loss.claim_rejected_on
    later = days.days_after(by, max(0, ((until or max(now, claimed)) - claimed).days))
    if until is not None:
        return later, (row.ground(f"suspended from {claimed} until the refusal of {until}"),)
    return later, (row.ground(f"suspended since {claimed}: refused today, it would end on {later}"),)
