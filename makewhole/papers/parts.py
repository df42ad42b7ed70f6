"""What a paper is made of, before anybody draws it: a title and blocks in order.

Nothing is decided or drawn here.

>>> Paper("en", "A letter", (Para("Dear Sir"),)).text()
'A letter Dear Sir'
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Para:
    """Words that run on; a newline is kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """A heading."""

    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Pairs of a name and a value; with `total`, the last one is the sum of the others."""

    pairs: tuple[tuple[str, str], ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A numbered list."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A line to sign on for each label."""

    labels: tuple[str, ...]


Block = Para | Head | Rows | Items | Sign


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper in one language (BCP 47), ready to be drawn."""

    language: str
    title: str
    blocks: tuple[Block, ...]

    def text(self) -> str:
        """Every word in it, one after another."""
        return " ".join((self.title, *(piece for block in self.blocks for piece in _pieces(block))))


def _pieces(block: Block) -> Iterator[str]:
    match block:
        case Para(text) | Head(text):
            yield text
        case Rows(pairs):
            for pair in pairs:
                yield from pair
        case Items(texts) | Sign(texts):
            yield from texts
