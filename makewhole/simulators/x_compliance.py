"""Batch compliance jobs of the simulated X: ids go up, and what became of each comes down.

A job waits for its upload; after it, its state is asked once while it runs, and the second time it is ready.
One job of each kind at a time. Ids of things that are as they were are not in the result.

>>> result(["1"], lambda post: "deleted", "2026-03-01T00:00:00.000Z")
'{"id":"1","action":"delete","created_at":"2026-03-01T00:00:00.000Z","reason":"deleted"}\\n'
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from makewhole.simulators.x_model import Json
from makewhole.simulators.x_shapes import moment

_UPLOAD_WITHIN, _DOWNLOAD_WITHIN = timedelta(minutes=15), timedelta(days=7)

Status = Literal["created", "in_progress", "failed", "complete", "expired"]


@dataclass(slots=True)
class Job:
    """One job: ids of posts (`tweets`) or of users."""

    id: str
    kind: str
    name: str
    at: datetime
    resumable: bool = False
    status: Status = "created"
    ids: list[str] = field(default_factory=list)
    asked: int = 0

    def look(self, now: datetime) -> None:
        """Somebody asks how it stands."""
        if self.status == "created" and now > self.at + _UPLOAD_WITHIN:
            self.status = "expired"
        if self.status == "in_progress":
            self.asked += 1
            if self.asked > 1:
                self.status = "complete"

    def upload(self, content: bytes, now: datetime) -> str | None:
        """Takes the ids, one a line; what is wrong with them, or None."""
        if self.status != "created" or now > self.at + _UPLOAD_WITHIN:
            return "this job takes no upload any more"
        lines = content.decode("utf-8", "replace").split()
        if not lines or not all(one.isascii() and one.isdecimal() and len(one) <= 19 for one in lines):
            self.status = "failed"
            return "an upload is ids, one a line"
        self.ids, self.status = lines, "in_progress"
        return None

    def shape(self, site: str) -> Json:
        """As X shows it."""
        where = f"{site}/compliance/{self.id}"
        named = {"name": self.name} if self.name else {}
        return {
            "id": self.id, "type": self.kind, "status": self.status, **named, "resumable": self.resumable,
            "created_at": moment(self.at), "upload_url": f"{where}/upload",
            "upload_expires_at": moment(self.at + _UPLOAD_WITHIN), "download_url": f"{where}/download",
            "download_expires_at": moment(self.at + _DOWNLOAD_WITHIN),
        }  # fmt: skip


@dataclass(slots=True)
class Jobs:
    """Every job, by id."""

    all: dict[str, Job] = field(default_factory=dict)

    def running(self, kind: str, now: datetime) -> bool:
        """Whether a job of this kind is not over."""
        return any(
            one.kind == kind
            and (one.status == "in_progress" or (one.status == "created" and now <= one.at + _UPLOAD_WITHIN))
            for one in self.all.values()
        )


def result(ids: Iterable[str], became: Callable[[str], str], at: str) -> str:
    """Lines of JSON: what must be done with each id whose post or user is not as it was.

    `became` gives X's reason (`deleted`, `suspended`, `protected`, `deactivated`), or "" where nothing
    changed.
    """
    lines = []
    for one in ids:
        reason = became(one)
        if reason:
            row = {"id": one, "action": "delete", "created_at": at, "reason": reason}
            lines.append(json.dumps(row, separators=(",", ":")) + "\n")
    return "".join(lines)
