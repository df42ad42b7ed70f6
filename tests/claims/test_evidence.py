"""Evidence: the least that decides, and never what tracking already proves."""

from typing import Any

import pytest

from makewhole.because import Refused
from makewhole.claims import evidence
from makewhole.claims.facts import PROBLEMS
from tests.claims.claimed import claim, euros, parcel


def kinds(**changes: Any) -> list[str]:
    """What is still needed of that claim, by kind."""
    return [one.kind for one in evidence.needed(claim(**changes))]


def test_a_parcel_that_tracking_shows_lost_or_late_needs_nothing_more() -> None:
    assert kinds() == []
    assert kinds(problem="late", last="delivered", days=1) == []


def test_a_parcel_said_to_be_delivered_needs_the_claimants_own_word() -> None:
    assert kinds(last="delivered", days=1) == ["not_received_statement"]
    assert kinds(last="delivered", days=1, evidence=frozenset({"not_received_statement"})) == []


def test_damage_needs_photos_and_how_bad_it_is() -> None:
    assert kinds(problem="damaged") == ["photo_goods", "photo_outside", "severity"]
    assert kinds(problem="damaged", severity="part", evidence=frozenset({"photo_goods"})) == [
        "photo_outside",
        "part_value",
    ]


def test_a_parcel_of_unknown_value_needs_proof_of_it() -> None:
    assert kinds(consignment=parcel(value=None)) == ["proof_of_value"]


@pytest.mark.parametrize("problem", sorted(PROBLEMS))
def test_each_item_says_why_it_is_asked_for_and_once_given_is_not_asked_again(problem: str) -> None:
    asked = evidence.needed(claim(problem=problem))
    assert all(one.why for one in asked)
    given = claim(
        problem=problem,
        severity="total",
        part_value=euros(1),
        evidence=frozenset(one.kind for one in asked),
    )
    assert evidence.needed(given) == ()
    assert evidence.photos_complete(given)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0rest", evidence.JPEG),
        (b"\x89PNG\r\n\x1a\nrest", evidence.PNG),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", evidence.WEBP),
        (b"%PDF-1.7", evidence.PDF),
        (b"<svg onload=alert(1)>", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_first_bytes_say_and_not_its_name(head: bytes, kind: str | None) -> None:
    assert evidence.recognise(head) == kind


@pytest.mark.parametrize(
    ("media", "size", "so_far", "rule"),
    [
        (None, 10, 0, "evidence.type"),
        (evidence.PDF, 10, 0, "evidence.type"),
        (evidence.PNG, 0, 0, "evidence.size"),
        (evidence.PNG, 15_000_001, 0, "evidence.size"),
        (evidence.PNG, 10, 12, "evidence.count"),
    ],
)
def test_a_file_we_cannot_use_is_refused_with_a_way_forward(
    media: str | None, size: int, so_far: int, rule: str
) -> None:
    refused = evidence.accept(media, size, so_far)
    assert isinstance(refused, Refused)
    assert refused.rule == rule
    assert refused.way_forward


def test_a_usable_photo_is_taken_and_a_paper_may_be_pdf() -> None:
    assert evidence.accept(evidence.JPEG, 2_000_000, 3) is None
    assert evidence.accept(evidence.PDF, 2_000_000, 0, paper=True) is None
