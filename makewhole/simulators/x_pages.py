"""Stretches and pages of posts: since and until, start and end, and a token to go on by.

A page's token names the last post of the page before, so that new posts move nothing. A `since_id` older than
a search reaches back is refused, as X refuses it.
"""

from datetime import datetime, timedelta

from makewhole.simulators.x_door import Call
from makewhole.simulators.x_model import Json, Post, Problem, invalid
from makewhole.simulators.x_shapes import moment

_X_EPOCH_MS = 1_288_834_974_657
_TOKEN = "t"


def between(call: Call, back: datetime | None) -> list[Post] | Problem:
    """Visible posts, oldest first, within what the query asks for and at most back to `back`."""
    since, until = call.query("since_id"), call.query("until_id")
    if not all(one.isascii() and (one.isdecimal() or not one) for one in (since, until)):
        return invalid("since_id and until_id are ids of posts.")
    if since and back is not None and int(since) < _first_id(back):
        return invalid(
            f"'since_id' must be a tweet id created after [{moment(back)}]. Please use a 'since_id' that is "
            f"larger than {_first_id(back)}"
        )
    start, end = _at(call.query("start_time")), _at(call.query("end_time"))
    if isinstance(start, Problem) or isinstance(end, Problem):
        return invalid("start_time and end_time are moments like 2026-03-01T12:00:00Z.")
    if back is not None and start is not None and start < back - timedelta(seconds=1):
        return invalid(f"'start_time' must be on or after {moment(back)}")
    begin = max(
        one for one in (start, back, datetime.min.replace(tzinfo=call.state.clock.now().tzinfo)) if one
    )
    return [
        one
        for one in call.state.world.seen(call.user)
        if (not since or int(one.id) > int(since))
        and (not until or int(one.id) < int(until))
        and (begin is None or one.at >= begin)
        and (end is None or one.at < end)
    ]


def paged(call: Call, found: list[Post], at_least: int) -> tuple[list[Post], Json] | Problem:
    """Newest first, one page of it, and the page's `meta`."""
    asked = call.query("max_results", "10")
    token = call.query("next_token") or call.query("pagination_token") or _TOKEN
    if not asked.isdecimal() or not at_least <= int(asked) <= 100:
        return invalid(f"max_results is between {at_least} and 100.")
    before = token.removeprefix(_TOKEN)
    if not token.startswith(_TOKEN) or not (before.isdecimal() or not before):
        return invalid("this token is of no page here.")
    rest = [one for one in reversed(found) if not before or int(one.id) < int(before)]
    part = rest[: int(asked)]
    meta: Json = {"result_count": len(part)}
    if part:
        meta |= {"newest_id": part[0].id, "oldest_id": part[-1].id}
    if len(rest) > len(part):
        meta["next_token"] = f"{_TOKEN}{part[-1].id}"
    return part, meta


def _first_id(at: datetime) -> int:
    return (int(at.timestamp() * 1000) - _X_EPOCH_MS) << 22


def _at(text: str) -> datetime | Problem | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return invalid("not a moment")
    return at if at.tzinfo else invalid("not a moment")
