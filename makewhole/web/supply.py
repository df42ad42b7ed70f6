"""Reading what a claimant shows later: the photos and answers a claim still waits for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData

from makewhole.claims.evidence import PHOTO_KINDS
from makewhole.claims.facts import SEVERITIES
from makewhole.desk.photo import Photo
from makewhole.store.views_claim import ClaimView
from makewhole.web import filing
from makewhole.web.doors import field_of
from makewhole.web.speech import Speech


@dataclass(frozen=True, slots=True)
class More:
    """What came: photos and answers, or by field what is wrong."""

    photos: tuple[Photo, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


def read(entry: FormData, view: ClaimView, speech: Speech) -> More:
    """The form for what is still needed."""
    shown, trouble = filing.shown(entry, (*PHOTO_KINDS, "proof_of_value"), speech)
    if trouble:
        return More(wrong={"supply": trouble})
    answers: dict[str, Any] = {}
    severity = field_of(entry, "severity", 10)
    if severity in SEVERITIES:
        answers["severity"] = severity
    typed = field_of(entry, "part", 20)
    if typed:
        part = filing.amount(typed, view.asked.currency)
        if part is None or part <= 0:
            return More(wrong={"part": speech.t("error-amount")})
        answers["part_value_minor"] = part
    if field_of(entry, "not_received", 5):
        answers["statement_not_received"] = True
    return More(shown, answers)
