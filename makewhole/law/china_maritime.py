"""Maritime Code of China: the code of 1992 until 2026-04-30, the revised one from 2026-05-01.

Decides what the carrier owes: a list of perils that excuse, 666.67 SDR for each package or 2 SDR for each
kilogram, delay up to the freight of the goods delayed, notice of delay that must have arrived in 60 days,
and a year to sue. The new code is mandatory at Chinese ports (art. 295); most of its numbers were not read,
and its rows say so. `multimodal` calls it for a leg that nobody knows. Beside it: docs/law/china-
maritime.md.

>>> name(Facts(carriage=Carriage(accepted_on=date(2026, 5, 1))))
'CN_MARITIME_CODE_2025'
"""

from datetime import date

from msgspec.structs import replace

from makewhole.law import bills, days, rows, sea
from makewhole.law.conclusion import Deadline, Missing, Owed, Scope
from makewhole.law.facts import Carriage, Facts
from makewhole.law.findings import Ceiling, Extra, Times
from makewhole.law.reckoning import conclude
from makewhole.money import Rates

NAME = "CN_MARITIME_CODE"
_NEW = date(2026, 5, 1)
_ALL = rows.table("china_maritime")
_OLD_ROWS = _ALL.between(date.min, date(2026, 4, 30))
_NEW_ROWS = _ALL.between(_NEW)
_OLD_PLEAS = sea.pleas(care="care")
_NEW_PLEAS = sea.pleas((*sea.PERILS, "piracy", "terrorism"), care="care")
_FREIGHT = Missing(
    "carriage.charges_concerned",
    "What was the freight of the goods that came late?",
    {"a sum": "is the most that is owed for delay"},
)


def _new(facts: Facts) -> bool:
    """Whether the revised code is the one: by the day of the event, else of the contract."""
    on = facts.loss.happened_on or facts.carriage.starts_on()
    return on is not None and on >= _NEW


def _rows(facts: Facts) -> rows.Table:
    return _NEW_ROWS if _new(facts) else _OLD_ROWS


def name(facts: Facts) -> str:
    """The regime's name, by the code that is in force."""
    return f"{NAME}_2025" if _new(facts) else f"{NAME}_1992"


def applies(facts: Facts) -> Scope:
    """Whether the code governs by itself."""
    return bills.applies(facts, bills.CHINA, _rows(facts))


def notice_by(facts: Facts) -> Deadline:
    """The last day for notice: at delivery, 7 days (container: 15) for hidden damage, 60 for delay."""
    bill = facts.carriage.bill
    hidden = "notice_container" if bill is not None and bill.container else "notice_hidden"
    return sea.notice_by(facts, _rows(facts), hidden)


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the carrier owes on the day `now`, also for a leg that nobody knows."""
    table, notice = _rows(facts), notice_by(facts)
    delay = facts.loss.kind == "delay"
    found = conclude(
        facts,
        rates,
        now,
        basis=sea.basis(facts, table, _NEW_PLEAS if _new(facts) else _OLD_PLEAS, notice.by, now),
        ceiling=_delay(facts.carriage, table)
        if delay
        else sea.ceiling(facts, table, rates, facts.settled_on or now),
        extra=Extra(remote=False),
        times=_times(facts, table, notice),
        who=sea.who(facts, table),
    )
    return replace(found, regime=name(facts))


def _times(facts: Facts, table: rows.Table, notice: Deadline) -> Times:
    """The time to sue; under the new code a demand made in time begins it anew."""
    times, claimed = sea.times(facts, table, notice), facts.loss.claimed_on
    if claimed is None or facts.loss.suit_filed_on is not None:
        return times
    row = table.rule("demand")
    if not _new(facts) or times.suit_by is None or claimed > times.suit_by:
        says = "a mere demand does not stop the time to sue" if not _new(facts) else "a demand interrupts it"
        return replace(times, because=(*times.because, row.ground(says)))
    by = days.months_after(claimed, int(times.suit.value or 0))
    says = f"the demand of {claimed} interrupts the time to sue: it runs anew until {by}"
    return replace(times, suit_by=by, because=(*times.because, row.ground(says)))


def _delay(carriage: Carriage, table: rows.Table) -> Ceiling:
    """The freight of the goods delayed; delay is a time agreed and missed."""
    freight = carriage.charges_concerned or carriage.charges
    if freight is None:
        return Ceiling(missing=(_FREIGHT,))
    row = table.rule("delay_limit")
    says = f"delay is owed up to the freight of the goods delayed, {freight.text()}"
    because = [row.ground(says), table.rule("delay").ground("not delivered in the time expressly agreed")]
    doubt = () if carriage.due_on is not None else ("delay counts only against a time expressly agreed",)
    return Ceiling(limit=freight.share(int(row.value or 0), 1), because=tuple(because), doubts=doubt)
