"""How a post is shown, by X's display requirements (R20): its author, its own words and links, its time.

A post goes in as X gave it, and what a page needs comes out: no word of it is changed, cut or translated; a
link shows X's display form and leads to t.co, a name leads to its profile, the time to the post itself. No
picture and no frame of X is named, so that showing a post asks nothing of X's servers: the author's picture
is the initials of their name. Where X marks nothing up, names, tags and addresses are found by their signs.

>>> raw = {"data": {"id": "7", "text": "hi @acme &amp; co", "author_id": "5", "entities": {
...     "mentions": [{"start": 3, "end": 8, "username": "acme"}]}},
...     "includes": {"users": [{"id": "5", "username": "ana", "name": "Ana Li"}]}}
>>> one = shown(raw)
>>> [(part.text, part.href) for part in one.words]
[('hi ', ''), ('@acme', 'https://x.com/acme'), (' & co', '')]
>>> one.initials, one.permalink
('AL', 'https://x.com/ana/status/7')
"""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from makewhole.care import post as posts
from makewhole.care.post import Post

_X = "https://x.com"
_HANDLE = re.compile(r"\w{1,15}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,19}")
_SIGNS = {"@": "[@\uff20]", "#": "[#\uff03]", "$": "[$]"}
_UNMARKED = re.compile(
    r"(?P<url>https?://[^\s<>\"\uff0c\u3002]+)"
    r"|(?<![\w@/])[@\uff20](?P<name>[A-Za-z0-9_]{1,15})(?!\w)"
    r"|(?<![\w&/])[#\uff03](?P<tag>\w*[^\W\d_]\w*)"
)
_MOST_ENTITIES = 5_000


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a post's words; `href` is where it leads, empty where it leads nowhere."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A post as a page shows it. Addresses are empty where they are not known; `pictures` holds what each
    picture or film says it shows, in its author's words, empty where they gave none."""

    name: str
    handle: str
    initials: str
    profile: str
    permalink: str
    words: tuple[Segment, ...]
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entity:
    start: int
    pattern: str
    shows: str
    href: str


def shown(raw: Mapping[str, Any], *, public: bool = True) -> Shown | None:
    """A kept post or private message as it is shown; None where nothing readable is kept (it is gone).

    A private message has no page on X, and nothing in it is linked but its addresses."""
    one = posts.from_x(raw)
    if not isinstance(one, Post):
        return None
    body, includes = posts.parts(raw)
    handle = one.author_handle if _HANDLE.fullmatch(one.author_handle) else ""
    name = _name(body, includes, one.author_id) or (f"@{handle}" if handle else "")
    return Shown(
        name=name,
        handle=handle,
        initials=_initials(name),
        profile=f"{_X}/{handle}" if handle else "",
        permalink=_permalink(one.id, handle) if public else "",
        words=tuple(_words(one.text, _entities(body), public=public)),
        pictures=tuple(_pictures(body, includes)),
    )


def plain(words: tuple[Segment, ...]) -> str:
    """The words alone, as a reader sees them."""
    return "".join(part.text for part in words)


def history_of(permalink: str) -> str:
    """Where X shows the versions of a post; empty where the post's page is not known."""
    return f"{permalink}/history" if permalink else ""


def _permalink(number: str, handle: str) -> str:
    return f"{_X}/{handle or 'i'}/status/{number}" if _NUMBER.fullmatch(number) else ""


def _words(text: str, entities: list[_Entity] | None, *, public: bool) -> Iterator[Segment]:
    spans = _unmarked(text) if entities is None else _marked(text, entities)
    end = 0
    for first, last, shows, href in spans:
        if not public and href.startswith(f"{_X}/"):
            continue
        if first > end:
            yield Segment(html.unescape(text[end:first]))
        yield Segment(html.unescape(shows), href)
        end = last
    if end < len(text):
        yield Segment(html.unescape(text[end:]))


