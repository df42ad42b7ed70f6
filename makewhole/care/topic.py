"""Whether a post is about a parcel at all, as a sum of weighted signs and how sure that makes us.

Signs are ideas (`topic.toml`), numbers found, and whom the post addresses. Decides yes or no and a
probability; what is wrong with the parcel is `causes`.

>>> from makewhole.care import lexicon, script
>>> topic(lexicon.ideas(script.words("where is my parcel"), "en"), numbers=0).logistics
True
"""

from dataclasses import dataclass
from functools import cache

from makewhole import tables
from makewhole.care.lexicon import Ideas

_TABLE = tables.read("makewhole.care", "topic.toml")
_LINE: float = _TABLE["line"]
_TWICE: float = _TABLE["twice"]
_NUMBER: float = _TABLE["number"]
_SPOKEN: float = _TABLE["spoken"]
_CARRIER: float = _TABLE["carrier"]
_SHOP: float = _TABLE["shop_account"]
_ELSEWHERE: float = _TABLE["elsewhere"]
_WEIGHTS: dict[str, float] = _TABLE["weights"]
_STEPS: tuple[tuple[float, float], ...] = tuple((s["distance"], s["right"]) for s in _TABLE["confidence"])
_CARRIERS: tuple[str, ...] = tuple(_TABLE["handles"]["carriers"])
_SHOPS: tuple[str, ...] = tuple(_TABLE["handles"]["shops"])
_OTHERS: tuple[str, ...] = tuple(_TABLE["handles"]["elsewhere"])


@dataclass(frozen=True, slots=True)
class Topic:
    """Yes or no, the sum it rests on, and the probability that it is right."""

    logistics: bool
    score: float
    confidence: float


def topic(found: Ideas, numbers: int, spoken: bool = False) -> Topic:
    """Judge the ideas of a text.

    `numbers` counts waybills and order numbers read in it; `spoken` says that it strongly speaks for a cause
    only parcels have.
    """
    score = (_NUMBER if numbers else 0.0) + (_SPOKEN if spoken else 0.0)
    for idea, places in found.at.items():
        weight = _WEIGHTS.get(idea)
        if weight is not None:
            score += weight * (1 + _TWICE) if len(places) > 1 else weight
    trades = {_trade(handle) for handle in found.words.handles}
    if "carrier" in trades:
        score += _CARRIER
    elif "elsewhere" in trades:
        score += _ELSEWHERE
    elif "shop" in trades:
        score += _SHOP
    return Topic(score >= _LINE, round(score, 3), confidence(abs(score - _LINE)))


def confidence(distance: float) -> float:
    """The measured share of right answers at a distance from the line, straight between the steps."""
    low, sure = _STEPS[0]
    for high, right in _STEPS[1:]:
        if distance < high:
            return round(sure + (right - sure) * (distance - low) / (high - low), 3)
        low, sure = high, right
    return sure


_SHORT, _LONG = 5, 6


@cache
def _known() -> dict[str, str]:
    return {}


def _trade(handle: str) -> str:
    """`carrier`, `shop`, `elsewhere` or nothing, from the handle's name; remembered, as brands repeat."""
    known = _known()
    if handle not in known:
        if len(known) > 20_000:
            known.clear()
        plain = handle.replace("_", "")
        # Short names only count at the start: `ups` is in `groups`.
        if any(plain.startswith(name) or (len(name) > _SHORT and name in plain) for name in _CARRIERS):
            known[handle] = "carrier"
        elif plain.startswith(_SHOPS):
            known[handle] = "shop"
        elif any(plain.startswith(n) or (len(n) > _LONG and n in plain) for n in _OTHERS):
            known[handle] = "elsewhere"
        else:
            known[handle] = ""
    return known[handle]
