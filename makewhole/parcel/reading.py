"""The shape of a number read in a text. Nothing is decided here.

>>> sorted(RANK, key=RANK.__getitem__)
['valid', 'plausible', 'misread', 'candidate']
"""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["valid", "plausible", "candidate", "misread"]
RANK: dict[Verdict, int] = {"valid": 0, "plausible": 1, "misread": 2, "candidate": 3}
"""Which reading of one place is kept: a proven one first, a bare possibility last."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A waybill number as written (`text`, characters `start` to `end`) and as compared (`number`).

    `operator` is the carrier or post, None where it stays open; `format` the row of `formats.toml` or
    "unknown"; `because` one sentence of record, not for customers.
    """

    text: str
    start: int
    end: int
    number: str | None
    operator: str | None
    format: str
    verdict: Verdict
    because: str
