"""Several legs under one contract: the law of the leg on which it happened, and who answers where none knows.

Known leg: that leg's own law. Unknown leg: pick-up and delivery under an air contract count as air (MC99 art.
18(4)), goods that never left the road vehicle as road (CMR art. 2), else the law of the contract says (HGB s.
452, China's Maritime Code and Civil Code). Which sum is then owed is the instrument's. Beside it:
docs/law/multimodal.md.

>>> governing(Facts(carriage=Carriage(mode="air", legs=("road", "air", "road")))).mode
'air'
"""

from dataclasses import replace

from msgspec import Struct

from makewhole.because import Because
from makewhole.law import rows
from makewhole.law.conclusion import Missing
from makewhole.law.facts import Carriage, Facts, Mode

LAWS = {
    "hgb": "HGB_452",
    "cn_maritime": "CN_MARITIME_CODE_1992",
    "cn_maritime_2025": "CN_MARITIME_CODE_2025",
    "cn_civil": "CN_CIVIL_CODE",
}
"""The laws that answer for an unknown leg, and the regime each makes."""
_BY_CONTRACT = ("air", "road")
"""Modes whose conventions go by the places of the whole contract, where the contract is of that mode."""
_AT_SEA_ALONE = ("perils_of_sea", "navigation_error", "unseaworthiness")
"""Causes that only the sea leg can have; CMR art. 2(1) leaves them to the law of that leg."""
_ROWS = rows.table("multimodal")
_LEG = Missing(
    "carriage.loss_leg",
    "On which leg did it happen?",
    {
        "a leg": "the law of that leg governs",
        "nobody knows": "the law of the contract says what then governs",
    },
)
_LAW = Missing(
    "carriage.governing_law",
    "Whose law governs the contract of carriage?",
    {
        "DE": "8.33 SDR for each kilogram (HGB s. 452)",
        "CN": "with a sea leg the maritime limits, without one the market price at the destination",
        "another": "a person decides",
    },
)
_STAYED = Missing(
    "carriage.stayed_on_vehicle",
    "Did the goods stay on the road vehicle all the way, as on a ferry?",
    {"yes": "road law governs the whole way", "no": "the leg on which it happened decides"},
)
_PLACES = Missing(
    "carriage.leg_origin",
    "In which country does that leg begin?",
    {"another than where it ends": "the convention of that mode", "the same": "its national law"},
)
_PLACE_TO = Missing("carriage.leg_destination", "In which country does that leg end?", _PLACES.answers)


class Leg(Struct, frozen=True, kw_only=True):
    """What governs: a mode, or a law for the unknown leg, or what is missing; and the facts of that leg."""

    facts: Facts
    mode: Mode | None = None
    law: str | None = None
    because: Because = ()
    missing: tuple[Missing, ...] = ()


def governing(facts: Facts) -> Leg:
    """The mode or law that governs a carriage that is no post."""
    carriage = facts.carriage
    modes = set(carriage.legs) | ({carriage.mode} if carriage.mode else set())
    if carriage.substitution_agreed and carriage.substituted_mode is not None and len(modes) == 1:
        return _agreed(facts, carriage.substituted_mode)
    if carriage.stayed_on_vehicle and "road" in modes and len(modes) > 1:
        peculiar = carriage.loss_leg == "sea" and facts.loss.cause in _AT_SEA_ALONE
        if not peculiar:
            return _on_vehicle(facts)
    through = carriage.loss_leg == "rail" and carriage.leg_origin is not None
    if carriage.loss_leg is not None and (len(modes) > 1 or carriage.mode != carriage.loss_leg or through):
        return _known(facts, carriage.loss_leg)
    if len(set(carriage.legs)) <= 1:
        return Leg(facts=facts, mode=carriage.mode or (carriage.legs[0] if carriage.legs else None))
    return _unknown(facts)


def _known(facts: Facts, mode: Mode) -> Leg:
    """The leg is known: its own law, by its own places where they are told."""
    carriage = facts.carriage
    name = {"DE": "known_leg_de", "CN": "known_leg_cn"}.get(carriage.governing_law or "", "known_leg")
    if name == "known_leg_cn" and "sea" in carriage.legs:
        name = "known_leg_cn_sea"
    because = (_ROWS.rule(name).ground(f"it happened on the {mode} leg, whose own law governs"),)
    if mode == carriage.mode and mode in _BY_CONTRACT:
        places = carriage
    elif carriage.leg_origin is None or carriage.leg_destination is None:
        if mode == "road" and carriage.mode != "road" and not carriage.treaties_common:
            return Leg(facts=facts, because=because, missing=(_PLACES, _PLACE_TO))
        places = carriage
    else:
        places = replace(carriage, origin=carriage.leg_origin, destination=carriage.leg_destination)
    leg = replace(places, mode=mode, loss_leg=None)
    return Leg(facts=replace(facts, carriage=leg), mode=mode, because=because)


def _agreed(facts: Facts, mode: Mode) -> Leg:
    """Another mode in place of the contracted one, with the sender's consent: the law of that mode."""
    other = replace(facts.carriage, mode=mode, substituted_mode=None)
    says = f"carried by {mode} with the sender's consent: the law of that mode"
    because = (_ROWS.rule("known_leg").ground(says),)
    return Leg(facts=replace(facts, carriage=other), mode=mode, because=because)


def _on_vehicle(facts: Facts) -> Leg:
    """The goods stayed on the road vehicle, and nothing that happens at sea alone was the cause."""
    says = "the goods stayed on the road vehicle: road law for the whole way"
    road = replace(facts.carriage, mode="road", legs=(), loss_leg=None)
    because = (_ROWS.rule("stayed_on_vehicle").ground(says),)
    return Leg(facts=replace(facts, carriage=road), mode="road", because=because)


def _unknown(facts: Facts) -> Leg:
    """Several modes, and nobody knows on which it happened."""
    carriage = facts.carriage
    if carriage.mode == "air":
        return Leg(facts=facts, mode="air")
    if carriage.governing_law == "DE":
        return _by("hgb", facts, "unknown_leg_de", "the leg is unknown: the general freight rules govern")
    if carriage.governing_law == "CN" and "sea" in carriage.legs:
        return _at_sea(facts, carriage)
    if carriage.governing_law == "CN":
        says = "the leg is unknown and none is by sea: the general rules of carriage govern"
        return _by("cn_civil", facts, "unknown_leg_cn", says)
    stayed = (_STAYED,) if carriage.mode == "road" and carriage.stayed_on_vehicle is None else ()
    law = (_LAW,) if carriage.governing_law is None else ()
    return Leg(facts=facts, missing=(*stayed, _LEG, *law))


def _at_sea(facts: Facts, carriage: Carriage) -> Leg:
    on = facts.loss.happened_on or carriage.starts_on()
    says = "the leg is unknown and one is by sea: the maritime limits govern"
    if on is not None and on >= _ROWS.rule("unknown_leg_cn_sea_2025").since:
        return _by("cn_maritime_2025", facts, "unknown_leg_cn_sea_2025", says)
    return _by("cn_maritime", facts, "unknown_leg_cn_sea", says)


def _by(law: str, facts: Facts, row: str, says: str) -> Leg:
    return Leg(facts=facts, law=law, because=(_ROWS.rule(row).ground(says),))
