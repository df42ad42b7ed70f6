"""What a model is told of an open parcel at a moment and of the days it is asked about; NaN is unknown.

A row is made from the trip as `seen` at the moment and from `Lately` told until that moment, so nothing that
happens later can be in it. The model is asked one kind of question: is it still not there so many days from
now? `asked` puts the days beside the row, and how they compare with what is usual.
"""

import math
from collections.abc import Mapping
from datetime import datetime

import numpy as np
import numpy.typing as npt

from makewhole.parcel.lately import PULL, USUAL, Lately, Place, days, keys, usual
from makewhole.parcel.trip import Trip, seen

Floats = npt.NDArray[np.float64]
_NAN = math.nan
_WIDER = {"to": "all", "lane": "to", "area": "lane", "out": "lane", "by": "lane", "from": "all"}
"""Each kind of place and the wider one that speaks where little is known of it."""
_PACE_PULL, _OPEN_PULL, _OVERDUE = 6.0, 5.0, 0.04
_OWN = (
    "promise_days", "slack_days", "age_days", "handling_days", "approval_days",
    "ship_by_days", "weekday", "hour", "due_weekday", "weight", "value", "freight", "freight_share", "items",
    "same_ends", "postcode", "origin_postcode",
)  # fmt: skip
_FARED = (
    *(f"way_{kind}" for kind in ("to", "lane", "area", "out", "by")),
    *(f"way_fast_{kind}" for kind in ("all", "to", "lane", "area")),
    *(f"whole_{kind}" for kind in ("to", "lane", "area", "out", "by")),
    *(f"handling_{kind}" for kind in ("lane", "from")),
    *(f"late_{kind}" for kind in ("to", "lane", "area", "out", "by")),
    *(f"late_fast_{kind}" for kind in ("all", "to", "lane", "area", "by")),
    *(f"pace_{kind}" for kind in ("all", "to", "lane", "by")),
    *(f"pace_slow_{kind}" for kind in ("all", "to", "lane", "by")),
    *(f"overdue_{kind}" for kind in ("all", "to", "lane", "by", "from")),
    "drift", "spread_lane", "hand_over_in",
)  # fmt: skip
FACTS: tuple[str, ...] = (*_OWN, *_FARED)
"""The columns of a row: what the trip tells, then how others like it have fared lately."""
ASKED: tuple[str, ...] = ("days", "room_way", "room_fast", "room_whole")
"""The columns that come with a number of days."""
COLUMNS: tuple[str, ...] = (*FACTS, *ASKED)


def row(trip: Trip, moment: datetime, lately: Lately) -> tuple[float, ...]:
    """The facts of a trip at a moment, in the order of `FACTS`."""
    known = seen(trip, moment)
    where = keys(known)
    places = {kind: lately.place(where.get(kind)) for kind in ("all", *_WIDER)}
    now = days(moment)
    facts = _own(known, now, moment) | _fared(places, now)
    facts["spread_lane"] = usual(lately, where)[1]
    handed = known.handed_over_at
    waits = math.exp(facts["handling_from"]) - 0.5 - facts["age_days"]
    facts["hand_over_in"] = max(0.25, waits) if handed is None else days(handed) - now
    return tuple(facts[name] for name in FACTS)


def asked(rows: Floats, ahead: Floats) -> Floats:
    """Rows by `COLUMNS` from rows by `FACTS` and for each the days ahead it is asked about."""
    at = {name: rows[:, FACTS.index(name)] for name in FACTS}
    on_way = np.log(np.maximum(ahead - at["hand_over_in"], 0.0) + 0.5)
    whole = np.log(np.maximum(at["age_days"] + ahead, 0.0) + 0.5)
    beside = (ahead, on_way - at["way_area"], on_way - at["way_fast_lane"], whole - at["whole_area"])
    return np.column_stack([rows, *beside])


def _own(trip: Trip, now: float, moment: datetime) -> dict[str, float]:
    """What the trip itself tells."""
    start, due, handed = days(trip.started_at), trip.promised_by, trip.handed_over_at
    value, freight = _known(trip.value), _known(trip.freight)
    return {
        "promise_days": _NAN if due is None else days(due) - start,
        "slack_days": _NAN if due is None else days(due) - now,
        "age_days": now - start,
        "handling_days": _NAN if handed is None else days(handed) - start,
        "approval_days": _NAN if trip.approved_at is None else days(trip.approved_at) - start,
        "ship_by_days": _NAN if trip.ship_by is None else days(trip.ship_by) - now,
        "weekday": float(moment.weekday()),
        "hour": float(moment.hour),
        "due_weekday": _NAN if due is None else float(due.weekday()),
        "weight": _known(trip.weight_grams),
        "value": value,
        "freight": freight,
        "freight_share": freight / (value + freight) if value + freight > 0 else _NAN,
        "items": _known(trip.items),
        "same_ends": float(trip.origin == trip.destination) if trip.origin and trip.destination else _NAN,
        "postcode": _number(trip.area),
        "origin_postcode": _number(trip.origin_area),
    }


def _known(size: float | None) -> float:
    return _NAN if size is None else float(size)


def _number(area: str | None) -> float:
    """The first digits of a postcode as a number: near ones are near each other in most countries."""
    digits = "".join(filter(str.isdecimal, (area or "").rpartition("-")[2]))
    return float(digits) if digits else _NAN


def _fared(places: Mapping[str, Place], now: float) -> dict[str, float]:
    """How parcels of the same kinds have fared, each kind drawn towards the wider one."""
    found: dict[str, float] = {}
    for kind in ("all", *_WIDER):
        place, wider = places[kind], _WIDER.get(kind)
        for name, start in USUAL.items():
            prior = found[f"{name}_{wider}"] if wider else start
            found[f"{name}_{kind}"] = getattr(place, name).mean(now, prior, PULL)
        for name in ("pace", "pace_slow"):
            prior = found[f"{name}_{wider}"] if wider else 0.0
            found[f"{name}_{kind}"] = getattr(place, name).log(prior, _PACE_PULL)
        found[f"overdue_{kind}"] = (place.overdue + _OVERDUE * _OPEN_PULL) / (place.open + _OPEN_PULL)
    found["drift"] = found["way_fast_all"] - found["way_all"]
    return found
