"""Exchange control: what a payout to a person or company abroad needs before it may be sent.

Decides whether the rules of the payee's country are on record, what the payout needs there (papers, a purpose
code, an account) and what goes to a person. Nothing here lowers what is owed: a sum that needs papers stays
owed. Rows in `tables/exchange.toml`; beside it: docs/law/exchange.md. Screening of the payee against
sanctions lists is done elsewhere; that it must be is said here.

>>> from makewhole.money import NoRates
>>> paid = Payout(country="FR", amount=Money(30000, "EUR"))
>>> owed(paid, NoRates(), date(2026, 3, 1)).payable
Money(minor=30000, currency='EUR')
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from makewhole import tables
from makewhole.because import Because
from makewhole.law import rows, sums
from makewhole.law.conclusion import Deadline, Missing, Scope
from makewhole.money import Money, NoRate, Rates, parse

Payee = Literal["individual", "company", "exporter"]
PAYEES: tuple[str, ...] = get_args(Payee)
NAMES = {"CN": "CN_FX", "IN": "IN_FEMA", "BR": "BR_FX", "NG": "NG_IMTO", "AR": "AR_FX", "TR": "TR_FX"}
_TAX_REFUND = "P1306"
"""India's purpose code for tax refunds, which a damages payout must not carry."""
_FORMS = ("PK", "EG", "ET", "VN", "BD")
_ROWS = rows.table("exchange")
_QUOTA = Missing(
    "payout.quota_used",
    "How much of this year's quota has the payee used?",
    {"enough is left": "the identity alone", "not enough": "papers that prove the transaction"},
)
_PAYEE = Missing(
    "payout.payee",
    "Is the payee a person, a company or an exporter?",
    {"a person": "the rules for individuals", "a company": "the bank reviews the papers"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payout:
    """A sum that shall leave for a payee resident in `country` (ISO 3166-1 alpha-2). None is unknown."""

    country: str | None
    amount: Money
    payee: Payee | None = None
    quota_used: Money | None = None
    """What of a yearly quota the payee has used already, where their country has one."""
    purpose_code: str | None = None
    """The code the sender means to use, where the payee's bank wants one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Whether the payout may go as it is. `payable` is never less than what was to be paid, or None."""

    regime: str
    admissible: bool | None
    payable: Money | None
    because: Because
    needs: tuple[str, ...] = ()
    """Papers and marks the payout must carry."""
    missing: tuple[Missing, ...] = ()
    doubts: tuple[str, ...] = ()


def applies(payout: Payout, on: date) -> Scope:
    """Whether the rules of the payee's country are on record for that day."""
    if payout.country is None:
        asked = Missing("payout.country", "Where does the payee live?", {"a country": "its rules govern"})
        return Scope(None, (), (asked,))
    there = [row for row in _ROWS.rows if row.name.startswith(f"{payout.country}_") and row.holds(on)]
    return Scope(bool(there), tuple(row.ground(row.note or "a bank form and code") for row in there[:1]))


def notice_by(payout: Payout) -> Deadline:
    """Exchange control sets no day here for a payout to be announced by."""
    return Deadline(None, ())


def owed(payout: Payout, rates: Rates, on: date) -> Allowed:
    """What the payout needs on the day `on`."""
    screened = _ROWS.at("sanctions", on).ground("the payee is screened before any payout")
    scope = applies(payout, on)
    if scope.applies is None:
        return Allowed(
            regime="UNKNOWN", admissible=None, payable=None, missing=scope.missing, because=(screened,)
        )
    country = payout.country or ""
    free = country in tables.read("makewhole.law", "tables/exchange.toml")["free"]
    if not scope.applies:
        return Allowed(
            regime="NONE_ON_RECORD",
            admissible=True,
            payable=payout.amount,
            because=(*(_free(on) if free else ()), screened),
            doubts=() if free else (f"no exchange control of {country} is on record here",),
        )
    if payout.payee is None:
        return Allowed(
            regime=NAMES.get(country, f"{country}_FX"),
            admissible=None,
            payable=None,
            missing=(_PAYEE,),
            because=(screened,),
        )
    answer = _china(payout, rates, on) if country == "CN" else _elsewhere(payout, rates, on)
    return Allowed(
        regime=answer.regime,
        admissible=answer.admissible,
        payable=answer.payable,
        because=(*answer.because, screened),
        needs=answer.needs,
        missing=answer.missing,
        doubts=answer.doubts,
    )


def _free(on: date) -> Because:
    return (_ROWS.at("free", on).ground("no exchange control on a payout of this kind"),)


def _china(payout: Payout, rates: Rates, on: date) -> Allowed:
    """China: a person inside the yearly quota shows an identity; above it, and a company, papers."""
    if payout.payee != "individual":
        ground = _ROWS.at("CN_company", on).ground("the bank reviews the papers of a real and lawful basis")
        papers = ("the decision on the claim", "the contract or order")
        return Allowed(
            regime="CN_FX", admissible=True, payable=payout.amount, because=(ground,), needs=papers
        )
    row = _ROWS.at("CN_quota", on)
    if payout.quota_used is None:
        asked = row.ground(f"inside {row.value} a year the identity is enough")
        return Allowed(regime="CN_FX", admissible=None, payable=None, because=(asked,), missing=(_QUOTA,))
    inside = _inside(row, (payout.quota_used, payout.amount), rates, on)
    if isinstance(inside, NoRate):
        unsure = row.ground(f"whether it is inside {row.value} can't be told: {inside.says}")
        return Allowed(
            regime="CN_FX", admissible=None, payable=None, because=(unsure,), doubts=(inside.says,)
        )
    says = f"inside the {row.value} a year" if inside else f"above the {row.value} a year, which is no cap"
    needs = ("identity",) if inside else ("identity", "papers that prove the transaction")
    return Allowed(
        regime="CN_FX", admissible=True, payable=payout.amount, because=(row.ground(says),), needs=needs
    )


def _elsewhere(payout: Payout, rates: Rates, on: date) -> Allowed:
    country = payout.country or ""
    regime = NAMES.get(country, f"{country}_FX")
    grounds, needs, doubts = [], [], []
    for row in _ROWS.rows:
        if not row.name.startswith(f"{country}_") or not row.holds(on):
            continue
        if row.name == "IN_exporter" and payout.payee != "exporter":
            continue
        if row.name == "NG_account":
            inside = _inside(row, (payout.amount,), rates, on)
            if isinstance(inside, NoRate):
                doubts.append(inside.says)
            needs += ["paid in naira"] if inside is True else ["paid in naira", "into an account"]
        needs += _NEEDS.get(row.name, ())
        grounds.append(row.ground(row.note or "the bank asks for a purpose code and a form"))
    if country in _FORMS:
        needs += ["purpose code and form of the payee's bank"]
    refused = country == "IN" and (payout.purpose_code or "").upper() == _TAX_REFUND
    if refused:
        doubts.append(f"{_TAX_REFUND} is for tax refunds alone: the bank chooses another code")
    return Allowed(
        regime=regime,
        admissible=not refused,
        payable=payout.amount,
        because=tuple(grounds),
        needs=tuple(needs),
        doubts=tuple(doubts),
    )


_NEEDS: dict[str, tuple[str, ...]] = {
    "IN_purpose": ("authorised dealer", "purpose code chosen by the bank, never P1306"),
    "IN_exporter": ("reduction of the export bill",),
    "BR_institution": ("authorised institution", "identity of both parties"),
    "TR_report": ("report by the bank",),
}


def _inside(row: rows.Row, parts: tuple[Money, ...], rates: Rates, on: date) -> bool | NoRate:
    """Whether the parts together stay inside the sum of a row, compared in the row's own currency."""
    amount, _, currency = str(row.value).partition(" ")
    most = parse(amount, currency)
    if not isinstance(most, Money):
        raise ValueError(f"{row.id}: {row.value!r} is no sum")
    total = Money(0, currency)
    for part in parts:
        converted = sums.in_currency(part, currency, rates, on)
        if isinstance(converted, NoRate):
            return converted
        total += converted[0]
    return total <= most
