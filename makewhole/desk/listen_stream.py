"""Keywords and hashtags: the filtered stream is read, its rules kept, and every gap filled by search.

One connection for the app. Rules are added before others are deleted, so that no moment is without one. What
a brand may have missed, because the line broke, its rules are new or its budget was spent, is asked for by
recent search from the newest post it had, once X's index has caught up; the place in time moves on only when
that is done. Without a stream the search alone does it, now and then. What is found is for people: nobody who
was found by a word is answered by machine (`care.manners`).
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import TypeVar

from makewhole.care import watch as words
from makewhole.care.watch import BrandWatch, Rule
from makewhole.desk import pace, take
from makewhole.desk.house import House
from makewhole.gateways import x_events, x_ids
from makewhole.gateways.wire import Json, TheirFault, Undeliverable
from makewhole.gateways.x import Dropped, Line, on_account_of
from makewhole.gateways.x.backoff import Ended, wait
from makewhole.store import brands, intake
from makewhole.store.trouble import Unavailable

SOURCE = "keywords"
LATE = timedelta(minutes=1)
"""How much older than the newest post one may be that comes after it."""
REACHES_BACK = timedelta(days=7) - timedelta(minutes=10)
"""How far recent search reaches back, with something to spare."""
_AT_ONCE = 100
_RULES_A_CALL = 100
_PAGE_OF_SEARCH = 500
_LOOKS_EVERY = 1.0

Part = TypeVar("Part")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Paces:
    """How often what is done, in the world's time."""

    rules: timedelta = timedelta(minutes=5)
    search: timedelta = timedelta(minutes=15)
    index_lag: timedelta = timedelta(seconds=40)
    """X's search finds posts half a minute after they were made."""
    mentions: timedelta = timedelta(seconds=60)
    messages: timedelta = timedelta(seconds=90)
    hook: timedelta = timedelta(minutes=5)
    lead: timedelta = timedelta(seconds=5)
    backoff: float = 1.0
    """What X's own table of waits is multiplied by: 1, save in tests."""


