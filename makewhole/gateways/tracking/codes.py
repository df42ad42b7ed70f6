"""What a carrier's own code for an event means in our words: a status, and the reason where it says one.

One table a carrier, `codes/<carrier>.toml`, each with its source and the day it was checked. A code is looked
up as the carrier wrote it, then without regard to case, spaces, hyphens and underscores. Nothing is guessed: a
code that is in no table is None, and the reader goes on to `words`.

>>> of("upu", "EME"), of("ups", "no such code"), of("no such carrier", "X1")
(Coded(status='customs', reason=None), None, None)
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from makewhole import tables

_PACKAGE = "makewhole.gateways.tracking"


@dataclass(frozen=True, slots=True)
class Coded:
    """One of `journey.STATUSES`, and one of `reasons.REASONS` where the carrier named a reason."""

    status: str
    reason: str | None = None


def of(carrier: str, code: str) -> Coded | None:
    """Our reading of a carrier's code; None where the carrier or its code is in no table of ours."""
    table = _table(carrier)
    return table.get(code) or table.get(_plain(code))


@cache
def carriers() -> tuple[str, ...]:
    """The carriers whose codes are in a table of ours, by name."""
    folder = files(_PACKAGE).joinpath("codes")
    return tuple(sorted(each.name[:-5] for each in folder.iterdir() if each.name.endswith(".toml")))


@cache
def _table(carrier: str) -> dict[str, Coded]:
    """A carrier's codes, as written and in plain form; a code as written goes before a plain one."""
    if carrier not in carriers():
        return {}
    rows: dict[str, Any] = tables.read(_PACKAGE, f"codes/{carrier}.toml")
    read = {code: _coded(meaning) for code, meaning in rows["codes"].items()}
    return {_plain(code): coded for code, coded in read.items()} | read


def _coded(meaning: str) -> Coded:
    """A row's meaning: a status, or a status and a reason with a colon between."""
    status, _, reason = meaning.partition(": ")
    return Coded(status, reason or None)


def _plain(code: str) -> str:
    return "".join(each for each in code.casefold() if each.isalnum())
