"""Taking in: a post or message that reaches a door is kept once by its id, and its answer owed.

One transaction for all that came together; a bad post beside good ones is named and costs them nothing. What
is deleted on X goes here too. Nothing is read or decided here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from makewhole.care import post as posts
from makewhole.care.post import Post, Unreadable
from makewhole.desk.house import House
from makewhole.desk.turn import Turn, at_door
from makewhole.store import brands, people, talk

ERRAND = "take"
ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of posts that came in."""

    kept: int
    duplicates: int
    unreadable: tuple[str, ...]


def take(house: House, brand: str, raws: Sequence[Mapping[str, Any]], *, private: bool = False) -> Taken:
    """Keep posts (X API or webhook objects) or private messages (`as_message`), each once by its id, and owe
    their answers. Our own posts are passed over."""
    read = [(raw, posts.from_x(raw)) for raw in raws]
    unreadable = tuple(one.reason for _, one in read if isinstance(one, Unreadable))
    kept = 0
    with at_door(house, ERRAND, "take.record") as turn:
        handles = set(brands.get(turn.conn, brand).handles)
        good = [(raw, one) for raw, one in read if isinstance(one, Post)]
        known = talk.known_posts(turn.conn, brand, "x", [one.id for _, one in good])
        # Sorted, so that two doors that take the same people lock them in the same order.
        for raw, one in sorted(good, key=lambda pair: pair[1].author_id or pair[1].author_handle):
            if one.id in known or (one.author_handle and one.author_handle.lower() in handles):
                continue
            kept += _keep(turn, brand, raw, one, private)
            known.add(one.id)
    return Taken(kept, len(good) - kept, unreadable)


def as_message(data: Mapping[str, Any]) -> dict[str, Any]:
    """A private message as `gateways.x_events` gives it, in the shape of a post."""
    sender = str(data.get("sender_id") or "")
    return {
        "data": {
            "id": data["id"],
            "text": data.get("text") or "",
            "author_id": sender,
            "conversation_id": "dm",
            "created_at": data.get("created_at"),
        },
        "includes": {"users": [{"id": sender, "username": data.get("sender_handle") or ""}]},
    }


def gone(house: House, brand: str, remote_id: str) -> None:
    """A post was deleted on X: its text goes here too, and it is never shown again."""
    with at_door(house, ERRAND, "take.record") as turn:
        talk.remove_post(turn.conn, brand, "x", remote_id, turn.now)
        turn.tell(f"inbox:{brand}")


def _keep(turn: Turn, brand: str, raw: Mapping[str, Any], one: Post, private: bool) -> int:
    # Without an author the post's own id stands for one: a person we can't reach, and never somebody else.
    contact = people.Contact("x", one.author_id or f"@{one.author_handle or one.id}")
    person = people.meet(turn.conn, turn.house.vault, brand, contact, one.language_hint or None, turn.now)
    thread = talk.thread_for(turn.conn, brand, person, "x", one.conversation_id or one.id, private, turn.now)
    number = talk.keep_post(
        turn.conn, brand, person, thread, "x", not private, one.id, one.text, raw, one.created_at, turn.now
    )
    if number is None:
        return 0
    turn.owe(ANSWER, f"answer-{number}", number, priority=3)
    turn.tell(f"inbox:{brand}")
    return 1
