"""`makewhole assess FILE`: what the law gives on the facts of a file, as a page or as JSON.

Reads TOML or JSON, hands the facts to `law.assess`, prints the answer with its articles. Decides nothing;
the exit code says whether the file could be read (2: no) and whether it was decided (0) or not (3).
"""

import json
import sys
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated, Any

import typer

from makewhole.because import Refused, plain
from makewhole.clock import Clock
from makewhole.gateways.rates import EcbRates
from makewhole.law.assess import assess
from makewhole.law.conclusion import Assessment
from makewhole.law.reading import read
from makewhole.main.settings import Settings
from makewhole.main.terminal import end, say
from makewhole.money import SDR, Money, Rate, Rates

DECIDED, UNREADABLE, OPEN = 0, 2, 3


def assess_command(
    facts: Annotated[Path, typer.Argument(help="a TOML or JSON file of facts (docs/assess.md)")],
    now: Annotated[
        str | None, typer.Option(metavar="TIME", help="the day or moment to assess at, as 2026-10-30")
    ] = None,
    script: Annotated[bool, typer.Option("--json", help="one JSON value, for a script")] = False,
) -> None:
    """Say what the law gives on the facts of a file, with its articles. Nothing is sent or stored.

    Ends with 0 when it is decided, 2 when the file can't be read, 3 when a fact is missing or the law on it
    is not covered yet.
    """
    try:
        at = Clock().now() if now is None else day(now)
    except ValueError:
        end(f"--now: read {now!r}, allowed is a date as 2026-10-30 or a time as 2026-10-30T12:00:00Z")
    text, code = answer(facts, script=script, now=at, rates=EcbRates(), accepted=Settings().accepted_rows)
    encoding = sys.stdout.encoding or "utf-8"
    say(text.encode(encoding, "backslashreplace").decode(encoding))
    raise typer.Exit(code)


def answer(
    path: Path, *, script: bool, now: datetime, rates: Rates, accepted: frozenset[str] = frozenset()
) -> tuple[str, int]:
    """The text to print and the exit code; `now` is aware UTC."""
    loaded = load(path)
    facts = loaded if isinstance(loaded, Refused) else read(loaded)
    if isinstance(facts, Refused):
        told = {"refused": facts.says, "way_forward": facts.way_forward}
        words = f"{path}: {facts.says}\n{facts.way_forward}"
        return (json.dumps(told, ensure_ascii=False) if script else words), UNREADABLE
    assessment = assess(facts, rates, now, accepted)
    code = DECIDED if assessment.status == "decided" else OPEN
    if script:
        return json.dumps(as_dict(assessment), ensure_ascii=False, indent=2), code
    return page(assessment), code


def load(path: Path) -> Mapping[str, Any] | Refused:
    """The plain values of a TOML or JSON file."""
    try:
        text = path.read_text(encoding="utf-8")
        values = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except OSError as error:
        return _unreadable(f"cannot be opened: {error.strerror}")
    except UnicodeDecodeError:
        return _unreadable("is not UTF-8 text")
    except RecursionError:
        return _unreadable("is nested too deeply to be facts")
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        return _unreadable(f"is no {'JSON' if path.suffix == '.json' else 'TOML'}: {error}")
    return values if isinstance(values, Mapping) else _unreadable("holds no table of fields")


def day(text: str) -> datetime:
    """The moment of a `--now` value: a date (its end, UTC) or an ISO time with its offset."""
    if len(text) == 10:
        return datetime.combine(date.fromisoformat(text), time(23, 59, 59), UTC)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset; write it as 2026-11-21T12:00:00Z")
    return moment.astimezone(UTC)


def as_dict(assessment: Assessment) -> dict[str, object]:
    """The assessment as plain JSON values, every field, in a fixed order."""
    return {
        "claim": assessment.claim,
        "regime": assessment.regime,
        "status": assessment.status,
        "admissible": assessment.admissible,
        "liable": assessment.liable,
        "share_basis_points": assessment.share,
        "limit": _sum(assessment.limit),
        "limit_breakable": assessment.limit_breakable,
        "payable_sdr": _sum(assessment.payable_sdr),
        "payable": _sum(assessment.payable),
        "rate": _rate(assessment.rate),
        "payer": assessment.payer or None,
        "payees": list(assessment.payees),
        "notice_by": _iso(assessment.notice_by),
        "suit_by": _iso(assessment.suit_by),
        "suit_period": assessment.suit_period,
        "claimable_from": _iso(assessment.claimable_from),
        "contract_window": _iso(assessment.contract_window),
        "deliver_by": _iso(assessment.deliver_by),
        "needs_person": assessment.needs_person,
        "doubts": list(assessment.doubts),
        "unsettled_rows": list(assessment.unsettled_rows),
        "missing": [
            {"fact": one.fact, "question": one.question, "answers": dict(one.answers)}
            for one in assessment.missing
        ],
        "next_steps": list(assessment.next_steps),
        "because": plain(assessment.because),
    }


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


def _unreadable(says: str) -> Refused:
    return Refused("facts.file", says, "docs/assess.md", "give a TOML or JSON file of facts")


def _sum(amount: Money | SDR | None) -> str | None:
    return amount.text() if amount is not None else None


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
