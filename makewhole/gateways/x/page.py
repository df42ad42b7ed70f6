"""One page of X's answer taken apart: each post or message with what belongs to it, and nothing of the
others.

X sends the authors, pictures and quoted posts of a whole page in one heap. What is kept with a post should be
what belongs to it, so that forgetting one person's post leaves no copy of them beside another's.

>>> page = {"data": [{"id": "1", "author_id": "7"}], "includes": {"users": [{"id": "7"}, {"id": "8"}]}}
>>> posts(page)
[{'data': {'id': '1', 'author_id': '7'}, 'includes': {'users': [{'id': '7'}]}}]
"""

from collections.abc import Iterator
from typing import Any

from makewhole.gateways.wire import Json, objects

_NAMES = ("id", "media_key", "username")


def posts(body: Json) -> list[Json]:
    """Each post of a page as `{"data", "includes"}`; a bare post is a page of one."""
    heap = _Heap(body.get("includes"))
    return [{"data": each, "includes": heap.belonging(each)} for each in things(body)]


def things(body: Json) -> list[Json]:
    """The things of a page; what is no object is left out."""
    data = body.get("data")
    listed = data if isinstance(data, list) else [data]
    return [each for each in listed if isinstance(each, dict)]


def following(body: Json) -> str:
    """The token of the next page, or nothing."""
    meta = body.get("meta")
    token = meta.get("next_token") if isinstance(meta, dict) else None
    return str(token) if token else ""


def messages(body: Json, ours: str) -> list[Json]:
    """Each message event of a page, flat, as a pushed one comes out of `x_events`."""
    heap = _Heap(body.get("includes"))
    found = [(each, heap.belonging(each)) for each in things(body)]
    # One that holds nothing but a picture may come without a text.
    kind = "MessageCreate"
    return [
        _message(each, includes, ours)
        for each, includes in found
        if each.get("id") and each.get("event_type", kind) == kind
    ]


def _message(each: Json, includes: Json, ours: str) -> Json:
    sender = str(each.get("sender_id") or "")
    users = [user for user in includes.get("users", ()) if str(user.get("id")) == sender]
    both = str(each.get("dm_conversation_id") or "").split("-")
    other = next((one for one in both if one and one != sender), "") if len(both) == 2 else ""
    return {
        "id": str(each["id"]),
        "text": str(each.get("text") or ""),
        "sender_id": sender,
        "recipient_id": other,
        "sender_handle": str(users[0].get("username") or "") if users else "",
        "sender_name": str(users[0].get("name") or "") if users else "",
        "created_at": each.get("created_at"),
        "sent_by_us": sender == ours,
        "media": list(includes.get("media", ())),
    }


class _Heap:
    """What came along with a page, found by its names: a post with 4,000 mentions has 4,000 users there."""

    def __init__(self, includes: Any) -> None:
        self._kinds: dict[str, list[Json]] = {}
        self._places: dict[str, list[tuple[str, int]]] = {}
        for kind, heap in includes.items() if isinstance(includes, dict) else ():
            known = objects(heap)
            self._kinds[kind] = known
            for place, one in enumerate(known):
                for name in {str(one[name]) for name in _NAMES if one.get(name)}:
                    self._places.setdefault(name, []).append((kind, place))

    def belonging(self, each: Json) -> Json:
        """Those the thing names, in the order they came."""
        mine = {where for text in set(_texts(each)) for where in self._places.get(text, ())}
        kept: Json = {}
        for kind, place in sorted(mine):
            kept.setdefault(kind, []).append(self._kinds[kind][place])
        return kept


def _texts(value: Any) -> Iterator[str]:
    # An explicit stack: what others nest without end must not end us.
    stack = [value]
    while stack:
        each = stack.pop()
        if isinstance(each, dict):
            stack.extend(each.values())
        elif isinstance(each, list):
            stack.extend(each)
        elif isinstance(each, str | int):
            yield str(each)
