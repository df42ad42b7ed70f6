"""What an instrument finds of a claim: liability, limit, what comes on top, the times that run, and who.

The shapes that `reckoning` turns into what is owed. Decides nothing.

>>> Basis(liable=True).share
10000
"""

from datetime import date

from msgspec import Struct

from makewhole.because import Because
from makewhole.law.conclusion import Deadline, Missing
from makewhole.law.facts import WHOLE_SHARE, Sum
from makewhole.law.rows import Row


class Basis(Struct, frozen=True, kw_only=True):
    """Whether the carrier answers, for which share, and why. `free`: no limit holds."""

    liable: bool | None
    share: int = WHOLE_SHARE
    because: Because = ()
    missing: tuple[Missing, ...] = ()
    doubts: tuple[str, ...] = ()
    free: bool = False
    defence: str | None = None


class Ceiling(Struct, frozen=True, kw_only=True):
    """The limit; None with nothing missing means that there is none. `flat`: owed without proof of loss."""

    limit: Sum | None = None
    because: Because = ()
    missing: tuple[Missing, ...] = ()
    doubts: tuple[str, ...] = ()
    order: Row | None = None
    """The row by which the share comes off before the limit, named where that matters."""
    least: Sum | None = None
    """What the limit is at least, whatever the answer to what is missing."""
    breakable: bool | None = True
    flat: bool = False
    converted_on: date | None = None
    """The day whose rate converts the limit, where the instrument names one."""


class Extra(Struct, frozen=True, kw_only=True):
    """What comes on top of the limited damages, each sum with the fraction of it that is owed."""

    parts: tuple[tuple[str, Sum, int, int], ...] = ()
    """Name, sum, and the fraction of it that is owed."""
    further: Sum | None = None
    """Up to so much of what the limit left uncovered."""
    remote: bool = True
    """Where no limit holds, lost profit and other remote loss is owed too."""
    interest: Row | None = None
    """The yearly interest in basis points, from the written claim to the day of payment."""
    because: Because = ()
    missing: tuple[Missing, ...] = ()


class Times(Struct, frozen=True, kw_only=True):
    """The times that run. `bars`: a late notice ends the claim; `suit_because` cites the time limit."""

    notice: Deadline
    notice_bars: bool = False
    receipt_counts: bool = False
    suit_by: date | None = None
    suit_period: str | None = None
    suit: Row
    late: Row | None = None
    claimable_from: date | None = None
    ended: Because = ()
    """Why the claim has ended already, where another rule than these times ended it."""
    because: Because = ()


class Who(Struct, frozen=True, kw_only=True):
    """Who pays and who may ask for it."""

    payees: tuple[str, ...]
    because: Because
    payer: str = "carrier"
    courts: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