def _marked(text: str, entities: list[_Entity]) -> Iterator[tuple[int, int, str, str]]:
    """Where each entity stands: where X says, if it is there; else it is looked for in order."""
    end = 0
    for one in sorted(entities, key=lambda each: each.start):
        looked = re.compile(one.pattern, re.IGNORECASE)
        found = looked.match(text, one.start) if one.start >= end else None
        found = found or looked.search(text, end)
        if found is None:
            continue
        yield found.start(), found.end(), one.shows or found[0], one.href
        end = found.end()


def _unmarked(text: str) -> Iterator[tuple[int, int, str, str]]:
    for found in _UNMARKED.finditer(text):
        if found["name"]:
            href = f"{_X}/{found['name']}"
        elif found["tag"]:
            href = _tagged(found["tag"])
        else:
            href = _safe(found["url"])
        yield found.start(), found.end(), found[0], href


def _entities(body: Mapping[str, Any]) -> list[_Entity] | None:
    """What X marks up in the text that is shown; None where it marks nothing."""
    holder = next(
        (
            long
            for key in ("note_post", "note_tweet", "extended_tweet")
            if isinstance(long := body.get(key), dict) and (long.get("text") or long.get("full_text"))
        ),
        body,
    )
    marks = holder.get("entities")
    if not isinstance(marks, dict):
        return None
    found: list[_Entity] = []
    for key in ("urls", "mentions", "user_mentions", "hashtags", "cashtags", "symbols", "media"):
        listed = marks.get(key)
        for mark in listed[:_MOST_ENTITIES] if isinstance(listed, list) else ():
            if isinstance(mark, dict) and (one := _entity(key, mark)) is not None:
                found.append(one)
    return found


def _entity(key: str, mark: Mapping[str, Any]) -> _Entity | None:
    start = mark.get("start", (mark.get("indices") or [0])[0] if isinstance(mark.get("indices"), list) else 0)
    start = start if isinstance(start, int) and start >= 0 else 0
    if key in ("urls", "media"):
        url, display = str(mark.get("url") or ""), str(mark.get("display_url") or "")
        href = _safe(url)
        return _Entity(start, f"(?-i:{re.escape(url)})", display, href) if href else None
    name = str(mark.get("username") or mark.get("screen_name") or mark.get("tag") or mark.get("text") or "")
    if not name:
        return None
    if key in ("mentions", "user_mentions"):
        return _Entity(start, _SIGNS["@"] + name, "", f"{_X}/{name}") if _HANDLE.fullmatch(name) else None
    if key == "hashtags":
        return _Entity(start, _SIGNS["#"] + re.escape(name), "", _tagged(name))
    return _Entity(start, _SIGNS["$"] + re.escape(name), "", f"{_X}/search?q={quote('$' + name, safe='')}")


def _tagged(tag: str) -> str:
    return f"{_X}/hashtag/{quote(tag, safe='')}"


def _safe(url: str) -> str:
    """The address where it is one of the web; else nothing, so that no script hides in a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname else ""


def _name(body: Mapping[str, Any], includes: Mapping[str, Any], author: str) -> str:
    inline = body.get("user") or body.get("author")
    if isinstance(inline, dict) and inline.get("name"):
        return str(inline["name"])
    users = includes.get("users")
    for user in users if isinstance(users, list) else ():
        person = user.get("data", user) if isinstance(user, dict) else {}
        if isinstance(person, dict) and author and str(person.get("id") or "") == author:
            return str(person.get("name") or "")
    return ""


def _initials(name: str) -> str:
    firsts = [next((letter for letter in word if letter.isalnum()), "") for word in name.split()]
    return "".join([one for one in firsts if one][:2]).upper() or "?"


def _pictures(body: Mapping[str, Any], includes: Mapping[str, Any]) -> Iterator[str]:
    attached = body.get("attachments")
    keys = attached.get("media_keys") if isinstance(attached, dict) else None
    media = includes.get("media")
    known = {}
    for one in media if isinstance(media, list) else ():
        held = one.get("data", one) if isinstance(one, dict) else {}
        if isinstance(held, dict):
            known[str(held.get("media_key") or "")] = str(held.get("alt_text") or "")
    for key in keys if isinstance(keys, list) else ():
        yield known.get(str(key), "")
