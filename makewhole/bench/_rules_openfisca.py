"""The rules of MC99 and CMR that the law's benchmark asks, written for openfisca-core.

Its own idiom: a parameter with its dates, a formula over arrays, whole cents in whole numbers.
"""

from typing import Any

import numpy as np
from openfisca_core.entities import Entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

CLAIM = Entity("claim", "claims", "A claim on a carrier", "One consignment lost or damaged.")
_LIMITS = {
    "mc99_per_kg": {"values": {"2019-12-28": {"value": 2200}, "2024-12-28": {"value": 2600}}},
    "mc99_notice_days": {"values": {"2003-11-04": {"value": 14}}},
    "cmr_per_kg": {"values": {"1980-12-28": {"value": 833}}},
}


def _input(name: str, kind: type) -> type[Any]:
    fields = {"value_type": kind, "entity": CLAIM, "definition_period": DateUnit.DAY, "label": name}
    return type(name, (Variable,), fields)


INPUTS = {
    "by_air": bool,
    "origin_in_mc99": bool,
    "destination_in_mc99": bool,
    "either_in_cmr": bool,
    "damage": bool,
    "kilograms": int,
    "loss_cents": int,
    "share_percent": int,
    "noticed_after_days": int,
}


class payable_cents(Variable):  # type: ignore[misc]  # noqa: N801  openfisca has no types, and names by class
    """What the carrier owes, in hundredths of an SDR; nothing where a time limit bars it."""

    value_type = int
    entity = CLAIM
    definition_period = DateUnit.DAY
    label = "payable"

    def formula(claims, period, parameters):  # type: ignore[no-untyped-def]  # noqa: N805  openfisca's own form
        """Share, then limit; MC99's complaint of damage bars, CMR's does not."""
        dated = parameters(period)
        value = {name: claims(name, period) for name in INPUTS}
        owed = (value["loss_cents"] * value["share_percent"] * 2 + 100) // 200
        air = value["by_air"] & value["origin_in_mc99"] & value["destination_in_mc99"]
        road = ~value["by_air"] & value["either_in_cmr"]
        barred = air & value["damage"] & (value["noticed_after_days"] > dated.mc99_notice_days)
        per_kg = np.where(value["by_air"], dated.mc99_per_kg, dated.cmr_per_kg)
        return np.where(barred | ~(air | road), 0, np.minimum(owed, per_kg * value["kilograms"]))


def system() -> Any:
    """The rules, loaded once."""
    rules = TaxBenefitSystem([CLAIM])
    rules.parameters = ParameterNode("", data=_LIMITS)
    for name, kind in INPUTS.items():
        rules.add_variable(_input(name, kind))
    rules.add_variable(payable_cents)
    return rules


def ask(rules: Any, day: str, inputs: dict[str, Any], count: int = 1) -> Any:
    """The answers for `count` claims of one day, as an array."""
    simulation = SimulationBuilder().build_default_simulation(rules, count)
    for name, value in inputs.items():
        simulation.set_input(name, day, np.atleast_1d(value))
    return simulation.calculate("payable_cents", day)
