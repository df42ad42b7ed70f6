"""China's Postal Law of 2015: mail of the universal service that is posted and addressed inside China.

Decides what the post owes for receipted, insured and ordinary mail: the insured sum, up to three times the
postage where nothing was insured, nothing for plain letters; that ceiling falls with intent or gross
negligence and where it was not shown prominently. An inquiry must be made within a year. Couriers and all
mail outside the universal service stand under civil law (`china_civil`). Beside it: docs/law/china_post.md.

>>> applies(Facts()).applies
False
"""

from datetime import date

from msgspec import Struct

from makewhole.because import Because, Ground
from makewhole.law import cover, days, rows, sums
from makewhole.law.conclusion import Deadline, Missing, Owed, Scope
from makewhole.law.facts import CARRIER_CLAIMS, Facts, Sum
from makewhole.money import NoRate, Rates

NAME = "CN_POSTAL_LAW"
_ROWS = rows.table("china_post")
_UNIVERSAL = Missing(
    "carriage.universal_service",
    "Was it mail of the universal postal service (letters, parcels to 10 kg, printed matter)?",
    {"yes": "chapter V of the Postal Law governs", "no": "civil law governs, as for couriers"},
)
_RECEIPT = Missing(
    "carriage.receipted",
    "Did the post give a receipt for the item?",
    {"yes": "up to three times the postage", "no": "nothing, save for intent or gross negligence"},
)
_SHOWN = Missing(
    "carriage.terms.displayed",
    "Was the limit shown prominently at the counter and on the receipt?",
    {"yes": "three times the postage at most", "no": "the whole loss"},
)
_POSTAGE = Missing("carriage.charges", "What was the postage?", {"a sum": "three times it is the most"})
_WHOLE = Missing(
    "loss.value_whole", "What was the whole item worth?", {"a sum": "the insured part of the loss is paid"}
)
_EXCUSES = {
    "force_majeure": "force majeure",
    "inherent_vice": "the nature of the contents or normal wear",
    "sender_fault": "the sender's or addressee's own fault",
}
_UNSURE = ("storm", "act_of_god", "war", "strike", "public_authority", "quarantine", "terrorism", "fire")
"""Causes that may or may not be force majeure."""


class _Sum(Struct, frozen=True):
    payable: Sum | None
    because: Because
    missing: tuple[Missing, ...] = ()
    limit: Sum | None = None


def applies(facts: Facts) -> Scope:
    """Whether chapter V governs: universal-service mail inside China."""
    carriage, row = facts.carriage, _ROWS.rule("scope")
    inside = carriage.origin == carriage.destination == "CN"
    if facts.claim not in (None, *CARRIER_CLAIMS) or not carriage.by_post or not inside:
        return Scope(False, ())
    if carriage.universal_service is None and carriage.service not in ("ems", "express"):
        return Scope(None, (), (_UNIVERSAL,))
    if not carriage.universal_service:
        return Scope(False, (row.ground("outside the universal service: civil law governs"),))
    return Scope(True, (row.ground("mail of the universal service inside China"),))


