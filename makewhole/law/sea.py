"""What the laws of carriage by sea share: a limit by package or weight, perils, notice, the time to sue.

Figures and articles are rows of the table each law hands in, under the names used here.
"""

import dataclasses
from datetime import date

from msgspec.structs import replace

from makewhole.because import Ground
from makewhole.law import counting, cover, days, land, rows, sums
from makewhole.law.conclusion import Deadline, Missing, Owed
from makewhole.law.facts import Carriage, Facts, Sum
from makewhole.law.findings import Basis, Ceiling, Times, Who
from makewhole.law.pleas import Pleas, judge
from makewhole.money import SDR, NoRate, Rates

LISTED = Missing(
    "carriage.bill.packages_enumerated",
    "Does the bill of lading list the packages inside the container?",
    {"yes": "each counts for the limit", "no": "the container counts as one"},
)
COUNT = Missing(
    "carriage.package_count",
    "How many packages or units are concerned?",
    {"each package": "raises the limit"},
)
PERILS = (
    *("navigation_error", "perils_of_sea", "act_of_god", "war", "public_authority", "quarantine", "strike"),
    *(
        "saving_life",
        "sender_fault",
        "inherent_vice",
        "defective_packing",
        "insufficient_marks",
        "live_animals",
    ),
    *("unavoidable", "force_majeure", "handling_by_sender"),
)
"""Causes that excuse once proved, under the rules built on those of 1924."""


def pleas(perils: tuple[str, ...] = PERILS, care: str = "diligence", breaks: str | None = "wilful") -> Pleas:
    """What the rules built on those of 1924 let a carrier plead; fire until its own fault is shown."""
    return Pleas(
        basis="basis",
        says="due diligence for the ship and proper care of the goods are owed",
        relief=dict.fromkeys(perils, "perils"),
        presumed={"fire": "fire"},
        unsure={"storm": "perils"},
        care=care,
        share="share",
        breaks=breaks,
        own_act_only=True,
        keeps_pleas=True,
    )


def basis(facts: Facts, table: rows.Table, excuses: Pleas, by: date | None, now: date) -> Basis:
    """Whether the carrier answers; knowing misstatement in the bill ends it, late notice turns the proof."""
    bill = facts.carriage.bill
    if bill is not None and bill.misstated_by_shipper and table.maybe("misstated") is not None:
        row = table.rule("misstated")
        says = "the shipper knowingly misstated nature or value in the bill: nothing is owed"
        return Basis(liable=False, share=0, because=(row.ground(says),), defence="misstated")
    found = _on_deck(facts, table, judge(_own_fire(facts), table, excuses))
    if facts.loss.cause == "unseaworthiness" and excuses.care == "diligence" and found.liable:
        row = table.rule("diligence")
        says = "the ship was not seaworthy, and due diligence is not proved"
        found = replace(found, because=(*found.because, row.ground(says)))
    if not land.proof_turns(facts, by, now):
        return found
    says = "no notice in time: taken to be delivered as in the bill until the claimant proves otherwise"
    doubt = "no notice in time: the claimant has to prove that it happened on the way"
    late = table.rule("notice_evidence").ground(says)
    return replace(found, because=(*found.because, late), doubts=(*found.doubts, doubt))


def _own_fire(facts: Facts) -> Facts:
    """Fire excuses until the carrier's own fault is shown: the facts with that shown, where they say so."""
    loss = facts.loss
    if loss.cause != "fire" or loss.conduct_of != "carrier" or loss.conduct in (None, "none"):
        return facts
    return dataclasses.replace(facts, loss=dataclasses.replace(loss, presumption_rebutted=True))


def _on_deck(facts: Facts, table: rows.Table, found: Basis) -> Basis:
    """Cargo on deck, where the rules govern it: a person says which risk of the deck caused the loss."""
    bill, row = facts.carriage.bill, table.maybe("deck")
    if bill is None or not bill.on_deck or row is None:
        return found
    says = "carried on deck: what the special risks of the deck caused is not the carrier's"
    doubt = "whether the special risks of the deck caused it, a person decides"
    return replace(found, because=(*found.because, row.ground(says)), doubts=(*found.doubts, doubt))


def counted(
    carriage: Carriage, table: rows.Table
) -> tuple[int | None, tuple[Ground, ...], tuple[Missing, ...]]:
    """How many packages count for the limit, why, and what is missing to know."""
    bill = carriage.bill
    if bill is not None and bill.container:
        if bill.packages_enumerated is None:
            return None, (), (LISTED,)
        row = table.rule("container")
        if not bill.packages_enumerated:
            return 1, (row.ground("the bill lists no packages: the container is one"),), ()
        count = carriage.concerned_count()
        if count is None:
            return None, (), (COUNT,)
        return count, (row.ground(f"the bill lists the packages in the container: {count} count"),), ()
    count = carriage.concerned_count()
    return (None, (), (COUNT,)) if count is None else (count, (), ())


def ceiling(facts: Facts, table: rows.Table, rates: Rates, on: date) -> Ceiling:
    """So much for each package, or for each kilogram of it, whichever is more; or a higher sum agreed."""
    return raised(_by_rules(facts.carriage, table), facts, table, rates, on)


