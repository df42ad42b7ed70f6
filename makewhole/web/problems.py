"""A "no" at a door: the word a page shows, or the problem an API answers with.

A door raises `Stop` with the id of a message for a page, or `Problem` for the API, which tells what was
read, what is allowed and what to do. HTTP status lives here and nowhere below.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"


@dataclass(eq=False)
class Stop(Exception):
    """A page that is only a word: `about` names the messages <about>-title and <about>-text."""

    status: int
    about: str
    args_: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class Problem(Exception):
    """A refusal of the API. `kind` is a word of ours; `read` is what we understood of the request."""

    status: int
    kind: str
    title: str
    read: str
    allowed: str
    way_forward: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, request_id: str) -> JSONResponse:
        """RFC 9457 problem details."""
        body = {
            "type": f"urn:makewhole:problem:{self.kind}",
            "title": self.title,
            "status": self.status,
            "detail": f"Read: {self.read}. Allowed: {self.allowed}. {self.way_forward}",
            "read": self.read,
            "allowed": self.allowed,
            "way_forward": self.way_forward,
            "request_id": request_id,
        }
        return JSONResponse(body, self.status, headers=dict(self.headers), media_type=MEDIA_TYPE)