def notice_by(facts: Facts) -> Deadline:
    """The last day for an inquiry: a year from posting."""
    posted = facts.carriage.accepted_on
    row = _ROWS.rule("inquiry_years")
    if posted is None:
        return Deadline(None, (row.ground("an inquiry is made within a year of posting"),))
    by = days.years_after(posted, int(row.value or 0))
    return Deadline(by, (row.ground(f"inquiry until {by}", posted=str(posted)),))


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the post owes on the day `now`; call it where `applies` says yes."""
    notice, loss = notice_by(facts), facts.loss
    late = notice.by is not None and (loss.claimed_on or now) > notice.by
    found = _sum(facts, rates, facts.settled_on or now)
    excused = _excused(facts)
    payable, missing = found.payable, found.missing
    if late or excused:
        payable, missing = cover.nothing(loss.value), ()
    liable = None if missing else (not late and not excused and payable != cover.nothing(loss.value))
    doubts = _doubts(facts)
    ended = (_ROWS.rule("inquiry_years").ground("no inquiry in time: liability has ended"),) if late else ()
    return Owed(
        admissible=not late,
        liable=liable,
        limit=found.limit,
        limit_breakable=True,
        payable=payable,
        payer="postal operator",
        payees=("sender",),
        notice_period="1 years",
        missing=missing,
        doubts=doubts,
        defence=f"{loss.cause}: holds" if excused else None,
        because=(*notice.because, *ended, *excused, *(() if excused else found.because)),
    )


def _doubts(facts: Facts) -> tuple[str, ...]:
    insured, loss = facts.carriage.insured, facts.loss
    if loss.cause in _UNSURE and insured is None:
        return (f"{loss.cause.replace('_', ' ')} excuses only as force majeure: taken as not proved",)
    if loss.kind == "delay":
        return ("delay is outside this chapter: a person decides",)
    if insured is None or loss.value is None or type(insured) is not type(loss.value):
        return ()
    if loss.kind == "loss" and cover.units(insured) > cover.units(loss.value):
        return ("insured for more than it was worth: a person decides",)
    return ()


def _excused(facts: Facts) -> Because:
    cause = facts.loss.cause
    if cause not in _EXCUSES or (cause == "force_majeure" and facts.carriage.insured is not None):
        return ()
    return (_ROWS.rule("exclusions").ground(f"the post does not answer for it: {_EXCUSES[cause]}"),)


def _sum(facts: Facts, rates: Rates, on: date) -> _Sum:
    """The sum before time limits and excuses."""
    carriage, loss = facts.carriage, facts.loss
    if loss.kind is None:
        return _Sum(None, (), (cover.KIND,))
    if loss.kind == "delay":
        return _Sum(None, (_ROWS.rule("scope").ground("the chapter gives nothing for delay"),))
    if carriage.insured is not None:
        return _insured(facts, rates, on)
    gross = loss.grave or loss.conduct == "gross_negligence"
    if not gross and carriage.receipted is None and carriage.service != "registered":
        return _Sum(None, (), (_RECEIPT,))
    if not gross and carriage.receipted is False and carriage.service != "registered":
        row = _ROWS.rule("ordinary")
        return _Sum(cover.nothing(loss.value), (row.ground("ordinary mail: the post does not answer"),))
    if gross or carriage.terms.displayed is False:
        return _uncapped(facts, gross)
    return _three_times(facts, rates, on)


def _insured(facts: Facts, rates: Rates, on: date) -> _Sum:
    """Insured: the insured sum for a total loss, else the loss in proportion."""
    carriage, loss, row = facts.carriage, facts.loss, _ROWS.rule("insured")
    insured = carriage.insured
    if insured is None or loss.kind == "loss":
        return _Sum(insured, (row.ground("insured and lost: the insured sum"),), (), insured)
    if loss.value is None or loss.value_whole is None:
        asked = (*(() if loss.value else (cover.VALUE,)), *(() if loss.value_whole else (_WHOLE,)))
        return _Sum(None, (), asked)
    part = sums.alike(insured, loss.value, rates, on)
    whole = sums.alike(loss.value_whole, loss.value, rates, on)
    if isinstance(part, NoRate) or isinstance(whole, NoRate):
        none = part if isinstance(part, NoRate) else whole
        return _Sum(None, (), (cover.rate_question(none),)) if isinstance(none, NoRate) else _Sum(None, ())
    share, of = cover.units(part), cover.units(whole)
    paid = loss.value.share(share, of) if share < of else loss.value
    says = "insured and partly lost: the loss in the proportion of insured sum to value"
    return _Sum(paid, (row.ground(says),), (), insured)


def _uncapped(facts: Facts, gross: bool) -> _Sum:
    row = _ROWS.rule("cap_lost")
    if facts.loss.value is None:
        return _Sum(None, (), (cover.VALUE,))
    says = "intent or gross negligence: no ceiling" if gross else "the ceiling was not shown: it falls"
    return _Sum(facts.loss.value, (row.ground(says),))


def _three_times(facts: Facts, rates: Rates, on: date) -> _Sum:
    """Not insured: the loss up to three times the postage; for a registered letter exactly that."""
    carriage, loss, row = facts.carriage, facts.loss, _ROWS.rule("postage_times")
    if carriage.charges is None:
        return _Sum(None, (), (_POSTAGE,))
    most = carriage.charges.share(int(row.value or 0), 1)
    if carriage.service == "registered":
        letter = _ROWS.rule("registered_letter")
        return _Sum(most, (letter.ground("a registered letter: three times the postage"),), (), most)
    if loss.value is None:
        return _Sum(None, (), (cover.VALUE,), most)
    ceiling = sums.alike(most, loss.value, rates, on)
    if isinstance(ceiling, NoRate):
        return _Sum(None, (), (cover.rate_question(ceiling),), most)
    held = cover.below(ceiling, loss.value)
    if held and carriage.terms.displayed is None:
        return _Sum(None, (), (_SHOWN,), most)
    grounds: list[Ground] = [row.ground(f"not insured: up to three times the postage, {most.text()}")]
    return _Sum(ceiling if held else loss.value, tuple(grounds), (), most)
