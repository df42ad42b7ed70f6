"""Universal Postal Convention: items that the post carries from one country to another.

Decides what a designated operator owes for registered, insured and ordinary-parcel items: fixed sums and
ceilings that nothing breaks, an inquiry within six months of posting, and no indemnity at all for delay or
for plain packets and letters. Where China's own period for inquiries ends on another day, a person decides.
Beside it: docs/law/upu.md.

>>> applies(Facts(carriage=Carriage(postal=False))).applies
False
"""

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from makewhole.because import Because, Ground
from makewhole.law import cover, days, rows, sums
from makewhole.law.conclusion import Deadline, Missing, Owed, Scope
from makewhole.law.facts import CARRIER_CLAIMS, Carriage, Facts, Sum
from makewhole.money import SDR, NoRate, Rates

NAME = "UPU"
_ROWS = rows.table("upu")
_CHINA_POST = ("china post", "中国邮政")
_COVERED = ("registered", "insured", "ordinary_parcel")
_EXCLUDED = {
    "force_majeure": "force majeure",
    "public_authority": "seized by an authority",
    "sender_fault": "the sender's own fault",
    "inherent_vice": "the nature of the contents",
}
_SERVICE = Missing(
    "carriage.service",
    "Which postal service was it?",
    {
        "registered": "a flat sum for loss",
        "ordinary_parcel": "up to a sum by weight",
        "insured": "the real loss up to the insured value",
        "small_packet or letter": "no indemnity by the Convention",
        "ems": "the operator's own terms: a person decides",
    },
)
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
_INSURED = Missing("carriage.insured", "For how much was it insured?", {"a sum": "is the ceiling"})


class _Indemnity(Struct, frozen=True):
    limit: SDR | None
    payable: Sum | None
    because: Because
    missing: tuple[Missing, ...] = ()


def applies(facts: Facts) -> Scope:
    """Whether the postal acts govern: a postal item between two countries."""
    carriage = facts.carriage
    row = _ROWS.latest("scope")
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
        return Deadline(None, (_ROWS.latest("no_indemnity").ground("no inquiry leads to a payment"),))
    if carriage.accepted_on is None:
        return Deadline(None, (), (_POSTED,))
    row = _ROWS.latest("inquiry_months")
    by = days.months_after(carriage.accepted_on, int(row.value or 0))
    grounds = [row.ground(f"inquiry until {by}", posted=str(carriage.accepted_on), months=row.value)]
    national = national_by(carriage)
    if national is None:
        return Deadline(by, tuple(grounds))
    grounds.append(_ROWS.latest("cn_inquiry_days").ground(f"China's own period ends on {national}"))
    return Deadline(min(by, national), tuple(grounds))


