"""An assessment and its calendar as text, for a person at a terminal.

Leaves out what has nothing to say; decides nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from makewhole.because import plain
from makewhole.law.calendar import DOES, Clock
from makewhole.law.conclusion import Assessment
from makewhole.money import SDR, Money


def page(assessment: Assessment) -> str:
    """The assessment for a person to read, sections that have nothing to say left out."""
    lines = [f"{assessment.claim.replace('_', ' ')} under {assessment.regime}: {_headline(assessment)}", ""]
    lines += _table(assessment)
    for title, items in (
        ("Still to find out", [_question(one) for one in assessment.missing]),
        ("A person has to look", list(assessment.doubts)),
        ("Rests on rows nobody has confirmed", list(assessment.unsettled_rows)),
        ("Next", list(assessment.next_steps)),
        ("Because", [_because(ground) for ground in plain(assessment.because)]),
    ):
        if items:
            lines += ["", title, *(f"  - {item}" for item in items)]
    return "\n".join(lines)


def _headline(assessment: Assessment) -> str:
    if assessment.status == "not_covered":
        return "not yet covered, a person decides"
    if assessment.status == "needs_facts":
        return "a fact is missing"
    amount = assessment.payable or assessment.payable_sdr
    if amount is None:
        return "no sum can be stated by rule"
    return (
        "nothing is owed" if amount in (SDR(0), Money(0, _currency(amount))) else f"{amount.text()} is owed"
    )


def _currency(amount: Money | SDR) -> str:
    return amount.currency if isinstance(amount, Money) else "EUR"


def _table(assessment: Assessment) -> list[str]:
    said = {True: "yes", False: "no", None: "open"}
    rows: list[tuple[str, str | None]] = [
        ("admissible", said[assessment.admissible]),
        ("liable", said[assessment.liable]),
        ("share", f"{assessment.share / 100:g} %" if assessment.share != 10_000 else None),
        ("limit", assessment.limit.text() if assessment.limit else None),
        ("payable", assessment.payable_sdr.text() if assessment.payable_sdr else None),
        ("paid out as", assessment.payable.text() if assessment.payable else None),
        ("rate", assessment.rate.text() if assessment.rate else None),
        ("from, to", f"{assessment.payer}, {' or '.join(assessment.payees)}" if assessment.payees else None),
        ("notice by", _iso(assessment.notice_by)),
        ("suit by", _iso(assessment.suit_by) or assessment.suit_period),
        ("sue in", " or ".join(assessment.courts) or None),
        ("deliver by", _iso(assessment.deliver_by)),
        ("claimable from", _iso(assessment.claimable_from)),
        ("carrier's own window", _iso(assessment.contract_window)),
    ]
    return [f"  {name:<21} {value}" for name, value in rows if value]


def _question(missing: Any) -> str:
    answers = "; ".join(f"{answer}: {effect}" for answer, effect in missing.answers.items())
    return f"{missing.question} ({missing.fact}) {answers}"


def _because(ground: Mapping[str, object]) -> str:
    flag = f", {ground['flag']}" if "flag" in ground else ""
    return f"{ground['rule']}: {ground['says']} [{ground['source']}{flag}]"


def calendar(clocks: Iterable[Clock]) -> str:
    """The clocks of a parcel, a line each with its rule, in order of their days."""
    return "\n".join(["Calendar", *(f"  - {_clock(clock)}" for clock in clocks)])


def _clock(clock: Clock) -> str:
    when = clock.by.isoformat() if clock.by is not None else f"({clock.period}, its start is not known)"
    moved = f", moved to {clock.moves_to}" if clock.moves_to is not None else ""
    rules = "; ".join(dict.fromkeys(ground.rule for ground in clock.because))
    doubts = f" ({'; '.join(clock.doubts)})" if clock.doubts else ""
    return f"{DOES[clock.does]} {when}{moved} [{rules}]{doubts}"


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on is not None else None
