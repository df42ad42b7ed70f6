"""A report of the brand's own figures, as one post: whole numbers about many people, none about few.

A figure that fewer than ten people stand behind is left out, so that nobody is found in it; how X or a post
fares on X is no figure of ours and has no place here (R19). Composes words; counts nothing.

>>> from datetime import date
>>> week = Figures(date(2026, 11, 16), date(2026, 11, 22), answered=42, in_time=40, decided=3, deciders=3)
>>> print(compose("Halden Home", week, "en"))
Halden Home: parcels, 2026-11-16 to 2026-11-22
People answered: 42
Within the time we promise: 95%
>>> compose("Halden Home", Figures(date(2026, 11, 22), date(2026, 11, 22), answered=4), "en").rule
'report.few'
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from makewhole.because import Refused
from makewhole.care.reply import WORDS

FEW: Final = 10
"""A figure stands for at least so many people."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was done from the first to the last day: people answered and how many of them within the time
    the brand promises; claims decided and paid, how many people stand behind each, and the hours within which
    half of the decisions came."""

    first: date
    last: date
    answered: int = 0
    in_time: int = 0
    decided: int = 0
    deciders: int = 0
    half_within_hours: int | None = None
    paid: int = 0
    payees: int = 0


def compose(brand: str, of: Figures, language: str) -> str | Refused:
    """The report in a language; `Refused` where no figure stands for enough people."""
    lines = []
    if of.answered >= FEW:
        lines.append(WORDS.say(language, "report-answered", count=str(of.answered)))
        percent = str(of.in_time * 100 // of.answered)
        lines.append(WORDS.say(language, "report-in-time", percent=percent))
    if of.deciders >= FEW:
        lines.append(WORDS.say(language, "report-decided", count=str(of.decided)))
        if of.half_within_hours is not None:
            lines.append(WORDS.say(language, "report-hours", hours=str(of.half_within_hours)))
    if of.payees >= FEW:
        lines.append(WORDS.say(language, "report-paid", count=str(of.paid)))
    if not lines:
        return Refused(
            "report.few",
            f"no figure of {of.first} to {of.last} stands for {FEW} people or more",
            "makewhole/care/report.py",
            "report a longer time",
        )
    spoken = {"from": of.first.isoformat(), "to": of.last.isoformat()}
    return "\n".join([WORDS.say(language, "report-title", brand=brand, **spoken), *lines])
