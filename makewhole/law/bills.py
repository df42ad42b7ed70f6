"""Which law of the sea governs: a port's mandatory law, the bill's own clause, or the treaty of its place.

Each excludes the others, so they are asked together; where two courts would answer differently, the court
is what is missing. Decides no sum. Beside it: docs/law/hague_visby.md.

>>> choose(Facts(carriage=Carriage(mode="sea", postal=False, origin="DE", destination="US"))).law
'us_cogsa'
"""

from datetime import date

from msgspec import Struct

from makewhole.because import Because
from makewhole.law import cover, parties, rows
from makewhole.law.conclusion import Missing, Scope
from makewhole.law.facts import CARRIER_CLAIMS, Carriage, Facts

CHINA = "cn_maritime"
_NEW_CODE = date(2026, 5, 1)
_TREATIES = ("hague_visby", "hague_1924", "hamburg", "us_cogsa")
_CLAUSE = Missing(
    "carriage.bill.clause",
    "Which rules does the bill of lading name in its paramount clause, and where was it issued?",
    {
        "hague_visby": "666.67 SDR a package or 2 a kilogram",
        "hamburg": "835 or 2.5",
        "us_cogsa": "500 dollars a package",
        "hague_1924": "100 pounds a package",
    },
)
_FORUM = Missing(
    "carriage.forum",
    "Before the courts of which country would it go? Each applies its own sea law.",
    {"CN": "China's Maritime Code", "US": "US COGSA", "another": "the treaty of that country"},
)


class Chosen(Struct, frozen=True, kw_only=True):
    """The law that governs, by the name of its treaty or CHINA; None with `missing`, or where none does."""

    law: str | None = None
    because: Because = ()
    missing: tuple[Missing, ...] = ()
    says: str = ""


def applies(facts: Facts, mine: str, table: rows.Table) -> Scope:
    """Whether this law of the sea governs."""
    carriage, row = facts.carriage, table.rule("scope")
    if facts.claim is not None and facts.claim not in CARRIER_CLAIMS:
        return Scope(False, (row.ground("a claim on the seller is no carriage claim"),))
    if carriage.by_post is not False:
        return cover.postal_scope(carriage, row)
    if carriage.mode != "sea":
        return cover.mode_scope(carriage, "sea", row)
    chosen = choose(facts)
    if chosen.missing:
        return Scope(None, (), chosen.missing)
    if chosen.law != mine:
        return Scope(False, ())
    deck = table.maybe("deck_outside")
    if deck is not None and carriage.bill is not None and carriage.bill.on_deck:
        says = "stated in the bill as carried on deck, and so carried: these rules leave it to the contract"
        return Scope(False, (deck.ground(says),))
    return Scope(True, (row.ground(chosen.says), *chosen.because))


def choose(facts: Facts) -> Chosen:
    """The law of the sea that governs this carriage."""
    carriage = facts.carriage
    on = carriage.starts_on() or facts.loss.happened_on or carriage.delivered_on
    mandatory = _mandatory(carriage, on)
    named = _named(carriage)
    if len(mandatory) > 1:
        return _by_forum(carriage, mandatory)
    if mandatory and carriage.forum in (None, mandatory[0][1]):
        law, port = mandatory[0]
        return Chosen(law=law, says=f"a port of {port} loads or discharges: its law is mandatory")
    if named is not None:
        return Chosen(law=named, says="the bill of lading or the parties name these rules")
    if carriage.governing_law == "CN":
        return Chosen(law=CHINA, says="Chinese law governs the contract")
    return _by_treaty(carriage, on or date.max)


def _named(carriage: Carriage) -> str | None:
    if carriage.bill is not None and carriage.bill.clause in _TREATIES:
        return carriage.bill.clause
    return next((treaty for treaty in _TREATIES if treaty in carriage.treaties_common), None)


def _mandatory(carriage: Carriage, on: date | None) -> list[tuple[str, str]]:
    """Laws that their country's port makes mandatory, with that country."""
    ports = {carriage.origin, carriage.destination}
    found = []
    if "CN" in ports and on is not None and on >= _NEW_CODE:
        found.append((CHINA, "CN"))
    if "US" in ports and len(ports) > 1 and None not in ports:
        found.append(("us_cogsa", "US"))
    return found


def _by_forum(carriage: Carriage, mandatory: list[tuple[str, str]]) -> Chosen:
    for law, country in mandatory:
        if carriage.forum == country:
            return Chosen(law=law, says=f"a court of {country} applies its own law to its ports")
    return Chosen(missing=(_FORUM,))


def _by_treaty(carriage: Carriage, on: date) -> Chosen:
    """By the states that are bound: shipment or issue for Hague-Visby, either port for Hamburg."""
    issued = carriage.bill.issued_in if carriage.bill is not None else None
    unknown = cover.missing_places(carriage, date.min)
    if unknown:
        return Chosen(missing=(_CLAUSE, *unknown))
    if carriage.origin == carriage.destination:
        return Chosen()
    shipped = [state for state in (carriage.origin, issued) if state is not None]
    ports = [state for state in (carriage.origin, carriage.destination, issued) if state is not None]
    visby = next((state for state in shipped if parties.bound("hague_visby", state, on)), None)
    hamburg = next((state for state in ports if parties.bound("hamburg", state, on)), None)
    if visby and hamburg and carriage.forum is not None:
        if parties.bound("hamburg", carriage.forum, on):
            visby = None
        elif parties.bound("hague_visby", carriage.forum, on):
            hamburg = None
    if visby and hamburg:
        return Chosen(missing=(_FORUM,))
    if visby:
        says = f"shipped from, or bill issued in, {visby}, which is bound"
        return Chosen(law="hague_visby", says=says, because=(parties.ground("hague_visby", visby),))
    if hamburg:
        says = f"a port of {hamburg}, which is bound"
        return Chosen(law="hamburg", says=says, because=(parties.ground("hamburg", hamburg),))
    return Chosen(missing=(_CLAUSE,))
