"""A stream's bytes into lines, wherever the network cut them, and each line into what it is. Pure.

A line is a post with the rules it fits, an activity event, an empty keep-alive, or X's notice that it ends
the stream. A line that is no JSON is told as unreadable and costs the next one nothing. A line that never
ends is dropped at a bound.

>>> cut = Cutter()
>>> data = '{"data": {"id": "5", "text": "包裹"}}\\r\\n\\r\\n'.encode()
>>> [line.kind for part in (data[:29], data[29:]) for line in cut.feed(part)]
['post', 'alive']
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from makewhole.gateways.wire import Json
from makewhole.gateways.x.shapes import Rule, many

LONGEST_LINE = 2_000_000
"""Bytes of one line; a post with 4,000 mentions and their authors is under one million."""

Kind = Literal["post", "event", "alive", "notice", "unreadable"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `body` is its JSON (`{"data", "includes", "matching_rules"}` for a post), empty for a
    keep-alive; `tags` are those of the rules a post fits; `says` is X's notice, or why it can't be read."""

    kind: Kind
    body: Json = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    says: str = ""


class Cutter:
    """Gathers bytes until a line ends. X ends lines with CR LF; a lone LF ends one too."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._skipping = False

    def feed(self, part: bytes) -> Iterator[Line]:
        """The lines that end in this part."""
        self._kept += part
        while (end := self._kept.find(b"\n")) >= 0:
            raw = bytes(self._kept[:end])
            del self._kept[: end + 1]
            if self._skipping:
                self._skipping = False
            else:
                yield read(raw)
        if len(self._kept) > LONGEST_LINE:
            self._kept.clear()
            if not self._skipping:
                yield Line("unreadable", says=f"a line longer than {LONGEST_LINE} bytes")
            self._skipping = True


def read(raw: bytes) -> Line:
    """What one line is."""
    text = raw.strip()
    if not text:
        return Line("alive")
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return Line("unreadable", says=f"a line of {len(raw)} bytes that is no JSON")
    if not isinstance(body, dict):
        return Line("unreadable", says="a line that is no JSON object")
    data, problems = body.get("data"), body.get("errors")
    if isinstance(data, dict):
        if "event_type" in data or "event_uuid" in data:
            return Line("event", body)
        return Line("post", body, tuple(rule.tag for rule in many(Rule, body.get("matching_rules"))))
    if isinstance(problems, list) and problems:
        return Line("notice", body, says=_told(problems))
    return Line(
        "event" if "replay_job_status" in body else "unreadable", body, says="a line of no known kind"
    )


def _told(problems: list[object]) -> str:
    first = problems[0] if isinstance(problems[0], dict) else {}
    said = [first.get("disconnect_type"), first.get("title"), first.get("detail")]
    return ": ".join(str(part) for part in said if part) or "a notice without words"
