"""What the Universal Postal Convention gives for an item by its service, before time limits and exclusions.

Decides the fixed sums and ceilings for registered, insured and ordinary-parcel items, and the postage that
comes on top; who pays, until when and what excuses is `law.upu`.

>>> from makewhole.law.facts import Facts
>>> from makewhole.money import NoRates
>>> indemnity(Facts(), NoRates(), date(2026, 3, 1)).missing[0].fact
'carriage.service'
"""

from datetime import date

from msgspec import Struct

from makewhole.because import Because
from makewhole.law import cover, rows, sums
from makewhole.law.conclusion import Missing
from makewhole.law.facts import Facts, Sum
from makewhole.money import SDR, NoRate, Rates

_ROWS = rows.table("upu")
_COVERED = ("registered", "insured", "ordinary_parcel")
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
_INSURED = Missing("carriage.insured", "For how much was it insured?", {"a sum": "is the ceiling"})


class Indemnity(Struct, frozen=True):
    """The limit and the sum of one item, and what is missing to know them."""

    limit: SDR | None
    payable: Sum | None
    because: Because
    missing: tuple[Missing, ...] = ()


def indemnity(facts: Facts, rates: Rates, on: date) -> Indemnity:
    """Limit and sum by service, before time limits and exclusions; missing facts where they matter."""
    service, loss = facts.carriage.service, facts.loss
    if service not in _COVERED:
        return Indemnity(None, None, (), (_SERVICE,))
    if loss.kind is None:
        return Indemnity(None, None, (), (cover.KIND,))
    limit, because, missing = _limit(facts, rates, on)
    if limit is None:
        return Indemnity(None, None, because, missing)
    if service == "registered" and _total(facts):
        return _flat(facts, limit, because, rates, on)
    if loss.value is None:
        return Indemnity(limit, None, because, (*missing, cover.VALUE))
    capped = sums.capped(loss.value, limit, rates, on)
    if isinstance(capped, NoRate):
        return Indemnity(limit, None, because, (cover.rate_question(capped),))
    partial = {"registered": "registered_partial", "ordinary_parcel": "parcel_partial", "insured": "insured"}
    if not _total(facts):
        because = (*because, _ROWS.rule(partial[service]).ground("the actual damage, within the limit"))
    if loss.consequential is not None:
        says = "lost profit and other remote loss are left out"
        because = (*because, _ROWS.rule("consequential").ground(says))
    return _with_charges(facts, limit, capped[0], because, rates, on)


def _total(facts: Facts) -> bool:
    """Whether all of it is lost, stolen or spoilt."""
    loss = facts.loss
    return loss.kind == "loss" or (loss.value is not None and loss.value == loss.value_whole)


def _flat(facts: Facts, limit: SDR, because: Because, rates: Rates, on: date) -> Indemnity:
    """The flat sum, or the smaller one that the sender asks for."""
    asked = facts.loss.asked
    if asked is None:
        return _with_charges(facts, limit, limit, because, rates, on)
    capped = sums.capped(asked, limit, rates, on)
    if isinstance(capped, NoRate):
        return Indemnity(limit, None, because, (cover.rate_question(capped),))
    says = "no more than the sender asks for"
    because = (*because, _ROWS.rule("asked").ground(says))
    return _with_charges(facts, limit, capped[0], because, rates, on)


def _limit(facts: Facts, rates: Rates, on: date) -> tuple[SDR | None, Because, tuple[Missing, ...]]:
    carriage = facts.carriage
    if carriage.service == "registered":
        row = _ROWS.rule("registered_sdr")
        limit = SDR.of(str(row.value))
        return limit, (row.ground(f"registered: {limit.text()}, whatever it was worth"),), ()
    if carriage.service == "ordinary_parcel":
        base, per_kg, grams = (
            _ROWS.rule("parcel_base_sdr"),
            _ROWS.rule("parcel_per_kg_sdr"),
            carriage.concerned_grams(),
        )
        value = facts.loss.value
        if grams is None and not (isinstance(value, SDR) and value <= SDR.of(str(base.value))):
            return None, (), (cover.WEIGHT,)
        grams = grams or 0
        limit = SDR.of(str(base.value)) + sums.by_weight(str(per_kg.value), grams)
        says = f"parcel of {grams} g: {base.value} and {per_kg.value} for each kilogram, {limit.text()}"
        return limit, (base.ground(says, grams=grams), per_kg.ground("pro rata to the gram")), ()
    if carriage.insured is None:
        return None, (), (_INSURED,)
    insured = sums.in_sdr(carriage.insured, rates, on)
    if isinstance(insured, NoRate):
        return None, (), (cover.rate_question(insured),)
    return insured, (_ROWS.rule("insured").ground("insured: the real loss up to the insured value"),), ()


def _with_charges(
    facts: Facts, limit: SDR, payable: Sum, because: Because, rates: Rates, on: date
) -> Indemnity:
    """Charges are repaid on a total loss, never the insurance fee, never on partial damage."""
    if not _total(facts) or facts.carriage.charges is None:
        return Indemnity(limit, payable, because)
    charges = sums.alike(facts.carriage.charges, payable, rates, on)
    if isinstance(charges, NoRate):
        return Indemnity(limit, None, because, (cover.rate_question(charges),))
    says = "postage is repaid on a total loss, without any insurance fee"
    whole = cover.added(payable, charges)
    return Indemnity(limit, whole, (*because, _ROWS.rule("charges").ground(says)))
