"""Universal Postal Convention: items that the post carries from one country to another.

Decides what a designated operator owes for registered, insured and ordinary-parcel items: fixed sums and
ceilings that nothing breaks, an inquiry within six months of posting, and no indemnity at all for delay or
for plain packets and letters. Where China's own period for inquiries ends on another day, a person decides.
Beside it: docs/law/upu.md.

>>> applies(Facts(carriage=Carriage(postal=False))).applies
False
"""

from datetime import date

from msgspec.structs import replace

from makewhole.because import Because, Ground
from makewhole.law import cover, days, rows, upu_indemnity
from makewhole.law.conclusion import Deadline, Missing, Owed, Scope
from makewhole.law.facts import CARRIER_CLAIMS, Carriage, Facts, Sum
from makewhole.money import Rates

NAME = "UPU"
_ROWS = rows.table("upu")
_CHINA_POST = ("china post", "中国邮政")
_EXCLUDED = {
    "force_majeure": "force majeure",
    "public_authority": "seized by an authority",
    "sender_fault": "the sender's own fault",
    "inherent_vice": "the nature of the contents",
}
_UNSURE = ("storm", "act_of_god", "war", "strike", "quarantine", "terrorism", "fire")
"""Causes that may or may not be force majeure."""
_POSTED = Missing(
    "carriage.accepted_on", "When was it posted?", {"a day": "the time for inquiry runs from it"}
)
_INQUIRED = Missing(
    "loss.claimed_on", "When was the inquiry made?", {"in time": "it stands", "later": "liability has ended"}
)
_RESERVED = Missing(
    "loss.reserved_at_delivery",
    "Was the damage noted at delivery, or shown to the post without delay?",
    {"yes": "the post answers for it", "no": "its liability ended with the delivery"},
)


def applies(facts: Facts) -> Scope:
    """Whether the postal acts govern: a postal item between two countries."""
    carriage = facts.carriage
    row = _ROWS.rule("scope")
    if facts.claim is not None and facts.claim not in CARRIER_CLAIMS:
        return Scope(False, (row.ground("a claim on the seller is no postal claim"),))
    if carriage.by_post is None:
        return Scope(None, (), (cover.POSTAL,))
    if not carriage.by_post:
        return Scope(False, (row.ground("no postal item"),))
    unknown = cover.missing_places(carriage, date.min)
    if unknown:
        return Scope(None, (), unknown)
    if carriage.origin == carriage.destination:
        return Scope(False, (row.ground("posted and addressed in one country: its own postal law governs"),))
    if carriage.service == "ems":
        return Scope(False, (row.ground("EMS follows the operators' own agreement and terms"),))
    return Scope(True, (row.ground("a postal item between two countries"),))


def notice_by(facts: Facts) -> Deadline:
    """The last day for an inquiry; no inquiry exists for items without indemnity."""
    carriage = facts.carriage
    if carriage.service in ("small_packet", "letter"):
        return Deadline(None, (_ROWS.rule("no_indemnity").ground("no inquiry leads to a payment"),))
    if carriage.accepted_on is None:
        return Deadline(None, (), (_POSTED,))
    row = _ROWS.rule("inquiry_months")
    by = days.months_after(carriage.accepted_on, int(row.value or 0))
    grounds = [row.ground(f"inquiry until {by}", posted=str(carriage.accepted_on), months=row.value)]
    national = national_by(carriage)
    if national is None:
        return Deadline(by, tuple(grounds))
    grounds.append(_ROWS.rule("cn_inquiry_days").ground(f"China's own period ends on {national}"))
    return Deadline(min(by, national), tuple(grounds))


