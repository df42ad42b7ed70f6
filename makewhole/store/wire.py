"""Text and JSON as PostgreSQL can keep them: no NUL, no half of a surrogate pair, no number that is none.

>>> storable("a" + chr(0) + chr(0xD83D) + "b") == "a" + chr(0xFFFD) + chr(0xFFFD) + "b"
True
>>> as_json({"a" + chr(0): ["b" + chr(0), 1, None]}).count(chr(0xFFFD))
2
>>> as_json([float("nan"), 1.5])
'[null, 1.5]'
"""

import json
import math
import re
from typing import Any

_UNKEPT = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with what cannot be kept replaced by U+FFFD."""
    return _UNKEPT.sub("\ufffd", text)


def as_json(value: Any) -> str:
    """A JSON value, ready for jsonb."""
    return json.dumps(_clean(value), ensure_ascii=False)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(key)): _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
