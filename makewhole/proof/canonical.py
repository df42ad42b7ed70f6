"""Canonical JSON (RFC 8785), narrowed: one object, integers only, text in Unicode NFC.

Decides whether bytes are the one way to write what they say. Re-writing and comparing catches another key
order, duplicate keys, `1.0`, `-0`, `1e2`, NaN, integers beyond 2**53, lone surrogates, a byte order mark,
spare spaces and needless escapes; the walk adds what that leaves out: fractions, a bare list, decomposed
letters. What the fields mean is for the caller.

>>> write({"b": 1, "a": "x"})
b'{"a":"x","b":1}'
>>> read(b'{"a": 1}', 100, "statement").rule
'statement: canonical'
"""

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

import rfc8785

from makewhole.because import Refused

SOURCE = "RFC 8785; docs/proof.md"
WAY_FORWARD = "ask for the file again from where it was issued, and do not open it in an editor that saves it"


def refused(what: str, rule: str, says: str) -> Refused:
    """A refusal of a file called `what`, with the one way forward there is: fetch it again."""
    return Refused(f"{what}: {rule}", says, SOURCE, WAY_FORWARD)


def tidy(value: Any) -> Any:
    """A copy of a JSON value with every text in NFC and lone surrogates replaced; a float or an unknown type
    raises TypeError, since only a bug of ours can bring it here.

    >>> tidy({"name": "e\\u0301"}) == {"name": "\\u00e9"}
    True
    """
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return unicodedata.normalize("NFC", whole)
    if isinstance(value, Mapping):
        return {tidy(str(key)): tidy(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [tidy(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} can't be written in a statement; give text, integers or lists")


def write(value: Mapping[str, Any]) -> bytes:
    """The canonical bytes of a JSON object; ValueError when an integer is beyond 2**53."""
    return rfc8785.dumps(dict(value))


def read(raw: bytes, limit: int, what: str) -> dict[str, Any] | Refused:
    """The object that `raw` holds if it is canonical and at most `limit` bytes, else why not."""
    if not raw:
        return refused(what, "empty", f"the {what} is empty")
    if len(raw) > limit:
        return refused(what, "size", f"the {what} has {len(raw)} bytes; at most {limit} are allowed")
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return refused(what, "json", f"the {what} is not JSON")
    if not isinstance(value, dict):
        return refused(what, "object", f"the {what} is not a JSON object")
    try:
        rewritten = rfc8785.dumps(value)
    except (ValueError, RecursionError):
        return refused(what, "canonical", f"the {what} holds a value canonical JSON has no spelling for")
    if rewritten != raw:
        return refused(what, "canonical", f"the {what} is not written in the canonical form (RFC 8785)")
    wrong = _wrong(value)
    return refused(what, "values", f"the {what} holds {wrong}") if wrong else value


def _wrong(value: object) -> str | None:
    """What a JSON value holds that is not allowed, or None."""
    if isinstance(value, float):
        return f"the fraction {value}; only integers are allowed"
    if isinstance(value, str):
        return None if unicodedata.is_normalized("NFC", value) else "text that is not in Unicode NFC"
    if isinstance(value, dict):
        return next((w for pair in value.items() for part in pair if (w := _wrong(part))), None)
    if isinstance(value, list):
        return next((w for inner in value if (w := _wrong(inner))), None)
    return None
