"""The fonts papers are set in: Noto Sans for letters, Noto Sans SC for Chinese; the other fills in.

Decides whether every character of a text can be set. A character that neither font has, or a script whose
letters must be joined or stacked (Arabic, Devanagari, Thai), is named and refused: a paper never shows a
box. The files are put beside this module by tools/vendor.py.

>>> beyond("Müller · 王 · ₹"), beyond("مرحبا"[:1])
('', 'م')
"""

import unicodedata
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from fontTools.ttLib import TTFont

from makewhole.because import Refused

LATIN, CHINESE = "NotoSans_400Regular.ttf", "NotoSansSC_400Regular.ttf"
NAMES = {LATIN: "Noto Sans", CHINESE: "Noto Sans SC"}
_SHAPED = (
    "ARABIC",
    "HEBREW",
    "DEVANAGARI",
    "BENGALI",
    "TAMIL",
    "TELUGU",
    "THAI",
    "KHMER",
    "MYANMAR",
    "SYRIAC",
)
_LAYOUT = frozenset("\n\u200b")


class NoFonts(Exception):
    """The fonts are not in this installation; a wheel has them, a clone gets them by ./run."""


def path(name: str) -> Path:
    """Where a font file lies; raises `NoFonts` where it does not."""
    with as_file(files("makewhole.papers").joinpath("fonts", name)) as found:
        if not found.is_file():
            raise NoFonts(f"{name} is missing: run tools/vendor.py (./run does)")
        return found


@cache
def covered(name: str) -> frozenset[int]:
    """The code points a font has a glyph for."""
    with TTFont(path(name), lazy=True) as font:
        return frozenset(font.getBestCmap())


def order(language: str) -> tuple[str, str]:
    """The fonts of a paper in that language, the one that sets most of it first."""
    return (CHINESE, LATIN) if language == "zh" else (LATIN, CHINESE)


def beyond(text: str) -> str:
    """The characters of `text` that cannot be set, each once, in order; empty where all can."""
    return "".join(dict.fromkeys(char for char in text if not _settable(char)))


def _settable(char: str) -> bool:
    if char in _LAYOUT:
        return True
    if unicodedata.name(char, "").startswith(_SHAPED):
        return False
    return any(ord(char) in covered(name) for name in (LATIN, CHINESE))


def refused(missing: str) -> Refused:
    """The refusal to set a paper with characters we have no glyph for."""
    named = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing[:8])
    return Refused(
        "papers.glyph",
        f"no glyph for {named}",
        "docs/adr/0009-papers.md",
        "write that name in Latin or Chinese letters, as it stands on the waybill",
    )
