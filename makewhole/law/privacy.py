"""Privacy law where it meets a claim: GDPR, the UK's version of it, and China's PIPL.

Decides what becomes of a request for erasure while a claim or a duty to keep runs, and whether a decision
taken without a person may stand and what it needs. What the data are and where they lie is no matter of
this module. Rows in `tables/privacy.toml`; beside it: docs/law/privacy.md.

>>> law_of("FR"), law_of("GB"), law_of("CN"), law_of("US")
('gdpr', 'uk', 'pipl', None)
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from makewhole.because import Because, Ground
from makewhole.law import counting, parties, rows
from makewhole.law.conclusion import Deadline, Missing, Scope

Kind = Literal["erasure", "decision", "explanation"]
KINDS: tuple[str, ...] = get_args(Kind)
NAMES = {"gdpr": "GDPR", "uk": "UK_GDPR", "pipl": "PIPL"}
_ROWS = rows.table("privacy")
_EEA = ("IS", "LI", "NO")
_EFFECT = Missing(
    "privacy.significant_effect",
    "Does the decision have a legal or similarly strong effect on the person?",
    {"yes": "it needs a basis, a person on request, and an explanation", "no": "the rule does not apply"},
)
_PERSON = Missing(
    "privacy.human_review",
    "Can the person have somebody look at it who may change it?",
    {"yes": "it may stand where its basis allows it", "no": "it may not stand"},
)
_OPEN = Missing(
    "privacy.claim_open",
    "Is a claim open, or may one still be brought?",
    {"yes": "what it needs is kept, and its use restricted", "no": "what no duty holds is erased"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a person asks, or a decision made about them. `country`: where they live. None is unknown."""

    country: str | None
    kind: Kind
    received_on: date | None = None
    claim_open: bool | None = None
    retention_until: date | None = None
    """Until when a law makes the house keep it (books, platform records); None where none does."""
    solely_automated: bool | None = None
    significant_effect: bool | None = None
    human_review: bool | None = None
    basis: bool | None = None
    """Whether a contract's need, a law or consent allows a decision by a machine alone."""
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


def law_of(country: str) -> str | None:
    """Which law protects somebody who lives there; None where none is on record."""
    if country in ("GB", "CN"):
        return {"GB": "uk", "CN": "pipl"}[country]
    return "gdpr" if country in _EEA or parties.bound("eu", country, date.max) else None


def applies(request: Request) -> Scope:
    """Whether one of the three laws protects this person."""
    if request.country is None:
        asked = Missing("privacy.country", "Where does the person live?", {"a country": "its law governs"})
        return Scope(None, (), (asked,))
    law = law_of(request.country)
    if law is None:
        return Scope(False, ())
    row = _ROWS.latest(f"{law}_automated")
    return Scope(True, (row.ground(f"a person who lives in {request.country}"),))


def notice_by(request: Request) -> Deadline:
    """The last day to answer a request; PIPL says "in good time" and sets no day."""
    law = law_of(request.country or "")
    row = _ROWS.find(f"{law}_answer", request.received_on or date.min) if law else None
    if row is None or request.received_on is None:
        return Deadline(None, ())
    counted = counting.last_day(str(row.value), request.received_on)
    return Deadline(counted.by, (row.ground(f"an answer within one month: by {counted.by}"),))


def owed(request: Request, on: date) -> Duty:
    """What the law asks on the day `on`."""
    scope = applies(request)
    law = law_of(request.country or "")
    if law is None:
        says = "no privacy law on record protects this person: a person decides"
        ground = Ground("privacy.scope", says, "what this version covers")
        regime = "UNKNOWN" if scope.missing else "NOT_COVERED"
        return Duty(regime=regime, admissible=None, because=(ground,), missing=scope.missing)
    if request.kind == "erasure":
        return _erasure(request, law, on)
    if request.kind == "explanation":
        ground = _ROWS.at(f"{law}_explain", on).ground("what was really applied is explained in plain words")
        answer = notice_by(request)
        return Duty(
            regime=NAMES[law],
            admissible=True,
            because=(ground, *answer.because),
            duties=("say which rules and facts decided", "say what other facts would have changed"),
            answer_by=answer.by,
        )
    return _decision(request, law, on)


def _erasure(request: Request, law: str, on: date) -> Duty:
    """Erase what nothing holds, keep and restrict the rest, and answer in time."""
    answer = notice_by(request)
    if request.claim_open is None:
        return Duty(
            regime=NAMES[law],
            admissible=None,
            because=(_ROWS.at(f"{law}_erase", on).ground("erasure is asked for"), *answer.because),
            answer_by=answer.by,
            missing=(_OPEN,),
        )
    held: list[Ground] = []
    retained = request.retention_until is not None and on <= request.retention_until
    if request.claim_open or retained:
        says = f"a law keeps it until {request.retention_until}" if retained else "what a law holds is kept"
        held.append(_ROWS.at(f"{law}_retention", on).ground(says))
    claims = _ROWS.find(f"{law}_claims", on)
    if request.claim_open and claims is not None:
        held.append(claims.ground("what the open claim needs is kept, and its use restricted"))
    erase = _ROWS.at(f"{law}_erase", on).ground("what nothing holds is erased")
    kept = ("restrict what is kept to the claim and the books", "say what is kept, and why")
    return Duty(
        regime=NAMES[law],
        admissible=None if held else True,
        because=(*held, erase, *answer.because),
        duties=("erase what nothing holds", *(kept if held else ()), "answer the request"),
        answer_by=answer.by,
    )


def _decision(request: Request, law: str, on: date) -> Duty:
    """Whether a decision may stand that no person took part in."""
    row = _ROWS.at(f"{law}_automated", on)
    regime = NAMES[law]
    if request.solely_automated is False:
        return Duty(regime=regime, admissible=True, because=(row.ground("a person took part in deciding"),))
    if request.significant_effect is None:
        alone = row.ground("a machine decided alone")
        return Duty(regime=regime, admissible=None, because=(alone,), missing=(_EFFECT,))
    if not request.significant_effect:
        says = "no legal or similarly strong effect: the rule does not reach it"
        return Duty(regime=regime, admissible=True, because=(row.ground(says),))
    explain = _ROWS.at(f"{law}_explain", on).ground("how it came about is explained on request")
    duties = ("let a person look who may change it", "hear the person", "explain what was really applied")
    if request.human_review is None:
        because = (row.ground("a machine decided alone"), explain)
        return Duty(regime=regime, admissible=None, because=because, duties=duties, missing=(_PERSON,))
    if not request.human_review:
        says = "a machine alone decided with strong effect, and no person can be asked"
        return Duty(regime=regime, admissible=False, because=(row.ground(says), explain), duties=duties)
    if law == "gdpr" and request.basis is None:
        says = "it needs the contract, a law or consent as its basis"
        asked = Missing(
            "privacy.basis",
            "Does a contract's need, a law or consent allow it?",
            {"yes": "it may stand", "no": "it may not stand"},
        )
        because = (row.ground(says), explain)
        return Duty(regime=regime, admissible=None, because=because, duties=duties, missing=(asked,))
    stands = law != "gdpr" or bool(request.basis)
    says = "its basis and safeguards are there" if stands else "it has no basis in contract, law or consent"
    return Duty(regime=regime, admissible=stands, because=(row.ground(says), explain), duties=duties)