def national_by(carriage: Carriage, *, maybe: bool = False) -> date | None:
    """The end of China's own period for inquiries, for items that China Post took in.

    `maybe`: also where nobody named the operator, which in China is as a rule China Post.
    """
    chinese = (carriage.operator or "").casefold() in _CHINA_POST or (maybe and carriage.operator is None)
    if carriage.origin != "CN" or not chinese or carriage.accepted_on is None:
        return None
    return days.days_after(carriage.accepted_on, int(_ROWS.rule("cn_inquiry_days").value or 0))


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the postal operators owe on the day `now`; call it where `applies` says yes."""
    name = f"{NAME}+CN_POSTAL_LAW" if national_by(facts.carriage) is not None else NAME
    found = _owed(facts, rates, now)
    return found if found.regime else replace(found, regime=name)


def _owed(facts: Facts, rates: Rates, now: date) -> Owed:
    loss = facts.loss
    notice = notice_by(facts)
    arrived = _came(facts)
    payees = ("consignee",) if arrived and not loss.addressee_waived else ("sender",)
    payer = "destination postal operator" if arrived else "origin postal operator"
    none = _no_indemnity(facts)
    if none is not None:
        zero = cover.nothing(loss.value)
        return Owed(admissible=False, liable=False, payable=zero, payer=payer, because=(none,))
    indemnity = upu_indemnity.indemnity(facts, rates, facts.settled_on or now)
    missing = tuple(dict.fromkeys((*notice.missing, *indemnity.missing)))
    late, why, gate_missing = _inquiry(facts, now)
    if why == "conflict":
        return Owed(
            admissible=None,
            liable=None,
            regime=f"{NAME}+CN_POSTAL_LAW",
            limit=indemnity.limit,
            payer=payer,
            because=(*notice.because, _ROWS.rule("cn_priority").ground("the two periods differ here")),
            doubts=("late by China's Postal Law, in time by the Convention: which prevails is open",),
        )
    missing = (*missing, *gate_missing, *_unreserved(facts))
    excluded = _excluded(facts)
    liable = None if missing else not late and not excluded
    payable: Sum | None = None
    if late or excluded:
        payable, missing, liable = cover.nothing(loss.value), (), False
    elif not missing:
        payable = indemnity.payable
    grounds = (*notice.because, *excluded, *_reserved(facts), *(() if excluded else indemnity.because))
    return Owed(
        admissible=not late if not gate_missing else None,
        liable=liable,
        limit=indemnity.limit,
        limit_breakable=False,
        payable=payable,
        payer=payer,
        payees=payees,
        missing=missing,
        doubts=_doubts(facts),
        defence=f"{facts.loss.cause or 'prohibited_goods'}: holds" if excluded else None,
        because=(*grounds, _ROWS.rule("payer").ground(f"paid by the {payer} to the {payees[0]}")),
    )


def _doubts(facts: Facts) -> tuple[str, ...]:
    """Causes that free the post only as force majeure, which insurance may cover."""
    cause = facts.loss.cause
    if cause not in _UNSURE:
        return ()
    return (f"{cause.replace('_', ' ')} excuses only as force majeure: taken as not proved",)


def _no_indemnity(facts: Facts) -> Ground | None:
    if facts.loss.kind == "delay":
        return _ROWS.rule("delay").ground("the Convention gives nothing for delay")
    if facts.carriage.service in ("small_packet", "letter"):
        says = "neither registered nor insured nor a parcel: the Convention gives nothing"
        return _ROWS.rule("no_indemnity").ground(says)
    return None


def _inquiry(facts: Facts, now: date) -> tuple[bool, str, tuple[Missing, ...]]:
    """Whether the inquiry is late, whether two periods conflict over it, and what is unknown."""
    carriage, loss = facts.carriage, facts.loss
    if carriage.accepted_on is None:
        return False, "", ()
    by = days.months_after(carriage.accepted_on, int(_ROWS.rule("inquiry_months").value or 0))
    national = national_by(carriage, maybe=True)
    asked = loss.claimed_on or now
    if national is not None and min(by, national) < asked <= max(by, national):
        return False, "conflict", ()
    if asked <= by:
        return False, "", ()
    return (True, "late", ()) if loss.claimed_on or loss.notice == "not_sent" else (False, "", (_INQUIRED,))


def _came(facts: Facts) -> bool:
    """Whether the item itself came, so that only its contents are damaged or gone."""
    return facts.loss.kind in ("damage", "shortage") or facts.carriage.delivered_on is not None


def _unreserved(facts: Facts) -> tuple[Missing, ...]:
    """What is unknown of the reservation that damaged or incomplete items need."""
    open_one = _came(facts) and facts.loss.reserved_at_delivery is None
    return (_RESERVED,) if open_one else ()


def _reserved(facts: Facts) -> Because:
    if not _came(facts) or not facts.loss.reserved_at_delivery:
        return ()
    return (_ROWS.rule("reservation").ground("it was noted at delivery or shown without delay"),)


def _excluded(facts: Facts) -> Because:
    row, loss = _ROWS.rule("exclusions"), facts.loss
    if _came(facts) and loss.reserved_at_delivery is False:
        return (_ROWS.rule("reservation").ground("handed over without a reservation: liability ended"),)
    if loss.prohibited_goods:
        return (row.ground("the contents are prohibited"),)
    if loss.claimant_fraud:
        return (row.ground("insured for more than it was worth, to defraud: liability has ended"),)
    if loss.cause in _EXCLUDED and facts.carriage.service != "insured":
        return (row.ground(f"liability is excluded: {_EXCLUDED[loss.cause]}"),)
    if loss.cause in ("public_authority", "sender_fault", "inherent_vice"):
        return (row.ground(f"liability is excluded: {_EXCLUDED[loss.cause]}"),)
    return ()
