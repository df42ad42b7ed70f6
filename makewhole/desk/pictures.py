"""Whether something that came is a photo: read by Pillow within bounds, never trusted by its name or type.

Sizes are in bytes and pixels. A picture's size is read from its head before a single pixel is decoded, so
that a small file that would unfold into gigabytes is refused unread. What it shows is judged elsewhere.
"""

import io
import warnings
from dataclasses import dataclass
from typing import Final

from PIL import Image, UnidentifiedImageError

MEGABYTES: Final = 10
LARGEST: Final = MEGABYTES * 1024 * 1024
MOST: Final = 8
_PIXELS: Final = 120_000_000
_TYPES: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture we can read; `media_type` is what it is, not what it was called."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NotAPhoto:
    """Why it was not taken: the id and arguments of a message in the catalogue."""

    message: str
    name: str


def read(name: str, content: bytes, paper: bool = False) -> Photo | NotAPhoto:
    """The photo inside `content`, or what is wrong with it; a `paper` may also be a PDF."""
    shown = "".join(c for c in name if c.isprintable())[:60] or "?"
    if len(content) > LARGEST:
        return NotAPhoto("error-photo-large", shown)
    if paper and content.startswith(b"%PDF-"):
        return Photo("application/pdf", content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(_TYPES)) as picture:
                if picture.width * picture.height > _PIXELS:
                    return NotAPhoto("error-photo-vast", shown)
                media_type = _TYPES[str(picture.format)]
                # A JPEG is decoded at an eighth of its size: enough to know that it decodes.
                picture.draft("RGB", (picture.width // 8, picture.height // 8))
                picture.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return NotAPhoto("error-photo-vast", shown)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return NotAPhoto("error-photo-not", shown)
    return Photo(media_type, content)
