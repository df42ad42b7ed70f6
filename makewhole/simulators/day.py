"""A busy day of a made-up seller: what people say, in thirteen languages, and the parcels they speak of.

`script(seed)` is pure: the same seed gives the same day. `drive` plays it into the running simulators over
HTTP, as the world would. The words and parcels are data beside this file; nothing here judges them.

>>> script(1) == script(1), script(1) == script(2)
(True, False)
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from makewhole import tables

Json = dict[str, Any]

BRAND = "HaldenHome"
LENGTH_SECONDS = 8 * 3600
_FOLLOWS_AFTER_SECONDS = (600, 2400)
_NUMBER = re.compile(r"\{(\w+)(!?)\}")
_TIMEOUT = httpx.Timeout(10.0)


@dataclass(frozen=True, slots=True)
class Event:
    """Something a person does, so many seconds into the day.

    `kind` is "post", "reply" or "dm". `payload` holds `handle`, `text`, and for posts `lang`, `followers` and
    their own `key`; for the others `after`, the key of the post they follow.
    """

    at_offset_seconds: int
    kind: str
    payload: Mapping[str, Any]


def script(seed: int, brand: str = BRAND) -> list[Event]:
    """The day's events in order of time; a follow-up comes ten to forty minutes after what it follows."""
    dice = random.Random(f"day/{seed}")
    said = tables.read("makewhole.simulators", "day_posts.toml")["say"]
    first = [one for one in said if "after" not in one]
    dice.shuffle(first)
    began = LENGTH_SECONDS - _FOLLOWS_AFTER_SECONDS[1]
    moments = sorted(dice.sample(range(began), len(first)))
    offsets = {one["key"]: at for one, at in zip(first, moments, strict=True)}
    events = []
    for one in said:
        after = one.get("after")
        offset = offsets[after] + dice.randint(*_FOLLOWS_AFTER_SECONDS) if after else offsets[one["key"]]
        payload = {name: value for name, value in one.items() if name not in ("kind", "text")}
        payload["text"] = worded(one["text"], brand)
        events.append(Event(offset, one.get("kind", "post"), payload))
    return sorted(events, key=lambda event: event.at_offset_seconds)


def worded(text: str, brand: str) -> str:
    """A text with its waybills and the seller's name put in."""
    waybills = {name: row["waybill"] for name, row in rows().items()}

    def put(found: re.Match[str]) -> str:
        if found[1] == "brand":
            return brand
        return misread(waybills[found[1]]) if found[2] else str(waybills[found[1]])

    return _NUMBER.sub(put, text)


def misread(waybill: str) -> str:
    """The waybill with its last digit but one slipped by one, so that its check digit fails.

    >>> misread("RB123456785GB")
    'RB123456795GB'
    """
    places = [place for place, letter in enumerate(waybill) if letter.isdecimal()]
    place = places[-2]
    slipped = str((int(waybill[place]) + 1) % 10)
    return waybill[:place] + slipped + waybill[place + 1 :]


def parcels(start: datetime) -> list[Json]:
    """The seller's own record of its parcels: one row each, times ISO in UTC, sums in minor units."""
    made = []
    for row in rows().values():
        kept = {name: value for name, value in row.items() if name not in ("scans", "accepted", "promised")}
        kept["accepted_at"] = _days(start, row["accepted"]).isoformat()
        kept["promised_by"] = _days(start, row["promised"]).isoformat()
        made.append(kept)
    return made


def journeys(start: datetime) -> list[Json]:
    """The same parcels as the carriers know them, for the carriers simulator."""
    return [
        {
            "number": row["waybill"], "operator": row["operator"], "origin": row["origin"],
            "destination": row["destination"],
            "scans": [
                {
                    "at": (_days(start, day) + timedelta(hours=place)).isoformat(), "sub_status": sub_status,
                    "place": where, "country": country, "words": words,
                }
                for place, (day, sub_status, where, country, words) in enumerate(row["scans"])
            ],
        }
        for row in rows().values()
    ]  # fmt: skip


def drive(
    x: str,
    carriers: str,
    events: Sequence[Event],
    start: datetime,
    wait: Callable[[float], object],
    *,
    brand: str = BRAND,
    told: Callable[[Event], object] = lambda event: None,
) -> dict[str, str]:
    """Plays the day into the running simulators; returns the X id of each post by its key.

    `wait` is called with the seconds of the day until the next event; the caller scales or skips them. `told`
    is called after each event. A simulator that refuses raises `httpx.HTTPStatusError`.
    """
    ids: dict[str, str] = {}
    with httpx.Client(timeout=_TIMEOUT) as http:
        http.post(f"{carriers}/_control/parcels", json=journeys(start)).raise_for_status()
        now = 0
        for event in events:
            wait(max(0, event.at_offset_seconds - now))
            now = event.at_offset_seconds
            path, body = _act(http, x, event, ids, brand)
            answer = http.post(path, json=body)
            answer.raise_for_status()
            if "key" in event.payload:
                ids[str(event.payload["key"])] = str(answer.json()["id"])
            told(event)
    return ids


def _act(http: httpx.Client, x: str, event: Event, ids: Mapping[str, str], brand: str) -> tuple[str, Json]:
    """The control call that makes an event happen."""
    said = event.payload
    if event.kind == "dm":
        return f"{x}/_control/dm", {"from": said["handle"], "to": brand, "text": said["text"]}
    body = {name: said[name] for name in ("handle", "text", "lang", "followers") if name in said}
    if event.kind == "reply":
        body["in_reply_to"] = _newest_of_brand(http, x, ids[str(said["after"])], brand)
    return f"{x}/_control/post", body


def _newest_of_brand(http: httpx.Client, x: str, post_id: str, brand: str) -> str:
    """The brand's newest reply to a post, or the post itself while there is none."""
    posts = http.get(f"{x}/_control/state").json()["posts"]
    replies = [one["id"] for one in posts if one["in_reply_to"] == post_id and one["author"] == brand]
    return str(replies[-1]) if replies else post_id


def rows() -> dict[str, Json]:
    """The day's parcels by name, as the data file has them."""
    return tables.read("makewhole.simulators", "day_parcels.toml")


def _days(start: datetime, days: int) -> datetime:
    return (start + timedelta(days=days)).replace(hour=6, minute=0, second=0, microsecond=0)