def _by_rules(carriage: Carriage, table: rows.Table) -> Ceiling:
    count, because, missing = counted(carriage, table)
    per_package, per_kg = table.rule("package_sdr"), table.rule("kilogram_sdr")
    grams, one = carriage.concerned_grams(), SDR.of(str(per_package.value))
    if count is None:
        return Ceiling(missing=missing, least=one)
    packages = one.share(count, 1)
    if grams is None:
        return Ceiling(missing=(cover.WEIGHT,), because=because, least=packages)
    by_weight = sums.by_weight(str(per_kg.value), grams)
    limit = max(packages, by_weight)
    says = f"{per_package.value} SDR for each of {count}: {packages.text()}"
    other = f"{per_kg.value} SDR for each kilogram of {grams} g: {by_weight.text()}"
    told: tuple[Ground, ...] = (
        per_package.ground(says, count=count),
        per_kg.ground(f"{other}; the higher counts", grams=grams),
    )
    valued = table.maybe("value")
    if valued is not None:
        told = (*told, valued.ground("the value by the rule of these rules counts"))
    return Ceiling(limit=limit, because=(*because, *told))


def raised(held: Ceiling, facts: Facts, table: rows.Table, rates: Rates, on: date) -> Ceiling:
    """The limit with a value declared in the bill, or a limit agreed, in its place where that is higher."""
    bill, declared = facts.carriage.bill, facts.carriage.declared_value
    declared = (bill.value_declared if bill is not None else None) or declared
    if declared is not None:
        says = "the value declared in the bill takes its place"
        held = _higher(held, declared, table.rule("declared_value"), says, rates, on)
    agreed = facts.carriage.terms.limit
    if agreed is None or facts.loss.kind == "delay":
        return held
    return _higher(held, agreed, table.rule("agreed"), "a higher limit was agreed", rates, on)


def _higher(held: Ceiling, other: Sum, row: rows.Row, says: str, rates: Rates, on: date) -> Ceiling:
    if held.limit is None:
        return Ceiling(limit=other, because=(row.ground(says),)) if held.missing else held
    alike = sums.alike(held.limit, other, rates, on)
    if isinstance(alike, NoRate):
        return replace(held, missing=(cover.rate_question(alike),))
    if cover.below(alike, other):
        return Ceiling(limit=other, because=(row.ground(says),))
    lower = row.ground(f"{other.text()} is no more than the rules give: it lowers nothing")
    return replace(held, because=(*held.because, lower))


def notice_by(facts: Facts, table: rows.Table, hidden: str = "notice_hidden") -> Deadline:
    """The last day for notice: at removal, or some days for what could not be seen, or for delay."""
    loss, received = facts.loss, facts.carriage.delivered_on
    if loss.kind is None:
        return Deadline(None, (), (cover.KIND,))
    delayed = table.maybe("notice_delay") if loss.kind == "delay" else None
    if loss.kind not in ("damage", "shortage") and delayed is None:
        return Deadline(None, (table.rule("notice_evidence").ground("no notice is asked for this"),))
    if received is None:
        return Deadline(None, (), (cover.RECEIVED,))
    if delayed is not None:
        by = counting.last_day(str(delayed.value), received).by
        return Deadline(by, (delayed.ground(f"delay: the carrier must have notice by {by}"),))
    seen = table.maybe("notice_apparent")
    if loss.apparent and seen is not None:
        by = counting.last_day(str(seen.value), received, facts.carriage.destination).by
        return Deadline(by, (seen.ground(f"what can be seen is notified by {by}"),))
    if loss.apparent:
        says = f"what can be seen is notified at removal, on {received}"
        return Deadline(received, (table.rule("notice_evidence").ground(says),))
    row = table.rule(hidden)
    by = counting.last_day(str(row.value), received).by
    return Deadline(by, (row.ground(f"what cannot be seen is notified by {by}"),))


def times(facts: Facts, table: rows.Table, notice: Deadline) -> Times:
    """The time to sue, from delivery or the day it was due; a late notice of delay ends the claim."""
    carriage, row = facts.carriage, table.rule("suit")
    months = int(row.value or 0)
    start = carriage.delivered_on or carriage.due_on
    after = table.maybe("lost_after_due")
    lost = land.lost_from(facts, int(after.value or 0)) if after is not None else None
    from_day = days.days_after(lost, 1) if lost is not None else None
    told: tuple[Ground, ...] = ()
    if after is not None and from_day is not None:
        told = (after.ground(f"may be treated as lost from {from_day}"),)
    delay = table.maybe("notice_delay")
    suit_by = days.months_after(start, months) if start is not None else None
    agreed = facts.loss.suit_extended_until
    if agreed is not None and suit_by is not None and agreed > suit_by:
        told = (
            *told,
            row.ground(f"the parties agreed after the event that suit may be brought until {agreed}"),
        )
        suit_by = agreed
    return Times(
        notice=notice,
        notice_bars=facts.loss.kind == "delay" and delay is not None,
        receipt_counts=True,
        late=delay,
        suit=row,
        suit_by=suit_by,
        suit_period=f"{months // 12}y",
        claimable_from=from_day,
        because=told,
    )


def who(facts: Facts, table: rows.Table) -> Who:
    """Whoever holds the bill: the shipper until it is handed on, then the consignee."""
    says = "whoever holds the bill of lading: the shipper, or the consignee it was handed on to"
    return Who(payees=("sender", "consignee"), because=(table.rule("title").ground(says),))


def silent_on_delay(facts: Facts, table: rows.Table) -> Owed | None:
    """Rules that say nothing on delay leave it to a person; None where it is no delay."""
    if facts.loss.kind != "delay":
        return None
    says = "these rules say nothing on delay"
    return Owed(
        admissible=None,
        liable=None,
        because=(table.rule("delay").ground(says),),
        doubts=(f"{says}: the law behind the bill decides",),
    )
