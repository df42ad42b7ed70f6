"""What still has to be shown: per problem the least that decides it, and why each item is asked for.

What tracking already proves is never asked for. A police report is never asked for. Photos are kept by
their SHA-256; what is on them is judged elsewhere.

>>> accept(PNG, 20_000_000, 0).says
'this file has 20 MB, and 15 MB is the most'
"""

from dataclasses import dataclass
from typing import Final

from makewhole.because import Refused
from makewhole.claims.facts import ClaimFacts

PHOTO_KINDS: Final = ("photo_label", "photo_outside", "photo_inside", "photo_goods", "photo_scale")
KINDS: Final = (*PHOTO_KINDS, "proof_of_value", "not_received_statement", "severity", "part_value")
"""Every kind of evidence there is; the last two are answers to a question rather than files."""

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
ACCEPTED: Final = (JPEG, PNG, WEBP)
PAPERS: Final = (*ACCEPTED, PDF)
MOST_BYTES: Final = 15_000_000
MOST_FILES: Final = 12
_SOURCE: Final = "house rule: the least that decides"


@dataclass(frozen=True, slots=True)
class Needed:
    """One thing to ask the claimant for, and why."""

    kind: str
    why: str


_PHOTOS: Final[dict[str, tuple[Needed, ...]]] = {
    "damaged": (
        Needed("photo_goods", "it shows what is damaged and how badly"),
        Needed("photo_outside", "it shows whether the parcel was hit on its way"),
        Needed("severity", "it decides between part of the price and all of it"),
    ),
    "missing": (
        Needed("photo_inside", "it shows what arrived"),
        Needed("photo_label", "it ties the photos to this parcel and shows its weight"),
        Needed("part_value", "it is the sum that is owed back"),
    ),
    "wrong": (
        Needed("photo_goods", "it shows what arrived instead"),
        Needed("photo_label", "it ties the photos to this parcel"),
        Needed("part_value", "it is the sum that is owed back"),
    ),
}


def needed(facts: ClaimFacts) -> tuple[Needed, ...]:
    """What is still missing, in the order to ask for it; empty where nothing more can decide the case."""
    wanted = list(_PHOTOS.get(facts.problem, ()))
    if facts.problem in ("lost", "not_received") and facts.delivered is None:
        wanted.append(Needed("not_received_statement", "tracking says it was delivered, and you say not"))
    if facts.severity == "part":
        wanted.append(Needed("part_value", "it is the sum that is owed back"))
    if facts.consignment.value is None:
        wanted.append(Needed("proof_of_value", "we hold no record of what was paid for the goods"))
    return tuple(one for one in wanted if not _shown(one.kind, facts))


def photos_complete(facts: ClaimFacts) -> bool:
    """Whether every photo this problem calls for has come."""
    return all(
        one.kind in facts.evidence for one in _PHOTOS.get(facts.problem, ()) if one.kind in PHOTO_KINDS
    )


def _shown(kind: str, facts: ClaimFacts) -> bool:
    if kind == "severity":
        return facts.severity is not None
    if kind == "part_value":
        return facts.part_value is not None
    return kind in facts.evidence


def recognise(head: bytes) -> str | None:
    """The media type by a file's first bytes (16 are enough); None where it is none we take.

    >>> recognise(bytes.fromhex("89504e470d0a1a0a0000")), recognise(b"MZ or what else")
    ('image/png', None)
    """
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    return PDF if head.startswith(b"%PDF-") else None


def accept(media_type: str | None, size: int, files_so_far: int, paper: bool = False) -> Refused | None:
    """Whether a file may be kept: None, or a refusal in words for the claimant. `paper` also takes PDF."""
    if media_type not in (PAPERS if paper else ACCEPTED):
        kinds = "JPEG, PNG, WebP or PDF" if paper else "JPEG, PNG or WebP"
        return Refused("evidence.type", "this file is not a picture we can read", _SOURCE, f"send {kinds}")
    if size <= 0:
        return Refused("evidence.size", "this file is empty", _SOURCE, "choose it again")
    if size > MOST_BYTES:
        said = f"this file has {size // 1_000_000} MB, and {MOST_BYTES // 1_000_000} MB is the most"
        return Refused("evidence.size", said, _SOURCE, "send a smaller picture; its details will do")
    if files_so_far >= MOST_FILES:
        said = f"{MOST_FILES} files are the most for one claim"
        return Refused("evidence.count", said, _SOURCE, "take away one that shows the same, or ask a person")
    return None
