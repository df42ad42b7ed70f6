"""`makewhole letter FILE`: the claim letter to a carrier for a loss we made good, ready to sign.

Reads facts of the carriage (as `makewhole assess` does) and who writes to whom, asks `claims.recovery` for
the plan and writes it as PDF, .docx and plain text. Decides nothing; sends nothing.
"""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from makewhole.because import Refused
from makewhole.claims.recovery import Account, against_carrier
from makewhole.clock import Clock
from makewhole.gateways.rates import EcbRates
from makewhole.law.reading import read
from makewhole.main.assess import DECIDED, OPEN, day, load
from makewhole.main.settings import Settings
from makewhole.main.terminal import end, say
from makewhole.money import Money, parse
from makewhole.papers import pdf, plain, word
from makewhole.papers.demand import LANGUAGES, Demand, Party, letter

_ANSWER_WITHIN = timedelta(days=30)


def letter_command(
    facts: Annotated[Path, typer.Argument(help="a TOML or JSON file of facts (docs/assess.md)")],
    paid: Annotated[str, typer.Option(help="what was paid to the customer, as '180.00 EUR'")],
    claimant: Annotated[str, typer.Option(help="our name and address, lines parted by ;")],
    carrier: Annotated[str, typer.Option(help="the carrier's name and address, lines parted by ;")],
    waybill: Annotated[str, typer.Option(help="the waybill number")],
    reference: Annotated[str, typer.Option(help="our own reference")],
    to: Annotated[Path, typer.Option(help="folder to write the letter into")],
    language: Annotated[str, typer.Option(help=f"one of {', '.join(LANGUAGES)}")] = "en",
    goods: Annotated[str, typer.Option(help="what was in it, in a few words")] = "",
    duties_repaid: Annotated[str | None, typer.Option(help="duties customs repaid, as '12.00 EUR'")] = None,
    from_carrier: Annotated[
        str | None, typer.Option(help="what the carrier paid already, as '10.00 EUR'")
    ] = None,
    now: Annotated[
        str | None, typer.Option(metavar="TIME", help="the day of the letter, as 2026-10-30")
    ] = None,
) -> None:
    """Write the claim letter to a carrier as PDF, .docx and plain text, ready to sign. Nothing is sent."""
    at = Clock().now() if now is None else day(now)
    plain_facts = load(facts)
    if isinstance(plain_facts, list) or language not in LANGUAGES:
        end(f"one set of facts, and a language of {', '.join(LANGUAGES)}")
    known = plain_facts if isinstance(plain_facts, Refused) else read(plain_facts)
    if isinstance(known, Refused):
        end(f"{facts}: {known.says}\n{known.way_forward}")
    account = Account(
        duties_repaid=_money(duties_repaid) if duties_repaid else None,
        from_carrier=_money(from_carrier) if from_carrier else None,
    )
    plan = against_carrier(known, _money(paid), EcbRates(), at, Settings().accepted_rows, account)
    demand = Demand(
        claimant=_party(claimant),
        carrier=_party(carrier),
        waybill=waybill,
        reference=reference,
        written_on=at.date(),
        answer_by=(at + _ANSWER_WITHIN).date(),
        goods=goods,
    )
    paper = letter(plan, demand, language)
    if isinstance(paper, Refused):
        end("\n".join([paper.says, *plan.law.next_steps]), OPEN)
    printed = pdf.pdf(paper, at)
    if isinstance(printed, Refused):
        end(f"{printed.says}\n{printed.way_forward}")
    to.mkdir(parents=True, exist_ok=True)
    stem = f"claim-{reference}-{language}"
    (to / f"{stem}.pdf").write_bytes(printed)
    (to / f"{stem}.docx").write_bytes(word.docx(paper, at))
    (to / f"{stem}.txt").write_text(plain.text(paper), encoding="utf-8")
    asked = plan.amount.text() if plan.amount is not None else ""
    say(f"{asked} claimed from {demand.carrier.name}: {to / stem}.pdf, .docx and .txt")
    if plan.act_by is not None:
        say(f"send it by {plan.act_by}")
    for doubt in (*plan.doubts, *plan.law.unsettled_rows):
        say(f"let a person confirm: {doubt}")
    raise typer.Exit(DECIDED)


def _party(text: str) -> Party:
    name, *lines = (part.strip() for part in text.split(";"))
    return Party(name, tuple(lines))


def _money(text: str) -> Money:
    amount, _, currency = text.strip().partition(" ")
    money = parse(amount, currency)
    if isinstance(money, Refused):
        end(money.says)
    return money
