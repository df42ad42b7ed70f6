"""Several sources of scans as one: the first that knows the waybill answers.

They are asked in the order they were given in: an aggregator first, carriers directly after it. A source that
is away is passed over while another can answer, and what all of them cost is told together.
"""

from collections.abc import Sequence
from dataclasses import replace

from makewhole.gateways.trackers.port import NotFound, Registered, Spent, Tracked, Tracker
from makewhole.gateways.wire import TheirFault

NONE = NotFound(
    "no source of scans is connected",
    "set MAKEWHOLE_CARRIERS_KEY, MAKEWHOLE_AFTERSHIP_KEY or MAKEWHOLE_KARRIO as docs/tracking-in.md says",
)


class Trackers:
    """The house's sources of scans, asked in order. With none, nothing is ever found and that is said."""

    def __init__(self, *sources: Tracker) -> None:
        self.sources = sources

    def close(self) -> None:
        """Give the connections back."""
        for source in self.sources:
            source.close()

    def track(self, operator: str | None, number: str) -> Tracked | NotFound:
        """The journey so far, from the first source that knows any; raises `TheirFault` where one was away
        and no other knew it."""
        spent: list[Spent] = []
        none, away = NONE, None
        for source in self.sources:
            if not source.takes(operator):
                continue
            try:
                found = source.track(operator, number)
            except TheirFault as fault:
                spent.append(Spent(source.name, 1, 0))
                away = away or fault
                continue
            spent += found.spent
            if isinstance(found, Tracked):
                return replace(found, spent=tuple(spent))
            none = found if none is NONE or found.way_forward else none
        if away is not None:
            raise away
        return replace(none, spent=tuple(spent))

    def price(self, operator: str | None) -> int:
        """Micro-dollars a look at one of this operator's waybills costs, where the first source knows it."""
        return next((source.price.look for source in self.sources if source.takes(operator)), 0)

    @property
    def pushing(self) -> Tracker | None:
        """The source waybills are registered with; None where none pushes."""
        return next((source for source in self.sources if source.pushes), None)

    def register(self, numbers: Sequence[tuple[str | None, str]]) -> Registered:
        """Have the pushing source watch these, in its own batches; what it failed to get to comes back as
        `later`. Raises `TheirFault` where it was away from the first."""
        source = self.pushing
        if source is None:
            return Registered((), {number: NONE for _, number in numbers})
        done = Registered((), {})
        for start in range(0, len(numbers), source.batch):
            batch = numbers[start : start + source.batch]
            try:
                told = source.register(batch)
            except TheirFault:
                if not start:
                    raise
                told = Registered((), {}, tuple(number for _, number in numbers[start:]))
            done = Registered(
                done.taken + told.taken,
                {**done.refused, **told.refused},
                done.later + told.later,
                done.spent + told.spent,
            )
            if told.later:
                rest = tuple(number for _, number in numbers[start + source.batch :])
                return replace(done, later=tuple(dict.fromkeys(done.later + rest)))
        return done
