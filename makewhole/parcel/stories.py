"""Which scans tell of this parcel, where several carriers claim its number.

Most parcels have several tellers who tell one story: a post hands over to another, an aggregator repeats a
carrier. Two stories contradict each other when both can't be of one parcel. Then the one that fits the
contract (operator, lane, time) counts and the others are set aside; while none fits best, none is believed.

>>> from datetime import UTC, datetime
>>> def day(n: int) -> datetime:
...     return datetime(2026, 11, n, tzinfo=UTC)
>>> here = Scan(day(2), "delivered", country="DE", source="gls")
>>> told = here, Scan(day(9), "delivered", country="FR", source="dpd")
>>> settled = settle(told, Consignment("12345678901", destination="FR"))
>>> settled.conflict, [scan.source for scan in settled.scans], len(settled.aside)
(False, ['dpd'], 1)
>>> settle(told, Consignment("12345678901")).conflict
True
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from makewhole.parcel.consignment import Consignment
from makewhole.parcel.scan import Scan

_NO_STORY = frozenset({"pending", "unknown"})
"""What is told of a parcel nobody has seen yet says nothing of where it is."""
_MOVES = frozenset({"picked_up", "in_transit", "customs", "out_for_delivery"})
_SAME_DELIVERY, _TWO_CLOCKS = timedelta(hours=48), timedelta(hours=14)
"""Two tellers of one delivery date it this near to each other; two clocks of one moment differ so much."""
_TAKES_OVER = timedelta(hours=36)
_MOVES_NO_MORE = timedelta(days=7)
_QUARTER = timedelta(minutes=15)
_USED_AGAIN = timedelta(days=90)
"""A number rests at least this long before it is given to another parcel."""
_BEFORE_ACCEPTANCE = timedelta(days=45)
"""So much earlier than the seller says a parcel was handed over its story does not begin."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The scans that count and those set aside, both in the order given; `conflict` where none can be
    believed over the other: then all of them are in `scans`."""

    scans: tuple[Scan, ...]
    aside: tuple[Scan, ...] = ()
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class _Story:
    """What one teller has seen of the parcel, in order of time."""

    teller: str
    seen: tuple[Scan, ...]

    @property
    def first(self) -> datetime:
        return self.seen[0].at

    @property
    def last(self) -> datetime:
        return self.seen[-1].at

    @property
    def countries(self) -> frozenset[str]:
        return frozenset(scan.country for scan in self.seen if scan.country)

    @property
    def delivered(self) -> Scan | None:
        return next((scan for scan in reversed(self.seen) if scan.status == "delivered"), None)

    @property
    def moved(self) -> datetime | None:
        return max((scan.at for scan in self.seen if scan.status in _MOVES), default=None)


def settle(scans: Sequence[Scan], consignment: Consignment) -> Settled:
    """Whose scans count; `scans` in order of time."""
    tellers = {teller for scan in scans if (teller := _teller(scan))}
    if len(tellers) < 2:
        return Settled(tuple(scans))
    stories = [story for teller in sorted(tellers) if (story := _story(teller, scans)) is not None]
    against = {one.teller: [two for two in stories if _contradict(one, two)] for one in stories}
    disputed = [story for story in stories if against[story.teller]]
    if not disputed:
        return Settled(tuple(scans))
    fits = {story.teller: _fits(story, consignment) for story in disputed}
    best = max(fits.values())
    believed = [story for story in disputed if fits[story.teller] == best]
    if any(_contradict(one, two) for one in believed for two in believed):
        return Settled(tuple(scans), conflict=True)
    aside = {other.teller for story in believed for other in against[story.teller]}
    return Settled(
        tuple(scan for scan in scans if _teller(scan) not in aside),
        tuple(scan for scan in scans if _teller(scan) in aside),
    )


def _teller(scan: Scan) -> str:
    """Who tells, as it is compared: "China Post" and "china_post" are one."""
    return _plain(scan.source)


def _story(teller: str, scans: Sequence[Scan]) -> _Story | None:
    """A teller's story; None where it has not seen the parcel."""
    seen = tuple(scan for scan in scans if _teller(scan) == teller and scan.status not in _NO_STORY)
    return _Story(teller, seen) if seen else None


def _contradict(one: _Story, two: _Story) -> bool:
    """Whether two stories can't be of one parcel."""
    if one.teller == two.teller:
        return False
    if one.first - two.last > _USED_AGAIN or two.first - one.last > _USED_AGAIN:
        return True
    if one.delivered is not None and two.delivered is not None:
        here, there = one.delivered.country, two.delivered.country
        same = here is None or there is None or here == there
        return abs(one.delivered.at - two.delivered.at) > (_SAME_DELIVERY if same else _TWO_CLOCKS)
    return _moves_on(one, two) or _moves_on(two, one) or _in_two_places(one, two)


def _moves_on(one: _Story, two: _Story) -> bool:
    """Whether one still moves it long after the other has delivered it."""
    if one.moved is None or two.delivered is None:
        return False
    return one.moved - two.delivered.at > _MOVES_NO_MORE


def _in_two_places(one: _Story, two: _Story) -> bool:
    """Whether both see it over days, never in the same country: neither takes over from the other.

    One that repeats what the other tells has its moments from there, by another clock perhaps.
    """
    if min(one.last, two.last) - max(one.first, two.first) <= _TAKES_OVER:
        return False
    if not one.countries or not two.countries or one.countries & two.countries:
        return False
    return not any(
        here.status == there.status
        and abs(here.at - there.at) <= _TWO_CLOCKS
        and not (here.at - there.at) % _QUARTER
        for here in one.seen
        for there in two.seen
    )


def _fits(story: _Story, consignment: Consignment) -> int:
    """How well a story fits the contract, the better the higher: its time, its operator, its lane."""
    if consignment.accepted_at is not None and story.last < consignment.accepted_at - _BEFORE_ACCEPTANCE:
        return -2
    if _plain(consignment.operator) == story.teller:
        return 2
    ends = {consignment.origin, consignment.destination} - {None}
    where = story.delivered.country if story.delivered is not None else None
    if where is not None and consignment.destination is not None and where != consignment.destination:
        return -1
    return 0 if not story.countries or not ends else 1 if story.countries & ends else -1


def _plain(name: str | None) -> str:
    return "".join(mark for mark in (name or "").casefold() if mark.isalnum())