@dataclass(slots=True)
class Keywords:
    """Reads in a thread, by `run`, until `over` is set. `brand` has what names none, and pays the line."""

    house: House
    brand: str
    paces: Paces
    streaming: bool = True
    over: threading.Event = field(default_factory=threading.Event)
    _rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)
    _gaps: set[str] = field(default_factory=set)
    _fill_at: float = 0.0
    _rules_at: float = 0.0

    def run(self) -> None:
        """Read until `over`."""
        if not self.streaming:
            self._search_only()
            return
        ended, times = Ended.CLEAN, 0
        while not self.over.is_set():
            lines, how, asked = self._connect()
            times = 1 if lines or how is not ended else times + 1
            ended = how
            # What comes while no line is open is found by search.
            self._gaps |= self._rules.keys()
            if lines:
                self._fill_at = monotonic() + self.paces.search.total_seconds()
            pause = max(wait(ended, times), timedelta(seconds=asked))
            self._rest(pause.total_seconds() * self.paces.backoff)

    # One connection --------------------------------------------------------------------------------

    def _connect(self) -> tuple[int, Ended, int]:
        """Connect once and read to the end: how many lines came, what ended it, and the wait X named."""
        count = 0
        try:
            self.keep_rules()
            if not self._rules:
                self._rest(self.paces.rules.total_seconds())
                return 0, Ended.CLEAN, 0
            with on_account_of(f"brand-{self.brand}", optional=True), self.house.x.app.stream() as tap:
                for lines in tap.batches(_AT_ONCE, _LOOKS_EVERY):
                    if lines and not count:
                        self._gaps |= self._rules.keys()
                        self._fill_at = monotonic() + self.paces.index_lag.total_seconds()
                    count += len(lines)
                    self._take(lines)
                    self._look()
                    if self.over.is_set() or not self._rules:
                        tap.close()
            return count, Ended.CLEAN, 0
        except Dropped as drop:
            log.info("the stream ended: %s", drop.says)
            if drop.ended is Ended.BUSY:
                self._close_others()
            return count, drop.ended, drop.retry_after if drop.ended is Ended.BUSY else 0
        except TheirFault as fault:
            log.warning("the stream is not open: %s", fault.says)
            return count, Ended.HTTP, fault.retry_after
        except Unavailable as trouble:
            log.warning("the stream is put down: %s", trouble.what)
            return count, Ended.LINE, 0

    def _look(self) -> None:
        """Between lines: look after the rules, and fill what is open."""
        if monotonic() >= self._rules_at:
            self.keep_rules()
        if self._gaps and monotonic() >= self._fill_at:
            self._fill_all()

    def _rest(self, seconds: float) -> None:
        """Wait before the next connection; what is due meanwhile is searched for."""
        until = monotonic() + seconds
        while (left := until - monotonic()) > 0 and not self.over.wait(min(left, _LOOKS_EVERY)):
            if self._gaps and monotonic() >= self._fill_at:
                self._fill_all()

    def _close_others(self) -> None:
        """A line that a dead process of ours left open keeps X from opening another."""
        try:
            if self.house.x.app.connections():
                self.house.x.app.drop_connections()
        except TheirFault as fault:
            log.info("open connections could not be closed: %s", fault.says)

    def _take(self, lines: Sequence[Line]) -> None:
        for line in lines:
            if line.kind == "notice":
                log.info("X ends the stream: %s", line.says)
        unreadable = [line.says for line in lines if line.kind == "unreadable"]
        ours = [line for line in lines if line.kind == "post" and self._of(line)]
        if not ours and not unreadable:
            return
        told = [event for line in ours for event in x_events.events(line.body)]
        take.told(self.house, self.brand, told, "stream")
        with self.house.database.writing() as conn:
            for brand in sorted(self._rules.keys() - self._gaps):
                newest = x_ids.newest(_id(line.body) for line in ours if brand in self._of(line))
                if newest:
                    intake.move_cursor(conn, brand, SOURCE, newest, self.house.clock.now())
            intake.counted(conn, self.brand, "stream", "unreadable", unreadable, self.house.clock.now())

    def _of(self, line: Line) -> set[str]:
        """The brands whose rules found a post; a rule that is not ours finds nothing for us."""
        return set(map(_brand_of, line.tags)) & self._rules.keys()

    # Rules -----------------------------------------------------------------------------------------

    def keep_rules(self) -> None:
        """Make X's rules those of the brands whose budget bears it; a brand new there has a gap to fill."""
        wanted, app = self.watched(), self.house.x.app
        with self.house.database.reading() as conn:
            known = {row.id for row in brands.all_of(conn)}
        with on_account_of("watch", optional=True):
            for _ in range(2):  # a text under another tag is taken only once the old rule is gone
                there = [(one.id, one.value, one.tag) for one in app.rules() if _brand_of(one.tag) in known]
                plan = words.sync([rule for rules in wanted.values() for rule in rules], there)
                refused = 0
                for some in _parts(plan.add):
                    said = app.add_rules([(rule.value, rule.tag) for rule in some])
                    refused += len(some) if isinstance(said, Undeliverable) else len(said.refused)
                for many in _parts(plan.delete):
                    app.delete_rules(many)
                if not refused:
                    break
            else:
                log.warning("X refused %d rules", refused)
        self.watch_for(wanted)
        self._rules_at = monotonic() + self.paces.rules.total_seconds()

    def watch_for(self, wanted: Mapping[str, tuple[Rule, ...]]) -> None:
        """These are the rules from now on; a brand new to them has a gap, from its first time or its last."""
        new = wanted.keys() - self._rules.keys()
        with self.house.database.writing() as conn:
            for brand in sorted(new):
                if intake.cursor(conn, brand, SOURCE) is None:  # its first time: what is past stays past
                    now = self.house.clock.now()
                    intake.move_cursor(conn, brand, SOURCE, x_ids.at(now), now)
        self._gaps |= new
        self._rules = wanted

    def watched(self) -> dict[str, tuple[Rule, ...]]:
        """The rules of each brand whose budget of today still bears reading what they find."""
        with self.house.database.reading() as conn:
            rows = [row for row in brands.all_of(conn) if pace.may_read(self.house, conn, row.id, SOURCE)]
        return {
            row.id: words.rules(
                BrandWatch(row.id, (row.name,), tuple(row.handles), hashtags=row.id == self.brand)
            )
            for row in rows
        }

    # Gaps ------------------------------------------------------------------------------------------

    def _search_only(self) -> None:
        while not self.over.is_set():
            try:
                self.watch_for(self.watched())
                self._gaps = set(self._rules)
                self._fill_all()
            except Unavailable as trouble:
                log.warning("searching is put off: %s", trouble.what)
            self.over.wait(self.paces.search.total_seconds())

    def _fill_all(self) -> None:
        """Fill every gap there is; where X will not answer now, later."""
        self._fill_at = monotonic() + self.paces.search.total_seconds()
        for brand in sorted(self._gaps & self._rules.keys()):
            try:
                self.fill(brand)
            except (TheirFault, Unavailable) as trouble:
                log.info("a gap is filled later: %s", trouble)
                asked = trouble.retry_after if isinstance(trouble, TheirFault) else 0
                self._fill_at = max(self._fill_at, monotonic() + asked)
                return
            self._gaps.discard(brand)

    def fill(self, brand: str) -> None:
        """Take in what a brand's rules found since the newest post it had."""
        now = self.house.clock.now()
        with self.house.database.reading() as conn:
            place = intake.cursor(conn, brand, SOURCE)
        newest = x_ids.at(now - REACHES_BACK) if place is None else place.since_id
        since = x_ids.newest([x_ids.earlier(newest, LATE), x_ids.at(now - REACHES_BACK)])
        for rule in self._rules[brand]:
            search = partial(self.house.x.app.search, rule.value, since)
            with on_account_of(f"brand-{brand}", optional=True):
                for found in pages(search, _PAGE_OF_SEARCH):
                    take.take(self.house, brand, found, via="search")
                    newest = x_ids.newest([newest, *map(_id, found)])
        with self.house.database.writing() as conn:
            intake.move_cursor(conn, brand, SOURCE, newest, now)


def pages(ask: Callable[[str | None, int], list[Json]], most: int) -> Iterator[list[Json]]:
    """What is asked for, newest first, until all has come: `ask` takes the id to end before, and how many."""
    until: str | None = None
    while True:
        found = ask(until, most)
        yield found
        oldest = x_ids.oldest(map(_id, found))
        if len(found) < most or oldest == until:
            return
        until = oldest


def _brand_of(tag: str) -> str:
    return tag.partition(":")[0]


def _id(post: Json) -> str:
    data = post.get("data")
    return str(data.get("id") or "") if isinstance(data, dict) else ""


def _parts(many: Sequence[Part]) -> Iterator[Sequence[Part]]:
    return (many[first : first + _RULES_A_CALL] for first in range(0, len(many), _RULES_A_CALL))
