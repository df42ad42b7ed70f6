"""The gates of time of the air conventions: complaint and suit, from when and by whom it may be claimed.

The same for each convention of the Warsaw and Montreal family; the days stand in its table. A day a
complaint is late by how days are counted, and a last day at a weekend, are said and go to a person.

>>> payees(Facts(carriage=Carriage(refused_by_consignee=True)))
('sender',)
"""

from datetime import date

from msgspec import Struct

from makewhole.because import Because, Ground
from makewhole.law import counting, cover, days
from makewhole.law.conclusion import Deadline, Missing
from makewhole.law.facts import Carriage, Facts
from makewhole.law.rows import Table


class Passed(Struct, frozen=True):
    """Whether a time limit bars the claim, why, what is still needed to know, and the last day to sue."""

    barred: bool
    because: Because
    missing: tuple[Missing, ...]
    suit_by: date | None
    untitled: bool = False
    """The right is not the claimant's, or not yet."""


def notice_by(facts: Facts, table: Table) -> Deadline:
    """The last day to send a written complaint of damage, shortage or delay; none for loss."""
    kind, received = facts.loss.kind, facts.carriage.delivered_on
    if kind == "loss":
        return Deadline(None, (table.rule("notice_none").ground("loss of the goods needs no notice"),))
    if kind is None:
        return Deadline(None, (), (cover.KIND,))
    row = table.rule("notice_delay_days" if kind == "delay" else "notice_damage_days")
    if received is None:
        return Deadline(None, (), (cover.RECEIVED,))
    by = days.days_after(received, int(row.value or 0))
    because = [
        row.ground(
            f"{kind} is complained of in writing by {days.text(by)}",
            received=days.text(received),
            days=row.value,
        )
    ]
    if kind == "shortage":
        because.append(table.rule("shortage_is_damage").ground("what is missing counts as damage"))
    return Deadline(by, tuple(because))


def pass_(facts: Facts, now: date, table: Table, doubts: list[str]) -> Passed:
    """The claim against both time limits; what a person must look at goes into `doubts`."""
    notice, suit_by = notice_by(facts, table), _suit_by(facts, table)
    late, because, missing = _complained(facts, notice, now, table, doubts)
    barred, why = _sued(facts, suit_by, now, table, doubts)
    untitled = _untitled(facts, now, table, doubts)
    more = _window_passed(facts, now, table, doubts)
    return Passed(
        late or barred,
        (*notice.because, *because, *why, *more),
        (*notice.missing, *missing),
        suit_by,
        untitled,
    )


def _complained(
    facts: Facts, notice: Deadline, now: date, table: Table, doubts: list[str]
) -> tuple[bool, Because, tuple[Missing, ...]]:
    loss, because = facts.loss, []
    if loss.kind is None or loss.kind == "loss" or notice.by is None:
        return False, (), ()
    heard = cover.heard_in_time(loss, notice.by, now)
    if heard.late and loss.carrier_fraud:
        because.append(table.rule("notice_bar").ground("late, but the carrier acted fraudulently"))
    elif heard.late:
        because.append(table.rule("notice_bar").ground("no complaint in time: no action lies"))
    elif loss.notice_sent_on is not None:
        because.append(table.rule("notice_form").ground("sending it in time is enough"))
        either = table.maybe("either_carrier")
        if either is not None:
            says = "told to the contracting or the actual carrier, it counts for both"
            because.append(either.ground(says))
    if heard.on_the_edge:
        because.append(table.rule("day_count").ground("it turns on how the last day is counted"))
    if heard.late:
        doubts.extend(counting.near_miss(notice.by, heard.acted, _court(facts.carriage)))
    return heard.late and not loss.carrier_fraud, tuple(because), heard.missing


def _long_ago(facts: Facts, now: date, table: Table, doubts: list[str]) -> Because:
    """Where no day of arrival is known and the goods were handed over longer ago than the time to sue."""
    start, row = facts.carriage.accepted_on or facts.loss.happened_on, table.rule("suit_years")
    if start is None or (facts.loss.suit_filed_on or now) <= days.years_after(start, int(row.value or 0)):
        return ()
    doubts.append("the time to sue runs from the day of arrival, which is not known: it may be over")
    return (row.ground(f"{row.value} years from the day it arrived or ought to have arrived"),)


