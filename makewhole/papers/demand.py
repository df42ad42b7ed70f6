"""The letter in which we ask a carrier for a loss: composed from the plan of a recovery, ready to sign.

Says what happened, what is asked and how it adds up, on which articles, with which papers, and until when an
answer is awaited. The plan is `claims.recovery`'s: a plan without a sum makes no letter, and says why.
Names and addresses are handed in and are kept nowhere here.

>>> articles("en", "MC99 art. 22(3), 24"), articles("zh", "MC99 art. 22(3), 24")
('Montreal Convention 1999, art. 22(3), 24', '1999年《蒙特利尔公约》第22(3)、24条')
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from makewhole.because import Ground, Refused
from makewhole.claims.recovery import Recovery
from makewhole.law.facts import Sum
from makewhole.money import EXPONENTS, SDR, Money
from makewhole.papers.parts import Block, Head, Items, Paper, Para, Rows, Sign
from makewhole.words import Catalogue

LANGUAGES = ("en", "zh")
_WORDS = Catalogue("makewhole.papers")
_LOCALES = {"en": Locale("en"), "zh": Locale("zh", "CN", script="Hans")}
_NOT_A_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Party:
    """A name and the lines of an address."""

    name: str
    lines: tuple[str, ...] = ()

    def text(self) -> str:
        """All of it, a line each."""
        return "\n".join((self.name, *self.lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What stands in the letter beside the plan."""

    claimant: Party
    carrier: Party
    waybill: str
    reference: str
    """Our own reference, which the answer shall name."""
    written_on: date
    answer_by: date
    goods: str = ""
    """What was in the parcel, in a few words."""
    pay_to: str = ""
    """Where the money shall go; a line to fill in where empty."""


def letter(recovery: Recovery, demand: Demand, language: str) -> Paper | Refused:
    """The letter in one of LANGUAGES; refused where the plan has no sum to ask for."""
    amount = recovery.amount
    if not recovery.possible or amount is None or amount.minor <= 0:
        return Refused(
            "recovery.amount",
            "the plan of this recovery gives no sum to ask for",
            "claims.recovery",
            "find out what the plan says is missing, or let a person write",
        )
    say = _Say(language)
    kind = recovery.facts.loss.kind or "loss"
    blocks: list[Block] = [
        Para(demand.claimant.text()),
        Para(f"{say.t('to')}\n{demand.carrier.text()}"),
        Rows(
            (
                (say.t("date"), say.day(demand.written_on)),
                (say.t("our-reference"), demand.reference),
                (say.t("waybill"), demand.waybill),
            )
        ),
        Para(say.t("salutation")),
        Para(say.t("opening", kind=say.t(f"kind-{kind}"), waybill=demand.waybill, sum=say.sum(amount))),
        Head(say.t("head-facts")),
        Rows(_happened(recovery, demand, say)),
        Head(say.t("head-sum")),
        Rows(_sums(recovery, amount, say), total=True),
        *_limits(recovery, say),
        Head(say.t("head-grounds")),
        Items(_grounds(recovery, language, say)),
        Head(say.t("head-papers")),
        Items(tuple(say.t("paper-" + one.kind.replace("_", "-")) for one in recovery.documents)),
        Para(_asking(recovery, demand, say)),
        Para(say.t("reserve")),
        Para(say.t("closing")),
        Sign((say.t("sign-name"), say.t("sign-capacity"), say.t("sign-date"), say.t("sign"))),
    ]
    return Paper(language, say.t("title", waybill=demand.waybill), tuple(blocks))


@dataclass(frozen=True, slots=True)
class _Say:
    """The words, sums and days of one language."""

    language: str

    def t(self, message: str, **args: object) -> str:
        return _WORDS.say(self.language, message, **args)

    def has(self, message: str) -> bool:
        return _WORDS.has(self.language, message)

    def sum(self, amount: Sum) -> str:
        if isinstance(amount, SDR):
            return self.t("sdr", amount=amount.text().removesuffix(" SDR"))
        places = EXPONENTS[amount.currency]
        exact = Decimal(amount.minor).scaleb(-places)
        pattern = f"#,##0.{'0' * places}" if places else "#,##0"
        return f"{amount.currency} {format_decimal(exact, pattern, locale=_LOCALES[self.language])}"

    def day(self, on: date) -> str:
        return format_date(on, "long", locale=_LOCALES[self.language])

    def country(self, code: str) -> str:
        return str(_LOCALES[self.language].territories.get(code, code))


