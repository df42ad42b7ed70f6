"""Which instrument governs a claim: whose claim it is, whether it is post, which leg, then the mode's list.

The lists below are the register of instruments, each asked in order by its verb `applies`: the first that
says yes governs, one that cannot tell says what is missing, and the end of a list is national law, which is
named and given no figure. To add an instrument, put its module (NAME, `applies`, `notice_by`, `owed`) into
the list of its mode. Nothing is assumed: an unknown on the way is what is missing.

>>> pick(Facts(claim="sender_v_carrier", carriage=Carriage(postal=False))).missing[0].fact
'carriage.mode'
"""

from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import Protocol

from msgspec import Struct

from makewhole.because import Because, Ground
from makewhole.law import (
    carmack,
    china_aviation,
    china_civil,
    china_ecommerce,
    china_maritime,
    china_post,
    cim,
    cmr,
    cogsa,
    consumer,
    cover,
    hague,
    hague_1955,
    hague_visby,
    hamburg,
    hgb,
    montreal,
    mp4,
    multimodal,
    rows,
    smgs,
    terms,
    upu,
    warsaw_1929,
)
from makewhole.law.conclusion import Deadline, Missing, Owed, Scope
from makewhole.law.facts import Carriage, Facts
from makewhole.money import Rates


class Instrument(Protocol):
    """The verbs of an instrument, which a module of this package has as its functions.

    `notice_by` and `owed` are called only where `applies` (or `multimodal`) gave the claim to it.
    """

    __name__: str
    """The module's own name; its last part is that of its table."""
    NAME: str
    """The regime's name in capitals; `Owed.regime` may give another, as by version."""

    def applies(self, facts: Facts) -> Scope:
        """Whether it governs; None where a missing fact would tell."""
        ...

    def notice_by(self, facts: Facts) -> Deadline:
        """Until when somebody must have complained."""
        ...

    def owed(self, facts: Facts, rates: Rates, now: date) -> Owed:
        """What is owed on the day `now`."""
        ...


SALE: tuple[Instrument, ...] = (consumer, china_ecommerce)
BY_MODE: Mapping[str, tuple[Instrument, ...]] = {
    "post": (upu, china_post, china_civil, terms),
    "air": (montreal, mp4, hague_1955, warsaw_1929, china_aviation),
    "road": (cmr, carmack),
    "rail": (cim, smgs, carmack),
    "sea": (china_maritime, cogsa, hague_visby, hamburg, hague),
    "inland_waterway": (),
}
"""The register: for each mode its instruments, treaties before national law."""
ANY_MODE: tuple[Instrument, ...] = (hgb, china_civil)
"""National law that does not ask by what the goods were carried, after all others."""
BY_LAW: Mapping[str, Instrument] = {
    "hgb": hgb,
    "cn_civil": china_civil,
    "cn_maritime": china_maritime,
    "cn_maritime_2025": china_maritime,
}
"""Who answers where the leg is unknown, by the law that says so (see `multimodal.LAWS`)."""


def _since(instrument: Instrument) -> date:
    """From which day an instrument is on record here: its first row on scope or risk, else of all."""
    table = rows.table(instrument.__name__.rpartition(".")[2]).rows
    return min(row.since for row in ([row for row in table if row.name in ("scope", "risk")] or table))


_SINCE: Mapping[str, date] = {
    one.NAME: _since(one)
    for one in {*SALE, *ANY_MODE, *BY_LAW.values(), *chain.from_iterable(BY_MODE.values())} - {terms}
}
"""By the instrument's name; terms go by each row."""

NOT_COVERED = "NOT_COVERED"
UNKNOWN = "UNKNOWN"
_SOURCE = "what this version covers"
_CLAIM = Missing(
    "claim",
    "Who asks whom?",
    {
        "buyer_v_seller": "consumer law of the buyer's country",
        "sender_v_carrier or consignee_v_carrier": "the law of the carriage",
        "buyer_v_platform": "the marketplace's own guarantee",
    },
)


class Regime(Struct, frozen=True):
    """The pick: an instrument, or a name for why there is none, and what is missing to know.

    `facts`: as the instrument reads them, with the places of the leg it answers for.
    """

    name: str
    instrument: Instrument | None
    because: Because
    missing: tuple[Missing, ...] = ()
    facts: Facts | None = None


