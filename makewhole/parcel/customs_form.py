"""A brand's own customs word as a form has it: read with a clear word for each wrong field, and written back.

A form is a mapping from a field's name to what was given, several values where several can be chosen. What a
word means is `customs`' business.

>>> country_of(" pt "), country_of("Portugal")
('PT', Wrong(field='country', rule='country', read='Portugal', allowed=''))
>>> days = {"days_low": ["9"], "days_high": ["2"]}
>>> form = days | {"checked": ["2026-11-01"], "source": ["broker"], "flag": ["P"]}
>>> read("PT", "delay", form, date(2026, 11, 22))
(Wrong(field='days_high', rule='range', read='9-2', allowed='0-365'),)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast, get_args

from babel.core import get_global

from makewhole.because import Refused
from makewhole.money import EXPONENTS, parse
from makewhole.parcel.customs import (
    CHOICES,
    GIVERS,
    GROUPS,
    KINDS,
    MATTERS,
    PAPERS,
    PAYEES,
    Charge,
    CustomsWord,
    Flag,
    Matter,
)
from makewhole.words import LANGUAGES

Form = Mapping[str, Sequence[str]]
FLAGS: Final[tuple[Flag, ...]] = get_args(Flag)
LISTS: Final[dict[str, tuple[str, ...]]] = {
    "matters": MATTERS,
    "papers": tuple(PAPERS),
    "givers": GIVERS,
    "choices": CHOICES,
    "payees": PAYEES,
    "flags": FLAGS,
    "kinds": KINDS,
}
"""What can be chosen in a form."""
# Kosovo has customs of its own and no time zone of its own, by which CLDR lists the others.
_PLACES: Final = frozenset(c for c in get_global("zone_territories").values() if len(c) == 2) - {"ZZ"} | {
    "XK"
}
_EARLIEST: Final = date(2000, 1, 1)
_LONGEST_DAYS, _LONGEST_NAME, _LONGEST_NOTE, _MOST_CHARGES = 365, 60, 500, 12


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a field: the rule it breaks, what was read there, and what is allowed."""

    field: str
    rule: str
    read: str
    allowed: str = ""


def country_of(written: str) -> str | Wrong:
    """A country's two letters, or the name of a group of countries, as somebody wrote it."""
    code = written.strip().upper()
    return code if code in _PLACES or code in GROUPS else Wrong("country", "country", written.strip()[:40])


def matter_of(written: str) -> Matter | Wrong:
    """One of the matters of customs, as somebody wrote it."""
    if written in MATTERS:
        return written
    return Wrong("matter", "one-of", written[:40], ", ".join(MATTERS))


def read(country: str, matter: Matter, form: Form, today: date) -> CustomsWord | tuple[Wrong, ...]:
    """The word a form holds; else all that is wrong with it."""
    wrong: list[Wrong] = []
    papers = _chosen(form, "papers", tuple(PAPERS), wrong)
    flag = _one(form, "flag", FLAGS, wrong)
    source = _line(form, "source", wrong)
    checked = _checked(form, today, wrong)
    charges = _charges(form, flag or "P", source, wrong) if matter == "duties" else ()
    pay_to = _one(form, "pay_to", ("", *PAYEES), wrong) if matter == "duties" else None
    word = CustomsWord(
        country,
        matter,
        papers,
        {paper: name for paper in papers if (name := _line(form, f"name-{paper}", wrong, needed=False))},
        _chosen(form, "givers", GIVERS, wrong),
        charges,
        pay_to or None,
        _range(form, wrong),
        _days(form, "storage", 1, wrong),
        _chosen(form, "choices", CHOICES, wrong),
        cast(Flag, flag or "P"),
        source,
        checked or today,
        own=True,
        notes={tongue: note for tongue in LANGUAGES if (note := _note(form, f"note-{tongue}", wrong))},
    )
    return tuple(wrong) if wrong else word


def written(word: CustomsWord) -> dict[str, list[str]]:
    """The form of a word, so that it can be changed."""
    low, high = word.days or ("", "")
    form: dict[str, list[str]] = {
        "papers": list(word.papers),
        "givers": list(word.givers),
        "choices": list(word.choices),
        "pay_to": [word.pay_to or ""],
        "days_low": [str(low)],
        "days_high": [str(high)],
        "storage": [str(word.storage_days or "")],
        "charges": ["\n".join(_charge_line(charge) for charge in word.charges)],
        "flag": [word.flag],
        "source": [word.source],
        "checked": [word.checked_on.isoformat()],
    }
    form |= {f"name-{paper}": [name] for paper, name in word.names.items()}
    return form | {f"note-{tongue}": [note] for tongue, note in word.notes.items()}


def _given(form: Form, name: str) -> str:
    values = form.get(name) or ("",)
    return values[0].strip()


def _chosen(form: Form, name: str, allowed: tuple[str, ...], wrong: list[Wrong]) -> tuple[str, ...]:
    values = form.get(name, ())
    wrong.extend(
        Wrong(name, "one-of", each[:40], ", ".join(allowed)) for each in values if each not in allowed
    )
    return tuple(each for each in allowed if each in values)


