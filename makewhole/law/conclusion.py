"""The shapes of an answer of the law: scope, time limits, what is owed, and the assessment of it all.

An instrument answers with `Scope`, `Deadline` and `Owed`; `assess` joins them to an `Assessment`. An
assessment without a ground cannot be built. Nothing is decided here.

>>> Missing("carriage.packages", "What did it weigh?", {"known": "sets the limit"}).fact
'carriage.packages'
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from makewhole.because import Because
from makewhole.money import SDR, Money, Rate

Status = Literal["decided", "needs_facts", "not_covered"]


class Missing(Struct, frozen=True):
    """A fact that is needed: its field, the question in words, and what each answer would change."""

    fact: str
    question: str
    answers: Mapping[str, str]

    def __hash__(self) -> int:
        return hash((self.fact, self.question))


class Scope(Struct, frozen=True):
    """Whether an instrument governs: `applies` is None where a fact in `missing` would tell."""

    applies: bool | None
    because: Because
    missing: tuple[Missing, ...] = ()


class Deadline(Struct, frozen=True):
    """Until when something must be done: `by` inclusive; None where the instrument sets no day (or it is
    not known yet, then `missing`)."""

    by: date | None
    because: Because
    missing: tuple[Missing, ...] = ()


class AddOn(Struct, frozen=True):
    """A sum on top of the capped loss, already inside `payable`: freight, duties, other charges, interest."""

    name: str
    amount: SDR | Money


class Owed(Struct, frozen=True, kw_only=True):
    """What one instrument gives. Sums are SDR or money, as the instrument and the facts have them."""

    admissible: bool | None
    liable: bool | None
    because: Because
    share: int = 10_000
    limit: SDR | Money | None = None
    limit_gold_francs: str | None = None
    """A limit in gold francs, for which there is no uniform rate: a decimal."""
    limit_breakable: bool | None = None
    add_ons: tuple[AddOn, ...] = ()
    defence: str | None = None
    """The defence that was considered and what became of it, in words."""
    payable: SDR | Money | None = None
    """Add-ons included; below nothing where the claimant owes the carrier."""
    payer: str = "carrier"
    payees: tuple[str, ...] = ()
    courts: tuple[str, ...] = ()
    """Countries whose courts are open, as far as the instrument says and the places are known."""
    notice_period: str | None = None
    """The time for notice in words, where its first day may be unknown."""
    suit_by: date | None = None
    suit_period: str | None = None
    claimable_from: date | None = None
    contract_window: date | None = None
    deliver_by: date | None = None
    """For a sale: the last day on which the seller may still deliver."""
    missing: tuple[Missing, ...] = ()
    doubts: tuple[str, ...] = ()
    """Reasons why a person must look, in words."""
    rate: Rate | None = None
    """The rate the limit was compared with, where one was needed."""
    regime: str | None = None
    """The instrument's name in this case, where it is not its usual one (as by its version)."""
    by_contract: bool = False
    """Whether the carrier's own better terms decide the sum."""


class Assessment(Struct, frozen=True, kw_only=True):
    """The conclusion of the law on one claim. `payable` is None where no sum can be stated by rule."""

    claim: str
    regime: str
    status: Status
    because: Because
    admissible: bool | None = None
    liable: bool | None = None
    share: int = 10_000
    limit: SDR | Money | None = None
    limit_gold_francs: str | None = None
    limit_breakable: bool | None = None
    add_ons: tuple[AddOn, ...] = ()
    defence: str | None = None
    payable_sdr: SDR | None = None
    payable: Money | None = None
    """In the payout currency."""
    rate: Rate | None = None
    payer: str = ""
    payees: tuple[str, ...] = ()
    courts: tuple[str, ...] = ()
    """Countries whose courts are open, as far as the instrument says and the places are known."""
    notice_by: date | None = None
    notice_period: str | None = None
    """The time for notice in words, where its first day may be unknown."""
    suit_by: date | None = None
    suit_period: str | None = None
    claimable_from: date | None = None
    contract_window: date | None = None
    deliver_by: date | None = None
    next_steps: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    doubts: tuple[str, ...] = ()
    unsettled_rows: tuple[str, ...] = ()
    """Ids of the table rows flagged P or U that this rests on and that settings have not accepted."""

    def __post_init__(self) -> None:
        if not self.because:
            raise ValueError("an assessment needs at least one ground")

    @property
    def needs_person(self) -> bool:
        """Whether a person must confirm before anything is done with it."""
        return self.status != "decided" or bool(self.doubts) or bool(self.unsettled_rows)

    def articles(self) -> tuple[str, ...]:
        """The rules it rests on, each once, in order."""
        return tuple(dict.fromkeys(ground.rule for ground in self.because))
