"""Looking again: a copy of a post that is too old is asked for at X, 100 ids a call, and kept as it is there.

A page never waits for X. It shows what is kept with its age and owes the look; the errand asks the day's
budget, reads, and lets open pages know. A post that X no longer gives goes, one that was edited takes the
place of the version before, and one that X gives but withholds is not kept either. Looks that X's rules call
for (an edit it told us of, a time for edits that has passed) are made whatever the budget, and made again
until they succeed.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from makewhole.care import keeping
from makewhole.care import post as posts
from makewhole.care.post import Post
from makewhole.desk import pace, take
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, at_door, in_errand
from makewhole.gateways.wire import Json, TheirFault
from makewhole.gateways.x import on_account_of
from makewhole.gateways.x.shapes import Looked
from makewhole.store import content, intake
from makewhole.store.content import Copy

ERRAND = "content.look"
AT_ONCE = 100
OLDEST: Final = timedelta(hours=24)
"""However the setting reads, a copy that is older is renewed before it is relied on."""
_ASKED_AGAIN = timedelta(minutes=15)
"""How long a page that is opened again waits before it owes the same look once more."""
_TRIES = 96


def fresh_for(house: House) -> timedelta:
    """How long a copy counts as fresh."""
    return min(house.periods.copies_stay_fresh, OLDEST)


def want(house: House, brand: str, rows: Iterable[int]) -> int:
    """Owe a look at those of these posts whose copies are too old; returns how many. For pages: it writes a
    row and asks nobody."""
    with house.database.reading() as conn:
        old = content.copies(conn, list(rows), house.clock.now() - fresh_for(house))
    if old:
        with at_door(house, ERRAND, "take.record") as turn:
            owe(turn, brand, [copy.row for copy in old])
    return len(old)


def owe(turn: Turn, brand: str, rows: Sequence[int], *, needed: bool = False) -> None:
    """Owe looks at these posts, a hundred each. The same ones owed again within minutes are one look."""
    slot = int(turn.now.timestamp() // _ASKED_AGAIN.total_seconds())
    for first in range(0, len(rows), AT_ONCE):
        named = ",".join(str(row) for row in sorted(rows[first : first + AT_ONCE]))
        digest = hashlib.sha256(named.encode()).hexdigest()[:16]
        key = f"{ERRAND}-{slot}-{digest}{'-needed' if needed else ''}"
        turn.owe(ERRAND, f"{key}:0", brand, named, key, int(needed), 0, priority=5)


def look(house: House, brand: str, named: str, key: str, needed: int, attempt: int) -> None:
    """Renew the copies of these posts (row ids with commas), as far as they are still wanted."""
    since = timedelta(0) if needed else fresh_for(house)
    with house.database.reading() as conn:
        asked = content.copies(conn, [int(one) for one in named.split(",")], house.clock.now() - since)
        pays = bool(needed) or pace.may_read(house, conn, brand, "rehydrate")
    if not asked or not pays:
        return
    try:
        found = _asked(house, brand, asked, optional=not needed)
    except TheirFault as fault:
        if needed and attempt < _TRIES:
            after = max(timedelta(seconds=fault.retry_after), timedelta(minutes=5)) * house.clock.scale
            _again(house, (brand, named, key, needed, attempt + 1), after)
        return
    _gone(house, asked, found)
    for raw in found.found:
        _kept(house, brand, {copy.remote_id: copy for copy in asked}, raw)
    _tell(house, asked)


def _asked(house: House, brand: str, asked: Sequence[Copy], *, optional: bool) -> Looked:
    """Ask as the app, which sees what everybody sees. Where a post has a newer version, that one is asked
    for too."""
    threads = {copy.thread for copy in asked}
    about = f"thread-{min(threads)}" if len(threads) == 1 else f"brand-{brand}"
    with on_account_of(about, optional=optional):
        found = house.x.app.posts([copy.remote_id for copy in asked])
        newer = sorted({newest for raw in found.found if (newest := _newer(raw))})
        more = house.x.app.posts(newer) if newer else Looked((), ())
    return Looked((*found.found, *more.found), (*found.missing, *more.missing))


def _newer(raw: Json) -> str:
    one = posts.from_x(raw)
    newest = one.history[-1] if isinstance(one, Post) and one.history else ""
    return newest if isinstance(one, Post) and newest != one.id else ""


def _gone(house: House, asked: Sequence[Copy], found: Looked) -> None:
    """Let go what X names as gone, or gives and does not want shown. What it says of other posts, such as
    one that an asked one quotes, is no word on these."""
    ours = {copy.remote_id for copy in asked}
    whys = {one.resource_id: _why(one.type) for one in found.missing if one.gone and one.resource_id in ours}
    for raw in found.found:
        one, why = posts.from_x(raw), keeping.withheld(raw)
        if why and isinstance(one, Post) and one.id in ours:
            whys[one.id] = why
    for why in sorted(set(whys.values())):
        ids = [number for number, other in whys.items() if other == why]
        with at_door(house, ERRAND, "take.record") as turn:
            intake.hold(turn.conn, "x", ids)
            content.bury(turn.conn, ids, why, turn.now)


def _why(kind: str) -> str:
    return "kept from us" if kind.endswith("not-authorized-for-resource") else "deleted"


def _kept(house: House, brand: str, asked: Mapping[str, Copy], raw: Json) -> None:
    one = posts.from_x(raw)
    if not isinstance(one, Post) or keeping.withheld(raw):
        return
    if one.id not in asked:  # a newer version of one that was asked for
        take.take(house, brand, [raw], via="poll")
    elif not _newer(raw):
        with at_door(house, ERRAND, "take.record") as turn:
            content.renew(turn.conn, asked[one.id], one.text, raw, turn.now)


def _tell(house: House, asked: Sequence[Copy]) -> None:
    house.database.tell([("makewhole_page", f"thread:{thread}") for thread in {one.thread for one in asked}])


def _again(house: House, args: tuple[str, str, str, int, int], after: timedelta) -> None:
    def work(turn: Turn) -> None:
        turn.owe(ERRAND, f"{args[2]}:{args[4]}", *args, after=after, priority=5)

    in_errand(house, ERRAND, "take.record", work)
