"""What a carrier's own code for an event means in our words: a status, and the reason where it says one.

One table a carrier, `codes/<carrier>.toml`, each with its source, the day it was checked, and the codes
whose meaning no list of the carrier's own confirmed (`doubtful`). A code is looked up as the carrier wrote
it, then without regard to case, signs and leading zeros; where the carrier's table lacks it, among the plain
words that mean one thing wherever they stand (`codes/common.toml`). Nothing is guessed: a code in neither is
None, and the reader goes on to `words`.

>>> of("upu", "EME"), of("ups", "no such code"), of("17track", "Delivered_ByDrone")
(Coded(status='customs', reason='customs_delay'), None, Coded(status='delivered', reason=None))
>>> of("a carrier we have no table of", "RETURN_TO_SENDER")
Coded(status='returned', reason=None)
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from makewhole import tables

_PACKAGE = "makewhole.gateways.tracking"
_COMMON = "common"


@dataclass(frozen=True, slots=True)
class Coded:
    """One of `journey.STATUSES`, and one of `reasons.REASONS` where the carrier named a reason."""

    status: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Codes:
    """A carrier's codes as written and in plain form, and the sign before which a code's stem stands."""

    written: dict[str, Coded]
    plain: dict[str, Coded]
    stem: str | None

    def of(self, code: str) -> Coded | None:
        found = self.written.get(code) or self.plain.get(_plain(code))
        if found is None and self.stem is not None and self.stem in code:
            return self.of(code.partition(self.stem)[0])
        return found


def of(carrier: str, code: str) -> Coded | None:
    """Our reading of a carrier's code; None where neither its table nor the common words have it."""
    own = _table(carrier) if carrier in carriers() else None
    return (own.of(code) if own else None) or _table(_COMMON).of(code)


@cache
def carriers() -> tuple[str, ...]:
    """The carriers whose codes are in a table of ours, by name."""
    folder = files(_PACKAGE).joinpath("codes")
    return tuple(sorted(each.name[:-5] for each in folder.iterdir() if each.name.endswith(".toml")))


@cache
def _table(carrier: str) -> _Codes:
    rows: dict[str, Any] = tables.read(_PACKAGE, f"codes/{carrier}.toml")
    if "same_as" in rows:
        return _table(rows["same_as"])
    written = {code: _coded(meaning) for meaning, many in rows["codes"].items() for code in many}
    return _Codes(written, {_plain(code): coded for code, coded in written.items()}, rows.get("stem"))


def _coded(meaning: str) -> Coded:
    """A row's meaning: a status, or a status and a reason with a colon between."""
    status, _, reason = meaning.partition(": ")
    return Coded(status, reason or None)


def _plain(code: str) -> str:
    """A code without case, signs and the zeros before a number.

    >>> _plain("Return to-Sender"), _plain("0174"), _plain("0000")
    ('returntosender', '174', '0')
    """
    plain = "".join(each for each in code.casefold() if each.isalnum())
    return plain.lstrip("0") or plain[:1] if plain.isdecimal() else plain