def _sued(facts: Facts, by: date | None, now: date, table: Table, doubts: list[str]) -> tuple[bool, Because]:
    if by is None:
        return False, _long_ago(facts, now, table, doubts)
    row, acted = table.rule("suit_years"), facts.loss.suit_filed_on or now
    if acted <= by:
        return False, (row.ground(f"suit is possible until {days.text(by)}", by=days.text(by)),)
    because: list[Ground] = [row.ground(f"no suit by {by}: the right is extinguished", by=str(by))]
    if (acted - by).days <= cover.EDGE_DAYS:
        because.append(table.rule("day_count").ground("it turns on how the last day is counted"))
    doubts.extend(counting.near_miss(by, acted, _court(facts.carriage)))
    return True, tuple(because)


def _court(carriage: Carriage) -> str | None:
    """The country whose days off are asked for: of the court, else of the destination."""
    return carriage.forum or carriage.destination


def _untitled(facts: Facts, now: date, table: Table, doubts: list[str]) -> bool:
    """Whether the consignee claims who refused the goods, or before the days for their arrival are over."""
    if facts.claim != "consignee_v_carrier":
        return False
    if facts.carriage.refused_by_consignee:
        doubts.append("the consignee refused the goods: the right is the sender's again")
        return True
    begins, acted = claimable_from(facts, table), facts.loss.suit_filed_on or now
    if begins is None or acted >= begins or facts.loss.admitted:
        return False
    doubts.append(f"the consignee's own right begins on {begins}, unless the carrier admits the loss")
    return True


def _window_passed(facts: Facts, now: date, table: Table, doubts: list[str]) -> Because:
    by = window(facts.carriage)
    if by is None or (facts.loss.claimed_on or now) <= by:
        return ()
    doubts.append(f"the carrier's own window ended on {by}; expect it to be argued")
    return (table.rule("no_lower_terms").ground("a shorter window in terms does not cut it off"),)


def _suit_by(facts: Facts, table: Table) -> date | None:
    arrived = facts.carriage.delivered_on or facts.carriage.due_on
    return days.years_after(arrived, int(table.rule("suit_years").value or 0)) if arrived else None


def claimable_from(facts: Facts, table: Table) -> date | None:
    """From when the consignee may treat goods that never came as lost."""
    if facts.loss.kind != "loss" or facts.carriage.due_on is None:
        return None
    return days.days_after(facts.carriage.due_on, int(table.rule("consignee_days").value or 0) + 1)


def window(carriage: Carriage) -> date | None:
    """The last day of the carrier's own window, where its terms were told."""
    within = carriage.terms.claim_within_days
    if within is None or carriage.accepted_on is None:
        return None
    return days.days_after(carriage.accepted_on, within)


def payees(facts: Facts) -> tuple[str, ...]:
    """Who may claim."""
    if facts.carriage.refused_by_consignee:
        return ("sender",)
    return ("consignee",) if facts.carriage.delivered_on is not None else ("sender", "consignee")


def payer(facts: Facts, table: Table) -> str:
    """From whom: with successive carriers the first or the last, or the one that had the goods."""
    if not facts.carriage.successive_carriers or table.maybe("successive") is None:
        return "carrier"
    end = "last" if facts.claim == "consignee_v_carrier" else "first"
    return f"{end} carrier or the one that had the goods"


def who(facts: Facts, table: Table) -> Because:
    """Why they may, and from whom."""
    row = table.maybe("successive")
    if facts.carriage.successive_carriers and row is not None:
        says = "the sender sues the first carrier, the consignee the last, both the one that had the goods"
        return (row.ground(says), *_entitled(facts, table))
    return _entitled(facts, table)


def _entitled(facts: Facts, table: Table) -> Because:
    if facts.carriage.refused_by_consignee:
        return (table.rule("sender_again").ground("the consignee refused: the sender's right revives"),)
    from_day = claimable_from(facts, table)
    if from_day is not None:
        says = f"the consignee may treat it as lost from {days.text(from_day)}"
        return (table.rule("consignee_days").ground(says),)
    return (table.rule("who_claims").ground("sender or consignee, whoever holds the right"),)
