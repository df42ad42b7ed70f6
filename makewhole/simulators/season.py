"""A season of a made-up seller's parcels: thousands of scans on six lanes, mishaps, and one slow-down.

`season` is pure: the same seed and moment give the same parcels, each with every scan it will ever have, past
and to come. Lanes, steps and mishaps are data beside this file; nothing here judges them.

>>> from datetime import UTC, datetime
>>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
>>> season(1, noon) == season(1, noon), len(season(1, noon)) > 500
(True, True)
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from makewhole import tables
from makewhole.parcel.checkdigits import Check, expected
from makewhole.simulators.carrier_parcels import Mark, Parcel

Json = dict[str, Any]
Step = tuple[str, str, str, str, float, float]
_TABLE: Final[Json] = tables.read("makewhole.simulators", "season.toml")
_SLOW: Final[Json] = _TABLE["slow"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A parcel as the seller records it (times ISO in UTC, sums in minor units), and as its carrier does."""

    record: Json
    parcel: Parcel

    def journey(self) -> Json:
        """The parcel in the words of the carriers simulator's control door."""
        scans = [
            {"at": mark.at.isoformat(), "sub_status": mark.sub_status, "place": mark.place,
             "country": mark.country, "words": mark.words}
            for mark in self.parcel.marks
        ]  # fmt: skip
        names = ("number", "operator", "origin", "destination")
        return {name: getattr(self.parcel, name) for name in names} | {"scans": scans}

    def next_scan(self, now: datetime) -> datetime | None:
        """When its next scan is to come; None where none does."""
        return min((mark.at for mark in self.parcel.marks if mark.at > now), default=None)

    def hurried(self, now: datetime) -> "Sent":
        """The same parcel with its next scan brought forward to `now`, and the later ones with it."""
        coming = self.next_scan(now)
        if coming is None:
            return self
        by = coming - now.replace(second=0, microsecond=0)
        marks = tuple(replace(one, at=one.at - by) if one.at > now else one for one in self.parcel.marks)
        return Sent(self.record, replace(self.parcel, marks=marks))


def season(seed: int, now: datetime) -> list[Sent]:
    """The parcels handed over in the season that ends at `now` (aware UTC), the oldest first."""
    dice = random.Random(f"season/{seed}")
    made = [
        _sent(dice, name, lane, now - timedelta(days=back), now)
        for name, lane in _TABLE["lane"].items()
        for back in _handed_over(dice, lane["per_day"])
    ]
    return sorted(made, key=lambda one: (one.record["accepted_at"], one.record["waybill"]))


def _handed_over(dice: random.Random, per_day: float) -> Iterator[float]:
    """How many days ago parcels of a lane were handed over, one after the other."""
    back = float(_TABLE["days"])
    while (back := back - dice.expovariate(per_day)) > 0:
        yield back


def _sent(dice: random.Random, name: str, lane: Json, at: datetime, now: datetime) -> Sent:
    at = at.replace(second=0, microsecond=0)
    number = _number(dice, lane["number"])
    facts = lane["parcel"]
    record = facts | {
        "waybill": number,
        "accepted_at": at.isoformat(),
        "promised_by": (at + timedelta(days=lane["promised"])).isoformat(),
        "packages": 1,
        "value_minor": dice.randrange(lane["value"][0], lane["value"][1], 50),
        "order_ref": f"HH-{dice.randrange(10**6):06}",
    }
    marks = tuple(_marks(dice, name, _steps(dice, name, lane["steps"]), at, now))
    return Sent(record, Parcel(number, facts["operator"], facts["origin"], facts["destination"], marks))


def _steps(dice: random.Random, name: str, usual: Sequence[Step]) -> Iterator[Step]:
    """The steps a parcel goes through: those of its lane, or those of a mishap from some step on."""
    happens = dice.uniform(0, 100)
    for mishap in _TABLE["mishap"]:
        if name not in mishap.get("lanes", (name,)):
            continue
        if (happens := happens - mishap["of_hundred"]) < 0:
            kept = usual[: mishap["after"]]
            _, place, country, *_ = kept[-1]
            yield from kept
            for status, where, land, words, days, spread in mishap["steps"]:
                yield status, where or place, land or country, words, days, spread
            return
    yield from usual


def _marks(
    dice: random.Random, name: str, steps: Iterator[Step], at: datetime, now: datetime
) -> Iterator[Mark]:
    slow_since = now - timedelta(days=_SLOW["since"])
    for place, (status, where, country, words, days, spread) in enumerate(steps, start=1):
        lasts = timedelta(days=days * math.exp(dice.gauss(0, spread)))
        if name == _SLOW["lane"] and place > _SLOW["after"] and at + lasts > slow_since:
            before = max(timedelta(), slow_since - at)
            lasts = before + (lasts - before) * _SLOW["times"]
        at += lasts
        yield Mark(at.replace(second=0, microsecond=0), status, where, country, words)


def _number(dice: random.Random, looks: Sequence[str | int]) -> str:
    """A waybill with its right check digit, as its carrier writes them."""
    prefix, rest = str(looks[0]), looks[1]
    if isinstance(rest, int):
        return prefix + "2" + _digits(dice, rest - 1)
    if prefix == "1Z":
        body = f"{rest}03{_digits(dice, 7)}"
        return f"1Z{body}{expected(Check('mod10', (1, 2)), body)}"
    if rest == "mod7":
        body = "4" + _digits(dice, 8)
        return body + expected(Check("mod7"), body)
    body = _digits(dice, 8)
    return f"{prefix}{body}{expected(Check('s10'), body)}{rest}"


def _digits(dice: random.Random, count: int) -> str:
    return "".join(dice.choices("0123456789", k=count))
