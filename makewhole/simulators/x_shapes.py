"""How the simulated X writes its world as JSON, in either of X's spellings, and no more than was asked for.

X's guides and activity events say `tweet`, its OpenAPI of August 2026 says `post`; both are sent in the wild,
so the simulator can send either. Activity events are always in the older one, as captured, and whole. An API
answer holds a few fields, and further ones only where the request names them, as X does it.

>>> Spelling("post").references
'referenced_posts'
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from makewhole.simulators.x_directs import conversation
from makewhole.simulators.x_model import Direct, Json, Media, Poll, Post, User
from makewhole.simulators.x_text import LONGEST, mention_spans, spans_of_tags, weighted_length, written
from makewhole.simulators.x_world import EDIT_WITHIN, MOST_EDITS, World

Dialect = Literal["tweet", "post"]


@dataclass(frozen=True, slots=True)
class Asked:
    """The fields and expansions a request names; `whole` gives everything, as events do."""

    fields: frozenset[str] = frozenset()
    users: frozenset[str] = frozenset()
    directs: frozenset[str] = frozenset()
    expansions: frozenset[str] = frozenset()
    whole: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """What a query string asks for, in either spelling."""

        def named(*names: str) -> frozenset[str]:
            return frozenset(one for name in names for one in query.get(name, "").split(",") if one)

        expansions = named("expansions")
        return cls(
            named("tweet.fields", "post.fields") | frozenset(one.partition(".")[0] for one in expansions),
            named("user.fields"),
            named("dm_event.fields") | frozenset(one.partition(".")[0] for one in expansions),
            expansions,
        )

    def expands(self, *names: str) -> bool:
        """Whether one of these expansions was asked for."""
        return self.whole or any(one.partition(".")[0] in names for one in self.expansions)


EVERYTHING = Asked(whole=True)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One of the two dialects: "tweet" or "post"."""

    dialect: Dialect = "tweet"

    @property
    def references(self) -> str:
        """The field that lists answered and quoted posts."""
        return f"referenced_{self.dialect}s"

    @property
    def history(self) -> str:
        """The field that lists a post's versions."""
        return f"edit_history_{self.dialect}_ids"

    def post(self, world: World, post: Post, asked: Asked = EVERYTHING) -> Json:
        """One post: id, text and versions, and of the rest what was asked for."""
        whole = self._post(world, post)
        if asked.whole:
            return whole
        kept = {"id", "text", self.history} | asked.fields
        return {name: value for name, value in whole.items() if name in kept}

    def _post(self, world: World, post: Post) -> Json:
        whole, shown = post.text, post.text
        if not post.by_app and weighted_length(whole) > LONGEST:
            shown = f"{whole[: LONGEST // 2 - 1]}\u2026"
        text, links = written(shown)
        shape: Json = {
            "id": post.id,
            "text": text,
            "author_id": post.author_id,
            "created_at": moment(post.at),
            "conversation_id": post.conversation_id,
            "lang": post.lang,
            "reply_settings": "everyone",
            "possibly_sensitive": False,
            "paid_partnership": post.paid_partnership,
            "display_text_range": [post.prefix, len(text)],
            self.history: list(world.versions[post.first]),
            "edit_controls": {
                "edits_remaining": max(0, MOST_EDITS + 1 - len(world.versions[post.first])),
                "is_edit_eligible": post.poll is None,
                "editable_until": moment(world.posts[post.first].at + EDIT_WITHIN),
            },
            "public_metrics": {
                "retweet_count" if self.dialect == "tweet" else "repost_count": 0,
                "reply_count": world.replies[post.id], "like_count": 0, "quote_count": world.quoted[post.id],
                "bookmark_count": 0, "impression_count": 0,
            },
        }  # fmt: skip
        entities = _entities(world, text, links)
        if entities:
            shape["entities"] = entities
        if shown is not whole:
            noted, more = written(whole)
            within = _entities(world, noted, more)
            shape[f"note_{self.dialect}"] = {"text": noted, **({"entities": within} if within else {})}
        named = [{"type": "replied_to", "id": post.reply_to}] if post.reply_to else []
        if post.quotes:
            named.append({"type": "quoted", "id": post.quotes})
        if named:
            shape[self.references] = named
        if post.reply_to_user:
            shape["in_reply_to_user_id"] = post.reply_to_user
        attached: Json = {"poll_ids": [post.poll.id]} if post.poll else {}
        if post.media:
            attached["media_keys"] = list(post.media)
        if attached:
            shape["attachments"] = attached
        return shape

    def posts(
        self, world: World, posts: Iterable[Post], asked: Asked, media: Mapping[str, Media], site: str
    ) -> Json:
        """A page of posts, and under `includes` what the expansions ask for."""
        many = list(posts)
        body: Json = {"data": [self.post(world, one, asked) for one in many]}
        includes = self.includes(world, many, asked, media, site)
        return {**body, "includes": includes} if includes else body

    def includes(
        self, world: World, many: list[Post], asked: Asked, media: Mapping[str, Media], site: str
    ) -> Json:
        """Users, posts, polls and media that posts refer to."""
        people: list[str] = []
        if asked.expands("author_id"):
            people += [one.author_id for one in many]
        if asked.expands("in_reply_to_user_id"):
            people += [one.reply_to_user for one in many if one.reply_to_user]
        if asked.expands("entities"):
            named = [world.by_handle(handle) for one in many for _, _, handle in mention_spans(one.text)]
            people += [one.id for one in named if one]
        includes: Json = {}
        if people:
            users = [world.users[one] for one in dict.fromkeys(people)]
            includes["users"] = [user(one, self.dialect, asked) for one in users]
        if asked.expands("referenced_tweets", "referenced_posts"):
            ids = dict.fromkeys(one for post in many for one in (post.reply_to, post.quotes) if one)
            other = [
                world.posts[one] for one in ids if one in world.posts and world.visible(world.posts[one])
            ]
            includes |= {f"{self.dialect}s": [self.post(world, one, asked) for one in other]} if other else {}
        if asked.expands("attachments"):
            polls = [poll(one.poll, world.now()) for one in many if one.poll]
            includes |= {"polls": polls} if polls else {}
            keys = dict.fromkeys(key for one in many for key in one.media)
            found = [attached(media[key], site) for key in keys if key in media]
            includes |= {"media": found} if found else {}
        return includes


