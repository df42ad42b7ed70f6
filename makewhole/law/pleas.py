"""Whether the carrier answers at all: the causes an instrument lets it plead, proved or presumed.

Each instrument hands in its own list (`Pleas`); a cause that is on none of its lists excuses nobody. What is
not proved does not count: the burden is the instrument's. No figure and no article of its own.

>>> judge(Facts(), rows.table("cmr"), Pleas(basis="basis", says="strict", share="share")).missing[0].fact
'loss.kind'
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from makewhole.because import Ground
from makewhole.law import cover, rows
from makewhole.law.facts import WHOLE_SHARE, Facts, Loss
from makewhole.law.findings import Basis

SPECIAL_RISKS = (
    "open_vehicle",
    "defective_packing",
    "handling_by_sender",
    "insufficient_marks",
    "live_animals",
)
"""Causes on the side of the goods that laws of carriage by land presume once they could have done it."""
BEYOND_CONTROL = ("war", "public_authority", "strike", "act_of_god", "quarantine", "terrorism")
"""Causes that may or may not have been avoidable."""
_WORDS = {
    "inherent_vice": "the goods' own defect or nature caused it",
    "defective_packing": "no or poor packing of goods that suffer from it caused it",
    "handling_by_sender": "loading, stowing or unloading by the sender or consignee caused it",
    "open_vehicle": "the agreed open vehicle caused it",
    "insufficient_marks": "poor or wrong marks or numbers caused it",
    "live_animals": "the carriage of live animals caused it",
    "sender_fault": "the sender's or claimant's own act, neglect or instruction caused it",
    "unavoidable": "circumstances nobody could avoid, nor their consequences, caused it",
    "force_majeure": "force majeure caused it",
    "vehicle_defect": "a defect of the vehicle excuses nobody",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pleas:
    """What an instrument lets the carrier plead. Values are names of rows of its table."""

    basis: str
    says: str
    relief: Mapping[str, str] = field(default_factory=dict)
    """Causes that excuse once proved, and their rows."""
    presumed: Mapping[str, str] = field(default_factory=dict)
    """Causes presumed as soon as they could have done it, unless the claimant rebuts."""
    unsure: Mapping[str, str] = field(default_factory=dict)
    """Causes that excuse only where they could not have been avoided, which a person judges."""
    never: Mapping[str, str] = field(default_factory=dict)
    """Causes that the instrument says are no excuse."""
    care: str | None = None
    """The row by which proof of all due care excuses, where there is one."""
    delay_care: str | None = None
    """The same, for delay alone."""
    share: str
    """The row by which the claimant's own part comes off."""
    breaks: str | None = None
    """The row by which intent or recklessness lifts limits."""
    own_act_only: bool = False
    """Limits fall for the carrier's own act and not for its servants'."""
    keeps_pleas: bool = False
    """Grave fault lifts the limit and leaves the excuses standing."""


def grave(loss: Loss) -> bool:
    """Intent or recklessness that is the carrier's own, or of people who acted for it in their work."""
    outside = loss.conduct_of not in (None, "carrier") and loss.in_scope_of_employment is False
    return loss.grave and not outside


def judge(facts: Facts, table: rows.Table, pleas: Pleas) -> Basis:
    """Whether the carrier answers, for which share, and whether limits hold."""
    loss = facts.loss
    if loss.kind is None:
        return Basis(liable=None, missing=(cover.KIND,))
    if loss.kind == "cod_not_collected":
        return _cod(table)
    free, why = _free(facts, table, pleas)
    cause: str = loss.cause or ""
    if free and not pleas.keeps_pleas:
        return Basis(liable=True, because=why, free=True)
    share = WHOLE_SHARE - loss.claimant_share
    because = [*why, table.rule(pleas.basis).ground(pleas.says)]
    if loss.claimant_share:
        because.append(
            table.rule(pleas.share).ground("what the claimant's side caused comes off", share=share)
        )
    if cause == "sender_fault" and not loss.claimant_share and "sender_fault" in pleas.relief:
        return Basis(liable=None, because=tuple(because), missing=(cover.SHARE,), free=free)
    excuse = _excuse(facts, table, pleas)
    if excuse is not None:
        because.append(excuse)
        share = share if loss.claimant_share else 0
    doubts: tuple[str, ...] = ()
    if cause in pleas.unsure:
        says = f"{cause.replace('_', ' ')} excuses only if it could not have been avoided"
        because.append(table.rule(pleas.unsure[cause]).ground(says))
        doubts = (f"{says}: taken as not proved",)
    if _whole_package(facts, table):
        says = "on an open vehicle the loss of a whole package is not presumed to come from it"
        because.append(table.rule("open_vehicle_loss").ground(says))
    if cause in pleas.never:
        because.append(table.rule(pleas.never[cause]).ground(_WORDS.get(cause, "this is no excuse")))
    defence = cause or None if excuse is not None else None
    return Basis(
        liable=share > 0, share=share, because=tuple(because), doubts=doubts, free=free, defence=defence
    )  # fmt: skip


def _cod(table: rows.Table) -> Basis:
    """Cash on delivery not collected: by a rule of its own, else for a person."""
    row = table.maybe("cod")
    if row is None:
        return Basis(liable=None, doubts=("these rules say nothing on cash on delivery: a person decides",))
    says = "handed over without the cash on delivery that was to be collected"
    return Basis(liable=True, because=(row.ground(says),))


def _free(facts: Facts, table: rows.Table, pleas: Pleas) -> tuple[bool, tuple[Ground, ...]]:
    loss = facts.loss
    if not loss.grave or pleas.breaks is None:
        return False, ()
    row = table.rule(pleas.breaks)
    if pleas.own_act_only and loss.conduct_of not in (None, "carrier"):
        return False, (row.ground(f"the act of a {loss.conduct_of} does not lift the limit"),)
    if not grave(loss):
        return False, (row.ground("done outside the scope of employment: the limit stands"),)
    return True, (row.ground("intent, or recklessness knowing what would come of it: no limit holds"),)


def _whole_package(facts: Facts, table: rows.Table) -> bool:
    """Whether an open vehicle is pleaded for a package that is gone, where the law presumes nothing."""
    loss = facts.loss
    return (
        loss.cause == "open_vehicle" and loss.kind == "loss" and table.maybe("open_vehicle_loss") is not None
    )


def _excuse(facts: Facts, table: rows.Table, pleas: Pleas) -> Ground | None:
    """The ground that frees the carrier, wholly or for the claimant's share."""
    loss = facts.loss
    cause: str = loss.cause or ""
    if loss.carrier_proved_care and pleas.care is not None:
        return table.rule(pleas.care).ground("the carrier proved the care that the law asks for")
    if loss.carrier_proved_care and pleas.delay_care is not None and loss.kind == "delay":
        return table.rule(pleas.delay_care).ground("the carrier proved that the delay could not be avoided")
    if loss.presumption_rebutted:
        return None
    if cause in pleas.relief:
        words = _WORDS.get(cause, f"{cause.replace('_', ' ')} caused it")
        return table.rule(pleas.relief[cause]).ground(words)
    sturdy = cause == "defective_packing" and loss.goods_need_packing is False
    if cause in pleas.presumed and not sturdy and not _whole_package(facts, table):
        words = _WORDS.get(cause, f"{cause.replace('_', ' ')} could have caused it")
        return table.rule(pleas.presumed[cause]).ground(f"presumed and not rebutted: {words}")
    return None
