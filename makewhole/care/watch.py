"""What we ask X to watch for: rules from a brand's names, logistics words in every language, and hashtags.

A rule is a text in X's operator grammar with a tag that begins with the brand's id. It finds posts that name
a brand and a parcel without mentioning its account, and posts under the hashtags of `watch.toml`; those that
do mention it come by another way and are left out, as are reposts and our own. Every rule fits a search as
well, so that a gap in the stream is filled by the same words. What a found post means is decided elsewhere,
and that nobody answers one by machine is `manners`'.

>>> rule = rules(BrandWatch("halden", ("Halden Home",), ("HaldenHome",), ("fr",), False))[0]
>>> rule.value.startswith('("Halden Home" OR HaldenHome) (colis OR paquet OR livraison OR "livré" OR ')
True
>>> rule.value.endswith('"pas reçu" OR perdu) -is:retweet -from:HaldenHome -@HaldenHome')
True
>>> rule.tag
'halden:fr-1'
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from makewhole import tables
from makewhole.because import Refused

_TABLE = tables.read("makewhole.care", "watch.toml")
LANGUAGES: tuple[str, ...] = tuple(_TABLE["words"])
MOST_RULES: int = _TABLE["limits"]["rules"]
LONGEST: int = min(_TABLE["limits"]["rule_characters"], _TABLE["limits"]["query_characters"])
_LONGEST_TAG: int = _TABLE["limits"]["tag_characters"]
_SOURCE = "X docs, filtered stream, build a rule, 2026-08-22"
_HANDLE = re.compile(r"[A-Za-z0-9_]{1,15}")
_LONGEST_NAME = 80
_SHORTEST_NAME = 3
_NAMES_SHARE = 200
"""Characters the names may take of a rule, so that words find room beside them."""


@dataclass(frozen=True, slots=True)
class BrandWatch:
    """What is watched for a brand: its names as people write them, its handles, and in which languages."""

    brand: str
    names: tuple[str, ...]
    handles: tuple[str, ...] = ()
    languages: tuple[str, ...] = LANGUAGES
    hashtags: bool = True
    """Whether it takes the posts under the hashtags, which name nobody; one brand does."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the stream, which is a query of recent search too; `tag` is `<brand>:<which>`."""

    value: str
    tag: str


@dataclass(frozen=True, slots=True)
class Synced:
    """What to add first and what to delete then, so that no moment is without a rule."""

    add: tuple[Rule, ...]
    delete: tuple[str, ...]


def rules(watch: BrandWatch) -> tuple[Rule, ...]:
    """The rules of a brand: its names beside each language's words, then the hashtags. Names that cannot be
    watched for are left out; `unwatchable` says which and why."""
    handles = tuple(dict.fromkeys(handle for handle in watch.handles if _HANDLE.fullmatch(handle)))
    names = [_quoted(name) for name in watch.names if not _wrong(name)]
    names += [handle for handle in handles if not _wrong(handle)]
    without = _without(handles)
    made: list[Rule] = []
    for language in watch.languages:
        words = [_quoted(word) for word in _TABLE["words"][language]]
        values = (
            f"{group} {words_of} {without}"
            for group in _packed(dict.fromkeys(names), _NAMES_SHARE)
            for words_of in _packed(words, LONGEST - len(group) - len(without) - 2)
        )
        made += _tagged(watch.brand, language, values)
    if not watch.hashtags:
        return tuple(made)
    tags = [f"#{tag}" for language in watch.languages for tag in _TABLE["hashtags"][language]]
    found = (f"{group} {without}" for group in _packed(dict.fromkeys(tags), LONGEST - len(without) - 1))
    return (*made, *_tagged(watch.brand, "hashtags", found))


def unwatchable(names: Iterable[str]) -> tuple[Refused, ...]:
    """The names that cannot be watched for, each with why and what to do."""
    return tuple(wrong for name in names if (wrong := _wrong(name)) is not None)


def sync(wanted: Sequence[Rule], there: Sequence[tuple[str, str, str]]) -> Synced:
    """What to change so that the rules at X, each (id, value, tag), are those wanted, as many as X takes.

    >>> sync([Rule("a", "x:1")], [("7", "a", "x:1"), ("8", "b", "x:2")])
    Synced(add=(), delete=('8',))
    """
    kept: set[tuple[str, str]] = set()
    wanted = list({rule.value: rule for rule in wanted}.values())[:MOST_RULES]  # X takes no text twice
    asked = {(rule.value, rule.tag) for rule in wanted}
    delete: list[str] = []
    for number, value, tag in there:
        if (value, tag) in asked and (value, tag) not in kept:
            kept.add((value, tag))
        else:
            delete.append(number)
    add = tuple(rule for rule in wanted if (rule.value, rule.tag) not in kept)
    return Synced(add, tuple(delete))


def _tagged(brand: str, which: str, values: Iterable[str]) -> Iterator[Rule]:
    for number, value in enumerate(values, 1):
        yield Rule(value, f"{brand}:{which}-{number}"[:_LONGEST_TAG])


def _wrong(name: str) -> Refused | None:
    plain = " ".join(name.replace('"', " ").split())
    short = len(plain) < (_SHORTEST_NAME if plain.isascii() else _SHORTEST_NAME - 1)
    if short or not any(letter.isalnum() for letter in plain):
        return Refused(
            "watch.name",
            f"{name!r} is too short to be found among all posts",
            _SOURCE,
            f"give a name of {_SHORTEST_NAME} letters or more, as customers write it",
        )
    if len(plain) > _LONGEST_NAME:
        return Refused(
            "watch.name",
            f"a name of {len(plain)} characters does not fit a rule",
            _SOURCE,
            f"give a name of {_LONGEST_NAME} characters or less",
        )
    return None


def _quoted(words: str) -> str:
    """A word as X takes it: in quotes where it is more than plain letters, or would be an operator."""
    plain = " ".join(words.replace('"', " ").split())
    if re.fullmatch(r"[A-Za-z0-9_]+", plain) and plain.upper() not in ("OR", "AND", "NOT"):
        return plain
    return f'"{plain}"'


def _without(handles: Sequence[str]) -> str:
    """Reposts, our own posts and those that mention us, as many handles as leave room for the words."""
    said = "-is:retweet"
    for part in (f" -from:{handle} -@{handle}" for handle in handles):
        if len(said) + len(part) <= _NAMES_SHARE:
            said += part
    return said


def _packed(terms: Iterable[str], room: int) -> Iterator[str]:
    """The terms joined by OR, in as many groups as it takes for each to fit."""
    group: list[str] = []
    for term in terms:
        if group and len(_joined([*group, term])) > room:
            yield _joined(group)
            group = []
        group.append(term)
    if group:
        yield _joined(group)


def _joined(terms: Sequence[str]) -> str:
    return terms[0] if len(terms) == 1 else f"({' OR '.join(terms)})"
