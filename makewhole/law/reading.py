"""Facts from a file: plain keys and words in, `Facts` out, or a refusal that names the field.

Nothing is rounded, guessed or passed over: an unknown key, an unknown code, a sum without a currency, a
weight of nothing, days out of order are each refused with what was read and what is allowed. Sums are
written "30.00 SDR" or "120.00 EUR", weights in kilograms, shares in percent.

>>> read({"claim": "sender_v_carrier", "carriage": {"mode": "aeroplane"}}).says
"carriage.mode: read 'aeroplane', allowed are air, road, rail, sea, inland_waterway, post"
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from makewhole import tables
from makewhole.because import Refused
from makewhole.law import facts as schema
from makewhole.law.facts import Carriage, CarrierTerms, Facts, Loss, Package, Sale, Sum
from makewhole.money import EXPONENTS, SDR, Money, parse

_COUNTRIES = frozenset(tables.read("makewhole.law", "tables/countries.toml")["codes"])
_SUM = re.compile(r"(\S+) ([A-Za-z]{3})")
_DECIMAL = re.compile(r"(\d{1,7})(?:\.(\d{1,3}))?")
_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))? ?%?")


class _No(Exception):
    """A field that cannot be read; turned into a refusal by `read`."""


def read(plain: Mapping[str, Any]) -> Facts | Refused:
    """Facts from nested plain values (of TOML or JSON)."""
    try:
        top = _fields("", plain, _TOP)
        facts = Facts(**top)
        _in_order(facts)
        return facts
    except _No as no:
        return Refused("facts", str(no), "docs/assess.md", "correct that field and try again")


def _word(allowed: tuple[str, ...]) -> Callable[[str, Any], str]:
    def one(name: str, value: Any) -> str:
        if value not in allowed:
            raise _No(f"{name}: read {value!r}, allowed are {', '.join(allowed)}")
        return str(value)

    return one


def _words(allowed: tuple[str, ...]) -> Callable[[str, Any], tuple[str, ...]]:
    def many(name: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise _No(f"{name}: read {value!r}, allowed is a list of {', '.join(allowed)}")
        return tuple(_word(allowed)(f"{name}[{at}]", one) for at, one in enumerate(value))

    return many


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _No(f"{name}: read {value!r}, allowed is a text")
    return value.strip()


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _No(f"{name}: read {value!r}, allowed are true and false")
    return value


def _day(name: str, value: Any) -> date:
    if isinstance(value, date) and type(value) is date:
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _No(f"{name}: read {value!r}, allowed is a date such as 2026-03-05") from None


def _country(name: str, value: Any) -> str:
    if not isinstance(value, str) or value not in _COUNTRIES:
        raise _No(f"{name}: read {value!r}, allowed is an ISO 3166-1 code of two letters such as CN")
    return str(value)


def _currency(name: str, value: Any) -> str:
    if not isinstance(value, str) or value not in EXPONENTS:
        raise _No(f"{name}: read {value!r}, allowed is an ISO 4217 code such as EUR")
    return str(value)


def _days(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 3660:
        raise _No(f"{name}: read {value!r}, allowed is a whole number of days from 1")
    return value


def _sum(name: str, value: Any) -> Sum:
    match = _SUM.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise _No(f'{name}: read {value!r}, allowed is a sum with its currency such as "120.00 EUR"')
    if match[2].upper() in ("SDR", "XDR"):
        try:
            amount: Sum | Refused = SDR.of(match[1])
        except ValueError as wrong:
            raise _No(f"{name}: {wrong}") from None
    else:
        amount = parse(match[1], match[2])
    if isinstance(amount, Refused):
        raise _No(f"{name}: {amount.says}")
    if (amount.micro if isinstance(amount, SDR) else amount.minor) < 0:
        raise _No(f"{name}: read {value!r}, allowed is a sum that is not negative")
    return amount


def _money(name: str, value: Any) -> Money:
    amount = _sum(name, value)
    if not isinstance(amount, Money):
        raise _No(f"{name}: read {value!r}, allowed is a currency, not SDR")
    return amount


def _share(name: str, value: Any) -> int:
    match = _PERCENT.fullmatch(str(value)) if not isinstance(value, bool) else None
    points = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else schema.WHOLE_SHARE + 1
    if points > schema.WHOLE_SHARE:
        raise _No(f'{name}: read {value!r}, allowed is a percentage such as "40 %"')
    return points


def _kilograms(name: str, value: Any) -> int:
    match = _DECIMAL.fullmatch(str(value)) if not isinstance(value, bool) else None
    grams = int(match[1]) * 1000 + int((match[2] or "").ljust(3, "0")) if match else 0
    if grams <= 0:
        raise _No(f"{name}: read {value!r}, allowed are kilograms above nothing, to the gram at most")
    return grams


def _packages(name: str, value: Any) -> tuple[Package, ...]:
    if not isinstance(value, list) or not value:
        raise _No(f"{name}: read {value!r}, allowed is a list of packages")
    packages = []
    for at, one in enumerate(value):
        fields = _fields(f"{name}[{at}].", one, {"kilograms": _kilograms, "concerned": _flag})
        if "kilograms" not in fields:
            raise _No(f"{name}[{at}].kilograms: missing")
        packages.append(Package(fields["kilograms"], fields.get("concerned")))
    return tuple(packages)


def _fields(prefix: str, plain: Any, spec: Mapping[str, Callable[[str, Any], Any]]) -> dict[str, Any]:
    """Every key read by its reader; null is unknown and left out."""
    if not isinstance(plain, Mapping):
        raise _No(f"{prefix.rstrip('.') or 'the file'}: read {plain!r}, allowed is a table of fields")
    for key in plain:
        if key not in spec:
            raise _No(f"{prefix}{key}: no such field; there are {', '.join(spec)}")
    return {key: spec[key](f"{prefix}{key}", value) for key, value in plain.items() if value is not None}


def _table(kind: type, spec: Mapping[str, Callable[[str, Any], Any]]) -> Callable[[str, Any], Any]:
    return lambda name, value: kind(**_fields(f"{name}.", value, spec))


_MODE = _word(schema.MODES)
_TERMS = {"limit": _sum, "claim_within_days": _days}
_CARRIAGE: dict[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(("mode", "loss_leg", "substituted_mode"), _MODE),
    **dict.fromkeys(("origin", "destination"), _country),
    **dict.fromkeys(("contract_on", "accepted_on", "due_on", "delivered_on"), _day),
    **dict.fromkeys(("declared_interest", "insured", "charges"), _sum),
    **dict.fromkeys(
        ("agreed_stop_abroad", "postal", "supplement_paid", "substitution_agreed", "refused_by_consignee"),
        _flag,
    ),
    "legs": _words(schema.MODES),
    "service": _word(schema.SERVICES),
    "operator": _text,
    "packages": _packages,
    "terms": _table(CarrierTerms, _TERMS),
}
_LOSS: dict[str, Callable[[str, Any], Any]] = {
    "kind": _word(schema.KINDS),
    "cause": _word(schema.CAUSES),
    "notice": _word(schema.NOTICES),
    "claimant_share": _share,
    **dict.fromkeys(("happened_on", "notice_sent_on", "suit_filed_on", "claimed_on"), _day),
    **dict.fromkeys(("value", "consequential", "offered_in_writing", "court_costs"), _sum),
    **dict.fromkeys(
        (
            "prohibited_goods",
            "undeclared_goods",
            "wilful",
            "carrier_fraud",
            "carrier_proved_care",
            "reserved_at_delivery",
        ),
        _flag,
    ),
}
_SALE: dict[str, Callable[[str, Any], Any]] = {
    "buyer_country": _country,
    "handed_to": _word(schema.HANDED),
    **dict.fromkeys(("price", "delivery_charge"), _money),
    **dict.fromkeys(("contract_on", "agreed_delivery_by", "further_period_until", "received_on"), _day),
    **dict.fromkeys(
        (
            "buyer_is_consumer",
            "time_essential",
            "seller_refused",
            "terminated",
            "carrier_chosen_by_buyer",
            "carrier_offered_by_seller",
            "handed_to_carrier",
            "faulty",
        ),
        _flag,
    ),
}
_TOP: dict[str, Callable[[str, Any], Any]] = {
    "claim": _word(schema.CLAIMS),
    "carriage": _table(Carriage, _CARRIAGE),
    "loss": _table(Loss, _LOSS),
    "sale": _table(Sale, _SALE),
    "payout_currency": _currency,
    "settled_on": _day,
}


def _in_order(facts: Facts) -> None:
    """Refuses days that cannot follow each other and statements that contradict."""
    carriage, loss, sale = facts.carriage, facts.loss, facts.sale
    pairs = (
        ("carriage.contract_on", carriage.contract_on, "carriage.accepted_on", carriage.accepted_on),
        ("carriage.accepted_on", carriage.accepted_on, "carriage.delivered_on", carriage.delivered_on),
        ("carriage.accepted_on", carriage.accepted_on, "carriage.due_on", carriage.due_on),
        ("carriage.accepted_on", carriage.accepted_on, "loss.happened_on", loss.happened_on),
        ("carriage.accepted_on", carriage.accepted_on, "loss.notice_sent_on", loss.notice_sent_on),
        ("carriage.accepted_on", carriage.accepted_on, "loss.claimed_on", loss.claimed_on),
        ("carriage.accepted_on", carriage.accepted_on, "loss.suit_filed_on", loss.suit_filed_on),
        ("sale.contract_on", sale.contract_on, "sale.agreed_delivery_by", sale.agreed_delivery_by),
        ("sale.contract_on", sale.contract_on, "sale.received_on", sale.received_on),
    )
    for first_name, first, second_name, second in pairs:
        if first is not None and second is not None and second < first:
            raise _No(f"{second_name}: read {second}, allowed is no day before {first_name}, {first}")
    if loss.notice == "not_sent" and loss.notice_sent_on is not None:
        raise _No("loss.notice: read 'not_sent', but loss.notice_sent_on has a day")
    if carriage.postal is False and carriage.mode == "post":
        raise _No("carriage.postal: read False, but carriage.mode is post")
    if sale.handed_to == "nobody" and sale.received_on is not None:
        raise _No("sale.received_on: read a day, but sale.handed_to is nobody")