def articles(language: str, rule: str) -> str:
    """An article as this language cites it; a rule whose instrument has no name here stays as it is."""
    name, between, numbers = rule.partition(" art. ")
    message = "law-" + _NOT_A_NAME.sub("-", name.lower()).strip("-")
    if not between or not _WORDS.has(language, message):
        return rule
    joined = numbers
    if language == "zh":
        joined = "、".join(part for part in numbers.split(", ") if part[:1].isdigit())
    return _WORDS.say(language, "article", law=_WORDS.say(language, message), numbers=joined)


def _happened(recovery: Recovery, demand: Demand, say: _Say) -> tuple[tuple[str, str], ...]:
    """The facts of the carriage, those that are known."""
    carriage, loss = recovery.facts.carriage, recovery.facts.loss
    grams = carriage.concerned_grams()
    found = (
        ("goods", demand.goods or None),
        ("mode", say.t(f"mode-{carriage.mode.replace('_', '-')}") if carriage.mode else None),
        ("from-country", say.country(carriage.origin) if carriage.origin else None),
        ("to-country", say.country(carriage.destination) if carriage.destination else None),
        ("accepted", say.day(carriage.accepted_on) if carriage.accepted_on else None),
        ("due", say.day(carriage.due_on) if carriage.due_on else None),
        ("delivered", say.day(carriage.delivered_on) if carriage.delivered_on else say.t("not-delivered")),
        ("weight", f"{Decimal(grams) / 1000:f} kg" if grams is not None else None),
        ("happened", say.t(f"kind-{loss.kind}") if loss.kind else None),
        ("noticed", say.day(loss.notice_sent_on) if loss.notice_sent_on else None),
        ("value", say.sum(loss.value) if loss.value is not None else None),
    )
    return tuple((say.t(f"fact-{name}"), value) for name, value in found if value is not None)


def _sums(recovery: Recovery, amount: Money, say: _Say) -> tuple[tuple[str, str], ...]:
    """How the sum adds up: the goods, what comes on top, less what came back."""
    goods = recovery.goods or amount
    on_top = ((f"sum-{name.replace(' ', '-')}", money) for name, money in recovery.on_top)
    less = ((f"sum-{name.replace(' ', '-')}", -money) for name, money in recovery.netted)
    named = (("sum-goods", goods), *on_top, *less, ("sum-total", amount))
    return tuple((say.t(name), say.sum(money)) for name, money in named if money.minor)


def _limits(recovery: Recovery, say: _Say) -> tuple[Block, ...]:
    """What the law limits the goods to, and the rate that turned it into money."""
    law = recovery.law
    lines = []
    if law.limit is not None:
        lines.append(say.t("limit", sum=say.sum(law.limit)))
    if law.rate is not None:
        rate = law.rate
        quoted = f"1 {rate.base} = {rate.decimal()} {rate.quote}"
        lines.append(say.t("rate", quoted=quoted, on=say.day(rate.on), source=rate.source))
    return (Para("\n".join(lines)),) if lines else ()


def _grounds(recovery: Recovery, language: str, say: _Say) -> tuple[str, ...]:
    """The articles the claim rests on, each once, with what each gives where it is said in this language."""
    found: dict[str, None] = {}
    for ground in recovery.because:
        if "row" not in ground.facts:
            continue
        cited = articles(language, ground.rule)
        gives = _gives(ground, say)
        found.setdefault(say.t("ground", cited=cited, gives=gives) if gives else cited)
    return tuple(found)


def _gives(ground: Ground, say: _Say) -> str:
    """What an article gives: in words of this language, else as the law's own ground says it, in English."""
    message = "gives-" + _NOT_A_NAME.sub("-", str(ground.facts["row"]).lower())
    if say.has(message):
        return say.t(message)
    return ground.says if say.language == "en" else ""


def _asking(recovery: Recovery, demand: Demand, say: _Say) -> str:
    told = [say.t("asking", by=say.day(demand.answer_by), reference=demand.reference)]
    told.append(say.t("pay-to", account=demand.pay_to) if demand.pay_to else say.t("pay-to-follows"))
    if recovery.law.suit_by is not None:
        told.append(say.t("suit", by=say.day(recovery.law.suit_by)))
    return (" " if say.language != "zh" else "").join(told)
