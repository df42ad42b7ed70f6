"""Reading a PDF we made, back from its bytes: which characters it draws and whether any has no glyph."""

import io
import re
import zlib

from fontTools.ttLib import TTFont

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def _streams(made: bytes) -> list[bytes]:
    found = []
    for match in _STREAM.finditer(made):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            found.append(match[1])
    return found


def _fonts(made: bytes) -> list[TTFont]:
    return [TTFont(io.BytesIO(one)) for one in _streams(made) if one[:4] in (b"\0\1\0\0", b"true", b"OTTO")]


def faces(made: bytes) -> int:
    """How many fonts are embedded."""
    return len(_fonts(made))


def _maps(made: bytes) -> list[dict[int, str]]:
    """Each embedded font's map from code to text, from its ToUnicode stream."""
    found = []
    for one in _streams(made):
        if b"beginbfchar" not in one and b"beginbfrange" not in one:
            continue
        pairs = re.findall(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>", one)
        found.append(
            {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}
        )
    return found


def _glyph_numbers(made: bytes) -> list[bytes]:
    """Each embedded font's map from code to glyph, two bytes a code."""
    return [one for one in _streams(made) if len(one) == 2 * 65_536]


def drawn(made: bytes) -> set[str]:
    """The characters the file says it draws."""
    return {char for one in _maps(made) for text in one.values() for char in text if not char.isspace()}


def unseen(made: bytes) -> list[str]:
    """Characters whose glyph in the embedded font is empty or the font's box for what it has not."""
    found = []
    for font, said, numbers in zip(_fonts(made), _maps(made), _glyph_numbers(made), strict=True):
        glyphs, order = font["glyf"], font.getGlyphOrder()
        for code, text in said.items():
            if code == 0 or not text.strip() or text == "\u200b":
                continue
            number = int.from_bytes(numbers[2 * code : 2 * code + 2], "big")
            if number == 0 or glyphs[order[number]].numberOfContours == 0:
                found.append(text)
    return found
