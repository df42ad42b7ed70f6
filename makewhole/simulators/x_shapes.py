"""How the simulated X writes its world as JSON, in either of X's two spellings.

X's guides and activity events say `tweet`, its OpenAPI of August 2026 says `post`; both are sent in the wild,
so the simulator can send either. Activity events are always in the older one, as captured.

>>> Spelling("post").references
'referenced_posts'
"""

import base64
import hashlib
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from makewhole.simulators.x_world import Direct, Post, User, World, mention_spans

Json = dict[str, Any]

_LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Spelling:
    """One of the two dialects: "tweet" or "post"."""

    dialect: Literal["tweet", "post"] = "tweet"

    @property
    def references(self) -> str:
        """The field that lists answered and quoted posts."""
        return f"referenced_{self.dialect}s"

    def post(self, world: World, post: Post) -> Json:
        """One post with everything an app may ask for."""
        repeats = "retweet_count" if self.dialect == "tweet" else "repost_count"
        text, links = written(post.text)
        shape: Json = {
            "id": post.id,
            "text": text,
            "author_id": post.author_id,
            "created_at": moment(post.at),
            "conversation_id": post.conversation_id,
            "lang": post.lang,
            "reply_settings": "everyone",
            "possibly_sensitive": False,
            f"edit_history_{self.dialect}_ids": [post.id],
            "public_metrics": {
                repeats: 0, "reply_count": world.replies[post.id], "like_count": 0, "quote_count": 0,
                "bookmark_count": 0, "impression_count": 0,
            },
        }  # fmt: skip
        entities = {**({"mentions": found} if (found := _mentions(world, text)) else {}), **links}
        if entities:
            shape["entities"] = entities
        named = [{"type": "replied_to", "id": post.reply_to}] if post.reply_to else []
        if post.quotes:
            named.append({"type": "quoted", "id": post.quotes})
        if named:
            shape[self.references] = named
        if post.reply_to_user:
            shape["in_reply_to_user_id"] = post.reply_to_user
        return shape

    def posts(self, world: World, posts: Iterable[Post]) -> Json:
        """A page of posts with their authors under `includes`."""
        many = list(posts)
        authors = dict.fromkeys(one.author_id for one in many)
        return {
            "data": [self.post(world, one) for one in many],
            "includes": {"users": [user(world.users[author], self.dialect) for author in authors]},
        }


def user(one: User, dialect: str = "tweet") -> Json:
    """A user as X shows one to anybody."""
    return {
        "id": one.id,
        "username": one.handle,
        "name": one.name,
        "protected": False,
        "verified": False,
        "public_metrics": {
            "followers_count": one.followers, "following_count": 0, f"{dialect}_count": 0, "listed_count": 0,
        },
    }  # fmt: skip


def direct(one: Direct) -> Json:
    """A message event of the v2 look-up."""
    text, links = written(one.text)
    return {
        "id": one.id,
        "event_type": "MessageCreate",
        "text": text,
        **({"entities": links} if links else {}),
        "sender_id": one.sender_id,
        "dm_conversation_id": conversation(one.sender_id, one.recipient_id),
        "created_at": moment(one.at),
    }


def direct_event(world: World, one: Direct) -> Json:
    """A message in the v1.1 form that activity events still carry."""
    pair = (one.sender_id, one.recipient_id)
    text, links = written(one.text)
    entities = {"hashtags": [], "symbols": [], "user_mentions": [], "urls": links.get("urls", [])}
    return {
        "direct_message_events": [
            {
                "type": "message_create",
                "id": one.id,
                "created_timestamp": str(int(one.at.timestamp() * 1000)),
                "message_create": {
                    "target": {"recipient_id": one.recipient_id},
                    "sender_id": one.sender_id,
                    "message_data": {"text": text, "entities": entities},
                },
            }
        ],
        "users": {who: {"data": user(world.users[who])} for who in pair},
    }


def written(text: str) -> tuple[str, Json]:
    """A text as X gives it out, and its `entities` of links: links behind t.co, and & < > escaped.

    >>> written("1 < 2, see https://example.com/a")[0]
    '1 &lt; 2, see https://t.co/FXHAUTCQIQ'
    """
    parts, urls, rest = [], [], 0
    for found in _LINK.finditer(text):
        parts.append(html.escape(text[rest : found.start()], quote=False))
        short = "https://t.co/" + base64.b32encode(hashlib.sha256(found[0].encode()).digest())[:10].decode()
        start = sum(map(len, parts))
        parts.append(short)
        where = {"start": start, "end": start + len(short), "url": short}
        urls.append({**where, "expanded_url": found[0], "display_url": found[0].partition("://")[2]})
        rest = found.end()
    parts.append(html.escape(text[rest:], quote=False))
    return "".join(parts), {"urls": urls} if urls else {}


def conversation(one: str, other: str) -> str:
    """The id of the private conversation of two users."""
    return "-".join(sorted((one, other), key=int))


def moment(at: datetime) -> str:
    """A time as X writes it: UTC with milliseconds and Z."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def _mentions(world: World, text: str) -> list[Json]:
    found = []
    for start, end, handle in mention_spans(text):
        named = world.by_handle(handle)
        found.append({"start": start, "end": end, "username": handle, **({"id": named.id} if named else {})})
    return found
