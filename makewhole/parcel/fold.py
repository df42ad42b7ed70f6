r"""Text folded for reading numbers: the same length, in capitals and ASCII digits.

Full-width and other scripts' decimal digits become ASCII digits, full-width letters ASCII letters, every
kind of space (and NUL) a space, every dash a hyphen, and zero-width and direction marks become `HIDDEN`,
which numbers may hold and lose. One character stays one character, so a span in the folded text is a span
in the text. Nothing is guessed: O stays O.

>>> fold("\uff11\uff3a\uff19 a-\u0663\u200b")
'1Z9 A-3\x01'
"""

import re
import unicodedata
from functools import cache

HIDDEN = "\x01"
_MARKS = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_ODD = re.compile(
    rf"[\x00\x01\xa0\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59"
    rf"\u2000-\u200a\u2010-\u2015\u202f\u205f\u2212\u3000\ufe58\ufe63\uff01-\uff5e{_MARKS}]"
)


@cache
def _plain(character: str) -> str:
    """What one odd character stands for; the pattern above bounds how many there are."""
    if character in "\x00\x01":
        return " "
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category == "Zs":
        return " "
    if category == "Pd" or character == "\u2212":
        return "-"
    wide = unicodedata.normalize("NFKC", character)
    return wide.upper() if len(wide) == 1 and wide.isascii() else HIDDEN


def fold(text: str) -> str:
    """`text` with the same length, ready for the patterns of this package."""
    if text.isascii() and "\x00" not in text and HIDDEN not in text:
        return text.upper()
    text = _ODD.sub(lambda found: _plain(found[0]), text)
    upper = text.upper()
    # A few letters grow when capitalised (ß, ligatures); those stay as they are.
    return upper if len(upper) == len(text) else "".join(u if len(u := c.upper()) == 1 else c for c in text)


def bare(written: str) -> str:
    """A number as it is compared: folded, without spaces, hyphens and hidden marks.

    >>> bare("rb 123 456 785 gb")
    'RB123456785GB'
    """
    folded = fold(written)
    return "".join(folded.replace(HIDDEN, "").replace("-", "").split())
