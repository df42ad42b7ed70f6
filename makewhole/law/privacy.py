"""Privacy law where it meets a claim: GDPR, the UK's version of it, China's PIPL, and California's rules.

Decides what becomes of a request for erasure while a claim or a duty to keep runs, whether a decision taken
without a person may stand and what it needs, by when a request, a complaint or a breach is answered for, and
whether data may leave the country. What the data are and where they lie is no matter of
this module. Rows in `tables/privacy.toml`; beside it: docs/law/privacy.md.

>>> owed(Request(country="FR", kind="access", received_on=date(2026, 3, 2)), date(2026, 3, 5)).answer_by
datetime.date(2026, 4, 2)
"""

from datetime import date

from makewhole.because import Ground
from makewhole.law import counting, privacy_more, rows
from makewhole.law.conclusion import Deadline, Missing, Scope
from makewhole.law.privacy_request import KINDS, NAMES, Duty, Request, law_of

__all__ = ["KINDS", "NAMES", "Duty", "Request", "applies", "law_of", "notice_by", "owed"]

_ROWS = rows.table("privacy")
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


def applies(request: Request) -> Scope:
    """Whether one of the three laws protects this person."""
    if request.country is None:
        asked = Missing("privacy.country", "Where does the person live?", {"a country": "its law governs"})
        return Scope(None, (), (asked,))
    law = law_of(request.country, request.state)
    if law is None:
        return Scope(False, ())
    row = _ROWS.rule(f"{law}_automated")
    return Scope(True, (row.ground(f"a person who lives in {request.country}"),))


def notice_by(request: Request) -> Deadline:
    """The last day to answer a request; PIPL says "in good time" and sets no day."""
    law = law_of(request.country or "", request.state)
    row = _ROWS.find(f"{law}_answer", request.received_on or date.min) if law else None
    if row is None or request.received_on is None:
        return Deadline(None, ())
    counted = counting.last_day(str(row.value), request.received_on)
    first = row.ground(f"an answer within one month: by {counted.by}")
    longer = _ROWS.find(f"{law}_longer", request.received_on) if request.complex else None
    if longer is None:
        return Deadline(counted.by, (first,))
    by = counting.last_day(str(longer.value), request.received_on).by
    says = f"complex: two months more, until {by}, and the person is told why by {counted.by}"
    return Deadline(by, (first, longer.ground(says)))


def owed(request: Request, on: date) -> Duty:
    """What the law asks on the day `on`."""
    scope = applies(request)
    law = law_of(request.country or "", request.state)
    covered = law != "ccpa" or (request.kind == "decision" and _ROWS.rule("ccpa_automated").holds(on))
    if law is None or not covered:
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
    if request.kind == "decision":
        return _decision(request, law, on)
    if request.kind == "transfer":
        return privacy_more.transfer(request, law, on)
    return privacy_more.answered(request, law, on, notice_by(request))


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
    if law == "ccpa":
        return privacy_more.california(row)
    scored = "a score that the decision draws on strongly is itself the decision"
    alone = scored if request.score_decides else "a machine decided alone"
    if request.solely_automated is False and not request.score_decides:
        return Duty(regime=regime, admissible=True, because=(row.ground("a person took part in deciding"),))
    if request.significant_effect is None:
        return Duty(regime=regime, admissible=None, because=(row.ground(alone),), missing=(_EFFECT,))
    if not request.significant_effect:
        says = "no legal or similarly strong effect: the rule does not reach it"
        return Duty(regime=regime, admissible=True, because=(row.ground(says),))
    explain = _ROWS.at(f"{law}_explain", on).ground("how it came about is explained on request")
    duties = ("let a person look who may change it", "hear the person", "explain what was really applied")
    if request.human_review is None:
        because = (row.ground(alone), explain)
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
