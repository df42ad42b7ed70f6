"""What a post complains of: the causes its ideas speak for, strongest first.

The rules (`causes.toml`) hold for every language, because lexicons map words to shared ideas first. A cause
is one of `CAUSES`. Whether anybody answers is decided elsewhere.

>>> from makewhole.care import lexicon, script
>>> [c.cause for c in causes(lexicon.ideas(script.words("parcel arrived smashed"), "en"))]
['damaged']
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from makewhole import tables
from makewhole.care.lexicon import Ideas

CAUSES = (
    "late",
    "silent",
    "lost",
    "not_received",
    "damaged",
    "wrong_or_missing",
    "customs",
    "duties",
    "address",
    "returns_refund",
    "claim_status",
    "service",
    "praise",
    "question",
    "spam",
    "other",
)
COMPLAINTS = frozenset(CAUSES[:12])
_TABLE = tables.read("makewhole.care", "causes.toml")
_FLOOR: float = _TABLE["floor"]
_MOST: int = _TABLE["most"]
_RANK = {cause: rank for rank, cause in enumerate(_TABLE["importance"]["order"])}
_NEAR, _FAR = 7, 8
# A second rule for the same cause adds less than the first: it is often the same words again.
_AGAIN = 0.35
# Chinese and Japanese have one token a character, about two to a word.
_CHARACTER_WORDS = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: ideas within `near` tokens speak for `cause`, unless another idea stands there too."""

    cause: str
    ideas: tuple[str, ...]
    weight: float
    near: int
    unless: tuple[str, ...]
    need: frozenset[str]
    ordered: bool = False

    @property
    def name(self) -> str:
        """The rule as a person would say it, for the reasons given."""
        return "+".join(self.ideas)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A cause, how strongly the text speaks for it, and the rules that said so."""

    cause: str
    weight: float
    rules: tuple[str, ...]


RULES: tuple[Rule, ...] = tuple(
    Rule(
        r["cause"],
        tuple(r["ideas"]),
        r["weight"],
        r.get("near", _NEAR),
        tuple(r.get("unless", ())),
        frozenset(r["ideas"]),
        r.get("ordered", False),
    )
    for r in _TABLE["rule"]
)

_BY_FIRST: dict[str, tuple[Rule, ...]] = {
    first: tuple(rule for rule in RULES if rule.ideas[0] == first)
    for first in {rule.ideas[0] for rule in RULES}
}


def causes(found: Ideas, wide: bool = False) -> tuple[Spoken, ...]:
    """The causes a text speaks for, strongest first, at most `most` of the table.

    `wide` widens every window for scripts whose tokens are single characters.
    """
    scores: dict[str, list[tuple[float, str]]] = defaultdict(list)
    stretch = _CHARACTER_WORDS if wide else 1
    ideas = found.at.keys()
    for idea in ideas:
        for rule in _BY_FIRST.get(idea, ()):
            if ideas >= rule.need and _stands(rule, found, rule.near * stretch):
                scores[rule.cause].append((rule.weight, rule.name))
    spoken = []
    for cause, hits in scores.items():
        hits.sort(reverse=True)
        total = hits[0][0] + _AGAIN * sum(weight for weight, _ in hits[1:])
        if total >= _FLOOR:
            spoken.append(Spoken(cause, round(total, 3), tuple(name for _, name in hits)))
    spoken.sort(key=lambda s: (-s.weight, _RANK.get(s.cause, len(_RANK))))
    return tuple(spoken[:_MOST])


def _stands(rule: Rule, found: Ideas, near: int) -> bool:
    """Whether the rule's ideas stand together somewhere, with nothing there that takes it away."""
    blockers = [found.at[idea] for idea in rule.unless if idea in found.at]
    for place in found.at[rule.ideas[0]]:
        spots = [place]
        for idea in rule.ideas[1:]:
            apart = 1 if rule.near >= _FAR else 0
            spots_there = [p for p in found.at[idea] if _apart(found, p, place) <= apart]
            if rule.ordered:
                spots_there = [p for p in spots_there if p >= spots[-1]]
            spot = _nearest(spots_there, place, near)
            if spot is None:
                break
            spots.append(spot)
        else:
            low, high = min(spots) - near // 2, max(spots) + near // 2 + 1
            if not any(low <= b <= high for places in blockers for b in places):
                return True
    return False


def _nearest(places: Sequence[int], to: int, near: int) -> int | None:
    best = min(places, key=lambda p: abs(p - to), default=None)
    return best if best is not None and abs(best - to) <= near else None


def _apart(found: Ideas, one: int, other: int) -> int:
    """How many sentences lie between two tokens; only rules that reach far look into the next one."""
    sentences = found.words.sentences
    return abs(sentences[one] - sentences[other])
