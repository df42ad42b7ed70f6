"""The small evaluator of a seller's terms: ordered rules over named facts, three answers to a condition.

A condition holds, does not hold, or is unknown because its fact is. `None` is an unknown fact. There are
three kinds of condition and no other: one of a list, a whole number within bounds, yes or no. What the
rules say is the seller's; this module only reads them.

>>> holds({"silent_days": {"at_least": 21}}, {"silent_days": 30})
True
>>> holds({"problem": ["late"], "days_late": {"at_least": 3}}, {"problem": "late", "days_late": None})
Unknown(fact='days_late')
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from makewhole.claims.facts import PROBLEMS, SEVERITIES

Known = str | int | bool | None
FACTS: dict[str, type] = {
    "problem": str,
    "severity": str,
    "delivered": bool,
    "photos": bool,
    "silent_days": int,
    "days_late": int,
    "days_since_delivery": int,
    "lane": str,
    "service": str,
}
"""The facts a rule may ask for, and their kind."""
WORDS: dict[str, tuple[str, ...]] = {"problem": PROBLEMS, "severity": SEVERITIES}
BOUNDS = frozenset({"at_least", "below"})


@dataclass(frozen=True, slots=True)
class Unknown:
    """The condition turns on `fact`, which nobody knows yet."""

    fact: str


def holds(when: Mapping[str, Any], facts: Mapping[str, Known]) -> bool | Unknown:
    """Whether all conditions hold. One that does not hold beats one that is unknown."""
    unknown: Unknown | None = None
    for name, wanted in when.items():
        known = facts.get(name)
        if known is None:
            unknown = unknown or Unknown(name)
        elif not _meets(known, wanted):
            return False
    return unknown or True


def _meets(known: str | int | bool, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        number = int(known)
        return bool(wanted.get("at_least", number) <= number < wanted.get("below", number + 1))
    return known in wanted if isinstance(wanted, list) else bool(known == wanted)


def fault(when: Mapping[str, Any]) -> str | None:
    """What is wrong with a condition as written, or None. Run when terms are read, never later."""
    for name, wanted in when.items():
        kind = FACTS.get(name)
        if kind is None:
            return f"no fact is called {name!r}; there are {', '.join(FACTS)}"
        if kind is bool and not isinstance(wanted, bool):
            return f"{name} is answered with true or false"
        if kind is str and not (isinstance(wanted, list) and all(isinstance(one, str) for one in wanted)):
            return f"{name} is answered with a list of words"
        if name in WORDS and not set(wanted) <= set(WORDS[name]):
            return f"{name} is one of {', '.join(WORDS[name])}"
        if kind is int and not _bounds(wanted):
            return f"{name} takes at_least and below, whole numbers, at_least under below"
    return None


def _bounds(wanted: Any) -> bool:
    if not isinstance(wanted, Mapping) or not wanted or set(wanted) - BOUNDS:
        return False
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in wanted.values()):
        return False
    return "below" not in wanted or bool(wanted.get("at_least", wanted["below"] - 1) < wanted["below"])
