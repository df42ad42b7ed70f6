"""Which ideas a text touches, and where: phrases of thirteen languages mapped to a few dozen shared ideas.

`lexicon/<language>.toml` lists, idea by idea, how people say it (`parcel`, `not`, `receive`, `late` ...). A
phrase may end a word with `*` (any ending). Phrases are written by us; none is taken from a post. The causes
are then decided once for all languages, by rules over ideas. This module decides no cause.

>>> ideas(script.words("my parcel never arrived"), "en").at["parcel"]
(1,)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from makewhole import tables
from makewhole.care import script

PACKAGE = "makewhole.care"
LANGUAGES = ("en", "zh", "es", "pt", "fr", "de", "it", "ja", "ko", "ar", "hi", "id", "ru")
# Posts mix English into everything: orders, carriers and apps speak it.
_ALWAYS = "en"
_CACHED_WORDS = 60_000
_SHORTEST_GUESS = 6
# Arabic writes "and" as a letter before the word.
_AND = "\u0648"


@dataclass(slots=True)
class _Node:
    exact: dict[str, "_Node"] = field(default_factory=dict)
    stems: dict[str, "_Node"] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    ideas: tuple[str, ...] = ()
    leaf: bool = True


@dataclass(frozen=True, slots=True)
class Ideas:
    """Where each idea was found (token positions, rising), and the words it was found in."""

    at: Mapping[str, tuple[int, ...]]
    words: script.Words

    def has(self, *names: str) -> bool:
        """Whether any of the ideas was found."""
        return any(name in self.at for name in names)

    def count(self, name: str) -> int:
        """How often an idea was found."""
        return len(self.at.get(name, ()))


class Lexicon:
    """The phrases of one language as a trie over folded words."""

    def __init__(self, language: str) -> None:
        self._root = _Node()
        self._cache: dict[str, tuple[_Node, ...]] = {}
        self._spelled: dict[str, str] = {}
        table = tables.read(PACKAGE, f"lexicon/{language}.toml")
        for idea, phrases in table["ideas"].items():
            for phrase in phrases:
                self._add(phrase, idea)
        self._right: frozenset[str] = frozenset(table.get("spelt_right", ()))
        for word in table.get("often_misspelt", ()):
            self._learn_spelling(script.fold(word))
        _close(self._root)

    def find(self, words: script.Words) -> dict[str, list[int]]:
        """Every idea in the words, at the position of the first word of its phrase."""
        found: dict[str, list[int]] = {}
        tokens, cached = words.tokens, self._cache
        for start, token in enumerate(tokens):
            nodes = cached.get(token)
            if nodes is None:
                nodes = self._first(token)
            for node in nodes:
                _note(node, start, found)
                if not node.leaf:
                    self._follow(node, tokens, start, found)
        return found

    def _follow(self, node: _Node, tokens: tuple[str, ...], start: int, found: dict[str, list[int]]) -> None:
        """The longer phrases that begin with a word."""
        reached = [(node, start + 1)]
        while reached:
            here, after = reached.pop()
            if here.leaf or after >= len(tokens):
                continue
            for further in _next(here, tokens[after]):
                _note(further, start, found)
                reached.append((further, after + 1))

    def _first(self, token: str) -> tuple[_Node, ...]:
        """Where a word leads from the root; remembered, as people share most of their words."""
        nodes = tuple(_next(self._root, token))
        if not nodes and token[0] == _AND and len(token) > 2:
            nodes = tuple(_next(self._root, token[1:]))
        if not nodes and len(token) >= _SHORTEST_GUESS and token.isascii():
            meant = self._meant(token)
            nodes = tuple(_next(self._root, meant)) if meant else ()
        if len(self._cache) < _CACHED_WORDS:
            self._cache[token] = nodes
        return nodes

    def _add(self, phrase: str, idea: str) -> None:
        parts = phrase.split()
        node = self._root
        for part in parts:
            loose = part.endswith("*")
            folded = script.tokens(part.rstrip("*"))
            if not folded:
                raise ValueError(f"{phrase!r} of {idea} has no readable word")
            for i, token in enumerate(folded):
                branch = node.stems if loose and i == len(folded) - 1 else node.exact
                node = branch.setdefault(token, _Node())
        if idea not in node.ideas:
            node.ideas += (idea,)

    def _learn_spelling(self, word: str) -> None:
        for cut in _cuts(word):
            self._spelled.setdefault(cut, word)

    def _meant(self, token: str) -> str | None:
        """The often misspelt word that is one letter away from a token nobody listed, and starts like it."""
        if token in self._right:
            return None
        found = (self._spelled[cut] for cut in _cuts(token) if cut in self._spelled)
        return next((word for word in found if word[0] == token[0]), None)


def ideas(words: script.Words, language: str) -> Ideas:
    """The ideas in a text, read with the lexicon of its language and English."""
    found = of(_ALWAYS).find(words)
    if language != _ALWAYS and language in LANGUAGES:
        for idea, places in of(language).find(words).items():
            found[idea] = sorted({*found.get(idea, ()), *places})
    return Ideas({idea: tuple(places) for idea, places in found.items()}, words)


@cache
def of(language: str) -> Lexicon:
    """The lexicon of one language, parsed on first use."""
    return Lexicon(language)


def _note(node: _Node, start: int, found: dict[str, list[int]]) -> None:
    for idea in node.ideas:
        places = found.get(idea)
        if places is None:
            found[idea] = [start]
        elif places[-1] != start:
            places.append(start)


def _next(node: _Node, token: str) -> list[_Node]:
    out = []
    if token in node.exact:
        out.append(node.exact[token])
    for length in node.lengths:
        if length > len(token):
            break
        stem = node.stems.get(token[:length])
        if stem is not None:
            out.append(stem)
    return out


def _close(node: _Node) -> None:
    node.leaf = not node.exact and not node.stems
    node.lengths = tuple(sorted({len(stem) for stem in node.stems}))
    for child in (*node.exact.values(), *node.stems.values()):
        _close(child)


def _cuts(word: str) -> list[str]:
    """The word itself and the word with any one letter left out."""
    return [word, *(word[:i] + word[i + 1 :] for i in range(len(word)))]
