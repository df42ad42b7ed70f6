"""A file a claimant shows, as a door hands it over. It decides nothing."""

from dataclasses import dataclass

STORY_LIMIT = 4_000
"""Letters a claimant may write in one field."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A file shown: its kind (`evidence.KINDS`), media type as recognised, and bytes."""

    kind: str
    media_type: str
    content: bytes
