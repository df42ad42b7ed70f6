"""Whether an air convention governs: whose claim, post or not, by air or taken for air, between which states.

The questions are the same for each convention of the Warsaw and Montreal family; table and treaty differ.

>>> applies(Facts(carriage=Carriage(mode="air", postal=True)), "mc99", "MC99", rows.table("montreal")).applies
False
"""

from datetime import date

from makewhole.because import Because
from makewhole.law import cover, parties, rows
from makewhole.law.conclusion import Missing, Scope
from makewhole.law.facts import CARRIER_CLAIMS, Carriage, Facts, Treaty


def event_on(facts: Facts) -> date | None:
    """The day whose amounts count: of the event, else of delivery, else when it was due or accepted."""
    carriage = facts.carriage
    return facts.loss.happened_on or carriage.delivered_on or carriage.due_on or carriage.accepted_on


def applies(facts: Facts, treaty: Treaty, name: str, table: rows.Table) -> Scope:
    """Whether the convention `treaty`, called `name`, governs the claim against the carrier."""
    carriage = facts.carriage
    if facts.claim is not None and facts.claim not in CARRIER_CLAIMS:
        return Scope(False, (table.rule("scope").ground("a claim on the seller is no carriage claim"),))
    if carriage.by_post is not False:
        return cover.postal_scope(carriage, table.rule("post"))
    by_air = by_the_air(carriage, table)
    return by_air if not by_air.applies else _between_states(facts, by_air.because, treaty, name, table)


def by_the_air(carriage: Carriage, table: rows.Table) -> Scope:
    """Whether the leg concerned is air, or counts as air."""
    substituted = carriage.substituted_mode
    if carriage.mode == "air" and substituted not in (None, "air"):
        return _substituted(carriage, table)
    if carriage.loss_leg is not None:
        says = f"it happened on the {carriage.loss_leg} leg"
        return Scope(carriage.loss_leg == "air", (table.rule("presumed_air").ground(says),))
    if carriage.mode == "air" and len(carriage.legs) > 1:
        says = "surface legs for pick-up and delivery under an air contract: presumed to be the air leg"
        return Scope(True, (table.rule("presumed_air").ground(says),))
    return cover.mode_scope(carriage, "air", table.rule("scope"))


def _substituted(carriage: Carriage, table: rows.Table) -> Scope:
    """Another mode in place of the aircraft: air where the convention says so and nobody agreed."""
    row = table.maybe("substitution")
    if row is None:
        says = "carried by another mode, and this convention has no rule for that"
        return Scope(False, (table.rule("scope").ground(says),))
    if carriage.substitution_agreed is None:
        question = f"Did the sender agree that {carriage.substituted_mode} was used instead of air?"
        answers = {
            "no": "it counts as air",
            "yes": f"the law of {carriage.substituted_mode} carriage governs",
        }
        return Scope(None, (), (Missing("carriage.substitution_agreed", question, answers),))
    if carriage.substitution_agreed:
        return Scope(False, (row.ground("the sender agreed to another mode"),))
    return Scope(True, (row.ground("another mode without the sender's consent counts as air"),))


def _between_states(facts: Facts, because: Because, treaty: Treaty, name: str, table: rows.Table) -> Scope:
    """Whether departure and destination lie in two states bound, or one with an agreed stop abroad."""
    carriage = facts.carriage
    origin, destination = carriage.origin, carriage.destination
    on = carriage.starts_on() or event_on(facts)
    row = table.rule("scope")
    if origin is not None and origin == destination and not carriage.agreed_stop_abroad:
        says = "departure and destination lie in one state and no stop abroad was agreed"
        return Scope(False, (*because, row.ground(says, origin=origin, destination=destination)))
    if treaty in carriage.treaties_common or treaty in carriage.treaties_not_common:
        told = parties.common(treaty, carriage, date.max)
        return Scope(told.applies, (*(because if told.applies else ()), *told.because))
    unknown = cover.missing_places(carriage, on)
    if unknown or on is None:
        return Scope(None, because, unknown)
    common = parties.common(treaty, carriage, on)
    if common.applies is None:
        return Scope(None, because, (cover.treaty_question(treaty, name, ", ".join(common.unknown), on),))
    if not common.applies:
        return Scope(False, common.because)
    two = "two states bound by it"
    says = two if origin != destination else "one state bound by it, a stop abroad agreed"
    grounds = (row.ground(says, origin=origin, destination=destination), *common.because)
    return Scope(True, (*because, *grounds))
