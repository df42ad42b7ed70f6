"""Hamburg Rules of 1978: carriage by sea to or from their states.

Decides what the carrier owes: fault is presumed until it proves all measures that could be required, 835
SDR for each package or 2.5 SDR for each kilogram, delay up to 2.5 times the freight of the goods delayed
and never more than the whole freight, notice of delay that must have arrived in 60 days, two years to sue.
Most rows rest on an overview, so a person confirms. Beside it: docs/law/hamburg.md.

>>> applies(Facts(carriage=Carriage(mode="sea", postal=False, origin="EG", destination="DE"))).applies
True
"""

from datetime import date

from makewhole.law import bills, cover, rows, sea
from makewhole.law.conclusion import Deadline, Missing, Owed, Scope
from makewhole.law.facts import Carriage, Facts
from makewhole.law.findings import Ceiling, Extra
from makewhole.law.pleas import Pleas
from makewhole.law.reckoning import conclude
from makewhole.money import SDR, Money, Rates

NAME = "HAMBURG"
_ROWS = rows.table("hamburg")
_PLEAS = Pleas(
    basis="basis",
    says="fault is presumed while the goods are in the carrier's charge",
    relief={"saving_life": "special", "live_animals": "special"},
    presumed={"fire": "fire"},
    care="care",
    share="share",
    breaks="wilful",
    own_act_only=True,
    keeps_pleas=True,
)
_FREIGHT = Missing(
    "carriage.charges",
    "What was the freight, whole and for the goods delayed?",
    {"a sum": "two and a half times the part for the goods delayed, at most the whole"},
)


def applies(facts: Facts) -> Scope:
    """Whether these rules govern."""
    return bills.applies(facts, "hamburg", _ROWS)


def notice_by(facts: Facts) -> Deadline:
    """The last day for notice: the next working day, 15 days for hidden damage, 60 for delay."""
    return sea.notice_by(facts, _ROWS)


def owed(facts: Facts, rates: Rates, now: date) -> Owed:
    """What the carrier owes on the day `now`; call it where `applies` says yes."""
    notice = notice_by(facts)
    return conclude(
        facts,
        rates,
        now,
        basis=sea.basis(facts, _ROWS, _PLEAS, notice.by, now),
        ceiling=_delay(facts.carriage)
        if facts.loss.kind == "delay"
        else sea.ceiling(facts, _ROWS, rates, facts.settled_on or now),
        extra=Extra(remote=False),
        times=sea.times(facts, _ROWS, notice),
        who=sea.who(facts, _ROWS),
    )


def _delay(carriage: Carriage) -> Ceiling:
    """So many times the freight of the goods delayed, at most the whole freight."""
    row = _ROWS.rule("delay_limit")
    part, whole = carriage.charges_concerned or carriage.charges, carriage.charges
    if part is None:
        return Ceiling(missing=(_FREIGHT,))
    tenths = SDR.of(str(row.value)).micro // 100_000
    limit = part.share(tenths, 10)
    says = f"{row.value} times the freight of the goods delayed, {limit.text()}"
    alike = isinstance(limit, SDR) and isinstance(whole, SDR)
    if isinstance(limit, Money) and isinstance(whole, Money):
        alike = limit.currency == whole.currency
    if whole is not None and alike and cover.below(whole, limit):
        limit, says = whole, f"{says}, and no more than the whole freight of {whole.text()}"
    return Ceiling(limit=limit, because=(row.ground(says),))
