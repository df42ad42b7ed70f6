"""X's search language, as recent search, counts and stream rules speak it; what it does not know, X refuses.

Side by side means and, `OR` means or (and is read first), a leading minus denies, parentheses group. Words
match whole words, "phrases" whole phrases; where a script writes without spaces, any place in the text
matches. Operators: `@name`, `#tag`, `$SYMBOL`, `from:`, `to:`, `conversation_id:`, `in_reply_to_tweet_id:`,
`quotes_of_tweet_id:`, `url:`, `lang:`, `is:`, `has:`, `min_likes:`, `min_replies:`, `min_reposts:`.

>>> parse("late OR lost")
AnyOf(parts=(Term(name='word', value='late'), Term(name='word', value='lost')))
>>> parse("near:berlin").says
"There were errors processing your request: 'near:' is not an operator."
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from makewhole.simulators.x_model import Post
from makewhole.simulators.x_text import cashtags, links, mentioned, tags
from makewhole.simulators.x_world import World

SEARCH_LONGEST, RULE_LONGEST = 512, 1024
_TOKEN = re.compile(r'-?\(|\)|-?(?:[a-z_]+:)?"[^"]*"|[^\s()]+')
_OPERATOR = re.compile(r"([a-z_]+):(.*)", re.DOTALL)
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
_IS = {"reply", "quote", "retweet", "verified", "nullcast"}
_HAS = {"links", "mentions", "hashtags", "cashtags", "media", "images", "videos", "video_link", "geo"}
_KINDS = {"images": ("3_",), "videos": ("7_", "16_"), "media": ("3_", "7_", "16_")}


@dataclass(frozen=True, slots=True)
class Term:
    """One condition; `name` is the operator, or "word" for plain text."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Part"


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of the parts holds."""

    parts: tuple["Part", ...]


Part = Term | Not | All | AnyOf


@dataclass(frozen=True, slots=True)
class BadQuery:
    """Why X would not run the query."""

    says: str


class _Wrong(Exception):
    """Ends reading; becomes a `BadQuery`."""


def parse(query: str, longest: int = SEARCH_LONGEST) -> Part | BadQuery:
    """The query read, or what is wrong with it."""
    if not query.strip() or len(query) > longest:
        return BadQuery(f"Invalid 'query': it must have between 1 and {longest} characters.")
    if query.count('"') % 2:
        return BadQuery("There were errors processing your request: missing closing quote.")
    reader = _Reader(_TOKEN.findall(query))
    try:
        read = reader.either()
        if reader.left():
            raise _Wrong("no viable alternative at input ')'")
    except _Wrong as wrong:
        return BadQuery(f"There were errors processing your request: {wrong}.")
    if not _stands_alone(read):
        return BadQuery(
            "There were errors processing your request: Rules must contain a non-pure-negation clause "
            "with at least one operator that can stand alone."
        )
    return read


class _Reader:
    """Tokens, read from the left."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def left(self) -> bool:
        """Whether anything is left."""
        return self._at < len(self._tokens)

    def either(self) -> Part:
        parts = [self._every()]
        while self.left() and self._tokens[self._at] == "OR":
            self._at += 1
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _every(self) -> Part:
        parts: list[Part] = []
        while self.left() and self._tokens[self._at] not in ("OR", ")"):
            parts.append(self._one())
        if not parts:
            raise _Wrong("a condition is missing beside OR or inside parentheses")
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self) -> Part:
        token = self._tokens[self._at]
        self._at += 1
        if token in ("(", "-("):
            inner = self.either()
            if not self.left():
                raise _Wrong("missing ')'")
            self._at += 1
            return Not(inner) if token == "-(" else inner
        if token.startswith("-") and len(token) > 1:
            return Not(_term(token[1:]))
        return _term(token)


def _term(token: str) -> Term:
    if token == "AND":
        raise _Wrong("ambiguous use of AND as a keyword; side by side means and")
    operator = None if token.startswith(('"', "@", "#", "$")) else _OPERATOR.fullmatch(token)
    if operator is None:
        return Term("word", token.strip('"'))
    name, value = operator[1], operator[2].strip('"')
    if name in ("http", "https"):
        return Term("url", token)
    if name not in _ASKED:
        raise _Wrong(f"'{name}:' is not an operator")
    allowed = {"is": _IS, "has": _HAS}.get(name)
    if not value or (allowed is not None and value not in allowed):
        raise _Wrong(f"'{value}' is not a value of '{name}:'")
    if name.startswith("min_") and not value.isdecimal():
        raise _Wrong(f"'{name}:' needs a number")
    return Term(name, value)


def _stands_alone(part: Part) -> bool:
    """Whether something in it, not denied, is more than a narrowing of something else."""
    if isinstance(part, Term):
        return part.name not in ("is", "has", "lang", "min_likes", "min_replies", "min_reposts")
    if isinstance(part, Not):
        return False
    if isinstance(part, All):
        return any(map(_stands_alone, part.parts))
    return all(map(_stands_alone, part.parts))


def matches(world: World, post: Post, part: Part) -> bool:
    """Whether a post meets a query."""
    if isinstance(part, Not):
        return not matches(world, post, part.part)
    if isinstance(part, All):
        return all(matches(world, post, one) for one in part.parts)
    if isinstance(part, AnyOf):
        return any(matches(world, post, one) for one in part.parts)
    return _ASKED[part.name](world, post, part.value)


def _word(_: World, post: Post, value: str) -> bool:
    text, wanted = post.text.casefold(), value.casefold()
    if value.startswith("@"):
        return wanted[1:] in mentioned(post.text)
    if value.startswith("#"):
        return wanted[1:] in (one.casefold() for one in tags(post.text))
    if value.startswith("$") and len(value) > 1:
        return wanted[1:] in (one.casefold() for one in cashtags(post.text))
    if _UNSPACED.search(value):
        return wanted in text
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text) is not None


def _is_user(world: World, user_id: str | None, value: str) -> bool:
    known = world.users.get(user_id or "")
    return known is not None and value.lower().lstrip("@") in (known.handle.lower(), known.id)


def _is(_: World, post: Post, value: str) -> bool:
    return {"reply": post.reply_to, "quote": post.quotes}.get(value) is not None


def _has(_: World, post: Post, value: str) -> bool:
    if value in _KINDS:
        return any(key.startswith(_KINDS[value]) for key in post.media)
    found = {"links": links, "mentions": mentioned, "hashtags": tags, "cashtags": cashtags}.get(value)
    return found is not None and bool(found(post.text))


_ASKED: dict[str, Callable[[World, Post, str], bool]] = {
    "word": _word,
    "from": lambda world, post, value: _is_user(world, post.author_id, value),
    "to": lambda world, post, value: _is_user(world, post.reply_to_user, value),
    "conversation_id": lambda _, post, value: post.conversation_id == value,
    "in_reply_to_tweet_id": lambda _, post, value: post.reply_to == value,
    "quotes_of_tweet_id": lambda _, post, value: post.quotes == value,
    "url": lambda _, post, value: any(value.lower() in one.lower() for one in links(post.text)),
    "lang": lambda _, post, value: post.lang == value,
    "is": _is,
    "has": _has,
    "min_likes": lambda _, post, value: int(value) == 0,
    "min_replies": lambda world, post, value: world.replies[post.id] >= int(value),
    "min_reposts": lambda _, post, value: int(value) == 0,
}
