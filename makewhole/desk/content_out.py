"""What of X leaves us, by hand: ids, as many as there are; whole posts, 500 a person and day at most (R17).

A member of staff asks in the console, and what they took is counted under their name before they have it. A
whole post leaves only while its copy is fresh; one whose copy is too old is left out, and looking at it again
is owed. Private messages, and anything of X by a machine's door, leave in no form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from makewhole.because import Refused
from makewhole.care import display
from makewhole.desk import content_look
from makewhole.desk.house import House
from makewhole.desk.turn import at_door
from makewhole.store import content_jobs, exports

MOST_A_DAY: Final = 500
_ERRAND = "content.out"
_SOURCE = "docs.x.com: developer-terms/policy (Redistribution), 2026-08-22"


@dataclass(frozen=True, slots=True)
class Posts:
    """Whole posts that left: each a mapping of id, url, handle, name, text and posted_at (ISO 8601). `stale`
    counts those left out because their copy is too old; they are being renewed."""

    posts: tuple[Mapping[str, Any], ...]
    stale: int
    left_today: int


def ids(house: House, brand: str, staff: int) -> list[str]:
    """The ids of all public posts kept of a brand, oldest first."""
    with at_door(house, _ERRAND, "take.record") as turn:
        found = exports.ids(turn.conn, brand)
        content_jobs.taken_out(turn.conn, brand, staff, "ids", len(found), turn.now)
    return found


def posts(house: House, brand: str, staff: int, wanted: int, thread: int | None = None) -> Posts | Refused:
    """The newest whole posts of a brand, or of one thread, at most `wanted` and what is left of the day."""
    with at_door(house, _ERRAND, "take.record") as turn:
        left = MOST_A_DAY - content_jobs.taken_today(turn.conn, staff, turn.now)
        if left <= 0:
            return Refused(
                "R17",
                f"you took {MOST_A_DAY} whole posts out today, which is what X allows a person",
                _SOURCE,
                "export the ids, or the rest tomorrow (the day is that of UTC)",
            )
        rows = exports.posts(turn.conn, brand, thread, max(0, min(wanted, left)))
        since = turn.now - content_look.fresh_for(house)
        fresh = [row for row in rows if row.seen_at >= since]
        stale = [row.id for row in rows if row.seen_at < since]
        content_look.owe(turn, brand, stale)
        content_jobs.taken_out(turn.conn, brand, staff, "posts", len(fresh), turn.now)
    return Posts(tuple(_plain(row) for row in fresh), len(stale), left - len(fresh))


def _plain(row: exports.Row) -> Mapping[str, Any]:
    one = display.shown(row.raw)
    return {
        "id": row.remote_id,
        "url": one.permalink if one else "",
        "handle": one.handle if one else "",
        "name": one.name if one else "",
        "text": row.text,
        "posted_at": None if row.posted_at is None else row.posted_at.isoformat(),
    }
