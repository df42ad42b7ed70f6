"""Facts from a file: plain keys and words in, `Facts` out, or a refusal that names the field.

Nothing is rounded, guessed or passed over: an unknown key, an unknown code, a sum without a currency, a
weight of nothing, days out of order are each refused with what was read and what is allowed. Sums are
written "30.00 SDR" or "120.00 EUR", weights in kilograms, shares in percent.

>>> read({"claim": "sender_v_carrier", "carriage": {"mode": "aeroplane"}}).says
"carriage.mode: read 'aeroplane', allowed are air, road, rail, sea, inland_waterway, post"
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from makewhole import tables
from makewhole.because import Refused
from makewhole.law.carriers import Recourse
from makewhole.law.contradictions import contradiction
from makewhole.law.facts import WHOLE_SHARE, Facts, Sum
from makewhole.money import EXPONENTS, SDR, Money, parse

_Reader = Callable[[str, Any], Any]
_COUNTRIES = frozenset(tables.read("makewhole.law", "tables/countries.toml")["codes"])
_MEANT = {"UK": "GB", "EL": "GR"}
"""Codes that are no ISO codes and often written."""
_LAST = date(2199, 12, 31)
"""No time limit that begins later is counted."""
_SUM = re.compile(r"(\S+) ([A-Za-z]{3})")
_DECIMAL = re.compile(r"(\d{1,7})(?:\.(\d{1,3}))?")
_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))? ?%?")


class _No(Exception):
    """A field that cannot be read; turned into a refusal by `read`."""


def read(plain: Mapping[str, Any]) -> Facts | Refused:
    """Facts from nested plain values (of TOML or JSON)."""
    try:
        facts = _FACTS("", plain)
    except _No as no:
        return _refused(str(no))
    assert isinstance(facts, Facts)
    wrong = contradiction(facts)
    return facts if wrong is None else _refused(wrong)


def read_recourse(plain: Mapping[str, Any]) -> Recourse | Refused:
    """Facts for the settlement among road carriers, from nested plain values; an unknown field is refused."""
    try:
        told = _RECOURSE("", plain)
    except _No as no:
        return _refused(str(no))
    assert isinstance(told, Recourse)
    return told


def _refused(says: str) -> Refused:
    return Refused("facts", says, "docs/assess.md", "correct that field and try again")


def _word(allowed: tuple[str, ...]) -> _Reader:
    def one(name: str, value: Any) -> str:
        if value not in allowed:
            raise _No(f"{name}: read {value!r}, allowed are {', '.join(allowed)}")
        return str(value)

    return one


def _listed(reader: _Reader) -> _Reader:
    def many(name: str, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or not value:
            raise _No(f"{name}: read {value!r}, allowed is a list with at least one entry")
        return tuple(reader(f"{name}[{at}]", one) for at, one in enumerate(value))

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
    try:
        day = value if type(value) is date else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _No(f"{name}: read {value!r}, allowed is a date such as 2026-03-05") from None
    if day > _LAST:
        raise _No(f"{name}: read {day}, allowed is no day after {_LAST}")
    return day


def _country(name: str, value: Any) -> str:
    if not isinstance(value, str) or value not in _COUNTRIES:
        meant = f"; {_MEANT[value]} is meant" if value in ("UK", "EL") else ""
        raise _No(f"{name}: read {value!r}, allowed is an ISO 3166-1 code of two letters such as CN{meant}")
    return str(value)


def _currency(name: str, value: Any) -> str:
    if not isinstance(value, str) or value not in EXPONENTS:
        raise _No(f"{name}: read {value!r}, allowed is an ISO 4217 code such as EUR")
    return str(value)


def _days(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 3660:
        raise _No(f"{name}: read {value!r}, allowed is a whole number of days from 1")
    return value


def _count(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 1_000_000:
        raise _No(f"{name}: read {value!r}, allowed is a whole number from 1")
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


def _special(name: str, value: Any) -> SDR:
    amount = _sum(name, value)
    if not isinstance(amount, SDR):
        raise _No(f"{name}: read {value!r}, allowed is a sum in SDR")
    return amount


def _share(name: str, value: Any) -> int:
    match = _PERCENT.fullmatch(str(value)) if not isinstance(value, bool) else None
    points = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else WHOLE_SHARE + 1
    if points > WHOLE_SHARE:
        raise _No(f'{name}: read {value!r}, allowed is a percentage such as "40 %"')
    return points


def _kilograms(name: str, value: Any) -> int:
    match = _DECIMAL.fullmatch(str(value)) if not isinstance(value, bool) else None
    grams = int(match[1]) * 1000 + int((match[2] or "").ljust(3, "0")) if match else 0
    if grams <= 0:
        raise _No(f"{name}: read {value!r}, allowed are kilograms above nothing, to the gram at most")
    return grams


def _reader(hint: Any) -> _Reader:
    """How a file writes a field of this type; a type no file can write is a bug and raises."""
    if get_origin(hint) is Annotated:
        return _MARKED[hint.__metadata__[0]]
    if hint == Sum | None or hint == Sum:
        return _sum
    if get_origin(hint) in (Union, UnionType):
        return _reader(next(part for part in get_args(hint) if part is not NoneType))
    if get_origin(hint) is Literal:
        return _word(get_args(hint))
    if get_origin(hint) is tuple:
        return _listed(_reader(get_args(hint)[0]))
    if is_dataclass(hint) and hint not in _PLAIN:
        return _table(hint)
    return _PLAIN[hint]


def _table(kind: Any) -> _Reader:
    """The fields of a dataclass, by its own names; kilograms in a file are grams in the facts."""
    hints = get_type_hints(kind, include_extras=True)
    names = {name.replace("grams", "kilograms"): name for name in hints}
    spec = {key: _reader(hints[name]) for key, name in names.items()}
    needed = {
        key for key, name in names.items() if not _optional(next(f for f in fields(kind) if f.name == name))
    }

    def one(name: str, value: Any) -> Any:
        prefix = f"{name}." if name else ""
        if not isinstance(value, Mapping):
            raise _No(f"{name or 'the file'}: read {value!r}, allowed is a table of fields")
        for key in value:
            if key not in spec:
                raise _No(f"{prefix}{key}: no such field; there are {', '.join(spec)}")
        known = {key: spec[key](f"{prefix}{key}", plain) for key, plain in value.items() if plain is not None}
        for key in sorted(needed - known.keys()):
            raise _No(f"{prefix}{key}: missing")
        return kind(**{names[key]: read_value for key, read_value in known.items()})

    return one


def _optional(one: Field[Any]) -> bool:
    return one.default is not MISSING or one.default_factory is not MISSING


_PLAIN: dict[Any, _Reader] = {bool: _flag, date: _day, str: _text, Money: _money, SDR: _special}
_MARKED: dict[str, _Reader] = {
    "country": _country,
    "currency": _currency,
    "grams": _kilograms,
    "days": _days,
    "count": _count,
    "share": _share,
}
_FACTS = _table(Facts)
_RECOURSE = _table(Recourse)
