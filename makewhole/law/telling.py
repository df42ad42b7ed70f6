"""An answer of the law as plain values, every field in a fixed order, for scripts and other systems.

Changes the shape alone; what is shown to people is written elsewhere.

>>> amount(SDR.of("52")), amount(None)
('52.00 SDR', None)
"""

from collections.abc import Iterable
from datetime import date

from makewhole.because import plain
from makewhole.law.calendar import DOES, Clock
from makewhole.law.conclusion import Assessment
from makewhole.money import SDR, Money, Rate


def assessment(found: Assessment) -> dict[str, object]:
    """The assessment, every field."""
    return {
        "claim": found.claim,
        "regime": found.regime,
        "status": found.status,
        "admissible": found.admissible,
        "liable": found.liable,
        "share_basis_points": found.share,
        "limit": amount(found.limit),
        "limit_gold_francs": found.limit_gold_francs,
        "limit_breakable": found.limit_breakable,
        "add_ons": [{"name": one.name, "amount": amount(one.amount)} for one in found.add_ons],
        "defence": found.defence,
        "payable_sdr": amount(found.payable_sdr),
        "payable": amount(found.payable),
        "rate": _rate(found.rate),
        "payer": found.payer or None,
        "payees": list(found.payees),
        "courts": list(found.courts),
        "notice_by": _iso(found.notice_by),
        "suit_by": _iso(found.suit_by),
        "suit_period": found.suit_period,
        "claimable_from": _iso(found.claimable_from),
        "contract_window": _iso(found.contract_window),
        "deliver_by": _iso(found.deliver_by),
        "needs_person": found.needs_person,
        "doubts": list(found.doubts),
        "unsettled_rows": list(found.unsettled_rows),
        "missing": [
            {"fact": one.fact, "question": one.question, "answers": dict(one.answers)}
            for one in found.missing
        ],
        "next_steps": list(found.next_steps),
        "because": plain(found.because),
    }


def calendar(clocks: Iterable[Clock]) -> list[dict[str, object]]:
    """The clocks of a parcel, in order."""
    return [
        {
            "does": clock.does,
            "says": DOES[clock.does],
            "by": _iso(clock.by),
            "moves_to": _iso(clock.moves_to),
            "period": clock.period,
            "doubts": list(clock.doubts),
            "because": plain(clock.because),
        }
        for clock in clocks
    ]


def amount(sum_: Money | SDR | None) -> str | None:
    """A sum with its unit, machine-neutral."""
    return sum_.text() if sum_ is not None else None


def _rate(rate: Rate | None) -> dict[str, object] | None:
    if rate is None:
        return None
    return {
        "base": rate.base,
        "quote": rate.quote,
        "value": rate.decimal(),
        "on": rate.on.isoformat(),
        "source": rate.source,
        "stale": rate.stale,
    }


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on is not None else None