def _one(form: Form, name: str, allowed: tuple[str, ...], wrong: list[Wrong]) -> str:
    value = _given(form, name)
    if value in allowed:
        return value
    wrong.append(Wrong(name, "one-of", value[:40], ", ".join(each for each in allowed if each)))
    return ""


def _line(form: Form, name: str, wrong: list[Wrong], needed: bool = True) -> str:
    value = " ".join(_given(form, name).split())
    most = _LONGEST_NAME * (3 if name == "source" else 1)
    if len(value) > most:
        wrong.append(Wrong(name, "length", str(len(value)), str(most)))
    elif needed and not value:
        wrong.append(Wrong(name, "needed", ""))
    return value


def _note(form: Form, name: str, wrong: list[Wrong]) -> str:
    value = _given(form, name)
    if len(value) > _LONGEST_NOTE:
        wrong.append(Wrong(name, "length", str(len(value)), str(_LONGEST_NOTE)))
    return value


def _days(form: Form, name: str, least: int, wrong: list[Wrong]) -> int | None:
    value = _given(form, name)
    if not value:
        return None
    if value.isascii() and value.isdigit() and len(value) < 6 and least <= int(value) <= _LONGEST_DAYS:
        return int(value)
    wrong.append(Wrong(name, "days", value[:40], f"{least}-{_LONGEST_DAYS}"))
    return None


def _range(form: Form, wrong: list[Wrong]) -> tuple[int, int] | None:
    before = len(wrong)
    low, high = _days(form, "days_low", 0, wrong), _days(form, "days_high", 0, wrong)
    if len(wrong) > before or (low is None and high is None):
        return None
    if low is None or high is None or low > high:
        read_ = f"{'' if low is None else low}-{'' if high is None else high}"
        wrong.append(Wrong("days_high", "range", read_, f"0-{_LONGEST_DAYS}"))
        return None
    return low, high


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _checked(form: Form, today: date, wrong: list[Wrong]) -> date | None:
    value = _given(form, "checked")
    day = _day(value)
    if day is None or not _EARLIEST <= day <= today:
        wrong.append(Wrong("checked", "day", value[:40], f"{_EARLIEST}-{today}"))
        return None
    return day


def _charges(form: Form, flag: str, source: str, wrong: list[Wrong]) -> tuple[Charge, ...]:
    lines = [line.strip() for line in _given(form, "charges").splitlines() if line.strip()]
    if len(lines) > _MOST_CHARGES:
        wrong.append(Wrong("charges", "length", str(len(lines)), str(_MOST_CHARGES)))
        return ()
    found = []
    for line in lines:
        charge = _charge(line, flag, source)
        if charge is None:
            wrong.append(Wrong("charges", "charge", line[:80], ", ".join(KINDS)))
        else:
            found.append(charge)
    return tuple(found)


def _charge(line: str, flag: str, source: str) -> Charge | None:
    """A line such as "rate_above 50 USD 60% from 2024-08-01"; None where it is none."""
    words = line.split()
    if len(words) < 3 or words[0] not in KINDS or words[2].upper() not in EXPONENTS:
        return None
    sum_ = parse(words[1], words[2])
    rest = dict(_rest(words[3:]))
    rated = words[0].startswith("rate")
    if isinstance(sum_, Refused) or sum_.minor < 0 or None in rest.values() or ("permille" in rest) != rated:
        return None
    if rest.get("since", date.min) >= rest.get("until", date.max) or ("scheme" in rest) > (
        words[0] == "prepaid"
    ):
        return None
    return Charge(words[0], sum_, flag=cast(Flag, flag), source=source, **rest)


def _rest(words: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """What may stand after a sum: a percentage, days, and the name of a scheme."""
    scheme: list[str] = []
    at = 0
    while at < len(words):
        if words[at] in ("from", "until"):
            yield (
                ("since" if words[at] == "from" else "until"),
                _day(words[at + 1] if at + 1 < len(words) else ""),
            )
            at += 2
            continue
        if words[at].endswith("%"):
            yield "permille", _permille(words[at])
        else:
            scheme.append(words[at])
        at += 1
    if scheme:
        yield "scheme", " ".join(scheme)[:_LONGEST_NAME]


def _permille(percent: str) -> int | None:
    whole, _, tenth = percent[:-1].partition(".")
    digits = whole + (tenth or "0")
    if not (digits.isascii() and digits.isdigit() and len(tenth) < 2 and 0 < len(whole) < 4):
        return None
    return int(digits)


def _charge_line(charge: Charge) -> str:
    exponent = EXPONENTS[charge.sum.currency]
    whole, rest = divmod(charge.sum.minor, 10**exponent)
    amount = f"{whole}.{rest:0{exponent}}" if rest else str(whole)
    parts = [charge.kind, amount, charge.sum.currency]
    if charge.permille is not None:
        parts.append(f"{charge.permille // 10}.{charge.permille % 10}%")
    parts += [charge.scheme] if charge.scheme else []
    parts += ["from", charge.since.isoformat()] if charge.since != date.min else []
    parts += ["until", charge.until.isoformat()] if charge.until != date.max else []
    return " ".join(parts)
