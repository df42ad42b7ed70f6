"""Where words came from, and so what may be made of them: nothing said on X may train a model (R15).

Words travel with their origin. `Example` is the only thing a training set may hold, and none can be made of
words from X or of words that do not say where they came from; so X's words can't reach one by any road.

>>> example("my parcel is late", "email")
Example(text='my parcel is late', origin='email')
>>> example("my parcel is late", "x").says
'these words were said on X'
"""

from dataclasses import dataclass
from typing import Final

from makewhole.because import Refused

TRAINABLE: Final = frozenset({"email", "form", "made"})
"""Mail and the form, from people who agreed to it, and words we made up ourselves."""
_SOURCE = "docs.x.com: developer-terms/ppu-agreement III.A(k), 2026-08-22"


class NotTrainable(TypeError):
    """Somebody tried to make an example of words that may not be one: a bug of ours."""


@dataclass(frozen=True, slots=True)
class Example:
    """Words a model may be trained on, with where they came from (email, form or made)."""

    text: str
    origin: str

    def __post_init__(self) -> None:
        """Refuse to exist for words from anywhere else."""
        if self.origin not in TRAINABLE:
            raise NotTrainable(f"words from {self.origin or 'nowhere known'} train no model")


def example(text: str, origin: str) -> Example | Refused:
    """An example of these words, or why there can be none."""
    if origin in TRAINABLE:
        return Example(text, origin)
    said = "were said on X" if origin in ("x", "dm") else "do not say where they came from"
    return Refused("R15", f"these words {said}", _SOURCE, "train on mail, on the form and on made-up text")
