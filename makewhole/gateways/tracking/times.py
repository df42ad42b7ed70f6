"""A time as a carrier wrote it: every form we have met, and never a guess.

Read are ISO 8601 with or without a zone, digits (`20210714 083000`, seconds or milliseconds of the epoch),
day and month with dots or slashes, `2021年7月14日`, month names, a twelve-hour clock, and date, time and
offset in fields of their own. Where a date fits two orders of day and month and nothing settles which, it
is not read.

>>> written("8/17/2021 7:11:26 PM").local.isoformat()
'2021-08-17T19:11:26'
>>> written("05/04/2021 08:00")
NoTime(says='its date fits two orders of day and month')
>>> written("0001-01-01T00:00:00"), written("2021-02-30 10:00")
(NoTime(says='its date lies outside the years 2000 to 2099'), NoTime(says='its date does not exist'))
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal

from makewhole.gateways.tracking import zones
from makewhole.gateways.tracking.months import month_of

Order = Literal["day", "month"]
"""Which comes first in a date written with slashes."""
NO_TIME, NOT_A_TIME = "it has no time", "its time is not written in a form we know"
_TWO_ORDERS = "its date fits two orders of day and month"
_NO_SUCH_DAY = "its date does not exist"
_OUTSIDE = "its date lies outside the years 2000 to 2099"

_NET = re.compile(r"^/Date\((-?\d{1,16})([+-]\d{4})?\)/$")
_DAY_IN_ZONE = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(Z|[+-]\d{2}:?\d{2})$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})[T :]?(?:(\d{1,2})(\d{2})(\d{2})?(?:[.,]\d+)?)?$")
_CLOCK = re.compile(
    r"(?:(?P<before>上午|下午|午前|午後|오전|오후)\s*)?"
    r"(?P<h>\d{1,2})\s?(?::|h|时|時|点|點|시)\s?(?P<m>\d{2})\s?(?:(?::|分|분)\s?(?P<s>\d{2})秒?초?(?:[.,]\d+)?)?분?分?"
    r"\s*(?P<after>[ap]\.?\s?m\b\.?)?",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\s*\(?(Z|(?:GMT|UTC)?\s?[+-]\d{1,2}:?(?:\d{2})?|[A-Za-z]{2,5}|[A-Za-z]+/[A-Za-z_/+-]+)\)?\s*$"
)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})\s?[-/.年년]\s?(?P<m>\d{1,2})\s?[-/.月월]\s?(?P<d>\d{1,2})\s?[日일]?")
_DOTTED = re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4}|\d{2})\b")
_SLASHED = re.compile(r"\b(?P<a>\d{1,2})[/-](?P<b>\d{1,2})[/-](?P<y>\d{4}|\d{2})\b")
_DAY_NAMED = re.compile(
    r"\b(?P<d>\d{1,2})(?:st|nd|rd|th|\.|º)?[\s-]+(?:de\s+)?(?P<m>[^\W\d_]{3,12})\.?,?[\s-]+(?:de\s+)?(?P<y>\d{4})"
)
_NAMED_DAY = re.compile(r"\b(?P<m>[^\W\d_]{3,12})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})")
_AFTERNOON = ("下午", "午後", "오후")


@dataclass(frozen=True, slots=True)
class Written:
    """What a text says: the local time (naive), its offset if the text names one, and whether only a day."""

    local: datetime
    offset: timezone | None = None
    day_only: bool = False


@dataclass(frozen=True, slots=True)
class NoTime:
    """Why a text is no time. Quotes nothing of it."""

    says: str


@dataclass(frozen=True, slots=True)
class When:
    """A moment: in UTC, on the carrier's clock (naive where none is known), and what was known of the clock.

    `known` is "told" (the carrier named the offset), "place" (its place or country has one clock) or "no".
    """

    at: datetime
    local: datetime
    known: Literal["told", "place", "no"]
    day_only: bool = False


def written(text: str, order: Order | None = None) -> Written | NoTime:
    """The time in a text; `order` is how this carrier writes dates with slashes, where that is known."""
    word = " ".join(text.split()).removesuffix("[UTC]")
    if not word or len(word) > 80:
        return NoTime(NOT_A_TIME if word else NO_TIME)
    said = _epoch(word) or _iso(word) or _compact(word) or _apart(word, order)
    if isinstance(said, Written) and not 2000 <= said.local.year <= 2099:
        return NoTime(_OUTSIDE)
    return said


def orders(text: str) -> set[Order]:
    """Which orders of day and month a date with slashes can have; empty where it has no such date."""
    found = _SLASHED.search(text)
    if found is None or _YEAR_FIRST.search(text):
        return set()
    a, b = int(found["a"]), int(found["b"])
    fits: set[Order] = set()
    if 1 <= b <= 12:
        fits.add("day")
    if 1 <= a <= 12:
        fits.add("month")
    return fits if a != b else set()


def settled(texts: list[str], said: Order | None) -> Order | None:
    """The order the dates of one answer share: what those show that fit one only, else what the table says.

    None where the dates themselves contradict each other.
    """
    shown = {fits.pop() for text in texts if len(fits := orders(text)) == 1}
    if not shown:
        return said
    return shown.pop() if len(shown) == 1 else None


def with_clock(day: Written, clock: str) -> Written | NoTime:
    """A day and a time of day told apart from it; digits alone are hours, minutes and maybe seconds."""
    word = " ".join(clock.split())
    digits = word.rjust(4 if len(word) <= 4 else 6, "0") if word.isascii() and word.isdigit() else ""
    if digits and len(word) in (1, 3, 4, 5, 6):
        parts = [int(digits[i : i + 2]) for i in range(0, len(digits), 2)]
        return _made(day.local, (*parts, 0)[:3], day.offset)
    found = _CLOCK.search(word)
    time = _time(found) if found else None
    if found is None or time is None:
        return NoTime("its time of day is not written in a form we know")
    tail = _ZONE.match(word[found.end() :])
    offset = zones.clock(tail[1], day.local) if tail else None
    return _made(day.local, time, offset or day.offset)


@dataclass(frozen=True, slots=True)
class Around:
    """What is known of the clock a time without an offset was read from, the surest first.

    `zone` is a text told beside it, such as `GMT+08:00`, `EST` or `Europe/Paris`; `home` the zone the carrier
    is known to write all its times in; `near` the zones its place may lie in; `country` where it happened.
    """

    zone: str | None = None
    home: str | None = None
    near: frozenset[str] = frozenset()
    country: str | None = None

    def clock(self, at: datetime) -> tuple[timezone, Literal["told", "place"]] | None:
        """The offset at a local time, and whether it was told or is that of the place."""
        if self.zone is not None and (told := zones.clock(self.zone, at, self.country)) is not None:
            return told, "told"
        if self.home is not None and (told := zones.in_zone(self.home, at)) is not None:
            return told, "told"
        if (found := zones.agreed(self.near, at)) is not None:
            return found, "place"
        if self.country is not None and (found := zones.clock_of(self.country, at)) is not None:
            return found, "place"
        return None


def placed(said: Written, around: Around) -> When | NoTime:
    """The moment a time names: by its own offset, or by what is known of the clock it was read from."""
    clock = (said.offset, "told") if said.offset is not None else around.clock(said.local)
    if clock is None:
        return When(said.local.replace(tzinfo=UTC), said.local, "no", said.day_only)
    offset, known = clock
    at = zones.utc(said.local, offset)
    if at is None:
        return NoTime(_OUTSIDE)
    return When(at, said.local.replace(tzinfo=offset), "place" if known == "place" else "told", said.day_only)


def _epoch(word: str) -> Written | NoTime | None:
    net = _NET.match(word)
    digits = net[1] if net else word.removesuffix(".0")
    if net is None and not (
        digits.isascii() and digits.isdigit() and len(digits) in (10, 13) and digits[0] == "1"
    ):
        return None
    seconds = int(digits) / (1000 if net or len(digits) == 13 else 1)
    try:
        at = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return NoTime(_OUTSIDE)
    return Written(at.replace(tzinfo=None), UTC)


def _iso(word: str) -> Written | None:
    if not (len(word) > 10 and word[4] == "-" == word[7] and word[:4].isdigit()):
        return None
    try:
        at = datetime.fromisoformat(word)
    except ValueError:
        return None
    if at.tzinfo is None:
        return Written(at)
    offset = at.utcoffset() or timedelta()
    return Written(at.replace(tzinfo=None), timezone(offset))


def _compact(word: str) -> Written | NoTime | None:
    found = _COMPACT.match(word)
    if found is None:
        return None
    year, month, day, *clock = (int(part or 0) for part in found.groups())
    made = _dated(year, month, day)
    if isinstance(made, NoTime) or found[4] is None:
        return made
    return _made(made.local, (clock[0], clock[1], clock[2]), None)


def _apart(word: str, order: Order | None) -> Written | NoTime:
    """Time of day, zone and date found one after the other, whatever stands between them."""
    if found := _DAY_IN_ZONE.match(word):
        made = _dated(int(found[1]), int(found[2]), int(found[3]))
        return made if isinstance(made, NoTime) else replace(made, offset=zones.clock(found[4], made.local))
    clock = _CLOCK.search(word)
    date_part, tail = (word, "") if clock is None else (f"{word[: clock.start()]} ", word[clock.end() :])
    day = _day(date_part, order) or (_day(tail, order) if tail else None)
    if day is None:
        return NoTime(NOT_A_TIME)
    if isinstance(day, NoTime):
        return day
    if clock is None:
        return day
    time = _time(clock)
    if time is None:
        return NoTime(_NO_SUCH_DAY)
    zone = _ZONE.search(tail)
    return _made(day.local, time, zones.clock(zone[1], day.local) if zone else None)


def _day(part: str, order: Order | None) -> Written | NoTime | None:
    if found := _YEAR_FIRST.search(part):
        return _dated(int(found["y"]), int(found["m"]), int(found["d"]))
    if found := _DOTTED.search(part):
        return _dated(_year(found["y"]), int(found["m"]), int(found["d"]))
    if found := _SLASHED.search(part):
        a, b = int(found["a"]), int(found["b"])
        fits = orders(part)
        if len(fits) == 2 and order is None:
            return NoTime(_TWO_ORDERS)
        first = order if order in fits or not fits else next(iter(fits))
        return _dated(_year(found["y"]), *((a, b) if first == "month" else (b, a)))
    for form in (_DAY_NAMED, _NAMED_DAY):
        for found in form.finditer(part):
            if (month := month_of(found["m"])) is not None:
                return _dated(int(found["y"]), month, int(found["d"]))
    return None


def _year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _dated(year: int, month: int, day: int) -> Written | NoTime:
    if not 2000 <= year <= 2099:
        return NoTime(_OUTSIDE)
    try:
        return Written(datetime(year, month, day), day_only=True)
    except ValueError:
        return NoTime(_NO_SUCH_DAY)


def _time(found: re.Match[str]) -> tuple[int, int, int] | None:
    hour, minute, second = int(found["h"]), int(found["m"]), int(found["s"] or 0)
    after = (found["after"] or "").casefold()
    if after.startswith("p") or found["before"] in _AFTERNOON:
        hour = hour + 12 if hour < 12 else hour
    elif (after or found["before"]) and hour == 12:
        hour = 0
    return (hour, minute, second)


def _made(day: datetime, clock: tuple[int, ...], offset: timezone | None) -> Written | NoTime:
    """A day with a time of day; 24:00 is the next day's beginning."""
    hour, minute, second = clock
    try:
        at = day.replace(
            hour=hour % 24 if hour == 24 else hour, minute=minute, second=59 if second == 60 else second
        )
    except ValueError:
        return NoTime("its time of day does not exist")
    return Written(at + timedelta(days=1) if hour == 24 else at, offset)
