"""What a mail may hold before anything in it is read: a mail bomb is known by counting bytes, not by parsing.

>>> beyond(b"Subject: hi\\r\\n\\r\\nhello") is None
True
>>> beyond(b"a: b\\r\\n" * 1000 + b"\\r\\nhello")
'its head has 1000 lines, and 400 are the most'
"""

import re

LARGEST = 25 * 1024 * 1024
"""Bytes of a mail as it travels; the great providers take no more either."""
MOST_PARTS, DEEPEST, MOST_FILES = 100, 10, 20
_HEAD_BYTES, _HEAD_LINES = 256 * 1024, 400
_NESTING = re.compile(rb"multipart/|message/", re.IGNORECASE)
_BOUNDARY = re.compile(
    rb"boundary\*?\d*\*?\s*=\s*(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE
)
_DASHES = re.compile(rb"^--", re.MULTILINE)
_MOST_NESTING, _MOST_DASHES = 60, 20_000
_HEAD_ENDS = re.compile(rb"\r?\n\r?\n|\r\r")


def beyond(content: bytes) -> str | None:
    """Why a mail is not read, in words; None where it may be."""
    if len(content) > LARGEST:
        return f"it has {len(content)} bytes, and {LARGEST} are the most"
    ends = _HEAD_ENDS.search(content[: _HEAD_BYTES + 4])
    if ends is None and len(content) > _HEAD_BYTES:
        return f"its head has more than {_HEAD_BYTES} bytes"
    lines = content.count(b"\n", 0, len(content) if ends is None else ends.start()) + 1
    if lines > _HEAD_LINES:
        return f"its head has {lines} lines, and {_HEAD_LINES} are the most"
    nested = sum(1 for _ in _NESTING.finditer(content))
    if nested > _MOST_NESTING:
        return f"mails and parts lie in one another {nested} times, and {_MOST_NESTING} are the most"
    parts = max(_parts(content), 0)
    if parts > MOST_PARTS:
        return f"it has {parts} parts, and {MOST_PARTS} are the most"
    return None


def _parts(content: bytes) -> int:
    boundaries = {one[0] or one[1] for one in _BOUNDARY.findall(content)}
    if len(boundaries) > MOST_PARTS:
        return len(boundaries)
    count = sum(content.count(b"\n--" + boundary) for boundary in boundaries)
    # A boundary can be written in ways this does not read; then any line that could be one counts.
    dashes = sum(1 for _ in _DASHES.finditer(content))
    return count if dashes <= _MOST_DASHES else max(count, dashes)
