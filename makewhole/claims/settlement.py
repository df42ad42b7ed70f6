"""What is offered on a claim: the better of the law and the seller's own terms, never decided alone against.

The machine may offer what was asked. It never says no: where nothing can be offered, where less than asked
would be (that is a refusal of the rest, and says so), where the two sides differ, where a rule it rests on
was not fully checked, a person is needed, with these reasons before them. What is recorded, sent or paid is
no matter of this module.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from makewhole.because import Because, Ground, Refused
from makewhole.claims import evidence, lawful, suspicion
from makewhole.claims.facts import ClaimFacts
from makewhole.claims.grade import DEFAULT, Clocks, Grade, Settings, clocks, grade
from makewhole.claims.terms import Case, Promise, Terms
from makewhole.law.assess import assess
from makewhole.law.conclusion import Assessment
from makewhole.money import Money, NoRate, Rates, convert

Verb = Literal["offer", "ask", "refer"]
_HOUSE = "house rule: the machine never refuses alone (GDPR art. 22)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision. `verb` is the step for the claim's state table. A decision needs a ground to exist.

    `offer` stands ready where `verb` is "offer"; where it is "refer" it is what the machine proposes to the
    person. `rest` is the refusal of what was asked beyond the offer.
    """

    law: Assessment
    promise: Promise
    offer: Money | None
    asked: Money
    full: bool
    grade: Grade
    verb: Verb
    needs: tuple[evidence.Needed, ...]
    suspicions: tuple[suspicion.Suspicion, ...]
    rest: Refused | None
    clocks: Clocks
    because: Because

    def __post_init__(self) -> None:
        if not self.because:
            raise ValueError("a decision needs at least one ground")

    @property
    def person_needed(self) -> bool:
        """Whether a person must act before anything is said to the claimant."""
        return self.verb == "refer"


