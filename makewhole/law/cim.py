"""CIM 1999: carriage of goods by rail between member states of COTIF.

Decides whether the rules govern, what keeps the claim alive at acceptance (which otherwise ends it), and
what the carrier owes: strict liability with special risks that are presumed, 17 SDR for each kilogram short
with freight and duties on top, delay up to four times the freight. Beside it: docs/law/cim.md.

>>> from makewhole.law.facts import Carriage
>>> applies(Facts(carriage=Carriage(mode="rail", postal=False, origin="PL", destination="PL"))).applies
False
"""

from datetime import date

from makewhole.because import Because, Ground
from makewhole.law import counting, cover, days, land, rows, scopes
from makewhole.law.accrual import suspended
from makewhole.law.conclusion import Deadline, Missing, Owed, Scope
from makewhole.law.facts import Facts
from makewhole.law.findings import Times, Who
from makewhole.law.pleas import BEYOND_CONTROL, SPECIAL_RISKS, Pleas, grave, judge
from makewhole.law.reckoning import conclude
from makewhole.money import Rates

NAME = "CIM"
_ROWS = rows.table("cim")
_PLEAS = Pleas(
    basis="basis",
    says="liable without fault from taking over to delivery",
    relief=dict.fromkeys(("sender_fault", "inherent_vice", "unavoidable", "force_majeure"), "relief"),
    presumed=dict.fromkeys(SPECIAL_RISKS, "special_risks"),
    unsure=dict.fromkeys((*BEYOND_CONTROL, "storm"), "relief"),
    delay_care="relief",
    share="share",
    breaks="wilful",
)
_RECORDED = Missing(
    "loss.reserved_at_delivery",
    "Was the loss or damage recorded in a report before the goods were accepted?",
    {"yes": "the claim stands", "no": "acceptance ended it, save where the carrier left the report undone"},
)
_SEEN = Missing(
    "loss.apparent",
    "Could the damage be seen when the goods were accepted?",
    {"yes": "it had to be recorded before acceptance", "no": "it had to be reported within seven days"},
)


def applies(facts: Facts) -> Scope:
    """Whether CIM governs: by rail between two member states, or under its consignment note."""
    return scopes.by_rail(facts, "cim", _ROWS)


def notice_by(facts: Facts) -> Deadline:
    """The last day to report: at acceptance, 7 days for hidden damage, 60 for delay."""
    loss, received = facts.loss, facts.carriage.delivered_on
    if loss.kind is None:
        return Deadline(None, (), (cover.KIND,))
    if loss.kind not in ("delay", "damage", "shortage"):
        says = "what was never accepted needs no report"
        return Deadline(None, (_ROWS.rule("acceptance").ground(says),))
    if received is None:
        return Deadline(None, (), (cover.RECEIVED,))
    if loss.kind != "delay" and loss.apparent:
        says = f"what can be seen is recorded before acceptance, on {received}"
        return Deadline(received, (_ROWS.rule("acceptance").ground(says),))
    row = _ROWS.rule("notice_delay" if loss.kind == "delay" else "notice_hidden")
    by = counting.last_day(str(row.value), received).by
    return Deadline(by, (row.ground(f"{loss.kind} is reported by {by}", received=str(received)),))


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the carrier owes on the day `now`; call it where `applies` says yes."""
    again = land.found_again(facts, _ROWS, rates, facts.settled_on or now)
    if again is not None:
        return again
    times = int(_ROWS.rule("delay_limit").value or 0)
    return conclude(
        facts,
        rates,
        now,
        basis=judge(facts, _ROWS, _PLEAS),
        ceiling=land.ceiling(facts, _ROWS, rates, facts.settled_on or now, times),
        extra=land.extra(facts, _ROWS),
        times=_times(facts, now),
        who=_who(facts),
    )


def _accepted(facts: Facts, now: date) -> tuple[Because, Because, tuple[Missing, ...]]:
    """What acceptance did to a claim for damage: why it ended, or why it is kept, or what is missing."""
    loss = facts.loss
    if loss.kind not in ("damage", "shortage"):
        return (), (), ()
    kept = _ROWS.rule("acceptance_kept")
    if loss.reserved_at_delivery:
        return (), (_ROWS.rule("acceptance").ground("recorded before acceptance: the claim stands"),), ()
    if loss.report_omitted_by_carrier:
        return (), (kept.ground("the carrier itself left the report undone: the claim stands"),), ()
    if grave(loss):
        return (), (kept.ground("intent or recklessness: acceptance ends nothing"),), ()
    if loss.apparent is None:
        return (), (), (_SEEN,)
    if loss.apparent:
        if loss.reserved_at_delivery is None:
            return (), (), (_RECORDED,)
        says = "seen, not recorded before acceptance: the right has ended"
        return (_ROWS.rule("acceptance").ground(says),), (), ()
    by = notice_by(facts).by
    if by is None:
        return (), (), (cover.RECEIVED,)
    heard = cover.heard_in_time(loss, by, now)
    if heard.late:
        return (
            (_ROWS.rule("notice_hidden").ground(f"hidden damage not reported by {by}: it has ended"),),
            (),
            (),
        )
    return (), (), heard.missing


def _times(facts: Facts, now: date) -> Times:
    loss, carriage = facts.loss, facts.carriage
    row = _ROWS.rule("suit_wilful" if grave(loss) else "suit")
    months = int(row.value or 0)
    after = _ROWS.rule("lost_after_due")
    lost = land.lost_from(facts, int(after.value or 0))
    start, by = lost or carriage.delivered_on, None
    ended, kept, missing = _accepted(facts, now)
    told: list[Ground] = [*kept]
    if start is not None:
        by, because = suspended(loss, days.months_after(start, months), now, _ROWS.rule("suspension"))
        told.extend(because)
    from_day = days.days_after(lost, 1) if lost is not None else None
    if from_day is not None:
        told.append(after.ground(f"held to be lost from {from_day}, beyond dispute"))
    notice = notice_by(facts)
    if loss.kind != "delay":
        notice = Deadline(notice.by, notice.because, missing)
    return Times(
        notice=notice,
        notice_bars=loss.kind == "delay" or bool(missing),
        late=_ROWS.rule("notice_delay") if loss.kind == "delay" else None,
        suit=row,
        suit_by=by,
        suit_period=f"{months // 12}y",
        claimable_from=from_day,
        ended=ended,
        because=tuple(told),
    )


def _who(facts: Facts) -> Who:
    row = _ROWS.rule("title")
    if facts.loss.kind == "cod_not_collected" or facts.carriage.refused_by_consignee:
        return Who(
            payees=("sender",), because=(row.ground("the sender, against the carrier that took it over"),)
        )
    if facts.carriage.delivered_on is not None:
        says = "the consignee, who took the note or the goods; against the first, last or causing carrier"
        return Who(payees=("consignee",), because=(row.ground(says),))
    says = "the sender, until the consignee takes the note or asserts its rights; then the consignee"
    return Who(payees=("sender", "consignee"), because=(row.ground(says),))