def national_by(carriage: Carriage) -> date | None:
    """The end of China's own period for inquiries, for items that China Post took in."""
    chinese = (carriage.operator or "").casefold() in _CHINA_POST
    if carriage.origin != "CN" or not chinese or carriage.accepted_on is None:
        return None
    return days.days_after(carriage.accepted_on, int(_ROWS.latest("cn_inquiry_days").value or 0))


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the postal operators owe on the day `now`; call it where `applies` says yes."""
    name = f"{NAME}+CN_POSTAL_LAW" if national_by(facts.carriage) is not None else NAME
    return replace(_owed(facts, rates, now), regime=name)


def _owed(facts: Facts, rates: Rates, now: date) -> Owed:
    loss = facts.loss
    notice = notice_by(facts)
    payees = ("consignee",) if loss.kind in ("damage", "shortage") else ("sender",)
    payer = "destination postal operator" if payees == ("consignee",) else "origin postal operator"
    none = _no_indemnity(facts)
    if none is not None:
        zero = cover.nothing(loss.value)
        return Owed(admissible=False, liable=False, payable=zero, payer=payer, because=(none,))
    indemnity = _indemnity(facts, rates, facts.settled_on or now)
    missing = tuple(dict.fromkeys((*notice.missing, *indemnity.missing)))
    late, why, gate_missing = _inquiry(facts, now)
    if why == "conflict":
        return Owed(
            admissible=None,
            liable=None,
            limit=indemnity.limit,
            payer=payer,
            because=(*notice.because, _ROWS.latest("cn_priority").ground("the two periods differ here")),
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
        defence=f"{facts.loss.cause or 'prohibited_goods'}: holds" if excluded else None,
        because=(*grounds, _ROWS.latest("payer").ground(f"paid by the {payer} to the {payees[0]}")),
    )


def _no_indemnity(facts: Facts) -> Ground | None:
    if facts.loss.kind == "delay":
        return _ROWS.latest("delay").ground("the Convention gives nothing for delay")
    if facts.carriage.service in ("small_packet", "letter"):
        says = "neither registered nor insured nor a parcel: the Convention gives nothing"
        return _ROWS.latest("no_indemnity").ground(says)
    return None


def _inquiry(facts: Facts, now: date) -> tuple[bool, str, tuple[Missing, ...]]:
    """Whether the inquiry is late, whether two periods conflict over it, and what is unknown."""
    carriage, loss = facts.carriage, facts.loss
    if carriage.accepted_on is None:
        return False, "", ()
    by = days.months_after(carriage.accepted_on, int(_ROWS.latest("inquiry_months").value or 0))
    national = national_by(carriage)
    asked = loss.claimed_on or now
    if national is not None and min(by, national) < asked <= max(by, national):
        return False, "conflict", ()
    if asked <= by:
        return False, "", ()
    return (True, "late", ()) if loss.claimed_on or loss.notice == "not_sent" else (False, "", (_INQUIRED,))


def _unreserved(facts: Facts) -> tuple[Missing, ...]:
    """What is unknown of the reservation that damaged or incomplete items need."""
    open_one = facts.loss.kind in ("damage", "shortage") and facts.loss.reserved_at_delivery is None
    return (_RESERVED,) if open_one else ()


def _reserved(facts: Facts) -> Because:
    if facts.loss.kind not in ("damage", "shortage") or not facts.loss.reserved_at_delivery:
        return ()
    return (_ROWS.latest("reservation").ground("it was noted at delivery or shown without delay"),)


def _excluded(facts: Facts) -> Because:
    row, loss = _ROWS.latest("exclusions"), facts.loss
    if loss.kind in ("damage", "shortage") and loss.reserved_at_delivery is False:
        return (_ROWS.latest("reservation").ground("handed over without a reservation: liability ended"),)
    if loss.prohibited_goods:
        return (row.ground("the contents are prohibited"),)
    if loss.cause in _EXCLUDED and facts.carriage.service != "insured":
        return (row.ground(f"liability is excluded: {_EXCLUDED[loss.cause]}"),)
    if loss.cause in ("public_authority", "sender_fault", "inherent_vice"):
        return (row.ground(f"liability is excluded: {_EXCLUDED[loss.cause]}"),)
    return ()


def _indemnity(facts: Facts, rates: Rates, on: date) -> _Indemnity:
    """Limit and sum by service, before time limits and exclusions; missing facts where they matter."""
    service, loss = facts.carriage.service, facts.loss
    if service not in _COVERED:
        return _Indemnity(None, None, (), (_SERVICE,))
    if loss.kind is None:
        return _Indemnity(None, None, (), (cover.KIND,))
    limit, because, missing = _limit(facts, rates, on)
    if limit is None:
        return _Indemnity(None, None, because, missing)
    if service == "registered" and loss.kind == "loss":
        return _with_charges(facts, limit, limit, because, rates, on)
    if loss.value is None:
        return _Indemnity(limit, None, because, (*missing, cover.VALUE))
    capped = sums.capped(loss.value, limit, rates, on)
    if isinstance(capped, NoRate):
        return _Indemnity(limit, None, because, (cover.rate_question(capped),))
    partial = {"registered": "registered_partial", "ordinary_parcel": "parcel_partial", "insured": "insured"}
    if loss.kind != "loss":
        because = (*because, _ROWS.latest(partial[service]).ground("the actual damage, within the limit"))
    if loss.consequential is not None:
        says = "lost profit and other remote loss are left out"
        because = (*because, _ROWS.latest("consequential").ground(says))
    return _with_charges(facts, limit, capped[0], because, rates, on)


def _limit(facts: Facts, rates: Rates, on: date) -> tuple[SDR | None, Because, tuple[Missing, ...]]:
    carriage = facts.carriage
    if carriage.service == "registered":
        row = _ROWS.latest("registered_sdr")
        limit = SDR.of(str(row.value))
        return limit, (row.ground(f"registered: {limit.text()}, whatever it was worth"),), ()
    if carriage.service == "ordinary_parcel":
        base, per_kg, grams = (
            _ROWS.latest("parcel_base_sdr"),
            _ROWS.latest("parcel_per_kg_sdr"),
            carriage.concerned_grams(),
        )
        if grams is None:
            return None, (), (cover.WEIGHT,)
        limit = SDR.of(str(base.value)) + sums.by_weight(str(per_kg.value), grams)
        says = f"parcel of {grams} g: {base.value} and {per_kg.value} for each kilogram, {limit.text()}"
        return limit, (base.ground(says, grams=grams), per_kg.ground("pro rata to the gram")), ()
    if carriage.insured is None:
        return None, (), (_INSURED,)
    insured = sums.in_sdr(carriage.insured, rates, on)
    if isinstance(insured, NoRate):
        return None, (), (cover.rate_question(insured),)
    return insured, (_ROWS.latest("insured").ground("insured: the real loss up to the insured value"),), ()


def _with_charges(
    facts: Facts, limit: SDR, payable: Sum, because: Because, rates: Rates, on: date
) -> _Indemnity:
    """Charges are repaid on a total loss, never the insurance fee, never on partial damage."""
    if facts.loss.kind != "loss" or facts.carriage.charges is None:
        return _Indemnity(limit, payable, because)
    charges = sums.alike(facts.carriage.charges, payable, rates, on)
    if isinstance(charges, NoRate):
        return _Indemnity(limit, None, because, (cover.rate_question(charges),))
    says = "postage is repaid on a total loss, without any insurance fee"
    whole = cover.added(payable, charges)
    return _Indemnity(limit, whole, (*because, _ROWS.latest("charges").ground(says)))