def user(one: User, dialect: str = "tweet", asked: Asked = EVERYTHING) -> Json:
    """A user as X shows one to anybody."""
    whole = {
        "id": one.id,
        "username": one.handle,
        "name": one.name,
        "created_at": moment(one.at),
        "protected": one.protected,
        "verified": False,
        "verified_type": "none",
        "description": one.profile.get("bio", ""),
        "url": one.profile.get("url", ""),
        "location": one.profile.get("geo", ""),
        "public_metrics": {
            "followers_count": one.followers, "following_count": 0, f"{dialect}_count": 0, "listed_count": 0,
        },
    }  # fmt: skip
    kept = {"id", "username", "name"} | asked.users
    return whole if asked.whole else {name: value for name, value in whole.items() if name in kept}


def poll(one: Poll, now: datetime) -> Json:
    """A poll with its votes so far."""
    counted = list(one.votes.values())
    options = [
        {"position": place, "label": label, "votes": counted.count(place)}
        for place, label in enumerate(one.options, 1)
    ]
    ended = one.ends is not None and now >= one.ends
    return {
        "id": one.id, "options": options, "duration_minutes": one.minutes,
        "end_datetime": moment(one.ends or now), "voting_status": "closed" if ended else "open",
    }  # fmt: skip


def attached(one: Media, site: str) -> Json:
    """A picture or film under a post."""
    shape: Json = {"media_key": one.key, "type": one.type, "width": 1, "height": 1}
    where = f"{site}/media/{one.id}"
    if one.alt:
        shape["alt_text"] = one.alt
    if one.type == "photo":
        return {**shape, "url": where}
    film = {"bit_rate": 832000, "content_type": "video/mp4", "url": where}
    return {**shape, "preview_image_url": where, "variants": [film]}


def direct(one: Direct, media: Mapping[str, Media], asked: Asked = EVERYTHING) -> Json:
    """A message event of the v2 look-up."""
    text, links = written(one.text)
    whole: Json = {
        "id": one.id,
        "event_type": "MessageCreate",
        "text": text,
        **({"entities": links} if links else {}),
        "sender_id": one.sender_id,
        "participant_ids": [one.sender_id, one.recipient_id],
        "dm_conversation_id": conversation(one.sender_id, one.recipient_id),
        "created_at": moment(one.at),
    }
    if one.media and one.media in media:
        whole["attachments"] = {"media_keys": [media[one.media].key]}
    kept = {"id", "event_type", "text"} | asked.directs
    return whole if asked.whole else {name: value for name, value in whole.items() if name in kept}


def resource_of(one: Direct) -> str:
    """The last part of the address of a message's picture."""
    return f"{one.id[-8:]}.jpg"


def direct_event(world: World, one: Direct, media: Mapping[str, Media]) -> Json:
    """A message in the v1.1 form that activity events still carry."""
    pair = (one.sender_id, one.recipient_id)
    text, links = written(one.text)
    entities = {"hashtags": [], "symbols": [], "user_mentions": [], "urls": links.get("urls", [])}
    said: Json = {"text": text, "entities": entities}
    if one.media and one.media in media:
        where = f"https://ton.x.com/1.1/ton/data/dm/{one.id}/{one.media}/{resource_of(one)}"
        shown = {
            "id": int(one.media), "id_str": one.media, "media_url_https": where,
            "type": media[one.media].type,
        }  # fmt: skip
        said["attachment"] = {"type": "media", "media": shown}
    return {
        "direct_message_events": [
            {
                "type": "message_create",
                "id": one.id,
                "created_timestamp": str(int(one.at.timestamp() * 1000)),
                "message_create": {
                    "target": {"recipient_id": one.recipient_id},
                    "sender_id": one.sender_id,
                    "message_data": said,
                },
            }
        ],
        "users": {who: {"data": user(world.users[who])} for who in pair},
    }


def moment(at: datetime) -> str:
    """A time as X writes it: UTC with milliseconds and Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def _entities(world: World, text: str, links: Json) -> Json:
    named = []
    for start, end, handle in mention_spans(text):
        known = world.by_handle(handle)
        named.append({"start": start, "end": end, "username": handle, **({"id": known.id} if known else {})})
    found = {"mentions": named, "hashtags": spans_of_tags(text, "#"), "cashtags": spans_of_tags(text, "$")}
    return {**{name: many for name, many in found.items() if many}, **links}
