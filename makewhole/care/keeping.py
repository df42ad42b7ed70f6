"""What must become of something kept of X, by what X says of it: its words or its place go, or
it is read again.

The table of X's actions and reasons stands in `keeping.toml`. An action nobody listed is obeyed by the
strictest one, and said to be unknown. What a post that X gave again shows, withheld or its author protected,
is read here too.

>>> asked("delete", "protected").messages
False
>>> asked("vanish", "").known, asked("vanish", "").posts
(False, True)
>>> withheld({"data": {"id": "1", "withheld": {"copyright": False, "country_codes": ["FR"]}}})
'withheld'
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from makewhole import tables
from makewhole.care import post as posts


@dataclass(frozen=True, slots=True)
class Asked:
    """What X asks for: `posts` and `messages` lose their words, `scrub` takes the place out of them, `again`
    reads them again."""

    posts: bool = False
    messages: bool = False
    scrub: bool = False
    again: bool = False
    known: bool = True


_STRICTEST = Asked(posts=True, messages=True, known=False)


@cache
def _table() -> Mapping[tuple[str, str], Asked]:
    rows = tables.read("makewhole.care", "keeping.toml")["verdict"]
    fields = ("posts", "messages", "scrub", "again")
    return {
        (row["action"], row.get("reason", "")): Asked(*(bool(row.get(name)) for name in fields))
        for row in rows
    }


def asked(action: str, reason: str) -> Asked:
    """What X asks for by one line of a compliance result."""
    found = _table().get((action, reason)) or _table().get((action, ""))
    return found or _STRICTEST


def withheld(raw: Mapping[str, Any]) -> str:
    """Why a post that X still gives may not be shown: "withheld" somewhere in the world, or its author is
    "protected"; else empty. Where its reader is can't be known, so withheld anywhere is withheld."""
    body, includes = posts.parts(raw)
    if body.get("withheld"):
        return "withheld"
    author, users = str(body.get("author_id") or ""), includes.get("users")
    for user in users if isinstance(users, list) else ():
        held = user.get("data", user) if isinstance(user, dict) else {}
        if isinstance(held, dict) and author and str(held.get("id") or "") == author:
            if held.get("protected") is True:
                return "protected"
            if held.get("withheld"):
                return "withheld"
    return ""


def unplaced(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The same post without where it was written.

    >>> unplaced({"data": {"id": "1", "geo": {"place_id": "a"}}, "includes": {"places": [{"id": "a"}]}})
    {'data': {'id': '1'}, 'includes': {}}
    """
    made: dict[str, Any] = {}
    for key, value in raw.items():
        if key in ("geo", "place", "places", "coordinates"):
            continue
        made[key] = unplaced(value) if isinstance(value, dict) else value
    return made


SHORTEST_QUOTE = 12
"""Letters in a row that are taken for a quotation rather than for chance."""
CUT = "[\u2026]"


def unquoted(body: str, text: str, shortest: int = 24) -> str:
    """A letter without what it quotes of a post: each run of `shortest` letters or more that both share, and
    the whole post where it is shorter, is cut and marked.

    >>> unquoted("You wrote: my red lamp never came. Sorry!", "my red lamp never came")
    'You wrote: […]. Sorry!'
    """
    text = text.strip()
    if len(text) < SHORTEST_QUOTE:
        return body
    size = min(shortest, len(text))
    known = {text[place : place + size] for place in range(len(text) - size + 1)}
    made, place = [], 0
    while place < len(body):
        end = place
        while body[end : end + size] in known:
            end += 1
        if end == place:
            made.append(body[place])
            place += 1
        else:
            made.append(CUT)
            place = end - 1 + size
    return "".join(made)