def pick(facts: Facts) -> Regime:
    """The regime of these facts; none where they are older than the instrument that would govern."""
    found = _pick(facts)
    since = _SINCE.get(found.instrument.NAME) if found.instrument is not None else None
    named = _first_day(facts)
    if since is None or named is None or named[1] >= since:
        return found
    field, day = named
    says = f"{field}: read {day}, but {found.name} is on record here from {since}: a person decides"
    return Regime(NOT_COVERED, None, (*found.because, Ground("law.regime", says, _SOURCE)))


def _first_day(facts: Facts) -> tuple[str, date] | None:
    """The day that says which law was in force, by the name of its field."""
    carriage = facts.carriage
    if facts.claim in ("buyer_v_seller", "buyer_v_platform"):
        return ("sale.contract_on", facts.sale.contract_on) if facts.sale.contract_on is not None else None
    if carriage.contract_on is not None:
        return "carriage.contract_on", carriage.contract_on
    if carriage.accepted_on is not None:
        return "carriage.accepted_on", carriage.accepted_on
    return ("loss.happened_on", facts.loss.happened_on) if facts.loss.happened_on is not None else None


def _pick(facts: Facts) -> Regime:
    if facts.claim is None:
        return Regime(UNKNOWN, None, (), (_CLAIM,))
    if facts.claim == "buyer_v_platform" or facts.basis == "terms":
        says = "these terms are not on record here: a person reads them"
        return _first((terms,), facts) or Regime(NOT_COVERED, None, (Ground("law.regime", says, _SOURCE),))
    if facts.claim == "buyer_v_seller":
        says = "the law of this sale is not yet covered: a person decides"
        return _first(SALE, facts) or Regime(NOT_COVERED, None, (Ground("law.regime", says, _SOURCE),))
    if facts.carriage.by_post is None:
        return Regime(UNKNOWN, None, (), (cover.POSTAL,))
    if facts.carriage.by_post:
        return _first(BY_MODE["post"], facts) or _national(facts, ())
    return _by_leg(facts)


def _by_leg(facts: Facts) -> Regime:
    leg = multimodal.governing(facts)
    if leg.missing:
        return Regime(UNKNOWN, None, leg.because, leg.missing)
    if leg.law is not None:
        instrument = BY_LAW.get(leg.law)
        name = multimodal.LAWS[leg.law]
        return Regime(name if instrument else NOT_COVERED, instrument, leg.because, (), leg.facts)
    if leg.mode is None:
        return _first(ANY_MODE, facts, leg.because) or Regime(UNKNOWN, None, leg.because, (cover.MODE,))
    asked = (*BY_MODE[leg.mode], *ANY_MODE)
    found = _first(asked, leg.facts, leg.because)
    if found is not None:
        return found
    noes = (ground for one in asked for ground in one.applies(leg.facts).because)
    return _national(leg.facts, (*leg.because, *noes))


def _first(instruments: tuple[Instrument, ...], facts: Facts, because: Because = ()) -> Regime | None:
    """The first that governs, or asks; the reasons of those before it are kept where it is reached."""
    for instrument in instruments:
        scope = instrument.applies(facts)
        because = (*because, *scope.because)
        if scope.applies is None:
            return Regime(UNKNOWN, None, because, scope.missing)
        if scope.applies:
            return Regime(instrument.NAME, instrument, because, (), facts)
    return None


def _national(facts: Facts, because: Because) -> Regime:
    """No instrument here covers it: said by name, never with a figure."""
    inside = _inside(facts.carriage)
    if inside is not None:
        says = f"carriage inside {inside}: its national law is not yet covered: a person decides"
        name = f"NATIONAL_LAW_{inside}"
    else:
        says = "no treaty here binds both ends: national law and the contract decide, through a person"
        name = "NATIONAL_LAW"
    return Regime(name, None, (*because, Ground("law.regime", says, _SOURCE)))


def _inside(carriage: Carriage) -> str | None:
    return carriage.origin if carriage.origin == carriage.destination else None
