"""A privacy request, what the law asks for it, and which law protects the person.

Decides the last of these alone; what follows is `law.privacy`.

>>> law_of("FR"), law_of("GB"), law_of("CN"), law_of("US"), law_of("US", "CA")
('gdpr', 'uk', 'pipl', None, 'ccpa')
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from makewhole.because import Because
from makewhole.law import parties
from makewhole.law.conclusion import Missing

Kind = Literal[
    "erasure", "decision", "explanation", "access", "portability", "breach", "complaint", "transfer"
]
KINDS: tuple[str, ...] = get_args(Kind)
NAMES = {"gdpr": "GDPR", "uk": "UK_GDPR", "pipl": "PIPL", "ccpa": "CCPA"}
_EEA = ("IS", "LI", "NO")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a person asks, or a decision made about them. `country`: where they live. None is unknown."""

    country: str | None
    kind: Kind
    state: str | None = None
    """The state of a federal country whose law asks, as CA for California."""
    received_on: date | None = None
    """When the request or complaint came, or when a breach became known."""
    complex: bool = False
    """The request is complex or one of many, so that more time is taken."""
    risk: bool | None = None
    """Whether a breach is likely to harm the persons concerned."""
    claim_open: bool | None = None
    retention_until: date | None = None
    """Until when a law makes the house keep it (books, platform records); None where none does."""
    solely_automated: bool | None = None
    significant_effect: bool | None = None
    human_review: bool | None = None
    basis: bool | None = None
    """Whether a contract's need, a law or consent allows a decision by a machine alone."""
    score_decides: bool | None = None
    """Whether whoever decides draws strongly on a score that a machine made."""
    adequate: bool | None = None
    """Transfer: the country it goes to was found adequate."""
    safeguards: bool | None = None
    """Transfer: standard clauses, binding rules or a certificate are in place."""
    contract_needed: bool | None = None
    """Transfer: the person's own contract (an order, a delivery) cannot be carried out without it."""
    persons: int | None = None
    """Transfer: of how many persons this year."""
    sensitive: bool | None = None
    """Transfer: sensitive data are among it."""
    refuses: bool = False
    """Whether the decision says no, in whole or in part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """What the law asks. `admissible`: may it stand (a decision) or be done in full (a request)?"""

    regime: str
    admissible: bool | None
    because: Because
    duties: tuple[str, ...] = ()
    answer_by: date | None = None
    missing: tuple[Missing, ...] = ()
    doubts: tuple[str, ...] = ()


def law_of(country: str, state: str | None = None) -> str | None:
    """Which law protects somebody who lives there; None where none is on record."""
    if country in ("GB", "CN"):
        return {"GB": "uk", "CN": "pipl"}[country]
    if country == "US":
        return "ccpa" if state == "CA" else None
    return "gdpr" if country in _EEA or parties.bound("eu", country, date.max) else None
