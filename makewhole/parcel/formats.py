"""The table of waybill formats: which of them a bare number fits, and whether its check digit holds.

A number comes here already folded: upper-case ASCII letters and digits and nothing else. Whether a fit is
believed depends on the words around the number; `waybill` decides that.

>>> [fit.format.id for fit in fits("RB123456785GB") if fit.holds]
['s10']
>>> fits("RB123456784GB")[0].says
'the check digit would be 5, not 4'
"""

import re
from dataclasses import dataclass
from typing import Any

from makewhole import tables
from makewhole.parcel.checkdigits import Check, expected

_PACKAGE = "makewhole.parcel"


@dataclass(frozen=True, slots=True)
class Format:
    """One row of `formats.toml`; `context` is "none", "any" or "operator"."""

    id: str
    operator: str
    name: str
    shapes: tuple[re.Pattern[str], ...]
    length: tuple[int, int]
    check: Check | None
    context: str
    distinct: bool
    repeated: str
    good: tuple[str, ...]
    bad: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Fit:
    """A number in one format: `holds` when nothing contradicts it, `sure` when something confirms it."""

    format: Format
    operator: str
    holds: bool
    sure: bool
    says: str


def _format(row: dict[str, Any]) -> Format:
    check = None
    if "check" in row:
        check = Check(row["check"], tuple(row.get("weights", ())), row.get("prepend", ""))
    return Format(
        row["id"],
        row["operator"],
        row["name"],
        tuple(re.compile(shape, re.ASCII) for shape in row["shape"]),
        (row["length"][0], row["length"][1]),
        check,
        row["context"],
        row.get("distinct", False),
        row.get("repeated", "misread"),
        tuple(row["good"]),
        tuple(row["bad"]),
        row["source"],
    )


FORMATS: tuple[Format, ...] = tuple(_format(row) for row in tables.read(_PACKAGE, "formats.toml")["format"])
OPERATORS: frozenset[str] = frozenset(f.operator for f in FORMATS)
_S10 = tables.read(_PACKAGE, "s10.toml")
ISSUERS: dict[str, tuple[str, str]] = {code: (row[0], row[1]) for code, row in _S10["issuers"].items()}
_INDICATORS = tuple((re.compile(shape), says) for shape, says in _S10["indicators"].items())
SHORTEST, LONGEST = min(f.length[0] for f in FORMATS), max(f.length[1] for f in FORMATS)


def _by_length(formats: list[Format]) -> dict[int, tuple[Format, ...]]:
    return {
        length: tuple(f for f in formats if f.length[0] <= length <= f.length[1])
        for length in range(SHORTEST, LONGEST + 1)
    }


# A row belongs to the digits or to the lettered numbers (or both) as its own examples show.
_DIGITS = _by_length([f for f in FORMATS if any(example.isdigit() for example in f.good)])
_LETTERED = _by_length([f for f in FORMATS if not all(example.isdigit() for example in f.good)])


def indicator(letters: str) -> str | None:
    """What an S10 service indicator says, or None when UPU assigns it nothing.

    >>> indicator("EE"), indicator("TT")
    ('express (EMS)', None)
    """
    return next((says for shape, says in _INDICATORS if shape.fullmatch(letters)), None)


def _s10(fmt: Format, found: re.Match[str], wrong: str | None) -> Fit:
    country = found["country"]
    if country not in ISSUERS:
        return Fit(fmt, fmt.operator, False, False, f"{country} is no country that issues S10 numbers")
    operator, name = ISSUERS[country]
    if wrong:
        return Fit(fmt, operator, False, False, wrong)
    service = indicator(found["indicator"])
    if service is None:
        # Some posts use unassigned letters at home (Royal Mail does), so this is doubt, not contradiction.
        says = f"{name}, check digit holds; {found['indicator']} is unassigned"
        return Fit(fmt, operator, True, False, says)
    return Fit(fmt, operator, True, True, f"{name}, {service}, check digit holds")


def _digit_says(fmt: Format, found: re.Match[str]) -> str | None:
    """What is wrong with the check digit, or None."""
    if fmt.check is None:
        return None
    groups = found.groupdict()
    should = expected(fmt.check, groups.get("body") or groups["serial"])
    return None if should == groups["check"] else f"the check digit would be {should}, not {groups['check']}"


def _fit(fmt: Format, number: str) -> Fit | None:
    best: Fit | None = None
    for shape in fmt.shapes:
        found = shape.fullmatch(number)
        if found is None:
            continue
        serial = found.groupdict().get("serial") or number
        if len(set(serial)) == 1:
            says = "its serial is one digit repeated, as in made-up examples"
            return Fit(fmt, fmt.operator, fmt.repeated != "misread", False, says)
        wrong = _digit_says(fmt, found)
        if fmt.id == "s10":
            return _s10(fmt, found, wrong)
        if wrong is None:
            sure = fmt.check is not None
            holds = "check digit holds" if sure else "has the shape, which has no check digit"
            return Fit(fmt, fmt.operator, True, sure, holds)
        best = best or Fit(fmt, fmt.operator, False, False, wrong)
    return best


def fits(number: str) -> list[Fit]:
    """Every format whose shape the number has, those that hold first; empty when it has no shape we know."""
    table = _DIGITS if number.isdigit() else _LETTERED
    found = [fit for fmt in table.get(len(number), ()) if (fit := _fit(fmt, number)) is not None]
    return sorted(found, key=lambda fit: (not fit.holds, not fit.sure))