def decide(
    facts: ClaimFacts, terms: Terms, rates: Rates, now: datetime, settings: Settings = DEFAULT
) -> Decision:
    """The decision on `facts` at `now` (aware UTC); the same facts give the same decision."""
    currency = facts.asked.currency
    law = assess(lawful.as_asked(facts, currency), rates, now, settings.accepted_rows)
    promise = _promised(facts, terms, now)
    needs = evidence.needed(facts)
    doubted = suspicion.suspect(facts)
    best = _best(facts, law, promise, rates, now)
    offer = None if needs else best.offer
    full = offer == facts.asked
    rest = _rest(facts, offer, best) if offer is not None and not full else None
    doubts = [] if needs else _doubts(facts, law, promise, best, full, settings)
    contested = _contested(facts)
    if needs and not facts.appealed:
        verb: Verb = "ask"
    else:
        verb = "refer" if doubts or doubted or contested or offer is None else "offer"
    graded = grade(contested=contested, doubtful=bool(doubts or doubted), offer=offer)
    return Decision(
        law=law,
        promise=promise,
        offer=offer,
        asked=facts.asked,
        full=full,
        grade=graded,
        verb=verb,
        needs=needs,
        suspicions=doubted,
        rest=rest,
        clocks=clocks(graded, facts.lodged_at, now, terms.appeal_within_days, settings),
        because=(
            *law.because,
            *promise.because,
            *best.because,
            *((rest.as_ground(),) if rest is not None else ()),
            *(one.as_ground() for one in doubted),
            *(Ground("settlement.person", why, _HOUSE) for why in doubts),
            *(Ground("settlement.evidence", f"still needed: {one.kind}", one.why) for one in needs),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Best:
    """The better of the two, what each gives in the currency asked, and the cap that was applied."""

    offer: Money | None
    by_law: Money | None
    by_terms: Money | None
    because: Because
    trouble: tuple[str, ...] = ()


def _promised(facts: ClaimFacts, terms: Terms, now: datetime) -> Promise:
    """The terms' promise; told too late, a person decides whether to keep it all the same."""
    due = facts.arrived_on or _due(facts)
    if due is not None and (facts.lodged_at.date() - due).days > terms.claim_within_days:
        why = f"told more than {terms.claim_within_days} days after it arrived or was due"
        cited = Ground(f"terms {terms.name} of {terms.version}", why, "the seller's published terms")
        return Promise(None, (cited,), why)
    where = facts.whereabouts
    return terms.promise(
        Case(
            facts={
                "problem": _problem(facts),
                "severity": facts.severity,
                "delivered": facts.delivered,
                "photos": evidence.photos_complete(facts),
                "silent_days": where.silent_days,
                "days_late": _days_late(facts, now),
                "lane": f"{facts.consignment.origin}-{facts.consignment.destination}",
                "service": facts.consignment.service,
            },
            value=facts.consignment.value,
            charges=facts.charges,
            part_value=facts.part_value,
        )
    )


def _problem(facts: ClaimFacts) -> str:
    """What the terms take the problem to be: lost is what tracking says, never what is only claimed."""
    if facts.problem not in ("late", "lost", "not_received"):
        return facts.problem
    if facts.whereabouts.problem == "lost":
        return "lost"
    return "not_received" if facts.problem == "lost" else facts.problem


def _best(facts: ClaimFacts, law: Assessment, promise: Promise, rates: Rates, now: datetime) -> _Best:
    trouble: list[str] = []
    currency = facts.asked.currency
    by_law = law.payable if law.status == "decided" else None
    by_terms = _in(promise.money, currency, rates, now, trouble)
    known = [money for money in (by_law, by_terms) if money is not None and money.minor > 0]
    if not known:
        says = "neither the law nor the terms give a sum by rule"
        return _Best(None, by_law, by_terms, (Ground("settlement.none", says, _HOUSE),), tuple(trouble))
    better = max(known, key=lambda money: money.minor)
    because = [
        Ground(
            "settlement.better",
            f"the better of the two for the claimant is {better.text()}",
            "house rule: law is the floor, terms may raise it",
            {
                "law": by_law.text() if by_law is not None else None,
                "terms": by_terms.text() if by_terms is not None else None,
            },
        )
    ]
    offer = min(better, facts.asked, key=lambda money: money.minor)
    if offer.minor < better.minor:
        says = f"no more than the {facts.asked.text()} that was asked"
        because.append(Ground("settlement.asked", says, "house rule: the offer ends at what is asked"))
    return _Best(offer, by_law, by_terms, tuple(because), tuple(trouble))


def _in(money: Money | None, currency: str, rates: Rates, now: datetime, trouble: list[str]) -> Money | None:
    if money is None or money.currency == currency:
        return money
    rate = rates.between(money.currency, currency, now.date())
    if isinstance(rate, NoRate):
        trouble.append(f"no rate from {money.currency} to {currency}: {rate.says}")
        return None
    if rate.stale:
        trouble.append(f"the rate is out of date: {rate.text()}")
    return convert(money, rate)


def _rest(facts: ClaimFacts, offer: Money, best: _Best) -> Refused:
    """The refusal of what was asked beyond the offer, in words, with the door to a person."""
    rest = facts.asked - offer
    value = facts.consignment.value
    if value is not None and value.currency == offer.currency and facts.asked.minor > value.minor:
        why = f"you asked for {facts.asked.text()}, and the goods cost {value.text()}"
    else:
        law = best.by_law.text() if best.by_law is not None else "no sum by rule"
        terms = best.by_terms.text() if best.by_terms is not None else "no sum by rule"
        why = f"the law gives {law} and our terms give {terms}"
    return Refused(
        "settlement.rest",
        f"this offers {offer.text()} of {facts.asked.text()} and refuses {rest.text()}: {why}",
        _HOUSE,
        "you may take the offer, or ask a person to look at the rest",
    )


def _doubts(
    facts: ClaimFacts,
    law: Assessment,
    promise: Promise,
    best: _Best,
    full: bool,
    settings: Settings,
) -> list[str]:
    """Why a person must confirm. An offer in full by the terms alone needs nobody, whatever the law adds."""
    doubts = list(best.trouble)
    if best.offer is None:
        doubts.append("nothing can be offered by rule, and only a person may refuse")
        return doubts
    by_terms_alone = best.by_terms is not None and best.by_terms.minor >= best.offer.minor
    if best.offer.minor > settings.simple_up_to.get(best.offer.currency, best.offer.minor):
        doubts.append(f"{best.offer.text()} is more than is paid without a hand")
    if by_terms_alone and full:
        return doubts
    doubts += [f"the law asks for a person: {why}" for why in law.doubts]
    if law.status == "needs_facts":
        doubts.append("the law may give more: " + "; ".join(one.question for one in law.missing))
    if law.status == "not_covered":
        doubts.append("the law on this is not covered yet")
    if law.unsettled_rows:
        doubts.append("it rests on rows nobody has confirmed: " + ", ".join(law.unsettled_rows))
    if not full and not settings.machine_offers_part:
        doubts.append("less than was asked is a refusal of the rest, and only a person may refuse")
    if not full and promise.unclear is not None:
        doubts.append(f"the terms may give more: {promise.unclear}")
    return doubts


def _contested(facts: ClaimFacts) -> bool:
    """Whether it is an appeal, or tracking says one thing and the claimant another."""
    return facts.appealed or (facts.problem in ("lost", "not_received") and facts.delivered is None)


def _due(facts: ClaimFacts) -> date | None:
    promised = facts.consignment.promised_by
    return promised.date() if isinstance(promised, datetime) else promised


def _days_late(facts: ClaimFacts, now: datetime) -> int | None:
    """Whole days after the promised day, to arrival or to now; None where no day was promised."""
    due = _due(facts)
    if due is None:
        return None
    until = facts.arrived_on or now.date()
    return max(0, (until - due).days)
